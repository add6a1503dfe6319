import type { WipedMessages } from "./messages.fr.ts";

/** The page for a phone that forgot everything, in English. */
export const wipedInEnglish: WipedMessages = {
  otherLanguage: "Français",
  help: "Help",
  newWindow: "(new window)",
  sandbox: "Sandbox",
  down: "The server does not answer. Trying again shortly.",
  before: {
    heading: "My phone forgot everything",
    lead: "Aval was erased from your phone, or does not know you any more? Add it again from here.",
    needs: [
      "Take the same phone, with the key that was made on it before.",
      "This computer must be one of your confirmed places, yours alone.",
    ],
    warning: "Somebody on the telephone asks you to? It is a fraud: hang up.",
    go: "Show the code",
    otherwise: "Otherwise: your card, another phone of yours, or a desk.",
  },
  opening: { heading: "The code is coming…" },
  scan: {
    heading: "Scan this code with that phone",
    lead: "It then waits out its delay, and you are told.",
    qr: "Code to scan with the phone, which changes every second",
    steps: [
      "Open the phone's camera and point it at the code.",
      "Open the link, then tap “Show my key”.",
      "Give your finger, your face or the screen's code.",
    ],
    keep: "Show this code to nobody, send it to nobody.",
  },
  bound: {
    heading: "A phone has read the code",
    lead: "Go on there: it has its key left to show.",
    notYours: "Not yours? Stop it.",
  },
  proven: {
    heading: "Your phone waits out its delay",
    from: (when) => `You can activate it there from ${when}.`,
    full: "It will have the rights that it had before.",
    limited: "It will be a phone to confirm: a desk or your card gives it all its rights back.",
    told: "Your contacts are told. While it waits you can stop it.",
  },
  active: {
    heading: "Your phone is ready",
    full: "Close this page. Your computers and keys are to be confirmed again.",
    limited: "It is to be confirmed, at a desk or with your card. Nothing else has changed.",
  },
  over: { heading: "This page is over", lead: "Nothing was added. You can begin again." },
  stopped: { heading: "It is stopped", lead: "That phone will not get in." },
  stillUsed: {
    heading: "It is stopped: your phone is still in use",
    lead: "Aval still answers there, so it forgot nothing. Nothing was added.",
    advice: "Not you? Somebody may have your phone's account: change its password.",
  },
  denied: { heading: "This cannot be done from here", reference: "Reference" },
  stop: "Stop",
  again: "Begin again",
  desks: "Find a desk and its hours",
};
