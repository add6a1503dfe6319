import type { NoticeReach, QuietHours } from "./bells.ts";
import type { FreezeReason } from "./freezes.ts";
import type { DeviceId, PlaceId, SessionId } from "./ids.ts";
import type { SessionItem } from "./messages.ts";
import type { SecondMeans } from "./own-phones.ts";

/**
 * What *Mon accès* asks and is told, between its page and its server. Times are seconds since the epoch on the server's clock. All of
 * it is about whoever is signed in, and nobody else is ever named.
 */
export type AccountHome = {
  readonly name: string;
  /** Changing is open until then: the sign-in was of the kind that changing takes, and lately. Absent: reading and stopping. */
  readonly changesUntil?: number;
  readonly stops: readonly { readonly rule: string; readonly madeAt: number }[];
  /** Nobody is signed in: whoever stands there read their card while everything is stopped, and may see, not act. */
  readonly onlyReads?: true;
  readonly freeze?: AccountFreeze;
  /** What there is to enter by beside the first. */
  readonly means: readonly SecondMeans[];
  /** *Toujours les bonnes ?* is asked of these, masked; absent: not now. */
  readonly contactsAsked?: readonly string[];
  readonly now: number;
};

/** A freeze that stands: why, and how far its end is. */
export type AccountFreeze = {
  readonly reason: FreezeReason;
  /** Analysts who have signed that it may end, of the two it takes. */
  readonly signed: number;
  /** By when somebody should have looked at it. Absent: in no case that is open. */
  readonly reviewBy?: number;
};

export type AccountPhone = {
  readonly id: DeviceId;
  readonly name: string;
  readonly level: "limited" | "full";
  readonly state: "active" | "suspended" | "disabled" | "revoked";
  readonly since?: number;
  readonly lastUsedAt?: number;
  /** It approved the sign-in that is being read from. */
  readonly isThis: boolean;
  /** Whether whoever is signed in here may say that it is lost. */
  readonly maySuspend: boolean;
};

export type AccountPlace = {
  readonly id: PlaceId;
  /** What its browser says it is; empty when it says nothing. */
  readonly declared: string;
  readonly state: "new" | "aged" | "asleep";
  readonly people: "alone" | "several";
  readonly hasL5: boolean;
  readonly madeAt: number;
  readonly agedAt?: number;
  readonly lastUsedAt: number;
  readonly isCloned: boolean;
  readonly isThis: boolean;
};

export type AccountSession = SessionItem & { readonly isThis: boolean };

/** Something that happened, by the kind of its fact; what it names is told as far as it is known. */
export type AccountEvent = {
  readonly id: string;
  readonly at: number;
  readonly kind: string;
  readonly service?: string;
  readonly declared?: string;
  readonly where?: string;
  readonly phone?: string;
  readonly reason?: string;
  readonly rights?: string;
  readonly rule?: string;
  readonly by?: string;
  readonly triesLeft?: number;
  /** A sign-in, and its session: what *Ce n'était pas moi* is said of. */
  readonly session?: SessionId;
  readonly isOpen: boolean;
  readonly isThis: boolean;
};
export type AccountHistory = {
  readonly events: readonly AccountEvent[];
  /** To ask for the page after this one; absent at the end. */
  readonly next?: string;
};

export type AccountAlert = {
  readonly id: string;
  readonly event: string;
  readonly service?: string;
  readonly at: number;
  /** Where it went, and how far it got. */
  readonly reached: readonly NoticeReach[];
  readonly isStopped: boolean;
};

export type AccountContact = {
  readonly id: string;
  readonly kind: "phone" | "email";
  readonly masked: string;
  readonly source: string;
  readonly since: number;
  /** When its authority, or its holder, last said that it is right. */
  readonly confirmedAt?: number;
  /** Told, and relied on by nothing before then. Absent: it is relied on. */
  readonly servesFrom?: number;
  readonly withdrawnAt?: number;
  /** Replaced, and still told of what happens. */
  readonly replacedAt?: number;
};

export type AccountSettings = {
  readonly moreTime: boolean;
  /** In which no request to sign in rings; `null`: none. */
  readonly quiet: QuietHours | null;
};
