import type {
  ApprovalId,
  Context,
  DeviceId,
  ProfessionalId,
  RefusalReason,
  Transfer,
} from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import { deny, done, type Outcome } from "#platform/outcome";
import { after, type Instant } from "#platform/time";

/**
 * An approval: the record behind a request on the screen.
 *
 * `shown → claimed → approved | refused`, `approved → spent` when its session opens; sinks `expired`, `cancelled`.
 * Each state holds only what it has. The functions below say what may follow; the statements of `store.ts` record it, once.
 */
export type Approval = Shown | Claimed | Approved | Refused | Expired | Cancelled | Spent;

type Opened = {
  readonly id: ApprovalId;
  readonly kind: Context["kind"];
  /** The id of whoever asks: for a sign-in, its page. */
  readonly asker: string;
  /** Thumbprint of the browser key `BK` this approval opens, and no other. */
  readonly browser: string;
  /** The browser's network, for distances in words and limits. */
  readonly network: string;
  readonly shownAt: Instant;
  readonly claimBy: Instant;
};
type Held = Opened & {
  readonly device: DeviceId;
  readonly professional: ProfessionalId;
  readonly transfer: Transfer;
  readonly claimedAt: Instant;
  readonly decideBy: Instant;
  readonly contextHash: string | undefined;
  /** The signed context (compact JWS), once described. */
  readonly context: string | undefined;
  readonly rights: "full" | "reduced" | undefined;
  /** Where its browser was, once described. */
  readonly standing: Context["browser"]["standing"] | undefined;
};

export type Shown = Opened & {
  readonly state: "shown";
  readonly digits: string | undefined;
  /** What its frames are made and checked with (HMAC-SHA-256, 32 bytes). It never leaves the server. */
  readonly frameSecret: Uint8Array;
};
export type Claimed = Held & { readonly state: "claimed" };
export type Approved = Held & { readonly state: "approved"; readonly decidedAt: Instant };
export type Spent = Held & { readonly state: "spent"; readonly decidedAt: Instant };
export type Refused = Held & {
  readonly state: "refused";
  readonly decidedAt: Instant;
  readonly reason: RefusalReason;
};
/** Ended by a rule, by the page or by time. `device`: the phone that had claimed it before. */
type Past = Opened & { readonly device: DeviceId | undefined };
export type Expired = Past & { readonly state: "expired" };
/** `reason`: a refusal's code, or a word of the page's own. */
export type Cancelled = Past & { readonly state: "cancelled"; readonly reason: string | undefined };

/**
 * Whether a request concerns anybody: an exercise, which its own holder began, opens nothing. It cancels no other, is counted as
 * nothing, and of its facts only the answer is kept.
 */
export const isReal = ({ kind }: Pick<Opened, "kind">): boolean => kind !== "practice";

/** Deadline for a claim of an approval opened at `now`. */
export const claimDeadline = (now: Instant) => after(now, lifetimes.claim);

/** The number of the frame to show at `now`: whole seconds since the approval was shown. */
export function frameNumber(approval: Shown, now: Instant): number {
  return Math.max(0, Math.floor((now - approval.shownAt) / 1000));
}

export type ClaimDenial =
  | "frame_refused"
  | "approval_expired"
  | "already_claimed"
  | "claimed_here"
  | "approval_cancelled"
  | "already_decided";

/** Why this phone may not claim, or done. The frame's age and MAC are checked apart. */
export function mayClaim(
  approval: Approval,
  device: DeviceId,
  now: Instant,
): Outcome<Shown, ClaimDenial> {
  switch (approval.state) {
    case "shown":
      return now < approval.claimBy ? done(approval) : deny("approval_expired");
    case "claimed":
      return approval.device === device ? deny("claimed_here") : deny("already_claimed");
    case "approved":
    case "spent":
    case "refused":
      return deny("already_decided");
    case "expired":
      return deny("approval_expired");
    case "cancelled":
      return deny("approval_cancelled");
  }
}

export type DecideDenial =
  | "not_claimed"
  | "already_decided"
  | "approval_expired"
  | "approval_cancelled"
  | "holder_stopped"
  | "other_context";

/** Whether this phone may decide now, over the very context it was shown. */
export function mayDecide(
  approval: Approval,
  given: { device: DeviceId; context: string },
  now: Instant,
): Outcome<Claimed, DecideDenial> {
  if (approval.state === "shown") return deny("not_claimed");
  // First, so that a phone that never claimed it learns nothing of what became of it (law 7).
  if (approval.device !== given.device) return deny("not_claimed");
  if (approval.state === "expired") return deny("approval_expired");
  // Its own phone is told what ended it: nothing it could decide opens anything.
  if (approval.state === "cancelled")
    return deny(approval.reason === "holder_stopped" ? "holder_stopped" : "approval_cancelled");
  if (approval.state !== "claimed") return deny("already_decided");
  if (now >= approval.decideBy) return deny("approval_expired");
  if (approval.contextHash === undefined || approval.contextHash !== given.context)
    return deny("other_context");
  return done(approval);
}

/** What the outside sees at `now`: a deadline that has passed has ended the approval, whether or not a sweep has come by. */
export function stateAt(approval: Approval, now: Instant): Approval["state"] {
  if (approval.state === "shown" && now >= approval.claimBy) return "expired";
  if (approval.state === "claimed" && now >= approval.decideBy) return "expired";
  return approval.state;
}
