import { french } from "@aval/design";

/** *Téléphone à confirmer*, in French, which is written first. */
const messages = {
  raise: {
    loading: "Nous regardons où en est ce téléphone…",
    title: "Téléphone à confirmer",
    lead: "Il ouvre les services courants. Pour ouvrir tout, il doit être vu avec vous.",
    waysTitle: "Deux façons de le confirmer",
    desk: "À un guichet",
    deskText: "Avec ce téléphone et votre pièce d'identité. Il faut une heure, un jour au plus.",
    card: "Avec votre carte, dans un lecteur",
    cardText: "Choisissez « Ajouter un téléphone avec ma carte ». Il faut un jour.",
    howTitle: "Ensuite, ici",
    how: [
      "Scannez le code que l'écran montre.",
      "Quatre mots s'affichent : ils sont comparés là-bas.",
      "Après l'attente, vous confirmez ici avec votre code.",
    ],
    meanwhile: "D'ici là, rien ne change : il garde ce qu'il ouvre.",
    nobody: "Personne ne vous appelle pour cela. Un appel qui le demande est une fraude.",
    scan: "Scanner leur écran",
    over: {
      contested: "L'essai d'avant a été arrêté. Ce téléphone reste à confirmer.",
      refused: "L'essai d'avant n'a pas abouti. Ce téléphone reste à confirmer.",
      expired: "L'essai d'avant a pris fin. Ce téléphone reste à confirmer.",
    },
    wordsTitle: "Ces quatre mots sont comparés sur l'autre écran",
    wordsLead: "Par l'agent du guichet, ou par vous sur la page de votre carte.",
    held: "Quelqu'un l'a arrêté. Montrez de nouveau ce téléphone, avec ces mots.",
    waitTitle: "Ce téléphone attend",
    until: (when: string) => `Vous pourrez le confirmer ${when}.`,
    told: "Vos adresses et vos téléphones sont prévenus, et peuvent l'arrêter.",
    check: "Regarder de nouveau",
    readyTitle: "Vous pouvez le confirmer",
    readyLead: "L'attente est finie. Votre code suffit.",
    go: "Confirmer ce téléphone",
    fullTitle: "Ce téléphone ouvre tout",
    fullLead: "Il n'a plus rien à confirmer.",
    fullYoung: "Pendant sept jours, il ne rouvre rien et n'ajoute pas d'autre téléphone.",
    home: "Aller à l'accueil",
  },
  raiseCode: {
    title: "Votre code confirme ce téléphone",
    lead: "Il ouvrira ensuite tous vos services.",
    keep: "Plus tard",
    go: "Confirmer",
    busy: "Votre code est vérifié…",
  },
};

export const raiseInFrench = french(messages);
export type RaiseMessages = typeof messages;
