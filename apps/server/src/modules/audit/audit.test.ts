import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import test, { after, before } from "node:test";
import { idFrom, type ProfessionalId, type SessionId } from "@aval/protocol";
import fc from "fast-check";
import { connectOnce, transact } from "#platform/database";
import { systemRandom } from "#platform/random";
import { fixedClock, testDatabase, type TestDatabase } from "#platform/testing";
import { type CheckpointSigner, checkpointVerifier, createAudit, logKey, verify } from "./index.ts";
import { type Frontier, grow, leafHash, rootOf } from "./merkle.ts";
import { noteBody, parseCheckpoint } from "./note.ts";
import { noteLine, parseSignedNote } from "./signed-note.ts";

const clock = fixedClock();
const audit = createAudit({ clock, random: systemRandom });
const origin = "aval.test/log";
const pair = generateKeyPairSync("ed25519");
const published = { kid: "first", jwk: pair.publicKey.export({ format: "jwk" }) };
const key = logKey(origin, published);
assert.ok(key);
const signer: CheckpointSigner = {
  key,
  sign: async (bytes) => new Uint8Array(sign(null, bytes, pair.privateKey)),
};
const check = checkpointVerifier([published]);

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

test("a checkpoint says back what it was made of, and nothing else is one", () => {
  const root = leafHash(new Uint8Array([7]));
  const body = noteBody({ origin, size: 3, root });
  const read = parseCheckpoint(body);
  assert.deepEqual(read && { ...read, root: Buffer.from(read.root) }, {
    ...{ origin, size: 3, root: Buffer.from(root) },
  });
  const signed = `${body}\n${noteLine(signer.key, new Uint8Array(64))}\n`;
  assert.equal(parseSignedNote(signed)?.body, body);
  for (const other of [
    "",
    "anything else",
    body.replace("3", "03"),
    body.replace("3", "0"),
    `${body}more\n`,
  ])
    assert.equal(parseCheckpoint(other), undefined, other);
});

test("a note of the older kind is verified by the key that signed it, and by no other", async () => {
  const older = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const known = { kid: "older", jwk: older.publicKey.export({ format: "jwk" }) };
  const body = noteBody({ origin, size: 3, root: leafHash(new Uint8Array([7])) });
  const bytes = sign("sha256", Buffer.from(body), {
    key: older.privateKey,
    dsaEncoding: "ieee-p1363",
  });
  const isGood = async (text: string, keys: readonly (typeof known)[] = [published, known]) => {
    const note = parseSignedNote(text);
    return note !== undefined && (await checkpointVerifier(keys)(note));
  };
  const note = `${body}\n— older ${bytes.toString("base64url")}\n`;
  assert.ok(await isGood(note));
  assert.ok(!(await isGood(note, [published])));
  assert.ok(!(await isGood(note.replace("\n3\n", "\n4\n"))));
  assert.ok(!(await isGood(note.replace("older ", "first "))));
});

test("a note under another name, with a wrong line of ours, or by nobody we certified is refused", async () => {
  const root = leafHash(new Uint8Array([7]));
  const ours = noteBody({ origin, size: 3, root });
  const moved = noteBody({ origin: "moved.test/log", size: 3, root });
  const line = async (text: string, name = origin) =>
    noteLine({ ...signer.key, name }, await signer.sign(new TextEncoder().encode(text)));
  const isGood = async (text: string) => {
    const note = parseSignedNote(text);
    return note !== undefined && (await check(note));
  };
  assert.ok(await isGood(`${ours}\n${await line(ours)}\n`));
  assert.ok(await isGood(`${moved}\n${await line(moved, "moved.test/log")}\n`));
  assert.ok(!(await isGood(`${moved}\n${await line(moved)}\n`)), "under another log's name");
  assert.ok(!(await isGood(`${ours}\n${await line(ours)}\n${await line(moved)}\n`)));
  const stranger = generateKeyPairSync("ed25519");
  const theirs = logKey(origin, { kid: "x", jwk: stranger.publicKey.export({ format: "jwk" }) });
  assert.ok(theirs);
  const signed = sign(null, Buffer.from(ours), stranger.privateKey);
  assert.ok(!(await isGood(`${ours}\n${noteLine(theirs, signed)}\n`)));
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
  assert.deepEqual(found, {
    facts: 1,
    unsequenced: 0,
    erased: 0,
    erasedBy: {},
    checkpoints: 1,
    faults: [],
  });
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
    await owner.query(
      "truncate aval.fact, aval.fact_key, aval.fact_erased, aval.checkpoint, aval.cosignature",
    );
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

test("a leaf that lost its key is found, and every checkpoint is right without it", async () => {
  const owner = await connectOnce(database.url);
  await owner.query("delete from aval.fact_key using aval.fact f where f.id = fact and f.seq = 2");
  await owner.end();
  const found = await verify(database.db, check);
  assert.equal(found.erased, 1);
  assert.equal(found.faults.length, 1);
  assert.match(found.faults[0] ?? "", /place 2\) has lost its key/);
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
