import { french } from "@aval/design";

/** The exercise, in French, which is written first. */
const messages = {
  practice: {
    tap: "S'entraîner à refuser",
    title: "Refusez une fausse demande",
    lead: "Aval vous montre une demande inventée. Elle n'ouvre rien, quoi que vous répondiez.",
    how: [
      "Lisez qui demande, depuis quel ordinateur.",
      "Vous n'avez rien demandé : touchez « Ce n'est pas moi ».",
      "Sans votre code, personne n'entre.",
    ],
    never: "Un entraînement commence ici, par vous. Jamais par un appel.",
    go: "Commencer l'entraînement",
    busy: "L'entraînement se prépare…",
    marked: "Entraînement : refusez cette fausse demande.",
    service: "Service d'exemple",
    invented: "Service inventé pour l'entraînement",
    gives: "Rien : c'est un entraînement",
    givesText: "Aucun service ne s'ouvre.",
    refused: "Bien refusé. Personne n'est entré.",
    refusedText: "Ce geste suffit, sans votre code. Il marche aussi pendant un appel.",
    refusedReal: "En vrai, dites ensuite si quelqu'un vous le demandait au téléphone.",
    approved: "En vrai, quelqu'un serait entré.",
    approvedText:
      "C'était un entraînement : rien ne s'est ouvert. Un inconnu demandait, loin de vous.",
    over: "L'entraînement est fini.",
    overText: "Sans réponse, une demande expire et personne n'entre. Refuser prévient Aval.",
    again: "Recommencer l'entraînement",
    home: "Revenir à l'accueil",
    next: "Continuer",
    history: "Entraînement",
  },
};

export const practiceInFrench = french(messages);
export type PracticeMessages = typeof messages;
