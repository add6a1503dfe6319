import type { WorkstationMessages } from "./messages.fr.ts";

/** The page of a workstation, in English. */
export const workstationInEnglish: WorkstationMessages = {
  otherLanguage: "Français",
  help: "Help",
  newWindow: "(new window)",
  sandbox: "Sandbox",
  down: "The server does not answer. Trying again shortly.",
  opening: { heading: "The workstation's page is opening…" },
  offered: {
    heading: "Register this workstation",
    lead: "A registrar of your establishment comes here and reads this code with their scanner.",
    qr: "This workstation's code, which changes every second",
    steps: [
      "The registrar starts the registration and stands in front of this screen.",
      "They read this code, then sign with their key.",
      "This page says that it is done.",
    ],
    keep: "This code lasts three seconds. A photo or a message registers nothing.",
  },
  registered: {
    heading: "This workstation is registered",
    lead: (structure) => `For ${structure}.`,
    who: "It opens only for professionals whom the directory attaches to that establishment. Each scans with their own phone.",
    until: (day) => `Until ${day}.`,
    next: "Close this page and open the service you need.",
    leave: "Close your sessions before you leave it: tap “Change person”.",
  },
  denied: { heading: "This page cannot open", again: "Begin again", reference: "Reference" },
};
