import { french } from "@aval/design";
import type { Failure } from "../shared/provider.ts";

type Told = { readonly title: string; readonly lead: string };

/** Every word of the program, in French, which is written first. */
const inFrench = french({
  brand: "Officine Fictive",
  label: "Démonstration",
  demo: "Logiciel de démonstration. Aucune pharmacie, aucune ordonnance réelle.",
  out: {
    title: "Ouvrir ma session au comptoir",
    lead: "Ce logiciel n'a pas de navigateur. Il demande, et vous répondez sur votre téléphone.",
    nationalId: "Votre identifiant national",
    hint: "8 puis votre numéro RPPS, par exemple 899700000013.",
    mistyped: "Ce n'est pas un identifiant. Il a 12 chiffres et commence par 8.",
    signIn: "Me connecter",
    how: "Comment cela marche",
    steps: [
      "Ajoutez ce logiciel une fois sur votre téléphone : Réglages, Mes logiciels.",
      "Dès le lendemain, tapez votre identifiant ici. Deux chiffres s'affichent.",
      "Votre téléphone ne sonne pas. Ouvrez Aval, cherchez la demande par ces chiffres.",
    ],
  },
  waiting: {
    title: "Tapez ces deux chiffres sur votre téléphone",
    lead: "Votre téléphone ne sonnera pas : c'est vous qui cherchez la demande.",
    number: "Vos deux chiffres",
    steps: [
      "Ouvrez Aval sur votre téléphone.",
      "Touchez « Chercher une demande » et tapez ces deux chiffres.",
      "Lisez la demande, puis tapez votre code personnel.",
    ],
    rule: "Personne ne doit vous demander ces chiffres, ni vous en donner d'autres.",
    minutes: "Il reste environ {} minutes.",
    seconds: "Il reste {} secondes au plus.",
    check: "Voir où cela en est",
    cancel: "Annuler la demande",
  },
  desk: {
    title: (name: string) => `Bonjour, ${name}`,
    lead: "Votre session est ouverte à ce comptoir.",
    session: "Session",
    reduced: "Session réduite : une heure, ici et aux services qui l'acceptent.",
    full: "Session complète.",
    until: (time: string) => `Elle se ferme à ${time}, heure de Paris.`,
    profession: "Profession",
    structure: "Lieu d'exercice",
    noStructure: "Aucun lieu d'exercice connu",
    nationalId: "Identifiant national",
    signOut: "Fermer ma session",
    register: "Registre de vaccination",
    registerLead: "Ce logiciel peut le lire en votre nom, tant que cette session dure.",
    read: "Lire mes enregistrements",
    none: "Le registre ne garde rien de vous pour l'instant.",
  },
  over: {
    title: "Votre session est fermée",
    you: "Elle est fermée ici et chez Aval.",
    time: "Sa durée est écoulée. Rien n'est perdu.",
    told: "Elle a été fermée depuis votre téléphone ou chez Aval, qui a prévenu ce logiciel.",
    again: "Ouvrir une session",
  },
  failure: {
    denied: {
      title: "La demande a été refusée",
      lead: "Elle a été refusée sur le téléphone. Personne n'est entré.",
    },
    login_required: { title: "Il faut vous connecter", lead: "Aucune session n'est ouverte." },
    expired: {
      title: "Personne n'a répondu à temps",
      lead: "Le logiciel ne sait pas pourquoi, et Aval ne le lui dit pas.",
    },
    mismatch: {
      title: "Cette réponse n'est pas pour ce poste",
      lead: "Elle n'a rien ouvert. Recommencez.",
    },
    unreachable: {
      title: "Le service de connexion ne répond pas",
      lead: "Rien n'est perdu. Réessayez dans un instant.",
    },
    refused: {
      title: "La connexion n'a pas abouti",
      lead: "Le service de connexion a refusé la demande du logiciel. Personne n'est entré.",
    },
    broken: {
      title: "Le logiciel a rencontré une erreur",
      lead: "Rien n'a été ouvert. Réessayez dans un instant.",
    },
  } satisfies Record<Failure, Told>,
  check: {
    title: "À vérifier sur votre téléphone",
    steps: [
      "Ce logiciel est-il dans « Mes logiciels » ?",
      "Ajouté aujourd'hui, il ne sert qu'à partir de demain.",
      "Dans un lieu nouveau, touchez « Autre lieu ».",
    ],
  },
  tryAgain: "Recommencer",
  forEditors: "Pour l'éditeur :",
  notFound: { title: "Cette page n'existe pas", lead: "Revenez au comptoir.", back: "Revenir" },
});

