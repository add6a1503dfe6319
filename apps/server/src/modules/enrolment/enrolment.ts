import {
  type DeviceId,
  type EnrolAnswer,
  type EnrolmentId,
  type EnrolmentStatus,
  isId,
  type MultiSigned,
  peekCompact,
  peekMulti,
  type PublicJwk,
  publicJwk,
  purposes,
  thumbprint,
  verifyCompact,
  verifyMulti,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import type { Audit, AuditTables } from "#modules/audit";
import { checkStamp, type Devices, type DeviceTables } from "#modules/devices";
import { type Directory, scopesOf } from "#modules/directory";
import type { Limits, LimitTables } from "#modules/limits";
import type { Notices } from "#modules/notices";
import type { Staff } from "#modules/staff";
import type { Stops, StopTables } from "#modules/stops";
import { type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId, type Random } from "#platform/random";
import { after, type Clock, epochSeconds, ms } from "#platform/time";
import { agree, evidencePaths, readRegistrarMessage } from "./evidence.ts";
import * as store from "./store.ts";
import { wordsFor } from "./words.ts";

/** What enrolment asks of the PIN service, a program apart. */
export type PinForEnrolment = {
  /** Lets this phone register a code. Before it, a stranger cannot make the service keep anything. */
  announce(device: DeviceId, ikThumbprint: string): Promise<void>;
  /** Whether IK and the committed UK signed this, with the latest evaluation: the code is known and works. */
  confirm(
    device: DeviceId,
    message: MultiSigned,
    purpose: typeof purposes.activate,
  ): Promise<{ ok: true } | { ok: false; refusal: Refusal }>;
};

export type EnrolmentDeps = {
  readonly db: Database<
    store.EnrolmentTables & StopTables & DeviceTables & AuditTables & LimitTables
  >;
  readonly clock: Clock;
  readonly random: Random;
  readonly audit: Audit;
  readonly limits: Limits;
  readonly devices: Devices;
  readonly directory: Directory;
  readonly staff: Staff;
  readonly stops: Pick<Stops, "keepOpen" | "liftAtDesk">;
  readonly notices: Pick<Notices, "tell">;
  readonly pin: PinForEnrolment;
};

/** A phone asks to be enrolled. It gives its key and names nobody: there is nothing here to abuse for an identifier. */
export async function start(
  deps: EnrolmentDeps,
  jws: string,
  network: string,
): Promise<Outcome<EnrolAnswer, Refusal>> {
  const now = deps.clock.now();
  const request = await readEnrolMessage(jws);
  if (!request) return deny("invalid_message");
  const stamp = checkStamp(request.payload, now, lifetimes.messageSkew);
  if (!stamp.ok) return stamp;
  const { enrolmentRequests } = bounds;
  const window = lifetimes.floodWindow;
  if (
    !(await deps.limits.spend(deps.db, "enrolment_request", network, enrolmentRequests, window))
  ) {
    return deny("too_many");
  }

  const id = newId("enr", deps.random);
  const expiresAt = after(now, lifetimes.enrolment);
  return transact(deps.db, async (tx): Promise<Outcome<EnrolAnswer, Refusal>> => {
    const device = await deps.devices.add(tx, { label: request.label, ik: request.ik });
    if (!device.ok) return device;
    await store.insertRequested(tx, { id, device: device.value, now, expiresAt });
    const words = wordsFor(id, await thumbprint(request.ik));
    return done({ enrolment: id, device: device.value, words, expiresAt: epochSeconds(expiresAt) });
  });
}

/** The message carries the key it is signed with: that proves the phone holds it, and nothing about who its holder is. */
async function readEnrolMessage(
  jws: string,
): Promise<{ ik: PublicJwk; label: string; payload: unknown } | undefined> {
  const claimed = peekCompact(jws)?.payload as { ik?: object; label?: unknown } | undefined;
  const ik = claimed?.ik && publicJwk(claimed.ik);
  if (!ik || typeof claimed?.label !== "string") return undefined;
  const label = claimed.label.replaceAll(/[\p{Cc}\p{Cf}]/gu, "").trim();
  if (label.length === 0 || label.length > 60) return undefined;
  const payload = await verifyCompact(jws, purposes.enrol, ik);
  if (!payload || (payload as { v?: unknown }).v !== purposes.enrol) return undefined;
  return { ik, label, payload };
}

/** How far an enrolment is, told to its own phone only. */
export async function status(
  deps: EnrolmentDeps,
  jws: string,
): Promise<Outcome<EnrolmentStatus, Refusal>> {
  const payload = peekCompact(jws)?.payload as { enrolment?: unknown } | undefined;
  if (!isId("enr", payload?.enrolment)) return deny("invalid_message");
  const row = await store.find(deps.db, payload.enrolment);
  const device = row && (await deps.devices.find(row.device));
  if (!row || !device) return deny("enrolment_not_found");
  const verified = await verifyCompact(jws, purposes.enrolmentStatus, device.ik);
  if (!verified) return deny("enrolment_not_found");
  const stamp = checkStamp(verified, deps.clock.now(), lifetimes.messageSkew);
  return stamp.ok ? done(statusOf(row)) : stamp;
}

function statusOf(row: store.EnrolmentRow): EnrolmentStatus {
  return {
    enrolment: row.id,
    device: row.device,
    state: row.state,
    ...(row.level ? { level: row.level } : {}),
    ...(row.readyAt === undefined ? {} : { activeAt: epochSeconds(row.readyAt) }),
    ...(row.holderName && row.nationalId
      ? { holder: { name: row.holderName, nationalId: row.nationalId } }
      : {}),
  };
}

/** What a registrar's screen shows of a phone that waits: its key's thumbprint, its four words, what it calls itself. */
export type AtDesk = {
  readonly ik: string;
  readonly words: readonly string[];
  readonly label: string;
};

export async function atDesk(deps: EnrolmentDeps, id: EnrolmentId): Promise<AtDesk | undefined> {
  const row = await store.find(deps.db, id);
  const device = row?.state === "requested" ? await deps.devices.find(row.device) : undefined;
  return (
    device && {
      ik: device.ikThumbprint,
      words: wordsFor(id, device.ikThumbprint),
      label: device.label,
    }
  );
}

/**
 * Two registrars saw the person and the phone: each signs the phone's key. Complete when both hold, are two people, may
 * act for this holder's authority, and agree.
 */
export async function addDeskEvidence(
  deps: EnrolmentDeps,
  signatures: readonly string[],
): Promise<Outcome<EnrolmentStatus, Refusal>> {
  const messages = signatures.map(readRegistrarMessage);
  const [first] = messages;
  if (!first || messages.some((message) => !message)) return deny("evidence_refused");
  const row = await store.find(deps.db, first.enrolment);
  const device = row && (await deps.devices.find(row.device));
  if (!row || !device) return deny("enrolment_not_found");
  if (row.state !== "requested") return deny("enrolment_not_ready");

  // Signatures first: whoever is no registrar learns nothing of a national id (P-54).
  for (const [index, message] of messages.entries()) {
    if (
      !message ||
      !(await isSignedByRegistrar(deps, signatures[index] as string, message.registrar))
    ) {
      return deny("evidence_refused");
    }
  }
  const professional = await deps.directory.find(first.nationalId);
  if (professional?.state !== "active") return deny("unknown_professional");
  const scopes = scopesOf(professional);
  for (const message of messages) {
    if (!message || !(await deps.staff.maySign(message.registrar, scopes)))
      return deny("evidence_refused");
  }
  const expected = { enrolment: row.id, ik: device.ikThumbprint };
  const agreed = agree(
    messages.filter((message) => message !== undefined),
    expected,
    deps.clock.now(),
    lifetimes.registrarSignature,
  );
  if (!agreed.ok) return agreed;

  const announced = await deps.pin.announce(row.device, device.ikThumbprint).then(
    () => true,
    () => false,
  );
  if (!announced) return deny("pin_unavailable");
  return transact(deps.db, async (tx): Promise<Outcome<EnrolmentStatus, Refusal>> => {
    // They saw the person: a pause that a desk lifts ends here, and a block does not.
    await deps.stops.liftAtDesk(tx, professional.id);
    if (!(await deps.stops.keepOpen(tx, professional.id, "enrol"))) return deny("holder_stopped");
    const { level, waitMs } = evidencePaths.desk;
    const recorded = await store.recordReady(tx, row.id, {
      professional: professional.id,
      // As the directory spells it: several identifiers may lead to one person.
      nationalId: professional.nationalId,
      holderName: deps.directory.displayName(professional),
      level,
      evidence: { path: "desk", signatures },
      wait: ms(waitMs),
      scope: professional.scope,
    });
    if (!recorded) return deny("enrolment_not_ready");
    // Only now: anybody can ask, and a log that strangers can fill proves nothing sooner.
    await deps.audit.append(tx, { fact: "enrolment_requested", enrolment: row.id });
    await deps.audit.append(tx, {
      fact: "evidence_added",
      professional: professional.id,
      enrolment: row.id,
      evidence: "desk",
      signatures,
    });
    const now = await store.find(tx, row.id);
    if (!now) throw new Error(`enrolment ${row.id} was proven and is gone`);
    return done(statusOf(now));
  });
}

async function isSignedByRegistrar(
  deps: EnrolmentDeps,
  jws: string,
  registrar: string,
): Promise<boolean> {
  const known = await deps.staff.registrarKey(registrar);
  if (!known?.active) return false;
  const payload = await verifyCompact(jws, purposes.registrar, known.jwk);
  return (payload as { registrar?: unknown } | undefined)?.registrar === registrar;
}

/** The holder activates with the code: never automatic, never before the wait is over. */
export async function activate(
  deps: EnrolmentDeps,
  message: MultiSigned,
): Promise<Outcome<EnrolmentStatus, Refusal>> {
  const read = await readActivation(deps, message);
  if (!read.ok) return read;
  const { row, uk, keyId } = read.value;
  const { professional, level } = row;
  if (!professional || !level || !["ready", "cooling"].includes(row.state))
    return deny("enrolment_not_ready");
  const confirmed = await deps.pin
    .confirm(row.device, message, purposes.activate)
    .catch(() => deny("pin_unavailable"));
  if (!confirmed.ok) return confirmed;

  return transact(deps.db, async (tx): Promise<Outcome<EnrolmentStatus, Refusal>> => {
    if (!(await deps.stops.keepOpen(tx, professional, "enrol"))) return deny("holder_stopped");
    if (!(await store.recordActive(tx, row.id, row.device))) return deny("enrolment_not_ready");
    const owner = { professional, uk, pinKey: keyId, level, scope: row.scope };
    if (!(await deps.devices.activate(tx, row.device, owner)))
      throw new Error(`device ${row.device} was not waiting`);
    await deps.audit.append(tx, {
      fact: "enrolment_activated",
      professional,
      enrolment: row.id,
      device: row.device,
      level,
    });
    await deps.notices.tell(tx, { professional, event: "phone_added", about: row.device });
    return done(statusOf({ ...row, state: "active" }));
  });
}

async function readActivation(
  deps: EnrolmentDeps,
  message: MultiSigned,
): Promise<Outcome<{ row: store.EnrolmentRow; uk: PublicJwk; keyId: string }, Refusal>> {
  const claimed = peekMulti(message) as
    | { enrolment?: unknown; uk?: object; keyId?: unknown }
    | undefined;
  const uk = claimed?.uk && publicJwk(claimed.uk);
  if (!isId("enr", claimed?.enrolment) || !uk || typeof claimed?.keyId !== "string")
    return deny("invalid_message");
  const row = await store.find(deps.db, claimed.enrolment as EnrolmentId);
  const device = row && (await deps.devices.find(row.device));
  if (!row || !device) return deny("enrolment_not_found");
  const payload = await verifyMulti(message, purposes.activate, [device.ik, uk]);
  if (!payload) return deny("bad_signature");
  const stamp = checkStamp(payload, deps.clock.now(), lifetimes.messageSkew);
  if (!stamp.ok) return stamp;
  const isNew = await deps.limits.once(
    deps.db,
    "device_message",
    `${device.id}.${stamp.value.jti}`,
    lifetimes.messageMemory,
  );
  return isNew ? done({ row, uk, keyId: claimed.keyId }) : deny("replayed");
}

/**
 * Forgets enrolments that nobody proved in time, and their phones, which are nobody's. A stranger can ask for as many as he
 * likes: none outlives its day.
 */
export async function purge(deps: EnrolmentDeps): Promise<void> {
  await transact(deps.db, async (tx) => {
    const phones = await store.purgeUnproven(tx);
    await deps.devices.forget(tx, phones);
  });
}
