import { french } from "@aval/design";

/** The holder's other phones, in French, which is written first. */
const messages = {
  phones: {
    add: "Ajouter un autre téléphone",
  },
  phoneCall: {
    title: "Êtes-vous au téléphone avec quelqu'un qui vous le demande ?",
    lead: "Vous voulez ajouter un autre téléphone à votre accès.",
    will: [
      "Il entrera à votre nom, avec son propre code.",
      "Il attend un jour. Tous vos téléphones et adresses sont prévenus.",
      "Il sera « à confirmer » : il ouvre moins que celui-ci.",
    ],
    rule: "Ni Aval, ni votre Ordre, ni un support ne demandent d'ajouter un téléphone.",
    yes: "On me l'a demandé au téléphone",
    no: "Non, personne ne me le demande",
    busy: "Un instant…",
  },
  phoneWait: {
    title: "Ajouter un autre téléphone ?",
    lead: "Prenez-le en main : il doit être devant vous, et à vous.",
    left: (seconds: number) =>
      seconds === 1
        ? "Vous pourrez taper votre code dans 1 seconde."
        : `Vous pourrez taper votre code dans ${seconds} secondes.`,
    ready: "Vous pouvez taper votre code.",
    over: "Le temps est passé. Recommencez depuis les réglages.",
    cancel: "Annuler, ne rien ajouter",
    go: "J'ouvre la page d'ajout",
    busy: "Votre code est vérifié…",
  },
  phonePage: {
    title: "Scannez ce code avec l'autre téléphone",
    lead: "Ouvrez son appareil photo et visez cet écran.",
    keep: "Ce code ne se photographie pas et ne s'envoie pas. Il change chaque seconde.",
    label: "Code à scanner avec l'autre téléphone",
    sent: "On me demande de le montrer",
    cancel: "Annuler, ne rien ajouter",
  },
  phoneWords: {
    title: "Tapez les quatre mots de l'autre téléphone",
    lead: (label: string) => `Un téléphone a scanné. Il dit s'appeler « ${label} ».`,
    warning:
      "Lisez-les sur le téléphone qui est devant vous. Si l'on vous les dicte, c'est une fraude.",
    field: "Les quatre mots",
    hint: "Séparés par une espace.",
    short: "Il manque les quatre mots.",
    go: "Ce sont ses mots",
    busy: "Les mots sont comparés…",
  },
  phoneComing: {
    title: "L'autre téléphone attend un jour",
    lead: (when: string) => `Il pourra être activé ${when}, avec le code que vous y choisirez.`,
    next: "Et ensuite",
    steps: [
      "Tous vos téléphones et adresses sont prévenus maintenant, puis une heure avant.",
      "Ouvrez Aval sur l'autre téléphone, choisissez son code, activez-le.",
      "Il sera « à confirmer » : il ouvre moins que celui-ci, jusqu'à un passage au guichet.",
    ],
    notYou: "Ce n'est pas le vôtre ? Arrêtez-le depuis l'accueil, en une touche.",
  },
  phoneOver: {
    title: "Rien n'est ajouté",
    lead: "La page d'ajout est terminée. Recommencez quand les deux téléphones sont devant vous.",
    again: "Recommencer",
  },
  phoneStopped: {
    title: "C'est arrêté. Ce téléphone n'entrera pas.",
    lead: "S'il n'était pas à vous, quelqu'un a essayé d'entrer à votre nom.",
    held: "Un ajout prouvé en personne attend que son titulaire soit revu au guichet.",
    call: "Personne ne vous appellera à ce sujet. Si l'on vous appelle, raccrochez.",
  },
  coming: {
    title: "Un nouveau téléphone demande à être le vôtre",
    raises: "Un de vos téléphones, à confirmer, demande à tout ouvrir",
    text: (label: string, when: string) => `« ${label} » (déclaré), demandé ${when}.`,
    until: (when: string) => `Il pourra servir ${when}.`,
    ready: "Il peut être activé dès maintenant.",
    inPerson: "Il a été prouvé au guichet ou avec la carte.",
    held: "Il est arrêté, jusqu'à ce que le guichet ou la carte le confirme.",
    stop: "Arrêter cet ajout",
    mine: "C'est le mien",
    stopping: "Arrêt…",
    noStop: "Ce téléphone ne peut pas l'arrêter. Bloquez votre accès s'il n'est pas de vous.",
  },
  mine: {
    title: "Ce téléphone est-il le vôtre ?",
    lead: (label: string) => `« ${label} » attendra moins, puis entrera à votre nom.`,
    go: "C'est le mien",
    done: "Il attendra moins",
    ready: (label: string) => `« ${label} » peut être activé dès maintenant, avec son code.`,
    until: (label: string, when: string) => `« ${label} » pourra être activé ${when}.`,
    still: "Ce n'est pas le vôtre ? Arrêtez-le depuis l'accueil, en une touche.",
  },
  words: {
    late: {
      title: "Ce code n'est plus valable",
      lead: "Scannez celui que l'écran montre maintenant. Une photo ou un code reçu ne servent à rien.",
    },
    title: "Ces quatre mots doivent être tapés sur l'autre écran",
    lead: "Sur votre ancien téléphone, sur la page de votre carte, ou par l'agent du guichet.",
    never: "Ne les dites à personne au téléphone.",
    asking: "Ce téléphone fabrique sa clé…",
    waiting: "Nous attendons l'autre écran…",
    label: "Les quatre mots de ce téléphone",
    retry: "Scannez de nouveau le code de l'autre écran.",
  },
  limited: {
    title: "Téléphone à confirmer",
    text: "Il ouvre les services courants. Pour les plus protégés, présentez-vous à un guichet avec ce téléphone.",
  },
};

export const phonesInFrench = french(messages);
export type PhoneMessages = typeof messages;
