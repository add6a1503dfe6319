import type { PasskeyAssertion } from "@aval/protocol";
import { databaseClock } from "#platform/clock";
import { connect, transact } from "#platform/database";
import type { Proven } from "../index.ts";
import { passkeysOn } from "./world.ts";

/**
 * One of the processes of a race: it shows one signature, or spends what it proved, many times at once. Its parent gives it the
 * database in `AVAL_RACE_DATABASE_URL`; it answers with what each try gave.
 */
export type Round = {
  readonly on: { readonly signIn: string; readonly browser: string };
  readonly times: number;
  readonly prove?: PasskeyAssertion;
  readonly spend?: Proven;
};

const db = connect(process.env["AVAL_RACE_DATABASE_URL"] as string, {
  searchPath: "aval",
  max: 10,
});
const { passkeys } = passkeysOn(db, await databaseClock(db), []);

const spendOnce = (spend: Proven, on: Round["on"]) =>
  transact(db, (tx) => passkeys.spend(tx, spend, on, { byPhone: false }));

process.on("message", async ({ on, times, prove, spend }: Round) => {
  const tries = Array.from({ length: times }, async () => {
    if (spend) return spendOnce(spend, on);
    const proven = prove && (await passkeys.prove(on, prove));
    return proven?.ok ? proven.value : false;
  });
  process.send?.(await Promise.all(tries).catch((fault: Error) => [`fault: ${fault.message}`]));
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
