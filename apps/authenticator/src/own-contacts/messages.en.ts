import type { OwnContactMessages } from "./messages.fr.ts";

/** The same in English. */
export const ownContactsInEnglish: OwnContactMessages = {
  contacts: {
    title: "My contact details",
    lead: "Where you are told. Masked: nobody reads them over your shoulder.",
    loading: "Your contact details are coming…",
    none: "No contact details known.",
    how: "Your Order or your employer gives them.",
    kinds: { email: "E-mail address", phone: "Telephone" },
    sources: {
      sandbox: "the sandbox's directory",
      "rpps-public": "the directory of professionals",
      "rpps-psc": "the directory of professionals",
    },
    otherSource: "your authority",
    from: (source, when) => `Given by: ${source}, ${when}`,
    confirmed: (when) => `Said to be still right ${when}`,
    young: (when) => `Recent: told, but relied on by nothing before ${when}`,
    withdrawn: "No longer in the directory; still told.",
    ask: "Still right?",
    yes: "Yes, they are right",
    changed: { email: "My address has changed", phone: "My telephone has changed" },
    see: "They have changed",
    later: "Later",
    saying: "One moment…",
    barred:
      "Nothing can be asked from here now: it takes a phone added more than seven days ago, and no request that waits. Your Order always can.",
    waits: (masked, when) =>
      `${masked} waits for your Order or employer. Nothing has changed. Without an answer the request goes ${when}.`,
    stop: "Cancel my request",
    told: {
      right: "That is noted.",
      asked: "Your request is sent.",
      stopped: "Your request is cancelled.",
    },
    toldText: {
      right: "The question comes back in six months.",
      asked: "Nothing has changed: somebody of your Order or employer must check it.",
      stopped: "Nothing has changed.",
    },
  },
  contactNew: {
    title: { email: "What is your new address?", phone: "What is your new number?" },
    lead: "Your Order or your employer will check it before anything changes.",
    field: { email: "New address", phone: "New number" },
    warning: "Is it yours? If somebody dictates it to you, it is fraud.",
    short: "Nothing is written.",
    cancel: "Cancel, ask for nothing",
    go: "Continue",
  },
  contactCall: {
    title: "Are you on the telephone with somebody who asks for it?",
    lead: (value) => `You want to be told here: ${value}`,
    will: [
      "Your alerts will go there, once it was checked.",
      "The old one and the new one are told.",
      "Nothing relies on the new one for 30 days.",
    ],
    rule: "Neither Aval, nor your Order, nor any support asks for a change by telephone.",
    yes: "Yes, I am being asked",
    no: "No, nobody asks me",
    busy: "One moment…",
  },
  contactWait: {
    title: "Ask for this change?",
    left: (seconds) =>
      seconds === 1
        ? "You can type your code in 1 second."
        : `You can type your code in ${seconds} seconds.`,
    ready: "You can type your code.",
    over: "Time is up. Start again from My contact details.",
    cancel: "Cancel, ask for nothing",
    go: "I ask for it",
    busy: "Your code is being checked…",
  },
};
