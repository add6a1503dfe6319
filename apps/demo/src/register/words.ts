import { french, type Lang } from "@aval/design";
import { failures } from "../shared/failure-words.ts";
import type { ServiceWords } from "../shared/service-pages.ts";

/** Every word of the register, in both languages. */
export type Words = ServiceWords & {
  readonly act: {
    readonly title: string;
    readonly patient: string;
    readonly vaccine: string;
    readonly record: string;
    readonly recorded: string;
    readonly enough: (acts: number) => string;
    readonly unknown: string;
    readonly list: string;
    readonly none: string;
    readonly cancelled: string;
    readonly reducedLimit: (acts: number) => string;
    readonly left: (acts: number) => string;
  };
};

export const words: Readonly<Record<Lang, Words>> = {
  fr: french({
    brand: "Registre de vaccination",
    label: "Démonstration",
    demo: "Service de démonstration. Aucune personne, aucune donnée de santé réelle.",
    home: {
      title: "Enregistrer une vaccination",
      lead: "Ce registre est réservé aux professionnels de santé. Votre téléphone ouvre votre session.",
      need: "Ce qu'il vous faut",
      needs: [
        "Votre téléphone, avec l'application Aval.",
        "Votre code personnel, que vous taperez sur le téléphone.",
        "Rien d'autre : ni identifiant, ni mot de passe, ni SMS.",
      ],
      signIn: "Me connecter avec Aval",
    },
    inside: {
      title: (name) => `Bonjour, ${name}`,
      profession: "Profession",
      structure: "Lieu d'exercice",
      noStructure: "Aucun lieu d'exercice connu",
      nationalId: "Identifiant national",
      session: "Session",
      full: "Session complète : tout le registre vous est ouvert.",
      reduced: "Session réduite : une heure, pour ce registre seulement.",
      until: (time) => `Elle se ferme au plus tard à ${time}, heure de Paris.`,
      idle: "Sans activité, elle se ferme après 30 minutes.",
      why: "Elle est réduite : Aval ne connaît pas cet ordinateur.",
      whySince: "Elle est réduite : Aval a dit qu'un de vos moyens de connexion est retiré.",
      refresh: "Prolonger ma session",
      refreshed: "C'est fait : votre session est toujours ouverte.",
      userinfo: "Voir ce que ce registre a reçu",
      signOut: "Me déconnecter",
    },
    act: {
      title: "Enregistrer une vaccination",
      patient: "Patient",
      vaccine: "Vaccin",
      record: "J'enregistre cette vaccination",
      recorded: "C'est enregistré, à votre nom.",
      enough: (acts) =>
        `Rien n'est enregistré : une session réduite écrit ${acts} actes par heure au plus.`,
      unknown: "Rien n'est enregistré : choisissez un patient et un vaccin.",
      list: "Enregistrés à votre nom",
      none: "Rien pour l'instant.",
      cancelled: "Annulé.",
      reducedLimit: (acts) => `D'ici, vous pouvez enregistrer ${acts} actes par heure.`,
      left: (acts) => (acts === 0 ? "Il n'en reste aucun." : `Il en reste ${acts}.`),
    },
    received: {
      title: "Ce que ce registre a reçu de vous",
      lead: "Rien d'autre n'a été transmis : ni téléphone ni adresse personnels, ni date de naissance.",
      member: "Donnée",
      value: "Valeur",
      back: "Revenir au registre",
    },
    closed: {
      title: "Vous êtes déconnecté",
      byYou: "Votre session est fermée ici et chez Aval.",
      byProvider:
        "Votre session a été fermée : sa durée est écoulée, ou quelqu'un l'a fermée. Vos enregistrements sont gardés.",
      told: "Votre session Aval a été fermée, depuis votre téléphone par exemple. Aval a prévenu ce registre, qui a fermé la sienne aussitôt. Vos enregistrements sont gardés.",
      again: "Me connecter de nouveau",
    },
    failure: {
      ...failures.fr,
      refused: {
        title: "La connexion n'a pas abouti",
        lead: "Le service de connexion a refusé la demande du registre. Personne n'est entré.",
      },
      broken: {
        title: "Le registre a rencontré une erreur",
        lead: "Rien n'a été enregistré. Réessayez dans un instant.",
      },
    },
    tryAgain: "Je recommence",
    forEditors: "Pour l'éditeur :",
    notFound: {
      title: "Cette page n'existe pas",
      lead: "Vérifiez l'adresse, ou revenez au registre.",
    },
  }),
  en: {
    brand: "Vaccination register",
    label: "Demonstration",
    demo: "Demonstration service. No real person, no real health record.",
    home: {
      title: "Record a vaccination",
      lead: "This register is for health professionals. Your phone opens your session.",
      need: "What you need",
      needs: [
        "Your phone, with the Aval app.",
        "Your personal code, which you will type on the phone.",
        "Nothing else: no identifier, no password, no text message.",
      ],
      signIn: "Sign in with Aval",
    },
    inside: {
      title: (name) => `Hello, ${name}`,
      profession: "Profession",
      structure: "Place of practice",
      noStructure: "No known place of practice",
      nationalId: "National identifier",
      session: "Session",
      full: "Full session: the whole register is open to you.",
      reduced: "Reduced session: one hour, for this register only.",
      until: (time) => `It closes at ${time} at the latest, Paris time.`,
      idle: "Without activity it closes after 30 minutes.",
      why: "It is reduced: Aval does not know this computer.",
      whySince: "It is reduced: Aval said that one of your means of signing in was removed.",
      refresh: "Extend my session",
      refreshed: "Done: your session is still open.",
      userinfo: "See what this register was given",
      signOut: "Sign out",
    },
    act: {
      title: "Record a vaccination",
      patient: "Patient",
      vaccine: "Vaccine",
      record: "I record this vaccination",
      recorded: "It is recorded, in your name.",
      enough: (acts) =>
        `Nothing is recorded: a reduced session writes ${acts} acts an hour at most.`,
      unknown: "Nothing is recorded: choose a patient and a vaccine.",
      list: "Recorded in your name",
      none: "Nothing for now.",
      cancelled: "Cancelled.",
      reducedLimit: (acts) => `From here you can record ${acts} acts an hour.`,
      left: (acts) => (acts === 0 ? "None is left." : `${acts} left.`),
    },
    received: {
      title: "What this register was given about you",
      lead: "Nothing else was sent: no personal telephone or address, no date of birth.",
      member: "Item",
      value: "Value",
      back: "Back to the register",
    },
    closed: {
      title: "You are signed out",
      byYou: "Your session is closed here and at Aval.",
      byProvider:
        "Your session was closed: its time is over, or somebody closed it. Your records are kept.",
      told: "Your Aval session was closed, from your phone for instance. Aval told this register, which closed its own at once. Your records are kept.",
      again: "Sign in again",
    },
    failure: {
      ...failures.en,
      refused: {
        title: "The sign-in did not go through",
        lead: "The sign-in service refused the register's request. Nobody got in.",
      },
      broken: {
        title: "The register ran into an error",
        lead: "Nothing was recorded. Try again in a moment.",
      },
    },
    tryAgain: "I start again",
    forEditors: "For the editor:",
    notFound: {
      title: "There is no such page",
      lead: "Check the address, or go back to the register.",
    },
  },
};
