import type { DeviceId, Problem } from "@aval/protocol";
import type { Refusal } from "#errors";
import { lifetimes } from "#lifetimes";
import type { Database } from "#platform/database";
import type { Log } from "#platform/log";
import { done } from "#platform/outcome";
import type { Random } from "#platform/random";
import { type Instant, instant } from "#platform/time";
import { type Counter, type Settled, settle, toRemember } from "./counter.ts";
import type { Evaluator } from "./evaluator.ts";
import type { Journal } from "./journal.ts";
import type { Seal } from "./seal.ts";
import * as store from "./store.ts";
import type { Turns } from "./turns.ts";

/** What the program's parts need. */
export type PinDeps = {
  readonly db: Database<store.PinTables>;
  readonly random: Random;
  readonly log: Log;
  readonly seal: Seal;
  readonly journal: Journal;
  readonly evaluator: Evaluator;
  /** A row is held for a change in the phone's turn only. */
  readonly turns: Turns;
};

export type PinRefusal = Extract<
  Refusal,
  | "invalid_message"
  | "clock_skew"
  | "replayed"
  | "bad_signature"
  | "pin_unknown_key"
  | "pin_already_set"
  | "pin_wait"
  | "pin_disabled"
  | "pin_unavailable"
  | "wrong_code"
>;

/** What a refusal tells beside its sentence. */
export type PinExtra = Pick<Problem, "now" | "triesLeft" | "retryAfterSeconds">;
export type PinDenied = {
  readonly ok: false;
  readonly refusal: PinRefusal;
  readonly extra?: PinExtra;
};
export type PinOutcome<T> = { readonly ok: true; readonly value: T } | PinDenied;

export const deny = (refusal: PinRefusal, extra?: PinExtra): PinDenied =>
  extra ? { ok: false, refusal, extra } : { ok: false, refusal };

/** How often a change is tried again when another request changed the same row first: each loss is another's win. */
export const maxLosses = 100;

/** The row as it counts now, and as it must be found when it is changed. */
export type Held = Settled & { readonly stored: store.Stored };

/**
 * The phone's genuine row, settled with the journal. A row whose MAC does not hold was written by somebody without the
 * key file: it is refused, and nothing is evaluated for that phone until somebody has looked.
 *
 * The journals of other processes are read each time: a row put back to the very version this one remembers would else
 * pass for the newest. One window remains where several PIN programs share a folder: between one's change of the row and
 * its line in the journal, a row put back is taken at its word by another, and each such moment can give one try uncounted.
 * So one program a deployment is what is supported; there, changes of one phone take turns, and the window is closed.
 */
export async function hold(deps: PinDeps, device: DeviceId): Promise<PinOutcome<Held>> {
  for (let losses = 0; losses < maxLosses; losses++) {
    const held = await holdOnce(deps, device);
    if (!held.ok || held.value.doubt !== "rolled_back") return held;
    // Changed and journalled by another while it was read here? Then there is a newer row, and nothing to doubt.
    const again = await store.read(deps.db, device);
    if (again?.mac === held.value.stored.mac) return held;
  }
  return deny("pin_unavailable");
}

async function holdOnce(deps: PinDeps, device: DeviceId): Promise<PinOutcome<Held>> {
  const stored = await store.read(deps.db, device);
  if (!stored) return deny("pin_unknown_key");
  if (!deps.seal.isGenuine(stored.counter, stored.mac)) {
    deps.log.error("pin_counter_not_genuine", undefined, { device });
    return deny("pin_unavailable");
  }
  await deps.journal.refresh();
  return done({
    stored,
    ...settle(stored.counter, deps.journal.remembered(device), deps.journal.epoch),
  });
}

/** Records a change if the row is still as it was held, here and in the journal. False: somebody else was first. */
export async function change(
  deps: PinDeps,
  held: Held,
  next: Counter,
  record: typeof store.recordChange = store.recordChange,
): Promise<boolean> {
  if (!(await record(deps.db, held.stored, next, deps.seal.mac(next)))) return false;
  await deps.journal.record(next.device, toRemember(next));
  if (held.doubt) tellDoubt(deps.log, next.device, held.doubt);
  return true;
}

function tellDoubt(log: Log, device: DeviceId, doubt: NonNullable<Settled["doubt"]>): void {
  if (doubt === "two_epochs")
    log.error("pin_two_state_folders_on_one_database", undefined, { device });
  else log.warn("pin_counter_put_back", { device, doubt });
}

/** Whether a verified message is fresh and new. `now`: of the database's clock, a moment ago. */
export async function stamped(
  deps: PinDeps,
  message: { device: DeviceId; iat: number; jti: string },
  now: Instant,
): Promise<PinDenied | undefined> {
  if (Math.abs(now - instant(message.iat * 1000)) > lifetimes.messageSkew) {
    return deny("clock_skew", { now: Math.floor(now / 1000) });
  }
  return (await store.once(deps.db, message.device, message.jti)) ? undefined : deny("replayed");
}
