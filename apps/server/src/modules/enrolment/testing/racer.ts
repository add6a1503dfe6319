import { databaseClock } from "#platform/clock";
import { connect } from "#platform/database";
import { asks, enrolmentWorld } from "./world.ts";

/**
 * One of the processes of a race: it shows one binding to the server many times at once, each time as another phone. Its parent
 * gives it the database in `AVAL_RACE_DATABASE_URL`; it answers with what each phone was told.
 */
export type Round = { readonly address: string; readonly times: number };

const db = connect(process.env["AVAL_RACE_DATABASE_URL"] as string, {
  searchPath: "aval",
  max: 15,
});
const world = enrolmentWorld(db, await databaseClock(db));

process.on("message", async ({ address, times }: Round) => {
  const tries = Array.from({ length: times }, async () => {
    const { answer } = await asks(world, address);
    return answer.ok ? "bound" : answer.refusal;
  });
  process.send?.(await Promise.all(tries).catch((fault: Error) => [`fault: ${fault.message}`]));
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
