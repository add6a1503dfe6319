import { french } from "@aval/design";

/** The way by a remote eID and a letter, in French, which is written first. */
const messages = {
  eid: {
    tap: "Avec mon identité numérique et une lettre",
    title: "Votre identité numérique",
    lead: "Vous vous identifiez, puis une lettre part vers votre lieu d'exercice. Comptez une semaine.",
    steps: [
      "Identifiez-vous, sur ce téléphone.",
      "Recevez la lettre, là où vous exercez.",
      "Visez son code avec ce même téléphone.",
      "Trois jours plus tard, activez-le avec votre code.",
    ],
    id: "Votre identifiant national",
    hint: "RPPS : 8 puis 11 chiffres, comme sur votre carte.",
    slip: "Tapez votre identifiant national.",
    go: "M'identifier",
    asking: "Ouverture…",
    never:
      "Vous l'avez décidé vous-même ? Si quelqu'un vous le demande, arrêtez : c'est une fraude.",
    refused: {
      eid_refused:
        "Cette identité numérique n'ajoute pas ce téléphone. Vérifiez l'identifiant ; sinon allez à un guichet, avec une pièce d'identité.",
      enrolment_locked:
        "Un téléphone est déjà le vôtre : lui seul, un guichet ou la carte peut en ajouter un autre.",
      holder_stopped: "Votre accès est arrêté : aucun téléphone ne s'ajoute. Allez à un guichet.",
      letter_no_address:
        "Le répertoire n'a pas d'adresse postale complète de votre lieu d'exercice. Allez à un guichet.",
      letter_too_many:
        "Plusieurs lettres vous ont été envoyées ce mois-ci : aucune autre ne part. Allez à un guichet.",
      other: "Cela n'a pas abouti. Recommencez, ou allez à un guichet.",
    } as Readonly<Record<string, string>>,
  },
  letter: {
    title: "Attendez votre lettre",
    state: {
      waiting: "Elle est en préparation.",
      handed: "Elle est chez l'imprimeur.",
      posted: "Elle est partie vers votre lieu d'exercice.",
      failed: "Elle n'a pas pu partir. Allez à un guichet, ou recommencez.",
    },
    steps: [
      "Ouvrez-la vous-même.",
      "Visez son code avec l'appareil photo de ce téléphone, et de lui seul.",
      "Ouvrez l'adresse qu'il affiche.",
    ],
    until: (day: string) => `Son code sert une fois, jusqu'au ${day}.`,
    never:
      "Ne la donnez à personne, ne la photographiez pas, ne la lisez à personne. Qui vous la demande est un fraudeur.",
    check: "Où en est-elle ?",
    again: "Recommencer autrement",
    checking: "Nous vérifions la lettre…",
    checkingTitle: "Votre lettre",
    otherTitle: "Cette lettre n'est pas pour ce téléphone",
    other:
      "Elle ne sert qu'au téléphone qui l'a demandée. Reprenez-le, et visez le code avec lui. Le titulaire est prévenu de cet essai.",
    otherFraud:
      "Quelqu'un vous a donné cette lettre, ou vous a demandé la vôtre ? C'est une fraude. Raccrochez.",
    failedTitle: "Cette lettre n'a pas servi",
    home: "Continuer",
  },
};

export const letterInFrench = french(messages);
export type LetterMessages = typeof messages;
