import { french } from "@aval/design";

/** The page on which a key is added, in French, which is written first. */
const messages = {
  title: "Ajouter une clé",
  otherLanguage: "English",
  help: "Aide",
  newWindow: "(nouvelle fenêtre)",
  sandbox: "Bac à sable",
  choose: {
    heading: "Ajouter une clé à votre accès",
    lead: "Elle ouvre vos services sans scanner. Elle s'ajoute sur un de vos postes confirmés.",
    name: "Nom de la clé, pour la reconnaître",
    nameHint: "Par exemple : clé du cabinet.",
    securityKey: "Ajouter une clé de sécurité",
    securityKeyText:
      "Un petit objet à brancher ou à toucher. Ajoutée sur un poste où votre carte a servi, elle ouvre partout.",
    computer: "Ajouter une clé d'accès à cet ordinateur",
    computerText:
      "Elle ouvre sur un poste à vous, que vous seul utilisez. Ailleurs, avec votre téléphone.",
    warning: "Quelqu'un au téléphone vous demande d'ajouter une clé ? C'est une fraude.",
  },
  unable: {
    heading: "Ce navigateur ne sait pas garder de clé",
    lead: "Mettez-le à jour, ou prenez-en un autre.",
  },
  scan: {
    heading: "Scannez avec Aval pour autoriser la clé",
    steps: [
      "Ouvrez l'application Aval sur votre téléphone.",
      "Touchez « Scanner pour me connecter », puis visez le code affiché ici.",
      "Répondez à la question, puis tapez votre code personnel sur le téléphone.",
    ],
    qr: "Code à scanner avec Aval sur votre téléphone. Il change chaque seconde.",
    keep: "Ne montrez ce code à personne, ne l'envoyez à personne.",
    waiting: "Le code arrive…",
    valid: (time: string) => `Valable encore ${time}`,
  },
  claimed: {
    heading: "Continuez sur votre téléphone",
    lead: "Cette page attend votre réponse.",
  },
  make: {
    heading: "Créez maintenant la clé",
    lead: "Votre navigateur va demander où la garder, puis un code ou une empreinte.",
    go: "Créer la clé",
    making: "Suivez ce que demande votre navigateur…",
    notMade: "Aucune clé n'a été ajoutée. Recommencez, ou prenez une autre clé.",
  },
  made: {
    heading: "La clé est ajoutée. Elle attend un jour.",
    next: "Vous pouvez fermer cet onglet et revenir à la page de connexion.",
    list: "Voir mes clés dans Mon accès",
    usable: (when: string) => `Elle n'ouvre rien avant : ${when}.`,
    told: "Vous êtes prévenu partout où Aval peut vous joindre. Chaque message permet d'arrêter.",
    hardware: "Cette clé est tenue par du matériel reconnu : elle ouvrira partout.",
    unproven:
      "Hors de vos postes, elle demande le téléphone. Pour qu'elle ouvre partout : retirez-la, entrez ici avec votre carte, ajoutez-la à nouveau.",
    synced:
      "Cette clé peut être copiée dans un compte. Hors de vos postes, elle demande le téléphone.",
    remove: "Elle se retire sur votre téléphone : Réglages, puis Mes clés. Ou dans Mon accès.",
  },
  over: {
    refused: {
      heading: "C'est refusé. Aucune clé n'est ajoutée.",
      lead: "Votre téléphone dit pourquoi.",
    },
    expired: {
      heading: "Le temps est passé. Aucune clé n'est ajoutée.",
      lead: "Rien n'est perdu.",
    },
    cancelled: { heading: "C'est annulé. Aucune clé n'est ajoutée.", lead: "Rien n'est perdu." },
    denied: {
      heading: "Cette clé ne peut pas être ajoutée ainsi",
      lead: "Votre téléphone dit pourquoi. Une clé s'ajoute sur un de vos postes. S'il est partagé : une clé de sécurité.",
    },
    again: "Recommencer",
  },
  problem: {
    heading: "La clé ne peut pas être ajoutée ici",
    reference: "Référence pour le support :",
  },
  down: "Le service ne répond pas. Rien n'est perdu : la page réessaie toute seule.",
  cancel: "Annuler",
};

export const keysInFrench = french(messages);
export type KeyMessages = typeof messages;
