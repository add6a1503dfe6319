import { type DeviceId, type EnrolmentId, type EnrolmentPageId, isId } from "./ids.ts";
import type { PublicJwk } from "./jws.ts";
import type { EnrolmentStatus, purposes } from "./messages.ts";

/**
 * What ties a new phone to the page that waits for it: the authenticator's own https address with a one-time binding of 128 bits
 * behind its `#`, one a second, as an animated QR.
 *
 * The address is ours, so that a look-alike app gets nothing from it; what is behind the `#` reaches no server but in the new
 * phone's own signed message. The number counts whole seconds since the page was opened. The MAC (16 bytes, base64url) is made with
 * a secret that never leaves the server: a page can show a binding and never make one.
 *
 * Source: DESIGN section 6.
 */
export type Binding = {
  readonly page: EnrolmentPageId;
  readonly number: number;
  readonly mac: string;
};

/** Where the authenticator takes a binding. */
export const enrolPath = "/enrol";

export function bindingText({ page, number, mac }: Binding): string {
  return `${page}.${number}.${mac}`;
}

/** The binding, or `undefined` for any other text. */
export function parseBinding(text: unknown): Binding | undefined {
  if (typeof text !== "string") return undefined;
  const match = /^(enp_[0-9a-z]{26})\.(0|[1-9][0-9]{0,5})\.([A-Za-z0-9_-]{22})$/.exec(text);
  const [, page, number, mac] = match ?? [];
  if (!isId("enp", page) || number === undefined || mac === undefined) return undefined;
  return { page, number: Number(number), mac };
}

/** What the QR says. `origin`: the authenticator's. */
export function bindingAddress(origin: string, binding: Binding): string {
  return `${origin}${enrolPath}#b=${bindingText(binding)}`;
}

/** The binding in an address that a camera read, if it is this very authenticator's; `undefined` for any other text. */
export function bindingIn(text: string, origin: string): Binding | undefined {
  const prefix = `${origin}${enrolPath}#b=`;
  return text.startsWith(prefix) ? parseBinding(text.slice(prefix.length)) : undefined;
}

/** The bytes that a binding's MAC covers. */
export function bindingInput(page: EnrolmentPageId, number: number): string {
  return `aval.binding.v1\n${page}\n${number}`;
}

type ByPhone = { readonly device: DeviceId; readonly iat: number; readonly jti: string };

/** By `IK` of a holder's older phone: *Ajouter un autre téléphone*. Half a minute later its page opens, by the code. */
export type EnrolmentAskMessage = ByPhone & {
  readonly v: typeof purposes.enrolmentAsk;
  /** The answer to the call question; `true` asks for nothing. */
  readonly onCall: false;
};
/** By `IK` and `UK`: opens that page. */
export type EnrolmentOpenMessage = ByPhone & {
  readonly v: typeof purposes.enrolmentOpen;
  readonly page: EnrolmentPageId;
  readonly onCall: false;
  /** The evaluation that gave `UK`, so that the PIN service can reset its count for this one only. */
  readonly evaluation: string;
};
/** By `IK`: what does my page show now, and has a phone scanned it? */
export type EnrolmentPageMessage = ByPhone & {
  readonly v: typeof purposes.enrolmentPage;
  readonly page: EnrolmentPageId;
};
/** By `IK`: the four words that the new phone shows, as my holder typed them. */
export type EnrolmentWordsMessage = ByPhone & {
  readonly v: typeof purposes.enrolmentWords;
  readonly page: EnrolmentPageId;
  readonly words: string;
};
/** By `IK`: which phones are about to be my holder's? */
export type EnrolmentsMessage = ByPhone & { readonly v: typeof purposes.enrolments };
/** By `IK`: *Arrêter*. No code: stopping is cheap (law 5). */
export type EnrolmentStopMessage = ByPhone & {
  readonly v: typeof purposes.enrolmentStop;
  readonly enrolment: EnrolmentId;
};

