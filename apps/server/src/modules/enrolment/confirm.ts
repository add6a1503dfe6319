import {
  type DeviceId,
  type EnrolmentId,
  type EnrolmentListAnswer,
  type EnrolmentMineAnswer,
  isId,
  type MultiSigned,
  purposes,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { lifetimes } from "#lifetimes";
import { isActive } from "#modules/devices";
import { transactOrUndo } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { after, epochSeconds, pressableFrom } from "#platform/time";
import type { EnrolmentDeps } from "./enrolment.ts";
import { type PhoneOf, type Standing, step } from "./machine.ts";
import { aroundOf, makeMove, raisedBy, type Tx } from "./moves.ts";
import { listOf } from "./old-phone.ts";
import * as store from "./store.ts";
import { recordWordAsked, recordWordSaid } from "./word-store.ts";
import type { Denied } from "./wrong-words.ts";

/*
 * *C'est le mien*: an older full phone says that a new one is its holder's, and what was shown in person then waits as long as the
 * table says. Whoever took the holder's place does not have that phone; whoever speaks to its holder is asked about, twice.
 */

/** Whether this phone could say so, as everything stands: the very guard of the move that records it. */
async function couldSay(
  deps: EnrolmentDeps,
  tx: Tx,
  row: store.EnrolmentRow,
  by: PhoneOf,
): Promise<Outcome<Standing, Refusal>> {
  if (!row.professional || !("path" in row.standing)) return deny("enrolment_not_ready");
  const { path } = row.standing;
  const around = await aroundOf(deps, tx, row.professional, row.oldPhone, path, {
    raised: raisedBy(row),
  });
  const moved = step(row.standing, { move: "confirm", by }, around);
  return moved.ok ? done(moved.to) : moved;
}

/** The call question was answered no, and half a minute begins. */
export async function askMine(
  deps: EnrolmentDeps,
  jws: string,
): Promise<Outcome<EnrolmentMineAnswer, Refusal>> {
  const received = await deps.devices.receiveActive(jws, purposes.enrolmentMineAsk);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const { enrolment, onCall } = payload;
  if (onCall !== false || !isId("enr", enrolment)) return deny("invalid_message");
  const now = deps.clock.now();
  return transactOrUndo(deps.db, async (tx): Promise<Outcome<EnrolmentMineAnswer, Refusal>> => {
    const row = await store.find(tx, enrolment);
    if (!row || row.professional !== device.professional) return deny("enrolment_not_found");
    const by = await deps.devices.standingOf(tx, device.id, lifetimes.settled);
    if (!by) return deny("device_not_active");
    const could = await couldSay(deps, tx, row, by);
    if (!could.ok) return could;
    await recordWordAsked(tx, { enrolment, device: device.id });
    const { enrolmentPause, enrolmentWord } = lifetimes;
    return done({
      notBefore: pressableFrom(now, enrolmentPause),
      until: epochSeconds(after(now, enrolmentWord)),
    });
  });
}

/** Half a minute later, with the code: the wait is the one that the table gives to what an older phone confirms. */
export async function sayMine(
  deps: EnrolmentDeps,
  message: MultiSigned,
): Promise<{ readonly ok: true; readonly value: EnrolmentListAnswer } | Denied> {
  const purpose = purposes.enrolmentMine;
  const received = await deps.devices.receiveDecision(message, purpose);
  if (!received.ok) return received;
  const { device, payload, code } = received.value;
  const { enrolment, onCall } = payload;
  if (!isId("enr", enrolment) || onCall !== false || code === "absent")
    return deny("invalid_message");
  if (!isActive(device)) return deny("device_not_active");
  const confirmed = await deps.devices.confirmCode({ device, code, message, purpose });
  if (!confirmed.ok) return confirmed;
  const said = await transactOrUndo(deps.db, (tx) =>
    say(deps, tx, { enrolment, device: device.id, of: device.professional }),
  );
  return said.ok ? done(await listOf(deps, device)) : said;
}

async function say(
  deps: EnrolmentDeps,
  tx: Tx,
  given: { readonly enrolment: EnrolmentId; readonly device: DeviceId; readonly of: string },
): Promise<Outcome<Standing, Refusal>> {
  const { enrolment, device } = given;
  // In this order, as whoever stops does: the holder's turn, the phone, the enrolment.
  const seen = await store.find(tx, enrolment);
  if (!seen?.professional || seen.professional !== given.of) return deny("enrolment_not_found");
  const path = "path" in seen.standing ? seen.standing.path : undefined;
  const { professional } = seen;
  const around = await aroundOf(deps, tx, professional, seen.oldPhone, path, {
    raised: raisedBy(seen),
  });
  const by = await deps.devices.standingOf(tx, device, lifetimes.settled);
  const row = await store.hold(tx, enrolment);
  if (!row || !by) return deny("enrolment_not_found");
  const { enrolmentPause: wait, enrolmentWord: within } = lifetimes;
  if (!(await recordWordSaid(tx, { enrolment, device, wait, within })))
    return deny("enrolment_not_ready");
  const moved = await makeMove(tx, row, { move: "confirm", by }, around);
  if (!moved.ok) return moved;
  await deps.audit.append(tx, { fact: "enrolment_confirmed", professional, enrolment, by: device });
  return moved;
}
