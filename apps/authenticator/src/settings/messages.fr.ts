import { french } from "../typography.ts";

/** Settings, and what every screen shares, in French, which is written first. */
const messages = {
  shell: {
    name: "Aval",
    tagline: "Donner son aval, c'est accepter en sachant quoi.",
    back: "Retour",
    settings: "Réglages",
    history: "Historique",
    home: "Accueil",
    skip: "Aller au contenu",
    starting: "Aval s'ouvre…",
    offline: "Hors ligne",
    retry: "Réessayer",
    sandbox: "Bac à sable : personnes et services fictifs.",
    simulated: (name: string) => `Téléphone simulé ${name}`,
    reference: (reference: string) => `Référence : ${reference}`,
    noStorage: "Ce navigateur ne garde rien",
    noStorageText:
      "Aval a besoin de garder une clé ici. Ouvrez cette page hors de la navigation privée, ou dans un autre navigateur.",
    fault: "Quelque chose s'est cassé sur ce téléphone",
    faultText: "Rien n'a été accepté. Fermez l'application et ouvrez-la de nouveau.",
    reload: "Ouvrir de nouveau",
  },
  trouble: {
    offline: "Pas de réponse du réseau. Rien n'est perdu.",
    fault: "Quelque chose s'est cassé sur ce téléphone. Rien n'a été accepté.",
    unnamed: "Le serveur a répondu sans explication. Rien n'a été accepté. Réessayez.",
    local: {
      phone_context_not_signed:
        "Ce qui est arrivé n'est pas signé par Aval. N'acceptez rien et prévenez votre établissement.",
      phone_context_unknown:
        "Cette demande dit quelque chose que cette version ne sait pas montrer. Fermez l'application et ouvrez-la de nouveau pour la mettre à jour.",
      phone_pin_proof:
        "La vérification du code n'a pas prouvé qu'elle vient d'Aval. Rien n'a été accepté.",
      phone_not_a_frame: "Ce code n'est pas une demande de connexion.",
      phone_other_answer: "La réponse du serveur n'est pas celle attendue. Regardez votre écran.",
    } as Readonly<Record<string, string>>,
  },
  settings: {
    title: "Réglages",
    language: "Langue",
    languages: { fr: "Français", en: "English" },
    phone: "Ce téléphone",
    holder: "Titulaire",
    nationalId: "Identifiant national",
    stored: "Ce que ce téléphone garde",
    remove: "Retirer mon accès de ce téléphone",
    second: "Un deuxième moyen",
    secondText: "Pour le jour où ce téléphone manque, ajoutez un second téléphone au guichet.",
    about: "À propos",
    aboutText:
      "Aval est un logiciel libre. Votre code personnel n'est jamais envoyé : il vaut ce que vaut la page qui vous le demande. Ouvrez toujours Aval depuis votre écran d'accueil.",
    version: (version: string) => `Version ${version}`,
  },
  stored: {
    title: "Ce que ce téléphone garde",
    lead: "Tout est dans le stockage de ce navigateur, sur ce téléphone. Aucun cookie, aucune mesure d'audience.",
    things: [
      [
        "Une clé de signature",
        "Les pages peuvent s'en servir, jamais la lire. Jusqu'au retrait de ce téléphone.",
      ],
      [
        "Un secret de 32 octets",
        "Il se mêle à votre code personnel et ne part jamais. Jusqu'au retrait.",
      ],
      [
        "Le nom de cet ajout, la clé publique d'Aval et celle de la vérification du code",
        "Pour reconnaître un faux serveur. Jusqu'au retrait.",
      ],
      ["Votre nom et votre identifiant national", "Pour les afficher. Jusqu'au retrait."],
      [
        "Le dernier historique reçu",
        "Cent lignes au plus, pour le lire hors ligne. Remplacé à chaque ouverture, effacé au retrait.",
      ],
      ["La langue choisie", "Jusqu'à l'effacement des données du navigateur."],
      [
        "Les fichiers de l'application",
        "Pour s'ouvrir hors ligne. Remplacés à chaque nouvelle version.",
      ],
    ],
    never:
      "Votre code personnel n'est gardé nulle part, ni ici ni chez nous. Les images de l'appareil photo non plus.",
  },
  remove: {
    title: "Retirer votre accès de ce téléphone ?",
    lead: "La clé et l'historique sont effacés d'ici, tout de suite. Ce téléphone ne pourra plus rien accepter.",
    back: "Pour l'ajouter de nouveau, il faudra revenir au guichet.",
    server:
      "Votre historique reste chez Aval. Si vous avez perdu un téléphone, celui-ci ne peut pas encore le bloquer à distance : adressez-vous au guichet.",
    keep: "Garder mon accès",
    go: "Retirer maintenant",
    busy: "Effacement…",
  },
  when: {
    today: (time: string) => `aujourd'hui à ${time}`,
    yesterday: (time: string) => `hier à ${time}`,
    on: (date: string, time: string) => `le ${date} à ${time}`,
    dayToday: "Aujourd'hui",
    dayYesterday: "Hier",
  },
};

export const settingsInFrench = french(messages);
export type SettingsMessages = typeof messages;
