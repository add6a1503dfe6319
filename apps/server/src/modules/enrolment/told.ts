import type { DeviceId } from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import { transact } from "#platform/database";
import type { EnrolmentDeps } from "./enrolment.ts";
import { mayBeOldPhone } from "./machine.ts";
import { makeMove, nothingAround, type Tx } from "./moves.ts";
import * as store from "./store.ts";

/**
 * A notice of it is known delivered: from now on an hour's wait is an hour.
 *
 * `phone`: it was woken for it. Only a full and active one of more than seven days counts, and never the one that is part of the
 * evidence: else whoever brought the new phone would be who was told of it.
 */
export async function noticeDelivered(
  deps: Pick<EnrolmentDeps, "clock" | "devices">,
  tx: Tx,
  id: store.EnrolmentRow["id"],
  phone?: DeviceId,
): Promise<void> {
  const known = await store.find(tx, id);
  // The phone's row before the enrolment's, in the order in which whoever activates takes them.
  if (!known || (phone !== undefined && !(await isToldBy(deps, tx, known, phone)))) return;
  const row = await store.hold(tx, id);
  if (row) await makeMove(tx, row, { move: "told" }, nothingAround(deps));
}

async function isToldBy(
  { devices }: Pick<EnrolmentDeps, "devices">,
  tx: Tx,
  row: store.EnrolmentRow,
  phone: DeviceId,
): Promise<boolean> {
  if (phone === row.oldPhone || phone === row.device) return false;
  const standing = await devices.standingOf(tx, phone, lifetimes.settled);
  return standing?.isActive === true && mayBeOldPhone(standing);
}

/** Tells, once each, that a wait ends within the hour. */
export async function tellEnding(deps: EnrolmentDeps): Promise<void> {
  await transact(deps.db, async (tx) => {
    for (const { id, professional, raises } of await store.takeEnding(
      tx,
      lifetimes.enrolmentEnding,
    ))
      await deps.notices.tell(tx, {
        professional,
        event: raises ? "raise_ending" : "enrolment_ending",
        about: id,
      });
  });
}
