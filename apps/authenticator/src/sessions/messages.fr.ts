import { french } from "@aval/design";

/** The holder's sessions, in French, which is written first. */
const messages = {
  sessions: {
    title: "Sessions ouvertes",
    lead: "Là où vous êtes connecté. Vous ne reconnaissez pas une session ? Fermez-la.",
    loading: "La liste arrive…",
    none: "Aucune session ouverte.",
    noneText: "Vous n'êtes connecté nulle part avec Aval.",
    since: (when: string) => `Ouverte ${when}`,
    full: (until: string) => `Accès complet, jusqu'à ${until} au plus tard`,
    reduced: (until: string) => `Accès réduit, jusqu'à ${until} au plus tard`,
    computer: "Ordinateur non décrit",
    software: (name: string, machine?: string) =>
      `Votre logiciel ${name}${machine ? `, sur ${machine} (déclaré)` : ""}`,
    where: {
      own: "Un de vos postes",
      workstation: "Poste de votre établissement",
      phone: "Ce téléphone",
      software: "Un de vos logiciels, sans navigateur",
      unknown: "Ordinateur qui n'est pas un de vos postes",
    },
    close: "Fermer",
    closing: "Fermeture…",
    closeAll: (count: number) => `Fermer les ${count} sessions`,
    closedOne: "C'est fait. Cette session n'ouvre plus rien.",
    closedAll: (count: number) =>
      count === 1 ? "C'est fait. La session est fermée." : `C'est fait. ${count} sessions fermées.`,
    closedNone: "Cette session était déjà fermée.",
    lately: "Fermées depuis 24 heures",
    ended: (when: string) => `Fermée ${when}`,
    because: {
      holder: "par vous, depuis un téléphone",
      signed_out: "par une déconnexion",
      other_person: "car une autre personne s'est connectée sur cet ordinateur",
      refresh_token_replayed: "car une copie de cette session a servi ailleurs",
      clone_detected: "car deux ordinateurs se disaient le même",
      place_ended: "avec le poste que vous avez retiré",
      software_removed: "avec le logiciel que vous avez retiré",
      workstation_ended: "avec l'enregistrement de ce poste par l'établissement",
      identity_provider_removed: "avec l'accès de votre établissement, retiré",
      locum_ended: "avec la fin de votre remplacement",
      stopped: "par un arrêt de vos accès",
    } as Readonly<Record<string, string>>,
    otherwise: "par une règle d'Aval",
    services: "Services",
    told: {
      closed: "Fermé : le service l'a confirmé.",
      told: "Prévenu : le service n'a pas encore répondu.",
      untold: "À prévenir vous-même : déconnectez-vous sur ce service.",
    },
  },
};

export const sessionsInFrench = french(messages);
export type SessionMessages = typeof messages;
