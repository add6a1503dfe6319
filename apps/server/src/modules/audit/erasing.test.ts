import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { after, before, test } from "node:test";
import { idFrom, type ProfessionalId, type SessionId } from "@aval/protocol";
import type pg from "pg";
import { connectOnce, transact } from "#platform/database";
import { systemRandom } from "#platform/random";
import { type TestDatabase, testDatabase } from "#platform/testing";
import { days, instant } from "#platform/time";
import { type CheckpointSigner, checkpointVerifier, createAudit, logKey, verify } from "./index.ts";

// What the log says of facts that lost what they said, and what it finds where somebody who owns the database took them away.

let at = Date.UTC(2020, 0, 1);
const audit = createAudit({ clock: { now: () => instant(at) }, random: systemRandom });
const pair = generateKeyPairSync("ed25519");
const published = { kid: "first", jwk: pair.publicKey.export({ format: "jwk" }) };
const key = logKey("aval.test/log", published);
assert.ok(key);
const signer: CheckpointSigner = {
  key,
  sign: async (bytes) => new Uint8Array(sign(null, bytes, pair.privateKey)),
};
const check = checkpointVerifier([published]);
const faults = async () => (await verify(database.db, check)).faults.join("\n");

let database: TestDatabase;
let owner: pg.Client;
before(async () => {
  database = await testDatabase();
  owner = await connectOnce(database.url);
});
after(async () => {
  await owner.end();
  await database.close();
});

const whose = idFrom("pro", systemRandom.bytes(17)) as ProfessionalId;
type Kind = "session_closed" | "device_added";
/** A fact with its place. Returns its id. */
async function said(kind: Kind = "session_closed"): Promise<string> {
  const session = idFrom("ses", systemRandom.bytes(17)) as SessionId;
  await transact(database.db, (tx) =>
    audit.append(tx, { fact: kind, professional: whose, session, reason: "ended" } as never),
  );
  await audit.sequence(database.db, signer);
  return (await owner.query("select id from aval.fact order by seq desc limit 1")).rows[0].id;
}
const secondsBefore = (age: number) => Math.floor((at - age) / 1000);
const term = days(6 * 365 + 2);
const letGo = async (ids: readonly string[], before: number) => {
  const gone = await transact(database.db, (tx) =>
    audit.erase(tx, ids, ({ length: facts }) => ({
      ...{ fact: "facts_let_go", store: "evidence", before, facts },
    })),
  );
  await audit.sequence(database.db, signer);
  return gone;
};

test("an erased fact keeps its place, kind and time, names nobody, and the log is whole", async () => {
  const ids = [await said(), await said()];
  const other = await said();
  at += term + days(1);
  assert.deepEqual([...(await letGo(ids, secondsBefore(term)))].sort(), [...ids].sort());
  const found = await verify(database.db, check);
  assert.deepEqual(found.faults, []);
  assert.equal(found.erased, 2);
  assert.deepEqual(Object.values(found.erasedBy), [2]);
  const { rows } = await owner.query("select id, body, professional from aval.fact order by seq");
  assert.deepEqual(
    rows.slice(0, 3).map(({ body, professional }) => [body === "{}", professional]),
    [
      [true, null],
      [true, null],
      [false, whose],
    ],
  );
  assert.deepEqual(await letGo(ids, secondsBefore(term)), [], "nothing twice");
  assert.deepEqual(await letGo([other], secondsBefore(term)), [other]);
  assert.equal(await faults(), "");
});

test("what was let go before its term, and keys of phones, are found or refused", async () => {
  const young = await said();
  at += days(365);
  await letGo([young], secondsBefore(days(30)));
  assert.match(await faults(), new RegExp(`fact ${young} .* has lost its key`));
  await owner.query(
    "update aval.fact_erased set by_fact = (select id from aval.fact where kind = 'facts_let_go' order by seq limit 1) where fact = $1",
    [young],
  );
  assert.match(
    await faults(),
    /has lost its key[\s\S]*says that \d+ were erased/,
    "by another's word",
  );
  const added = await said("device_added");
  at += term + days(1);
  await assert.rejects(letGo([added], secondsBefore(term)), /stays for good/);
  const { rows } = await owner.query("select from aval.fact_key where fact = $1", [added]);
  assert.equal(rows.length, 1);
});

