import type { OwnPhoneMessages } from "./messages.fr.ts";

/** The same in English. */
export const ownPhonesInEnglish: OwnPhoneMessages = {
  ownPhones: {
    title: "My phones",
    lead: "Those that sign in as you. You do not recognise one? Say so here.",
    loading: "The list is coming…",
    none: "No phone.",
    how: "A phone is added from the settings, or at the desk.",
    thisOne: "This phone",
    states: {
      active: "In service",
      suspended: "Stopped, opens nothing any more",
      disabled: "Closed after ten wrong codes",
      revoked: "Removed",
    },
    limited: "To be confirmed: it opens less than the others.",
    confirm: "Confirm this phone",
    added: (when: string) => `Added ${when}`,
    used: (when: string) => `Used ${when}`,
    acts: {
      rename: "Change its name",
      lost: "I have lost it",
      remove: "Remove this phone",
      disown: "This phone is not mine",
    },
    young: "A recent phone, or one to be confirmed, changes no older one. Blocking stays possible.",
    told: {
      rename: (name: string) => `"${name}" has another name.`,
      lost: (name: string) =>
        `"${name}" opens nothing any more. Its sessions and places are closed.`,
      remove: (name: string) => `"${name}" is removed. Its sessions and places are closed.`,
      disown: (name: string) => `"${name}" is stopped.`,
    },
    toldText: "Your other phones and your addresses are told.",
  },
  ownLost: {
    title: "Is this phone lost?",
    lead: "It will open nothing any more, at once.",
    will: [
      "The sessions that it opened close.",
      "The places, bells and keys that it added are removed.",
      "Found again, it is added anew: at the desk, or by another phone.",
    ],
    offline: "No network: nothing is stopped. Try again, or call your establishment.",
    keep: "Keep it in service",
    go: "Stop it now",
    busy: "Stopping…",
  },
  ownName: {
    title: "What is this phone called?",
    lead: "Only you read it.",
    field: "Its name",
    hint: 'For example: "The one at the surgery". Five digits at most, no address.',
    short: "This is no name: letters, and five digits at most.",
    go: "Continue",
  },
  ownCall: {
    title: "Are you on the telephone with somebody who asks for it?",
    lead: {
      remove: (name: string) => `You want to remove "${name}" for good.`,
      disown: (name: string) => `You say that "${name}" was never yours.`,
    },
    will: {
      remove: [
        "Its sessions close, its places are removed.",
        "It can no longer reopen your access.",
        "To add it again, everything must be done anew.",
      ],
      disown: [
        "This phone opens nothing any more.",
        "Your whole access is frozen: you do not get in either.",
        "Two authorised people look at the fraud, then reopen.",
      ],
    },
    rule: "Neither Aval, nor your Order, nor any support asks you to remove a phone.",
    yes: "Yes, I am being asked",
    no: "No, nobody asks me",
  },
  ownCode: {
    titles: {
      rename: "Your code changes its name",
      remove: "Your code removes it",
      disown: "Your code freezes your access",
    },
    leads: {
      rename: (name: string) => `It will be called "${name}".`,
      remove: (name: string) => `"${name}" will no longer be yours.`,
      disown: (name: string) => `"${name}" was not yours. Nothing opens before it was looked at.`,
    },
    keep: "Cancel, change nothing",
    go: { rename: "Change its name", remove: "Remove it", disown: "Freeze my access" },
    busy: "Your code is being checked…",
  },
};
