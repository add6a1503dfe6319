import {
  type DeviceId,
  fromBase64url,
  type MultiSigned,
  type PinEvaluateAnswer,
  type PinRegisterAnswer,
  type PublicJwk,
  peekMulti,
  purposes,
  thumbprint,
  toBase64url,
  verifyCompact,
  verifyMulti,
} from "@aval/protocol";
import { limits } from "#lifetimes";
import { transact } from "#platform/database";
import { done } from "#platform/outcome";
import { newId } from "#platform/random";
import {
  type Counter,
  closed,
  committed,
  counted,
  isSpent,
  registered,
  toRemember,
  triesLeft,
} from "./counter.ts";
import { isElement, makeOprfKey } from "./evaluator.ts";
import {
  change,
  deny,
  type Held,
  hold,
  maxLosses,
  type PinDenied,
  type PinDeps,
  type PinOutcome,
  stamped,
} from "./hold.ts";
import { commitMessage, evaluateMessage, peek, registerMessage } from "./message.ts";
import * as store from "./store.ts";

/** A phone's first code: makes its OPRF key, keeps its IK, evaluates. Again until the code is committed. */
export async function register(deps: PinDeps, jws: string): Promise<PinOutcome<PinRegisterAnswer>> {
  const message = peek(jws, registerMessage);
  if (!message || !isElement(message.blinded)) return deny("invalid_message");
  const { device, ik } = message;
  if ((await store.announcedKey(deps.db, device)) !== (await thumbprint(ik)))
    return deny("pin_unknown_key");
  if (!(await verifyCompact(jws, purposes.pinRegister, ik))) return deny("bad_signature");
  const refused = await stamped(deps, message, await store.readNow(deps.db));
  if (refused) return refused;

  const keyId = newId("pky", deps.random);
  const evaluation = newId("evl", deps.random);
  const key = makeOprfKey(deps.random);
  const denied = await deps.turns(device, () =>
    recordRegistration(deps, { device, ik, keyId, evaluation, key }),
  );
  if (denied) return denied;
  const answer = await evaluated(deps, key, message.blinded);
  return answer.ok
    ? done({ keyId, publicKey: toBase64url(key.publicKey), evaluation, ...answer.value })
    : answer;
}

type Registration = Pick<Counter, "device" | "ik" | "keyId"> & { evaluation: string; key: OprfKey };
type OprfKey = ReturnType<typeof makeOprfKey>;

async function recordRegistration(
  deps: PinDeps,
  given: Registration,
): Promise<PinDenied | undefined> {
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
  const next = registered(
    { device, keyId, ik, epoch: deps.journal.epoch },
    evaluation,
    now,
    before?.counter,
  );
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
  return (
    counter.uk === undefined &&
    counter.state === "open" &&
    counter.version < limits.pinRegistrations &&
    !doubt
  );
}

/**
 * The public half of the code's key, signed by IK and by the code's key itself. Once, and never into a row in doubt: the
 * row from before the commit, put back, would take a key of somebody else's, whose decisions would set the count back.
 */
export async function commit(
  deps: PinDeps,
  signed: MultiSigned,
): Promise<PinOutcome<{ keyId: string }>> {
  const parsed = commitMessage.safeParse(peekMulti(signed));
  if (!parsed.success) return deny("invalid_message");
  const { device, uk } = parsed.data;
  const held = await hold(deps, device);
  if (!held.ok) return held;
  const { counter } = held.value;
  if (!(await verifyMulti(signed, purposes.pinCommit, [counter.ik, uk])))
    return deny("bad_signature");
  const refused = await stamped(deps, parsed.data, held.value.stored.at);
  return refused ?? deps.turns(device, () => recordCommit(deps, counter.ik, parsed.data));
}

