import { connect } from "#platform/database";
import { createStatistics } from "../index.ts";

/** One of the processes of a race: it counts whatever month is over, many times at once. */
const db = connect(process.env["AVAL_RACE_DATABASE_URL"] as string, {
  searchPath: "aval",
  max: 8,
});
const statistics = createStatistics({ db });

process.on("message", async ({ times }: { readonly times: number }) => {
  const closed = await Promise.all(Array.from({ length: times }, () => statistics.close()));
  process.send?.(closed.reduce((sum, one) => sum + one, 0));
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
