import { createHash } from "node:crypto";
import {
  type DeviceId,
  type MultiSigned,
  type PublicJwk,
  peekMulti,
  purposes,
  verifyMulti,
} from "@aval/protocol";
import { limits } from "#lifetimes";
import { done } from "#platform/outcome";
import { closed, confirmed, isSpent, triesLeft } from "./counter.ts";
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
import { type ConfirmedMessage, type ConfirmPurpose, confirmedMessage } from "./message.ts";
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

export const unconfirmed = (denied: PinDenied): Confirmation => ({
  ...denied,
  disabled: denied.refusal === "pin_disabled",
});

/**
 * Says whether this decision or activation was signed with the right code, and then sets the count back.
 *
 * The server's word is not enough: the signatures of IK and UK are verified here, with the keys this program was given
 * by the phone itself, and `evaluation` must be the last one made. An old decision, which everybody who reads the
 * database has, resets nothing. A row in doubt names no evaluation any more, and so confirms nothing: whatever keys it
 * brings back, first a try must be counted on it.
 *
 * What it answers, in this order:
 *
 * - `invalid_message`: not an approval or an activation of this phone that names an evaluation;
 * - `pin_unknown_key`: the phone has no row, has committed no code, or the activation is for another key;
 * - `pin_unavailable`: the row is not genuine;
 * - `pin_disabled`, `disabled`: the phone is closed;
 * - `bad_signature`: not signed by the phone's key;
 * - `wrong_code`, with `triesLeft`: not signed by the code's key; `disabled` when none is left, and the row is closed;
 * - `replayed`: signed with the right code, but by another evaluation than the last one made (an older one, one that
 *   never was, any at all in a row in doubt), or a second decision by an evaluation that has confirmed one;
 * - right: the last evaluation; ten tries are left. Or the very decision confirmed last, told again: nothing changes.
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
  const message = parsed.data;
  return deps.turns(device, () => settleConfirmation(deps, signed, message));
}

async function settleConfirmation(
  deps: PinDeps,
  signed: MultiSigned,
  message: ConfirmedMessage,
): Promise<Confirmation> {
  for (let losses = 0; losses < maxLosses; losses++) {
    const held = await hold(deps, message.device);
    if (!held.ok) return unconfirmed(held);
    const verdict = await judge(held.value, signed, message);
    if (verdict === "wrong_code") {
      const told = await wrongCode(deps, held.value);
      if (told) return told;
    } else if (verdict !== "right") {
      return unconfirmed(deny(verdict));
    } else {
      const told = await rightCode(deps, held.value, signed, message.evaluation);
      if (told) return told;
    }
  }
  return unconfirmed(deny("pin_unavailable"));
}

async function judge(
  { counter }: Held,
  signed: MultiSigned,
  message: ConfirmedMessage,
): Promise<PinRefusal | "right"> {
  if (counter.state !== "open") return "pin_disabled";
  const { ik, uk, keyId } = counter;
  const isRight = uk && (await verifyMulti(signed, message.v, [ik, uk]));
  const byPhone = { payload: signed.payload, signatures: signed.signatures.slice(0, 1) };
  if (!isRight && !(await verifyMulti(byPhone, message.v, [ik]))) return "bad_signature";
  const isFirst = message.v === purposes.activate || message.v === purposes.enrolmentMeanwhile;
  if (!uk || (isFirst && message.keyId !== keyId)) return "pin_unknown_key";
  return isRight ? "right" : "wrong_code";
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
  signed: MultiSigned,
  evaluation: string,
): Promise<Confirmation | undefined> {
  const { counter, stored } = held;
  const told = toldAs(evaluation, signed);
  // Told twice, since the server may have lost the first answer: still right, and nothing more is reset.
  if (told === counter.confirmedEvaluation) return done({ triesLeft: triesLeft(counter) });
  if (evaluation !== counter.lastEvaluation) return unconfirmed(deny("replayed"));
  const next = confirmed(counter, told, stored.at);
  return (await change(deps, held, next)) ? done({ triesLeft: limits.pinTries }) : undefined;
}

/** Names this very decision: its evaluation, and what was signed. Its signatures may differ from one telling to the next. */
export function toldAs(evaluation: string, { payload }: MultiSigned): string {
  return `${evaluation}.${createHash("sha256").update(payload).digest("base64url")}`;
}

/** `disabled`: no try is left; of the last one the right code may still be told. */
export type Count = {
  readonly triesLeft: number;
  readonly disabled: boolean;
  /** The key that counts: of a code that is being changed, whether it is yet. */
  readonly keyId: string;
  /** The public half of the code that counts; absent until the phone has committed it. */
  readonly uk?: PublicJwk;
};

/** How many tries a phone has left: read, and nothing more. Throws where no genuine row says it. */
export async function count(deps: PinDeps, device: DeviceId): Promise<Count> {
  const held = await hold(deps, device);
  if (!held.ok) throw new Error(`the tries of ${device} cannot be told: ${held.refusal}`);
  const { counter } = held.value;
  const { keyId, uk } = counter;
  return {
    triesLeft: triesLeft(counter),
    disabled: isSpent(counter),
    keyId,
    ...(uk === undefined ? {} : { uk }),
  };
}

/** Forgets a phone's keys for good. True when it had any: what its code gave can never be derived again. */
export async function retire(deps: PinDeps, device: DeviceId): Promise<boolean> {
  return deps.turns(device, () => retireInTurn(deps, device));
}

async function retireInTurn(deps: PinDeps, device: DeviceId): Promise<boolean> {
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
