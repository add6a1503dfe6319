import type { LocumMessages } from "./messages.fr.ts";

/** Announced locums, in English. */
export const locumsInEnglish: LocumMessages = {
  locum: {
    announce: "Announce a locum",
    here: "Announced locums",
    days: (from, until) => (from === until ? `on ${from}` : `from ${from} to ${until}`),
    remove: "Stop announcing",
    removing: "Stopping…",
    removed: (name) => `Done: ${name} is no longer announced.`,
    removedText: "What was open for them at this workstation is closed.",
  },
  locumCall: {
    title: "Are you on the phone with someone who asks for it?",
    lead: (computer) => `You want to let a locum work at this workstation: ${computer}.`,
    rule: "Neither Aval, nor your Order, nor any support asks to announce anyone.",
    yes: "Yes, someone asks me to",
    no: "No, nobody asks me to",
  },
  locumWho: {
    title: "Who replaces you, and when?",
    lead: "This person will sign in here with their own phone, on those days only.",
    nationalId: "Their national identifier",
    nationalIdHint: "Their RPPS number after an 8. They know it, it is public.",
    from: "First day",
    count: "How many days",
    days: (count) => (count === 1 ? "1 day" : `${count} days`),
    most: "Three locums at a time.",
    slips: {
      nobody: "Type their identifier.",
      days: "Choose thirty days at most, from today on and within three months.",
    },
    go: "Look for this person",
    busy: "Looking in the directory…",
  },
  locumCheck: {
    title: "Is it the right person?",
    who: "Person",
    when: "Days",
    computer: "Workstation",
    told: "You and this person will be told, each with a button to stop it.",
    other: "It is not this person",
    go: "Announce",
    busy: "Your code is being checked…",
  },
  locumDone: {
    title: (name) => `Done. ${name} can work here.`,
    lead: "With their own phone, by scanning this workstation's screen.",
    next: "You can stop this at any time in “My workstations”.",
    back: "Back to my workstations",
  },
};
