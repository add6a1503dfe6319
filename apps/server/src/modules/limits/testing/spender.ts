import { createLimits } from "#modules/limits";
import { connect } from "#platform/database";
import { hours } from "#platform/time";

/**
 * One of the nodes of a race: told a subject and a number, it tries to spend as many at once and answers how many it could.
 * Its parent gives it the database in `AVAL_RACE_DATABASE_URL`, and may kill it at any moment.
 */
export type Order = { readonly subject: string; readonly tries: number; readonly max: number };
export type Told = { readonly spent: number };

const db = connect(process.env["AVAL_RACE_DATABASE_URL"] as string, {
  searchPath: "aval",
  max: 10,
});
const limits = createLimits();

process.on("message", async ({ subject, tries, max }: Order) => {
  const within = await Promise.all(
    Array.from({ length: tries }, () => limits.spend(db, "race", subject, max, hours(1))),
  );
  process.send?.({ spent: within.filter(Boolean).length } satisfies Told);
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
