import { french } from "@aval/design";

/** Changing the code, in French, which is written first. */
const messages = {
  newCode: {
    tap: "Changer mon code",
    seen: "Quelqu'un a vu mon code",
    title: "Choisissez un autre code",
    lead: "Quelqu'un l'a vu, ou vous en doutez ? Changez-le maintenant. L'ancien ne vaudra plus rien.",
    before: "Votre code d'aujourd'hui",
    first: "Le nouveau code",
    hint: "Six chiffres. Ni une date, ni une suite.",
    second: "Le nouveau code, encore",
    show: "les codes",
    short: "Ce code a six chiffres.",
    faults: {
      not_six_digits: "Le nouveau code a six chiffres.",
      common: "Trop facile à deviner. Choisissez-en un autre.",
      differs: "Les deux ne sont pas pareils.",
      same: "C'est votre code d'aujourd'hui. Choisissez-en un autre.",
    },
    go: "Changer mon code",
    busy: "Votre code change…",
    forgotten: "Je ne sais plus mon code",
    unheard: "Si le changement est passé, le nouveau code marche déjà. Sinon, l'ancien.",
  },
  newCodeCall: {
    title: "Êtes-vous au téléphone avec quelqu'un qui vous le demande ?",
    lead: "Vous voulez changer de code. Un code que l'on vous dicte n'est plus à vous seul.",
    rule: "Ni Aval, ni votre Ordre, ni un support ne demandent de changer de code.",
    yes: "Oui, on me le demande",
    no: "Non, personne ne me le demande",
  },
  newCodeDone: {
    title: "Votre code est changé",
    lead: "L'ancien n'ouvre plus rien, sur ce téléphone.",
    told: "Vos autres téléphones et vos adresses en sont prévenus. Chaque téléphone a son code.",
    home: "Revenir à l'accueil",
  },
  newCodeForgotten: {
    title: "Un code oublié ne se retrouve pas",
    lead: "Personne ne l'a, pas même Aval. Il faut ajouter ce téléphone de nouveau, avec un nouveau code.",
    ways: [
      "Au guichet, avec votre pièce d'identité : le jour même.",
      "Avec votre carte, sur un ordinateur à lecteur : un jour d'attente. La carte seule entre tout de suite.",
      "Avec un autre de vos téléphones, qui a plus de sept jours : un jour d'attente, puis à confirmer.",
    ],
    never:
      "Aucun code ne se redonne par message, par courriel ni au téléphone. Qui le propose vous trompe.",
    again: "Essayer encore mon code",
  },
};

export const newCodeInFrench = french(messages);
export type NewCodeMessages = typeof messages;
