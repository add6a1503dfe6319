import type { ApprovalId, DeviceId, EnrolmentId } from "./ids.ts";
import type { MultiSigned, PublicJwk } from "./jws.ts";

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
  registrar: "aval.registrar.v1",
  pinRegister: "aval.pin-register.v1",
  pinCommit: "aval.pin-commit.v1",
  pinEvaluate: "aval.pin-evaluate.v1",
  activate: "aval.activate.v1",
  claim: "aval.claim.v1",
  claimDigits: "aval.claim-digits.v1",
  pending: "aval.pending.v1",
  history: "aval.history.v1",
  decision: "aval.decision.v1",
  context: "aval.context.v1",
  key: "aval.key.v1",
  browser: "aval.browser.v1",
} as const;

type Stamped = { readonly iat: number; readonly jti: string };

/** By the new `IK`, whose public key it carries: asks for an enrolment. Nobody is named yet. */
export type EnrolMessage = Stamped & {
  readonly v: typeof purposes.enrol;
  readonly ik: PublicJwk;
  /** What the phone calls itself, at most 60 characters: "Téléphone Android". Shown to the holder, never trusted. */
  readonly label: string;
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

export const refusalReasons = ["not_me", "on_call", "mistake", "other"] as const;
/** Why a holder refuses. `on_call`: somebody on the telephone asked for it. */
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

/** How the screen and the phone are tied: by a scanned frame or by typed digits (law 3). */
export type Transfer = "qr" | "digits";

/**
 * What the phone shows and signs, made by the server after the claim and signed by its context key.
 *
 * Nothing in it is taken on a service's word: names come from the registry; what a browser says of itself is
 * marked `declared`. A place in words is only what is known: a town is never invented.
 */
export type Context = {
  readonly v: typeof purposes.context;
  readonly approval: ApprovalId;
  readonly kind: "sign-in";
  readonly service: { readonly id: string; readonly name: string; readonly number: string };
  /** The chain between the service and the screen. Empty when the service itself asks. */
  readonly software: readonly { readonly name: string; readonly declared: boolean }[];
  readonly holder: { readonly name: string; readonly nationalId: string };
  readonly browser: {
    /** Until places exist every browser is unknown. */
    readonly standing: "unknown" | "own_place" | "known_workstation";
    /** What the browser says it is ("Windows, Firefox"); declared, hence worth nothing against a lie. */
    readonly declared: string;
  };
  readonly distance: "same_network" | "other_network" | "unknown";
  readonly transfer: Transfer;
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
  readonly use: "context" | "checkpoint" | "pin-root" | "openid";
  readonly jwk: PublicJwk;
  readonly kid: string;
  /** Seconds since the epoch. */
  readonly iat: number;
};

/** `GET /api/keys`: the root a phone pins at enrolment, and the certificates of the keys in use. */
export type KeySet = { readonly root: PublicJwk; readonly certificates: readonly string[] };

/**
 * By `BK`, once a second: this browser still asks, and it is this browser. Messages that change something (`restart`,
 * `more_time`, `cancel`, `not_me`) are accepted once; one that only looks, or concludes again, may come twice.
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
    | "not_me";
  readonly approval?: ApprovalId;
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
  readonly expiresAt?: number;
  readonly decideBy?: number;
  readonly now: number;
  readonly moreTimeUsed?: boolean;
  /** Whether a new code would be shown by itself; else the page asks first. */
  readonly canReplace?: boolean;
};

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
export type ClaimAnswer = { readonly approval: ApprovalId; readonly context: string };
export type PendingItem = {
  readonly approval: ApprovalId;
  readonly state: "claimed";
  readonly context: string;
};
export type DecisionAnswer = {
  readonly approval: ApprovalId;
  readonly state: "approved" | "refused";
};
export type HistoryItem = {
  readonly approval: ApprovalId;
  readonly state: ApprovalState;
  readonly service: string;
  readonly at: number;
  readonly reason?: RefusalReason;
  /** Cancellations: why, a refusal's code or one of the page's own words (`restarted`, `page_cancelled`, `not_me_on_page`). */
  readonly because?: string;
  readonly rights?: "full" | "reduced";
};
export type DecisionBody = { readonly decision: MultiSigned };
