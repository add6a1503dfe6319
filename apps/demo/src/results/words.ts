import { french, type Lang } from "@aval/design";
import { failures } from "../shared/failure-words.ts";
import type { ServiceWords } from "../shared/service-pages.ts";
import type { ToldWords } from "../shared/told-pages.ts";

/** Every word of the service of results, in both languages. */
export type Words = ServiceWords & {
  readonly again: string;
  /** By which doors a full session comes. */
  readonly doors: {
    readonly title: string;
    readonly lead: string;
    readonly list: readonly string[];
  };
  readonly fullOnly: { readonly title: string; readonly lead: string };
  readonly reading: {
    readonly title: string;
    readonly lead: string;
    readonly look: (patient: string) => string;
    readonly found: (result: string) => string;
    readonly list: string;
    readonly none: string;
  };
};

export const words: Readonly<Record<Lang, Words>> = {
  fr: french({
    brand: "Résultats de tests",
    label: "Démonstration",
    demo: "Service de démonstration. Aucune personne, aucune donnée de santé réelle.",
    home: {
      title: "Lire un résultat de test",
      lead: "Ces résultats sont réservés aux professionnels de santé. Votre téléphone ouvre votre session.",
      need: "Ce qu'il vous faut",
      needs: [
        "Votre téléphone, avec l'application Aval.",
        "Votre code personnel, que vous taperez sur le téléphone.",
        "Un ordinateur qu'Aval connaît, ou votre carte.",
      ],
      signIn: "Me connecter avec Aval",
    },
    again: "Je recommence",
    doors: {
      title: "D'où entrer ici",
      lead: "Ce service n'accepte pas de session réduite. Une session complète vient :",
      list: [
        "d'un de vos postes, en scannant avec votre téléphone ;",
        "de votre carte, sur n'importe quel ordinateur ;",
        "d'une clé de sécurité, sur un de vos postes.",
      ],
    },
    fullOnly: {
      title: "Il faut une session complète",
      lead: "Votre session est réduite : Aval ne connaît pas cet ordinateur. Rien n'est ouvert ici.",
    },
    reading: {
      title: "Résultats",
      lead: "Chaque lecture est gardée, à votre nom.",
      look: (patient) => `Lire ce résultat : ${patient}`,
      found: (result) => `Résultat : ${result}`,
      list: "Lus à votre nom",
      none: "Rien pour l'instant.",
    },
    inside: {
      title: (name) => `Bonjour, ${name}`,
      profession: "Profession",
      structure: "Lieu d'exercice",
      noStructure: "Aucun lieu d'exercice connu",
      nationalId: "Identifiant national",
      session: "Session",
      full: "Session complète : tous les résultats vous sont ouverts.",
      reduced: "Session réduite : ce service n'en accepte pas.",
      until: (time) => `Elle se ferme au plus tard à ${time}, heure de Paris.`,
      idle: "Sans activité, elle se ferme après 30 minutes.",
      why: "Elle est réduite : Aval ne connaît pas cet ordinateur.",
      whySince: "Elle est réduite : un de vos moyens de connexion est retiré.",
      refresh: "Prolonger ma session",
      refreshed: "C'est fait : votre session est toujours ouverte.",
      userinfo: "Voir ce que ce service a reçu",
      signOut: "Me déconnecter",
    },
    received: {
      title: "Ce que ce service a reçu de vous",
      lead: "Rien d'autre n'a été transmis : ni téléphone ni adresse personnels, ni date de naissance.",
      member: "Donnée",
      value: "Valeur",
      back: "Revenir aux résultats",
    },
    closed: {
      title: "Vous êtes déconnecté",
      byYou: "Votre session est fermée ici et chez Aval.",
      byProvider:
        "Votre session a été fermée : sa durée est écoulée, ou quelqu'un l'a fermée. Vos lectures sont gardées.",
      told: "Votre session Aval a été fermée, depuis votre téléphone par exemple. Aval a prévenu ce service, qui a fermé la sienne aussitôt.",
      again: "Me connecter de nouveau",
    },
    failure: {
      ...failures.fr,
      refused: {
        title: "La connexion n'a pas abouti",
        lead: "Le service de connexion a refusé la demande. Personne n'est entré.",
      },
      broken: {
        title: "Le service a rencontré une erreur",
        lead: "Rien n'a été ouvert. Réessayez dans un instant.",
      },
    },
    tryAgain: "Je recommence",
    forEditors: "Pour l'éditeur :",
    notFound: {
      title: "Cette page n'existe pas",
      lead: "Vérifiez l'adresse, ou revenez aux résultats.",
    },
  }),
  en: {
    brand: "Test results",
    label: "Demonstration",
    demo: "Demonstration service. No real person, no real health record.",
    home: {
      title: "Read a test result",
      lead: "These results are for health professionals. Your phone opens your session.",
      need: "What you need",
      needs: [
        "Your phone, with the Aval app.",
        "Your personal code, which you will type on the phone.",
        "A computer that Aval knows, or your card.",
      ],
      signIn: "Sign in with Aval",
    },
    again: "I start again",
    doors: {
      title: "From where to enter here",
      lead: "This service accepts no reduced session. A full session comes:",
      list: [
        "from one of your places of work, by scanning with your phone;",
        "by your card, on any computer;",
        "by a security key, on one of your places of work.",
      ],
    },
    fullOnly: {
      title: "A full session is needed",
      lead: "Your session is reduced: Aval does not know this computer. Nothing is open here.",
    },
    reading: {
      title: "Results",
      lead: "Each reading is kept, in your name.",
      look: (patient) => `Read this result: ${patient}`,
      found: (result) => `Result: ${result}`,
      list: "Read in your name",
      none: "Nothing for now.",
    },
    inside: {
      title: (name) => `Hello, ${name}`,
      profession: "Profession",
      structure: "Place of practice",
      noStructure: "No known place of practice",
      nationalId: "National identifier",
      session: "Session",
      full: "Full session: all results are open to you.",
      reduced: "Reduced session: this service accepts none.",
      until: (time) => `It closes at ${time} at the latest, Paris time.`,
      idle: "Without activity it closes after 30 minutes.",
      why: "It is reduced: Aval does not know this computer.",
      whySince: "It is reduced: one of your means of signing in was removed.",
      refresh: "Extend my session",
      refreshed: "Done: your session is still open.",
      userinfo: "See what this service was given",
      signOut: "Sign out",
    },
    received: {
      title: "What this service was given about you",
      lead: "Nothing else was sent: no personal telephone or address, no date of birth.",
      member: "Item",
      value: "Value",
      back: "Back to the results",
    },
    closed: {
      title: "You are signed out",
      byYou: "Your session is closed here and at Aval.",
      byProvider:
        "Your session was closed: its time is over, or somebody closed it. Your readings are kept.",
      told: "Your Aval session was closed, from your phone for instance. Aval told this service, which closed its own at once.",
      again: "Sign in again",
    },
    failure: {
      ...failures.en,
      refused: {
        title: "The sign-in did not go through",
        lead: "The sign-in service refused the request. Nobody got in.",
      },
      broken: {
        title: "The service ran into an error",
        lead: "Nothing was opened. Try again in a moment.",
      },
    },
    tryAgain: "I start again",
    forEditors: "For the editor:",
    notFound: {
      title: "There is no such page",
      lead: "Check the address, or go back to the results.",
    },
  },
};

