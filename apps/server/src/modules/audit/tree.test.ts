import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test, { after, before } from "node:test";
import { sql } from "kysely";
import { connectOnce } from "#platform/database";
import { createApp } from "#platform/http";
import { silentLog } from "#platform/log";
import { testDatabase, type TestDatabase } from "#platform/testing";
import { logRoutes } from "./routes.ts";
import { publish } from "./seen-store.ts";
import { tilePath } from "./tile.ts";
import { completeNodes, nodeFaults, spanRoots } from "./tree.ts";
import { consistencyOf, coverOf, isConsistent, rootByCover } from "./tree-proofs.ts";

// A log of the shape that the specification takes as its example, 70 000 leaves; only their hashes matter here.
const size = 70_000;
const leafAt = (place: number) => createHash("sha256").update(String(place)).digest();
const leaves = Array.from({ length: size }, (_, place) => leafAt(place));

const hashed = new Map<string, Buffer>();

/** RFC 6962 section 2.1, word for word. */
function treeHash(from: number, to: number): Buffer {
  if (to - from === 1) return leaves[from] as Buffer;
  const known = hashed.get(`${from}-${to}`);
  if (known) return known;
  const middle = from + 2 ** Math.floor(Math.log2(to - from - 1));
  const halves = [treeHash(from, middle), treeHash(middle, to)];
  const hash = createHash("sha256")
    .update(Buffer.concat([new Uint8Array([1]), ...halves]))
    .digest();
  hashed.set(`${from}-${to}`, hash);
  return hash;
}
const root = treeHash(0, size);

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
  const owner = await connectOnce(database.url);
  await owner.query(`insert into aval.fact (id, kind, at, body, scope, leaf, seq)
    select 'fct_' || i, 'quiet_hours_set', now(), '{}', 'national', sha256(i::text::bytea), i from generate_series(0, ${size - 1}) i`);
  await owner.query(
    `insert into aval.checkpoint (size, root, frontier, note, at) values ($1, $2, '{}', 'a note' || chr(10), now())`,
    [size, root],
  );
  await owner.query("analyze aval.fact");
  await owner.end();
});
after(() => database.close());

test("spans of a log are what RFC 6962 says, while its nodes are missing and once they are there", async () => {
  const spans = [
    ...coverOf([0, 255, 256, 65_535, 65_536, 69_999], size),
    ...consistencyOf(300, size),
    ...consistencyOf(65_792, size),
  ];
  const expected = spans.map(({ from, to }) => treeHash(from, to).toString("hex"));
  const read = async () =>
    (await spanRoots(database.db, spans)).map((hash) => Buffer.from(hash).toString("hex"));
  assert.deepEqual(await read(), expected);
  for (let rounds = 0; rounds < 6; rounds += 1) await completeNodes(database.db, size);
  const { rows } = await sql<{ level: number; count: string }>`
    select level, count(*) from log_node group by level order by level`.execute(database.db);
  assert.deepEqual(
    rows.map(({ level, count }) => [level, Number(count)]),
    [
      [1, 273],
      [2, 1],
    ],
  );
  assert.deepEqual(await read(), expected);
});

test("a fact's place and an older length of the log are proven from what is stored", async () => {
  const places = [7, 40_000, 69_999];
  const hashes = await spanRoots(database.db, coverOf(places, size));
  const proven = rootByCover(
    places.map((place) => ({ place, hash: leafAt(place) })),
    size,
    hashes,
  );
  assert.deepEqual(Buffer.from(proven ?? []), root);
  const before = { size: 1000, root: treeHash(0, 1000) };
  const proof = await spanRoots(database.db, consistencyOf(before.size, size));
  assert.ok(isConsistent(before, { size, root }, proof));
});

test("a node that is not the root of its tile is found", async () => {
  assert.deepEqual(await nodeFaults(database.db, size), []);
  const owner = await connectOnce(database.url);
  await owner.query("update aval.log_node set hash = sha256('x') where level = 1 and place = 3");
  assert.deepEqual(await nodeFaults(database.db, size), [
    "node 3 of level 1 is not the root of its tile",
    "node 0 of level 2 is not the root of its tile",
  ]);
  await owner.query("delete from aval.log_node");
  await owner.end();
});

test("everybody sees the checkpoint of the hour and the tiles up to it, and nothing beyond", async () => {
  const app = createApp({ log: silentLog, hosts: ["localhost:80"] });
  logRoutes(app, { db: database.db });
  const get = (path: string) => app.inject(`/log/${path}`);
  assert.equal((await get("checkpoint")).statusCode, 404, "nothing was shown yet");
  assert.equal((await get("tile/0/000")).statusCode, 404);
  await Promise.all([publish(database.db), publish(database.db)]);
  assert.equal((await get("checkpoint")).body, "a note\n");

  // The root, from tiles alone, as somebody who has nothing else computes it.
  const widths = [70_000, 273, 1];
  for (const [level, count] of widths.entries()) {
    for (const place of [0, Math.floor((count - 1) / 256)]) {
      const width = Math.min(256, count - place * 256);
      const answer = await get(`tile/${tilePath({ level, place, width })}`);
      assert.equal(answer.statusCode, 200);
      assert.match(String(answer.headers["cache-control"]), /immutable/);
      const unit = 256 ** level;
      for (const at of [0, width - 1]) {
        const first = (place * 256 + at) * unit;
        assert.deepEqual(
          answer.rawPayload.subarray(at * 32, at * 32 + 32),
          treeHash(first, first + unit),
        );
      }
    }
  }
  for (const path of ["0/273", "0/273.p/113", "1/001.p/18", "0/274.p/1", "entries/000", "0/0"])
    assert.equal((await get(`tile/${path}`)).statusCode, 404, path);
});

test("a longer log is shown to everybody an hour later, and not before", async () => {
  const owner = await connectOnce(database.url);
  const grown = async (to: number) =>
    owner.query(
      `insert into aval.checkpoint (size, root, frontier, note, at) values ($1, $2, '{}', 'another note' || chr(10), now())`,
      [to, root],
    );
  const shown = async () =>
    (
      await owner.query(
        "select size from aval.checkpoint where published_at is not null order by size",
      )
    ).rows.map(({ size: one }) => Number(one));
  await grown(size + 1);
  await publish(database.db);
  assert.deepEqual(await shown(), [size]);
  await owner.query(
    "update aval.checkpoint set published_at = published_at - interval '61 minutes'",
  );
  await publish(database.db);
  assert.deepEqual(await shown(), [size, size + 1]);
  await owner.end();
});
