import { french } from "@aval/design";

/** Settings, and what every screen shares, in French, which is written first. */
const messages = {
  shell: {
    name: "Aval",
    tagline: "Donner son aval, c'est accepter en sachant quoi.",
    back: "Retour",
    help: "Aide",
    newWindow: "(nouvelle fenêtre)",
    settings: "Réglages",
    history: "Historique",
    home: "Accueil",
    skip: "Aller au contenu",
    starting: "Aval s'ouvre…",
    offline: "Hors ligne",
    retry: "Réessayer",
    sandbox: "Bac à sable",
    sandboxText: "Bac à sable : personnes et services sont fictifs.",
    simulated: (name: string) => `Téléphone simulé ${name}`,
    reference: "Référence pour le support :",
    noStorage: "Ce navigateur ne garde rien",
    noStorageText:
      "Aval a besoin de garder une clé ici. Ouvrez cette page hors de la navigation privée.",
    fault: "Quelque chose s'est cassé sur ce téléphone",
    faultText: "Rien n'a été accepté. Fermez l'application et ouvrez-la de nouveau.",
    reload: "Ouvrir de nouveau",
  },
  trouble: {
    offline: "Pas de réponse du réseau. Rien n'est perdu.",
    fault: "Quelque chose s'est cassé sur ce téléphone. Rien n'a été accepté.",
    tooEarly: (when: string) => `Ce téléphone attend encore. Il s'active ${when}.`,
    unnamed: "Le serveur a répondu sans explication. Rien n'a été accepté. Réessayez.",
    local: {
      phone_context_not_signed:
        "Ce qui est arrivé n'est pas signé par Aval. N'acceptez rien et prévenez votre établissement.",
      phone_context_unknown:
        "Cette version ne sait pas montrer cette demande. Fermez Aval et ouvrez-le de nouveau.",
      phone_pin_proof:
        "La vérification du code n'a pas prouvé qu'elle vient d'Aval. Rien n'a été accepté. Prévenez votre établissement.",
      phone_not_a_frame:
        "Ce code n'est pas une demande de connexion. Scannez celui de votre écran.",
      phone_other_answer: "La réponse du serveur n'est pas celle attendue. Regardez votre écran.",
      invalid_message:
        "Ce téléphone et Aval ne se comprennent pas. Fermez Aval et ouvrez-le de nouveau.",
      clock_skew: "L'heure de ce téléphone est fausse. Réglez-la en automatique, puis réessayez.",
      replayed: "Ce message était déjà arrivé. Rien n'est perdu. Réessayez.",
      unknown_device: "Ce téléphone n'est pas reconnu. Il faut l'ajouter de nouveau.",
      device_not_active: "Ce téléphone n'est plus actif. Il faut l'ajouter de nouveau.",
      pin_disabled: "Dix codes faux ont désactivé ce téléphone. Adressez-vous au guichet.",
      pin_unavailable:
        "La vérification du code ne répond pas. Rien n'est perdu. Réessayez dans un instant.",
      pin_already_set: "Ce téléphone a déjà un code. Recommencez l'ajout pour en choisir un autre.",
      two_at_once:
        "Deux ordinateurs demandaient en même temps. Les deux demandes sont annulées. Recommencez sur le vôtre.",
      digits_exhausted:
        "Trop d'essais de chiffres. Scannez le code, ou revenez dans quinze minutes.",
      approval_not_found: "Cette demande n'existe plus. Recommencez depuis votre écran.",
      already_decided: "Cette demande a déjà sa réponse. Votre historique dit laquelle.",
      service_suspended:
        "Ce service est suspendu : il ne connecte personne pour le moment. Votre accès n'est pas en cause.",
      approval_cancelled: "Cette demande est annulée. Recommencez depuis votre écran.",
      other_context:
        "Ce qui a été signé n'est pas ce qui était affiché. Rien n'a été accepté. Prévenez votre établissement.",
      not_claimed: "Ce téléphone n'a pas scanné cette demande. Scannez votre écran.",
      bad_signature: "La signature de ce téléphone n'est pas valable. Adressez-vous au guichet.",
      rights_denied:
        "Ce téléphone n'ouvre pas ce service depuis cet ordinateur. Demandez au support du service.",
      call_lasts: "Un appel est annoncé : rien ne s'ouvre ailleurs que sur vos postes.",
      holder_stopped:
        "Votre accès est suspendu. Appelez votre Ordre ou votre établissement, à un numéro que vous connaissez.",
      enrolment_not_found: "Cet ajout n'existe plus. Recommencez depuis ce téléphone.",
      enrolment_not_ready: "Cet ajout n'est pas encore prêt. Regardez de nouveau dans un instant.",
      evidence_refused:
        "Les deux agents n'ont pas pu signer pour cette personne. Prenez-en deux autres.",
      unknown_professional: "Cette personne n'est pas dans l'annuaire. Vérifiez son identifiant.",
      bell_not_possible: "Il faut un poste confirmé, et un téléphone qui a tous ses droits.",
      too_many: "Trop de demandes à la fois. Attendez un instant, puis réessayez.",
    } as Readonly<Record<string, string>>,
  },
  settings: {
    title: "Réglages",
    language: "Langue",
    languages: { fr: "Français", en: "English" },
    phone: "Ce téléphone",
    wrong: "Quelque chose ne va pas ?",
    learn: "Apprendre",
    ways: "Ce qui entre à votre nom",
    holder: "Titulaire",
    nationalId: "Identifiant national",
    stored: "Ce que ce téléphone garde",
    remove: "Retirer mon accès de ce téléphone",
    second: "Un deuxième moyen",
    secondText:
      "Pour le jour où ce téléphone manque : un second, ajouté par celui-ci ou au guichet, ou une clé de sécurité.",
    about: "À propos",
    aboutText:
      "Aval est un logiciel libre. Votre code personnel n'est jamais envoyé. Il vaut ce que vaut la page qui le demande. Ouvrez toujours Aval depuis votre écran d'accueil.",
    version: (version: string) => `Version ${version}`,
  },
  stored: {
    title: "Ce que ce téléphone garde",
    lead: "Tout est dans ce navigateur, sur ce téléphone. Aucun cookie, aucune mesure d'audience.",
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
        "Le nom de cet ajout, et les clés publiques d'Aval",
        "Pour reconnaître un faux serveur. Jusqu'au retrait.",
      ],
      ["Votre nom et votre identifiant national", "Pour les afficher. Jusqu'au retrait."],
      [
        "Le dernier historique reçu",
        "Cent lignes au plus, pour le lire hors ligne. Remplacé à chaque ouverture, effacé au retrait.",
      ],
      [
        "Le poste en cours d'ajout",
        "Pour reprendre si vous fermez Aval. Dix minutes, effacé au retrait.",
      ],
      ["Où vous en êtes de la prise en main", "Pour reprendre. Jusqu'à la fin, effacé au retrait."],
      [
        "L'adresse où sonner, si vous l'avez permis",
        "Votre navigateur la garde et Aval la connaît. Jusqu'à ce que vous l'arrêtiez, ou au retrait.",
      ],
      ["La langue choisie", "Jusqu'à l'effacement des données du navigateur."],
      [
        "Les fichiers de l'application",
        "Pour s'ouvrir hors ligne. Remplacés à chaque nouvelle version.",
      ],
    ],
    never: "Votre code personnel n'est gardé nulle part. Les images de l'appareil photo non plus.",
  },
  remove: {
    title: "Retirer votre accès de ce téléphone ?",
    lead: "La clé et l'historique sont effacés d'ici, tout de suite. Ce téléphone ne pourra plus rien accepter.",
    back: "Pour l'ajouter de nouveau, il faudra revenir au guichet.",
    server:
      "Votre historique reste chez Aval. Un autre téléphone est perdu ? Arrêtez-le dans « Mes téléphones », ou sur un ordinateur dans « Mon accès ».",
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
