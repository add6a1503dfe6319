import { connect } from "#platform/database";
import { measuresOn } from "./measure-world.ts";

/** One of the processes of a race: it goes on with whatever runs, many times at once, until it is told to stop. */
const db = connect(process.env["AVAL_RACE_DATABASE_URL"] as string, {
  searchPath: "aval",
  max: 8,
});
const measures = measuresOn(db);

process.on("message", async ({ times }: { readonly times: number }) => {
  const reached = await Promise.all(Array.from({ length: times }, () => measures.run()));
  process.send?.(reached.reduce((sum, one) => sum + one, 0));
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
