import type { refusalMessages as inFrench } from "./messages.fr.ts";

export const refusalMessages: typeof inFrench = {
  lead: "Ask for the reference on the refused screen. Nothing else.",
  field: "Reference",
  hint: "Eight signs, like k7qf-2m9d. Kept for seven days.",
  look: "Look it up",
  missing: "Type the reference on the screen.",
  logged: "If it is about somebody, they will know that you read it.",
  title: (reference) => `Refusal ${reference}`,
  when: "When",
  step: "In order to",
  service: "Service",
  person: "About",
  nobody: "Nobody known: nothing had proven who it was.",
  someone: (initials, nationalId) => `${initials} identifier ${nationalId}`,
  shown: "The screen said",
  expected: "Expected",
  received: "Received",
  name: "Name of the refusal",
  say: "Say",
  never: "Ask for no code, no digits, no card, no screen. You open nothing.",
};
