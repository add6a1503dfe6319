import type { DeviceId, MultiSigned, ProfessionalId } from "@aval/protocol";
import { databaseClock } from "#platform/clock";
import { connect } from "#platform/database";
import { placesOn } from "./world.ts";

/**
 * One of the processes of a race: places on a pool of its own, told over IPC what to try, all at once. Its parent gives it the
 * database in `AVAL_RACE_DATABASE_URL`.
 */
export type Attempt =
  | { readonly try: "make"; readonly jws: string }
  | { readonly try: "confirm"; readonly id: string; readonly message: MultiSigned }
  | { readonly try: "end"; readonly id: string; readonly jws: string }
  | {
      readonly try: "use";
      readonly professional: ProfessionalId;
      readonly browser: string;
      readonly device: DeviceId;
    }
  | { readonly try: "begin"; readonly browser: string; readonly shown: string };

/** What came of each attempt: `accepted`, a refusal's code, or what a page was given. */
export type Results = { readonly round: number; readonly outcomes: readonly string[] };

const db = connect(process.env["AVAL_RACE_DATABASE_URL"] as string, {
  searchPath: "aval",
  max: 10,
});
const { places, transact } = placesOn(db, await databaseClock(db));

async function attempt(given: Attempt): Promise<string> {
  switch (given.try) {
    case "begin":
      return places.recognise(given.browser, given.shown);
    case "use": {
      const { professional, browser } = given;
      const use = { professional, browser, level: "full", transfer: "qr", network: "n" } as const;
      return (await transact((tx) => places.used(tx, use))) ? "accepted" : "refused";
    }
    default: {
      const outcome = await run(given);
      return outcome.ok ? "accepted" : outcome.refusal;
    }
  }
}

function run(given: Exclude<Attempt, { try: "begin" | "use" }>) {
  switch (given.try) {
    case "make":
      return places.make(given.jws, "127.0.0.1");
    case "confirm":
      return places.confirm(given.id, given.message, "127.0.0.1");
    case "end":
      return places.end(given.id, given.jws);
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
