import {
  type DeviceId,
  type EnrolAnswer,
  type EnrolmentId,
  type EnrolmentPageId,
  type EnrolmentStatus,
  isId,
  type MultiSigned,
  peekCompact,
  peekMulti,
  type ProfessionalId,
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
import {
  checkStamp,
  cleanLabel,
  type Device,
  type Devices,
  type DeviceTables,
} from "#modules/devices";
import { type Directory, scopesOf } from "#modules/directory";
import type { Letters } from "#modules/letters";
import type { Limits, LimitTables } from "#modules/limits";
import type { Notices } from "#modules/notices";
import type { Places } from "#modules/places";
import type { Staff } from "#modules/staff";
import type { Stops, StopTables } from "#modules/stops";
import { type AnyTables, type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId, type Random } from "#platform/random";
import { after, type Clock, epochSeconds } from "#platform/time";
import { takeTurn } from "#platform/turns";
import { isSamePhone, type Level } from "./evidence.ts";
import type { KeysForEnrolment } from "./hardware-key.ts";
import { purgeEidVisits } from "./eid-store.ts";
import { type Around, notToActivate, type Standing, step } from "./machine.ts";
import { aroundOf, holderOf, makeMove, placedBy, raisedBy, type Tx } from "./moves.ts";
import { type EnrolmentPage, type EnrolmentPageTables, purgePages } from "./page-store.ts";
import { bind, pageOf } from "./pages.ts";
import { frozenOf, statusOf } from "./status.ts";
import * as store from "./store.ts";
import { goOnFromOld, keepsPlace } from "./wiped.ts";
import { wordsFor } from "./words.ts";

/** What enrolment asks of the PIN service, a program apart. */
export type PinForEnrolment = {
  /** Lets this phone register a code. Before it, a stranger cannot make the service keep anything. */
  announce(device: DeviceId, ikThumbprint: string): Promise<void>;
  /** Whether IK and the committed UK signed this, with the latest evaluation: the code is known and works. */
  confirm(
    device: DeviceId,
    message: MultiSigned,
    purpose: typeof purposes.activate | typeof purposes.enrolmentMeanwhile,
  ): Promise<{ ok: true } | { ok: false; refusal: Refusal }>;
};

export type EnrolmentDeps = {
  readonly db: Database<
    store.EnrolmentTables &
      EnrolmentPageTables &
      StopTables &
      DeviceTables &
      AuditTables &
      LimitTables
  >;
  readonly clock: Clock;
  readonly random: Random;
  readonly audit: Audit;
  readonly limits: Limits;
  readonly devices: Devices;
  readonly directory: Directory;
  readonly staff: Staff;
  readonly stops: Pick<
    Stops,
    "keepOpen" | "liftAtDesk" | "takeTurn" | "freeze" | "takePlace" | "placeUnderFreeze"
  >;
  readonly notices: Pick<Notices, "tell">;
  readonly pin: PinForEnrolment;
  readonly keys: KeysForEnrolment;
  /** Whose own place a browser is, where it is that of one holder alone. */
  readonly places: Pick<Places, "recognise" | "ownerOf" | "keepOwn">;
  /** Ends what a phone opened and made, its installation being nobody's from here on. */
  readonly endMadeBy: (
    tx: Database<AnyTables>,
    phone: { readonly professional: ProfessionalId; readonly device: DeviceId },
  ) => Promise<void>;
  /** What a phone's holder is waiting for by post, where letters are posted. */
  readonly letters?: Pick<Letters, "standingOf" | "end">;
  /** The authenticator's: the address that a page shows is ours. */
  readonly origin: string;
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

  const bound = request.binding === undefined ? undefined : await pageOf(deps.db, request.binding);
  if (request.binding !== undefined && !bound) return deny("binding_refused");

  const id = newId("enr", deps.random);
  const expiresAt = after(now, lifetimes.enrolment);
  return transact(deps.db, async (tx): Promise<Outcome<EnrolAnswer, Refusal>> => {
    const begun = bound && (await mayBegin(deps, tx, bound.page));
    if (begun && !begun.ok) return begun;
    const device = await deps.devices.add(tx, { label: request.label, ik: request.ik });
    if (!device.ok) return device;
    const { page, number } = bound?.binding ?? {};
    if (page && number !== undefined && !(await bind(tx, { page, number, enrolment: id }))) {
      await deps.devices.forget(tx, [device.value]);
      return deny("binding_refused");
    }
    await store.insertRequested(tx, { id, device: device.value, now, expiresAt });
    if (begun?.value && page) await begin(deps, tx, id, { ...begun.value, page });
    const words = wordsFor(id, await thumbprint(request.ik));
    return done({ enrolment: id, device: device.value, words, expiresAt: epochSeconds(expiresAt) });
  });
}

type Begun = {
  readonly holder: store.HolderOf;
  readonly path: "old_phone" | "card" | "wiped";
  readonly around: Around;
  readonly oldPhone: DeviceId | undefined;
};

/**
 * Whether an enrolment may begin on this page, asked before anything is written. `undefined`: the page names nobody (a desk's).
 * `raised`: the phone that its holder has, if it is about one.
 */
export async function mayBegin(
  deps: EnrolmentDeps,
  tx: Tx,
  { kind, professional, openedBy }: EnrolmentPage,
  raised?: DeviceId,
): Promise<Outcome<Begun | undefined, Refusal>> {
  if (kind === "desk") return done(undefined);
  const holder = professional && (await holderOf(deps, professional));
  if (!holder) return deny("unknown_professional");
  const oldPhone = isId("dev", openedBy) ? openedBy : undefined;
  const path = kind === "place" ? "wiped" : kind;
  const around = await aroundOf(deps, tx, holder.professional, oldPhone, path, { raised });
  // What the browser is may have changed since it opened the page.
  if (kind === "place" && !(await keepsPlace(deps, tx, holder.professional, openedBy)))
    return deny("binding_refused");
  const moved = step({ state: "requested" }, { move: "begin", path }, around);
  return moved.ok ? done({ holder, path, around, oldPhone }) : moved;
}

/** The page says whose phone it will be: from here on everybody concerned is told. */
export async function begin(
  deps: EnrolmentDeps,
  tx: Tx,
  id: EnrolmentId,
  { holder, path, around, oldPhone, page }: Begun & { readonly page: EnrolmentPageId },
): Promise<void> {
  const row = await store.find(tx, id);
  const moved =
    row &&
    (await makeMove(tx, row, { move: "begin", path }, around, {
      holder,
      ...(oldPhone === undefined ? {} : { oldPhone }),
    }));
  if (!moved?.ok) throw new Error(`enrolment ${id} was begun and would not begin`);
  const { professional } = holder;
  if (isSamePhone(path)) await deps.devices.listen(tx, { professional, enrolment: id });
  await deps.audit.append(tx, { fact: "enrolment_begun", professional, enrolment: id, path, page });
  const event = row?.raises ? "raise_begun" : "enrolment_begun";
  await deps.notices.tell(tx, { professional, event, about: id });
}

/** The message carries the key it is signed with: that proves the phone holds it, and nothing about who its holder is. */
async function readEnrolMessage(
  jws: string,
): Promise<{ ik: PublicJwk; label: string; binding: unknown; payload: unknown } | undefined> {
  const claimed = peekCompact(jws)?.payload as
    | { ik?: object; label?: unknown; binding?: unknown }
    | undefined;
  const ik = claimed?.ik && publicJwk(claimed.ik);
  if (!ik || typeof claimed?.label !== "string") return undefined;
  // Whoever it is enrolled for reads this: a caller's number is no name, and no reason to keep a phone out either.
  const label = cleanLabel(claimed.label) ?? "Téléphone";
  const payload = await verifyCompact(jws, purposes.enrol, ik);
  if (!payload || (payload as { v?: unknown }).v !== purposes.enrol) return undefined;
  return { ik, label, binding: claimed.binding, payload };
}

type NotActivated = {
  readonly ok: false;
  readonly refusal: Refusal;
  /** From when it can be, in seconds since the epoch. */
  readonly extra?: { readonly until: number };
};

/** Why it is not activated now; what only waits says from when. */
function notActivated(standing: Standing): NotActivated {
  const denied = deny(notToActivate(standing));
  if (!("readyAt" in standing) || denied.refusal !== "enrolment_too_early") return denied;
  return { ...denied, extra: { until: epochSeconds(standing.readyAt) } };
}

/** The holder activates with the code: never automatic, never before the wait is over. */
export async function activate(
  deps: EnrolmentDeps,
  message: MultiSigned,
): Promise<{ readonly ok: true; readonly value: EnrolmentStatus } | NotActivated> {
  const read = await readActivation(deps, message);
  if (!read.ok) return read;
  const { row, device, uk, keyId } = read.value;
  const { professional, standing } = row;
  // One that its holder has keeps its code, and is raised by it (`raise.ts`).
  if (row.raises) return deny("enrolment_not_ready");
  if (!professional || standing.state !== "ready") return notActivated(standing);
  const confirmed = await deps.pin
    .confirm(row.device, message, purposes.activate)
    .catch(() => deny("pin_unavailable"));
  if (!confirmed.ok) return confirmed;
  return conclude(deps, row, device.ikThumbprint, async (tx, level) => {
    const place = await deps.stops.placeUnderFreeze(tx, professional);
    const awaits = place?.enrolment === row.id ? place.stop : undefined;
    const owner = { professional, uk, pinKey: keyId, level, scope: row.scope, awaits };
    if (!(await deps.devices.activate(tx, row.device, owner)))
      throw new Error(`device ${row.device} was not waiting`);
    await deps.notices.tell(tx, { professional, event: "phone_added", about: row.device });
  });
}

/**
 * The last move, by whoever was asked for the code (`ik`: the thumbprint of that phone's key): everything is asked again in the holder's turn, and the phone `becomes` what its
 * evidence gives it, in the same transaction.
 */
export function conclude(
  deps: EnrolmentDeps,
  row: store.EnrolmentRow,
  ik: string,
  becomes: (tx: Tx, level: Level) => Promise<void>,
): ReturnType<typeof activate> {
  const { professional, standing } = row;
  if (!professional || standing.state !== "ready") throw new Error(`${row.id} is not ready`);
  return transact(deps.db, async (tx): ReturnType<typeof activate> => {
    // One after the other, so that the second phone of a holder who had none sees the first.
    await takeTurn(tx, `aval.enrolment.${professional}`);
    const around = await aroundOf(deps, tx, professional, row.oldPhone, standing.path, {
      placed: placedBy(standing.path, row),
      raised: raisedBy(row),
    });
    // After the turn, so that whoever was suspended while it was awaited brings nothing.
    if (!(await maySignStill(deps, tx, professional, row))) return deny("evidence_refused");
    // Kept although the activation is refused: from here on its phone is told how long it waits.
    const again = await makeMove(tx, row, { move: "again" }, around);
    const now = again.ok ? await store.find(tx, row.id) : row;
    const taken = now && (await goOnFromOld(deps, tx, now, { around, ik }));
    if (taken && !taken.ok) return taken;
    const moved = now
      ? await makeMove(tx, now, { move: "activate" }, around)
      : deny("enrolment_not_ready");
    if (!moved.ok && taken?.value)
      throw new Error(`enrolment ${row.id} took a place and would not activate`);
    if (!moved.ok && now && moved.refusal === "enrolment_too_early")
      return notActivated(now.standing);
    if (!moved.ok) return moved;
    if (moved.value.state !== "active") throw new Error(`enrolment ${row.id} is not active`);
    const { level } = moved.value;
    await becomes(tx, level);
    await deps.audit.append(tx, {
      fact: "enrolment_activated",
      professional,
      enrolment: row.id,
      device: row.device,
      level,
    });
    const frozen = await frozenOf({ ...deps, db: tx }, row);
    return done({ ...statusOf({ ...row, standing: moved.value }), ...frozen });
  });
}

/** Whether those who signed for it at a desk still may, for its holder as the directory has them now. A suspension meanwhile waits. */
export async function maySignStill(
  { directory, staff }: EnrolmentDeps,
  tx: Tx,
  professional: ProfessionalId,
  { registrars }: store.EnrolmentRow,
): Promise<boolean> {
  const holder = registrars.length > 0 ? await directory.byId(professional) : undefined;
  if (!holder) return registrars.length === 0;
  const scopes = scopesOf(holder);
  for (const registrar of [...registrars].sort())
    if (!(await staff.maySign(registrar, scopes, tx))) return false;
  return true;
}

/** A message of a phone's by which the code chosen on it counts: whose enrolment it is, and that code's key. */
export async function readActivation(
  deps: EnrolmentDeps,
  message: MultiSigned,
  purpose: typeof purposes.activate | typeof purposes.enrolmentMeanwhile = purposes.activate,
): Promise<
  Outcome<{ row: store.EnrolmentRow; device: Device; uk: PublicJwk; keyId: string }, Refusal>
> {
  const claimed = peekMulti(message) as
    | { enrolment?: unknown; uk?: object; keyId?: unknown }
    | undefined;
  const uk = claimed?.uk && publicJwk(claimed.uk);
  if (!isId("enr", claimed?.enrolment) || !uk || typeof claimed?.keyId !== "string")
    return deny("invalid_message");
  const row = await store.find(deps.db, claimed.enrolment as EnrolmentId);
  const device = row && (await deps.devices.find(row.device));
  if (!row || !device) return deny("enrolment_not_found");
  const payload = await verifyMulti(message, purpose, [device.ik, uk]);
  if (!payload) return deny("bad_signature");
  const stamp = checkStamp(payload, deps.clock.now(), lifetimes.messageSkew);
  if (!stamp.ok) return stamp;
  const isNew = await deps.limits.once(
    deps.db,
    "device_message",
    `${device.id}.${stamp.value.jti}`,
    lifetimes.messageMemory,
  );
  return isNew ? done({ row, device, uk, keyId: claimed.keyId }) : deny("replayed");
}

/**
 * Forgets enrolments that nobody proved in time, and their phones, which are nobody's. A stranger can ask for as many as he
 * likes: none outlives its day.
 */
export async function purge(deps: EnrolmentDeps): Promise<void> {
  await transact(deps.db, async (tx) => {
    const phones = await store.purgeUnproven(tx);
    await deps.devices.forget(tx, phones);
    await purgePages(tx, lifetimes.enrolment);
    await purgeEidVisits(tx, lifetimes.enrolment);
  });
}
