import type { PhoneMessages } from "./messages.fr.ts";

/** The holder's other phones, in English. */
export const phonesInEnglish: PhoneMessages = {
  phones: {
    add: "Add another phone",
  },
  phoneCall: {
    title: "Are you on the phone with someone who asks for this?",
    lead: "You want to add another phone to your access.",
    will: [
      "It will sign in as you, with a code of its own.",
      "It waits one day. All your phones and addresses are told.",
      'It will be "unconfirmed": it opens less than this one.',
    ],
    rule: "Neither Aval, nor your Order, nor any support asks anybody to add a phone.",
    yes: "Someone on the phone asked me",
    no: "No, nobody asks me to",
    busy: "One moment…",
  },
  phoneWait: {
    title: "Add another phone?",
    lead: "Take it in your hand: it must be in front of you, and yours.",
    left: (seconds) =>
      seconds === 1
        ? "You can type your code in 1 second."
        : `You can type your code in ${seconds} seconds.`,
    ready: "You can type your code.",
    over: "Time is up. Start again from the settings.",
    cancel: "Cancel, add nothing",
    go: "I open the page",
    busy: "Your code is being checked…",
  },
  phonePage: {
    title: "Scan this code with the other phone",
    lead: "Open its camera and point it at this screen.",
    keep: "This code is not for photographing or sending. It changes every second.",
    label: "Code to scan with the other phone",
    sent: "Somebody asks me to show it",
    cancel: "Cancel, add nothing",
  },
  phoneWords: {
    title: "Type the four words of the other phone",
    lead: (label) => `A phone has scanned. It calls itself "${label}".`,
    warning: "Read them on the phone in front of you. If someone dictates them, it is fraud.",
    field: "The four words",
    hint: "Separated by a space.",
    short: "The four words are missing.",
    go: "These are its words",
    busy: "Comparing the words…",
  },
  phoneComing: {
    title: "The other phone waits one day",
    lead: (when) => `It can be activated ${when}, with the code you choose on it.`,
    next: "What comes next",
    steps: [
      "All your phones and addresses are told now, and one hour before.",
      "Open Aval on the other phone, choose its code, activate it.",
      'It will be "unconfirmed": it opens less than this one, until you go to a desk.',
    ],
    notYou: "It is not yours? Stop it from the home screen, with one tap.",
  },
  phoneOver: {
    title: "Nothing is added",
    lead: "The page for adding is over. Start again when both phones are in front of you.",
    again: "Start again",
  },
  phoneStopped: {
    title: "Stopped. This phone will not get in.",
    lead: "If it was not yours, somebody tried to get in as you.",
    held: "What was proven in person waits until its holder is seen at a desk again.",
    call: "Nobody will call you about this. If someone does, hang up.",
  },
  coming: {
    title: "A new phone asks to become yours",
    raises: "One of your phones, to be confirmed, asks to open everything",
    text: (label, when) => `"${label}" (declared), asked ${when}.`,
    until: (when) => `It can serve ${when}.`,
    ready: "It can be activated from now on.",
    inPerson: "It was proven at a desk or with the card.",
    held: "It is stopped, until the desk or the card confirms it.",
    stop: "Stop it",
    mine: "It is mine",
    stopping: "Stopping…",
    noStop: "This phone cannot stop it. Block your access if it is not yours.",
  },
  mine: {
    title: "Is this phone yours?",
    lead: (label) => `"${label}" will wait less, then enter as you.`,
    go: "It is mine",
    done: "It will wait less",
    ready: (label) => `"${label}" can be activated from now on, with its code.`,
    until: (label, when) => `"${label}" can be activated ${when}.`,
    still: "It is not yours? Stop it from the home screen, with one tap.",
  },
  words: {
    late: {
      title: "This code is no longer valid",
      lead: "Scan the one that the screen shows now. A photo or a code you were sent is of no use.",
    },
    title: "These four words are to be typed on the other screen",
    lead: "On your old phone, on your card's page, or by the registrar at the desk.",
    never: "Tell them to nobody on the telephone.",
    asking: "This phone is making its key…",
    waiting: "Waiting for the other screen…",
    label: "The four words of this phone",
    retry: "Scan the code of the other screen again.",
  },
  limited: {
    title: "Unconfirmed phone",
    text: "It opens everyday services. For the most protected ones, go to an enrolment desk with this phone.",
  },
};
