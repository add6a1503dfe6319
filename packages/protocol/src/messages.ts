import type { PageBell } from "./bells.ts";
import type {
  ApprovalId,
  BellId,
  DeviceId,
  EnrolmentId,
  InstallationId,
  LocumId,
  PlaceId,
  SessionId,
  StopId,
} from "./ids.ts";
import type { MultiSigned, PublicJwk } from "./jws.ts";
import type { LetterState } from "./letters.ts";
import type { PasskeyAssertion, PasskeyChallenge, PasskeyKind } from "./passkeys.ts";

/**
 * Every message that is signed, with its purpose.
 *
 * `v` names the purpose and the version; the JWS header `typ` repeats it. A signature made for one purpose is
 * worth nothing for another. `iat` is seconds since the epoch **on the server's clock**, which a phone learns
 * from `GET /api/time`; a message more than 120 s off is refused as `clock_skew`. `jti` is 16 random bytes,
 * base64url: a message is accepted once.
 *
 * Source: facts/attacks-and-properties 5.2 to 5.4; decision 0006.
 */
export const purposes = {
  enrol: "aval.enrol.v1",
  enrolmentStatus: "aval.enrolment-status.v1",
  enrolmentAsk: "aval.enrolment-ask.v1",
  enrolmentOpen: "aval.enrolment-open.v1",
  enrolmentPage: "aval.enrolment-page.v1",
  enrolmentWords: "aval.enrolment-words.v1",
  enrolments: "aval.enrolments.v1",
  enrolmentStop: "aval.enrolment-stop.v1",
  enrolmentAgain: "aval.enrolment-again.v1",
  enrolmentMeanwhile: "aval.enrolment-meanwhile.v1",
  enrolmentMineAsk: "aval.enrolment-mine-ask.v1",
  enrolmentMine: "aval.enrolment-mine.v1",
  raiseAsk: "aval.raise-ask.v1",
  raiseStatus: "aval.raise-status.v1",
  raise: "aval.raise.v1",
  enrolmentPlace: "aval.enrolment-place.v1",
  enrolmentKeyAsk: "aval.enrolment-key-ask.v1",
  enrolmentKey: "aval.enrolment-key.v1",
  enrolmentEid: "aval.enrolment-eid.v1",
  enrolmentLetter: "aval.enrolment-letter.v1",
  enrolmentWallet: "aval.enrolment-wallet.v1",
  enrolmentWalletReturn: "aval.enrolment-wallet-return.v1",
  registrar: "aval.registrar.v1",
  registrarReopen: "aval.registrar-reopen.v1",
  pinRegister: "aval.pin-register.v1",
  pinCommit: "aval.pin-commit.v1",
  pinEvaluate: "aval.pin-evaluate.v1",
  activate: "aval.activate.v1",
  claim: "aval.claim.v1",
  claimDigits: "aval.claim-digits.v1",
  claimHere: "aval.claim-here.v1",
  comeBack: "aval.come-back.v1",
  practice: "aval.practice.v1",
  ownContacts: "aval.own-contacts.v1",
  ownContactsRight: "aval.own-contacts-right.v1",
  ownContactAsk: "aval.own-contact-ask.v1",
  ownContactChange: "aval.own-contact-change.v1",
  ownContactStop: "aval.own-contact-stop.v1",
  pending: "aval.pending.v1",
  history: "aval.history.v1",
  events: "aval.events.v1",
  disown: "aval.disown.v1",
  sessions: "aval.sessions.v1",
  sessionClose: "aval.session-close.v1",
  decision: "aval.decision.v1",
  refusalReason: "aval.refusal-reason.v1",
  context: "aval.context.v1",
  block: "aval.block.v1",
  cardLost: "aval.card-lost.v1",
  passkeys: "aval.passkeys.v1",
  passkeyEnd: "aval.passkey-end.v1",
  passkeyPage: "aval.passkey-page.v1",
  phoneKeyBegin: "aval.phone-key-begin.v1",
  phoneKeyAdd: "aval.phone-key-add.v1",
  phones: "aval.phones.v1",
  phoneLost: "aval.phone-lost.v1",
  phoneRename: "aval.phone-rename.v1",
  phoneRemove: "aval.phone-remove.v1",
  phoneDisown: "aval.phone-disown.v1",
  pinRenew: "aval.pin-renew.v1",
  codeChange: "aval.code-change.v1",
  stops: "aval.stops.v1",
  lift: "aval.lift.v1",
  reopen: "aval.reopen.v1",
  key: "aval.key.v1",
  bundle: "aval.bundle.v1",
  browser: "aval.browser.v1",
  places: "aval.places.v1",
  placeOffer: "aval.place-offer.v1",
  placeMake: "aval.place-make.v1",
  placeConfirm: "aval.place-confirm.v1",
  placeEnd: "aval.place-end.v1",
  software: "aval.software.v1",
  softwareAdd: "aval.software-add.v1",
  softwareRemove: "aval.software-remove.v1",
  installationLink: "aval.installation-link.v1",
  installationConfirm: "aval.installation-confirm.v1",
  installationStop: "aval.installation-stop.v1",
  search: "aval.search.v1",
  bells: "aval.bells.v1",
  bellSet: "aval.bell-set.v1",
  bellEnd: "aval.bell-end.v1",
  rings: "aval.rings.v1",
  ringRefuse: "aval.ring-refuse.v1",
  pushState: "aval.push-state.v1",
  pushSubscribe: "aval.push-subscribe.v1",
  pushUnsubscribe: "aval.push-unsubscribe.v1",
  pushTest: "aval.push-test.v1",
  quietHours: "aval.quiet-hours.v1",
  notices: "aval.notices.v1",
  locumFind: "aval.locum-find.v1",
  locumAnnounce: "aval.locum-announce.v1",
  locumEnd: "aval.locum-end.v1",
  workstationAsk: "aval.workstation-ask.v1",
  workstation: "aval.workstation.v1",
  callAsk: "aval.call-ask.v1",
  callStatus: "aval.call-status.v1",
  callReport: "aval.call-report.v1",
  callFacts: "aval.call-facts.v1",
  drill: "aval.drill.v1",
  drillAsk: "aval.drill-ask.v1",
  drillEnd: "aval.drill-end.v1",
  callbackAsk: "aval.callback-ask.v1",
  callbackWithdraw: "aval.callback-withdraw.v1",
  callerCheck: "aval.caller-check.v1",
} as const;

