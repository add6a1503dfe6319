import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test, { after, before } from "node:test";
import {
  idFrom,
  newKeyPair,
  type ProfessionalId,
  type SessionId,
  signerOf,
  thumbprint,
  toBase64url,
  fromBase64url,
} from "@aval/protocol";
import fc from "fast-check";
import { connectOnce, transact } from "#platform/database";
import { systemRandom } from "#platform/random";
import { fixedClock, testDatabase, type TestDatabase } from "#platform/testing";
import { createAudit, type CheckpointSigner, type CheckpointVerifier, verify } from "./index.ts";
import { type Frontier, grow, leafHash, rootOf } from "./merkle.ts";
import { noteBody, parseNote, signedNote } from "./note.ts";

const clock = fixedClock();
const audit = createAudit({ clock, random: systemRandom });
const key = await signerOf(await newKeyPair());
const kid = await thumbprint(key.jwk);
const bytes = (text: string) => new TextEncoder().encode(text);
const signer: CheckpointSigner = {
  origin: "aval.test/log",
  sign: async (body) => ({ kid, signature: await key.sign(bytes(body)) }),
};
const check: CheckpointVerifier = async (named, body, signature) => {
  const publicKey = await crypto.subtle.importKey(
    "jwk",
    { ...key.jwk },
    { name: "ECDSA", namedCurve: "P-256" },
    false,
    ["verify"],
  );
  const raw = fromBase64url(signature);
  return (
    named === kid &&
    raw !== undefined &&
    crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, publicKey, raw, bytes(body))
  );
};

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

const professional = idFrom("pro", systemRandom.bytes(17)) as ProfessionalId;
const closing = (reason: string) =>
  ({
    fact: "session_closed",
    professional,
    session: idFrom("ses", systemRandom.bytes(17)) as SessionId,
    reason,
  }) as const;

/** RFC 6962 section 2.1, word for word, slow: what the incremental form must equal. */
function treeHash(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return createHash("sha256").digest();
  if (leaves.length === 1) return leaves[0] as Uint8Array;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  const halves = [treeHash(leaves.slice(0, split)), treeHash(leaves.slice(split))];
  return createHash("sha256")
    .update(Buffer.concat([new Uint8Array([1]), ...halves]))
    .digest();
}

test("the root grown leaf by leaf is the RFC 6962 tree hash, at every size", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 8 }), { maxLength: 70 }), (entries) => {
      const leaves = entries.map(leafHash);
      let frontier: Frontier = [];
      for (const [size, leaf] of leaves.entries()) {
        frontier = grow(frontier, size, leaf);
        assert.deepEqual(
          Buffer.from(rootOf(frontier)),
          Buffer.from(treeHash(leaves.slice(0, size + 1))),
        );
      }
    }),
  );
});

test("the empty tree and one leaf hash as the RFC's examples say", () => {
  assert.equal(
    Buffer.from(rootOf([])).toString("hex"),
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  );
  assert.equal(
    Buffer.from(leafHash(new Uint8Array())).toString("hex"),
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  );
});

test("a note says back what it was made of", () => {
  const root = leafHash(new Uint8Array([7]));
  const body = noteBody({ origin: "aval.test/log", size: 3, root });
  const parsed = parseNote(signedNote(body, "key", new Uint8Array([1, 2, 3])));
  assert.deepEqual(
    parsed && {
      ...parsed,
      checkpoint: { ...parsed.checkpoint, root: Buffer.from(parsed.checkpoint.root) },
    },
    {
      body,
      kid: "key",
      signature: toBase64url(new Uint8Array([1, 2, 3])),
      checkpoint: { origin: "aval.test/log", size: 3, root: Buffer.from(root) },
    },
  );
  assert.equal(parseNote("anything else"), undefined);
});

test("a fact is kept with what it records, or not at all", async () => {
  await assert.rejects(
    transact(database.db, async (tx) => {
      await audit.append(tx, closing("undone"));
      throw new Error("undone");
    }),
  );
  await transact(database.db, (tx) => audit.append(tx, closing("kept")));
  await audit.sequence(database.db, signer);
  const found = await verify(database.db, check);
  assert.deepEqual(found, { facts: 1, unsequenced: 0, erased: 0, checkpoints: 1, faults: [] });
});

