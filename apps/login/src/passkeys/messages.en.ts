import type { KeyMessages } from "./messages.fr.ts";

/** The same in English. */
export const keysInEnglish: KeyMessages = {
  title: "Add a key",
  otherLanguage: "Français",
  help: "Help",
  newWindow: "(new window)",
  sandbox: "Sandbox",
  choose: {
    heading: "Add a key to your access",
    lead: "It opens your services without scanning. It is added on a place of yours that you confirmed.",
    name: "Name of the key, to recognise it",
    nameHint: "For example: key of the practice.",
    securityKey: "Add a security key",
    securityKeyText:
      "A small object to plug in or touch. Added on a place where your card was used, it opens everywhere.",
    computer: "Add a passkey to this computer",
    computerText: "It opens on a place of yours that only you use. Elsewhere, with your phone.",
    warning: "Somebody on the telephone asks you to add a key? It is a fraud.",
  },
  unable: {
    heading: "This browser cannot keep a key",
    lead: "Update it, or use another one.",
  },
  scan: {
    heading: "Scan with Aval to allow the key",
    steps: [
      "Open the Aval app on your phone.",
      'Tap "Scan to sign in", then point at the code shown here.',
      "Answer the question, then type your personal code on the phone.",
    ],
    qr: "Code to scan with Aval on your phone. It changes every second.",
    keep: "Show this code to nobody, send it to nobody.",
    waiting: "The code is coming…",
    valid: (time: string) => `Valid for ${time}`,
  },
  claimed: {
    heading: "Go on with your phone",
    lead: "This page waits for your answer.",
  },
  make: {
    heading: "Now create the key",
    lead: "Your browser will ask where to keep it, then for a code or a fingerprint.",
    go: "Create the key",
    making: "Follow what your browser asks…",
    notMade: "No key was added. Try again, or take another key.",
  },
  made: {
    heading: "The key is added. It waits for a day.",
    next: "You may close this tab and go back to the sign-in page.",
    list: "See my keys in My access",
    usable: (when: string) => `It opens nothing before: ${when}.`,
    told: "You are told wherever Aval can reach you. Each message lets you stop it.",
    hardware: "This key is held by hardware that is known: it will open everywhere.",
    unproven:
      "Away from your places, it needs the phone. To make it open everywhere: remove it, enter here with your card, add it again.",
    synced: "This key may be copied into an account. Away from your places, it needs the phone.",
    remove: "It is removed on your phone: Settings, then My keys. Or in My access.",
  },
  over: {
    refused: { heading: "Refused. No key is added.", lead: "Your phone says why." },
    expired: { heading: "Time is over. No key is added.", lead: "Nothing is lost." },
    cancelled: { heading: "Cancelled. No key is added.", lead: "Nothing is lost." },
    denied: {
      heading: "This key cannot be added like this",
      lead: "Your phone says why. A key is added on a place of yours. If others use it: a security key.",
    },
    again: "Start again",
  },
  problem: { heading: "The key cannot be added here", reference: "Reference for support:" },
  down: "The service does not answer. Nothing is lost: the page tries again by itself.",
  cancel: "Cancel",
};
