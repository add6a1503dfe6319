import type { MeansMessages } from "./messages.fr.ts";

/** The same in English. */
export const meansInEnglish: MeansMessages = {
  means: {
    title: "A second means",
    lead: "For the day this phone is missing: lost, broken or flat.",
    loading: "Looking at what you have…",
    only: "You have only this phone. If it is missing, the desk remains.",
    has: "You have a second means.",
    untold: "This phone is to be confirmed. Your other means are in “My access”.",
    onlyTitle: "This phone is your only way in.",
    onlyHome: "Prepare a second means, for the day it is missing.",
    prepare: "Prepare a second means",
    later: "Later, in 30 days",
    card: "Try your card",
    cardText:
      "On a computer with a reader: open “My access”, then “Try my card”. It takes a minute.",
    held: {
      card: "Your card: it has worked.",
      phone: "Another active phone.",
      key: "A security key that opens your services.",
    },
    phone: "Add another phone",
    phoneText: "It waits a day. With a security key it has all your rights after an hour.",
    keys: "See my keys",
    add: { security_key: "Add a security key", phone: "Add this phone's key" },
    addText: {
      security_key:
        "It will confirm a new phone, beside this one. To open your services, add it on the computer too.",
      phone:
        "Your fingerprint or screen code will confirm a new phone laid beside it. If this phone forgets everything, it brings it back.",
    },
    call: {
      title: "Are you on the telephone with somebody who asks for it?",
      lead: "You want to add a key to this phone.",
      rule: "Neither Aval, nor your Order, nor any support asks you to add a key.",
      yes: "Yes, I am being asked",
      no: "No, nobody asks me",
      busy: "One moment…",
    },
    make: {
      title: {
        security_key: "Hold out your security key",
        phone: "Your fingerprint, on this phone",
      },
      lead: {
        security_key: "Hold it near or plug it in. The phone asks for its code, then a touch.",
        phone: "The phone asks for your fingerprint or its screen code.",
      },
      go: "Create the key",
      busy: "The phone waits for the key…",
      none: "No key was created. Start again, or take another key.",
      cancel: "Cancel, add nothing",
    },
    code: {
      title: "Type your code to keep this key",
      lead: "All your phones and addresses are told. It serves nothing for a day.",
      keep: "Do not keep it",
      go: "Keep this key",
      busy: "Your code is being checked…",
    },
    added: {
      title: "The key is added. It waits a day.",
      hardware: "Recognised hardware holds it: it will confirm a new phone.",
      synced: "It can be copied into an account: it will not confirm a new phone.",
      from: (when: string) => `It can serve ${when}.`,
    },
  },
  withKey: {
    title: "Do you have a security key?",
    text: "Use it before the words are typed: this phone will have all your rights, after an hour.",
    go: "Use my security key",
    busy: "The phone waits for the key…",
    none: "The key did not answer. Start again, or go on without it.",
    used: "Your key is recognised. Now type the words on the old phone.",
    first: "A security key? Use it first, on the other phone.",
    coming: "The other phone waits an hour",
    limits: "It will have all your rights, as this one.",
  },
};
