import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createAudit, verify } from "../../apps/server/src/modules/audit/index.ts";
import {
  checkpointVerifier,
  logKey,
  logOrigin,
} from "../../apps/server/src/modules/audit/index.ts";
import { follow } from "../../apps/server/src/modules/cases/follower.ts";
import { createDirectory } from "../../apps/server/src/modules/directory/index.ts";
import { start } from "../../apps/server/src/main.ts";
import { databaseClock } from "../../apps/server/src/platform/clock.ts";
import { type Config, readConfig } from "../../apps/server/src/platform/config.ts";
import { connect, connectOnce } from "../../apps/server/src/platform/database.ts";
import { openKeys } from "../../apps/server/src/platform/keys.ts";
import { createLog } from "../../apps/server/src/platform/log.ts";
import { migrate } from "../../apps/server/src/platform/migrate.ts";
import { systemRandom as random } from "../../apps/server/src/platform/random.ts";
import { newModel } from "../../apps/server/src/platform/testing/authenticator.ts";
import { seedSandbox } from "../../apps/server/src/sandbox/seed.ts";
import { freePorts } from "../../apps/server/src/testing/ports.ts";
import type { ConsoleSize } from "./console.ts";
import { timePages } from "./console-pages.ts";
import { writeLog } from "./console-rows.ts";
import { extractOf } from "./extract-lines.ts";

/**
 * Fills a database of its own with people and a log, has the follower make alerts and cases of it, verifies the log, and asks a server for each
 * page. A program of its own, whose last line is what was found.
 */
const { values } = parseArgs({
  options: {
    owner: { type: "string", default: "" },
    server: { type: "string", default: "" },
    pin: { type: "string", default: "" },
    folder: { type: "string", default: "" },
    holders: { type: "string", default: "" },
    facts: { type: "string", default: "" },
  },
});
const [holders, facts] = [Number(values.holders), Number(values.facts)];

const model = await newModel();
const port = await freePorts(10);
const read = readConfig({
  AVAL_PORT: String(port),
  AVAL_DATA_DIR: values.folder,
  AVAL_DATABASE_URL: values.server,
  AVAL_MIGRATE_DATABASE_URL: values.owner,
  AVAL_PIN_DATABASE_URL: values.pin,
  AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]),
});
if (!read.ok) throw new Error(JSON.stringify(read));
const config: Config = read.value;
const log = createLog("error", { write: (line: string) => void process.stderr.write(line) });
const open = () => start(config, { prepare: seedSandbox, log });

const seconds: Record<string, number> = {};
async function timed<T>(step: string, work: () => Promise<T>): Promise<T> {
  const from = performance.now();
  const done = await work();
  seconds[step] = Math.round(performance.now() - from) / 1000;
  process.stderr.write(`\r  ${step}: ${seconds[step]} s${" ".repeat(20)}\n`);
  return done;
}

// A server's first start makes the keys and seeds the sandbox.
await timed("schema and seed", async () => {
  await migrate({ owner: values.owner, server: values.server, pin: values.pin });
  await (await open()).stop();
});

const db = connect(values.server, { searchPath: "aval", max: 4 });
const clock = await databaseClock(db);
const keys = await openKeys({ folder: config.keysDir, mode: config.mode, followMs: 0 });
const audit = createAudit({ clock, random });
const directory = createDirectory({ db, random, audit });
const own = keys.checkpointSigner();
const key = logKey(logOrigin(config.issuer), own);
if (!key) throw new Error("the checkpoint key is not Ed25519");
const signer = { key, sign: own.sign };
const sequenceAll = async () => {
  while ((await audit.sequence(db, signer)) > 0);
};

await timed("people", async () => {
  const imported = await directory.importExtract(extractOf(holders), { source: "rpps-psc" });
  if (imported.state !== "done") throw new Error("the people were not imported");
  await sequenceAll();
});
const client = await connectOnce(values.owner);
await timed("facts", () =>
  writeLog(client, signer, facts, (done) => {
    process.stderr.write(`\r  ${done} of ${facts} facts    `);
  }),
);
await timed("alerts and cases", async () => {
  while (await follow({ db, random, audit, directory }));
  await sequenceAll();
  while (await follow({ db, random, audit, directory }));
  await client.query("analyze");
});
const verified = await timed("verifying the log", () =>
  verify(db, checkpointVerifier(keys.checkpointKeys())),
);
if (verified.faults.length > 0 || verified.unsequenced > 0)
  throw new Error(`the log does not verify: ${verified.faults.slice(0, 3).join("; ")}`);

const running = await open();
try {
  await timed("contacts to look at", async () => {
    while ((await client.query("select from aval.contact_flaw_search")).rows.length === 0)
      await delay(500);
  });
  const pages = await timePages({ db, client, model, config, port });
  const { rows } = await client.query<{ alerts: number; cases: number; bytes: number }>(
    `select (select count(*)::int from aval.alert) as alerts, (select count(*)::int from aval.fraud_case where state <> 'merged') as cases,
       pg_database_size(current_database())::float8 as bytes`,
  );
  const size: ConsoleSize = {
    ...{ holders, facts: verified.facts, ...(rows[0] ?? { alerts: 0, cases: 0, bytes: 0 }) },
    ...{ seconds, ...pages },
  };
  process.stdout.write(`${JSON.stringify(size)}\n`);
} finally {
  await running.stop();
  await client.end();
  await db.destroy();
}
process.exit(0); // The clock and the keys' follower keep the process open.
