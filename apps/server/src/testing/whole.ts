import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "#platform/config";
import { createLog } from "#platform/log";
import { testDatabase, type TestDatabase } from "#platform/testing";
import { nestedTransaction, start } from "../main.ts";
import { seedSandbox } from "../sandbox/seed.ts";
import type { Place } from "./driver.ts";
import { freePorts } from "./ports.ts";

/** The whole server in this process, on a database of its own, with its log in the test's hands. */
export type WholeServer = {
  readonly issuer: Place;
  readonly phone: Place;
  /** The console and the card's host, where their names are not at the issuer's own neighbours (`pair.ts`). */
  readonly desk?: Place;
  readonly card?: Place;
  readonly database: TestDatabase;
  readonly lines: readonly string[];
  /** Where the sandbox's own keys and authorities lie. */
  readonly dataDir: string;
  stop(): Promise<void>;
};

/** `settings`: as an operator's environment would say them. */
export async function startWhole(
  settings: Readonly<Record<string, string>> = {},
): Promise<WholeServer> {
  const database = await testDatabase();
  const folder = await mkdtemp(join(tmpdir(), "aval-whole-"));
  const port = await freePorts(10);
  const lines: string[] = [];
  const config = readConfig({
    AVAL_PORT: String(port),
    AVAL_DATA_DIR: folder,
    AVAL_DATABASE_URL: database.url,
    ...settings,
  });
  assert.ok(config.ok, JSON.stringify(config));
  const log = createLog("info", { write: (line: string) => void lines.push(line) });
  const running = await start(config.value, { prepare: seedSandbox, log });
  return {
    issuer: { port, host: `localhost:${port}` },
    phone: { port: port + 1, host: `phone.localhost:${port + 1}` },
    database,
    lines,
    dataDir: folder,
    stop: async () => {
      await running.stop();
      await database.close();
      await rm(folder, { recursive: true, force: true });
      const nested = lines.filter((line) => line.includes(nestedTransaction));
      assert.deepEqual(nested, [], "two at once could wait for each other");
    },
  };
}
