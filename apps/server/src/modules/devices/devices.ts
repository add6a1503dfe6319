import {
  type DeviceId,
  type EnrolmentId,
  type MultiSigned,
  type ProfessionalId,
  type PublicJwk,
  peekCompact,
  peekMulti,
  phoneNameDigits,
  plainName,
  type purposes,
  type StopId,
  thumbprint,
  verifyCompact,
  verifyMulti,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { lifetimes, limits } from "#lifetimes";
import type { Audit, AuditTables } from "#modules/audit";
import type { Limits, LimitTables } from "#modules/limits";
import { concerns } from "#platform/attempt";
import { type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId, type Random } from "#platform/random";
import type { Clock } from "#platform/time";
import {
  type ActiveDevice,
  type Device,
  type Enrolling,
  isActive,
  type Level,
  type Mine,
  type Owned,
  type WaitingDevice,
} from "./device.ts";
import * as cleared from "./cleared-store.ts";
import { settleCode } from "./code.ts";
import { checkStamp, namedDevice } from "./message.ts";
import { phoneActs } from "./phone-acts.ts";
import { recordLabel, recordRevoked } from "./phone-store.ts";
import * as store from "./store.ts";

export type DevicesDeps = {
  readonly db: Database<store.DeviceTables & LimitTables & AuditTables>;
  readonly clock: Clock;
  readonly random: Random;
  readonly audit: Audit;
  readonly limits: Limits;
  readonly pin: PinForDevices;
  /** Where codes can be changed. */
  readonly codes?: PinForCodes;
  /** What a phone that waits was given, which `enrolment` keeps. Absent: none is given anything. */
  readonly waiting?: WaitingPhones;
  /** An installation that this enrolment took for cleared has said something: with that, in one transaction. */
  readonly spoke?: (
    tx: Database<store.DeviceTables & LimitTables & AuditTables>,
    enrolment: EnrolmentId,
  ) => Promise<void>;
};

/** What phones that wait were given (`waiting.ts`). */
export type WaitingPhones = {
  find(device: Enrolling): Promise<WaitingDevice | undefined>;
  /** Whether it has that still, and will until this transaction ends. */
  hold(
    tx: Database<store.DeviceTables & LimitTables & AuditTables>,
    device: WaitingDevice,
  ): Promise<boolean>;
  /** Its code was tried too often: it has nothing any more. */
  end(
    tx: Database<store.DeviceTables & LimitTables & AuditTables>,
    device: DeviceId,
  ): Promise<void>;
};

/** What changing a code asks of the PIN program, and of whoever tells the holder. */
export type PinForCodes = {
  /** Whether a change was signed by the old code and the new: from then on the new one counts. */
  replace(
    device: DeviceId,
    message: MultiSigned,
  ): Promise<{ ok: true } | { ok: false; refusal: Refusal; triesLeft?: number; disabled: boolean }>;
  /** The code that counts; absent where the phone has committed none. */
  current(device: DeviceId): Promise<store.Code | undefined>;
  /** With the change, or the renewal. */
  changed(
    tx: Database<store.DeviceTables & LimitTables & AuditTables>,
    told: {
      readonly professional: ProfessionalId;
      readonly device: DeviceId;
      readonly as: "code_changed" | "code_renewed";
    },
  ): Promise<void>;
};

/** What a code may enable: for each the PIN program verifies the signatures by itself. */
type CodePurpose = (typeof purposes)[
  | "decision"
  | "placeConfirm"
  | "locumAnnounce"
  | "softwareAdd"
  | "installationConfirm"
  | "enrolmentOpen"
  | "enrolmentMine"
  | "raise"
  | "ownContactChange"
  | "phoneRename"
  | "phoneRemove"
  | "phoneDisown"
  | "phoneKeyAdd"
  | "callerCheck"
  | "lift"];

/** What phones ask of the PIN program, a program apart. Out of reach, it makes both throw. */
export type PinForDevices = {
  /** Whether this was signed with the right code, by the latest evaluation; if so its count is set back. */
  confirm(
    device: DeviceId,
    message: MultiSigned,
    purpose: CodePurpose,
  ): Promise<{ ok: true } | { ok: false; refusal: Refusal; triesLeft?: number; disabled: boolean }>;
  /** How many tries are left, without any effect. */
  count(device: DeviceId): Promise<{ triesLeft: number; disabled: boolean }>;
};

export type MessageRefusal =
  | "invalid_message"
  | "clock_skew"
  | "replayed"
  | "unknown_device"
  | "device_not_active"
  | "pin_disabled"
  | "bad_signature";

export type Received<D extends Device | WaitingDevice = Device> = {
  readonly device: D;
  readonly payload: Record<string, unknown>;
};

/** The phone named in a message, once its IK's signature holds and the message is fresh and new. */
export async function receiveFrom(
  deps: DevicesDeps,
  device: Device,
  verified: unknown,
  purpose: string,
): Promise<Outcome<Received, MessageRefusal>> {
  const payload = verified as Record<string, unknown> | undefined;
  if (!payload || typeof payload !== "object" || payload["v"] !== purpose)
    return deny("bad_signature");
  if ("professional" in device) concerns({ professional: device.professional });
  const stamp = checkStamp(payload, deps.clock.now(), lifetimes.messageSkew);
  if (!stamp.ok) return stamp;
  // The jti is remembered only after the signature: a stranger could else use up a phone's identifiers.
  if (
    !(await deps.limits.once(
      deps.db,
      "device_message",
      `${device.id}.${stamp.value.jti}`,
      lifetimes.messageMemory,
    ))
  ) {
    return deny("replayed");
  }
  return done({ device: device.isListenedFor ? await speaks(deps, device) : device, payload });
}

/**
 * Whatever it says, an installation that speaks was not cleared from its phone: the enrolment that took it for cleared ends, unless that
 * one has taken its place already, and none that was scanned before takes it so later. Gives the phone as it is then.
 */
async function speaks(deps: DevicesDeps, device: Device): Promise<Device> {
  await transact(deps.db, async (tx) => {
    const enrolment = await cleared.recordSpoke(tx, device.id);
    if (enrolment !== undefined) await deps.spoke?.(tx, enrolment);
  });
  return (await store.findDevice(deps.db, device.id)) ?? device;
}

/** A compact message by the IK of a known phone, whatever its state. */
export async function receive(
  deps: DevicesDeps,
  jws: string,
  purpose: string,
): Promise<Outcome<Received, MessageRefusal>> {
  const peeked = peekCompact(jws);
  const id = namedDevice(peeked?.payload);
  if (!peeked || !id) return deny("invalid_message");
  const device = await store.findDevice(deps.db, id);
  if (!device) return deny("unknown_device");
  return receiveFrom(deps, device, await verifyCompact(jws, purpose, device.ik), purpose);
}

/** The same, from a phone that may act. */
export async function receiveActive(
  deps: DevicesDeps,
  jws: string,
  purpose: string,
): Promise<Outcome<Received<ActiveDevice>, MessageRefusal>> {
  const received = await receive(deps, jws, purpose);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  if (device.state === "disabled") return deny("pin_disabled");
  return isActive(device) ? done({ device, payload }) : deny("device_not_active");
}

/**
 * The same, from a phone that is still its holder's: what reads and ends what is theirs. One closed by wrong codes is, and may still
 * stop (law 5). A suspended one may be somebody else's, who would read where the holder works and close it; a revoked one is nobody's.
 */
export async function receiveOwned(
  deps: DevicesDeps,
  jws: string,
  purpose: string,
): Promise<Outcome<Received<Owned>, MessageRefusal>> {
  const received = await receive(deps, jws, purpose);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  if (device.state !== "active" && device.state !== "disabled") return deny("device_not_active");
  return done({ device, payload });
}

/**
 * The same, and what of the holder's this phone is shown and may end. A `limited` one, which a fraudster may have obtained, sees what
 * it did itself and no more (DESIGN section 6), so that holding one neither shows where the holder is at work nor closes the counter.
 */
export async function receiveMine(
  deps: DevicesDeps,
  jws: string,
  purpose: string,
): Promise<Outcome<{ mine: Mine; payload: Record<string, unknown> }, MessageRefusal>> {
  const received = await receiveOwned(deps, jws, purpose);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const { professional, id, level } = device;
  return done({
    mine: level === "full" ? { professional } : { professional, device: id },
    payload,
  });
}

export type ReceivedDecision<D extends Owned | WaitingDevice = Owned> = Received<D> & {
  /** Whether the code's key signed too, and it is the right one. */
  readonly code: "right" | "wrong" | "absent";
};

/**
 * A message signed by IK, and by UK when it enables something. IK must hold; whether UK is the right one is told apart,
 * since a wrong code is the holder's slip and a wrong IK is somebody else.
 */
export function receiveDecision(
  deps: DevicesDeps,
  message: MultiSigned,
  purpose: string,
): Promise<Outcome<ReceivedDecision, MessageRefusal>> {
  return receiveSigned<Owned>(deps, message, purpose, async (device) =>
    device.state === "enrolling" ? undefined : device,
  );
}

/** The same, from whomever `who` takes for one that may speak here. */
export async function receiveSigned<D extends Owned | WaitingDevice>(
  deps: DevicesDeps,
  message: MultiSigned,
  purpose: string,
  who: (device: Device) => Promise<D | undefined>,
): Promise<Outcome<ReceivedDecision<D>, MessageRefusal>> {
  const id = namedDevice(peekMulti(message));
  if (!id) return deny("invalid_message");
  const known = await store.findDevice(deps.db, id);
  if (!known) return deny("unknown_device");
  const byPhone = { payload: message.payload, signatures: message.signatures.slice(0, 1) };
  const signed = await verifyMulti(byPhone, purpose, [known.ik]);
  // Before its state is looked at: who has not the phone's key is told nothing of the phone (law 7).
  if (!signed) return deny("bad_signature");
  if ("professional" in known) concerns({ professional: known.professional });
  const device = await who(known);
  if (!device) return deny("device_not_active");
  // Stopping is cheap (law 5): a phone that may approve no more may still refuse what it was shown.
  const enables = message.signatures.length > 1;
  if (enables && device.state !== "waiting" && !isActive(device)) {
    return deny(device.state === "disabled" ? "pin_disabled" : "device_not_active");
  }

  const whole = enables ? await verifyByCode(deps, device, message, purpose) : undefined;
  const received = await receiveFrom(deps, known, whole ?? signed, purpose);
  if (!received.ok) return received;
  const { payload, device: now } = received.value;
  if (enables && device.state !== "waiting" && !isActive(now)) return deny("device_not_active");
  if (!enables) return done({ device, payload, code: "absent" });
  return done({ device, payload, code: whole === undefined ? "wrong" : "right" });
}

/** By the code that the phone has; of one whose change was never heard to end, by what it has become. */
async function verifyByCode(
  deps: DevicesDeps,
  device: Owned | WaitingDevice,
  message: MultiSigned,
  purpose: string,
): Promise<unknown> {
  const byCode = await verifyMulti(message, purpose, [device.ik, device.uk]);
  if (byCode !== undefined || device.state === "waiting" || !device.isChanging) return byCode;
  const { uk } = await settleCode(deps, device);
  return verifyMulti(message, purpose, [device.ik, uk]);
}

/** A phone that asks to be enrolled: known by its key, nobody's yet. */
export async function add(
  deps: DevicesDeps,
  tx: Database<store.DeviceTables>,
  given: { label: string; ik: PublicJwk },
): Promise<Outcome<DeviceId, "replayed">> {
  const id = newId("dev", deps.random);
  const added = await store.insertDevice(tx, {
    id,
    ...given,
    ikThumbprint: await thumbprint(given.ik),
  });
  return added ? done(id) : deny("replayed");
}

/** Makes a proven phone its holder's. Once: false when it was anything but waiting. */
export async function activate(
  deps: DevicesDeps,
  tx: Database<store.DeviceTables & AuditTables>,
  id: DeviceId,
  given: {
    professional: ProfessionalId;
    uk: PublicJwk;
    pinKey: string;
    level: Level;
    scope: string;
    awaits?: StopId | undefined;
  },
): Promise<boolean> {
  const ik = await store.recordActivated(tx, id, given);
  if (!ik) return false;
  await deps.audit.append(tx, {
    fact: "device_added",
    ...{ professional: given.professional, device: id, level: given.level },
    ...{ ik, uk: given.uk },
  });
  return true;
}

/** What was shown in person makes a `limited` phone of this holder's a `full` one. Once: false when it was anything else. */
export async function raise(
  deps: DevicesDeps,
  tx: Database<store.DeviceTables & AuditTables>,
  id: DeviceId,
  professional: ProfessionalId,
): Promise<boolean> {
  if (!(await store.recordRaised(tx, id, professional))) return false;
  // Shown in person it no longer rests on the silence of the installation that it came beside, nor ends with it.
  await cleared.recordStandsAlone(tx, id);
  await deps.audit.append(tx, { fact: "device_raised", professional, device: id });
  return true;
}

/** A code that was not confirmed, as it is told. */
export type Unconfirmed = {
  readonly ok: false;
  readonly refusal: Refusal;
  readonly extra?: { readonly triesLeft: number };
};

/**
 * Whether a phone's message was signed with its code, by the PIN program's own word: before anything it enables, since a key once
 * captured with its phone could else enable it without being counted.
 *
 * `code`: as `receiveDecision` found it. Of a wrong one the count is only read: the try was counted when it was evaluated, and a
 * message that is wrong by our own copy of the key must never set it back, whatever key the PIN program has.
 */
export async function confirmCode(
  deps: DevicesDeps,
  given: {
    readonly device: Pick<ActiveDevice, "id" | "professional">;
    readonly code: "right" | "wrong";
    readonly message: MultiSigned;
    readonly purpose: CodePurpose;
  },
): Promise<{ readonly ok: true } | Unconfirmed> {
  const { device, code, message, purpose } = given;
  if (code === "wrong") {
    const count = await deps.pin.count(device.id).catch(() => undefined);
    return tellUnconfirmed(deps, device, { refusal: "wrong_code", disabled: false, ...count });
  }
  const confirmed = await deps.pin.confirm(device.id, message, purpose).catch(() => undefined);
  if (!confirmed) return deny("pin_unavailable");
  return confirmed.ok ? confirmed : tellUnconfirmed(deps, device, confirmed);
}

/** A code was not the right one: told with the tries that are left, logged, and the phone disabled when there are none. */
export async function tellUnconfirmed(
  deps: DevicesDeps,
  device: Pick<ActiveDevice, "id" | "professional">,
  said: { refusal: Refusal; triesLeft?: number; disabled: boolean },
): Promise<Unconfirmed> {
  const { refusal, triesLeft, disabled } = said;
  await transact(deps.db, async (tx) => {
    if (triesLeft !== undefined && (await mayLogTry(deps, tx, device.id))) {
      const { id, professional } = device;
      const counted = { fact: "pin_try_counted", professional, device: id, triesLeft } as const;
      await deps.audit.append(tx, counted);
    }
    if (disabled) await disable(deps, tx, device);
  });
  if (disabled) return { ok: false, refusal: "pin_disabled" };
  return { ok: false, refusal, ...(triesLeft === undefined ? {} : { extra: { triesLeft } }) };
}

/** Whoever has a phone's key may say wrong codes that nobody evaluated, hence counted: no more are logged than tries there are. */
const mayLogTry = (deps: DevicesDeps, tx: DevicesDeps["db"], id: DeviceId): Promise<boolean> =>
  deps.limits.spend(tx, "pin_try_logged", id, limits.pinTries, lifetimes.messageMemory);

/** A phone that was to be suspended: every installation it has had since, the one named first; `isDone`: one of them was active. */
export type Suspended = { readonly line: readonly DeviceId[]; readonly isDone: boolean };

/**
 * Somebody who was told of this phone stopped it, or its holder lost it. Once: not done when none of its installations was active. An
 * installation that was replaced is its phone still: else whoever brings a foreign one clears its storage, and is stopped no more.
 */
export async function suspend(
  deps: DevicesDeps,
  tx: Database<store.DeviceTables & AuditTables>,
  id: DeviceId,
  professional: ProfessionalId,
  reason: "alert" | "holder" | "disowned" | "still_used" | "analyst" = "alert",
): Promise<Suspended> {
  const line = await store.recordSuspended(tx, id, professional, reason);
  const held = line.filter(({ isHeld }) => isHeld);
  for (const { id: device } of held)
    await deps.audit.append(tx, { fact: "device_suspended", professional, device, reason });
  return { line: line.map(({ id: device }) => device), isDone: held.length > 0 };
}

/** Two analysts give back what one had suspended. Once; what others suspended, they do not. */
export async function restore(
  deps: DevicesDeps,
  tx: Database<store.DeviceTables & AuditTables>,
  id: DeviceId,
  professional: ProfessionalId,
): Promise<boolean> {
  if (!(await store.recordRestored(tx, id, professional))) return false;
  await deps.audit.append(tx, { fact: "device_restored", professional, device: id });
  return true;
}

/** What somebody calls a phone; `undefined`: nothing that is a name. */
export const cleanLabel = (given: unknown): string | undefined => plainName(given, phoneNameDigits);

type OwnPhone = {
  readonly phone: DeviceId;
  readonly professional: ProfessionalId;
  /** The phone by which its holder says so. */
  readonly by: DeviceId;
};

/** The holder calls a phone of theirs otherwise. */
export async function rename(
  deps: DevicesDeps,
  tx: Database<store.DeviceTables & AuditTables>,
  { phone, professional, by, label }: OwnPhone & { readonly label: string },
): Promise<boolean> {
  const which = { id: phone, professional, of: phoneActs.rename.of };
  if (!(await recordLabel(tx, which, label))) return false;
  await deps.audit.append(tx, { fact: "device_renamed", professional, device: phone, by });
  return true;
}

/** The holder has this phone no more, and no state leads back. Once. */
export async function revoke(
  deps: DevicesDeps,
  tx: Database<store.DeviceTables & AuditTables>,
  { phone, professional, by }: OwnPhone,
): Promise<boolean> {
  const which = { id: phone, professional, of: phoneActs.remove.of };
  if (!(await recordRevoked(tx, which))) return false;
  await deps.audit.append(tx, { fact: "device_revoked", professional, device: phone, by });
  return true;
}

/**
 * The same phone goes on as a new installation, and this one is nobody's any more. Once, and only while it has said nothing since it was
 * taken for cleared.
 */
export async function replace(
  deps: DevicesDeps,
  tx: Database<store.DeviceTables & AuditTables>,
  given: OwnPhone & { readonly enrolment: EnrolmentId },
): Promise<boolean> {
  if (!(await cleared.recordReplaced(tx, given))) return false;
  const { phone: device, professional, by } = given;
  await deps.audit.append(tx, { fact: "device_replaced", professional, device, by });
  return true;
}

/** The same phone goes on as a new installation beside this one, which keeps its rights. Once, and only while it has said nothing since. */
export async function standBeside(
  deps: DevicesDeps,
  tx: Database<store.DeviceTables & AuditTables>,
  given: OwnPhone & { readonly enrolment: EnrolmentId },
): Promise<boolean> {
  if (!(await cleared.recordStandsBeside(tx, given))) return false;
  const { phone: device, professional, by } = given;
  await deps.audit.append(tx, { fact: "device_stands_beside", professional, device, by });
  return true;
}

/** Ten wrong codes: this phone approves nothing any more. */
export async function disable(
  deps: DevicesDeps,
  tx: Database<store.DeviceTables & AuditTables>,
  device: Pick<ActiveDevice, "id" | "professional">,
): Promise<void> {
  if (!(await store.recordState(tx, device.id, "active", "disabled")))
    return deps.waiting?.end(tx, device.id);
  await deps.audit.append(tx, {
    fact: "device_disabled",
    professional: device.professional,
    device: device.id,
    reason: "pin_tries",
  });
}
