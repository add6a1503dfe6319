import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { command } from "./commands/sandbox-demo.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// The demonstrations, on a whole sandbox: each ends with its number, and says what it would not like to say.

let whole: WholeServer;
before(async () => {
  whole = await startWhole();
});
after(() => whole.stop());

async function play(...words: readonly string[]) {
  const out: string[] = [];
  const told: string[] = [];
  const status = await command.run([...words, "--json"], {
    out: (line) => out.push(line),
    err: (line) => told.push(line),
    env: {
      AVAL_PORT: String(whole.issuer.port),
      AVAL_DATA_DIR: whole.dataDir,
      AVAL_DATABASE_URL: whole.database.url,
    },
  });
  assert.equal(status, 0, told.join("\n"));
  return { ended: JSON.parse(out[0] ?? "") as Readonly<Record<string, number>>, told };
}

test("appel: the caller activates no phone, what digits opened is said, and a case is open soon", async () => {
  const { ended, told } = await play("appel");
  assert.deepEqual([ended["number"], ended["tries"]], [0, 2]);
  assert.match(told.join("\n"), /droits réduits, une heure \(R1\)/);
});

test("vague: as many people as were asked are in one case", async () => {
  const { ended } = await play("vague", "--people", "4");
  // Whoever was in a case already brings it along.
  assert.ok((ended["number"] ?? 0) >= 4);
  assert.ok((ended["newCases"] ?? 0) <= 1);
});

test("preuve: what the log proves verifies, and a copy with another answer does not", async () => {
  const { ended } = await play("preuve");
  assert.ok((ended["number"] ?? 0) > 0);
  assert.ok((ended["answers"] ?? 0) >= 2);
  assert.ok((ended["faultsFound"] ?? 0) > 0);
});
