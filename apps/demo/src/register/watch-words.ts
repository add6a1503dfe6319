import { french, type Lang } from "@aval/design";
import type { ToldWords } from "../shared/told-pages.ts";

/** The words of the page for whoever runs the register, in both languages. */
export type WatchWords = ToldWords & {
  readonly here: string;
  readonly nobody: string;
  readonly standing: Readonly<Record<"full" | "reduced" | "over", string>>;
  readonly acts: (acts: number) => string;
  readonly simulate: string;
  readonly simulateHint: string;
  readonly simulated: (written: number, tried: number) => string;
  readonly simulatedOver: string;
  readonly sent: string;
  readonly sentNone: string;
  readonly rule: (acts: number, minutes: number) => string;
  readonly sentLine: (name: string, acts: number) => string;
  readonly heard: string;
  readonly unheard: string;
};

export const watchWords: Readonly<Record<Lang, WatchWords>> = {
  fr: french({
    title: "Surveillance du registre",
    lead: "La page de l'exploitant du registre. Dans cette démonstration, chacun peut l'ouvrir.",
    link: "Surveillance du registre",
    listening: {
      not_yet: "Ce registre n'écoute pas encore Aval. Il essaie de nouveau tout seul.",
      made: "Ce registre écoute Aval. Le premier signal est attendu.",
      verified: "Ce registre écoute Aval : un signal d'essai est arrivé.",
    },
    here: "Venus ici",
    nobody: "Personne ne s'est encore connecté.",
    standing: {
      full: "Session complète",
      reduced: "Session réduite",
      over: "Aucune session ouverte",
    },
    acts: (acts) => `${acts} ${acts > 1 ? "actes écrits" : "acte écrit"} en une heure`,
    simulate: "Simuler 40 actes en deux minutes",
    simulateHint: "Comme un programme le ferait dans la session de cette personne.",
    simulated: (written, tried) =>
      `${tried} actes essayés, ${written} ${written > 1 ? "écrits" : "écrit"}.`,
    simulatedOver: "Rien n'est écrit : cette personne n'a aucune session ouverte.",
    told: "Ce qu'Aval a dit à ce registre",
    toldNone: "Rien pour l'instant.",
    kinds: {
      session_over: "Une session est terminée : fermée ici aussi.",
      access_stopped: "L'accès est arrêté : tout est fermé ici.",
      access_open: "L'accès n'est plus arrêté.",
      means_removed: "Un moyen de connexion est retiré : session réduite ici.",
      means_added: "Un moyen de connexion est ajouté.",
      window: "Une période est à revoir : un autre a pu s'en servir.",
      assurance: "Le niveau de confiance a changé.",
      other: "Un signal que ce registre ne connaît pas.",
    },
    sent: "Ce que ce registre a signalé à Aval",
    sentNone: "Rien pour l'instant.",
    rule: (acts, minutes) =>
      `Au-delà de ${acts} actes en ${minutes} minutes, ce registre prévient Aval.`,
    sentLine: (name, acts) => `${name}, ${acts} actes essayés.`,
    heard: "Reçu par Aval.",
    unheard: "Aval n'a pas répondu.",
    back: "Revenir au registre",
    reviews: "Périodes à revoir",
    reviewsLead: "Un autre a pu se servir de cet accès. Les actes de cette période sont à annuler.",
    unknown: "Une personne que ce registre ne connaît pas",
    span: (from, to) => `De ${from} à ${to}.`,
    found: (acts) => (acts === 0 ? "Aucun acte." : `${acts} ${acts > 1 ? "actes" : "acte"}.`),
    review: "Annuler ces actes et répondre à Aval",
    reviewed: (acts, cancelled) =>
      acts === 0
        ? "Répondu à Aval : aucun acte."
        : `Répondu à Aval : ${acts} ${acts > 1 ? "actes" : "acte"}, ${cancelled} ${cancelled > 1 ? "annulés" : "annulé"}.`,
  }),
  en: {
    title: "The register's surveillance",
    lead: "The page of whoever runs the register. In this demonstration anybody may open it.",
    link: "The register's surveillance",
    listening: {
      not_yet: "This register does not listen to Aval yet. It tries again by itself.",
      made: "This register listens to Aval. The first signal is awaited.",
      verified: "This register listens to Aval: a trial signal has come.",
    },
    here: "Who was here",
    nobody: "Nobody has signed in yet.",
    standing: { full: "Full session", reduced: "Reduced session", over: "No session open" },
    acts: (acts) => `${acts} ${acts === 1 ? "act" : "acts"} written in an hour`,
    simulate: "Simulate 40 acts in two minutes",
    simulateHint: "As a program would, in this person's session.",
    simulated: (written, tried) => `${tried} acts tried, ${written} written.`,
    simulatedOver: "Nothing is written: this person has no session open.",
    told: "What Aval told this register",
    toldNone: "Nothing for now.",
    kinds: {
      session_over: "A session is over: closed here too.",
      access_stopped: "The access is stopped: all is closed here.",
      access_open: "The access is stopped no more.",
      means_removed: "A means of signing in was removed: reduced here.",
      means_added: "A means of signing in was added.",
      window: "A period is to be reviewed: somebody else may have been there.",
      assurance: "The level of assurance has changed.",
      other: "A signal that this register does not know.",
    },
    sent: "What this register reported to Aval",
    sentNone: "Nothing for now.",
    rule: (acts, minutes) => `Beyond ${acts} acts in ${minutes} minutes, this register tells Aval.`,
    sentLine: (name, acts) => `${name}, ${acts} acts tried.`,
    heard: "Received by Aval.",
    unheard: "Aval did not answer.",
    back: "Back to the register",
    reviews: "Periods to review",
    reviewsLead:
      "Somebody else may have used this access. The acts of this period are to be cancelled.",
    unknown: "Somebody whom this register does not know",
    span: (from, to) => `From ${from} to ${to}.`,
    found: (acts) => (acts === 0 ? "No act." : `${acts} ${acts > 1 ? "acts" : "act"}.`),
    review: "Cancel these acts and answer Aval",
    reviewed: (acts, cancelled) =>
      acts === 0
        ? "Answered to Aval: no act."
        : `Answered to Aval: ${acts} ${acts > 1 ? "acts" : "act"}, ${cancelled} cancelled.`,
  },
};
