import type { LetterMessages } from "./messages.fr.ts";

/** The way by a remote eID and a letter, in English. */
export const letterInEnglish: LetterMessages = {
  eid: {
    tap: "With my digital identity and a letter",
    title: "Your digital identity",
    lead: "You identify yourself, then a letter leaves for where you practise. Allow a week.",
    steps: [
      "Identify yourself, on this phone.",
      "Receive the letter, where you practise.",
      "Point this very phone at its code.",
      "Three days later, activate it with your code.",
    ],
    id: "Your national identifier",
    hint: "RPPS: 8 then 11 digits, as on your card.",
    slip: "Type your national identifier.",
    go: "Identify myself",
    asking: "Opening…",
    never: "Did you decide it yourself? If somebody asks you to, stop: it is a fraud.",
    refused: {
      eid_refused:
        "This digital identity does not add this phone. Check the identifier; else go to an enrolment desk with an identity document.",
      enrolment_locked: "A phone is already yours: only it, a desk or the card can add another.",
      holder_stopped: "Your access is stopped: no phone is added. Go to an enrolment desk.",
      letter_no_address:
        "The directory has no whole postal address of where you practise. Go to an enrolment desk.",
      letter_too_many:
        "Several letters were sent to you this month: no other leaves. Go to an enrolment desk.",
      other: "It did not succeed. Start again, or go to an enrolment desk.",
    },
  },
  letter: {
    title: "Wait for your letter",
    state: {
      waiting: "It is being made.",
      handed: "It is with the printer.",
      posted: "It left for where you practise.",
      failed: "It could not leave. Go to an enrolment desk, or start again.",
    },
    steps: [
      "Open it yourself.",
      "Point the camera of this phone, and of no other, at its code.",
      "Open the address that it shows.",
    ],
    until: (day) => `Its code serves once, until ${day}.`,
    never:
      "Give it to nobody, take no picture of it, read it to nobody. Whoever asks you for it is a fraud.",
    check: "How far is it?",
    again: "Start again another way",
    checking: "We are checking the letter…",
    checkingTitle: "Your letter",
    otherTitle: "This letter is not for this phone",
    other:
      "It serves the phone that asked for it only. Take that one, and point it at the code. The holder is told of this try.",
    otherFraud: "Did somebody give you this letter, or ask you for yours? It is a fraud. Hang up.",
    failedTitle: "This letter did not serve",
    home: "Continue",
  },
};
