import type { CardMessages } from "./messages.fr.ts";

/** The same in English. */
export const cardInEnglish: CardMessages = {
  card: {
    tap: "My card is lost, or used without me",
    title: "Refuse your card everywhere?",
    lead: "It will open nothing more with Aval. A newer card will work.",
    will: [
      "All the cards you have today are refused at once.",
      "What a card has opened closes.",
      "Your phone goes on working.",
    ],
    also: "Also tell the body that issued the card: elsewhere it still works.",
    keep: "Keep my card",
    go: "Refuse my card",
    busy: "Refusing the card…",
    offline: "No network: the card still works. Try again, or call its issuer.",
    reported: "Your card opens nothing here any more",
    closed: (sessions: number) =>
      sessions === 0
        ? "No session was open by a card."
        : sessions === 1
          ? "The session it had opened is closed."
          : `The ${sessions} sessions it had opened are closed.`,
    newer: "Only a card made after now will work.",
    home: "Back to the start",
  },
};
