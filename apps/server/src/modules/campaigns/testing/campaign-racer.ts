import { connect } from "#platform/database";
import { campaignsOn } from "./campaign-world.ts";

/** One of the processes of a race: it goes on with whatever is being sent, many times at once, until it is told to stop. */
const db = connect(process.env["AVAL_RACE_DATABASE_URL"] as string, {
  searchPath: "aval",
  max: 8,
});
const { campaigns, notices } = campaignsOn(db);

process.on("message", async ({ times }: { readonly times: number }) => {
  const told = await Promise.all(Array.from({ length: times }, () => campaigns.run()));
  await notices.deliver();
  process.send?.(told.reduce((sum, one) => sum + one, 0));
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
