import type {
  EnrolmentId,
  EnrolmentStatus,
  PasskeyAssertion,
  PasskeyId,
  ProfessionalId,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import type { Device } from "#modules/devices";
import { type AnyTables, type Database, transactOrUndo } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import type { EnrolmentDeps } from "./enrolment.ts";
import { statusOf } from "./status.ts";
import { isSamePhone, rowOf, withKey } from "./evidence.ts";
import type { KeySigned } from "./hardware-key.ts";
import { type Around, type Standing, step } from "./machine.ts";
import { aroundOf, makeMove, nothingAround, type Tx } from "./moves.ts";
import { findPageOf } from "./page-store.ts";
import { announce, recordProven } from "./proving.ts";
import * as store from "./store.ts";

/*
 * The same phone again, after its storage was cleared. It scanned a page of its holder's own aged place; now the passkey that its old
 * installation had made signs for the new one. That installation is taken for cleared, and can say nothing any more if it was: whatever it
 * says until the new one is active ends this for good, since somebody else then has the passkey.
 *
 * Who gains if it is wrong: whoever has the cloud account that keeps the passkey, and has the page shown to them.
 */

type Own = {
  readonly row: store.EnrolmentRow;
  readonly device: Device;
  readonly professional: ProfessionalId;
};
/** Whether this browser is still its holder's own aged place, awake and unshared; held to the end of the transaction. */
export const keepsPlace = async (
  { places }: EnrolmentDeps,
  tx: Tx,
  professional: ProfessionalId,
  browser: string,
): Promise<boolean> =>
  (await places.keepOwn(tx as unknown as Database<AnyTables>, { professional, browser }))
    ?.isShared === false;

/** `counted`: whether the key is live, awake and no copy; a copy that was found is ended whatever is refused. */
type Proved = { readonly counted: false } | { readonly counted: true; readonly standing: Standing };

/** The passkey signed: the phone's own, made by an installation of this holder's that is still theirs. It proves the phone. */
export async function proveByOwnKey(
  deps: EnrolmentDeps,
  { row, device, professional }: Own,
  key: KeySigned | undefined,
  assertion: PasskeyAssertion,
): Promise<Outcome<EnrolmentStatus, Refusal>> {
  if (!key || key.professional !== professional || key.kind !== "phone")
    return deny("own_key_refused");
  if (!(await announce(deps, row, device.ikThumbprint))) return deny("pin_unavailable");
  const { passkey, nonce } = key;
  const proved = await transactOrUndo(deps.db, async (tx): Promise<Outcome<Proved, Refusal>> => {
    const around = await aroundOf(deps, tx, professional, key.addedBy);
    // What was scanned there is worth something while its page stands there.
    const page = await findPageOf(tx, row.id);
    if (!page || page.isOver) return deny("enrolment_page_over");
    if (!(await keepsPlace(deps, tx, professional, page.openedBy))) return deny("binding_refused");
    if (!(await key.count(tx as unknown as Database<AnyTables>))) return done({ counted: false });
    const of = { professional, enrolment: row.id };
    const presumed = await presumeCleared(deps, tx, { ...of, phone: key.addedBy });
    if (presumed === "spoken") return endSpoken(deps, tx, row);
    // Its phone goes on as another one by now, which has the passkey; or it is not in service, which the move says.
    if (presumed === "ended" && around.oldPhone?.isActive) return deny("old_installation_ended");
    // Where it was scanned: asked again as it is activated.
    const evidence = { key: { passkey, nonce, assertion }, place: page.openedBy };
    const moved = await prove(tx, row, { key, around, evidence });
    if (!moved.ok) return moved;
    const { signature } = assertion;
    await deps.audit.append(tx, { fact: "enrolment_key_used", ...of, passkey, nonce, signature });
    const fact = { ...of, evidence: moved.value.path, signatures: [signature] } as const;
    await recordProven(deps, tx, fact, moved.value.standing, row);
    return done({ counted: true, standing: moved.value.standing });
  });
  if (!proved.ok) return proved;
  if (!proved.value.counted) return deny("own_key_refused");
  const { standing } = proved.value;
  return done(statusOf({ ...row, standing, isStillUsed: standing.state === "contested" }));
}

/** The installation that its passkey names has spoken since the scan: its phone forgot nothing, and this ends before it is proven. */
async function endSpoken(
  deps: EnrolmentDeps,
  tx: Tx,
  { id }: store.EnrolmentRow,
): Promise<Outcome<Proved, Refusal>> {
  await endByOldInstallation(deps, tx, id);
  const ended = await store.find(tx, id);
  if (ended?.standing.state !== "contested") return deny("enrolment_not_ready");
  return done({ counted: true, standing: ended.standing });
}

type Evidence = {
  readonly key: { readonly passkey: PasskeyId; readonly nonce: string };
  /** The thumbprint of the browser whose page it scanned. */
  readonly place: string;
};

/** By hardware it is another row of the table: first what the key makes of the path, then the proof. */
async function prove(
  tx: Tx,
  row: store.EnrolmentRow,
  { key, around, evidence }: { key: KeySigned; around: Around; evidence: Evidence },
): Promise<Outcome<{ standing: Standing; path: "wiped" | "wiped_hardware" }, Refusal>> {
  const held = key.isHardwareHeld ? withKey("wiped") : undefined;
  const path = held === "wiped_hardware" ? held : "wiped";
  const oldPhone = key.addedBy;
  let at = row;
  if (held) {
    const more = await makeMove(tx, row, { move: "key", path: held }, around);
    if (!more.ok) return more;
    at = { ...row, standing: more.value, version: row.version + 1 };
  }
  const moved = await makeMove(tx, at, { move: "prove", path }, around, { evidence, oldPhone });
  return moved.ok ? done({ standing: moved.value, path }) : moved;
}

/**
 * The installation that made the passkey is taken for cleared; an earlier enrolment that took it so ends, since its phone began again.
 * `spoken`: it has said something since the scan. `ended`: it is not in service, or goes on as another one already.
 */
async function presumeCleared(
  deps: EnrolmentDeps,
  tx: Tx,
  given: Parameters<EnrolmentDeps["devices"]["presumeCleared"]>[1],
): Promise<"presumed" | "spoken" | "ended"> {
  const presumed = await deps.devices.presumeCleared(tx, given);
  if (!presumed) return (await deps.devices.hasSpoken(tx, given)) ? "spoken" : "ended";
  const { before } = presumed;
  if (before !== null && before !== given.enrolment) await end(deps, tx, before, "begun_again");
  return "presumed";
}

/**
 * The old installation said something: its phone forgot nothing, and this ends. Active beside it by then, the phone that it brought is
 * stopped with all it made, unless it was shown in person since. Everybody who was told is told so.
 */
export async function endByOldInstallation(
  deps: EnrolmentDeps,
  tx: Tx,
  id: EnrolmentId,
): Promise<void> {
  const professional =
    (await end(deps, tx, id, "old_installation")) ?? (await stopBeside(deps, tx, id));
  if (professional)
    await deps.notices.tell(tx, { professional, event: "enrolment_still_used", about: id });
}

/** Whose phone it was, if this stopped one. */
async function stopBeside(
  { devices, endMadeBy }: EnrolmentDeps,
  tx: Tx,
  id: EnrolmentId,
): Promise<ProfessionalId | undefined> {
  const row = await store.find(tx, id);
  if (row?.standing.state !== "active" || !row.professional) return undefined;
  const { professional } = row;
  const { isDone, line } = await devices.suspend(tx, row.device, professional, "still_used");
  for (const device of line)
    await endMadeBy(tx as unknown as Database<AnyTables>, { professional, device });
  return isDone ? professional : undefined;
}

async function end(
  deps: EnrolmentDeps,
  tx: Tx,
  id: EnrolmentId,
  by: "begun_again" | "old_installation",
): Promise<ProfessionalId | undefined> {
  const row = await store.hold(tx, id);
  const evidence = by === "old_installation" ? { stillUsed: true } : {};
  const moved =
    row && (await makeMove(tx, row, { move: "alive" }, nothingAround(deps), { evidence }));
  if (!row?.professional || !moved?.ok) return undefined;
  const { professional } = row;
  await deps.audit.append(tx, { fact: "enrolment_contested", professional, enrolment: id, by });
  return professional;
}

/**
 * As it is activated: it takes the place of the old installation, or stands beside it, by one statement that an installation which has
 * spoken makes none. The phone's own passkey goes with it, so that the next time its storage is cleared it serves again, and this one's
 * words end that; in its place, all else that the old one made ends. `false`: the path has no old installation.
 */
export async function goOnFromOld(
  deps: EnrolmentDeps,
  tx: Tx,
  { id, standing, device, professional, oldPhone, place, version }: store.EnrolmentRow,
  { around, ik }: { readonly around: Around; readonly ik: string },
): Promise<Outcome<boolean, Refusal>> {
  if (!("path" in standing) || !isSamePhone(standing.path)) return done(false);
  // What may not be activated is refused by the move itself, which says why.
  if (!step(standing, { move: "activate" }, around).ok) return done(false);
  // After the old installation's row, in the order in which its word takes them.
  const held = await store.hold(tx, id);
  if (!professional || !oldPhone || held?.version !== version) return deny("enrolment_not_ready");
  // Ended, shared or copied since it was proven, the place says no more that its holder stood there. Held: an end made meanwhile waits.
  if (place === undefined || !(await keepsPlace(deps, tx, professional, place)))
    return deny("enrolment_place_gone");
  const taken = { phone: oldPhone, professional, by: device, enrolment: id };
  const ends = rowOf(standing.path)?.old === "ends";
  const { replace, standBeside } = deps.devices;
  if (!(await (ends ? replace : standBeside)(tx, taken))) return deny("enrolment_not_ready");
  const all = tx as unknown as Database<AnyTables>;
  await deps.keys.goOnWith(all, { from: oldPhone, to: device, ik });
  // What it made bears its name: who stops the new one later would not find it.
  if (ends) await deps.endMadeBy(all, { professional, device: oldPhone });
  return done(true);
}