type Stamped = { readonly iat: number; readonly jti: string };

/** By the new `IK`, whose public key it carries: asks for an enrolment. Nobody is named yet. */
export type EnrolMessage = Stamped & {
  readonly v: typeof purposes.enrol;
  readonly ik: PublicJwk;
  /** What the phone calls itself, at most 60 characters: "Téléphone Android". Shown to the holder, never trusted. */
  readonly label: string;
  /** What the page of ours showed that this phone scanned, as `bindingText` writes it: whose enrolment this is part of. */
  readonly binding?: string;
};

/** By the new `IK`: how far is my enrolment? */
export type EnrolmentStatusMessage = Stamped & {
  readonly v: typeof purposes.enrolmentStatus;
  readonly enrolment: EnrolmentId;
};

/** By a registrar's key: "I saw this person's identity document; this phone's key is theirs". Two are needed. */
export type RegistrarMessage = {
  readonly v: typeof purposes.registrar;
  readonly enrolment: EnrolmentId;
  /** RFC 7638 thumbprint of the phone's `IK`. */
  readonly ik: string;
  readonly nationalId: string;
  readonly registrar: string;
  readonly iat: number;
};

/**
 * By a registrar's key: "I saw this person's identity document, and this phone in their hands; they ask to lift this block". Two are
 * needed, beside the card and that phone's code.
 */
export type RegistrarReopenMessage = {
  readonly v: typeof purposes.registrarReopen;
  readonly stop: StopId;
  /** RFC 7638 thumbprint of the `IK` of the phone that began it. */
  readonly ik: string;
  readonly nationalId: string;
  readonly registrar: string;
  readonly iat: number;
};

/** By `IK`: asks the PIN service to make this phone's key and evaluate the first code. `device` is the enrolment's. */
export type PinRegisterMessage = Stamped & {
  readonly v: typeof purposes.pinRegister;
  readonly device: DeviceId;
  readonly ik: PublicJwk;
  /** RFC 9497 blinded element, P-256 compressed, base64url. */
  readonly blinded: string;
};

/** By `IK` and `UK`: the public half of the key that the right code gives. */
export type PinCommitMessage = Stamped & {
  readonly v: typeof purposes.pinCommit;
  readonly device: DeviceId;
  readonly keyId: string;
  readonly uk: PublicJwk;
};

/** By `IK`: one counted evaluation. The PIN service counts the try before it evaluates. */
export type PinEvaluateMessage = Stamped & {
  readonly v: typeof purposes.pinEvaluate;
  readonly device: DeviceId;
  readonly keyId: string;
  readonly blinded: string;
};

/** By `IK` and `UK`: the phone is the holder's, the code works: make it active. Never automatic. */
export type ActivateMessage = Stamped & {
  readonly v: typeof purposes.activate;
  readonly enrolment: EnrolmentId;
  readonly device: DeviceId;
  readonly keyId: string;
  readonly uk: PublicJwk;
  /** The evaluation that gave `UK`, so that the PIN service can reset its count for this one only. */
  readonly evaluation: string;
};

