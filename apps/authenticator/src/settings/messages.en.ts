import type { SettingsMessages } from "./messages.fr.ts";

/** Settings, and what every screen shares, in English. */
export const settingsInEnglish: SettingsMessages = {
  shell: {
    name: "Aval",
    tagline: "To give one's aval is to accept, knowing what.",
    back: "Back",
    help: "Help",
    newWindow: "(new window)",
    settings: "Settings",
    history: "History",
    home: "Home",
    skip: "Skip to content",
    starting: "Aval is opening…",
    offline: "Offline",
    retry: "Try again",
    sandbox: "Sandbox",
    sandboxText: "Sandbox: people and services are fictional.",
    simulated: (name) => `Simulated phone ${name}`,
    reference: "Reference for support:",
    noStorage: "This browser keeps nothing",
    noStorageText: "Aval needs to keep a key here. Open this page outside private browsing.",
    fault: "Something broke on this phone",
    faultText: "Nothing was accepted. Close the app and open it again.",
    reload: "Open again",
  },
  trouble: {
    offline: "The network does not answer. Nothing is lost.",
    fault: "Something broke on this phone. Nothing was accepted.",
    tooEarly: (when) => `This phone still waits. It can be activated ${when}.`,
    unnamed: "The server answered without explaining. Nothing was accepted. Try again.",
    local: {
      phone_context_not_signed:
        "What arrived is not signed by Aval. Accept nothing and tell your establishment.",
      phone_context_unknown: "This version cannot show that request. Close Aval and open it again.",
      phone_pin_proof:
        "The code check did not prove that it is Aval's. Nothing was accepted. Tell your establishment.",
      phone_not_a_frame: "This code is not a sign-in request. Scan the one on your screen.",
      phone_other_answer: "The server's answer is not the one expected. Look at your screen.",
      invalid_message:
        "This phone and Aval do not understand each other. Close Aval and open it again.",
      clock_skew: "This phone's clock is wrong. Set it to automatic, then try again.",
      replayed: "This message had already arrived. Nothing is lost. Try again.",
      unknown_device: "This phone is not recognised. It has to be added again.",
      device_not_active: "This phone is no longer active. It has to be added again.",
      pin_disabled: "Ten wrong codes disabled this phone. Go to an enrolment desk.",
      pin_unavailable: "The code check does not answer. Nothing is lost. Try again in a moment.",
      pin_already_set:
        "This phone already has a code. Start the enrolment again to choose another.",
      two_at_once:
        "Two computers were asking at the same time. Both requests are cancelled. Start again on yours.",
      digits_exhausted:
        "Too many tries with digits. Scan the code, or come back in fifteen minutes.",
      approval_not_found: "This request no longer exists. Start again from your screen.",
      already_decided: "This request already has its answer. Your history says which.",
      service_suspended:
        "This service is suspended: it signs nobody in for now. Your access is not at fault.",
      approval_cancelled: "This request is cancelled. Start again from your screen.",
      other_context:
        "What was signed is not what was shown. Nothing was accepted. Tell your establishment.",
      not_claimed: "This phone has not scanned that request. Scan your screen.",
      bad_signature: "This phone's signature is not valid. Go to an enrolment desk.",
      rights_denied:
        "This phone does not open this service from this computer. Ask the service's support.",
      call_lasts: "A call is announced: nothing opens but on your own places.",
      holder_stopped:
        "Your access is suspended. Call your Order or your establishment, on a number you know.",
      enrolment_not_found: "This enrolment no longer exists. Start again from this phone.",
      enrolment_not_ready: "This enrolment is not ready yet. Look again in a moment.",
      evidence_refused: "The two registrars could not sign for this person. Take two others.",
      unknown_professional: "This person is not in the directory. Check the identifier.",
      bell_not_possible: "It takes a confirmed workstation, and a phone with all its rights.",
      too_many: "Too many requests at once. Wait a moment, then try again.",
    },
  },
  settings: {
    title: "Settings",
    language: "Language",
    languages: { fr: "Français", en: "English" },
    phone: "This phone",
    wrong: "Is something wrong?",
    learn: "Learn",
    ways: "What gets in as you",
    holder: "Holder",
    nationalId: "National identifier",
    stored: "What this phone keeps",
    remove: "Remove my access from this phone",
    second: "A second means",
    secondText:
      "For the day this phone is missing: a second one, added by this one or at the desk, or a security key.",
    about: "About",
    aboutText:
      "Aval is free software. Your personal code is never sent. It is worth what the page that asks for it is worth. Always open Aval from your Home screen.",
    version: (version) => `Version ${version}`,
  },
  stored: {
    title: "What this phone keeps",
    lead: "Everything is in this browser, on this phone. No cookie, no audience measurement.",
    things: [
      ["A signing key", "Pages can use it, never read it. Until this phone is removed."],
      [
        "A secret of 32 bytes",
        "It is mixed with your personal code and never leaves. Until removal.",
      ],
      [
        "The name of this enrolment, and Aval's public keys",
        "To recognise a false server. Until removal.",
      ],
      ["Your name and national identifier", "To show them. Until removal."],
      [
        "The last history received",
        "A hundred lines at most, to read it offline. Replaced at each opening, erased at removal.",
      ],
      [
        "The workstation being added",
        "To go on if you close Aval. Ten minutes, erased on removal.",
      ],
      ["How far you are with getting to know Aval", "To go on. Until the end, erased on removal."],
      [
        "The address to ring at, if you allowed it",
        "Your browser keeps it and Aval knows it. Until you stop it, or until removal.",
      ],
      ["The language chosen", "Until the browser's site data is erased."],
      ["The app's files", "To open offline. Replaced by each new version."],
    ],
    never: "Your personal code is kept nowhere. Nor are the camera's pictures.",
  },
  remove: {
    title: "Remove your access from this phone?",
    lead: "The key and the history are erased from here, at once. This phone can accept nothing any more.",
    back: "To add it again, you will have to go back to the desk.",
    server:
      "Your history stays with Aval. Another phone is lost? Stop it in “My phones”, or on a computer in “My access”.",
    keep: "Keep my access",
    go: "Remove now",
    busy: "Erasing…",
  },
  when: {
    today: (time) => `today at ${time}`,
    yesterday: (time) => `yesterday at ${time}`,
    on: (date, time) => `on ${date} at ${time}`,
    dayToday: "Today",
    dayYesterday: "Yesterday",
  },
};
