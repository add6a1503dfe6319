import assert from "node:assert/strict";
import { test } from "node:test";
import type { Progress } from "./steps.ts";
import { partsOf } from "./steps.ts";
import { fileOf, nurses, restrictedColumns, streamOf } from "./testing/extracts.ts";
import { counted, facts, restricted, said, withDirectory } from "./testing/world.ts";

const nameOf = (progress: Progress) =>
  "part" in progress ? `${progress.step} ${progress.part}` : progress.step;
const moments = [
  "reading",
  ...Object.entries(partsOf).flatMap(([stage, parts]) => parts.map((part) => `${stage} ${part}`)),
];

test("an import told to stop, whatever it is doing, changes nothing and says so; the same file again does the whole", () =>
  withDirectory(async (directory, database) => {
    const first = nurses(40);
    const day = [...nurses(41).slice(1, 40), ...nurses(42).slice(40)];
    await restricted(directory, first);
    const before = [await said(database), await facts(database)];
    for (const moment of moments) {
      const stopping = new AbortController();
      const imported = await directory.importExtract(streamOf(fileOf(restrictedColumns, day)), {
        signal: stopping.signal,
        onProgress: (progress) => {
          if (nameOf(progress) === moment) stopping.abort();
        },
      });
      assert.deepEqual(
        [imported.state, imported.stopped?.reason],
        ["stopped", "interrupted"],
        moment,
      );
      assert.match(imported.stopped?.sentence.en ?? "", /Nothing was changed/);
      assert.deepEqual([await said(database), await facts(database)], before, moment);
    }
    const whole = counted(await restricted(directory, day));
    assert.deepEqual([whole.state, whole.added, whole.removed], ["done", 2, 1]);
  }));

test("an import that is done when it is told to stop is told as done", () =>
  withDirectory(async (directory) => {
    const stopping = new AbortController();
    const imported = await restricted(directory, nurses(3), { signal: stopping.signal });
    stopping.abort();
    assert.equal(imported.state, "done");
  }));

test("every part of an import is told once, in its order, and of how many", () =>
  withDirectory(async (directory) => {
    const told: string[] = [];
    await restricted(directory, nurses(3), {
      onProgress: (progress) => {
        if (progress.step === "reading" || progress.written !== undefined) return;
        told.push(`${nameOf(progress)} ${progress.at}/${progress.of}`);
      },
    });
    assert.deepEqual(
      told,
      Object.entries(partsOf).flatMap(([stage, parts]) =>
        parts.map((part, at) => `${stage} ${part} ${at + 1}/${parts.length}`),
      ),
    );
  }));
