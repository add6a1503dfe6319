import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { idFrom } from "@aval/protocol";
import fc from "fast-check";
import { systemRandom } from "#platform/random";
import { openJournal } from "./journal.ts";
import { lineText, merged, parseLine } from "./journal-line.ts";

const device = (fill: number) => idFrom("dev", new Uint8Array(17).fill(fill));
const [a, b] = [device(1), device(2)];
const open = (folder: string) => openJournal(folder, systemRandom);
const journals = async (folder: string) =>
  (await readdir(folder)).filter((name) => name.endsWith(".journal"));

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "aval-journal-"));
  try {
    await work(join(folder, "pin.key.state"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A journal left by a process that has ended. */
async function leave(folder: string, name: string, lines: string): Promise<void> {
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  await writeFile(join(folder, name), `aval-pin-journal v1 ${hostname()} ${pid}\n${lines}`);
}

const lines = fc.record({
  device: fc.uint8Array({ minLength: 17, maxLength: 17 }).map((bytes) => idFrom("dev", bytes)),
  version: fc.nat(1e9),
  tries: fc.nat(10),
});

test("a line is read back as written, and a torn one is not read as another", () => {
  fc.assert(
    fc.property(lines, fc.nat(200), (line, at) => {
      const text = lineText(line);
      assert.deepEqual({ ...parseLine(text.trimEnd()) }, { ...line });
      const torn = text.slice(0, at % (text.length - 1));
      assert.equal(parseLine(torn), undefined, torn);
    }),
  );
});

test("of two lines the newer version counts, of equal ones the more tries, in whatever order they are read", () => {
  const remembered = fc.record({ version: fc.nat(4), tries: fc.nat(10) });
  fc.assert(
    fc.property(fc.array(remembered, { minLength: 1, maxLength: 6 }), (all) => {
      const read = (some: typeof all) =>
        some.reduce<(typeof all)[0] | undefined>((known, line) => merged(known, line), undefined);
      const newest = Math.max(...all.map((line) => line.version));
      const tries = Math.max(
        ...all.filter((line) => line.version === newest).map((line) => line.tries),
      );
      assert.deepEqual({ ...read(all) }, { version: newest, tries });
      assert.deepEqual({ ...read([...all].reverse()) }, { version: newest, tries });
    }),
  );
});

test("what was recorded is remembered after a restart, in the same epoch", () =>
  inFolder(async (folder) => {
    const first = await open(folder);
    await Promise.all([
      first.record(a, { version: 1, tries: 1 }),
      first.record(b, { version: 4, tries: 2 }),
    ]);
    await first.record(a, { version: 2, tries: 0 });
    await first.close();
    const second = await open(folder);
    assert.equal(second.epoch, first.epoch);
    assert.deepEqual(second.remembered(a), { version: 2, tries: 0 });
    assert.deepEqual(second.remembered(b), { version: 4, tries: 2 });
    assert.equal(second.remembered(device(3)), undefined);
    await second.close();
  }));

test("two that share a folder have one epoch, and each learns what the other recorded", () =>
  inFolder(async (folder) => {
    const [one, two] = await Promise.all([open(folder), open(folder)]);
    assert.equal(one.epoch, two.epoch);
    await one.record(a, { version: 1, tries: 1 });
    await two.refresh();
    assert.deepEqual(two.remembered(a), { version: 1, tries: 1 });
    await one.record(a, { version: 2, tries: 2 });
    await two.record(b, { version: 1, tries: 5 });
    await Promise.all([one.refresh(), two.refresh()]);
    assert.deepEqual(two.remembered(a), { version: 2, tries: 2 });
    assert.deepEqual(one.remembered(b), { version: 1, tries: 5 });
    await Promise.all([one.close(), two.close()]);
  }));

test("a lost folder is a new epoch", () =>
  inFolder(async (folder) => {
    const first = await open(folder);
    await first.close();
    await rm(folder, { recursive: true });
    const second = await open(folder);
    assert.notEqual(second.epoch, first.epoch);
    await second.close();
  }));

test("a line torn by a power cut is passed over, and the lines after it count", () =>
  inFolder(async (folder) => {
    const first = await open(folder);
    await first.record(a, { version: 9, tries: 3 });
    const name = (await journals(folder))[0] as string;
    await appendFile(
      join(folder, name),
      lineText({ device: a, version: 10, tries: 10 }).slice(0, 33),
    );
    await first.record(b, { version: 1, tries: 1 });
    await first.close();
    const second = await open(folder);
    assert.deepEqual(second.remembered(a), { version: 9, tries: 3 });
    assert.deepEqual(second.remembered(b), { version: 1, tries: 1 });
    await second.close();
  }));

test("a line being written is read when it is whole", () =>
  inFolder(async (folder) => {
    const journal = await open(folder);
    const text = lineText({ device: a, version: 1, tries: 1 });
    const other = join(folder, "other.journal");
    await writeFile(
      other,
      `aval-pin-journal v1 ${hostname()} ${process.pid}\n${text.slice(0, 20)}`,
    );
    await journal.refresh();
    assert.equal(journal.remembered(a), undefined);
    await appendFile(other, text.slice(20));
    await journal.refresh();
    assert.deepEqual(journal.remembered(a), { version: 1, tries: 1 });
    await journal.close();
  }));

test("at start the journals of dead processes become one; those of the living are left", () =>
  inFolder(async (folder) => {
    const living = await open(folder);
    await living.record(a, { version: 3, tries: 1 });
    await leave(folder, "dead1.journal", lineText({ device: b, version: 1, tries: 1 }));
    await leave(folder, "dead2.journal", lineText({ device: b, version: 2, tries: 2 }).repeat(500));
    const next = await open(folder);
    assert.deepEqual(next.remembered(b), { version: 2, tries: 2 });
    const names = await journals(folder);
    assert.equal(names.length, 2, names.join());
    assert.ok(!names.some((name) => name.startsWith("dead")));
    await living.record(a, { version: 4, tries: 2 });
    await next.refresh();
    assert.deepEqual(next.remembered(a), { version: 4, tries: 2 });
    await Promise.all([living.close(), next.close()]);
    const last = await open(folder);
    assert.deepEqual([last.remembered(a)?.version, last.remembered(b)?.version], [4, 2]);
    await last.close();
  }));

test("a process whose journal was removed writes all it knows again", () =>
  inFolder(async (folder) => {
    const journal = await open(folder);
    await journal.record(a, { version: 3, tries: 3 });
    await rm(join(folder, (await journals(folder))[0] as string));
    await journal.record(b, { version: 1, tries: 1 });
    await journal.close();
    const next = await open(folder);
    assert.deepEqual(next.remembered(a), { version: 3, tries: 3 });
    assert.deepEqual(next.remembered(b), { version: 1, tries: 1 });
    await next.close();
  }));

test(
  "the folder and its files are for this user alone",
  { skip: process.platform === "win32" },
  () =>
    inFolder(async (folder) => {
      const journal = await open(folder);
      await journal.record(a, { version: 1, tries: 1 });
      await journal.close();
      assert.equal((await stat(folder)).mode & 0o777, 0o700);
      for (const name of await readdir(folder))
        assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600, name);
      assert.match(await readFile(join(folder, "epoch"), "utf8"), /^[A-Za-z0-9_-]{22}$/);
    }),
);
