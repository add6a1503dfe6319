import { french } from "@aval/design";

/** Blocking, what stands stopped and reopening, in French, which is written first. */
const messages = {
  block: {
    tap: "Bloquer mon accès",
    title: "Bloquer votre accès partout ?",
    lead: "Personne n'entrera plus à votre nom. Vous non plus.",
    will: [
      "Toutes vos sessions se ferment tout de suite.",
      "Vos téléphones n'ouvrent plus rien.",
      "Rien ne peut être ajouté à votre accès.",
    ],
    undo: "Pendant 15 minutes, votre code rouvre. Ensuite, il faut votre carte, ou le guichet.",
    young: "Un téléphone de moins de sept jours ne rouvre pas, sauf s'il est seul.",
    keep: "Garder mon accès",
    go: "Bloquer maintenant",
    busy: "Blocage…",
    offline: "Pas de réseau : rien n'est bloqué. Réessayez, ou appelez votre établissement.",
  },
  stopped: {
    titles: {
      pause: "Les ajouts sont en pause",
      block: "Votre accès est bloqué",
      freeze: "Votre accès est gelé",
    },
    leads: {
      pause: "Vous entrez comme d'habitude. Aucun téléphone ni poste ne peut être ajouté.",
      block: "Personne n'entre à votre nom. Vos sessions sont fermées.",
      freeze: "Une fraude est examinée. Personne n'entre à votre nom.",
    },
    since: (when: string) => `Depuis ${when}.`,
    look: "Voir qui peut rouvrir",
    who: "Qui peut rouvrir",
    means: {
      phone: "un téléphone ajouté depuis plus de sept jours, avec son code",
      desk: "le guichet",
      card: "votre carte",
      two_people: "deux personnes habilitées, pas une seule",
    },
    together: (means: string) => `${means}, ensemble`,
    from: (way: string, when: string) => `${way}, à partir ${when}`,
    fromDay: (date: string, time: string) => `du ${date} à ${time}`,
    thisPhone: "Ce téléphone, avec votre code.",
    left: (minutes: number) =>
      minutes === 1
        ? "Ce téléphone, avec votre code, encore 1 minute."
        : `Ce téléphone, avec votre code, encore ${minutes} minutes.`,
    withCard: "Avec votre carte : sur un ordinateur à lecteur, ouvrez",
    never: "Personne ne vous appellera pour rouvrir. Si l'on vous appelle, raccrochez.",
    lift: {
      pause: "Lever la pause",
      block: "Rouvrir mon accès",
      freeze: "Rouvrir mon accès",
    },
  },
  liftCall: {
    title: "Êtes-vous au téléphone avec quelqu'un qui vous le demande ?",
    lead: "Ni Aval, ni votre Ordre, ni un support ne demandent de rouvrir.",
    yes: "Oui, on me le demande",
    no: "Non, personne ne me le demande",
  },
  lift: {
    titles: {
      pause: "Tapez votre code pour lever la pause",
      block: "Tapez votre code pour rouvrir",
      freeze: "Tapez votre code pour rouvrir",
    },
    lead: "Ce code reste dans votre téléphone. Personne ne doit l'entendre.",
    go: "Rouvrir",
    busy: "Vérification du code…",
  },
  reopening: {
    tap: "Rouvrir au guichet",
    title: "Rouvrir au guichet",
    lead: "Deux agents qui vous voient, votre carte, puis votre code. Rien de moins.",
    ready: "Tout y est. Votre code rouvre votre accès.",
    desk: "Les deux agents du guichet",
    card: "Votre carte, lue au guichet",
    phone: "Votre code, sur ce téléphone",
    missing: "Pas encore fait.",
    until: (time: string) => `Fait, compte jusqu'à ${time}.`,
    last: "En dernier.",
    how: "Ce qu'il reste à faire",
    howDesk: "Montrez votre pièce d'identité et cet écran à deux agents. Leur référence :",
    howCard: "Sur l'ordinateur du guichet, avec votre carte, ouvrez",
    sandbox: "Guichet du bac à sable",
    sandboxText: "Deux agents fictifs signent, comme deux vrais le feraient.",
    sandboxGo: "Les deux agents signent",
    sandboxBusy: "Signature…",
  },
  reopened: {
    title: "C'est rouvert",
    lead: "Vous entrez de nouveau à votre nom. Vos sessions fermées le restent.",
    told: "Vos adresses de contact en sont prévenues.",
    home: "Revenir à l'accueil",
  },
};

export const stopsInFrench = french(messages);
export type StopMessages = typeof messages;
