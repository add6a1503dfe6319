import type { SoftwareMessages } from "./messages.fr.ts";

/** The holder's own software, in English. */
export const softwareInEnglish: SoftwareMessages = {
  software: {
    title: "My software",
    lead: "The programs at your desk that may ask to sign you in, without a browser.",
    none: "No software for now.",
    how: "Add the one you use. A request of any other never comes here.",
    loading: "The list is coming…",
    add: "Add my software",
    kinds: {
      plain: "Never makes your phone ring",
      strict: "Linked to this phone",
    },
    tomorrow: "Can be used from tomorrow",
    today: (time) => `Can be used from ${time}`,
    usable: "Can be used",
    added: (when) => `Added ${when}`,
    used: (when) => `Last sign-in ${when}`,
    unused: "Never used",
    remove: "Remove",
    removing: "Removing…",
    removed: (name) => `Done: ${name} is removed.`,
    removedText: "What it had opened is closed. Its requests come here no more.",
  },
  softwareChoice: {
    title: "Which software do you use?",
    lead: "These are the registered programs. Yours is not there? Its editor can register it.",
    search: "Search by name",
    none: "No software has this name.",
    empty: "There is no other software to add.",
    more: (count) =>
      count === 1 ? "One more: type more of the name." : `${count} more: type more of the name.`,
  },
  softwareCall: {
    title: "Are you on the phone with someone who asks you to?",
    lead: (name) => `You want to add ${name}.`,
    will: [
      "It will never make your phone ring.",
      "You will come here to find its request, by two digits it shows.",
      "It opens one hour at a time, and only services that accept it.",
      "It works tomorrow. All your phones and addresses are told.",
    ],
    rule: "Neither Aval, nor your Order, nor any support asks you to add software.",
    yes: "Yes, someone asks me to",
    no: "No, nobody asks me to",
  },
  softwareAdd: {
    title: (name) => `Type your code to add ${name}`,
    lead: "It can be used from tomorrow.",
    cancel: "Cancel, add nothing",
    go: "I add this software",
    busy: "Your code is being checked…",
  },
  softwareAdded: {
    title: "Done. It can be used from tomorrow.",
    next: "Tomorrow",
    steps: [
      "In the software, type your identifier. It shows two digits.",
      "Open Aval and touch “Find a request”.",
      "Type these two digits, read the request, then type your code.",
    ],
    notYou: "Did someone ask you to? Remove it right now.",
    list: "See my software",
  },
  search: {
    tap: "Find a request",
    title: "Type the two digits your software shows",
    how: "They are in front of you, on the screen of the software you opened.",
    warning: "Nobody may dictate these digits to you. Dictated or sent, they are fraud.",
    label: "The two digits",
    short: "They are two digits, from 00 to 99.",
    go: "Find",
    busy: "Looking for the request…",
    elsewhere: "Another place",
    elsewhereHint: "“Another place”: your software is on a network where you never were with it.",
    nothing: {
      here: "No request shows these digits. Nothing is open.",
      elsewhere: "No request from another place shows these digits. Nothing is open.",
    },
    nothingText: {
      here: "Look at the screen again. In a new place, touch “Another place”.",
      elsewhere: "Look at the screen again, or start again from your software.",
    },
    silenced: (when) => `Some digits were wrong: nothing can be looked for before ${when}.`,
    silencedText: "A single error stops the search for an hour. Nothing is open.",
  },
};
