import type { NewCodeMessages } from "./messages.fr.ts";

/** The same in English. */
export const newCodeInEnglish: NewCodeMessages = {
  newCode: {
    tap: "Change my code",
    seen: "Somebody saw my code",
    title: "Choose another code",
    lead: "Somebody saw it, or you think so? Change it now. The old one will be worth nothing.",
    before: "Your code of today",
    first: "The new code",
    hint: "Six digits. Neither a date nor a run.",
    second: "The new code, again",
    show: "the codes",
    short: "This code has six digits.",
    faults: {
      not_six_digits: "The new code has six digits.",
      common: "Too easy to guess. Choose another one.",
      differs: "The two are not the same.",
      same: "It is your code of today. Choose another one.",
    },
    go: "Change my code",
    busy: "Your code is changing…",
    forgotten: "I no longer know my code",
    unheard: "If the change went through, the new code works already. If not, the old one.",
  },
  newCodeCall: {
    title: "Are you on the telephone with somebody who asks for it?",
    lead: "You want to change your code. A code that is dictated to you is no longer yours alone.",
    rule: "Neither Aval, nor your Order, nor any support asks you to change your code.",
    yes: "Yes, I am being asked",
    no: "No, nobody asks me",
  },
  newCodeDone: {
    title: "Your code is changed",
    lead: "The old one opens nothing any more, on this phone.",
    told: "Your other phones and your addresses are told. Each phone has its own code.",
    home: "Back to the start",
  },
  newCodeForgotten: {
    title: "A forgotten code cannot be found again",
    lead: "Nobody has it, not even Aval. This phone must be added again, with a new code.",
    ways: [
      "At the desk, with your identity document: the same day.",
      "With your card, on a computer with a reader: a day's wait. The card alone gets in at once.",
      "With another phone of yours, older than seven days: a day's wait, then to be confirmed.",
    ],
    never:
      "No code is given again by message, by mail or by telephone. Whoever offers it deceives you.",
    again: "Try my code again",
  },
};
