import { thumbprint } from "@aval/protocol";
import type pg from "pg";
import type { Config } from "#platform/config";
import { connectOnce } from "#platform/database";
import { type OpenDatabase, ownersUrls } from "#platform/deployment";
import { Halt } from "#platform/halt";
import { readRoot } from "#platform/key-files";
import { requiredTool, startDump } from "#platform/postgres-tools";
import type { Random } from "#platform/random";
import { type Written, writeArchive } from "./archive.ts";
import { type Holding, type Manifest, manifestName, tally } from "./manifest.ts";
import { filesOf, placesOf } from "./secret-files.ts";
import {
  membersOfStream,
  readMigrated,
  readSequences,
  type Snapshot,
  tableMembers,
  takeSnapshot,
  withoutRows,
} from "./tables.ts";
import type { Member } from "./tar.ts";

/**
 * A backup: one instant of the database, and the keys without which it is worth nothing, in one file, while servers serve.
 *
 * An embedded database is read by COPY in one snapshot, a given one by its own `pg_dump` in one snapshot (decision 0014). The
 * files come after the rows: a ring of keys only grows, so every signature in the rows finds its key.
 */
export type BackupDeps = {
  readonly config: Config;
  readonly database: OpenDatabase;
  readonly random: Random;
  /** This program's version. */
  readonly version: string;
  /** A line for whoever watches. */
  readonly progress: (fr: string, en: string) => void;
};

export type BackupAsked = {
  readonly out: string;
  readonly passphrase: string | undefined;
  readonly holds: readonly Holding[];
};

export type BackedUp = Written & Pick<Manifest, "takenAt" | "holds"> & { readonly rows: number };

export async function backUp(deps: BackupDeps, asked: BackupAsked): Promise<BackedUp> {
  const { config, database, random } = deps;
  const root = await readRoot(config.keysDir);
  if (!root) {
    throw new Halt(
      `Il n'y a pas de clés dans ${config.keysDir} : rien à sauvegarder ici.`,
      `There are no keys in ${config.keysDir}: nothing to back up here.`,
    );
  }
  const { owner } = await ownersUrls(database);
  const client = await connectOnce(owner);
  try {
    const snapshot = await takeSnapshot(client);
    const counted = { rows: 0 };
    const manifest = {
      v: 1 as const,
      takenAt: snapshot.takenAt,
      aval: deps.version,
      mode: config.mode,
      root: await thumbprint(root.public),
      holds: [...asked.holds],
    };
    const members = allMembers(deps, { owner, snapshot, manifest, counted });
    const written = await writeArchive(asked.out, members, {
      passphrase: asked.passphrase,
      random,
    });
    return { ...written, takenAt: manifest.takenAt, holds: manifest.holds, rows: counted.rows };
  } finally {
    await client.end();
  }
}

type Taking = {
  readonly owner: string;
  readonly snapshot: Snapshot;
  readonly manifest: Omit<Manifest, "database" | "members">;
  readonly counted: { rows: number };
};

async function* allMembers(deps: BackupDeps, taking: Taking): AsyncGenerator<Member> {
  const { members, note } = tally();
  const { manifest, snapshot } = taking;
  const { client, server } = snapshot;
  const migrations = await readMigrated(client);
  const sequences = await readSequences(client);
  const tables: Manifest["database"]["tables"] = [];
  const told = async function* (source: AsyncIterable<Member>) {
    for await (const member of source) {
      note(member);
      yield member;
    }
  };
  const kind = deps.config.database.kind === "embedded" ? "copy" : "pg_dump";
  if (kind === "copy") yield* told(copied(deps, snapshot, tables));
  else yield* told(dumped(deps, taking));
  taking.counted.rows = tables.reduce((sum, { rows }) => sum + rows, 0);

  for (const place of placesOf(deps.config)) {
    if (manifest.holds.includes(place.holding)) yield* told(filesOf(place));
  }
  const whole: Manifest = {
    ...manifest,
    database: { kind, server, migrations, tables, sequences },
    members,
  };
  yield { name: manifestName, content: Buffer.from(`${JSON.stringify(whole, undefined, 1)}\n`) };
}

async function* copied(
  { progress }: BackupDeps,
  snapshot: Snapshot,
  tables: Manifest["database"]["tables"],
): AsyncGenerator<Member> {
  for (const table of snapshot.tables) {
    let rows = 0;
    yield* tableMembers(snapshot, table, (count) => {
      rows = count;
    });
    tables.push({ ...table, rows });
    progress(`… ${table.name} : ${rows}`, `… ${table.name}: ${rows}`);
  }
}

async function* dumped({ config, progress }: BackupDeps, taking: Taking): AsyncGenerator<Member> {
  const { client, server } = taking.snapshot;
  const tool = await requiredTool("pg_dump", config.pgBin, server);
  progress(`… pg_dump ${tool.version}`, `… pg_dump ${tool.version}`);
  const dumping = startDump(tool, taking.owner, await exported(client), withoutRows);
  yield* membersOfStream("database/dump", dumping.stream);
  await dumping.done;
}

async function exported(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ id: string }>("select pg_export_snapshot() as id");
  return rows[0]?.id ?? "";
}
