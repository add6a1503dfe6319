import {
  type DeviceId,
  fromBase64url,
  type MultiSigned,
  type PinEvaluateAnswer,
  type PinRegisterAnswer,
  type Problem,
  peekMulti,
  purposes,
  thumbprint,
  toBase64url,
  verifyCompact,
  verifyMulti,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { lifetimes, limits } from "#lifetimes";
import { type Database, transact } from "#platform/database";
import type { Log } from "#platform/log";
import { done } from "#platform/outcome";
import { newId, type Random } from "#platform/random";
import { instant } from "#platform/time";
import {
  type Counter,
  closed,
  committed,
  confirmed,
  counted,
  isSpent,
  registered,
  type Settled,
  settle,
  toRemember,
  triesLeft,
} from "./counter.ts";
import { type Evaluator, isElement, makeOprfKey } from "./evaluator.ts";
import type { Journal } from "./journal.ts";
import {
  type ConfirmPurpose,
  commitMessage,
  confirmedMessage,
  evaluateMessage,
  peek,
  registerMessage,
} from "./message.ts";
import type { Seal } from "./seal.ts";
import * as store from "./store.ts";

export type PinDeps = {
  readonly db: Database<store.PinTables>;
  readonly random: Random;
  readonly log: Log;
  readonly seal: Seal;
  readonly journal: Journal;
  readonly evaluator: Evaluator;
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
export type PinDenied = { readonly ok: false; readonly refusal: PinRefusal; readonly extra?: PinExtra };
export type PinOutcome<T> = { readonly ok: true; readonly value: T } | PinDenied;

const deny = (refusal: PinRefusal, extra?: PinExtra): PinDenied =>
  extra ? { ok: false, refusal, extra } : { ok: false, refusal };

/** How often a change is tried again when another request changed the same row first: each loss is another's win. */
const maxLosses = 100;

/** The row as it counts now, and as it must be found when it is changed. */
type Held = Settled & { readonly stored: store.Stored };

/**
 * The phone's genuine row, settled with the journal. A row whose MAC does not hold was written by somebody without the
 * key file: it is refused, and nothing is evaluated for that phone until somebody has looked.
 */
async function hold(deps: PinDeps, device: DeviceId): Promise<PinOutcome<Held>> {
  const stored = await store.read(deps.db, device);
  if (!stored) return deny("pin_unknown_key");
  if (!deps.seal.isGenuine(stored.counter, stored.mac)) {
    deps.log.error("pin_counter_not_genuine", undefined, { device });
    return deny("pin_unavailable");
  }
  // Another process may have counted; or the row is older than what this one remembers. The journals tell which.
  if (deps.journal.remembered(device)?.version !== stored.counter.version) await deps.journal.refresh();
  return done({ stored, ...settle(stored.counter, deps.journal.remembered(device), deps.journal.epoch) });
}

/** Records a change if the row is still as it was held, here and in the journal. False: somebody else was first. */
async function change(
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
  if (doubt === "two_epochs") log.error("pin_two_state_folders_on_one_database", undefined, { device });
  else log.warn("pin_counter_put_back", { device, doubt });
}

/** Whether a verified message is fresh and new. */
async function stamped(
  deps: PinDeps,
  message: { device: DeviceId; iat: number; jti: string },
): Promise<PinDenied | undefined> {
  const now = await store.readNow(deps.db);
  if (Math.abs(now - instant(message.iat * 1000)) > lifetimes.messageSkew) {
    return deny("clock_skew", { now: Math.floor(now / 1000) });
  }
  return (await store.once(deps.db, message.device, message.jti)) ? undefined : deny("replayed");
}

/** The server has given this id to the phone with this key. Without it nobody can register (strangers fill no table). */
export async function announce(deps: PinDeps, device: DeviceId, ikThumbprint: string): Promise<void> {
  await store.announce(deps.db, device, ikThumbprint);
}

/** A phone's first code: makes its OPRF key, keeps its IK, evaluates. Again until the code is committed. */
export async function register(deps: PinDeps, jws: string): Promise<PinOutcome<PinRegisterAnswer>> {
  const message = peek(jws, registerMessage);
  if (!message || !isElement(message.blinded)) return deny("invalid_message");
  const { device, ik } = message;
  if ((await store.announcedKey(deps.db, device)) !== (await thumbprint(ik))) return deny("pin_unknown_key");
  if (!(await verifyCompact(jws, purposes.pinRegister, ik))) return deny("bad_signature");
  const refused = await stamped(deps, message);
  if (refused) return refused;

  const keyId = newId("pky", deps.random);
  const evaluation = newId("evl", deps.random);
  const key = makeOprfKey(deps.random);
  const recorded = await recordRegistration(deps, { device, ik, keyId, evaluation, key });
  if (recorded) return recorded;
  const answer = await evaluated(deps, key, message.blinded);
  return answer.ok ? done({ keyId, publicKey: toBase64url(key.publicKey), evaluation, ...answer.value }) : answer;
}

type Registration = Pick<Counter, "device" | "ik" | "keyId"> & { evaluation: string; key: OprfKey };
type OprfKey = ReturnType<typeof makeOprfKey>;

async function recordRegistration(deps: PinDeps, given: Registration): Promise<PinDenied | undefined> {
  const { device, ik, keyId, evaluation, key } = given;
  const held = await hold(deps, device);
  if (!held.ok && held.refusal !== "pin_unknown_key") return held;
  if (!held.ok) await deps.journal.refresh();
  if (!held.ok && deps.journal.remembered(device)) {
    deps.log.error("pin_counter_missing", undefined, { device });
    return deny("pin_already_set");
  }
  const before = held.ok ? held.value : undefined;
  if (before && !mayRegisterAgain(before)) return deny("pin_already_set");

  const now = before?.stored.at ?? (await store.readNow(deps.db));
  const next = registered({ device, keyId, ik, epoch: deps.journal.epoch }, evaluation, now, before?.counter);
  const mac = deps.seal.mac(next);
  const wrapped = deps.seal.wrap({ device, keyId }, key.secretKey, deps.random);
  const won = await transact(deps.db, async (tx) => {
    const isFirst = before
      ? await store.recordChange(tx, before.stored, next, mac)
      : await store.insert(tx, next, mac);
    if (!isFirst) return false;
    await store.insertKey(tx, device, keyId, { publicKey: toBase64url(key.publicKey), wrapped });
    await store.deleteKeys(tx, device, keyId);
    return true;
  });
  if (!won) return deny("pin_already_set");
  await deps.journal.record(device, toRemember(next));
  return undefined;
}

function mayRegisterAgain({ counter, doubt }: Held): boolean {
  return counter.uk === undefined && counter.state === "open" && counter.version < limits.pinRegistrations && !doubt;
}

/** The public half of the code's key, signed by IK and by the code's key itself. Once. */
export async function commit(deps: PinDeps, signed: MultiSigned): Promise<PinOutcome<{ keyId: string }>> {
  const parsed = commitMessage.safeParse(peekMulti(signed));
  if (!parsed.success) return deny("invalid_message");
  const { device, keyId, uk } = parsed.data;
  const held = await hold(deps, device);
  if (!held.ok) return held;
  const { counter } = held.value;
  if (!(await verifyMulti(signed, purposes.pinCommit, [counter.ik, uk]))) return deny("bad_signature");
  const refused = await stamped(deps, parsed.data);
  if (refused) return refused;

  if (counter.keyId !== keyId || counter.state !== "open") return deny("pin_unknown_key");
  // The phone that lost our answer asks again: the same key is the same news.
  if (counter.uk) return (await thumbprint(counter.uk)) === (await thumbprint(uk)) ? done({ keyId }) : deny("pin_already_set");
  return (await change(deps, held.value, committed(counter, uk))) ? done({ keyId }) : deny("pin_already_set");
}

/** One counted evaluation. Counted and evaluated, or refused and not evaluated; never evaluated uncounted (P-33). */
export async function evaluate(deps: PinDeps, jws: string): Promise<PinOutcome<PinEvaluateAnswer>> {
  const message = peek(jws, evaluateMessage);
  if (!message || !isElement(message.blinded)) return deny("invalid_message");
  const { device, keyId } = message;
  const first = await hold(deps, device);
  if (!first.ok) return first;
  if (!(await verifyCompact(jws, purposes.pinEvaluate, first.value.counter.ik))) return deny("bad_signature");
  const refused = await stamped(deps, message);
  if (refused) return refused;
  if (first.value.counter.keyId !== keyId || !first.value.counter.uk) return deny("pin_unknown_key");
  const key = await openKey(deps, device, keyId);
  if (!key.ok) return key;

  const evaluation = newId("evl", deps.random);
  const tried = await countTry(deps, device, evaluation);
  if (!tried.ok) return tried;
  const answer = await evaluated(deps, key.value, message.blinded);
  return answer.ok ? done({ keyId, evaluation, triesLeft: triesLeft(tried.value), ...answer.value }) : answer;
}

/** Counts one try for this phone, or says why none may be made. */
async function countTry(deps: PinDeps, device: DeviceId, evaluation: string): Promise<PinOutcome<Counter>> {
  for (let losses = 0; losses < maxLosses; losses++) {
    const held = await hold(deps, device);
    if (!held.ok) return held;
    const { counter, stored } = held.value;
    if (isSpent(counter)) {
      if (counter.state === "open" && !(await change(deps, held.value, closed(counter, "disabled")))) continue;
      return deny("pin_disabled", { triesLeft: 0 });
    }
    const waitMs = counter.nextTryAt - stored.at;
    if (waitMs > 0) {
      return deny("pin_wait", { retryAfterSeconds: Math.ceil(waitMs / 1000), triesLeft: triesLeft(counter) });
    }
    const next = counted(counter, evaluation, stored.at);
    if (await change(deps, held.value, next, store.recordTry)) return done(next);
  }
  return deny("pin_unavailable");
}

async function openKey(deps: PinDeps, device: DeviceId, keyId: string): Promise<PinOutcome<OprfKey>> {
  const key = await store.findKey(deps.db, device, keyId);
  const publicKey = key && fromBase64url(key.publicKey);
  if (!publicKey) return deny("pin_unknown_key");
  try {
    return done({ publicKey, secretKey: deps.seal.unwrap({ device, keyId }, key.wrapped) });
  } catch (fault) {
    deps.log.error("pin_key_not_genuine", fault, { device });
    return deny("pin_unavailable");
  }
}

async function evaluated(
  deps: PinDeps,
  key: OprfKey,
  blinded: string,
): Promise<PinOutcome<{ evaluated: string; proof: string }>> {
  try {
    const made = await deps.evaluator.evaluate({ ...key, blinded: fromBase64url(blinded) as Uint8Array });
    return done({ evaluated: toBase64url(made.evaluated), proof: toBase64url(made.proof) });
  } catch (fault) {
    deps.log.error("pin_evaluation_broke", fault); // The try stays counted.
    return deny("pin_unavailable");
  }
}

/** `disabled`: this phone has no try left; the server appends `device_disabled` and approves nothing from it. */
export type Confirmation =
  | { readonly ok: true; readonly value: { readonly triesLeft: number } }
  | (PinDenied & { readonly triesLeft?: number; readonly disabled: boolean });

const unconfirmed = (denied: PinDenied): Confirmation => ({ ...denied, disabled: denied.refusal === "pin_disabled" });

/**
 * Says whether this decision or activation was signed with the right code, and then sets the count back.
 *
 * The server's word is not enough: the signatures of IK and UK are verified here, with the keys this program was given
 * by the phone itself, and `evaluation` must be the last one made. An old decision, which everybody who reads the
 * database has, resets nothing.
 */
export async function confirm(
  deps: PinDeps,
  device: DeviceId,
  signed: MultiSigned,
  purpose: ConfirmPurpose,
): Promise<Confirmation> {
  const parsed = confirmedMessage.safeParse(peekMulti(signed));
  if (!parsed.success || parsed.data.v !== purpose || parsed.data.device !== device) {
    return unconfirmed(deny("invalid_message"));
  }
  for (let losses = 0; losses < maxLosses; losses++) {
    const held = await hold(deps, device);
    if (!held.ok) return unconfirmed(held);
    const verdict = await judge(held.value, signed, parsed.data);
    if (verdict === "wrong_code") {
      const told = await wrongCode(deps, held.value);
      if (told) return told;
    } else if (verdict !== "right") {
      return unconfirmed(deny(verdict));
    } else {
      const told = await rightCode(deps, held.value, parsed.data.evaluation);
      if (told) return told;
    }
  }
  return unconfirmed(deny("pin_unavailable"));
}

async function judge(
  { counter }: Held,
  signed: MultiSigned,
  message: { v: ConfirmPurpose; keyId?: unknown },
): Promise<PinRefusal | "right"> {
  if (counter.state !== "open") return "pin_disabled";
  const byPhone = { payload: signed.payload, signatures: signed.signatures.slice(0, 1) };
  if (!(await verifyMulti(byPhone, message.v, [counter.ik]))) return "bad_signature";
  if (!counter.uk || (message.v === purposes.activate && message.keyId !== counter.keyId)) return "pin_unknown_key";
  return (await verifyMulti(signed, message.v, [counter.ik, counter.uk])) ? "right" : "wrong_code";
}

/** Undefined: another request changed the row first. */
async function wrongCode(deps: PinDeps, held: Held): Promise<Confirmation | undefined> {
  const { counter } = held;
  const left = triesLeft(counter);
  if (left > 0) return { ok: false, refusal: "wrong_code", triesLeft: left, disabled: false };
  if (!(await change(deps, held, closed(counter, "disabled")))) return undefined;
  return { ok: false, refusal: "wrong_code", triesLeft: 0, disabled: true };
}

/** Undefined: another request changed the row first. */
async function rightCode(deps: PinDeps, held: Held, evaluation: string): Promise<Confirmation | undefined> {
  const { counter, stored } = held;
  // Told twice, since the server may have lost the first answer: still right, and nothing more is reset.
  if (evaluation === counter.confirmedEvaluation) return done({ triesLeft: triesLeft(counter) });
  if (evaluation !== counter.lastEvaluation) return unconfirmed(deny("replayed"));
  const next = confirmed(counter, evaluation, stored.at);
  return (await change(deps, held, next)) ? done({ triesLeft: limits.pinTries }) : undefined;
}

/** Forgets a phone's keys for good. True when it had any: what its code gave can never be derived again. */
export async function retire(deps: PinDeps, device: DeviceId): Promise<boolean> {
  for (let losses = 0; losses < maxLosses; losses++) {
    const held = await hold(deps, device);
    if (!held.ok && held.refusal === "pin_unknown_key") return false;
    // Even a row that is not genuine loses its keys: closing is never refused.
    await store.deleteKeys(deps.db, device);
    if (!held.ok) return true;
    if (held.value.counter.state === "retired") return true;
    if (await change(deps, held.value, closed(held.value.counter, "retired"))) return true;
  }
  throw new Error(`the PIN counter of ${device} could not be closed`);
}
