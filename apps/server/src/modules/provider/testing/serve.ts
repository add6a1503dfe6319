import type { SessionId } from "@aval/protocol";
import type { Visitor } from "#modules/staff";
import { createDeliveries } from "#modules/streams";
import { connect } from "#platform/database";
import { openKeys } from "#platform/keys";
import { createLog } from "#platform/log";
import { providerOn } from "./world.ts";

/**
 * One of the processes of a race: a provider on a pool of its own. Its parent gives it, as JSON in the first argument, the
 * server's database, the keys' folder and where the provider says it is; it answers over IPC with where it listens, ends the
 * sessions it is told to, and sends again what a stream did not take.
 */
export type ServeOptions = {
  readonly databaseUrl: string;
  readonly keysFolder: string;
  readonly origin?: string;
  readonly log?: "info" | "silent";
  /** Tells services of sessions that ended, again and again. */
  readonly tells?: boolean;
};

const given = JSON.parse(process.argv[2] ?? "{}") as ServeOptions;
const db = connect(given.databaseUrl, { searchPath: "aval", max: 10 });
const keys = await openKeys({ folder: given.keysFolder, mode: "sandbox", followMs: 0 });
const world = await providerOn({
  db,
  keys,
  log: createLog(given.log ?? "silent"),
  ...(given.origin ? { origin: given.origin } : {}),
});

if (given.tells)
  setInterval(() => {
    void world.provider.tellServices();
    void world.streams.tellServices();
  }, 50);
type Told = { readonly close: SessionId } | { readonly replay: string };
process.on("message", async (told: Told) => {
  if ("close" in told)
    return process.send?.({ done: await world.sessions.close(told.close, "holder") });
  const operator = { member: `stf_${process.pid}` } as Visitor;
  const { ok } = await createDeliveries({ ...world, wakes: world.signalWakes }).replay(
    operator,
    told.replay,
  );
  return process.send?.({ done: ok });
});
process.on("disconnect", () => process.exit(0));
process.send?.({ here: world.here });
