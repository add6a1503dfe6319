import { connect } from "#platform/database";
import { silentLog } from "#platform/log";
import { systemRandom } from "#platform/random";
import { createPinService } from "../index.ts";
import * as pin from "../pin.ts";

/** One of several PIN programs on one database and one key file: evaluates all it is sent at once, and says what came. */
export type Raced = { readonly evaluated: number[]; readonly refused: string[] };

const { AVAL_RACE_DATABASE_URL: url = "", AVAL_RACE_KEY_FILE: keyFile = "" } = process.env;
const db = connect(url, { searchPath: "pin", max: 8 });
const service = await createPinService({
  db,
  keyFile,
  makeKeyFile: false,
  random: systemRandom,
  log: silentLog,
  threads: 1,
});

process.on("message", async (messages: string[]) => {
  const outcomes = await Promise.all(
    messages.map((jws) => pin.evaluate(service.deps, jws).catch(String)),
  );
  const raced: Raced = {
    evaluated: outcomes.flatMap((outcome) =>
      typeof outcome !== "string" && outcome.ok ? [outcome.value.triesLeft] : [],
    ),
    refused: outcomes.flatMap((outcome) =>
      typeof outcome === "string" ? [outcome] : outcome.ok ? [] : [outcome.refusal],
    ),
  };
  process.send?.(raced);
});
process.on("disconnect", async () => {
  await service.close();
  await db.destroy();
});
process.send?.("ready");
