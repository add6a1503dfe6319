import { french } from "@aval/design";

/** The holder's places, in French, which is written first. A place is *un poste* on screens. */
const messages = {
  places: {
    title: "Mes postes",
    lead: "Les ordinateurs où vous travaillez. Ils ouvrent plus, et plus longtemps.",
    none: "Aucun poste pour l'instant.",
    how: "Scannez l'écran de votre poste, acceptez, puis touchez « Je travaille ici ».",
    loading: "La liste arrive…",
    computer: "Ordinateur non décrit",
    states: {
      new: "Nouveau : une heure à la fois",
      aged: "Confirmé",
      asleep: "En sommeil",
    },
    asks: "Attend votre réponse",
    answer: "Répondre",
    asleepText: "Sans usage depuis quatre mois. Un scan le réveille.",
    cloned:
      "Deux ordinateurs se disent ce poste. Un scan le réveille. Retirez-le si vous en doutez.",
    l5: "Carte ou clé déjà utilisée ici",
    people: { alone: "Vous seul", several: "Poste partagé" },
    made: (when: string) => `Ajouté ${when}`,
    used: (when: string) => `Dernière connexion ${when}`,
    remove: "Retirer",
    removing: "Retrait…",
    removed: (computer: string) => `C'est fait : ${computer} est retiré.`,
    removedText: "Ses sessions sont fermées. Pour l'ajouter de nouveau, scannez son écran.",
  },
  place: {
    offer: "Vous travaillez souvent sur cet ordinateur ?",
    offerText: "Ajoutez-le à vos postes. Une fois confirmé, il ouvre plus qu'une heure.",
    workHere: "Je travaille ici",
    resume: (computer: string) => `Vous ajoutez un poste : ${computer}.`,
    goOn: "Continuer l'ajout",
    confirmLead: (computer: string, when: string) => `${computer}, ajouté ${when}.`,
    confirm: "Un nouveau poste attend votre réponse.",
  },
  placeCall: {
    title: "Êtes-vous au téléphone avec quelqu'un qui vous le demande ?",
    lead: (computer: string) => `Vous voulez ajouter cet ordinateur à vos postes : ${computer}.`,
    rule: "Ni Aval, ni votre Ordre, ni un support ne demandent d'ajouter un poste.",
    yes: "Oui, on me le demande",
    no: "Non, personne ne me le demande",
    busy: "Votre réponse part…",
  },
  placeWait: {
    title: "Qui travaille sur cet ordinateur ?",
    gives: "Une fois confirmé, ce poste ouvre plus de services, et plus longtemps.",
    why: "Un fraudeur presse toujours. Trente secondes vous laissent le temps d'arrêter.",
    left: (seconds: number) =>
      seconds === 1
        ? "Vous pourrez répondre dans 1 seconde."
        : `Vous pourrez répondre dans ${seconds} secondes.`,
    ready: "Vous pouvez répondre.",
    kept: "Vous pouvez fermer Aval : votre ajout vous attend dix minutes.",
    over: "Le temps est passé. Scannez de nouveau pour ajouter ce poste.",
    cancel: "Annuler, ne rien ajouter",
    alone: "Moi seul",
    several: "Plusieurs personnes",
    busy: "Le poste est ajouté…",
  },
  placeMade: {
    title: "C'est fait. Ce poste est nouveau.",
    lead: "Pour l'instant, il ouvre encore une heure à la fois.",
    next: "Ensuite",
    steps: [
      "Reconnectez-vous ici demain, plus de 24 heures après.",
      "Aval vous montre ce poste et vous demande si vous y travaillez.",
      "Répondez avec votre code. Il ouvre alors ce que vos services permettent.",
    ],
    several: "Poste partagé : touchez « Changer de personne » avant de le laisser.",
    home: "Revenir à l'accueil",
  },
  placeAsk: {
    title: "Travaillez-vous sur ce poste ?",
    lead: "Vous vous y êtes connecté plus de 24 heures après l'avoir ajouté.",
    made: (when: string) => `Ajouté ${when}`,
    used: (when: string) => `Utilisé ${when}`,
    moment: "Moment",
    rule: "Quelqu'un vous le demande ? Répondez non, puis raccrochez.",
    no: "Non, ce n'est pas un de mes postes",
    ending: "Le poste est retiré…",
    yes: "Oui, j'y travaille",
    confirming: "Votre code est vérifié…",
    nothingLost: "Pas de réponse du réseau. Rien n'est perdu : la question reste là.",
  },
  placeAged: {
    title: "C'est confirmé. Ce poste est le vôtre.",
    lead: "Vos services s'y ouvrent avec plus de droits dès la prochaine connexion.",
    sleep: "Sans usage pendant quatre mois, il s'endort. Un scan le réveille.",
    several: "Poste partagé : touchez « Changer de personne » avant de le laisser.",
  },
  placeDenied: {
    title: "C'est retiré. Ce poste n'ouvre plus rien.",
    lead: "Ses sessions sont fermées.",
    unknown: "Vous ne l'aviez pas ajouté ? Quelqu'un a pu vous le faire faire.",
    steps: [
      "Regardez votre historique, ligne par ligne.",
      "Prévenez votre établissement ou votre Ordre, à un numéro que vous connaissez déjà.",
      "Refusez ce que vous n'avez pas demandé.",
    ],
    history: "Voir mon historique",
  },
};

export const placesInFrench = french(messages);
export type PlaceMessages = typeof messages;