/** `ik`: the phone's key that was verified. */
async function recordCommit(
  deps: PinDeps,
  ik: PublicJwk,
  { device, keyId, uk }: Pick<Counter, "device" | "keyId"> & { uk: PublicJwk },
): Promise<PinOutcome<{ keyId: string }>> {
  const held = await hold(deps, device);
  if (!held.ok) return held;
  const { counter, doubt } = held.value;
  if ((await thumbprint(counter.ik)) !== (await thumbprint(ik))) return deny("pin_unknown_key");
  if (doubt) {
    deps.log.error("pin_commit_on_row_put_back", undefined, { device, doubt });
    return deny("pin_already_set");
  }
  if (counter.keyId !== keyId || counter.state !== "open") return deny("pin_unknown_key");
  // The phone that lost our answer asks again: the same key is the same news.
  if (counter.uk)
    return (await thumbprint(counter.uk)) === (await thumbprint(uk))
      ? done({ keyId })
      : deny("pin_already_set");
  return (await change(deps, held.value, committed(counter, uk)))
    ? done({ keyId })
    : deny("pin_already_set");
}

/** One counted evaluation. Counted and evaluated, or refused and not evaluated; never evaluated uncounted (P-33). */
export async function evaluate(deps: PinDeps, jws: string): Promise<PinOutcome<PinEvaluateAnswer>> {
  const message = peek(jws, evaluateMessage);
  if (!message || !isElement(message.blinded)) return deny("invalid_message");
  const { device, keyId } = message;
  const first = await hold(deps, device);
  if (!first.ok) return first;
  if (!(await verifyCompact(jws, purposes.pinEvaluate, first.value.counter.ik)))
    return deny("bad_signature");
  const refused = await stamped(deps, message, first.value.stored.at);
  if (refused) return refused;
  if (first.value.counter.keyId !== keyId || !first.value.counter.uk)
    return deny("pin_unknown_key");
  const key = await openKey(deps, device, keyId);
  if (!key.ok) return key;

  const evaluation = newId("evl", deps.random);
  const tried = await countTry(deps, device, evaluation);
  if (!tried.ok) return tried;
  const answer = await evaluated(deps, key.value, message.blinded);
  return answer.ok
    ? done({ keyId, evaluation, triesLeft: triesLeft(tried.value), ...answer.value })
    : answer;
}

/** Counts one try for this phone, or says why none may be made. */
function countTry(
  deps: PinDeps,
  device: DeviceId,
  evaluation: string,
): Promise<PinOutcome<Counter>> {
  return deps.turns(device, () => countInTurn(deps, device, evaluation));
}

async function countInTurn(
  deps: PinDeps,
  device: DeviceId,
  evaluation: string,
): Promise<PinOutcome<Counter>> {
  for (let losses = 0; losses < maxLosses; losses++) {
    const held = await hold(deps, device);
    if (!held.ok) return held;
    const { counter, stored } = held.value;
    if (isSpent(counter)) {
      if (
        counter.state === "open" &&
        !(await change(deps, held.value, closed(counter, "disabled")))
      )
        continue;
      return deny("pin_disabled", { triesLeft: 0 });
    }
    const waitMs = counter.nextTryAt - stored.at;
    if (waitMs > 0) {
      return deny("pin_wait", {
        retryAfterSeconds: Math.ceil(waitMs / 1000),
        triesLeft: triesLeft(counter),
      });
    }
    const next = counted(counter, evaluation, stored.at);
    if (await change(deps, held.value, next, store.recordTry)) return done(next);
  }
  return deny("pin_unavailable");
}

async function openKey(
  deps: PinDeps,
  device: DeviceId,
  keyId: string,
): Promise<PinOutcome<OprfKey>> {
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

export async function evaluated(
  deps: PinDeps,
  key: OprfKey,
  blinded: string,
): Promise<PinOutcome<{ evaluated: string; proof: string }>> {
  try {
    const made = await deps.evaluator.evaluate({
      ...key,
      blinded: fromBase64url(blinded) as Uint8Array,
    });
    return done({ evaluated: toBase64url(made.evaluated), proof: toBase64url(made.proof) });
  } catch (fault) {
    deps.log.error("pin_evaluation_broke", fault); // The try stays counted.
    return deny("pin_unavailable");
  }
}