/** By `IK`: I saw this frame. Fixes who decides, before anything is shown. */
export type ClaimMessage = Stamped & {
  readonly v: typeof purposes.claim;
  readonly device: DeviceId;
  readonly approval: ApprovalId;
  readonly frame: number;
  readonly mac: string;
};

/** By `IK`: my holder typed these digits. */
export type ClaimDigitsMessage = Stamped & {
  readonly v: typeof purposes.claimDigits;
  readonly device: DeviceId;
  readonly digits: string;
};

/**
 * By `IK`: the browser of this very phone asks, and I was entered from its sign-in page. `pass` was given to the page that
 * entered, once; no screen shows it.
 */
export type ClaimHereMessage = Stamped & {
  readonly v: typeof purposes.claimHere;
  readonly device: DeviceId;
  readonly pass: string;
};

/** By `IK`: I approved this request, which the browser of this very phone asked for: send me back to its page. */
export type ComeBackMessage = Stamped & {
  readonly v: typeof purposes.comeBack;
  readonly device: DeviceId;
  readonly approval: ApprovalId;
};

/** By `IK`: my holder wants to learn refusing: a request that opens nothing, for this phone alone. No stranger can ask for one. */
export type PracticeMessage = Stamped & {
  readonly v: typeof purposes.practice;
  readonly device: DeviceId;
};

/** By `IK`: what waits for my decision? Also how a phone that lost the answer to a claim finds it again. */
export type PendingMessage = Stamped & {
  readonly v: typeof purposes.pending;
  readonly device: DeviceId;
};

/** By `IK`: what happened with this phone and this holder? */
export type HistoryMessage = Stamped & {
  readonly v: typeof purposes.history;
  readonly device: DeviceId;
};

/** By `IK`: what happened to my holder, in words' terms; a `limited` phone asks of itself. `before`: the page after one had. */
export type EventsMessage = Stamped & {
  readonly v: typeof purposes.events;
  readonly device: DeviceId;
  readonly before?: string;
};

/** By `IK` alone, stopping is cheap (law 5): this sign-in of the history was not me. */
export type DisownMessage = Stamped & {
  readonly v: typeof purposes.disown;
  readonly device: DeviceId;
  readonly session: SessionId;
};

/** By `IK`: which places has my holder? */
export type PlacesMessage = Stamped & {
  readonly v: typeof purposes.places;
  readonly device: DeviceId;
};

/**
 * By `IK`: my holder tapped "Je travaille ici" and answered the call question, for an approval this phone gave by a scan.
 * `onCall`: somebody on the telephone asked for it; that ends the offer for good.
 */
export type PlaceOfferMessage = Stamped & {
  readonly v: typeof purposes.placeOffer;
  readonly device: DeviceId;
  readonly approval: ApprovalId;
  readonly onCall: boolean;
};

/** Who works at a place: its holder alone, or several people. */
export type PlacePeople = "alone" | "several";

/** By `IK`, 30 seconds or more after the offer: make the place. */
export type PlaceMakeMessage = Stamped & {
  readonly v: typeof purposes.placeMake;
  readonly device: DeviceId;
  readonly approval: ApprovalId;
  readonly people: PlacePeople;
};

/** By `IK` and `UK`: "Oui, j'y travaille". A place ages by this act only, never by silence. */
export type PlaceConfirmMessage = Stamped & {
  readonly v: typeof purposes.placeConfirm;
  readonly device: DeviceId;
  readonly place: PlaceId;
  /** The evaluation that gave `UK`, so that the PIN service can reset its count for this one only. */
  readonly evaluation: string;
};

/** By `IK`: this is no place of my holder's any more, and its sessions end. No code: stopping is cheap. */
export type PlaceEndMessage = Stamped & {
  readonly v: typeof purposes.placeEnd;
  readonly device: DeviceId;
  readonly place: PlaceId;
};

/** By `IK`: who has this national identifier? Before they are announced at this place: the directory is public. */
export type LocumFindMessage = Stamped & {
  readonly v: typeof purposes.locumFind;
  readonly device: DeviceId;
  readonly place: PlaceId;
  readonly nationalId: string;
};

/**
 * By `IK` and `UK`: this person replaces somebody at this place of my holder's, from then until then (seconds since the
 * epoch). Opening is dear: the code, and the holder's word that nobody on the telephone asked for it.
 */
export type LocumAnnounceMessage = Stamped & {
  readonly v: typeof purposes.locumAnnounce;
  readonly device: DeviceId;
  readonly place: PlaceId;
  readonly nationalId: string;
  readonly from: number;
  readonly until: number;
  /** The answer to the call question; `true` announces nobody. */
  readonly onCall: false;
  /** The evaluation that gave `UK`. */
  readonly evaluation: string;
};

