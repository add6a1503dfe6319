import type { LetterId } from "@aval/protocol";
import { connect } from "#platform/database";
import { recordUsed } from "../store.ts";

/** One of the processes of a race: it uses one letter many times at once, and says which of the uses were good. */
const db = connect(process.env["AVAL_RACE_DATABASE_URL"] as string, {
  searchPath: "aval",
  max: 15,
});

process.on("message", async ({ letter, times }: { letter: LetterId; times: number }) => {
  const uses = Array.from({ length: times }, () => recordUsed(db, letter));
  process.send?.(await Promise.all(uses));
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
