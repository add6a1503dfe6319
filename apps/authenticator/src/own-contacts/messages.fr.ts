import { french } from "@aval/design";

/** *Mes coordonnées*, in French, which is written first. */
const messages = {
  contacts: {
    title: "Mes coordonnées",
    lead: "Là où vous êtes prévenu. Masquées : personne ne les lit par-dessus votre épaule.",
    loading: "Vos coordonnées arrivent…",
    none: "Aucune coordonnée connue.",
    how: "Votre Ordre ou votre employeur les donne.",
    kinds: { email: "Adresse électronique", phone: "Téléphone" },
    sources: {
      sandbox: "répertoire du bac à sable",
      "rpps-public": "répertoire des professionnels",
      "rpps-psc": "répertoire des professionnels",
    } as Readonly<Record<string, string>>,
    otherSource: "votre autorité",
    from: (source: string, when: string) => `Donnée par : ${source}, ${when}`,
    confirmed: (when: string) => `Dite toujours bonne ${when}`,
    young: (when: string) => `Récente : prévenue, mais rien ne s'y fie avant ${when}`,
    withdrawn: "N'est plus au répertoire ; encore prévenue.",
    ask: "Toujours les bonnes ?",
    yes: "Oui, elles sont bonnes",
    changed: {
      email: "Mon adresse a changé",
      phone: "Mon téléphone a changé",
    },
    see: "Elles ont changé",
    later: "Plus tard",
    saying: "Un instant…",
    barred:
      "D'ici, rien ne se demande maintenant : il faut un téléphone ajouté depuis plus de sept jours, et aucune demande en attente. Votre Ordre le peut toujours.",
    waits: (masked: string, when: string) =>
      `${masked} attend votre Ordre ou votre employeur. Rien n'a changé. Sans réponse, la demande s'efface ${when}.`,
    stop: "Annuler ma demande",
    told: {
      right: "C'est noté.",
      asked: "Votre demande est partie.",
      stopped: "Votre demande est annulée.",
    },
    toldText: {
      right: "La question reviendra dans six mois.",
      asked:
        "Rien n'a changé : une personne de votre Ordre ou de votre employeur doit la vérifier.",
      stopped: "Rien n'a changé.",
    },
  },
  contactNew: {
    title: {
      email: "Quelle est votre nouvelle adresse ?",
      phone: "Quel est votre nouveau numéro ?",
    },
    lead: "Votre Ordre ou votre employeur la vérifiera avant tout changement.",
    field: { email: "Nouvelle adresse", phone: "Nouveau numéro" },
    warning: "Elle est à vous ? Si l'on vous la dicte, c'est une fraude.",
    short: "Rien n'est écrit.",
    cancel: "Annuler, ne rien demander",
    go: "Continuer",
  },
  contactCall: {
    title: "Êtes-vous au téléphone avec quelqu'un qui vous le demande ?",
    lead: (value: string) => `Vous voulez être prévenu ici : ${value}`,
    will: [
      "Vos alertes y partiront, une fois vérifié.",
      "L'ancienne et la nouvelle seront prévenues.",
      "Rien ne se fie à la nouvelle avant 30 jours.",
    ],
    rule: "Ni Aval, ni votre Ordre, ni un support ne demandent d'en changer par téléphone.",
    yes: "Oui, on me le demande",
    no: "Non, personne ne me le demande",
    busy: "Un instant…",
  },
  contactWait: {
    title: "Demander ce changement ?",
    left: (seconds: number) =>
      seconds === 1
        ? "Vous pourrez taper votre code dans 1 seconde."
        : `Vous pourrez taper votre code dans ${seconds} secondes.`,
    ready: "Vous pouvez taper votre code.",
    over: "Le temps est passé. Recommencez depuis Mes coordonnées.",
    cancel: "Annuler, ne rien demander",
    go: "Je le demande",
    busy: "Votre code est vérifié…",
  },
};

export const ownContactsInFrench = french(messages);
export type OwnContactMessages = typeof messages;
