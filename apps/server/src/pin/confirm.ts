import { type DeviceId, type MultiSigned, peekMulti, purposes, verifyMulti } from "@aval/protocol";
import { limits } from "#lifetimes";
import { done } from "#platform/outcome";
import { closed, confirmed, triesLeft } from "./counter.ts";
import {
  change,
  deny,
  type Held,
  hold,
  maxLosses,
  type PinDenied,
  type PinDeps,
  type PinRefusal,
} from "./hold.ts";
import { type ConfirmPurpose, confirmedMessage } from "./message.ts";
import * as store from "./store.ts";

/** The server has given this id to the phone with this key. Without it nobody can register (strangers fill no table). */
export async function announce(
  deps: PinDeps,
  device: DeviceId,
  ikThumbprint: string,
): Promise<void> {
  await store.announce(deps.db, device, ikThumbprint);
}

/** `disabled`: this phone has no try left; the server appends `device_disabled` and approves nothing from it. */
export type Confirmation =
  | { readonly ok: true; readonly value: { readonly triesLeft: number } }
  | (PinDenied & { readonly triesLeft?: number; readonly disabled: boolean });

const unconfirmed = (denied: PinDenied): Confirmation => ({
  ...denied,
  disabled: denied.refusal === "pin_disabled",
});

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
  if (!counter.uk || (message.v === purposes.activate && message.keyId !== counter.keyId))
    return "pin_unknown_key";
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
async function rightCode(
  deps: PinDeps,
  held: Held,
  evaluation: string,
): Promise<Confirmation | undefined> {
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