/** By `IK`: this locum is announced no longer, and their sessions there end. No code: stopping is cheap. */
export type LocumEndMessage = Stamped & {
  readonly v: typeof purposes.locumEnd;
  readonly device: DeviceId;
  readonly locum: LocumId;
};

/** By `IK`: which software has my holder added, and which could be added? */
export type SoftwareMessage = Stamped & {
  readonly v: typeof purposes.software;
  readonly device: DeviceId;
};

/** By `IK` and `UK`: "Ajouter mon logiciel", from the registry. Its requests can be searched for from the day after. */
export type SoftwareAddMessage = Stamped & {
  readonly v: typeof purposes.softwareAdd;
  readonly device: DeviceId;
  /** The software's `client_id`. */
  readonly client: string;
  /** The answer to the call question; `true` adds nothing. */
  readonly onCall: false;
  /** The evaluation that gave `UK`, so that the PIN service can reset its count for this one only. */
  readonly evaluation: string;
};

/** By `IK`: this software is not my holder's any more, and the sessions it opened end. No code: stopping is cheap. */
export type SoftwareRemoveMessage = Stamped & {
  readonly v: typeof purposes.softwareRemove;
  readonly device: DeviceId;
  readonly client: string;
};

/**
 * By `IK`: "Chercher une demande". My holder typed the two digits that their own software shows. `elsewhere`: "Autre lieu",
 * only what came from networks where neither they nor this software were before.
 */
export type SearchMessage = Stamped & {
  readonly v: typeof purposes.search;
  readonly device: DeviceId;
  readonly number: string;
  readonly elsewhere: boolean;
};

/** By `IK`: which sessions of my holder are open, and which were closed lately? */
export type SessionsMessage = Stamped & {
  readonly v: typeof purposes.sessions;
  readonly device: DeviceId;
};

/** By `IK` alone, stopping is cheap (law 5): close this session, or all that this phone may see. */
export type SessionCloseMessage = Stamped & {
  readonly v: typeof purposes.sessionClose;
  readonly device: DeviceId;
  readonly session: SessionId | "all";
};

/** By `IK`: my card is lost, or used without me: cards I could have had until now open nothing more. No code (law 5). */
export type CardLostMessage = Stamped & {
  readonly v: typeof purposes.cardLost;
  readonly device: DeviceId;
};

/** By `IK`: block everything of mine. No code: stopping is cheap (law 5). */
export type BlockMessage = Stamped & {
  readonly v: typeof purposes.block;
  readonly device: DeviceId;
};

/** By `IK`: what is stopped of mine, and who lifts it? */
export type StopsMessage = Stamped & {
  readonly v: typeof purposes.stops;
  readonly device: DeviceId;
};

/** By `IK`: my holder goes to a desk to lift this block, with their card and me. It opens nothing by itself. */
export type ReopenMessage = Stamped & {
  readonly v: typeof purposes.reopen;
  readonly device: DeviceId;
  readonly stop: StopId;
};

/** By `IK` and `UK`: lift this stop. Opening is dear: the code, and the holder's word that nobody is on the telephone. */
export type LiftMessage = Stamped & {
  readonly v: typeof purposes.lift;
  readonly device: DeviceId;
  readonly stop: StopId;
  /** The answer to the call question; `true` lifts nothing. */
  readonly onCall: false;
  /** The PIN evaluation that gave `UK`. */
  readonly evaluation: string;
};

export const refusalReasons = ["not_me", "on_call", "mistake", "other"] as const;
/** Why a holder refuses. `on_call`: somebody on the telephone asked for it. `other`: a colleague, or another device of theirs. */
export type RefusalReason = (typeof refusalReasons)[number];

/**
 * The decision over the exact context shown. An approval is signed by `IK` then `UK`; a refusal by `IK` alone:
 * stopping is cheap (law 5).
 */
export type DecisionMessage = Stamped & {
  readonly v: typeof purposes.decision;
  readonly device: DeviceId;
  readonly approval: ApprovalId;
  /** base64url SHA-256 of the canonical JSON of the context. */
  readonly context: string;
  readonly decision: "approve" | "refuse";
  readonly reason?: RefusalReason;
  /** Approvals: the PIN evaluation that gave `UK`. */
  readonly evaluation?: string;
};

/**
 * By `IK`, after a refusal: what had happened, once there is time to say. It never undoes the refusal: `mistake` takes back what
 * followed from it, and the request stays refused.
 */
export type RefusalReasonMessage = Stamped & {
  readonly v: typeof purposes.refusalReason;
  readonly device: DeviceId;
  readonly approval: ApprovalId;
  readonly reason: RefusalReason;
};

