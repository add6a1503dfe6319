import type { PasskeyMessages } from "./messages.fr.ts";

/** The same in English. */
export const passkeysInEnglish: PasskeyMessages = {
  passkeys: {
    title: "My keys",
    lead: "A key is carried, or stays in a device. Each says what it opens. You do not recognise one? Remove it.",
    loading: "The list is coming…",
    none: "No key yet.",
    how: "A key is added on the computer, from the sign-in page.",
    kind: {
      hardware: "Security key, which you carry",
      hardwareComputer: "Passkey of a computer, which it never leaves",
      carried: "Security key of a model unknown here",
      synced: "Passkey of a computer, which may be copied into an account",
      phone: "Passkey of a phone",
    },
    opens: {
      hardware: "Opens all your services, everywhere, without scanning.",
      synced:
        "Opens alone on places of yours that only you use. Elsewhere this phone is needed too.",
      phone: "Opens no service: confirms a new phone, beside this one.",
      phoneSynced: "Can be copied into an account: confirms no phone.",
    },
    made: (when: string) => `Added ${when}`,
    used: (when: string) => `Used ${when}`,
    never: "Not used yet",
    waits: (when: string) => `Opens nothing before: ${when}`,
    asleep: "Asleep: at its next use this phone is asked for too.",
    remove: "Remove",
    removing: "Removing…",
    removed: (name: string) => `The key "${name}" is removed.`,
    removedText: "It opens nothing more, and the sessions it had opened are closed.",
  },
  passkeyAdd: {
    title: {
      computer: "Add a passkey to this computer?",
      security_key: "Add a security key?",
    },
    lead: "It will be able to sign in as you. It opens nothing for a day.",
    gives: "Adds",
    key: { computer: "A passkey, on this computer", security_key: "A security key" },
    keyText: 'You remove it whenever you want, here, in "My keys".',
    callTitle: "Are you on the telephone with somebody who asks for it?",
    callLead: "You want to add a key to your access.",
    callRule: "Neither Aval, nor your Order, nor any support asks you to add a key.",
    yes: "Yes, I am being asked",
    no: "No, nobody asks me",
    approved: "Accepted. Create the key on the computer.",
    approvedText: "You will be told when it is added. It opens nothing for a day.",
    history: "Adding a key",
  },
};
