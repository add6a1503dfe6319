import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { command as card } from "./sandbox-card.ts";
import { command as clock } from "./sandbox-clock.ts";
import { saidByCommand } from "./testing/said.ts";

test("a clock asked to go back says that it never does, and how to start again from today", async () => {
  for (const argv of [["--advance", "-1d"], ["--advance=-1d"]]) {
    const { status, err } = await saidByCommand(clock, argv);
    assert.equal(status, 2);
    assert.match(err.join(" "), /ne recule jamais.*never goes back.*AVAL_DATA_DIR/);
  }
});

test("a card is never written over a file that is there", async () => {
  const folder = await mkdtemp(join(tmpdir(), "aval-card-there-"));
  const out = join(folder, "card.p12");
  try {
    await writeFile(out, "another card");
    const asked = ["--for", "899700000013", "--out", out, "--json"];
    const { status, out: said } = await saidByCommand(card, asked);
    assert.deepEqual([status, JSON.parse(said[0] ?? "{}").error], [1, "file_exists"]);
    assert.equal(await readFile(out, "utf8"), "another card");
  } finally {
    await rm(folder, { recursive: true });
  }
});
