import type { MultiSigned, ProfessionalId } from "@aval/protocol";
import { databaseClock } from "#platform/clock";
import { connect } from "#platform/database";
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
};

const db = connect(process.env["AVAL_RACE_DATABASE_URL"] as string, {
  searchPath: "aval",
  max: 10,
});
const world = stopsOn(db, await databaseClock(db));

process.on("message", async ({ professional, opens, block, lifts = [] }: Round) => {
  const opening = Array.from({ length: opens }, () => openSession(world, professional));
  const blocking = block === undefined ? [] : [world.stops.block(block).then(({ ok }) => ok)];
  const lifting = lifts.map((one) => world.stops.lift(one).then(({ ok }) => ok));
  const outcomes = await Promise.all([...opening, ...blocking, ...lifting]).catch(
    (fault: Error) => [`fault: ${fault.message}`],
  );
  process.send?.(outcomes);
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
