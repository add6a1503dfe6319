import type * as bells from "./bells.ts";
import type * as enrolment from "./enrolment.ts";
import type * as enrolmentPlace from "./enrolment-place.ts";
import type * as drills from "./drills.ts";
import type * as letters from "./letters.ts";
import type * as messages from "./messages.ts";
import type * as ownContacts from "./own-contacts.ts";
import type * as ownPhones from "./own-phones.ts";
import type * as passkeys from "./passkeys.ts";
import type * as phoneKeys from "./phone-keys.ts";
import type * as strict from "./strict-software.ts";
import type * as support from "./support.ts";
import type * as wallet from "./wallet.ts";
import type * as workstations from "./workstation.ts";

/**
 * Leak classes: how laws 1 to 4 are made checkable. What a person can see, receive, say or hold is declared here once, with the
 * weakest way it can leak, in both directions, and what it may do; then every field of every signed message says which of
 * these it carries. A new message does not compile before it has said so.
 *
 * Who gains if a row is wrong: whoever could get, or give, by telephone or in a picture what opens something.
 * Source: DESIGN section 2, *Leak classes*; facts/attacks-and-properties 2.1.
 */
export const leakClasses = ["L0", "L1", "L2", "L3", "L4", "L5"] as const;
/**
 * The weakest way something leaks. `L0`: it is public. `L1`: reading it aloud. `L2`: forwarding it once. `L3`: a live relay while it
 * lasts. `L4`: remote control of the holder's own device. `L5`: only by being there or holding the thing.
 */
export type LeakClass = (typeof leakClasses)[number];

/**
 * `name`: says who or what is meant, and proves nothing. `shown`: is shown as somebody's own word, and decides nothing. `stop`: ends
 * or silences. `propose`: brings what opens nothing until somebody else has confirmed it, where both are. `enable`: with it something
 * opens. `stays`: never leaves its phone, so that no message carries it.
 */
export type May = "name" | "shown" | "stop" | "propose" | "enable" | "stays";

export type Artefact = {
  /** How it can get from its holder to somebody else. */
  readonly outwards: LeakClass;
  /** How somebody else's can get to the holder. */
  readonly inwards: LeakClass;
  readonly may: May;
  /** Enables although it leaks at L2 or below: what bounds that, of DESIGN section 11. Nothing else may. */
  readonly bound?: "R1" | "R7" | "R11" | "R12";
  /** How it looks in a text, for the test that no message that is sent holds one. */
  readonly looks?: RegExp;
};

