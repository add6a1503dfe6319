import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { after, test } from "node:test";
import {
  type CheckpointSigner,
  checkpointVerifier,
  createAudit,
  logKey,
  verify,
} from "../../apps/server/src/modules/audit/index.ts";
import { follow } from "../../apps/server/src/modules/cases/follower.ts";
import { createDirectory } from "../../apps/server/src/modules/directory/index.ts";
import { connectOnce } from "../../apps/server/src/platform/database.ts";
import { systemRandom as random } from "../../apps/server/src/platform/random.ts";
import { releaseTestPostgres, testDatabase } from "../../apps/server/src/platform/testing.ts";
import { instant } from "../../apps/server/src/platform/time.ts";
import { writeLog } from "./console-rows.ts";
import { extractOf } from "./extract-lines.ts";

after(releaseTestPostgres);

const pair = generateKeyPairSync("ed25519");
const jwk = pair.publicKey.export({ format: "jwk" });
const key = logKey("aval.example/log", { kid: "bench", jwk });
assert.ok(key);
const signer: CheckpointSigner = {
  key,
  sign: async (bytes) => new Uint8Array(sign(null, bytes, pair.privateKey)),
};

test("the bench's log goes on from the one that was there and verifies whole; the follower makes alerts of it as of any other; a row that was changed is found", async () => {
  const database = await testDatabase();
  const { db } = database;
  const clock = { now: () => instant(Date.now()) };
  const audit = createAudit({ clock, random });
  const directory = createDirectory({ db, random, audit });
  await directory.importExtract(extractOf(30), { source: "rpps-psc" });
  await audit.append(db, { fact: "case_merged", case: "cas_a", into: "cas_b" });
  assert.ok((await audit.sequence(db, signer)) > 0);
  const client = await connectOnce(database.url);
  const check = checkpointVerifier([{ kid: "bench", jwk }]);
  try {
    const indexes = async () => {
      const { rows } = await client.query<{ one: string }>(
        "select indexdef as one from pg_indexes where schemaname = 'aval' order by 1",
      );
      return rows;
    };
    const before = await indexes();
    await writeLog(client, signer, 5000, () => {});
    assert.deepEqual(await indexes(), before, "every index is back");
    while (await follow({ db, random, audit, directory }));
    await audit.sequence(db, signer);
    const found = await verify(db, check);
    assert.deepEqual([found.faults, found.unsequenced], [[], 0]);
    assert.ok(found.facts > 5000);
    const { rows } = await client.query<{ alerts: number; nodes: number }>(
      "select (select count(*)::int from aval.alert) as alerts, (select count(*)::int from aval.log_node) as nodes",
    );
    assert.ok((rows[0]?.alerts ?? 0) >= 5, "one fact in a thousand");
    assert.equal(rows[0]?.nodes, Math.floor(found.facts / 256));

    await client.query("alter table aval.fact disable trigger fact_append_only");
    await client.query("update aval.fact set body = '{}' where seq = 4000");
    assert.equal((await verify(db, check)).faults.length, 1);
  } finally {
    await client.end();
    await database.close();
  }
});