/**
 * How the screen and the phone are tied (law 3): by a scanned frame, by typed digits, where the screen is this phone's
 * own browser, by going from its sign-in page to the authenticator and back (`this_phone`), or by the two digits that the
 * holder's own software drew and shows (`search`). An exercise (`practice`) is tied to nothing, and opens nothing.
 */
export type Transfer = "qr" | "digits" | "this_phone" | "search" | "practice";

/**
 * What the phone shows and signs, made by the server after the claim and signed by its context key.
 *
 * Nothing in it is taken on a service's word: names come from the registry; what a browser says of itself is
 * marked `declared`. A place in words is only what is known: a town is never invented.
 */
export type Context = {
  readonly v: typeof purposes.context;
  readonly approval: ApprovalId;
  /** `passkey`: a key is to be added on this browser, and no service is entered; `passkey` says which. `practice`: an exercise that its
   * holder began; it opens nothing, whatever is answered, and the phone says so. */
  readonly kind: "sign-in" | "passkey" | "practice";
  readonly service: { readonly id: string; readonly name: string; readonly number: string };
  /** The chain between the service and the screen. Empty when the service itself asks. */
  readonly software: readonly { readonly name: string; readonly declared: boolean }[];
  readonly holder: { readonly name: string; readonly nationalId: string };
  readonly browser: {
    /** `own_software`: no browser asks, but software that the holder has added; its name is `service`'s. */
    readonly standing: "unknown" | "own_place" | "known_workstation" | "own_software";
    /** The holder's own place, when this browser is one: since when it is aged or, `unknown` still, new (seconds since the epoch). */
    readonly place?: { readonly id: PlaceId; readonly since: number };
    /**
     * What the browser says it is ("Windows, Firefox"), or which machine strict software says it runs on; declared, hence worth
     * nothing against a lie. Empty for plain software.
     */
    readonly declared: string;
    /** Only for software with a key of its own, linked by its holder: whether it has aged. */
    readonly linked?: "new" | "aged";
  };
  readonly distance: "same_network" | "other_network" | "unknown";
  readonly transfer: Transfer;
  /** Only for the kind `passkey`: what is to be added. */
  readonly passkey?: PasskeyKind;
  /** What an approval opens. */
  readonly rights: "full" | "reduced";
  /** When a reduced session ends by itself, in seconds from sign-in; absent for a full one. */
  readonly reducedForSeconds?: number;
  /** Whether Aval is talking to this holder by telephone now. */
  readonly call: "none" | "open";
  readonly reasons: readonly string[];
  /** Seconds since the epoch. */
  readonly shownAt: number;
  readonly claimedAt: number;
  readonly decideBy: number;
};

/** By the deployment's root key: this key is ours, for this use, from then on. */
export type KeyCertificate = {
  readonly v: typeof purposes.key;
  readonly use: "context" | "checkpoint" | "pin-root" | "openid" | "vapid";
  readonly jwk: PublicJwk;
  readonly kid: string;
  /** Seconds since the epoch. */
  readonly iat: number;
};

/** By the context key, over a file of proofs: whose it is, and that not a bit of it was changed since (docs/proof.md). */
export type BundleSeal = {
  readonly v: typeof purposes.bundle;
  /** base64url SHA-256 of the canonical JSON of the file without its seal. */
  readonly hash: string;
  /** Seconds since the epoch. */
  readonly iat: number;
};

/** `GET /api/keys`: the root a phone pins at enrolment, and the certificates of the keys in use. */
export type KeySet = { readonly root: PublicJwk; readonly certificates: readonly string[] };

/**
 * By `BK`, once a second: this browser still asks, and it is this browser. Messages that change something (`restart`,
 * `more_time`, `cancel`, `not_me`, `this_phone`, `back`, `change_person`, `ring`) are accepted once; one that only looks, or concludes again, may come twice.
 */
export type BrowserMessage = {
  readonly v: typeof purposes.browser;
  /** The interaction of the authorization engine this page belongs to. */
  readonly signIn: string;
  readonly bk: PublicJwk;
  readonly act:
    | "begin"
    | "frame"
    | "digits"
    | "restart"
    | "more_time"
    | "cancel"
    | "conclude"
    | "not_me"
    | "this_phone"
    | "back"
    | "change_person"
    | "card"
    | "establishment"
    | "passkey"
    | "assertion"
    | "ring";
  readonly approval?: ApprovalId;
  /** `back` only: what the page was given at which the return from the authenticator arrived. */
  readonly pass?: string;
  /** With `begin`: the value this browser was last given to keep beside its key; absent until it has one. */
  readonly ratchet?: string;
  /** `assertion` only: what a key signed of the challenge that `passkey` was answered with. */
  readonly assertion?: PasskeyAssertion;
  /** With `conclude`: what the page came back with, from the card's page or from its establishment's own provider. */
  readonly card?: string;
  /** With `ring`: which of the bells it was told of. */
  readonly bell?: BellId;
  readonly iat: number;
  readonly jti: string;
};

