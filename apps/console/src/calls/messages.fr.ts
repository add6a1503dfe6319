import type { CallEnd, CallSign, CallState } from "@aval/protocol";

/** The words of calls, in French, which is written first. */
export const callMessages = {
  lead: "Un appel s'annonce d'abord : le téléphone de la personne dit votre nom.",
  say: "Dites : « Ouvrez Aval, touchez On m'appelle. Vous devez voir mon prénom. »",
  never: "Ne demandez ni code, ni chiffres, ni carte, ni écran. Vous n'ouvrez rien.",
  none: "Aucun appel en ce moment. Un appel s'annonce depuis un dossier.",
  announce: "Annoncer un appel",
  open: "Faire sonner",
  end: "Terminer l'appel",
  states: {
    announced: "Annoncé : son téléphone le dit",
    open: "En cours",
    ended: "Terminé",
  } satisfies Record<CallState, string>,
  ends: {
    agent: "Terminé par son agent",
    report: "Signalé par la personne appelée",
    time: "Fini de lui-même",
    failed: "Non parti",
  } satisfies Record<CallEnd, string>,
  number: "Numéro de confiance",
  by: "Par",
  since: "Annoncé",
  held: "Rien ne s'ajoute avant",
  dial: (number: string) => `Composez ${number}. Ce numéro ne s'affichera plus.`,
  signs: {
    heading: "Est-ce bien cette personne ?",
    yes: "Oui",
    no: "Non",
    then: "Dans le doute : raccrochez, et rappelez d'ici.",
    names: {
      called_now: "Un autre appel a lieu",
      stopped: "Son accès est arrêté",
      adding_phone: "Un téléphone s'ajoute",
      new_phone: "Téléphone ajouté cette semaine",
      contact_changed: "Coordonnées changées ce mois-ci",
      refused: "Plusieurs refus aujourd'hui",
      reported_call: "Appel signalé cette semaine",
      several_cases: "Plusieurs dossiers ouverts",
    } satisfies Record<CallSign, string>,
  },
  hold: {
    label: "Appelant non vérifié",
    question: "Mettre en pause ce qui s'ajoute ?",
    text: "Rien ne s'ajoute plus. Le reste marche. La personne est prévenue.",
    confirm: "Mettre en pause",
    told: "Les ajouts attendent. Dites : personne ne vous appellera pour lever cette pause.",
  },
  told: {
    announced: "L'appel est annoncé. Faites sonner dans les dix minutes.",
    opened: "Le téléphone sonne.",
    ended: "L'appel est terminé.",
  },
};
