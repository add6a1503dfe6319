import {
  type DeviceId,
  type MultiSigned,
  type PinRegisterAnswer,
  peekMulti,
  purposes,
  thumbprint,
  toBase64url,
  verifyMulti,
} from "@aval/protocol";
import { transact } from "#platform/database";
import { done } from "#platform/outcome";
import { newId } from "#platform/random";
import { type Confirmation, toldAs, unconfirmed } from "./confirm.ts";
import { confirmed, triesLeft } from "./counter.ts";
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
import { codeChangeMessage, renewMessage } from "./message.ts";
import { evaluated } from "./pin.ts";
import * as store from "./store.ts";

/*
 * A new code for a phone that has one, in two steps, of which each leaves exactly one code that works. `renew` makes a second key and
 * evaluates the new code with it; the first goes on counting. `replace` makes it the phone's: one statement on the row, and nothing before
 * it opened by the new code, nor after it by the old one.
 */

/** A second key for this phone, by whoever has just given the old code: signed by IK and the old UK, on the last evaluation. */
export async function renew(
  deps: PinDeps,
  signed: MultiSigned,
): Promise<PinOutcome<PinRegisterAnswer>> {
  const parsed = renewMessage.safeParse(peekMulti(signed));
  if (!parsed.success || !isElement(parsed.data.blinded)) return deny("invalid_message");
  const { device, blinded, evaluation } = parsed.data;
  const held = await hold(deps, device);
  if (!held.ok) return held;
  const byPhone = { payload: signed.payload, signatures: signed.signatures.slice(0, 1) };
  const { ik } = held.value.counter;
  if (!(await verifyMulti(byPhone, purposes.pinRenew, [ik]))) return deny("bad_signature");
  const refused = await stamped(deps, parsed.data, held.value.stored.at);
  if (refused) return refused;

  const key = makeOprfKey(deps.random);
  const keyId = newId("pky", deps.random);
  const denied = await deps.turns(device, async (): Promise<PinDenied | undefined> => {
    const now = await hold(deps, device);
    if (!now.ok) return now;
    const { counter } = now.value;
    if (counter.state !== "open") return deny("pin_disabled");
    if (!counter.uk) return deny("pin_unknown_key");
    // The try was counted when it was evaluated: here it is only said.
    if (!(await verifyMulti(signed, purposes.pinRenew, [counter.ik, counter.uk])))
      return deny("wrong_code", { triesLeft: triesLeft(counter) });
    if (counter.lastEvaluation !== evaluation) return deny("replayed");
    const wrapped = deps.seal.wrap({ device, keyId }, key.secretKey, deps.random);
    await transact(deps.db, async (tx) => {
      await store.insertKey(tx, device, keyId, { publicKey: toBase64url(key.publicKey), wrapped });
      await store.deleteKeys(tx, device, counter.keyId, keyId);
    });
    return undefined;
  });
  if (denied) return denied;
  const answer = await evaluated(deps, key, blinded);
  return answer.ok
    ? done({ keyId, publicKey: toBase64url(key.publicKey), evaluation, ...answer.value })
    : answer;
}

/**
 * From here on the new key is the phone's, and its count is set back: signed by IK, the old UK and the new one, on the last evaluation.
 * Told twice, it is the same news.
 */
export async function replace(
  deps: PinDeps,
  device: DeviceId,
  signed: MultiSigned,
): Promise<Confirmation> {
  const parsed = codeChangeMessage.safeParse(peekMulti(signed));
  if (!parsed.success || parsed.data.device !== device) return unconfirmed(deny("invalid_message"));
  return deps.turns(device, async () => {
    for (let losses = 0; losses < maxLosses; losses++) {
      const held = await hold(deps, device);
      if (!held.ok) return unconfirmed(held);
      const told = await replaceOnce(deps, held.value, signed, parsed.data);
      if (told) return told;
    }
    return unconfirmed(deny("pin_unavailable"));
  });
}

/** Undefined: another request changed the row first. */
async function replaceOnce(
  deps: PinDeps,
  held: Held,
  signed: MultiSigned,
  { device, keyId, uk, evaluation }: ReturnType<(typeof codeChangeMessage)["parse"]>,
): Promise<Confirmation | undefined> {
  const { counter, stored } = held;
  const { codeChange } = purposes;
  if (counter.state !== "open") return unconfirmed(deny("pin_disabled"));
  const [first, , last] = signed.signatures;
  const byNew = { payload: signed.payload, signatures: first && last ? [first, last] : [] };
  if (!(await verifyMulti(byNew, codeChange, [counter.ik, uk])))
    return unconfirmed(deny("bad_signature"));
  if (!counter.uk) return unconfirmed(deny("pin_unknown_key"));
  if (counter.keyId === keyId)
    return (await thumbprint(counter.uk)) === (await thumbprint(uk))
      ? done({ triesLeft: triesLeft(counter) })
      : unconfirmed(deny("pin_unknown_key"));
  if (!(await verifyMulti(signed, codeChange, [counter.ik, counter.uk, uk])))
    return { ...deny("wrong_code"), triesLeft: triesLeft(counter), disabled: false };
  if (counter.lastEvaluation !== evaluation) return unconfirmed(deny("replayed"));
  if (!(await store.findKey(deps.db, device, keyId))) return unconfirmed(deny("pin_unknown_key"));
  const next = { ...confirmed(counter, toldAs(evaluation, signed), stored.at), keyId, uk };
  if (!(await change(deps, held, next))) return undefined;
  await store.deleteKeys(deps.db, device, keyId);
  return done({ triesLeft: triesLeft(next) });
}
