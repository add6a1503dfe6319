import type { ApprovalId, DeviceId, MultiSigned, ProfessionalId } from "@aval/protocol";
import { databaseClock } from "#platform/clock";
import { connect } from "#platform/database";
import { done } from "#platform/outcome";
import { approvalsOn, suspendOn } from "./world.ts";

/**
 * One of the processes of a race: approvals on a pool of its own, told over IPC what to try, all at once. Its parent gives
 * it the database in `AVAL_RACE_DATABASE_URL`.
 */
export type Attempt =
  | { readonly try: "claim"; readonly jws: string }
  | { readonly try: "digits"; readonly jws: string }
  | { readonly try: "decide"; readonly id: string; readonly message: MultiSigned }
  | { readonly try: "stop"; readonly professional: ProfessionalId; readonly device: DeviceId }
  | {
      readonly try: "spend";
      readonly id: ApprovalId;
      readonly asker: string;
      readonly browser: string;
    };

/** What came of each attempt of a round: `accepted` or the refusal's code. */
export type Results = { readonly round: number; readonly outcomes: readonly string[] };

const db = connect(process.env["AVAL_RACE_DATABASE_URL"] as string, {
  searchPath: "aval",
  max: 10,
});
const clock = await databaseClock(db);
const world = approvalsOn(db, clock);
const { approvals, transact } = world;

async function attempt(given: Attempt): Promise<string> {
  const outcome = await run(given);
  return outcome.ok ? "accepted" : outcome.refusal;
}

async function run(given: Attempt) {
  switch (given.try) {
    case "stop":
      return done(await suspendOn(world, given));
    case "claim":
      return approvals.claimByFrame(given.jws, "127.0.0.1");
    case "digits":
      return approvals.claimByDigits(given.jws, "127.0.0.1");
    case "decide":
      return approvals.decide(given.id, given.message);
    case "spend":
      return transact((tx) => approvals.spend(tx, given.id, given));
  }
}

process.on("message", async ({ round, attempts }: { round: number; attempts: Attempt[] }) => {
  const outcomes = await Promise.all(
    attempts.map((given) => attempt(given).catch((fault: Error) => `fault: ${fault.message}`)),
  );
  process.send?.({ round, outcomes } satisfies Results);
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