export type Words = typeof inFrench;

const inEnglish: Words = {
  brand: "Officine Fictive",
  label: "Demonstration",
  demo: "Demonstration software. No real pharmacy, no real prescription.",
  out: {
    title: "Open my session at the counter",
    lead: "This software has no browser. It asks, and you answer on your phone.",
    nationalId: "Your national identifier",
    hint: "8 then your RPPS number, 899700000013 for instance.",
    mistyped: "This is no identifier. It has 12 digits and begins with 8.",
    signIn: "Sign in",
    how: "How it works",
    steps: [
      "Add this software once on your phone: Settings, My software.",
      "From the next day, type your identifier here. Two digits are shown.",
      "Your phone does not ring. Open Aval, find the request by these digits.",
    ],
  },
  waiting: {
    title: "Type these two digits on your phone",
    lead: "Your phone will not ring: it is you who looks for the request.",
    number: "Your two digits",
    steps: [
      "Open Aval on your phone.",
      "Touch “Find a request” and type these two digits.",
      "Read the request, then type your personal code.",
    ],
    rule: "Nobody may ask you for these digits, nor give you others.",
    minutes: "About {} minutes are left.",
    seconds: "{} seconds at most are left.",
    check: "See where it stands",
    cancel: "Cancel the request",
  },
  desk: {
    title: (name: string) => `Hello, ${name}`,
    lead: "Your session is open at this counter.",
    session: "Session",
    reduced: "Reduced session: one hour, here and at services that accept it.",
    full: "Full session.",
    until: (time: string) => `It closes at ${time}, Paris time.`,
    profession: "Profession",
    structure: "Place of practice",
    noStructure: "No known place of practice",
    nationalId: "National identifier",
    signOut: "Close my session",
    register: "Vaccination register",
    registerLead: "This software may read it in your name, as long as this session lasts.",
    read: "Read my records",
    none: "The register keeps nothing of yours for now.",
  },
  over: {
    title: "Your session is closed",
    you: "It is closed here and at Aval.",
    time: "Its time is over. Nothing is lost.",
    told: "It was closed from your phone or at Aval, which told this software.",
    again: "Open a session",
  },
  failure: {
    denied: {
      title: "The request was refused",
      lead: "It was refused on the phone. Nobody got in.",
    },
    login_required: { title: "You need to sign in", lead: "No session is open." },
    expired: {
      title: "Nobody answered in time",
      lead: "The software does not know why, and Aval does not tell it.",
    },
    mismatch: {
      title: "This answer is not for this desk",
      lead: "It opened nothing. Start again.",
    },
    unreachable: {
      title: "The sign-in service does not answer",
      lead: "Nothing is lost. Try again in a moment.",
    },
    refused: {
      title: "The sign-in did not go through",
      lead: "The sign-in service refused the software's request. Nobody got in.",
    },
    broken: {
      title: "The software ran into an error",
      lead: "Nothing was opened. Try again in a moment.",
    },
  },
  check: {
    title: "To check on your phone",
    steps: [
      "Is this software in “My software”?",
      "Added today, it works from tomorrow only.",
      "In a new place, touch “Another place”.",
    ],
  },
  tryAgain: "Start again",
  forEditors: "For the editor:",
  notFound: { title: "There is no such page", lead: "Go back to the counter.", back: "Go back" },
};

/** By language, French first. */
export const words = { fr: inFrench, en: inEnglish } as const;