export const artefacts = {
  /** Where somebody is told: it proves nothing, and a new one is relied on by nothing for thirty days. */
  contact_value: { outwards: "L1", inwards: "L1", may: "name" },
  national_id: { outwards: "L0", inwards: "L0", may: "name" },
  /** A service or a program, by its `client_id`; an establishment, by the directory's id. */
  registered_name: { outwards: "L0", inwards: "L0", may: "name" },
  /** What a phone, a computer or a key is called, by whoever holds it. Shown as declared, asked of nobody. */
  label: { outwards: "L1", inwards: "L1", may: "shown" },
  /** Beside an agent's question whether one is on the line: both see them, and they decide nothing. */
  two_words: { outwards: "L1", inwards: "L1", may: "shown" },
  /** The screen's digits, typed into the phone: six, eight when many are live. */
  six_digits: {
    ...{ outwards: "L1", inwards: "L1", may: "enable", bound: "R1" },
    looks: /(?<!\d)\d{3}[ \u00a0\u202f]?\d{3}(?:\d{2})?(?!\d)/,
  },
  /** Plain software's own, typed under *Chercher une demande*. */
  two_digits: { outwards: "L1", inwards: "L1", may: "enable", bound: "R7" },
  /** One second of an animated QR, of a sign-in page or of a page that adds a key. */
  frame: { outwards: "L3", inwards: "L3", may: "enable", looks: /AVAL1\./ },
  /** The same, of an installation of strict software that its holder is to link. */
  link_frame: { outwards: "L3", inwards: "L3", may: "enable", looks: /AVALL1\./ },
  /** The same, of a page of ours that waits for a new phone: in an address of our own. */
  binding: { outwards: "L3", inwards: "L3", may: "enable", looks: /\/enrol#b=/ },
  /** What a posted letter's QR says: worth something to the one installation that asked for the letter. */
  letter: {
    ...{ outwards: "L2", inwards: "L2", may: "enable", bound: "R12" },
    looks: /\/enrol#l=/,
  },
  /** The same, of a browser that is to become a workstation. A registrar takes it, in front of the screen. */
  workstation_frame: { outwards: "L3", inwards: "L3", may: "enable", looks: /AVALP1\./ },
  /** What the new phone shows and the old one is told: a check beside the binding, which alone binds. */
  four_words: { outwards: "L1", inwards: "L1", may: "enable", bound: "R11" },
  /** The personal code. It leaves no phone: what is sent is a blinded element, which no person ever sees. */
  personal_code: { outwards: "L1", inwards: "L1", may: "stays" },
  /** What a sign-in page and this phone's authenticator hand each other by forms: in no address, on no screen, seconds long. */
  pass: { outwards: "L4", inwards: "L4", may: "enable", looks: /AVALH/ },
  /** A link of a message that tells of something. */
  stop_link: { outwards: "L2", inwards: "L2", may: "stop", looks: /\/arreter\// },
  /** The link by which a member of staff proposes a key: forwarded once, it proposes another's. */
  invitation: { outwards: "L2", inwards: "L2", may: "propose", looks: /\/inscription#/ },
  /** What the key that it brought is known by, read out in one room: for another operator's key to let in. */
  staff_words: { outwards: "L1", inwards: "L1", may: "propose" },
  /** A signature of a card, of a key in hardware, or of the phone itself, over what was asked there. */
  held_key: { outwards: "L5", inwards: "L5", may: "enable", looks: /eyJ[\w-]{20,}/ },
  /**
   * What a card's page, an establishment's provider or a wallet sends its browser back with: once, for that browser's key, or
   * within a minute where it only lets read. */
  returned: { outwards: "L3", inwards: "L3", may: "enable" },
} as const satisfies Readonly<Record<string, Artefact>>;
export type ArtefactName = keyof typeof artefacts;

/**
 * What a field carries: an artefact, or nothing that a person has. `machine`: made and read by programs (an id, a digest, a time, a
 * public key), which opens nothing by itself. `choice`: which button was pressed.
 */
export type Carries = ArtefactName | "machine" | "choice";

/**
 * What a message does where it is accepted. `asks`: it reads, or it only looks. `proposes`: what it brings opens nothing before
 * somebody else has confirmed it.
 */
export type Does = "enables" | "stops" | "proposes" | "asks";

/** Every message that is signed, by the name of its purpose; not what the server signs for phones to read. */
type Signed = {
  enrol: messages.EnrolMessage;
  enrolmentStatus: messages.EnrolmentStatusMessage;
  enrolmentAsk: enrolment.EnrolmentAskMessage;
  enrolmentOpen: enrolment.EnrolmentOpenMessage;
  enrolmentPage: enrolment.EnrolmentPageMessage;
  enrolmentWords: enrolment.EnrolmentWordsMessage;
  enrolments: enrolment.EnrolmentsMessage;
  enrolmentStop: enrolment.EnrolmentStopMessage;
  enrolmentAgain: enrolment.EnrolmentAgainMessage;
  enrolmentMeanwhile: enrolment.EnrolmentMeanwhileMessage;
  enrolmentMineAsk: enrolment.EnrolmentMineAskMessage;
  enrolmentMine: enrolment.EnrolmentMineMessage;
  raiseAsk: enrolment.RaiseAskMessage;
  raiseStatus: enrolment.RaiseStatusMessage;
  raise: enrolment.RaiseMessage;
  enrolmentPlace: enrolmentPlace.EnrolmentPlaceMessage;
  enrolmentKeyAsk: phoneKeys.EnrolmentKeyAskMessage;
  enrolmentKey: phoneKeys.EnrolmentKeyMessage;
  enrolmentEid: letters.EnrolmentEidMessage;
  enrolmentLetter: letters.EnrolmentLetterMessage;
  enrolmentWallet: wallet.EnrolmentWalletMessage;
  enrolmentWalletReturn: wallet.EnrolmentWalletReturnMessage;
  registrar: messages.RegistrarMessage;
  pinRegister: messages.PinRegisterMessage;
  pinCommit: messages.PinCommitMessage;
  pinEvaluate: messages.PinEvaluateMessage;
  activate: messages.ActivateMessage;
  claim: messages.ClaimMessage;
  claimDigits: messages.ClaimDigitsMessage;
  claimHere: messages.ClaimHereMessage;
  comeBack: messages.ComeBackMessage;
  practice: messages.PracticeMessage;
  pending: messages.PendingMessage;
  history: messages.HistoryMessage;
  events: messages.EventsMessage;
  disown: messages.DisownMessage;
  sessions: messages.SessionsMessage;
  sessionClose: messages.SessionCloseMessage;
  decision: messages.DecisionMessage;
  refusalReason: messages.RefusalReasonMessage;
  block: messages.BlockMessage;
  cardLost: messages.CardLostMessage;
  passkeys: passkeys.PasskeysMessage;
  passkeyEnd: passkeys.PasskeyEndMessage;
  passkeyPage: passkeys.PasskeyPageMessage;
  phoneKeyBegin: phoneKeys.PhoneKeyBeginMessage;
  phoneKeyAdd: phoneKeys.PhoneKeyAddMessage;
  ownContacts: ownContacts.OwnContactsMessage;
  ownContactsRight: ownContacts.OwnContactsRightMessage;
  ownContactAsk: ownContacts.OwnContactAskMessage;
  ownContactChange: ownContacts.OwnContactChangeMessage;
  ownContactStop: ownContacts.OwnContactStopMessage;
  phones: ownPhones.PhonesMessage;
  phoneLost: ownPhones.PhoneLostMessage;
  phoneRename: ownPhones.PhoneRenameMessage;
  phoneRemove: ownPhones.PhoneRemoveMessage;
  phoneDisown: ownPhones.PhoneDisownMessage;
  pinRenew: ownPhones.PinRenewMessage;
  codeChange: ownPhones.CodeChangeMessage;
  stops: messages.StopsMessage;
  lift: messages.LiftMessage;
  reopen: messages.ReopenMessage;
  registrarReopen: messages.RegistrarReopenMessage;
  browser: messages.BrowserMessage;
  places: messages.PlacesMessage;
  placeOffer: messages.PlaceOfferMessage;
  placeMake: messages.PlaceMakeMessage;
  placeConfirm: messages.PlaceConfirmMessage;
  placeEnd: messages.PlaceEndMessage;
  software: messages.SoftwareMessage;
  softwareAdd: messages.SoftwareAddMessage;
  softwareRemove: messages.SoftwareRemoveMessage;
  search: messages.SearchMessage;
  installationLink: strict.InstallationLinkMessage;
  installationConfirm: strict.InstallationConfirmMessage;
  installationStop: strict.InstallationStopMessage;
  bells: bells.BellsMessage;
  bellSet: bells.BellSetMessage;
  bellEnd: bells.BellEndMessage;
  rings: bells.RingsMessage;
  ringRefuse: bells.RingRefuseMessage;
  pushState: bells.PushStateMessage;
  pushSubscribe: bells.PushSubscribeMessage;
  pushUnsubscribe: bells.PushUnsubscribeMessage;
  pushTest: bells.PushTestMessage;
  quietHours: bells.QuietHoursMessage;
  notices: bells.NoticesMessage;
  locumFind: messages.LocumFindMessage;
  locumAnnounce: messages.LocumAnnounceMessage;
  locumEnd: messages.LocumEndMessage;
  workstationAsk: workstations.WorkstationAskMessage;
  workstation: workstations.WorkstationMessage;
  callAsk: support.CallAskMessage;
  callReport: support.CallReportMessage;
  callFacts: support.CallFactsMessage;
  drillAsk: drills.DrillAskMessage;
  drillEnd: drills.DrillEndMessage;
  callbackAsk: support.CallbackAskMessage;
  callbackWithdraw: support.CallbackWithdrawMessage;
  callerCheck: support.CallerCheckMessage;
};
/** What the server's own keys sign, for phones and verifiers to read. */
type ByServer = "context" | "key" | "bundle" | "callStatus" | "drill";
type SignedName = Exclude<keyof typeof messages.purposes, ByServer>;
/** In every message, and of no use to a person: its purpose, its time, its number, and which phone says it. */
type Common = "v" | "iat" | "jti" | "device";

type Row<Name extends SignedName> = {
  readonly does: Does;
  readonly carries: {
    readonly [Field in Exclude<keyof Signed[Name], Common>]-?: Carries;
  };
};

/**
 * What each signed message does, and what each of its fields carries. The signature itself is by a key that its phone or browser
 * keeps: the holder's acts on their own phone are what L4 and above can make, and are not written again in each row.
 */
export const signedMessages: { readonly [Name in SignedName]: Row<Name> } = {
  enrol: { does: "enables", carries: { ik: "machine", label: "label", binding: "binding" } },
  enrolmentStatus: { does: "asks", carries: { enrolment: "machine" } },
  enrolmentAsk: { does: "enables", carries: { onCall: "choice" } },
  enrolmentOpen: {
    does: "enables",
    carries: { page: "machine", onCall: "choice", evaluation: "machine" },
  },
  enrolmentPage: { does: "asks", carries: { page: "machine" } },
  enrolmentWords: { does: "enables", carries: { page: "machine", words: "four_words" } },
  enrolments: { does: "asks", carries: {} },
  enrolmentStop: { does: "stops", carries: { enrolment: "machine" } },
  enrolmentAgain: { does: "enables", carries: { enrolment: "machine", binding: "binding" } },
  enrolmentMeanwhile: {
    does: "enables",
    carries: { enrolment: "machine", keyId: "machine", uk: "machine", evaluation: "machine" },
  },
  enrolmentMineAsk: { does: "enables", carries: { enrolment: "machine", onCall: "choice" } },
  enrolmentMine: {
    does: "enables",
    carries: { enrolment: "machine", onCall: "choice", evaluation: "machine" },
  },
  raiseAsk: { does: "enables", carries: { binding: "binding" } },
  raiseStatus: { does: "asks", carries: {} },
  raise: { does: "enables", carries: { enrolment: "machine", evaluation: "machine" } },
  enrolmentPlace: {
    does: "asks",
    carries: { bk: "machine", act: "choice", page: "machine", ratchet: "machine" },
  },
  enrolmentKeyAsk: { does: "asks", carries: { enrolment: "machine" } },
  enrolmentKey: { does: "enables", carries: { enrolment: "machine", assertion: "held_key" } },
  enrolmentEid: { does: "enables", carries: { enrolment: "machine", nationalId: "national_id" } },
  enrolmentLetter: { does: "enables", carries: { ik: "machine", letter: "letter" } },
  enrolmentWallet: {
    does: "enables",
    carries: { enrolment: "machine", nationalId: "national_id" },
  },
  enrolmentWalletReturn: {
    does: "enables",
    carries: { enrolment: "machine", returned: "returned" },
  },
  registrar: {
    does: "enables",
    carries: {
      enrolment: "machine",
      ik: "machine",
      nationalId: "national_id",
      registrar: "machine",
    },
  },
  pinRegister: { does: "enables", carries: { ik: "machine", blinded: "machine" } },
  pinCommit: { does: "enables", carries: { keyId: "machine", uk: "machine" } },
  pinEvaluate: { does: "enables", carries: { keyId: "machine", blinded: "machine" } },
  activate: {
    does: "enables",
    carries: { enrolment: "machine", keyId: "machine", uk: "machine", evaluation: "machine" },
  },
  claim: { does: "enables", carries: { approval: "frame", frame: "frame", mac: "frame" } },
  claimDigits: { does: "enables", carries: { digits: "six_digits" } },
  claimHere: { does: "enables", carries: { pass: "pass" } },
  comeBack: { does: "enables", carries: { approval: "machine" } },
  practice: { does: "asks", carries: {} },
  pending: { does: "asks", carries: {} },
  history: { does: "asks", carries: {} },
  events: { does: "asks", carries: { before: "machine" } },
  disown: { does: "stops", carries: { session: "machine" } },
  sessions: { does: "asks", carries: {} },
  sessionClose: { does: "stops", carries: { session: "machine" } },
  decision: {
    does: "enables",
    carries: {
      approval: "machine",
      context: "machine",
      decision: "choice",
      reason: "choice",
      evaluation: "machine",
    },
  },
  refusalReason: { does: "stops", carries: { approval: "machine", reason: "choice" } },
  block: { does: "stops", carries: {} },
  cardLost: { does: "stops", carries: {} },
  passkeys: { does: "asks", carries: {} },
  passkeyEnd: { does: "stops", carries: { passkey: "machine" } },
  passkeyPage: {
    does: "enables",
    carries: {
      addition: "machine",
      bk: "machine",
      act: "choice",
      kind: "choice",
      name: "label",
    },
  },
  phoneKeyBegin: { does: "asks", carries: { kind: "choice", onCall: "choice" } },
  phoneKeyAdd: {
    does: "enables",
    carries: { kind: "choice", name: "label", attestation: "machine", evaluation: "machine" },
  },
  stops: { does: "asks", carries: {} },
  registrarReopen: {
    does: "enables",
    carries: { stop: "machine", ik: "machine", nationalId: "national_id", registrar: "machine" },
  },
  ownContacts: { does: "asks", carries: {} },
  ownContactsRight: { does: "asks", carries: {} },
  ownContactAsk: {
    does: "proposes",
    carries: { kind: "choice", value: "contact_value", onCall: "choice" },
  },
  ownContactChange: {
    does: "proposes",
    carries: {
      kind: "choice",
      value: "contact_value",
      onCall: "choice",
      evaluation: "machine",
    },
  },
  ownContactStop: { does: "stops", carries: {} },
  phones: { does: "asks", carries: {} },
  phoneLost: { does: "stops", carries: { phone: "machine" } },
  phoneRename: {
    does: "enables",
    carries: { phone: "machine", label: "label", evaluation: "machine" },
  },
  phoneRemove: {
    does: "stops",
    carries: { phone: "machine", onCall: "choice", evaluation: "machine" },
  },
  phoneDisown: {
    does: "stops",
    carries: { phone: "machine", onCall: "choice", evaluation: "machine" },
  },
  pinRenew: { does: "enables", carries: { blinded: "machine", evaluation: "machine" } },
  codeChange: {
    does: "enables",
    carries: {
      onCall: "choice",
      keyId: "machine",
      uk: "machine",
      evaluation: "machine",
      isRenewal: "choice",
    },
  },
  reopen: { does: "enables", carries: { stop: "machine" } },
  lift: {
    does: "enables",
    carries: { stop: "machine", onCall: "choice", evaluation: "machine" },
  },
  browser: {
    does: "enables",
    carries: {
      signIn: "machine",
      bk: "machine",
      act: "choice",
      approval: "machine",
      pass: "pass",
      ratchet: "machine",
      assertion: "held_key",
      card: "returned",
      bell: "machine",
    },
  },
  places: { does: "asks", carries: {} },
  placeOffer: { does: "enables", carries: { approval: "machine", onCall: "choice" } },
  placeMake: { does: "enables", carries: { approval: "machine", people: "choice" } },
  placeConfirm: { does: "enables", carries: { place: "machine", evaluation: "machine" } },
  placeEnd: { does: "stops", carries: { place: "machine" } },
  software: { does: "asks", carries: {} },
  softwareAdd: {
    does: "enables",
    carries: { client: "registered_name", onCall: "choice", evaluation: "machine" },
  },
  softwareRemove: { does: "stops", carries: { client: "registered_name" } },
  search: { does: "enables", carries: { number: "two_digits", elsewhere: "choice" } },
  installationLink: { does: "enables", carries: { frame: "link_frame" } },
  installationConfirm: {
    does: "enables",
    carries: { link: "machine", onCall: "choice", evaluation: "machine" },
  },
  installationStop: { does: "stops", carries: { link: "machine" } },
  bells: { does: "asks", carries: {} },
  bellSet: { does: "enables", carries: { place: "machine", service: "registered_name" } },
  bellEnd: { does: "stops", carries: { bell: "machine" } },
  rings: { does: "asks", carries: {} },
  ringRefuse: { does: "stops", carries: { ring: "machine", reason: "choice" } },
  pushState: { does: "asks", carries: {} },
  pushSubscribe: {
    does: "enables",
    carries: { endpoint: "machine", p256dh: "machine", auth: "machine", key: "machine" },
  },
  pushUnsubscribe: { does: "stops", carries: {} },
  pushTest: { does: "enables", carries: {} },
  quietHours: { does: "enables", carries: { hours: "choice" } },
  notices: { does: "asks", carries: {} },
  locumFind: { does: "asks", carries: { place: "machine", nationalId: "national_id" } },
  locumAnnounce: {
    does: "enables",
    carries: {
      place: "machine",
      nationalId: "national_id",
      from: "choice",
      until: "choice",
      onCall: "choice",
      evaluation: "machine",
    },
  },
  locumEnd: { does: "stops", carries: { locum: "machine" } },
  workstationAsk: {
    does: "asks",
    carries: { bk: "machine", begins: "machine", ratchet: "machine" },
  },
  workstation: {
    does: "enables",
    carries: {
      browser: "workstation_frame",
      structure: "registered_name",
      until: "choice",
      registrar: "machine",
    },
  },
  callAsk: { does: "asks", carries: {} },
  callReport: { does: "stops", carries: { when: "choice" } },
  drillAsk: { does: "asks", carries: {} },
  drillEnd: { does: "stops", carries: {} },
  callFacts: {
    does: "asks",
    carries: {
      report: "machine",
      asked: "choice",
      claimed: "choice",
      isOnLine: "choice",
      approved: "choice",
    },
  },
  callbackAsk: { does: "asks", carries: { reason: "choice" } },
  callbackWithdraw: { does: "asks", carries: {} },
  // An agent may then block: it opens nothing.
  callerCheck: {
    does: "stops",
    carries: {
      check: "machine",
      name: "registered_name",
      institution: "registered_name",
      case: "machine",
      words: "two_words",
      evaluation: "machine",
    },
  },
};

/** The weaker of the two directions: the one that law 1 looks at. */
export function weakestOf({ outwards, inwards }: Artefact): LeakClass {
  return outwards < inwards ? outwards : inwards;
}

/**
 * Why something that enables must not take this; `undefined`: it may. What names is public; what stops, stops only; what enables
 * leaks at L3 and above, or is one of the four that DESIGN section 2 bounds.
 */
export function whyNotEnabling(artefact: Artefact): string | undefined {
  const weakest = weakestOf(artefact);
  switch (artefact.may) {
    case "name":
      return weakest === "L0" ? undefined : "it names, and is not public";
    case "shown":
      return undefined;
    case "stop":
      return "it stops, and opens nothing";
    case "propose":
      return "it proposes, and opens nothing";
    case "stays":
      return "it never leaves its phone";
    case "enable":
      return weakest > "L2" || artefact.bound ? undefined : `it leaks at ${weakest}`;
  }
}

/** Which artefacts that enable something this text holds, as far as they are told by their look: none, in whatever is sent. */
export function enablingIn(text: string): readonly ArtefactName[] {
  return (Object.keys(artefacts) as ArtefactName[]).filter((name) => {
    const { may, looks }: Artefact = artefacts[name];
    return may === "enable" && looks?.test(text) === true;
  });
}
