import type { OnboardingMessages } from "./messages.fr.ts";

/** The same in English. */
export const onboardingInEnglish: OnboardingMessages = {
  onboarding: {
    title: "Get to know Aval",
    begin: "Get to know Aval",
    beginText: "Five minutes at most, which you may stop at any time.",
    resume: (step, steps) => `Getting to know Aval: step ${step} of ${steps}.`,
    goOn: "Go on",
    never: "Do not offer it again",
    step: (step, steps) => `Step ${step} of ${steps}`,
    next: "Continue",
    later: "Later",
    notices: {
      title: "Be told at once",
      lead: "A new phone, a new workstation: Aval writes to you. You stop it with one tap.",
      rule: "A notification never makes you accept. It opens Aval, no more.",
      allow: "Receive notifications",
      busy: "The phone asks…",
      allowed: "This phone receives the notices.",
      without: "Without them, Aval still writes to you by e-mail.",
    },
    request: {
      title: "What a request looks like",
      lead: "It says which service, which computer, at what time, and what it opens.",
      rule: "You asked for nothing? Refuse, without a code.",
    },
    nobody: {
      title: "What nobody will ask of you",
      lead: "Neither Aval, nor your Order, nor any support.",
      things: [
        "Your personal code.",
        "Digits or words to read out or to type for them.",
        "To scan a code received in a message.",
        "To accept a request during a call.",
        "To share your screen or install an application.",
        "Your card in a reader while they talk.",
      ],
      act: "Somebody asks? Hang up. “Someone is calling me” says whether Aval is talking to you.",
    },
    second: {
      title: "A second means, for the day your phone is missing",
      lead: "Prepare it now: on that day it would have to wait.",
      ways: [
        "Your card: try it in a reader, from “My access”.",
        "A second phone, added with this one.",
        "A security key, added from your workstation.",
      ],
      add: "Prepare a second means",
    },
    check: {
      title: (question, of) => `Question ${question} of ${of}`,
      lead: "No score is kept.",
      right: "That is it.",
      wrong: "Careful.",
      questions: [
        {
          ask: "Somebody calls: “This is support, scan this code.” What do you do?",
          answers: ["I hang up", "I scan it, since it is support"],
          because: "Support makes nobody scan. Whoever asks wants to get in instead of you.",
        },
        {
          ask: "A request appears. You asked for nothing. What do you do?",
          answers: ["I wait until it goes away", "I tap “It is not me”"],
          because: "Refusing shuts the door and tells Aval. Waiting lets the fraudster try again.",
        },
        {
          ask: "A colleague lost their card. They want to get in with your phone.",
          answers: ["I accept: I know them", "I refuse: they have their own access"],
          because: "What they do will carry your name. A desk equips them the same day.",
        },
      ],
    },
    end: {
      title: "You know what matters",
      lead: "You can practise again, in “Settings”.",
      go: "Start using Aval",
    },
  },
};