test("facts appended together by many get one place each, and the log verifies", async () => {
  await Promise.all(
    Array.from({ length: 60 }, (_, count) =>
      transact(database.db, (tx) => audit.append(tx, closing(`reason ${count}`))),
    ),
  );
  await Promise.all([audit.sequence(database.db, signer), audit.sequence(database.db, signer)]);
  await audit.sequence(database.db, signer);
  const found = await verify(database.db, check);
  assert.equal(found.facts, 61);
  assert.deepEqual(found.faults, []);
});

/** What somebody who owns the database could do. Everything is undone at the end. */
async function tampered(statements: readonly string[]): Promise<readonly string[]> {
  const owner = await connectOnce(database.url);
  try {
    const backup = ["fact", "fact_key", "checkpoint"];
    for (const table of backup)
      await owner.query(`create table public.kept_${table} as table aval.${table}`);
    await owner.query("alter table aval.fact disable trigger all");
    for (const statement of statements) await owner.query(statement);
    const { faults } = await verify(database.db, check);
    await owner.query("truncate aval.fact, aval.fact_key, aval.checkpoint");
    for (const table of backup) {
      await owner.query(`insert into aval.${table} select * from public.kept_${table}`);
      await owner.query(`drop table public.kept_${table}`);
    }
    await owner.query("alter table aval.fact enable trigger all");
    return faults;
  } finally {
    await owner.end();
  }
}

test("a changed, removed, reordered or replaced fact is found, and so is a forged checkpoint", async () => {
  const last = "(select max(size) from aval.checkpoint)";
  const changes = [
    "body = '{}'",
    "scope = 'order:medecins'",
    "professional = null",
    "at = at + interval '1 hour'",
    "kind = 'session_opened'",
  ];
  for (const change of changes) {
    const faults = await tampered([`update aval.fact set ${change} where seq = 3`]);
    assert.match(faults.join(), /fact fct_\w+ \(place 3\)/, change);
  }
  assert.match(
    (
      await tampered([
        "delete from aval.fact_key using aval.fact f where f.id = fact and f.seq = 9",
        "delete from aval.fact where seq = 9",
      ])
    ).join(),
    /place 9 of the log is empty/,
  );
  assert.match(
    (
      await tampered([
        "update aval.fact set seq = -seq where false",
        "update aval.fact set seq = 1000 where seq = 5",
        "update aval.fact set seq = 5 where seq = 6",
        "update aval.fact set seq = 6 where seq = 1000",
      ])
    ).join(),
    /rewritten/,
  );
  assert.match(
    (
      await tampered([
        `update aval.checkpoint set root = '\\x${"00".repeat(32)}', note = replace(note, 'aval.test', 'aval.text') where size = ${last}`,
      ])
    ).join(),
    /not signed by a certified key/,
  );
  assert.match(
    (
      await tampered([
        "delete from aval.fact_key using aval.fact f where f.id = fact and f.seq = 60",
        "delete from aval.fact where seq = 60",
      ])
    ).join(),
    /no 61 facts under it/,
  );
  assert.deepEqual((await verify(database.db, check)).faults, []);
});

test("erasing a fact's key leaves the log whole and says how many were erased", async () => {
  const owner = await connectOnce(database.url);
  await owner.query("delete from aval.fact_key using aval.fact f where f.id = fact and f.seq = 2");
  await owner.end();
  const found = await verify(database.db, check);
  assert.deepEqual([found.erased, found.faults], [1, []]);
});

test("the server's own role can neither change nor delete a fact", async () => {
  await assert.rejects(
    database.db.updateTable("fact").set({ body: "{}" }).where("seq", "=", 1).execute(),
    /never changed/,
  );
  await assert.rejects(
    database.db.deleteFrom("fact").where("seq", "=", 1).execute(),
    /never deleted/,
  );
});