export const toldWords: Readonly<Record<Lang, ToldWords>> = {
  fr: french({
    title: "Surveillance des résultats",
    lead: "La page de l'exploitant de ce service. Dans cette démonstration, chacun peut l'ouvrir.",
    link: "Surveillance des résultats",
    listening: {
      not_yet: "Ce service n'écoute pas encore Aval. Il essaie de nouveau tout seul.",
      made: "Ce service écoute Aval. Le premier signal est attendu.",
      verified: "Ce service écoute Aval : un signal d'essai est arrivé.",
    },
    told: "Ce qu'Aval a dit à ce service",
    toldNone: "Rien pour l'instant.",
    kinds: {
      session_over: "Une session est terminée : fermée ici aussi.",
      access_stopped: "L'accès est arrêté : tout est fermé ici.",
      access_open: "L'accès n'est plus arrêté.",
      means_removed: "Un moyen de connexion est retiré : tout est fermé ici.",
      means_added: "Un moyen de connexion est ajouté.",
      window: "Une période est à revoir : un autre a pu s'en servir.",
      assurance: "Le niveau de confiance a changé.",
      other: "Un signal que ce service ne connaît pas.",
    },
    back: "Revenir aux résultats",
    reviews: "Périodes à revoir",
    reviewsLead: "Un autre a pu se servir de cet accès. Une lecture ne s'annule pas : elle se dit.",
    unknown: "Une personne que ce service ne connaît pas",
    span: (from, to) => `De ${from} à ${to}.`,
    found: (acts) =>
      acts === 0 ? "Aucune lecture." : `${acts} ${acts > 1 ? "lectures" : "lecture"}.`,
    review: "Répondre à Aval",
    reviewed: (acts) =>
      acts === 0
        ? "Répondu à Aval : aucune lecture."
        : `Répondu à Aval : ${acts} ${acts > 1 ? "lectures" : "lecture"}.`,
  }),
  en: {
    title: "The results' surveillance",
    lead: "The page of whoever runs this service. In this demonstration anybody may open it.",
    link: "The results' surveillance",
    listening: {
      not_yet: "This service does not listen to Aval yet. It tries again by itself.",
      made: "This service listens to Aval. The first signal is awaited.",
      verified: "This service listens to Aval: a trial signal has come.",
    },
    told: "What Aval told this service",
    toldNone: "Nothing for now.",
    kinds: {
      session_over: "A session is over: closed here too.",
      access_stopped: "The access is stopped: all is closed here.",
      access_open: "The access is stopped no more.",
      means_removed: "A means of signing in was removed: all is closed here.",
      means_added: "A means of signing in was added.",
      window: "A period is to be reviewed: somebody else may have been there.",
      assurance: "The level of assurance has changed.",
      other: "A signal that this service does not know.",
    },
    back: "Back to the results",
    reviews: "Periods to review",
    reviewsLead: "Somebody else may have used this access. A reading cannot be undone: it is told.",
    unknown: "Somebody whom this service does not know",
    span: (from, to) => `From ${from} to ${to}.`,
    found: (acts) =>
      acts === 0 ? "No reading." : `${acts} ${acts === 1 ? "reading" : "readings"}.`,
    review: "Answer Aval",
    reviewed: (acts) =>
      acts === 0
        ? "Answered to Aval: no reading."
        : `Answered to Aval: ${acts} ${acts === 1 ? "reading" : "readings"}.`,
  },
};
