import type { ApprovalMessages } from "./messages.fr.ts";

/** The screens of a request, in English. */
export const approvalsInEnglish: ApprovalMessages = {
  scan: {
    title: "Scan the code on your screen",
    rule: "The code must be in front of you. If someone sent it or shows it from afar, it is fraud.",
    opening: "The camera is opening…",
    looking: "The camera is looking for a code.",
    lookingAtDisplay: "The shared screen is being looked at.",
    reading: "Code read. Your request is coming…",
    forbidden:
      "This page may not use the camera. Allow it in the browser's settings, or type the digits.",
    absent: "There is no camera here. Type the digits shown on your screen.",
    absentButDisplay: "No camera here: scan this screen, or type the digits.",
    inUse: "Another app holds the camera. Close it, then try again.",
    noDisplay: "No screen is shared.",
    stale: "The codes read are too old. Scan the screen itself, never a photo.",
    again: "Open the camera",
    torchOn: "Turn the light on",
    torchOff: "Turn the light off",
    cannot: "I cannot scan",
    sent: "This code was sent to me",
    display: "Scan this screen",
    displayHint: "Sandbox: share the window that shows the code.",
    viewfinder: "Camera picture",
    wrong: {
      damaged:
        "This code is from Aval but damaged. Hold the phone straight in front of the screen.",
      web: "This is a web address. Aval does not open it.",
      wifi: "This is a Wi-Fi code. Aval does not use it.",
      contact: "This is a contact card. Aval does not use it.",
      telephone: "This is a telephone number. Aval calls nobody.",
      mail: "This is an e-mail address. Aval writes to nobody.",
      passkey: "This is the code of a passkey. It is not from Aval.",
      payment: "This is a payment code. Aval pays nothing.",
      other: "This code is not a sign-in request.",
    },
  },
  digits: {
    title: "Type the digits shown on your screen",
    warning:
      "These digits must be in front of you, on the screen where you sign in. If someone dictates or sends them to you, it is fraud.",
    dictated: "They were dictated to me",
    label: "Digits shown",
    hint: "6 digits, sometimes 8.",
    slip: "One digit does not fit the others. Look at them again. No try is lost.",
    go: "See the request",
    busy: "Looking for the request…",
    how: "On the sign-in screen, tap “Show digits to type”.",
  },
  question: {
    title: (service) => `Do you want to enter ${service}?`,
    holder: "You",
    number: (number) => `Registered service no. ${number}`,
    software: "Software",
    browser: "Computer",
    declared: "declared",
    declaredHint: "“declared”: said by the computer itself, without proof.",
    standing: {
      unknown: "Computer unknown to Aval",
      own_place: "One of your own places",
      known_workstation: "Workstation known to your establishment",
    },
    network: "Network",
    distance: {
      same_network: "Same network as this phone",
      other_network: "Other network than this phone",
      unknown: "Network not known",
    },
    transfer: { qr: "code scanned", digits: "digits typed" },
    asked: "Time",
    ago: (seconds) =>
      seconds < 2
        ? "Asked just now"
        : seconds < 90
          ? `Asked ${seconds} seconds ago`
          : `Asked ${Math.round(seconds / 60)} minutes ago`,
    rights: "Opens",
    full: "Full access",
    reduced: (hours) =>
      `Reduced access: this service only, for ${hours === 1 ? "one hour" : `${hours} hours`}`,
    reasons: "Remarks",
    call: {
      none: "Nobody from support is calling you.",
      open: "Aval is talking to you on the telephone. Give no code, no digits, no card, no screen.",
    },
    notMe: "It is not me",
    go: "Continue",
    code: "Your personal code",
    codeHint: "Nobody should hear or see it.",
    show: "Show",
    hide: "Hide",
    theCode: "the code",
    sixDigits: "Your code has 6 digits.",
    approving: "Your code is being checked…",
    refusing: "Your refusal is leaving…",
    left: (seconds) => {
      if (seconds <= 0) return "Time is over. Answer if your screen gave more time.";
      const minutes = Math.floor(seconds / 60);
      const rest = seconds % 60;
      const inMinutes = minutes === 0 ? "" : minutes === 1 ? "1 minute" : `${minutes} minutes`;
      const inSeconds = rest === 0 ? "" : rest === 1 ? "1 second" : `${rest} seconds`;
      return `${[inMinutes, inSeconds].filter(Boolean).join(" and ")} left.`;
    },
    wrong: "Wrong code.",
    triesLeft: (tries) =>
      tries === 0 ? "No try left." : tries === 1 ? "1 try left." : `${tries} tries left.`,
    wait: (seconds) =>
      `Too many wrong codes in a row. Wait ${durationInEnglish(seconds)}, then type your code.`,
    waitTooLong: "This request will end before. You can start again afterwards.",
    nothingLost: "The network does not answer. Nothing is lost: the request stays here.",
  },
  why: {
    title: "What happened?",
    lead: "Your answer refuses the request. Nobody gets in.",
    reasons: {
      not_me: "I asked for nothing",
      on_call: "Someone on the telephone asked me",
      mistake: "My mistake",
      other: "Something else",
    },
    back: "Go back to the request",
  },
  answered: {
    approved: "Accepted. Go back to your screen.",
    approvedText: (service) => `${service} is opening on your computer.`,
    reducedText: "This access is reduced: this service only, and it closes by itself.",
    notYou:
      "If nothing changes on your screen, someone else may have got in: tell your establishment.",
    refused: "Refused. Nobody got in.",
    refusedText: {
      not_me:
        "You did the right thing. Your refusal is kept with the time and the computer. If it happens again, refuse again.",
      on_call: "You did the right thing. Hang up.",
      mistake: "You can start again from your screen whenever you like.",
      other: "Your refusal is kept with the time. You can start again from your screen.",
    },
    home: "Go back home",
    scanAgain: "Scan again",
  },
  ended: {
    expired: "The request has expired. Nothing is lost.",
    expiredText: "Nobody got in. Start again from your screen.",
    cancelled: "The request is cancelled. Nobody got in.",
    cancelledText: {
      two_at_once:
        "Two computers were asking at the same time. Both requests are cancelled. Start again on yours only.",
      already_claimed:
        "Another phone read the same request. If it is not yours, someone sees your screen: stop sharing it.",
      restarted: "The screen asked for a new code. Scan the one shown now.",
      replaced: "A newer request from the same computer replaces it.",
      page_cancelled: "It was cancelled on the computer's screen.",
      not_me_on_page: "Someone chose “It is not me” on the computer's screen.",
      unknown: "The computer's screen says why. If you asked for nothing, do not start again.",
    },
    unknown: "We do not know whether your answer arrived.",
    unknownText:
      "Look at your computer's screen. Your history will tell too, once the network is back.",
    denied: "The request cannot go on. Nobody got in.",
  },
  danger: {
    dictated: ["Hang up now.", "This is fraud. Hang up.", "Stop everything and hang up."],
    sent: [
      "Do not scan this code.",
      "This is fraud. Scan nothing.",
      "Stop here: this code is not yours.",
    ],
    on_call: ["Refused. Hang up now.", "You refused. Hang up.", "Nobody got in. Hang up."],
    leads: [
      "Nobody from Aval, your Order or any support gives you digits or a code to type.",
      "Real support needs no digits, no code and no scan.",
      "Whoever gives you a code to type wants to get in as you.",
    ],
    coaching: "If you are told to ignore this message, that is the fraud.",
    nothing: "Nothing was accepted.",
    todo: "Now",
    steps: [
      "Hang up, or close the conversation.",
      "Type nothing and open no link you were sent.",
      "Stop any screen sharing.",
      "Tell your establishment or your Order, on a number you already know.",
    ],
    fault: "It is not your fault.",
    done: {
      dictated: "I have hung up",
      sent: "I have closed that message",
      on_call: "I have hung up",
    },
    history: "See my history",
  },
  home: {
    title: "Your access is protected.",
    offline: "Offline: nothing can be accepted.",
    offlineText: "Without a network, treat every call as false.",
    last: (when, service) => `Last sign-in: ${when}, ${service}.`,
    never: "No sign-in with this phone yet.",
    scan: "Scan to sign in",
    digits: "I cannot scan",
    waiting: (service) => `A request waits for your answer: ${service}`,
    answer: "Read the request",
    recent: "Latest events",
    none: "Nothing yet. Your sign-ins and refusals will show here.",
    all: "Whole history",
    call: "Nobody from support is calling you. If someone claims to, hang up.",
  },
  history: {
    title: "Your history",
    empty: "Nothing yet.",
    asOf: (when) => `Offline. History as it was ${when}.`,
    loading: "The history is coming…",
    states: {
      shown: "Waiting",
      claimed: "Waiting for your answer",
      approved: "Accepted",
      spent: "Accepted, session opened",
      refused: "Refused",
      expired: "Expired, nobody got in",
      cancelled: "Cancelled, nobody got in",
    },
    reasons: {
      not_me: "you had asked for nothing",
      on_call: "someone asked for it on the telephone",
      mistake: "your mistake",
      other: "another reason",
    },
    reduced: "reduced access",
    unknownService: "Service not stated",
  },
};

function durationInEnglish(seconds: number): string {
  if (seconds < 60) return `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return minutes === 1 ? "1 minute" : `${minutes} minutes`;
  const hours = Math.ceil(minutes / 60);
  return hours === 1 ? "1 hour" : `${hours} hours`;
}
