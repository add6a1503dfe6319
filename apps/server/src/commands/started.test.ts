import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { entries } from "./entries.ts";
import { saidByCommand } from "./testing/said.ts";

const unwritten = join(tmpdir(), "aval-never-written");

/** What each command that only looks, or works on what is there, is given. */
const looking: Readonly<Record<string, readonly string[]>> = {
  "desk alerts": ["desk", "alerts"],
  "desk outbox": ["desk", "outbox"],
  doctor: ["doctor"],
  "audit verify": ["audit verify"],
  "audit bundle": ["audit bundle", "--as", "899700000013", "--out", unwritten],
  "audit key": ["audit key"],
  "client list": ["client", "list"],
  "workstation list": ["workstation", "list"],
  "idp list": ["idp", "list"],
  backup: ["backup", "--out", unwritten],
  "sandbox clock": ["sandbox clock"],
  "sandbox card": ["sandbox card", "--for", "899700000013", "--out", unwritten],
};

test("a command that looks at what was never started says how to start it, and makes nothing", async () => {
  const folder = await mkdtemp(join(tmpdir(), "aval-empty-"));
  const dataDir = join(folder, "never");
  try {
    for (const [name, [words, ...argv]] of Object.entries(looking)) {
      const command = await entries.find((entry) => entry.words === words)?.load();
      assert.ok(command, name);
      const said = await saidByCommand(command, [...argv, "--json"], { AVAL_DATA_DIR: dataDir });
      const { error, message } = JSON.parse(said.out[0] ?? "{}");
      assert.deepEqual([said.status, error], [1, "not_started"], name);
      assert.match(message.fr, /npm start/);
      assert.match(message.en, /npm start/);
      assert.ok(!existsSync(dataDir), `${name} made ${dataDir}`);
    }
    assert.ok(!existsSync(unwritten));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
