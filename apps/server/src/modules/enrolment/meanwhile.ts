import {
  type EnrolmentStatus,
  type MultiSigned,
  type ProfessionalId,
  purposes,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { type EnrolmentDeps, maySignStill, readActivation } from "./enrolment.ts";
import { mayServe } from "./machine.ts";
import { aroundOf, makeMove, type Tx } from "./moves.ts";
import { statusOf } from "./status.ts";
import { hold } from "./store.ts";
import { findGiven, type Given, recordGiven, takeAway, takeAwayOver } from "./waiting-store.ts";

/*
 * *Votre téléphone attend. Chez vous, il ouvre déjà*: while what two registrars signed waits, the new phone opens its holder's own aged
 * places, as a `limited` one does there (DESIGN section 6). It is a row beside the phone, made by its own message with the code that it
 * will be activated by, and read by four doors (`devices/waiting.ts`); the phone stays nobody's until its holder activates it.
 *
 * Whatever ends the wait takes the row away and closes what was opened by it, in its own transaction. An activation takes it away too, and
 * what it opened stays: the same person, by the same phone and code, and none of it opens more than it did.
 */

/** The code chosen on a phone that waits counts from now on, for its holder's own places. */
export async function serveMeanwhile(
  deps: EnrolmentDeps,
  message: MultiSigned,
): Promise<Outcome<EnrolmentStatus, Refusal>> {
  const purpose = purposes.enrolmentMeanwhile;
  const read = await readActivation(deps, message, purpose);
  if (!read.ok) return read;
  const { row, device, uk, keyId } = read.value;
  const { professional, standing } = row;
  if (!professional || row.raises || !mayServe(standing)) return deny("enrolment_not_ready");
  const confirmed = await deps.pin
    .confirm(row.device, message, purpose)
    .catch(() => deny("pin_unavailable"));
  if (!confirmed.ok) return confirmed;
  return transact(deps.db, async (tx): Promise<Outcome<EnrolmentStatus, Refusal>> => {
    const around = await aroundOf(deps, tx, professional, row.oldPhone);
    if (!(await maySignStill(deps, tx, professional, row))) return deny("evidence_refused");
    // As it stands now: a notice that arrives meanwhile moves it too, and takes nothing away.
    const now = await hold(tx, row.id);
    const moved = now && (await makeMove(tx, now, { move: "meanwhile" }, around));
    if (!moved?.ok) return moved ?? deny("enrolment_not_found");
    const given = { device: row.device, enrolment: row.id, professional };
    await recordGiven(tx, given, { uk, pinKey: keyId, scope: row.scope });
    await deps.audit.append(tx, { fact: "waiting_phone_served", ...given, ik: device.ik, uk });
    return done({ ...statusOf({ ...row, standing: moved.value }), meanwhile: "given" });
  });
}

/** Whether a phone that waits may open its holder's own places, or does: told to itself. */
export async function meanwhileOf(
  { db }: Pick<EnrolmentDeps, "db">,
  { device, raises, standing }: Parameters<typeof statusOf>[0],
): Promise<Pick<EnrolmentStatus, "meanwhile">> {
  if (raises) return {};
  if (await findGiven(db, device)) return { meanwhile: "given" };
  return mayServe(standing) ? { meanwhile: "offered" } : {};
}

/** A stop of this holder's was made: whatever their waiting phones were given goes, and what they opened by it. */
export async function endMeanwhile(
  deps: Pick<EnrolmentDeps, "endMadeBy">,
  tx: Tx,
  professional: ProfessionalId,
): Promise<void> {
  await endThose(deps, tx, await takeAway(tx, { professional }));
}

/** The same of what was not activated in its time. */
export async function endOver(deps: Pick<EnrolmentDeps, "db" | "endMadeBy">): Promise<void> {
  await transact(deps.db, async (tx) => endThose(deps, tx, await takeAwayOver(tx)));
}

export async function endThose(
  { endMadeBy }: Pick<EnrolmentDeps, "endMadeBy">,
  tx: Tx,
  given: readonly Given[],
): Promise<void> {
  for (const { device, professional } of given) await endMadeBy(tx, { professional, device });
}