/** The states of an approval as every side names them. */
export const approvalStates = [
  "shown",
  "claimed",
  "approved",
  "refused",
  "expired",
  "cancelled",
  "spent",
] as const;
export type ApprovalState = (typeof approvalStates)[number];

/**
 * A way that would open more of the asking service than the one just tried. `scan`: the animated QR; `full_phone`: a phone
 * that reached full rights; `place`: a browser its holder has made a place; `place_l5`: one proven by card or key;
 * `workstation`: a counter where colleagues work; `key`, `card`, `this_phone`: these means.
 */
export const doors = [
  "scan",
  "full_phone",
  "this_phone",
  "key",
  "card",
  "place",
  "place_l5",
  "workstation",
] as const;
export type Door = (typeof doors)[number];

/**
 * What the sign-in page is told, once a second. It holds nothing the screen does not show: no secret, and no name before the
 * approval is given. Times are seconds since the epoch on the server's clock.
 */
export type LoginView = {
  readonly state: Exclude<ApprovalState, "spent"> | "silent";
  readonly approval?: ApprovalId;
  /** The text of the frame to show now; good for three seconds. */
  readonly frame?: string;
  /** Six digits, eight when crowded; only once asked for. */
  readonly digits?: string;
  readonly service: {
    readonly id: string;
    readonly name: string;
    readonly sensitivity: "open" | "sensitive" | "critical";
  };
  readonly rights?: "full" | "reduced";
  /** Who approved; only once approved. */
  readonly holder?: string;
  /** Why it was cancelled: a refusal's code, or `replaced`, `page_cancelled`, `not_me_on_page`. */
  readonly reason?: string;
  /** With `holder_stopped`, on its holder's own place alone: what stands, and what reopens. Any other page is told of a refusal. */
  readonly stop?: StoppedView;
  readonly expiresAt?: number;
  readonly decideBy?: number;
  readonly now: number;
  readonly moreTimeUsed?: boolean;
  /** Whether a new code would be shown by itself; else the page asks first. */
  readonly canReplace?: boolean;
  /** Only as the answer to `passkey`: what a key of the holder's is to sign; never kept, never on the screen. */
  readonly passkey?: PasskeyChallenge;
  /** A key was taken that does not open this service from here alone: whether the phone beside it opens it in full. */
  readonly withPasskey?: boolean;
  /** Whether the card's page can be chosen here. */
  readonly hasCard?: true;
  /** Only as the answer to `this_phone` and to `card`, for the form that enters the authenticator or the card's page at once; never kept, never on the screen. */
  readonly entry?: FormTarget;
  /** The establishment's own provider that the service named; without a label, there is none of that name. */
  readonly establishment?: { readonly label?: string };
  /** Only as the answer to `establishment`: where this page goes at once. */
  readonly leaveFor?: string;
  /** What would open more, best first; with `reduced` rights and with the reason `rights_denied`. Empty: nothing would. */
  readonly doors?: readonly Door[];
  /** First names of those who work at this shared place, as long as nobody has claimed: told to the place's own browser only. */
  readonly people?: readonly string[];
  /** Answer to `begin` on somebody's own aged place: the bells that it may ring for this service. */
  readonly bells?: readonly PageBell[];
  /**
   * Answer to `ring`, always the same: whether the phone was rung, is quiet, or was rung too often is its holder's own. Until then
   * the page asks for no other ring; it shows its code all the while, since only scanning goes on.
   */
  readonly rung?: { readonly until: number };
  /** Answer to `begin`: keep it beside the browser's key, in place of the last, and send it with the next `begin`. */
  readonly ratchet?: string;
};

/** Where a top-level form goes, and the one-time secret it carries. */
export type FormTarget = { readonly address: string; readonly secret: string };

// Wire shapes of the phone's origin. Every answer that is not 2xx is a Problem.

/**
 * What every refusal looks like. `code` is from the closed list of `docs/errors.md`; `reference` is short and finds
 * the line in the log; the sentences are for the person.
 */
export type Problem = {
  readonly error: string;
  readonly reference: string;
  readonly message: { readonly fr: string; readonly en: string };
  /** Seconds since the epoch on the server's clock: a phone that is off by more than two minutes sets itself by it. */
  readonly now?: number;
  readonly triesLeft?: number;
  readonly retryAfterSeconds?: number;
  /** `search_silenced`: until when, in seconds since the epoch. */
  readonly until?: number;
};