/** By `IK` of an older full phone: *C'est le mien*. Half a minute later it may say so, by the code. */
export type EnrolmentMineAskMessage = ByPhone & {
  readonly v: typeof purposes.enrolmentMineAsk;
  readonly enrolment: EnrolmentId;
  /** The answer to the call question; `true` asks for nothing. */
  readonly onCall: false;
};
/** By `IK` and `UK`: says so. */
export type EnrolmentMineMessage = ByPhone & {
  readonly v: typeof purposes.enrolmentMine;
  readonly enrolment: EnrolmentId;
  readonly onCall: false;
  readonly evaluation: string;
};

type Stamped = { readonly iat: number; readonly jti: string };

/** By `IK` of a phone that is held: it scanned a desk's page, and is shown there again. */
export type EnrolmentAgainMessage = Stamped & {
  readonly v: typeof purposes.enrolmentAgain;
  readonly enrolment: EnrolmentId;
  /** What that page showed. */
  readonly binding: string;
};

/**
 * By `IK` and `UK` of a phone that waits for what two registrars signed, its code chosen: it opens its holder's own aged places meanwhile,
 * as a `limited` one does. The same code activates it at the end.
 */
export type EnrolmentMeanwhileMessage = Stamped & {
  readonly v: typeof purposes.enrolmentMeanwhile;
  readonly enrolment: EnrolmentId;
  readonly device: DeviceId;
  readonly keyId: string;
  readonly uk: PublicJwk;
  readonly evaluation: string;
};

/** By `IK` of a `limited` phone, which scanned a page: it is to be full. */
export type RaiseAskMessage = ByPhone & {
  readonly v: typeof purposes.raiseAsk;
  /** What that page showed. Absent only where nobody scans: the sandbox's own desk. */
  readonly binding?: string;
};
/** By `IK`: may I open everything yet? */
export type RaiseStatusMessage = ByPhone & { readonly v: typeof purposes.raiseStatus };
/** By `IK` and `UK`: from now on it does. */
export type RaiseMessage = ByPhone & {
  readonly v: typeof purposes.raise;
  readonly enrolment: EnrolmentId;
  readonly evaluation: string;
};
/** What this phone opens, and what would make it open everything, if it asked. */
export type RaiseAnswer = {
  readonly level: "limited" | "full";
  readonly raise?: EnrolmentStatus;
};

/** From when to when the code is taken, after *C'est le mien*. */
export type EnrolmentMineAnswer = { readonly notBefore: number; readonly until: number };
/** Times are seconds since the epoch on the server's clock. */
export type EnrolmentAskAnswer = {
  readonly page: EnrolmentPageId;
  readonly notBefore: number;
  readonly until: number;
};
export type EnrolmentPageAnswer =
  | { readonly state: "open"; readonly address: string; readonly until: number }
  /** A phone scanned it. `label`: what that phone calls itself, never trusted. */
  | {
      readonly state: "bound";
      readonly enrolment: EnrolmentId;
      readonly label: string;
    }
  | {
      readonly state: "proven";
      readonly enrolment: EnrolmentId;
      readonly label: string;
      readonly level: "limited" | "full";
      readonly activeAt: number;
    }
  | { readonly state: "over" };
export type EnrolmentView = {
  readonly enrolment: EnrolmentId;
  readonly label: string;
  readonly state: "evidenced" | "cooling" | "ready" | "held";
  /** Proven where its holder was seen, with a document or a card; else by another phone's page. */
  readonly inPerson: boolean;
  readonly askedAt: number;
  readonly activeAt?: number;
  readonly level?: "limited" | "full";
  /** Whether it is about a phone to confirm that its holder has. */
  readonly raises: boolean;
  readonly mayStop: boolean;
  /** Whether this phone may say that it is its holder's, so that it waits less. */
  readonly mayConfirm: boolean;
};
export type EnrolmentListAnswer = {
  readonly enrolments: readonly EnrolmentView[];
  readonly now: number;
};
