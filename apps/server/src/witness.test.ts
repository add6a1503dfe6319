import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { idFrom, type ProfessionalId, type SessionId } from "@aval/protocol";
import {
  askWitness,
  type CheckpointSigner,
  createAudit,
  isWitnessed,
  logKey,
  noteKeyText,
  provingHead,
} from "#modules/audit";
import { readConfig } from "#platform/config";
import { connectOnce, transact } from "#platform/database";
import { createFetch } from "#platform/outbound";
import { readiness } from "#platform/probes";
import { systemRandom } from "#platform/random";
import { fixedClock, testDatabase, type TestDatabase } from "#platform/testing";
import { witnessCheck, witnessFindings } from "./operate/witnesses.ts";

// The witness is the program that others run: what it answers is what a deployment meets.
const [judge, serve] = ["judge", "serve"].map((name) => `../../../tools/witness/${name}.ts`);
const { cosigner } = (await import(
  judge as string
)) as typeof import("../../../tools/witness/judge.ts");
const { serveWitness } = (await import(
  serve as string
)) as typeof import("../../../tools/witness/serve.ts");

const pairOf = () => generateKeyPairSync("ed25519");
const own = pairOf();
const key = logKey("aval.test/log", { kid: "log", jwk: own.publicKey.export({ format: "jwk" }) });
assert.ok(key);
const signer: CheckpointSigner = {
  key,
  sign: async (bytes) => new Uint8Array(sign(null, bytes, own.privateKey)),
};
const its = pairOf();
const raw = its.publicKey.export({ format: "der", type: "spki" }).subarray(-32);
const itsKey = { name: "witness.test/w1", type: 4, publicKey: new Uint8Array(raw) } as const;

const audit = createAudit({ clock: fixedClock(), random: systemRandom });
const professional = idFrom("pro", systemRandom.bytes(17)) as ProfessionalId;
const session = idFrom("ses", systemRandom.bytes(17)) as SessionId;

let database: TestDatabase;
let folder: string;
let server: Server;
let witness: { address: string; key: string };
before(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "aval-witnessed-"));
  const nowSeconds = () => Math.floor(Date.now() / 1000);
  server = serveWitness({
    ...{ folder, logs: [key], nowSeconds, tell: () => {} },
    cosign: cosigner(itsKey, its.privateKey, nowSeconds),
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  witness = { address: `http://127.0.0.1:${port}/`, key: noteKeyText(itsKey) };
});
after(async () => {
  server.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

async function logged(count: number): Promise<void> {
  await transact(database.db, async (tx) => {
    for (let at = 0; at < count; at += 1)
      await audit.append(tx, { fact: "session_closed", professional, session, reason: `${at}` });
  });
  await audit.sequence(database.db, signer);
}
const shown = () =>
  askWitness({ db: database.db, fetch: createFetch({ allowsPrivate: true }) }, witness);

test("each new head is shown to a witness, whose line is kept under it", async () => {
  assert.equal(await shown(), "nothing_new", "an empty log");
  for (const count of [1, 6, 300]) {
    await logged(count);
    assert.equal(await shown(), "kept");
    assert.equal(await shown(), "nothing_new");
  }
  const head = await provingHead(database.db);
  assert.deepEqual([head?.size, head?.witnesses], [307, [witness.key]]);
  assert.match(head?.note ?? "", /— witness\.test\/w1 /);
});

test("proofs are given under the checkpoint that a witness keeps, while that is young", async () => {
  await logged(2);
  assert.equal((await provingHead(database.db))?.size, 307);
  const owner = await connectOnce(database.url);
  await owner.query("update aval.cosignature set at = at - interval '2 hours'");
  assert.equal((await provingHead(database.db))?.size, 309);
  await owner.end();
});

test("a line that was lost, or another node's, is caught up with", async () => {
  const owner = await connectOnce(database.url);
  await owner.query("delete from aval.cosignature");
  await owner.end();
  assert.equal(await shown(), "kept");
  assert.equal((await provingHead(database.db))?.size, 309);
});

test("doctor asks for a witness in production, and says when none has signed for an hour", async () => {
  const levels = async (witnesses: readonly (typeof witness)[], mode = "production" as const) =>
    (await witnessFindings({ mode, witnesses }, database.db)).map(({ level }) => level);
  assert.deepEqual(await levels([]), ["warn"]);
  assert.deepEqual(await levels([witness]), ["ok"]);
  await logged(1);
  const owner = await connectOnce(database.url);
  await owner.query("update aval.checkpoint set at = aval.aval_now()");
  assert.deepEqual(await levels([witness]), ["ok"], "it has an hour");
  await owner.query("update aval.checkpoint set at = at - interval '2 hours'");
  assert.equal(await isWitnessed(database.db, [witness.key]), false);
  assert.deepEqual(await levels([witness]), ["wrong"]);
  await owner.end();
});

test("a probe says when nobody outside keeps the log, and sends people here all the same", async () => {
  const probed = (witnesses: readonly (typeof witness)[], mode: "production" | "sandbox") =>
    readiness(witnessCheck({ mode, witnesses }, database.db));
  const late = { ready: true, degraded: true, checks: { witness: "failed" } };
  assert.deepEqual(await probed([], "production"), late, "a production without one");
  assert.deepEqual(await probed([witness], "production"), late, "one that has been silent");
  assert.equal(await shown(), "kept");
  assert.deepEqual(await probed([witness], "production"), {
    ...{ ready: true, degraded: false, checks: { witness: "ok" } },
  });
  assert.deepEqual((await probed([], "sandbox")).checks, {}, "a sandbox needs none");
});

test("a log that was rewritten, by whoever owns the database and has its keys, gets no signature any more", async () => {
  await logged(1);
  assert.equal(await shown(), "kept");
  const owner = await connectOnce(database.url);
  await owner.query("alter table aval.fact disable trigger all");
  await owner.query("update aval.fact set leaf = sha256('forged') where seq = 5");
  await owner.query("truncate aval.checkpoint, aval.cosignature, aval.log_node");
  await owner.query("update aval.fact set seq = null where seq >= 0");
  await owner.query("alter table aval.fact enable trigger all");
  await owner.end();
  await logged(3);
  assert.equal(await shown(), "refused");
  assert.deepEqual((await provingHead(database.db))?.witnesses, []);
});

test("a setting that names no witness, or one in clear in production, is told", () => {
  const told = (given: string, more: Readonly<Record<string, string>> = {}) => {
    const outcome = readConfig({ AVAL_WITNESSES: given, ...more });
    return outcome.ok
      ? outcome.value.witnesses.length
      : outcome.problems.filter(({ setting }) => setting === "AVAL_WITNESSES").length > 0;
  };
  const one = `https://witness.example ${noteKeyText(itsKey)}`;
  assert.equal(told(`${one}, https://other.example/x ${noteKeyText(itsKey)}`), 2);
  for (const wrong of [
    "https://witness.example",
    noteKeyText(itsKey),
    `ftp://x ${noteKeyText(itsKey)}`,
  ])
    assert.equal(told(wrong), true, wrong);
  assert.equal(told(one.replace("https", "http"), { AVAL_MODE: "production" }), true);
});
