import { french } from "@aval/design";

/** The page of a workstation, in French, which is written first. */
const messages = {
  otherLanguage: "English",
  help: "Aide",
  newWindow: "(nouvelle fenêtre)",
  sandbox: "Bac à sable",
  down: "Le serveur ne répond pas. Nouvel essai dans un instant.",
  opening: { heading: "La page du poste s'ouvre…" },
  offered: {
    heading: "Enregistrer ce poste",
    lead: "Un agent de votre établissement vient ici et lit ce code avec son lecteur.",
    qr: "Code de ce poste, qui change chaque seconde",
    steps: [
      "L'agent lance l'enregistrement et se place devant cet écran.",
      "Il lit ce code, puis signe avec sa clé.",
      "Cette page dit que c'est fait.",
    ],
    keep: "Ce code vaut trois secondes. Une photo ou un envoi n'enregistre rien.",
  },
  registered: {
    heading: "Ce poste est enregistré",
    lead: (structure: string) => `Pour ${structure}.`,
    who: "Il ouvre aux seuls professionnels que l'annuaire rattache à cet établissement. Chacun scanne avec son téléphone.",
    until: (day: string) => `Jusqu'au ${day}.`,
    next: "Fermez cette page et ouvrez le service dont vous avez besoin.",
    leave: "Fermez vos sessions avant de laisser ce poste : touchez « Changer de personne ».",
  },
  denied: {
    heading: "Cette page ne peut pas s'ouvrir",
    again: "Recommencer",
    reference: "Référence",
  },
};

export const workstationInFrench = french(messages);
export type WorkstationMessages = typeof messages;
