import type { StopMessages } from "./messages.fr.ts";

/** The same in English. */
export const stopsInEnglish: StopMessages = {
  block: {
    tap: "Block my access",
    title: "Block your access everywhere?",
    lead: "Nobody will get in as you. Nor will you.",
    will: [
      "All your sessions close at once.",
      "Your phones open nothing any more.",
      "Nothing can be added to your access.",
    ],
    undo: "For 15 minutes your code reopens it. After that it takes your card, or the desk.",
    young: "A phone younger than seven days does not reopen it, unless it is alone.",
    keep: "Keep my access",
    go: "Block now",
    busy: "Blocking…",
    offline: "No network: nothing is blocked. Try again, or call your establishment.",
  },
  stopped: {
    titles: {
      pause: "Nothing can be added",
      block: "Your access is blocked",
      freeze: "Your access is frozen",
    },
    leads: {
      pause: "You sign in as usual. No phone and no place can be added.",
      block: "Nobody gets in as you. Your sessions are closed.",
      freeze: "A fraud is being looked at. Nobody gets in as you.",
    },
    since: (when: string) => `Since ${when}.`,
    look: "See who can reopen it",
    who: "Who can reopen it",
    means: {
      phone: "a phone added more than seven days ago, with its code",
      desk: "the enrolment desk",
      card: "your card",
      two_people: "two people entitled to, never one alone",
    },
    together: (means: string) => `${means}, together`,
    from: (way: string, when: string) => `${way}, from ${when}`,
    fromDay: (date: string, time: string) => `${date} at ${time}`,
    thisPhone: "This phone, with your code.",
    left: (minutes: number) =>
      minutes === 1
        ? "This phone, with your code, for 1 more minute."
        : `This phone, with your code, for ${minutes} more minutes.`,
    withCard: "With your card: on a computer with a reader, open",
    never: "Nobody will call you to reopen it. If somebody does, hang up.",
    lift: {
      pause: "Lift the pause",
      block: "Reopen my access",
      freeze: "Reopen my access",
    },
  },
  liftCall: {
    title: "Are you on the phone with somebody who asks for this?",
    lead: "Neither Aval, nor your Order, nor any support asks you to reopen.",
    yes: "Yes, somebody asks me to",
    no: "No, nobody asks me to",
  },
  lift: {
    titles: {
      pause: "Type your code to lift the pause",
      block: "Type your code to reopen",
      freeze: "Type your code to reopen",
    },
    lead: "This code stays in your phone. Nobody should hear it.",
    go: "Reopen",
    busy: "Checking the code…",
  },
  reopening: {
    tap: "Reopen at the desk",
    title: "Reopen at the desk",
    lead: "Two agents who see you, your card, then your code. Nothing less.",
    ready: "All is there. Your code reopens your access.",
    desk: "The two agents of the desk",
    card: "Your card, read at the desk",
    phone: "Your code, on this phone",
    missing: "Not done yet.",
    until: (time: string) => `Done, counts until ${time}.`,
    last: "Last.",
    how: "What is left to do",
    howDesk: "Show your identity document and this screen to two agents. Their reference:",
    howCard: "On the desk's computer, with your card, open",
    sandbox: "Desk of the sandbox",
    sandboxText: "Two fictional agents sign, as two real ones would.",
    sandboxGo: "The two agents sign",
    sandboxBusy: "Signing…",
  },
  reopened: {
    title: "It is open again",
    lead: "You sign in as yourself again. Sessions that were closed stay closed.",
    told: "Your contact addresses are told.",
    home: "Back to the start",
  },
};
