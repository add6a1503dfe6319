import {
  type ApprovalId,
  type ClaimAnswer,
  type Context,
  type DecisionAnswer,
  type DeviceId,
  frameText,
  type HistoryItem,
  hashDocument,
  isId,
  isWellFormed,
  type Json,
  type MultiSigned,
  type PendingItem,
  type ProfessionalId,
  parseFrame,
  purposes,
  type RefusalReason,
  refusalReasons,
  withCheckDigit,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import type { Audit, AuditTables } from "#modules/audit";
import {
  type ActiveDevice,
  type Answering,
  type Devices,
  type DeviceTables,
  mayAnswer,
  type Owned,
  type WaitingDevice,
} from "#modules/devices";
import type { Limits, LimitTables } from "#modules/limits";
import type { Stops, StopTables } from "#modules/stops";
import { type AnyTables, type Database, toInstant, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId, type Random, randomBelow } from "#platform/random";
import { type Clock, type Duration, epochSeconds } from "#platform/time";
import { takeTurn } from "#platform/turns";
import {
  type Approval,
  type Approved,
  type Claimed,
  claimDeadline,
  frameNumber,
  isReal,
  mayClaim,
  mayDecide,
  type Shown,
  type Spent,
  stateAt,
} from "./approval.ts";
import { frameMac, isOurs } from "./frames.ts";
import * as store from "./store.ts";

type Tables = store.ApprovalTables & AuditTables & DeviceTables & LimitTables & StopTables;

/**
 * The turn of whatever claims a request for this holder. Two claims on two rows would each not see the other; in turn, the second
 * sees the first (P-19).
 */
const claimsOf = ({ professional }: Pick<ActiveDevice, "professional">) =>
  `aval.claim.${professional}`;

/** What an asker says of a claimed request: everything the phone will show but what `approvals` knows itself. */
export type Description = Omit<
  Context,
  "v" | "approval" | "kind" | "transfer" | "call" | "shownAt" | "claimedAt" | "decideBy"
>;

/**
 * Whoever asks. `approvals` knows nothing of why: `describe` makes the context after a claim (or denies, which cancels),
 * `decided` runs in the decision's transaction.
 */
export type Asker = {
  readonly kind: Approval["kind"];
  describe(
    tx: Database<Tables>,
    approval: Claimed,
    device: Answering,
    network: string,
  ): Promise<Outcome<Description, Refusal>>;
  decided(
    tx: Database<Tables>,
    approval: Approved,
    device: Answering,
  ): Promise<Pick<DecisionAnswer, "mayBePlace">>;
};

export type ApprovalsDeps = {
  readonly db: Database<Tables>;
  readonly clock: Clock;
  readonly random: Random;
  readonly audit: Audit;
  readonly limits: Limits;
  readonly devices: Devices;
  readonly stops: Pick<Stops, "keepOpen">;
  readonly asker: (kind: Approval["kind"]) => Asker;
  readonly signContext: (context: Context) => Promise<string>;
  readonly networkOf: (address: string) => string;
  /** Whether somebody of ours, or of an institution, calls this holder now. */
  readonly isCalled: (tx: Database<AnyTables>, professional: ProfessionalId) => Promise<boolean>;
  /** A decision was recorded, and its transaction is over: whoever waits for it may look. */
  readonly settled?: (approval: ApprovalId) => Promise<void>;
  /** Whether a holder asked for more time to decide, for each request of theirs. Absent: nobody can ask. */
  readonly wantsMoreTime?: (tx: Database<AnyTables>, holder: ProfessionalId) => Promise<boolean>;
};

/** How long this holder has to decide. */
async function decideWithin(
  { wantsMoreTime }: ApprovalsDeps,
  tx: Database<Tables>,
  { professional }: Answering,
): Promise<Duration> {
  const isLonger = await wantsMoreTime?.(tx as Database<AnyTables>, professional);
  return isLonger ? lifetimes.decideWithMoreTime : lifetimes.decide;
}

export type Denied = {
  readonly ok: false;
  readonly refusal: Refusal;
  readonly extra?: { triesLeft?: number };
};
type Answer<T> = { readonly ok: true; readonly value: T } | Denied;

/** Opens an approval for this browser. Frames can be made from now on; nobody is concerned yet. */
export async function open(
  { random, clock }: ApprovalsDeps,
  tx: Database<Tables>,
  given: { asker: string; kind: Approval["kind"]; browser: string; network: string },
): Promise<Shown> {
  const now = clock.now();
  const shown: Shown = {
    id: newId("apr", random),
    state: "shown",
    digits: undefined,
    shownAt: now,
    claimBy: claimDeadline(now),
    frameSecret: random.bytes(32),
    ...given,
  };
  await store.insertShown(tx, shown);
  return shown;
}

/** The text of the frame to show now. */
export function frame({ clock }: ApprovalsDeps, shown: Shown): string {
  const { id, frameSecret, browser } = shown;
  const number = frameNumber(shown, clock.now());
  return frameText({ approval: id, number, mac: frameMac(frameSecret, id, number, browser) });
}

/**
 * Shows digits for this request, drawn so that no two live requests share them. Eight instead of six when a thousand are
 * live or five from one network: nobody is refused, and a blind guess stays worthless (P-15).
 */
export async function showDigits(
  { db, random }: ApprovalsDeps,
  shown: Shown,
): Promise<string | undefined> {
  if (shown.digits) return shown.digits;
  return transact(db, async (tx) => {
    await takeTurn(tx, "aval.digits");
    const live = await store.liveDigits(tx, shown.network);
    const crowded = live.all >= bounds.liveDigits || live.network >= bounds.liveDigitsPerNetwork;
    const length = crowded ? 7 : 5;
    for (let attempt = 0; attempt < 20; attempt++) {
      const digits = withCheckDigit(
        String(randomBelow(10 ** length, random)).padStart(length, "0"),
      );
      if (await store.recordDigits(tx, shown.id, shown.browser, digits)) return digits;
    }
    const now = await store.find(tx, shown.id);
    return now?.state === "shown" ? now.digits : undefined;
  });
}

const frameWindow = { frameAge: lifetimes.frameAge, skew: lifetimes.clockSkewMax };

/** A phone saw a frame: fixes it as the claimant, then makes what it will show. */
export async function claimByFrame(
  deps: ApprovalsDeps,
  jws: string,
  address: string,
): Promise<Answer<ClaimAnswer>> {
  const received = await deps.devices.receiveAnswering(jws, purposes.claim);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const frame = parseFrame(`AVAL1.${payload["approval"]}.${payload["frame"]}.${payload["mac"]}`);
  if (!frame) return deny("invalid_message");

  return transact(deps.db, async (tx) => {
    await takeTurn(tx, claimsOf(device));
    // One answer for an unknown request and a forged frame: an id alone tells nothing.
    const known = await store.frameSecret(tx, frame.approval);
    if (!known || !isOurs(frame, known.secret, known.browser)) return deny("frame_refused");
    await waitForStops(deps, tx, device);
    if (!(await deps.devices.holdAnswering(tx, device))) return deny("device_not_active");

    const claimed = await store.recordClaimByFrame(tx, frame.approval, {
      ...claimant(device),
      frame: frame.number,
      ...frameWindow,
      decide: await decideWithin(deps, tx, device),
    });
    if (claimed) return describe(deps, tx, claimed, device, address);
    return secondClaim(deps, tx, frame, device);
  });
}

/**
 * A stop of this holder's that is being made ends first, and what is made from here on waits for this claim and ends it: else one that did
 * not see it would leave it to its minute. Before the phone's row, as whoever stops takes them.
 */
async function waitForStops(
  { stops }: Pick<ApprovalsDeps, "stops">,
  tx: Database<Tables>,
  { professional }: Pick<ActiveDevice, "professional">,
): Promise<void> {
  await stops.keepOpen(tx, professional, "enter");
}

const claimant = (device: Answering) => ({
  device: device.id,
  professional: device.professional,
});

/** A claim that did not win: says why, and cancels the request when another phone holds it (P-19, P-25). */
async function secondClaim(
  deps: ApprovalsDeps,
  tx: Database<Tables>,
  frame: { approval: ApprovalId; number: number },
  device: Answering,
): Promise<Denied> {
  const approval = await store.find(tx, frame.approval);
  if (!approval) return deny("frame_refused");
  const allowed = mayClaim(approval, device.id, deps.clock.now());
  if (allowed.ok) return deny("frame_refused"); // Still shown: the frame was too old.
  if (allowed.refusal !== "already_claimed") return allowed;
  // Only who sees the screen now may cancel: an old photograph of it must not.
  if (!(await store.isFrameFresh(tx, frame.approval, { frame: frame.number, ...frameWindow })))
    return deny("frame_refused");
  await cancelIn(deps, tx, approval, "already_claimed", ["claimed"]);
  return allowed;
}

/** A holder typed digits: they look the request up, so a wrong entry touches none and counts against the phone. */
export async function claimByDigits(
  deps: ApprovalsDeps,
  jws: string,
  address: string,
): Promise<Answer<ClaimAnswer>> {
  const received = await deps.devices.receiveActive(jws, purposes.claimDigits);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const digits = payload["digits"];
  if (typeof digits !== "string" || !isWellFormed(digits)) return deny("unknown_digits");

  // Counted before it is looked up, and given back when right: parallel guesses cannot outrun the count.
  const { wrongDigits } = bounds;
  if (
    !(await deps.limits.spend(
      deps.db,
      "wrong_digits",
      device.id,
      wrongDigits,
      lifetimes.wrongDigitsWindow,
    ))
  ) {
    return deny("digits_exhausted");
  }
  return transact(deps.db, async (tx) => {
    await takeTurn(tx, claimsOf(device));
    await waitForStops(deps, tx, device);
    if (!(await deps.devices.holdActive(tx, device.id))) return deny("device_not_active");
    const claimed = await store.recordClaimByDigits(tx, digits, {
      ...claimant(device),
      decide: await decideWithin(deps, tx, device),
    });
    if (!claimed) return deny("unknown_digits");
    await deps.limits.refund(tx, "wrong_digits", device.id);
    return describe(deps, tx, claimed, device, address);
  });
}

/** How another module has shown that a request is this phone's to claim; `most`: it may be decided no longer than this. */
type ShownHow = {
  readonly transfer: "this_phone" | "search" | "practice";
  readonly most?: Duration;
};

/**
 * A phone claims a request that its holder searched for, and found in another module's rows, or an exercise that they began: opened
 * and claimed at once, in the transaction that finds it. It may be decided no longer than `within`.
 */
export async function claimFound(
  deps: ApprovalsDeps,
  tx: Database<Tables>,
  given: {
    asker: string;
    browser: string;
    network: string;
    within: Duration;
    /** `sign-in`, if nothing else is said. */
    kind?: "practice";
  },
  device: ActiveDevice,
  address: string,
): Promise<Answer<ClaimAnswer>> {
  const { within: most, kind = "sign-in", ...asked } = given;
  const { id } = await open(deps, tx, { ...asked, kind });
  const transfer = kind === "practice" ? "practice" : "search";
  return claimHere(deps, tx, id, device, address, { transfer, most });
}

/**
 * A phone claims a request that another module has shown to be its own browser's (`this_phone`). In the transaction that
 * spends what showed it.
 */
export async function claimHere(
  deps: ApprovalsDeps,
  tx: Database<Tables>,
  id: ApprovalId,
  device: ActiveDevice,
  address: string,
  { transfer, most }: ShownHow = { transfer: "this_phone" },
): Promise<Answer<ClaimAnswer>> {
  await takeTurn(tx, claimsOf(device));
  await waitForStops(deps, tx, device);
  if (!(await deps.devices.holdActive(tx, device.id))) return deny("device_not_active");
  const usual = await decideWithin(deps, tx, device);
  const decide = most === undefined || usual < most ? usual : most;
  const claimed = await store.recordClaimHere(tx, id, { ...claimant(device), transfer, decide });
  if (claimed) return describe(deps, tx, claimed, device, address);
  const approval = await store.find(tx, id);
  const allowed = approval && mayClaim(approval, device.id, deps.clock.now());
  return allowed && !allowed.ok ? allowed : deny("approval_expired");
}

/**
 * The claimant is fixed; now what it is shown. Two claimed requests of one holder from different browsers at once mean
 * that one of them is not the holder's: both end. From the same browser the newer replaces the older.
 */
async function describe(
  deps: ApprovalsDeps,
  tx: Database<Tables>,
  approval: Approval,
  device: Answering,
  address: string,
): Promise<Answer<ClaimAnswer>> {
  const { id } = approval;
  if (approval.state !== "claimed") throw new Error(`approval ${id} was claimed and is not`);
  if (await endOthers(deps, tx, approval)) {
    await cancelIn(deps, tx, approval, "two_at_once", ["claimed"]);
    return deny("two_at_once");
  }

  const described = await deps
    .asker(approval.kind)
    .describe(tx, approval, device, deps.networkOf(address));
  if (!described.ok) {
    await cancelIn(deps, tx, approval, described.refusal, ["claimed"]);
    return described;
  }
  const isCalled = await deps.isCalled(tx, device.professional);
  const context = contextOf(approval, described.value, isCalled ? "open" : "none");
  const jws = await deps.signContext(context);
  const hash = await hashDocument(context as unknown as Json);
  const { service, rights, browser } = context;
  if (
    !(await store.recordContext(tx, id, {
      device: device.id,
      hash,
      jws,
      service: service.name,
      rights,
      standing: browser.standing,
    }))
  ) {
    throw new Error(`approval ${id} changed while its context was made`);
  }
  if (isReal(approval))
    await deps.audit.append(tx, {
      fact: "approval_claimed",
      ...claimant(device),
      approval: id,
      service: service.id,
      transfer: approval.transfer,
      context: hash,
    });
  return done({ approval: id, context: jws });
}

function contextOf(approval: Claimed, description: Description, call: Context["call"]): Context {
  return {
    ...description,
    v: purposes.context,
    approval: approval.id,
    kind: approval.kind,
    transfer: approval.transfer,
    call,
    shownAt: epochSeconds(approval.shownAt),
    claimedAt: epochSeconds(approval.claimedAt),
    decideBy: epochSeconds(approval.decideBy),
  };
}

/**
 * Ends the holder's other claimed requests that this one ends; true when one came from another browser just now. An exercise makes
 * way for whatever is claimed after it, and ends nothing but an exercise.
 */
async function endOthers(
  deps: ApprovalsDeps,
  tx: Database<Tables>,
  approval: Claimed,
): Promise<boolean> {
  const others = await store.otherClaims(tx, {
    professional: approval.professional,
    than: approval.id,
    within: lifetimes.twoAtOnce,
  });
  let twoAtOnce = false;
  for (const other of others) {
    if (isReal(other) && !isReal(approval)) continue;
    const sameBrowser = other.browser === approval.browser || !isReal(other);
    if (!sameBrowser && !other.recent) continue;
    if (!sameBrowser) twoAtOnce = true;
    await cancelIn(
      deps,
      tx,
      other,
      sameBrowser ? "replaced" : "two_at_once",
      ["claimed"],
      approval.professional,
    );
  }
  return twoAtOnce;
}

async function cancelIn(
  { audit }: ApprovalsDeps,
  tx: Database<Tables>,
  approval: Pick<Approval, "id" | "kind"> & { professional?: ProfessionalId },
  reason: string,
  from: readonly ("shown" | "claimed" | "approved")[],
  professional = approval.professional,
): Promise<boolean> {
  if (!(await store.recordCancelled(tx, approval.id, reason, from))) return false;
  if (professional && isReal(approval))
    await audit.append(tx, {
      fact: "approval_cancelled",
      professional,
      approval: approval.id,
      reason,
    });
  return true;
}

/**
 * Ends every open request, after a restore: one that was spent since the backup must not be spent again, and nobody looks at its
 * page any more.
 */
export async function cancelAll(
  { audit }: Pick<ApprovalsDeps, "audit">,
  tx: Database<Tables>,
  reason: "restored",
): Promise<void> {
  for (const { id, professional, kind } of await store.recordAllCancelled(tx, reason)) {
    if (!professional || !isReal({ kind })) continue;
    await audit.append(tx, {
      fact: "approval_cancelled",
      professional: professional as ProfessionalId,
      approval: id as ApprovalId,
      reason,
    });
  }
}

/**
 * A stop was made: what the holder's phones had scanned, `device` that one, ends with it, also when it was approved and has opened nothing
 * yet. In the stop's own transaction, after the holder's turn. Returns how many.
 */
export async function endStopped(
  { audit }: Pick<ApprovalsDeps, "audit">,
  tx: Database<Tables>,
  of: { readonly professional: ProfessionalId; readonly device?: DeviceId },
): Promise<number> {
  const { professional } = of;
  const reason = of.device ? "device_not_active" : "holder_stopped";
  const ended = await store.recordStopped(tx, { ...of, reason, within: lifetimes.conclude });
  for (const { id, kind } of ended)
    if (isReal({ kind }))
      await audit.append(tx, { fact: "approval_cancelled", professional, approval: id, reason });
  return ended.length;
}

/** Ends a request from its page: it was replaced, cancelled, or its holder said "not me" after approving. */
export async function cancel(
  deps: ApprovalsDeps,
  approval: Approval,
  reason: "restarted" | "page_cancelled" | "not_me_on_page" | "not_returned",
): Promise<boolean> {
  const from =
    reason === "not_me_on_page" || reason === "not_returned"
      ? (["shown", "claimed", "approved"] as const)
      : (["shown", "claimed"] as const);
  return transact(deps.db, (tx) => cancelIn(deps, tx, approval, reason, from));
}

/** The holder decides over the very context shown. */
export async function decide(
  deps: ApprovalsDeps,
  id: string,
  message: MultiSigned,
): Promise<Answer<DecisionAnswer>> {
  const outcome = await decideOver(deps, id, message);
  if (outcome.ok) await deps.settled?.(outcome.value.approval);
  return outcome;
}

async function decideOver(
  deps: ApprovalsDeps,
  id: string,
  message: MultiSigned,
): Promise<Answer<DecisionAnswer>> {
  const received = await deps.devices.receiveAnswer(message);
  if (!received.ok) return received;
  const { device, payload, code } = received.value;
  const { approval, context, decision, reason } = payload;
  if (!isId("apr", approval) || approval !== id || typeof context !== "string")
    return deny("invalid_message");

  if (decision === "refuse") return refuse(deps, { approval, context, device, message, reason });
  if (decision !== "approve" || code === "absent") return deny("invalid_message");
  if (!mayAnswer(device)) return deny("device_not_active");
  const purpose = purposes.decision;
  const confirmed = await deps.devices.confirmCode({ device, code, message, purpose });
  if (!confirmed.ok) return confirmed;
  return approve(deps, { approval, context, device, message });
}

type Given = {
  approval: ApprovalId;
  context: string;
  device: Owned | WaitingDevice;
  message: MultiSigned;
};

async function approve(
  deps: ApprovalsDeps,
  given: Given & { device: Answering },
): Promise<Answer<DecisionAnswer>> {
  const { approval: id, context, device, message } = given;
  return transact(deps.db, async (tx): Promise<Answer<DecisionAnswer>> => {
    const allowed = await claimedBy(deps, tx, given);
    if (!allowed.ok) return allowed;
    const isOpen = await deps.stops.keepOpen(tx, device.professional, "enter");
    if (!(await deps.devices.holdAnswering(tx, device))) return deny("device_not_active");
    if (!isOpen) {
      await cancelIn(deps, tx, allowed.value, "holder_stopped", ["claimed"]);
      return deny("holder_stopped");
    }
    const decided = { state: "approved", device: device.id, context, decision: message } as const;
    const approved = await store.recordDecided(tx, id, decided);
    if (!approved) return deny("already_decided");
    if (approved.state !== "approved") throw new Error(`approval ${id} was approved and is not`);
    const signed = { professional: device.professional, approval: id, decision: message };
    await deps.audit.append(
      tx,
      isReal(approved)
        ? { fact: "approval_approved", ...signed }
        : { fact: "practice_answered", answer: "approved", ...signed },
    );
    const more = await deps.asker(approved.kind).decided(tx, approved, device);
    const { isCodeOld } =
      device.state === "active"
        ? await deps.devices.recordUse(tx, device.id)
        : { isCodeOld: false };
    return done({
      ...{ approval: id, state: "approved", ...more },
      ...(isCodeOld ? { renewCode: true } : {}),
    });
  });
}

async function refuse(
  deps: ApprovalsDeps,
  given: Given & { reason: unknown },
): Promise<Answer<DecisionAnswer>> {
  const { approval: id, context, device, message } = given;
  if (!refusalReasons.includes(given.reason as RefusalReason)) return deny("invalid_message");
  const reason = given.reason as RefusalReason;
  return transact(deps.db, async (tx): Promise<Answer<DecisionAnswer>> => {
    const allowed = await claimedBy(deps, tx, given);
    if (!allowed.ok) return allowed;
    const decided = {
      state: "refused",
      device: device.id,
      context,
      decision: message,
      reason,
    } as const;
    if (!(await store.recordDecided(tx, id, decided))) return deny("already_decided");
    const signed = { professional: device.professional, approval: id, decision: message };
    const where = allowed.value.standing ?? "unknown";
    await deps.audit.append(
      tx,
      isReal(allowed.value)
        ? { fact: "approval_refused", reason, where, ...signed }
        : { fact: "practice_answered", answer: "refused", ...signed },
    );
    return done({ approval: id, state: "refused" });
  });
}

async function claimedBy(
  deps: ApprovalsDeps,
  tx: Database<Tables>,
  given: Given,
): Promise<Outcome<Claimed, Refusal>> {
  const approval = await store.find(tx, given.approval);
  // A phone that never claimed it learns no more than a stranger.
  if (!approval) return deny("not_claimed");
  return mayDecide(approval, { device: given.device.id, context: given.context }, deps.clock.now());
}

export async function pending(deps: ApprovalsDeps, jws: string): Promise<Answer<PendingItem[]>> {
  const received = await deps.devices.receiveAnswering(jws, purposes.pending);
  if (!received.ok) return received;
  const approvals = await store.pendingOf(deps.db, received.value.device.id);
  return done(
    approvals.flatMap((approval) =>
      approval.state === "claimed" && approval.context
        ? [{ approval: approval.id, state: "claimed" as const, context: approval.context }]
        : [],
    ),
  );
}

/** The holder's requests, newest first. */
export async function history(deps: ApprovalsDeps, jws: string): Promise<Answer<HistoryItem[]>> {
  const received = await deps.devices.receiveMine(jws, purposes.history);
  if (!received.ok) return received;
  const now = deps.clock.now();
  const rows = await store.historyOf(deps.db, received.value.mine);
  return done(
    rows.flatMap((row) => {
      if (!row.claimed_at) return [];
      const isPast =
        row.state === "claimed" && row.decide_by !== null && toInstant(row.decide_by) <= now;
      const at = epochSeconds(toInstant(row.decided_at ?? row.claimed_at));
      const item: HistoryItem = {
        approval: row.id as ApprovalId,
        state: isPast ? "expired" : row.state,
        ...(row.kind === "sign-in" ? {} : { kind: row.kind }),
        service: row.service ?? "",
        at,
        ...(row.state === "refused" && row.reason ? { reason: row.reason as RefusalReason } : {}),
        ...(row.state === "cancelled" && row.reason ? { because: row.reason } : {}),
        ...(row.rights ? { rights: row.rights } : {}),
      };
      return [item];
    }),
  );
}

/** Spends an approval for its own page and browser: at most once, from any node. */
export async function spend(
  tx: Database<Tables>,
  id: ApprovalId,
  given: { asker: string; browser: string },
): Promise<Outcome<Spent, "not_approved">> {
  const spent = await store.recordSpent(tx, id, { ...given, within: lifetimes.conclude });
  return spent?.state === "spent" ? done(spent) : deny("not_approved");
}

/** Ends what time has ended. Run every few seconds by each node; the answers never wait for it. */
export async function sweep(deps: ApprovalsDeps): Promise<void> {
  await transact(deps.db, async (tx) => {
    for (const { id, professional, kind } of await store.sweep(tx)) {
      if (!isReal({ kind })) continue;
      await deps.audit.append(tx, {
        fact: "approval_expired",
        approval: id,
        ...(professional ? { professional } : {}),
      });
    }
  });
}

export { stateAt };
