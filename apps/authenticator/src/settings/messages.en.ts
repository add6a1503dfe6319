import type { SettingsMessages } from "./messages.fr.ts";

/** Settings, and what every screen shares, in English. */
export const settingsInEnglish: SettingsMessages = {
  shell: {
    name: "Aval",
    tagline: "To give one's aval is to accept, knowing what.",
    back: "Back",
    settings: "Settings",
    history: "History",
    home: "Home",
    skip: "Skip to content",
    starting: "Aval is opening…",
    offline: "Offline",
    retry: "Try again",
    sandbox: "Sandbox: fictional people and services.",
    simulated: (name) => `Simulated phone ${name}`,
    reference: (reference) => `Reference: ${reference}`,
    noStorage: "This browser keeps nothing",
    noStorageText:
      "Aval needs to keep a key here. Open this page outside private browsing, or in another browser.",
    fault: "Something broke on this phone",
    faultText: "Nothing was accepted. Close the app and open it again.",
    reload: "Open again",
  },
  trouble: {
    offline: "The network does not answer. Nothing is lost.",
    fault: "Something broke on this phone. Nothing was accepted.",
    unnamed: "The server answered without explaining. Nothing was accepted. Try again.",
    local: {
      phone_context_not_signed:
        "What arrived is not signed by Aval. Accept nothing and tell your establishment.",
      phone_context_unknown:
        "This request says something that this version cannot show. Close the app and open it again to update it.",
      phone_pin_proof: "The code check did not prove that it is Aval's. Nothing was accepted.",
      phone_not_a_frame: "This code is not a sign-in request.",
      phone_other_answer: "The server's answer is not the one expected. Look at your screen.",
    },
  },
  settings: {
    title: "Settings",
    language: "Language",
    languages: { fr: "Français", en: "English" },
    phone: "This phone",
    holder: "Holder",
    nationalId: "National identifier",
    stored: "What this phone keeps",
    remove: "Remove my access from this phone",
    second: "A second means",
    secondText: "For the day this phone is missing, add a second phone at the desk.",
    about: "About",
    aboutText:
      "Aval is free software. Your personal code is never sent: it is worth what the page that asks for it is worth. Always open Aval from your Home screen.",
    version: (version) => `Version ${version}`,
  },
  stored: {
    title: "What this phone keeps",
    lead: "Everything is in this browser's storage, on this phone. No cookie, no audience measurement.",
    things: [
      ["A signing key", "Pages can use it, never read it. Until this phone is removed."],
      [
        "A secret of 32 bytes",
        "It is mixed with your personal code and never leaves. Until removal.",
      ],
      [
        "The name of this enrolment, Aval's public key and that of the code check",
        "To recognise a false server. Until removal.",
      ],
      ["Your name and national identifier", "To show them. Until removal."],
      [
        "The last history received",
        "A hundred lines at most, to read it offline. Replaced at each opening, erased at removal.",
      ],
      ["The language chosen", "Until the browser's site data is erased."],
      ["The app's files", "To open offline. Replaced by each new version."],
    ],
    never:
      "Your personal code is kept nowhere, neither here nor with us. Nor are the camera's pictures.",
  },
  remove: {
    title: "Remove your access from this phone?",
    lead: "The key and the history are erased from here, at once. This phone can accept nothing any more.",
    back: "To add it again, you will have to go back to the desk.",
    server:
      "Your history stays with Aval. If you lost a phone, this one cannot block it remotely yet: go to an enrolment desk.",
    keep: "Keep my access",
    go: "Remove now",
    busy: "Erasing…",
  },
  when: {
    today: (time) => `today at ${time}`,
    yesterday: (time) => `yesterday at ${time}`,
    on: (date, time) => `on ${date} at ${time}`,
    dayToday: "Today",
    dayYesterday: "Yesterday",
  },
};
