import type { freezeMessages as french } from "./messages.fr.ts";

export const freezeMessages: typeof french = {
  lead: "A freeze is lifted by two. Whoever froze does not sign.",
  find: "Look at a freeze",
  numberHint: "That of the frozen person, or their identifier in the case.",
  who: "Identifier",
  why: "Why",
  reasons: {
    known_victim: "A victim known before the first day",
    disowned: "The person said of a phone that it was not theirs",
    found: "An analyst froze them",
  },
  since: "Since",
  phone: "Phone added at the desk",
  phoneOf: (label, state, when) => `${label} (${state}), ${when}`,
  states: {
    evidenced: "shown",
    cooling: "waiting",
    ready: "ready to activate",
    active: "active",
    contested: "stopped",
    expired: "expired",
    refused: "refused",
  },
  none: "None",
  signatures: "Signatures",
  count: (count) => `${count} of 2`,
  mine: "You froze them: two other analysts lift it.",
  signed: "Your signature counts. Another one is needed, within the day.",
  check: "I have made sure with the person that they are out of danger.",
  sign: "Sign the lifting with my key",
  cleared: "The freeze is lifted. The person is told everywhere.",
  told: {
    signed: "Your signature is made. A second one is needed.",
    cleared: "The freeze is lifted.",
  },
};