export type EnrolAnswer = {
  readonly enrolment: EnrolmentId;
  readonly device: DeviceId;
  readonly words: readonly string[];
  readonly expiresAt: number;
};
export type EnrolmentState =
  | "requested"
  | "evidenced"
  | "cooling"
  | "ready"
  /** Somebody pressed *Arrêter*: it goes on only once what brought it is shown again. */
  | "held"
  | "active"
  | "contested"
  | "expired"
  | "refused";
export type EnrolmentStatus = {
  readonly enrolment: EnrolmentId;
  readonly device: DeviceId;
  readonly state: EnrolmentState;
  readonly level?: "limited" | "full";
  /** Seconds since the epoch: when the holder may activate. */
  readonly activeAt?: number;
  readonly holder?: { readonly name: string; readonly nationalId: string };
  /** Its holder is frozen, and it is the one phone that a desk could add: it opens nothing until two analysts have cleared that. */
  readonly isFrozen?: true;
  /** While the page that this phone scanned waits for them to be compared. */
  readonly words?: readonly string[];
  /**
   * While it was only scanned: whether a hardware-held key of its holder's would give it more, or has signed. `needed`: it is this
   * phone's own passkey that proves it, and nothing else does.
   */
  readonly key?: "open" | "used" | "none" | "needed";
  /**
   * While it waits for what two registrars signed: `offered`, it may open its holder's own aged places once its code is chosen;
   * `given`, it does.
   */
  readonly meanwhile?: "offered" | "given";
  /** Of one that was ended: the old installation has said something since, so that its phone forgot nothing. */
  readonly stillUsed?: true;
  /** What came of its holder's remote eID, while the phone is nobody's. `refused`: a refusal's code. */
  readonly eid?: { readonly state: "open" } | { readonly state: "refused"; readonly why: string };
  /** The letter that it waits for: how far it is, and until when it can be scanned. */
  readonly letter?: { readonly state: LetterState; readonly until: number };
};
export type PinRegisterAnswer = {
  readonly keyId: string;
  readonly publicKey: string;
  readonly evaluated: string;
  readonly proof: string;
  readonly evaluation: string;
};
export type PinEvaluateAnswer = {
  readonly keyId: string;
  readonly evaluated: string;
  readonly proof: string;
  readonly evaluation: string;
  readonly triesLeft: number;
};
/** `context` is a compact JWS of a `Context` by a certified context key. */
/** Where the page goes back to, by a form; `secret` is good for ten seconds, once. */
export type ComeBackAnswer = FormTarget;
export type ClaimAnswer = { readonly approval: ApprovalId; readonly context: string };
export type PendingItem = {
  readonly approval: ApprovalId;
  readonly state: "claimed";
  readonly context: string;
};
/** Seconds since the epoch, server's clock, and how many sessions that a card had opened ended with it. */
export type CardLostAnswer = { readonly reportedAt: number; readonly sessions: number };
export type DecisionAnswer = {
  readonly approval: ApprovalId;
  readonly state: "approved" | "refused";
  /** A full phone approved by a scan, and the browser is no place of its holder yet: it may offer "Je travaille ici". */
  readonly mayBePlace?: true;
  /** The code has stood on one key for a year: the phone may make another by itself, with the code that was just right. */
  readonly renewCode?: true;
};
export type RefusalReasonAnswer = { readonly approval: ApprovalId; readonly reason: RefusalReason };
/** A place as its holder sees it. Times are seconds since the epoch on the server's clock. */
export type PlaceView = {
  readonly id: PlaceId;
  /** What its browser said it is when the place was made ("Windows, Firefox"). */
  readonly declared: string;
  readonly state: "new" | "aged" | "asleep";
  /** `several` also when it became a second holder's place, whatever was answered. */
  readonly people: PlacePeople;
  /** Proven once by a card or a key: opens more. */
  readonly hasL5: boolean;
  readonly madeAt: number;
  /** The first sign-in on it more than 24 hours after it was made. */
  readonly firstUsedAgainAt?: number;
  readonly agedAt?: number;
  readonly lastUsedAt: number;
  /** Waits for "Oui, j'y travaille". */
  readonly asks: boolean;
  /** Asleep because two browsers held its key at once; when. */
  readonly clonedAt?: number;
  /** Where the asking phone is, as far as networks tell. */
  readonly network: Context["distance"];
  /** Who is announced there and when, the earliest first; absent when nobody is. */
  readonly locums?: readonly LocumView[];
  /** The place is an installation of this software, and no browser; `declared` is the machine it says it runs on. */
  readonly software?: { readonly client: string; readonly name: string };
};
/** A person as the directory spells them. */
export type LocumFound = { readonly name: string; readonly nationalId: string };
/** A locum announced at a place, as its holder sees it. Seconds since the epoch. */
export type LocumView = LocumFound & {
  readonly id: LocumId;
  readonly from: number;
  readonly until: number;
};
export type PlacesAnswer = { readonly places: readonly PlaceView[] };
/** When the place may be made, from and until; or that the offer has ended for good. */
export type PlaceOfferAnswer =
  | { readonly notBefore: number; readonly until: number }
  | { readonly stopped: true };
