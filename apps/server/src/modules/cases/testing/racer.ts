import type { CaseId } from "@aval/protocol";
import { connect } from "#platform/database";
import { casesOn } from "./world.ts";

/** One of the processes of a race: it follows the log, or claims one case, many times at once. */
const db = connect(process.env["AVAL_RACE_DATABASE_URL"] as string, {
  searchPath: "aval",
  max: 15,
});
const { cases } = casesOn(db);

type Order = { readonly times: number } & (
  | { readonly follow: true }
  | { readonly claim: CaseId; readonly by: readonly object[] }
);

process.on("message", async (order: Order) => {
  const work = async (index: number): Promise<boolean> =>
    "follow" in order
      ? cases.follow()
      : (
          await cases.move(order.by[index % order.by.length] as never, order.claim, {
            move: "claim",
          })
        ).ok;
  process.send?.(await Promise.all(Array.from({ length: order.times }, (_, index) => work(index))));
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
