import type { EnrolmentMessages } from "./messages.fr.ts";

/** The screens of a phone's enrolment, in English. */
export const enrolmentInEnglish: EnrolmentMessages = {
  welcome: {
    title: "Enter your services with this phone",
    lead: "Your computer shows a code. You scan it, you read, you answer.",
    never: "Nobody will ever ask you",
    nevers: [
      "for your personal code",
      "to read digits or words aloud",
      "to scan a code they send you",
      "to share your screen",
    ],
    fraud: "If someone asks, it is fraud. Hang up.",
    begin: "Add this phone",
  },
  install: {
    title: "Install Aval on this phone",
    lead: "Without installation, some phones erase your key after seven days.",
    prompt: "Install the app",
    ios: [
      "Tap Share, at the bottom of the screen.",
      "Tap “Add to Home Screen”.",
      "Open Aval from the Home Screen, and go on there.",
    ],
    menu: [
      "Open your browser's menu.",
      "Choose “Install app” or “Add to Home screen”.",
      "Open Aval from the Home screen, and go on there.",
    ],
    done: "The app is installed.",
    go: "Continue",
    skip: "Continue without installing",
  },
  desk: {
    title: "Sandbox desk",
    lead: "Everyone here is fictional. In reality two registrars see your identity document.",
    who: "Who are you?",
    search: "Search by name, identifier or story",
    loading: "The people are coming…",
    none: "Nobody matches. Delete a word.",
    more: (count) =>
      count === 1
        ? "1 other person. Narrow your search."
        : `${count} other people. Narrow your search.`,
    shown: (count) => (count === 1 ? "1 person matches." : `${count} people match.`),
    chosen: "You are",
    change: "Choose another person",
    first: "First registrar: sign as…",
    second: "Second registrar: sign as…",
    same: "Two different registrars are needed.",
    go: "Go to the desk",
    busy: "The two registrars are signing…",
    retry: "Try again",
  },
  elsewhere: {
    title: "A phone is added at a desk",
    lead: "Make an appointment with your establishment or your Order.",
    steps: [
      "Come with this phone, charged.",
      "Bring an identity document.",
      "Two registrars see it, then sign this phone's key.",
    ],
    find: "Find a desk and its hours",
    card: "Do you have your card and a reader? On the computer, open “My access”, then “Phones”.",
    forgot:
      "Was this phone yours already? On your usual computer, on the sign-in page: “My phone forgot everything”.",
    why: "Nothing is sent by text message or e-mail. A code received that way is fraud.",
  },
  samePhone: {
    title: "This phone was mine already",
    lead: "Show the key that was made on this phone before it forgot. It says that this is the one.",
    steps: [
      "Tap “Show my key”.",
      "Give your finger, your face or the screen's code.",
      "The phone waits out its delay. Your contacts are told.",
    ],
    never: "Somebody on the telephone asks you to? It is a fraud: hang up.",
    go: "Show my key",
    busy: "The phone is looking for its key…",
    none: "No key answered. Start again, or take your card or go to a desk.",
  },
  waiting: {
    title: "Your phone is waiting",
    checking: "Looking at how far it is…",
    until: (when) => `You can activate it ${when}.`,
    soon: "You can activate it soon.",
    what: "During this wait",
    steps: [
      "All your known addresses and your active phones are told. Each can stop it.",
      "This phone has not its rights yet. Your card and your other phones work as before.",
      "Close Aval: the wait goes on. Then come back to activate it, with your code.",
    ],
    never: "Nobody can shorten this wait by telephone. Whoever offers it deceives you.",
    check: "Look again",
    startAgain: "Start all over",
  },
  frozen: {
    title: "Your access is frozen",
    text: "This phone opens nothing until two analysts have lifted the freeze.",
    told: "They are told that it was added.",
  },
  code: {
    title: "Choose your personal code",
    lead: "Six digits, for each sign-in. They never leave this phone.",
    first: "Personal code",
    second: "The same code, a second time",
    hint: "6 digits. Avoid a date or a run.",
    theCodes: "both codes",
    faults: {
      not_six_digits: "Six digits are needed, no letter.",
      common: "This code is among the most chosen: a thief tries it first. Take another.",
      differs: "The two codes differ. Type the second one again.",
    },
    go: "Choose this code",
    making: "Your code is becoming a key…",
    activating: "This phone is becoming active…",
    forgotten: "Nobody can remind you of it. If you forget it, you go back to the desk.",
  },
  confirm: {
    title: "Type your code to activate this phone",
    lead: "Your code is chosen. This phone has yet to be made active.",
    label: "Your personal code",
    go: "Activate this phone",
    startAgain: "Start all over",
  },
  over: {
    title: {
      expired: "This enrolment has expired",
      contested: "This enrolment was stopped",
      still_used: "This adding was stopped: the other app is still in use",
      refused: "This enrolment was refused",
      code_lost: "The code could not be kept",
    },
    text: {
      expired: "Nothing is lost. Start again whenever you like.",
      contested: "Someone who was told stopped it. If it was yours, go to an enrolment desk.",
      still_used: "Aval still answers on the phone as it was, so it forgot nothing. Open it there.",
      refused: "Nothing was added. Go to an enrolment desk.",
      code_lost:
        "The network's answer was lost at the wrong moment. The enrolment has to start again.",
    },
    go: "Start again",
  },
  gone: {
    title: "This phone is no longer active",
    lead: {
      disabled: "Ten wrong codes disabled it. Your code will not open it again.",
      unknown: "Aval does not recognise it. It may have been removed.",
      inactive: "It was suspended or removed.",
    },
    text: "It accepts nothing any more. A waiting request expires by itself.",
    notYou: "You did none of this? Tell your establishment or your Order.",
    go: "Add this phone again",
  },
  enrolled: {
    title: "This phone is ready",
    lead: (name) => `${name}, you can sign in.`,
    second: "The day your phone is missing",
    secondText: "Add a second phone: with this one, or at the desk.",
    how: [
      "Open your service on the computer.",
      "Here, tap “Scan to sign in”.",
      "Read what is asked, then type your code.",
    ],
    go: "Go home",
  },
};
