import type { PracticeMessages } from "./messages.fr.ts";

/** The same in English. */
export const practiceInEnglish: PracticeMessages = {
  practice: {
    tap: "Practise refusing",
    title: "Refuse a false request",
    lead: "Aval shows you an invented request. It opens nothing, whatever you answer.",
    how: [
      "Read who asks, and from which computer.",
      "You asked for nothing: tap “It is not me”.",
      "Without your code, nobody gets in.",
    ],
    never: "Practice begins here, by you. Never by a call.",
    go: "Begin to practise",
    busy: "The exercise is being prepared…",
    marked: "Practice: refuse this false request.",
    service: "Example service",
    invented: "A service invented for practice",
    gives: "Nothing: this is practice",
    givesText: "No service opens.",
    refused: "Well refused. Nobody got in.",
    refusedText: "This one tap is enough, without your code. It works during a call too.",
    refusedReal: "In real life, then say whether somebody asked for it on the telephone.",
    approved: "In real life, somebody would have got in.",
    approvedText: "This was practice: nothing opened. A stranger asked, far from you.",
    over: "The exercise is over.",
    overText: "Without an answer a request expires and nobody gets in. Refusing tells Aval.",
    again: "Practise again",
    home: "Back to the home screen",
    next: "Continue",
    history: "Practice",
  },
};
