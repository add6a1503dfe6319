import type { CampaignTexts } from "./campaigns.ts";
import type { BellId, DeviceId, PlaceId, RingId } from "./ids.ts";
import type { purposes, RefusalReason } from "./messages.ts";

/*
 * Bells: what a phone and the server say of them, of rings, of pushes and of quiet hours. Every message here is by `IK` alone: a
 * bell enables nothing, since what rings still has to be scanned (law 3), and stopping is cheap (law 5). Times in answers are
 * seconds since the epoch on the server's clock. Source: DESIGN section 5, "Places and bells" and "Bells ring".
 */
type Stamped = { readonly iat: number; readonly jti: string; readonly device: DeviceId };

/** Which bells has my holder, and which could they set now? */
export type BellsMessage = Stamped & { readonly v: typeof purposes.bells };

/** My holder lets this place of theirs ring for this service, which they entered there lately. */
export type BellSetMessage = Stamped & {
  readonly v: typeof purposes.bellSet;
  readonly place: PlaceId;
  readonly service: string;
};

/** This bell rings no more. */
export type BellEndMessage = Stamped & {
  readonly v: typeof purposes.bellEnd;
  readonly bell: BellId;
};

/** What rings now? */
export type RingsMessage = Stamped & { readonly v: typeof purposes.rings };

/** My holder did not ask for this ring, or no longer wants it: `mistake` undoes what a refusal does. */
export type RingRefuseMessage = Stamped & {
  readonly v: typeof purposes.ringRefuse;
  readonly ring: RingId;
  readonly reason: RefusalReason;
};

/** Is this phone one that pushes reach? */
export type PushStateMessage = Stamped & { readonly v: typeof purposes.pushState };

/** Send this phone's wake-ups there: what `PushManager.subscribe` gave. In place of what was said before. */
export type PushSubscribeMessage = Stamped & {
  readonly v: typeof purposes.pushSubscribe;
  readonly endpoint: string;
  /** The worker's public key, uncompressed P-256, base64url. */
  readonly p256dh: string;
  /** 16 bytes, base64url. */
  readonly auth: string;
  /** The `kid` of the server's key that was subscribed with; only that key may push to it (RFC 8292). */
  readonly key: string;
};

/** Send this phone no wake-up. */
export type PushUnsubscribeMessage = Stamped & { readonly v: typeof purposes.pushUnsubscribe };

/** Wake this very phone now, and say nothing. */
export type PushTestMessage = Stamped & { readonly v: typeof purposes.pushTest };

/** Hours of the day in Paris, "22:00"; from one to another, past midnight where `to` is the earlier. */
export type QuietHours = { readonly from: string; readonly to: string };

/** Without `hours`: which are they? `null`: none, everything rings. */
export type QuietHoursMessage = Stamped & {
  readonly v: typeof purposes.quietHours;
  readonly hours?: QuietHours | null;
};

/** What was my holder told lately? */
export type NoticesMessage = Stamped & { readonly v: typeof purposes.notices };

/** A place as a bell and a ring name it: what its browser said it is ("Windows, Firefox"). */
export type BellPlace = { readonly id: PlaceId; readonly declared: string };
/** A service by its name in the registry. */
export type BellService = { readonly id: string; readonly name: string };

export type BellView = {
  readonly id: BellId;
  readonly service: BellService;
  readonly place: BellPlace;
  readonly setAt: number;
  /** The last sign-in at this place to this service. Thirty days later the bell ends. */
  readonly lastUsedAt: number;
  /** It was refused or left unanswered too often: until then it does not ring, and scanning works as ever. */
  readonly silencedUntil?: number;
};
/** A bell that could be set by one tap. */
export type BellOffer = { readonly place: BellPlace; readonly service: BellService };
export type BellsAnswer = {
  readonly bells: readonly BellView[];
  readonly offers: readonly BellOffer[];
};
export type BellEndAnswer = { readonly ended: true };

/** What rings: a screen at this place asks, for this service. Only scanning that screen goes on. */
export type RingView = {
  readonly ring: RingId;
  readonly service: BellService;
  readonly place: BellPlace;
  readonly until: number;
};
/** One at most. */
export type RingsAnswer = { readonly rings: readonly RingView[]; readonly now: number };
/** `bell`: what the refusal did to the bell that rang. */
export type RingRefuseAnswer = {
  readonly refused: true;
  readonly bell: "ended" | "silenced" | "kept";
};

/** `at`: since when pushes go to this phone; absent: none do. */
export type PushStateAnswer = { readonly at?: number };
/** The wake-up is on its way, or it is not and never will be: a push is sent once. `id`: what its payload says. */
export type PushTestAnswer = { readonly id: string };
export type QuietHoursAnswer = {
  /** `null`: none. */
  readonly hours: QuietHours | null;
  /** Whether it is one of them now. */
  readonly quietNow: boolean;
};
/** Where a notice went, and how far it got. */
export type NoticeReach = {
  /** `app`: a phone of the holder's, by its push service. */
  readonly kind: "email" | "phone" | "app";
  /** Enough of the address to recognise one's own; a phone's name. */
  readonly masked: string;
  /** `handed`: an operator has it and has not said. `arrived`: the receiver's server has it. `read`: its page was opened. */
  readonly state: "waiting" | "handed" | "arrived" | "read" | "failed";
  readonly at?: number;
};

export type NoticeItem = {
  readonly id: string;
  /** `phone_added`, `place_made`, … as the server's table of notices names them. */
  readonly event: string;
  readonly at: number;
  readonly service?: string;
  /** Empty on a `limited` phone: addresses are its holder's. */
  readonly reached: readonly NoticeReach[];
  /** What somebody on the staff wrote and another signed: of campaigns alone. */
  readonly words?: CampaignTexts;
};
export type NoticesAnswer = { readonly notices: readonly NoticeItem[] };

/**
 * All that a push says, encrypted to the worker: nothing about anybody, and nothing that could be decided by it (P-55). `id` names
 * the ring (`rng_…`), the notice (`ntc_…`) or the trial (`tst_…`) it is for.
 */
export type PushPayload = { readonly v: 1; readonly id: string };

/** A bell as the place's own browser is told of it. `firstName`: only where several people sign in. */
export type PageBell = { readonly bell: BellId; readonly firstName?: string };