export type PlaceEndAnswer = { readonly ended: true };
/** Software as its holder sees it. Times are seconds since the epoch on the server's clock. */
export type InstalledSoftware = {
  readonly id: InstallationId;
  /** The `client_id` in the registry. */
  readonly client: string;
  /** From the registry. */
  readonly name: string;
  /** `plain`: as Pro Santé Connect's software behaves, added by name, never rings. `strict`: one installation, by its own key. */
  readonly kind: "plain" | "strict";
  readonly addedAt: number;
  /** `plain`: from then on its requests can be searched for: midnight, Paris time, after the day it was added. */
  readonly usableFrom: number;
  readonly lastUsedAt?: number;
  /** `strict`: which machine it says it runs on. */
  readonly machine?: string;
  /**
   * `strict`: it is a place of its holder's, which ages, sleeps and ends as any other, by the messages of places; a bell is set on it
   * in the same way.
   */
  readonly place?: {
    readonly id: PlaceId;
    readonly state: PlaceView["state"];
    /** Waits for "Oui, j'y travaille". */
    readonly asks: boolean;
  };
};
/** `registry`: what could be added, by name. `publisher`: the registered product behind it. */
export type SoftwareAnswer = {
  readonly mine: readonly InstalledSoftware[];
  readonly registry: readonly {
    readonly client: string;
    readonly name: string;
    readonly publisher?: string;
  }[];
};
export type LocumEndAnswer = { readonly ended: true };
export type HistoryItem = {
  readonly approval: ApprovalId;
  /** Absent for a sign-in. */
  readonly kind?: "passkey" | "practice";
  readonly state: ApprovalState;
  readonly service: string;
  readonly at: number;
  readonly reason?: RefusalReason;
  /** Cancellations: why, a refusal's code or one of the page's own words (`restarted`, `page_cancelled`, `not_me_on_page`). */
  readonly because?: string;
  readonly rights?: "full" | "reduced";
};
/**
 * A session as its holder's phone shows it. Times are seconds since the epoch on the server's clock. `where` is where the rights
 * table put its browser (`unknown` by default); `declared` is what the browser says it is, worth nothing against a lie.
 */
export type SessionItem = {
  readonly session: SessionId;
  readonly state: "open" | "closed";
  readonly rights: "full" | "reduced";
  readonly where: string;
  readonly declared?: string;
  readonly openedAt: number;
  /** The latest end; thirty idle minutes end it before. */
  readonly endsAt: number;
  readonly closedAt?: number;
  /** Why it was closed: `holder`, or a word of whoever closed it. */
  readonly because?: string;
  readonly services: readonly SessionServiceItem[];
};
export type SessionServiceItem = {
  readonly id: string;
  readonly name: string;
  readonly number: string;
  /** `closed`: it answered that it closed; `told`: we are telling it; `untold`: the holder must sign out there. */
  readonly told: "open" | "closed" | "told" | "untold";
};
export type StopMeans = "phone" | "desk" | "card" | "two_people";
/** A stop that stands, as its holder's phone is told. Times are seconds since the epoch. */
export type StopView = {
  readonly id: StopId;
  readonly kind: "pause" | "block" | "freeze";
  readonly madeAt: number;
  /** Whether this very phone lifts it now, with its code. */
  readonly thisPhone: boolean;
  /** Until when it does; absent: as long as the stop stands. */
  readonly until?: number;
  /** Who lifts it, all the means of a way together, and from when. */
  readonly ways: readonly { readonly means: readonly StopMeans[]; readonly from: number }[];
  /** Where the card alone lifts it, on a computer with a reader; absent where it never does. */
  readonly cardAddress?: string;
  /** Where this phone lifts it together with a desk and the card, from now on: what was shown so far. */
  readonly reopening?: ReopeningView;
};
/** `phone`: this one, by which a desk finds what it began. `desk`, `card`: until when what was shown for it counts; absent: still missing. */
export type ReopeningView = {
  readonly begun: boolean;
  readonly phone?: DeviceId;
  readonly desk?: number;
  readonly card?: number;
};
/** What of a stop is told where its holder signs in. */
export type StoppedView = Pick<StopView, "kind" | "madeAt" | "ways" | "cardAddress">;
export type StopsAnswer = { readonly stops: readonly StopView[]; readonly now: number };
export type DecisionBody = { readonly decision: MultiSigned };