test("a kind or a time written over an erased fact, and words put into it, are found", async () => {
  const old = await said();
  at += term + days(1);
  await letGo([old], secondsBefore(term));
  const before = await faults();
  assert.ok(!before.includes(old));
  const tampered = async (change: string) => {
    await owner.query("begin");
    await owner.query("alter table aval.fact disable trigger all");
    const { rows } = await owner.query("select kind, at, body from aval.fact where id = $1", [old]);
    await owner.query(`update aval.fact set ${change} where id = $1`, [old]);
    await owner.query("commit");
    const seen = await faults();
    const [{ kind, at: then, body }] = rows;
    await owner.query("update aval.fact set kind = $2, at = $3, body = $4 where id = $1", [
      old,
      kind,
      then,
      body,
    ]);
    await owner.query("alter table aval.fact enable trigger all");
    return seen;
  };
  assert.match(
    await tampered("kind = 'session_opened'"),
    new RegExp(`${old} .* is not what was logged`),
  );
  assert.match(
    await tampered("at = at - interval '1 year'"),
    new RegExp(`${old} .* is not what was logged`),
  );
  assert.match(
    await tampered(`body = '{"reason":"theirs"}'`),
    new RegExp(`${old} .* says what nothing proves`),
  );
  assert.equal(await faults(), before);
});

test("what two people had erased under an open case or a complaint file is found, and what they had erased before or after is not", async () => {
  const earlier = await faults();
  const say = async (...facts: readonly object[]) => {
    for (const fact of facts) await transact(database.db, (tx) => audit.append(tx, fact as never));
    await audit.sequence(database.db, signer);
  };
  const erased = async (...ids: readonly string[]) => {
    await transact(database.db, (tx) =>
      audit.erase(tx, ids, (facts) => ({
        ...{ fact: "facts_erased", professional: whose, erasure: "ers_1" as never, facts },
        ...{ reason: "court_order", list: "x", staff: "stf_1", second: "stf_2" },
      })),
    );
    await audit.sequence(database.db, signer);
    const found = (await faults()).replace(earlier, "").trim();
    const [, by] = /fact (fct_\w+) erased what an open case/.exec(found) ?? [];
    return by !== undefined && found.split("\n").length;
  };
  const [before, alert, one, two, three, four] = [
    ...[await said(), await said(), await said(), await said(), await said(), await said()],
  ] as const;
  assert.equal(await erased(before), false, "no case");
  await say(
    { fact: "alert_raised", alert, kind: "not_me" },
    { fact: "case_opened", case: "cas_1", alerts: [alert] },
  );
  assert.equal(await erased(one), 1, "of whom an open case is about");
  await say({ fact: "case_changed", case: "cas_1", act: "closed" });
  assert.equal(await erased(two), 1, "closed");
  await say(
    { fact: "case_changed", case: "cas_1", act: "reopened" },
    { fact: "case_merged", case: "cas_1", into: "cas_2" },
    { fact: "case_split", case: "cas_2", into: "cas_3", alerts: [alert], staff: "stf_1" },
    { fact: "case_changed", case: "cas_2", act: "closed" },
  );
  assert.equal(await erased(three), 2, "split into one that goes on");
  await say({ fact: "case_changed", case: "cas_3", act: "taken_back" });
  await say({ fact: "complaint_made", professional: whose, by: "holder", from: 0, to: 1 });
  assert.equal(await erased(four), 3, "a complaint file");
});

test("the server's own role empties no fact that has its key, or of which no fact says so", async () => {
  const fact = await said();
  const empty = () =>
    database.db
      .updateTable("fact")
      .set({ body: "{}", professional: null })
      .where("id", "=", fact)
      .execute();
  await assert.rejects(empty(), /never changed/);
  await database.db.deleteFrom("fact_key").where("fact", "=", fact).execute();
  await assert.rejects(empty(), /never changed/);
});
