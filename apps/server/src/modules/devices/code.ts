import {
  type DeviceId,
  type MultiSigned,
  peekMulti,
  type PublicJwk,
  publicJwk,
  purposes,
  thumbprint,
  verifyMulti,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { lifetimes } from "#lifetimes";
import { transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import type { Owned } from "./device.ts";
import { namedDevice } from "./message.ts";
import { type DevicesDeps, receiveFrom, tellUnconfirmed, type Unconfirmed } from "./devices.ts";
import * as store from "./store.ts";

/*
 * Changing the personal code. Two programs must agree which key is the code's, and share no transaction, so that the server never
 * decides: what the code is to become stands in its row before the PIN program is asked, and takes the old one's place once that program
 * counts by it. Whatever breaks between, or comes late, one code works: the one that the PIN program counts by. A row in which
 * something stands to come may be behind it; which of several changes it was is that program's word alone, and never the row's.
 */

/**
 * The phone as the PIN program has it by now: of a change whose end was never heard, the end is written. Unchanged where no change waits,
 * or the PIN program does not answer.
 */
export async function settleCode<D extends Owned>(deps: DevicesDeps, device: D): Promise<D> {
  const current =
    device.isChanging && (await deps.codes?.current(device.id).catch(() => undefined));
  if (!current || current.pinKey === device.pinKey) return device;
  await promote(deps, device, current);
  const row = await store.findDevice(deps.db, device.id);
  return row && row.state !== "enrolling" ? { ...device, uk: row.uk, pinKey: row.pinKey } : device;
}

/**
 * Once, whoever hears of it first: the code is the new one. With the values in hand, and from the very key it replaces: what stands
 * beside the row may be of another change by now, and the row itself may be further. Whether the phone has this key at the end.
 */
async function promote(
  deps: DevicesDeps,
  { id, professional, pinKey: was }: Pick<Owned, "id" | "professional" | "pinKey">,
  code: store.Code,
): Promise<boolean> {
  const { pinKey: key } = code;
  return transact(deps.db, async (tx) => {
    const recorded = await store.recordCode(tx, id, was, code);
    if (!recorded) return store.hasCode(tx, id, key);
    const fact = recorded.isRenewal ? "code_renewed" : "code_changed";
    await deps.audit.append(tx, { fact, professional, device: id, key, uk: code.uk });
    await deps.codes?.changed(tx, { professional, device: id, as: fact });
    return true;
  });
}

/**
 * With the old code, by whoever said that nobody on the telephone asks for it. As a renewal, by the phone itself, only of a key that is due:
 * whether the code is the same nobody can tell, so that its holder is told of it at once too.
 */
export async function changeCode(
  deps: DevicesDeps,
  message: MultiSigned,
): Promise<{ readonly ok: true; readonly value: { readonly changed: true } } | Unconfirmed> {
  const received = await receiveChange(deps, message);
  if (!received.ok) return received;
  const { device, uk, keyId, isRenewal } = received.value;
  const isWrong = !(await verifyMulti(message, purposes.codeChange, [device.ik, device.uk, uk]));
  // Told again after its end: nothing is left to change, and nothing to count.
  if (device.pinKey === keyId && (await thumbprint(device.uk)) === (await thumbprint(uk)))
    return done({ changed: true });
  if (isWrong) {
    const count = await deps.pin.count(device.id).catch(() => undefined);
    const triesLeft = count ? { triesLeft: count.triesLeft } : {};
    return tellUnconfirmed(deps, device, { refusal: "wrong_code", disabled: false, ...triesLeft });
  }
  const renewed = isRenewal ? lifetimes.codeKey : undefined;
  const next = { pinKey: device.pinKey, next: keyId, renewed };
  if (!(await store.recordNextCode(deps.db, device.id, next)))
    return deny(isRenewal ? "code_renewal_not_due" : "device_not_active");
  const replaced = await deps.codes?.replace(device.id, message).catch(() => undefined);
  if (!replaced) return deny("pin_unavailable");
  if (!replaced.ok) return tellUnconfirmed(deps, device, replaced);
  return (await promote(deps, device, { uk, pinKey: keyId }))
    ? done({ changed: true })
    : deny("pin_unavailable");
}

type Change = {
  readonly device: Owned;
  readonly uk: PublicJwk;
  readonly keyId: string;
  readonly isRenewal: boolean;
};

/** Who says so, by the phone's own key and the new code's; whether the old code signed too is asked after. */
async function receiveChange(
  deps: DevicesDeps,
  message: MultiSigned,
): Promise<Outcome<Change, Refusal>> {
  const claimed = peekMulti(message) as Record<string, unknown> | undefined;
  const id = namedDevice(claimed);
  const uk = claimed?.["uk"] ? publicJwk(claimed["uk"]) : undefined;
  const { keyId, onCall, isRenewal } = claimed ?? {};
  if (!id || !uk || typeof keyId !== "string" || onCall !== false) return deny("invalid_message");
  if (isRenewal !== undefined && isRenewal !== true) return deny("invalid_message");
  const device = await store.findDevice(deps.db, id as DeviceId);
  if (!device) return deny("unknown_device");
  const [first, , last] = message.signatures;
  const byPhone = { payload: message.payload, signatures: first && last ? [first, last] : [] };
  const signed = await verifyMulti(byPhone, purposes.codeChange, [device.ik, uk]);
  if (!signed) return deny("bad_signature");
  if (device.state === "disabled") return deny("pin_disabled");
  if (device.state !== "active") return deny("device_not_active");
  const received = await receiveFrom(deps, device, signed, purposes.codeChange);
  return received.ok
    ? done({
        ...{ device: await settleCode(deps, device), uk, keyId },
        isRenewal: isRenewal === true,
      })
    : received;
}
