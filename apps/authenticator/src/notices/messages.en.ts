import type { NoticeMessages } from "./messages.fr.ts";

/** The same in English. */
export const noticesInEnglish: NoticeMessages = {
  notices: {
    title: "My notices",
    lead: "What Aval wrote to you, at all your addresses.",
    loading: "Your notices are coming…",
    none: "No notice yet.",
    events: {
      phone_added: "A phone was added",
      phone_suspended: "A phone was suspended",
      place_made: "A workstation was added",
      software_added: "Software was added",
      passkey_added: "A passkey was added",
      locum_announced: "A locum was announced at your workstation",
      announced_as_locum: "You were announced as a locum",
      session_elsewhere: "Somebody signed in away from your workstations",
      paused: "Your access is paused",
      blocked: "Your access was blocked",
      reopened: "Your access was reopened",
    },
    other: "Something concerns your access",
    not: "You did not do one of these things? Block your access, then tell your Order.",
  },
};
