import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { createAudit } from "#modules/audit";
import { createDirectory, type Directory } from "#modules/directory";
import { readConfig } from "#platform/config";
import { Halt } from "#platform/halt";
import { fixedClock, seededRandom, type TestDatabase, testDatabase } from "#platform/testing";
import type { WithDatabase } from "../beside.ts";
import { importCommand } from "../import.ts";
import { lastJson, saidBy } from "./said.ts";

/** The command, on a database of its own, and what it said. */
export type ImportWorld = {
  readonly database: TestDatabase;
  readonly directory: Directory;
  readonly run: (argv: readonly string[], input?: Readable) => Promise<Imports>;
};

type Imports = {
  /** 1 for a halt, as the terminal sees it. */
  readonly status: number;
  readonly err: string;
  /** The last line of standard output, with `--json`. */
  readonly last: Record<string, unknown> | undefined;
};

export async function withImports(work: (world: ImportWorld) => Promise<void>): Promise<void> {
  const database = await testDatabase();
  const clock = fixedClock();
  const random = seededRandom(53);
  const audit = createAudit({ clock, random });
  const config = readConfig({});
  assert.ok(config.ok);
  const withDatabase: WithDatabase = (task) =>
    task({ config: config.value, db: database.db, clock, random, audit });
  try {
    await work({
      database,
      directory: createDirectory({ db: database.db, random, audit }),
      run: async (argv, input = Readable.from([])) => {
        const said = await saidBy((io) =>
          importCommand(argv, io, withDatabase, input).catch((fault) => {
            if (!(fault instanceof Halt)) throw fault;
            io.err(fault.sentences());
            return 1;
          }),
        );
        return {
          status: said.status,
          err: said.err.join("\n"),
          last: argv.includes("--json") ? lastJson(said) : undefined,
        };
      },
    });
  } finally {
    await database.close();
  }
}

const fixtures = join(
  import.meta.dirname,
  "..",
  "..",
  "modules",
  "directory",
  "testing",
  "fixtures",
);

/** An extract written by hand, of two for each layout. */
export const fixture = (name: string): string => join(fixtures, `${name}.txt`);
export const fixtureBytes = (name: string): Promise<Buffer> => readFile(fixture(name));
