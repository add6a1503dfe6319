import type { SessionMessages } from "./messages.fr.ts";

/** The holder's sessions, in English. */
export const sessionsInEnglish: SessionMessages = {
  sessions: {
    title: "Open sessions",
    lead: "Where you are signed in. You do not recognise a session? Close it.",
    loading: "The list is coming…",
    none: "No open session.",
    noneText: "You are signed in nowhere with Aval.",
    since: (when) => `Opened ${when}`,
    full: (until) => `Full access, until ${until} at the latest`,
    reduced: (until) => `Reduced access, until ${until} at the latest`,
    computer: "Computer not described",
    software: (name, machine) =>
      `Your software ${name}${machine ? `, on ${machine} (declared)` : ""}`,
    where: {
      own: "One of your workstations",
      workstation: "Your establishment's workstation",
      phone: "This phone",
      software: "One of your programs, without a browser",
      unknown: "A computer that is not one of your workstations",
    },
    close: "Close",
    closing: "Closing…",
    closeAll: (count) => `Close the ${count} sessions`,
    closedOne: "Done. This session opens nothing any more.",
    closedAll: (count) =>
      count === 1 ? "Done. The session is closed." : `Done. ${count} sessions closed.`,
    closedNone: "This session was closed already.",
    lately: "Closed in the last 24 hours",
    ended: (when) => `Closed ${when}`,
    because: {
      holder: "by you, from a phone",
      signed_out: "by signing out",
      other_person: "because another person signed in on that computer",
      refresh_token_replayed: "because a copy of this session was used elsewhere",
      clone_detected: "because two computers said they were the same",
      place_ended: "with the workstation that you removed",
      software_removed: "with the software that you removed",
      workstation_ended: "with the establishment's registration of that workstation",
      identity_provider_removed: "with your establishment's access, which was removed",
      locum_ended: "with the end of your replacement",
      stopped: "by a stop of your access",
    },
    otherwise: "by a rule of Aval",
    services: "Services",
    told: {
      closed: "Closed: the service confirmed it.",
      told: "Told: the service has not answered yet.",
      untold: "For you to tell: sign out at this service.",
    },
  },
};
