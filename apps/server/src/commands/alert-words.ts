import type { Alert } from "#modules/cases";

/** What each kind of alert means, beside its name: an operator reads the log, but did not write it. */
export const alertWords: Readonly<
  Record<Alert["kind"], { readonly fr: string; readonly en: string }>
> = {
  not_me: { fr: "demande déclarée pas la sienne", en: "a request said not to be theirs" },
  clone_detected: { fr: "poste copié, mis en sommeil", en: "a copied place, put to sleep" },
  place_offer_stopped: {
    fr: "ajout de poste voulu par un appelant",
    en: "a place that a caller asked for",
  },
  installation_link_stopped: {
    fr: "logiciel à relier voulu par un appelant",
    en: "software that a caller asked to link",
  },
  notice_stopped: { fr: "« Arrêter » pressé dans un avis", en: '"Stop" pressed in a notice' },
  card_reported: { fr: "carte déclarée perdue", en: "a card reported lost" },
  stop_made: { fr: "accès arrêté", en: "access stopped" },
  phone_under_freeze: {
    fr: "téléphone ajouté à un guichet malgré un gel",
    en: "a phone added at a desk under a freeze",
  },
  phone_suspended: { fr: "téléphone suspendu", en: "a phone suspended" },
  phone_disabled: {
    fr: "téléphone fermé après dix codes faux",
    en: "a phone closed after ten wrong codes",
  },
  service_bells_lost: {
    fr: "sonneries retirées à un service trop refusé",
    en: "bells taken from a service refused too often",
  },
  service_alert: {
    fr: "un service signale un usage inhabituel",
    en: "a service reports unusual use",
  },
  call_reported: { fr: "appel signalé par le titulaire", en: "call reported by the holder" },
  callback: { fr: "rappel demandé par le titulaire", en: "call asked for by the holder" },
  agent_report: { fr: "un agent a noté un appel", en: "an agent wrote a call down" },
  partner_report: { fr: "un partenaire signale", en: "a partner reports" },
  public_report: { fr: "signalé sur une page publique", en: "reported on a public page" },
  two_requests_at_once: { fr: "deux demandes en même temps", en: "two requests at once" },
};
