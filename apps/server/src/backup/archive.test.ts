import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { Halt } from "#platform/halt";
import { seededRandom } from "#platform/testing";
import { readArchive, writeArchive } from "./archive.ts";
import { checked, type Manifest, manifestName, tally } from "./manifest.ts";
import type { Member } from "./tar.ts";

const run = promisify(execFile);
const random = seededRandom("archive");
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "aval-archive-"));
});
after(() => rm(folder, { recursive: true, force: true }));

const files: readonly Member[] = [
  { name: "database/aval.fact/000001", content: Buffer.from(random.bytes(5_000)) },
  { name: "database/aval.fact/000002", content: Buffer.alloc(0) },
  { name: "keys/root.json", content: Buffer.from("{}") },
];

function manifestOf(members: readonly Member[], more: Partial<Manifest> = {}): Member {
  const sums = tally();
  for (const member of members) sums.note(member);
  const manifest: Manifest = {
    v: 1,
    takenAt: 1_767_225_600_000,
    aval: "0.1.0",
    mode: "sandbox",
    root: "r",
    database: { kind: "copy", server: "18.4", migrations: [], tables: [], sequences: [] },
    holds: ["database"],
    members: sums.members,
    ...more,
  };
  return { name: manifestName, content: Buffer.from(JSON.stringify(manifest)) };
}

async function* given(members: readonly Member[]): AsyncGenerator<Member> {
  yield* members;
}

let count = 0;
async function written(members: readonly Member[], passphrase?: string): Promise<string> {
  const path = join(folder, `${count++}.backup`);
  await writeArchive(path, given(members), { passphrase, random });
  return path;
}

test("a backup is read back as it was written, in clear and encrypted, and only its account can read it", async () => {
  for (const passphrase of [undefined, "a passphrase that is long"]) {
    const path = await written([...files, manifestOf(files)], passphrase);
    const manifest = await checked(readArchive(path, passphrase));
    assert.equal(manifest.members.length, 3);
    const back: Member[] = [];
    for await (const member of readArchive(path, passphrase)) back.push(member);
    assert.deepEqual(back.slice(0, 3), files);
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    if (passphrase) await assert.rejects(checked(readArchive(path, undefined)), /is encrypted/);
    // Put in its place by whoever can write there and does not know the passphrase.
    else await assert.rejects(checked(readArchive(path, "a passphrase")), /is not encrypted/);
  }
});

test("one in clear is a tar that any machine lists", async () => {
  const path = await written([...files, manifestOf(files)]);
  const { stdout } = await run("tar", ["-tzf", path]);
  assert.deepEqual(stdout.trim().split("\n"), [...files.map(({ name }) => name), manifestName]);
});

test("a backup replaces no other", async () => {
  const path = await written([manifestOf([])]);
  const before = await readFile(path);
  await assert.rejects(
    writeArchive(path, given([manifestOf([])]), { passphrase: undefined, random }),
    /replaces no other/,
  );
  assert.deepEqual(await readFile(path), before);
});

test("a member changed, missing, added or doubled, no manifest, a later form, a file cut short: all are refused", async () => {
  const manifest = manifestOf(files);
  const changed = [
    { name: "database/aval.fact/000001", content: Buffer.from("x") },
    ...files.slice(1),
  ];
  const more = { name: "keys/other.json", content: Buffer.from("x") };
  for (const members of [
    [...changed, manifest],
    [...files.slice(1), manifest],
    [...files, more, manifest],
    [...files, files[0] as Member, manifest],
    files,
    [],
    [...files, manifestOf(files, { v: 2 as 1 })],
  ]) {
    const path = await written(members);
    await assert.rejects(checked(readArchive(path, undefined)), Halt);
  }
  const whole = await readFile(await written([...files, manifest]));
  for (const length of [0, 5, 200, whole.length - 20]) {
    const path = join(folder, `${count++}.cut`);
    await writeFile(path, whole.subarray(0, length));
    await assert.rejects(checked(readArchive(path, undefined)), Halt, `${length}`);
  }
});
