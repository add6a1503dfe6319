import { once } from "node:events";
import { thumbprint } from "@aval/protocol";
import type { Config } from "#platform/config";
import { connectOnce } from "#platform/database";
import { Halt } from "#platform/halt";
import { readRoot } from "#platform/key-files";
import { type Migration, migrate, readMigrations } from "#platform/migrate";
import { requiredTool, startLoad } from "#platform/postgres-tools";
import type { DatabaseUrls } from "#platform/roles";
import { readArchive } from "./archive.ts";
import { checked, type Manifest, manifestName } from "./manifest.ts";
import { placesOf, putBack } from "./secret-files.ts";
import { beginLoading, endLoading, loadTable } from "./tables.ts";
import type { Member } from "./tar.ts";

/**
 * Puts a backup back into an empty database and beside it the keys it holds: first every byte is checked, then all is loaded or
 * nothing, then what is newer of the schema is applied.
 */
export type RestoreDeps = {
  readonly config: Config;
  /** Opens the empty database once the backup was found whole. */
  readonly openUrls: () => Promise<DatabaseUrls>;
  readonly progress: (fr: string, en: string) => void;
};

export type RestoreAsked = { readonly from: string; readonly passphrase: string | undefined };

export type Restored = {
  readonly manifest: Manifest;
  /** Migrations that are newer than the backup. */
  readonly applied: readonly string[];
  readonly urls: DatabaseUrls;
};

/** What can be known of a backup without restoring it: that it is whole, and fits here. */
export async function examined(config: Config, asked: RestoreAsked): Promise<Manifest> {
  const manifest = await checked(readArchive(asked.from, asked.passphrase));
  if (manifest.mode !== config.mode) {
    throw new Halt(
      `Cette sauvegarde est celle d'un « ${manifest.mode} », et ceci est un « ${config.mode} » (AVAL_MODE).`,
      `This backup is of a "${manifest.mode}", and this is a "${config.mode}" (AVAL_MODE).`,
    );
  }
  const expected = config.database.kind === "embedded" ? "copy" : "pg_dump";
  if (manifest.database.kind !== expected) {
    throw new Halt(
      expected === "copy"
        ? "Cette sauvegarde est celle d'un PostgreSQL donné : donnez AVAL_DATABASE_URL et AVAL_MIGRATE_DATABASE_URL."
        : "Cette sauvegarde est celle d'une base intégrée : retirez AVAL_DATABASE_URL.",
      expected === "copy"
        ? "This backup is of a PostgreSQL that was given: give AVAL_DATABASE_URL and AVAL_MIGRATE_DATABASE_URL."
        : "This backup is of an embedded database: take AVAL_DATABASE_URL away.",
    );
  }
  await known(manifest);
  await refuseOtherKeys(config, manifest);
  return manifest;
}

/** The migrations of the backup as this program has them. */
async function known({ database }: Manifest): Promise<readonly Migration[]> {
  const here = new Map((await readMigrations()).map((one) => [one.number, one]));
  return database.migrations.map(({ number, name, checksum }) => {
    const migration = here.get(number);
    if (migration?.checksum === checksum) return migration;
    throw new Halt(
      `Cette sauvegarde connaît la migration ${name}, que ce programme n'a pas : restaurez avec la version qui l'a faite, ou une plus récente.`,
      `This backup knows migration ${name}, which this program has not: restore with the version that made it, or a later one.`,
    );
  });
}

async function refuseOtherKeys(config: Config, manifest: Manifest): Promise<void> {
  const root = await readRoot(config.keysDir).catch(() => undefined);
  const isThere = root !== undefined;
  if (isThere && (await thumbprint(root.public)) === manifest.root) return;
  if (!isThere && manifest.holds.includes("keys")) return;
  throw isThere
    ? new Halt(
        `Les clés de ${config.keysDir} ne sont pas celles de cette sauvegarde : tous les téléphones les refuseraient. Donnez un dossier vide, ou les bonnes clés.`,
        `The keys in ${config.keysDir} are not the ones of this backup: every phone would refuse them. Give an empty folder, or the right keys.`,
      )
    : new Halt(
        `Cette sauvegarde ne contient pas les clés : mettez d'abord celles du déploiement dans ${config.keysDir}.`,
        `This backup does not hold the keys: first put the deployment's own in ${config.keysDir}.`,
      );
}

export async function restore(
  deps: RestoreDeps,
  asked: RestoreAsked,
  manifest: Manifest,
): Promise<Restored> {
  const urls = await deps.openUrls();
  const members = peekable(readArchive(asked.from, asked.passphrase));
  if (manifest.database.kind === "copy") await loadCopied(deps, urls, manifest, members);
  else await loadDumped(deps, urls, manifest, members);

  const places = placesOf(deps.config);
  for (let member = await members.next(); member; member = await members.next()) {
    if (member.name !== manifestName && !(await putBack(places, member)))
      throw new Error(`a backup holds ${member.name}, which belongs nowhere`);
  }
  const applied = await migrate(urls);
  return { manifest, applied, urls };
}

async function loadCopied(
  { progress }: RestoreDeps,
  urls: DatabaseUrls,
  manifest: Manifest,
  members: Peekable,
): Promise<void> {
  await migrate(urls, await known(manifest));
  const client = await connectOnce(urls.owner);
  try {
    await beginLoading(client, manifest);
    for (const table of manifest.database.tables) {
      const folder = `database/${table.name}/`;
      const rows = await loadTable(client, table, contentsOf(members, folder));
      if (rows !== table.rows)
        throw new Error(`${table.name}: ${rows} rows came back of ${table.rows}`);
      progress(`… ${table.name} : ${rows}`, `… ${table.name}: ${rows}`);
    }
    await endLoading(client, manifest);
  } finally {
    await client.end();
  }
}

async function loadDumped(
  { config, progress }: RestoreDeps,
  urls: DatabaseUrls,
  manifest: Manifest,
  members: Peekable,
): Promise<void> {
  const tool = await requiredTool("pg_restore", config.pgBin, manifest.database.server);
  progress(`… pg_restore ${tool.version}`, `… pg_restore ${tool.version}`);
  const loading = startLoad(tool, urls.owner);
  // A tool that leaves early closes its input; why is told by its end.
  loading.stream.on("error", () => undefined);
  for await (const content of contentsOf(members, "database/dump/")) {
    if (loading.stream.destroyed) break;
    if (!loading.stream.write(content))
      await Promise.race([once(loading.stream, "drain"), once(loading.stream, "close")]);
  }
  loading.stream.end();
  await loading.done;
}

type Peekable = {
  readonly peek: () => Promise<Member | undefined>;
  readonly next: () => Promise<Member | undefined>;
};

function peekable(source: AsyncGenerator<Member>): Peekable {
  let held: Member | undefined;
  const peek = async () => {
    if (held) return held;
    const { done, value } = await source.next();
    held = done ? undefined : value;
    return held;
  };
  const next = async () => {
    const member = await peek();
    held = undefined;
    return member;
  };
  return { peek, next };
}

async function* contentsOf(members: Peekable, folder: string): AsyncGenerator<Buffer> {
  while ((await members.peek())?.name.startsWith(folder)) {
    const member = await members.next();
    if (member) yield member.content;
  }
}
