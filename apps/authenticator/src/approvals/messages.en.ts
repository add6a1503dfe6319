import type { ApprovalMessages } from "./messages.fr.ts";

/** The screens of a request, in English. */
export const approvalsInEnglish: ApprovalMessages = {
  scan: {
    title: "Scan the code on your screen",
    rule: "The code must be in front of you. Sent or shown from afar, it is fraud.",
    opening: "The camera is opening…",
    looking: "The camera is looking for a code.",
    lookingAtDisplay: "The shared screen is being looked at.",
    reading: "Code read. Your request is coming…",
    forbidden: "Allow the camera in the browser's settings, then come back.",
    absent: "Type the digits of your screen instead.",
    absentButDisplay: "Scan this screen, or type its digits.",
    inUse: "Another app holds the camera. Close it, then try again.",
    noDisplay: "Share the window that shows the code.",
    stale: "The codes read are too old. Scan the screen itself, never a photo.",
    again: "Open the camera",
    torchOn: "Turn the light on",
    torchOff: "Turn the light off",
    cannot: "I cannot scan",
    sent: "This code was sent to me",
    display: "Scan this screen",
    closed: {
      forbidden: "This page may not use the camera",
      absent: "No camera",
      in_use: "The camera is already in use",
      display: "No screen is shared",
    },
    viewfinder: "Camera picture",
    wrong: {
      damaged: "This is a code from Aval, but damaged. Aim straight at the screen.",
      web: "This is a web address. Aval does not open it.",
      wifi: "This is a Wi-Fi code. Aval does not use it.",
      contact: "This is a contact card. Aval does not use it.",
      telephone: "This is a telephone number. Do not call it.",
      mail: "This is an e-mail address. Aval writes to nobody.",
      passkey: "This is the code of a passkey. It is not from Aval.",
      payment: "This is a payment code. Aval pays nothing.",
      other: "This code is not a sign-in request.",
    },
  },
  digits: {
    title: "Type the digits shown on your screen",
    warning: "Dictated or sent by someone, these digits are a fraud.",
    dictated: "They were dictated to me",
    label: "Digits shown",
    hint: "6 digits, sometimes 8. They are in front of you, on the computer.",
    slip: "One digit does not fit the others. Look at them again. No try is lost.",
    scan: "Scan instead",
    go: "See the request",
    busy: "Looking for the request…",
    how: "On the computer, tap “Show digits to type”.",
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
      own_place: "One of your usual workstations",
      known_workstation: "Workstation known to your establishment",
    },
    asker: "Asked by",
    linked: {
      new: "New: you have not confirmed it yet",
      aged: "Confirmed by you",
    },
    ownSoftware: (name) => `Your software ${name}`,
    here: "This phone's own browser",
    ownPlace: (since) => `Your workstation, since ${since}`,
    newPlace: (since) => `Your new workstation, added on ${since}`,
    network: "Network",
    distance: {
      same_network: "Same network as this phone",
      other_network: "Other network than this phone",
      unknown: "Network not known",
    },
    transfer: {
      qr: "You scanned the code.",
      digits: "You typed the digits.",
      this_phone: "You come from the sign-in page, on this phone.",
      search: "You typed the two digits of your software.",
      practice: "You began this exercise.",
    },
    asked: "Time",
    ago: (seconds) =>
      seconds < 2
        ? "Asked just now"
        : seconds < 90
          ? `Asked ${seconds} seconds ago`
          : `Asked ${Math.round(seconds / 60)} minutes ago`,
    rights: "Opens",
    full: "Full access",
    fullText: "This service, and those that accept the same session.",
    reduced: "Reduced access",
    reducedText: (hours) =>
      `This service only, for ${hours === 1 ? "one hour" : `${hours} hours`}.`,
    reducedSoftwareText: (hours) =>
      `This software and the services that accept it, for ${hours === 1 ? "one hour" : `${hours} hours`}.`,
    reasons: "Remarks",
    call: {
      none: "Nobody from support is calling you.",
      open: "Aval is talking to you by telephone. No code, no digits, no card, no screen.",
    },
    notMe: "It is not me",
    go: "Continue",
    code: "Your personal code",
    codeHint: "6 digits. Nobody should hear or see it.",
    show: "Show",
    hide: "Hide",
    theCode: "the code",
    sixDigits: "Your code has 6 digits.",
    approving: "Your code is being checked…",
    refusing: "Your refusal is leaving…",
    left: (seconds) => {
      if (seconds <= 0) return "Time is over. Answer if your screen gives more time.";
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
    refused: "Refused. Nobody got in.",
    lead: "One answer, and we tell you what to do.",
    answerRefuses: "Your answer refuses the request. Nobody gets in.",
    notYet: "Your refusal has not arrived yet.",
    again: "Refuse",
    sending: "Your answer is on its way…",
    reasons: {
      not_me: "I asked for nothing",
      on_call: "Someone on the telephone asked me",
      mistake: "My mistake",
      other: "It was a colleague, or another of my devices",
    },
    back: "Go back to the request",
  },
  answered: {
    approved: "Accepted. Go back to your screen.",
    approvedText: (service) => `${service} is opening on your computer.`,
    notYou: "Nothing opens in front of you? Someone else may have got in.",
    notYouText: "Tell your establishment at once.",
    refused: "Refused. Nobody got in.",
    refusedText: {
      not_me:
        "You did the right thing: without your code, nobody gets in. If it happens again, refuse again or block your access.",
      on_call: "You did the right thing. Hang up.",
      mistake:
        "Noted: this refusal does not count against your access. Start again from your screen whenever you like.",
      other:
        "A colleague uses their own access, never your phone. On your other device, start again and scan it yourself.",
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
        "Another phone read the same request. It is not yours? Someone sees your screen: stop sharing it.",
      restarted: "The screen asked for a new code. Scan the one shown now.",
      replaced: "A newer request from the same computer replaces it.",
      page_cancelled: "It was cancelled on the computer's screen.",
      not_me_on_page: "Someone chose “It is not me” on the computer's screen.",
      rights_denied: "This phone does not open this service from this computer.",
      holder_stopped: "Your access is suspended.",
      call_lasts: "A call is announced: nothing opens but on your own places.",
      unknown: "The computer's screen says why. If you asked for nothing, do not start again.",
    },
    unknown: "We do not know whether your answer arrived.",
    unknownText: "Look at your computer's screen. Your history will tell once the network is back.",
    denied: "The request stops here. Nobody got in.",
  },
  screenShare: {
    title: "Does somebody see your screen now?",
    rule: "Whoever sees or steers your screen can finish in your place.",
    yes: "Yes, my screen is shared",
    no: "No, nobody sees my screen",
    calm: (seconds) =>
      `You said that somebody is guiding you. Wait ${seconds === 1 ? "1 second" : `${seconds} seconds`}.`,
  },
  danger: {
    dictated: ["Hang up now.", "This is fraud. Hang up.", "Stop everything and hang up."],
    sent: [
      "Do not scan this code.",
      "This is fraud. Scan nothing.",
      "Stop here: this code is not yours.",
    ],
    place: [
      "No workstation is added. Hang up.",
      "This is fraud. Hang up.",
      "Stop everything and hang up.",
    ],
    software: [
      "No software is added. Hang up.",
      "This is fraud. Hang up.",
      "Stop everything and hang up.",
    ],
    phone: [
      "No phone is added. Hang up.",
      "This is fraud. Hang up.",
      "Stop everything and hang up.",
    ],
    locum: [
      "Nobody is announced. Hang up.",
      "This is fraud. Hang up.",
      "Stop everything and hang up.",
    ],
    on_call: ["Refused. Hang up now.", "You refused. Hang up.", "Nobody got in. Hang up."],
    leads: [
      "Neither Aval, nor your Order, nor any support dictates a code.",
      "Real support needs no digits, no code and no scan.",
      "Whoever gives you a code to type wants to get in as you.",
    ],
    coaching: "If you are told to ignore this message, that is the fraud.",
    nothing: "Nothing was accepted.",
    noPlace: "No workstation was added. The session you accepted ends by itself, within an hour.",
    noSoftware: "No software was added.",
    noPhone: "No phone was added.",
    noLocum: "Nobody was announced at your workstation.",
    todo: "Now",
    steps: [
      "Hang up, or close the conversation.",
      "Type nothing and open no link you were sent.",
      "Stop any screen sharing.",
      "Call your establishment or your Order, on a number you already know.",
    ],
    calm: "For thirty seconds nothing new can be added.",
    fault: "It is not your fault.",
    done: {
      dictated: "I have hung up",
      sent: "I have closed that message",
      on_call: "I have hung up",
      place: "I have hung up",
      software: "I have hung up",
      phone: "I have hung up",
      locum: "I have hung up",
    },
    history: "See my history",
    check: "Check this call",
  },
  home: {
    title: "Your access is protected.",
    offline: "Offline: nothing can be accepted.",
    offlineText: "Without a network, treat every call as false.",
    last: (when, service) => `Last sign-in: ${when}, ${service}.`,
    never: "No sign-in with this phone yet.",
    unheard: "Last sign-in: not received yet.",
    scan: "Scan to sign in",
    digits: "I cannot scan",
    waiting: (service) => `A request waits for your answer: ${service}.`,
    answer: "Read the request",
    recent: "Latest events",
    first: "To sign in",
    none: "Nothing to show without the network.",
    all: "Whole history",
    call: "Someone is calling me",
    update: "A new version of Aval is ready.",
    updateNow: "Update Aval",
  },
  call: {
    title: "Hang up. Aval is not calling you.",
    lead: "No call from Aval is under way. Nobody from support is calling you.",
    offline: "Answer nothing for now.",
    offlineText: "No network: treat every call as false, and hang up.",
    done: "I have hung up",
  },
  history: {
    title: "Your history",
    empty: "Nothing yet. Your sign-ins and refusals will show here.",
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
      other: "a colleague or another device",
    },
    because: {
      two_at_once: "two computers at once",
      already_claimed: "read by two phones",
      restarted: "new code asked for on the screen",
      replaced: "replaced by a newer one",
      page_cancelled: "cancelled on the screen",
      not_me_on_page: "“It is not me” on the screen",
      rights_denied: "this phone does not open this service",
      holder_stopped: "access suspended",
      device_not_active: "its phone was stopped",
      call_lasts: "a call was announced",
    },
    colon: ":",
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
