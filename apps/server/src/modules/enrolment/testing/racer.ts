import type { MultiSigned, ProfessionalId } from "@aval/protocol";
import { databaseClock } from "#platform/clock";
import { connect } from "#platform/database";
import { purposes } from "@aval/protocol";
import { asks, enrolmentWorld } from "./world.ts";

/**
 * One of the processes of a race: it shows one binding to the server many times at once, each time as another phone. Its parent
 * gives it the database in `AVAL_RACE_DATABASE_URL`; it answers with what each phone was told. Or an old installation says something, or
 * a new one is activated, by messages that its parent signed.
 */
export type Round =
  | { readonly address: string; readonly times: number }
  | { readonly says: readonly string[] }
  | { readonly activates: readonly MultiSigned[]; readonly placeOf: ProfessionalId }
  /** Messages of one phone's that would raise it, each once. */
  | { readonly raises: readonly MultiSigned[] };

const db = connect(process.env["AVAL_RACE_DATABASE_URL"] as string, {
  searchPath: "aval",
  max: 15,
});
const world = enrolmentWorld(db, await databaseClock(db));

function triesOf(round: Round): Promise<string>[] {
  if ("raises" in round)
    return round.raises.map(async (message) => {
      const answer = await world.enrolment.raise(message);
      return answer.ok ? "raised" : answer.refusal;
    });
  if ("says" in round)
    return round.says.map(async (jws) => {
      const heard = await world.devices.receiveActive(jws, purposes.pending);
      return heard.ok ? "heard" : heard.refusal;
    });
  if ("activates" in round) {
    world.around.placeOf = round.placeOf;
    return round.activates.map(async (message) => {
      const active = await world.enrolment.activate(message);
      return active.ok ? "active" : active.refusal;
    });
  }
  return Array.from({ length: round.times }, async () => {
    const { answer } = await asks(world, round.address);
    return answer.ok ? "bound" : answer.refusal;
  });
}

process.on("message", async (round: Round) => {
  const tries = triesOf(round);
  process.send?.(await Promise.all(tries).catch((fault: Error) => [`fault: ${fault.message}`]));
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
