import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fileOf, nurses, restrictedColumns, streamOf } from "./testing/extracts.ts";
import { facts, restricted, said, withDirectory } from "./testing/world.ts";

test("a text cut inside a line, wherever, changes nothing and says which line; whole, it is imported", () =>
  withDirectory(async (directory, database) => {
    await restricted(directory, nurses(40));
    const before = [await said(database), await facts(database)];
    const file = fileOf(restrictedColumns, nurses(42));
    const header = file.indexOf("\n") + 1;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: header, max: file.length - 1 }), async (length) => {
        const cut = file.slice(0, length);
        fc.pre(!cut.endsWith("\n"));
        const imported = await directory.importExtract(streamOf(cut, 997), {});
        assert.deepEqual(
          [imported.state, imported.stopped?.reason, imported.run],
          ["stopped", "damaged", undefined],
        );
        const line = cut.split("\n").length;
        assert.match(imported.stopped?.sentence.en ?? "", new RegExp(`stops inside line ${line},`));
        assert.deepEqual([await said(database), await facts(database)], before);
      }),
      { numRuns: 12, examples: [[file.length - 1], [file.length - 2], [header + 1]] },
    );
    assert.equal((await directory.importExtract(streamOf(file), {})).counts.added, 2);
  }));
