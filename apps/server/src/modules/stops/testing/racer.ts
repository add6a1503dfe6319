import type { DeviceId, EnrolmentId, MultiSigned, ProfessionalId } from "@aval/protocol";
import { databaseClock } from "#platform/clock";
import { connect, transact } from "#platform/database";
import { openSession, stopsOn } from "./world.ts";

/**
 * One of the processes of a race: it opens sessions for a holder, and blocks, all at once. Its parent gives it the database
 * in `AVAL_RACE_DATABASE_URL`.
 */
export type Round = {
  readonly professional: ProfessionalId;
  readonly opens: number;
  /** The block's message, where this process is the one that blocks. */
  readonly block?: string;
  /** Liftings that this process tries. */
  readonly lifts?: readonly MultiSigned[];
  /** Enrolments that two registrars prove at this process, each for the one place of a freeze. */
  readonly places?: readonly { readonly enrolment: EnrolmentId; readonly device: DeviceId }[];
};

/** Whether this one has the place, as its proof asks in the same transaction. */
const place = (
  professional: ProfessionalId,
  one: { readonly enrolment: EnrolmentId; readonly device: DeviceId },
) =>
  transact(db, async (tx) => {
    await world.stops.takePlace(tx, { professional, ...one });
    return world.stops.keepOpen(tx, professional, "enrol", one.enrolment);
  });

const db = connect(process.env["AVAL_RACE_DATABASE_URL"] as string, {
  searchPath: "aval",
  max: 10,
});
const world = stopsOn(db, await databaseClock(db));

process.on("message", async ({ professional, opens, block, lifts = [], places = [] }: Round) => {
  const opening = Array.from({ length: opens }, () => openSession(world, professional));
  const blocking = block === undefined ? [] : [world.stops.block(block).then(({ ok }) => ok)];
  const lifting = lifts.map((one) => world.stops.lift(one).then(({ ok }) => ok));
  const placing = places.map((one) => place(professional, one));
  const outcomes = await Promise.all([...opening, ...blocking, ...lifting, ...placing]).catch(
    (fault: Error) => [`fault: ${fault.message}`],
  );
  process.send?.(outcomes);
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
