import { french } from "@aval/design";
import type { CallbackReason, CallbackState, CallFacts } from "@aval/protocol";

type Answers<Name extends keyof CallFacts> = Readonly<Record<NonNullable<CallFacts[Name]>, string>>;

/** Calls of support, and reports of those that are not. */
const messages = {
  calling: {
    nobody: "Personne du support ne vous appelle. Une institution qui vous appelle l'annonce ici.",
    asking: "Nous vérifions si quelqu'un vous appelle.",
    unknown: "Nous ne pouvons rien vérifier : considérez tout appel comme faux.",
    always: "Nous n'appelons jamais pour ajouter un téléphone.",
    /** "Alix M., support d'Aval, vous appelle pour le dossier 7F3K2Q." */
    called: (who: string, reference: string) =>
      `${who}, vous appelle pour le dossier ${reference}.`,
    ours: "support d'Aval",
    never: "Ni code, ni chiffres, ni carte, ni écran.",
    held: (time: string) => `Rien ne peut être ajouté avant ${time}.`,
    report: "Signaler cet appel",
  },
  callKnown: {
    title: (name: string) => `${name} vous appelle.`,
    lead: (whose: string, reference: string) => `${whose}, dossier ${reference}.`,
    other: "Un autre nom, un autre dossier ? Raccrochez.",
    home: "Revenir à l'accueil",
    asking: "Nous vérifions qui vous appelle.",
  },
  callerCheck: {
    title: "Vous êtes au téléphone avec nous ?",
    who: (who: string, reference: string) => `${who}, dossier ${reference}.`,
    same: "La personne au téléphone vous dit ces deux mots :",
    words: (words: string) => `Deux mots : ${words}.`,
    only: "Si oui, elle peut bloquer votre accès, et rien d'autre.",
    no: "Non, signaler cet appel",
    yes: "Oui, je lui parle",
    code: "Confirmez avec votre code, sans le dire.",
    go: "Confirmer",
    busy: "Confirmation…",
    done: "C'est confirmé.",
    doneText: "Pendant dix minutes, cet agent peut bloquer votre accès.",
  },
  callBack: {
    tap: "Demander à être rappelé",
    mine: "Votre demande de rappel",
    title: "Demander à être rappelé",
    lead: "Nous appelons votre numéro de confiance. Cet écran annonce l'appel.",
    why: "Pourquoi vous rappeler ?",
    reasons: {
      caller: "Quelqu'un m'a appelé",
      act: "Je vois un acte qui n'est pas de moi",
      entering: "Je n'arrive pas à entrer",
      lost: "J'ai perdu ma carte ou un téléphone",
      other: "Autre chose",
    } satisfies Record<CallbackReason, string>,
    states: {
      asked: "Votre demande est partie.",
      taken: "Un agent a pris votre demande.",
      called: "Vous êtes rappelé.",
      done: "Vous avez été rappelé.",
      missed: "L'appel n'a pas abouti.",
    } satisfies Record<CallbackState, string>,
    next: {
      asked: "Un agent vous rappelle dans la journée.",
      taken: "Il vous appelle bientôt. Son nom s'affichera ici.",
      called: "Vérifiez le nom de la personne qui vous parle.",
      done: "Vous pouvez demander un autre appel.",
      missed: "Demandez de nouveau, ou passez par votre Ordre.",
    } satisfies Record<CallbackState, string>,
    safe: "Cette demande n'ouvre rien. Un autre appel est faux.",
    withdraw: "Retirer ma demande",
  },
  callReport: {
    sending: "Votre signalement part…",
    title: "C'est signalé. Raccrochez.",
    earlier: "C'est signalé. Merci.",
    held: "Rien ne peut plus être ajouté à votre accès.",
    never: "Personne ne vous appellera pour lever cet arrêt.",
    looked: "Un analyste regarde votre dossier.",
    failed: "Le signalement n'est pas parti.",
    again: "Signaler de nouveau",
    questions: {
      asked: "Que demandait cette personne ?",
      claimed: "Qui disait-elle être ?",
      isOnLine: "Est-elle encore en ligne ?",
      approved: "Avez-vous accepté, tapé ou scanné quelque chose ?",
    },
    answers: {
      asked: {
        code: "Mon code personnel",
        digits: "Des chiffres à lire ou à taper",
        card: "Ma carte",
        screen: "De voir mon écran",
        other: "Autre chose",
      } satisfies Answers<"asked">,
      claimed: {
        aval: "Le support d'Aval",
        order: "Mon Ordre",
        insurer: "L'assurance maladie",
        authorities: "La police ou l'État",
        other: "Quelqu'un d'autre",
      } satisfies Answers<"claimed">,
      isOnLine: {
        yes: "Oui, elle est en ligne",
        no: "Non, j'ai raccroché",
      } satisfies Answers<"isOnLine">,
      approved: { yes: "Oui, quelque chose", no: "Non, rien" } satisfies Answers<"approved">,
    },
    pass: "Je passe cette question",
    progress: (step: number, of: number) => `Question ${step} sur ${of}`,
    hangUp: "Raccrochez maintenant.",
    block: "Quelqu'un peut être entré : bloquez votre accès.",
    over: "Merci. Vous pouvez reprendre.",
    later: "Signaler un appel passé",
  },
};
export type CallMessages = typeof messages;
export const callsInFrench = french(messages);
