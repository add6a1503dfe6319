import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { thumbprint } from "@aval/protocol";
import { cancelAll } from "#modules/approvals";
import { sleepPasskeys } from "#modules/passkeys";
import { endAllKeys as endStaffKeys } from "#modules/staff";
import { endUnderWay } from "#modules/enrolment";
import { endAll as endInstallations } from "#modules/installations";
import { sleepAll } from "#modules/places";
import { sleepIdentityProviders } from "#modules/software";
import { createAudit } from "#modules/audit";
import { announceEnd } from "#modules/provider";
import { createSessions } from "#modules/sessions";
import { toldBy } from "#modules/streams";
import { databaseClock } from "#platform/clock";
import type { Config } from "#platform/config";
import { connect, connectOnce, transact } from "#platform/database";
import {
  claimDeployment,
  type OpenDatabase,
  openDatabase,
  ownersUrls,
  unfinishedRestore,
} from "#platform/deployment";
import { Halt } from "#platform/halt";
import { readRoot } from "#platform/key-files";
import { isPostgresRunning } from "#platform/postgres";
import { systemRandom } from "#platform/random";
import { examined, type Restored, restore } from "../backup/restore.ts";
import { momentText } from "../phone/moment.ts";
import { missing, readArguments } from "./arguments.ts";
import type { Command, Io } from "./io.ts";
import { progressTo } from "./progress.ts";
import { readPassphrase } from "./passphrase.ts";
import { requiredConfig } from "./settings.ts";

export const command: Command = {
  usage: `aval restore --from FILE [--data-dir FOLDER] [--passphrase-file FILE] [--replace --yes] [--check] [--json]

Puts a backup back. First every byte of it is checked; then it is loaded, all of it or nothing; then what is newer in the
schema is applied. No server may run meanwhile. FOLDER stands for AVAL_DATA_DIR.

It wants an empty place. Embedded: a data folder without a database. Given: an empty database (createdb), as the owner
(AVAL_MIGRATE_DATABASE_URL and AVAL_PIN_DATABASE_URL), with pg_restore on the search path or in AVAL_PG_BIN.

  --replace --yes   embedded only: puts what is there into FOLDER/before-restore-<time>, then restores
  --check           says whether FILE is whole and would fit here; changes nothing

Afterwards everybody signs in again: sessions, codes and tokens of before are ended. What happened after the backup is lost, phones
added or disabled since then included. Where the PIN program's journal is gone, each phone has one try left until its next right code.`,
  run: async (argv, io) => {
    const { values } = readArguments(argv, {
      from: { type: "string" },
      "data-dir": { type: "string" },
      "passphrase-file": { type: "string" },
      replace: { type: "boolean", default: false },
      yes: { type: "boolean", default: false },
      check: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    });
    if (!values.from) throw missing("--from FILE");
    const config = requiredConfig(placed(io, values["data-dir"]));
    const asked = {
      from: resolve(values.from),
      passphrase: await readPassphrase(values["passphrase-file"]),
    };
    if (values.check) {
      const manifest = await examined(withoutKeysHere(config), asked);
      const takenAt = new Date(manifest.takenAt).toISOString();
      io.out(
        values.json
          ? JSON.stringify({ whole: true, takenAt, holds: manifest.holds })
          : `Entière. / Whole. ${momentText(manifest.takenAt)}`,
      );
      return 0;
    }
    if (values.replace) {
      await examined(withoutKeysHere(config), asked);
      await putAside(config, values.yes);
    }
    const manifest = await examined(config, asked);
    await refuseFullPlace(config);
    const progress = progressTo(io, values.json);
    const done = await intoPlace(config, (opened) =>
      restore({ config, openUrls: () => ownersUrls(opened), progress }, asked, manifest),
    );
    tell(io, done, config, values.json);
    return 0;
  },
};

function placed(io: Io, folder: string | undefined): Io {
  return folder === undefined ? io : { ...io, env: { ...io.env, AVAL_DATA_DIR: folder } };
}

/** A check looks at the file alone. */
function withoutKeysHere(config: Config): Config {
  return { ...config, keysDir: join(config.keysDir, "none") };
}

/** `asleep`: establishments' identity providers, by name, which the operator is to confirm or remove. */
type Ended = { readonly sessions: number; readonly asleep: readonly string[] };
type Done = Restored & Ended;

/** Restores, and leaves a mark as long as it is not done: a server refuses a folder that was half restored. */
async function intoPlace(
  config: Config,
  work: (opened: OpenDatabase) => Promise<Restored>,
): Promise<Done> {
  const mark = unfinishedRestore(config);
  if (mark) {
    await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
    await writeFile(mark, "", { mode: 0o600 });
  }
  const opened = await openDatabase(config, { isRestoring: true });
  try {
    const restored = await work(opened);
    const root = await readRoot(config.keysDir);
    if (!root) throw new Error("a restored deployment has keys");
    await claimDeployment(restored.urls.owner, config.mode, await thumbprint(root.public));
    const ended = await endAll(restored);
    if (mark) await rm(mark);
    return { ...restored, ...ended };
  } finally {
    await opened.close();
  }
}

/** What was ended since the backup must not be alive again; and the log says that it was put back. */
async function endAll({ urls, manifest }: Restored): Promise<Ended> {
  const db = connect(urls.server, { searchPath: "aval", max: 2 });
  try {
    const clock = await databaseClock(db);
    clock.stop();
    const appended = toldBy({ clock, random: systemRandom });
    const audit = createAudit({ clock, random: systemRandom, appended });
    const closing = createSessions({
      db,
      clock,
      random: systemRandom,
      audit,
      ended: announceEnd,
    });
    const sessions = await closing.closeAll("restored");
    const takenAt = new Date(manifest.takenAt).toISOString();
    let asleep: readonly string[] = [];
    await transact(db, async (tx) => {
      await cancelAll({ audit }, tx, "restored");
      await sleepAll({ audit }, tx);
      await endInstallations({ audit }, tx);
      await endUnderWay({ audit }, tx);
      asleep = await sleepIdentityProviders({ audit }, tx);
      await sleepPasskeys({ audit }, tx);
      await endStaffKeys({ audit }, tx);
      await audit.append(tx, { fact: "database_restored", takenAt, sessions, by: "operator" });
    });
    return { sessions, asleep };
  } finally {
    await db.destroy();
  }
}

async function refuseFullPlace(config: Config): Promise<void> {
  if (config.database.kind === "given") return refuseFullDatabase(config);
  const mark = unfinishedRestore(config);
  const isHalf = mark !== undefined && existsSync(mark);
  if (isHalf) await clear(config);
  if (!existsSync(join(config.dataDir, "postgres"))) return;
  throw new Halt(
    `Il y a déjà une base dans ${config.dataDir} : donnez --data-dir UN_DOSSIER_VIDE, ou --replace --yes.`,
    `There is a database in ${config.dataDir} already: give --data-dir AN_EMPTY_FOLDER, or --replace --yes.`,
  );
}

async function refuseFullDatabase(config: Config): Promise<void> {
  const database = await openDatabase(config, { isRestoring: true });
  const { owner } = await ownersUrls(database);
  const client = await connectOnce(owner);
  try {
    const { rowCount } = await client.query(
      "select from pg_namespace where nspname in ('aval', 'pin')",
    );
    if (rowCount === 0) return;
    throw new Halt(
      "Cette base n'est pas vide : faites-en une autre (createdb), restaurez-y, puis donnez-la aux nœuds.",
      "This database is not empty: make another (createdb), restore into it, then give it to the nodes.",
    );
  } finally {
    await client.end();
    await database.close();
  }
}

/** What a restore that was cut short had begun to write; nothing of it was ever used. */
async function clear({ dataDir }: Config): Promise<void> {
  await refuseRunning(dataDir);
  for (const name of ["postgres", "postgres.json"])
    await rm(join(dataDir, name), { recursive: true, force: true });
}

/** Moves what is there out of the way. The PIN program's journal stays: it remembers the tries that the backup has forgotten. */
async function putAside(config: Config, isConfirmed: boolean): Promise<void> {
  if (config.database.kind === "given") {
    throw new Halt(
      "--replace est pour une base intégrée : ici, faites une base vide (createdb).",
      "--replace is for an embedded database: here, make an empty one (createdb).",
    );
  }
  if (!isConfirmed) {
    throw new Halt(
      `--replace met de côté la base et les clés de ${config.dataDir} : ajoutez --yes si c'est bien ce que vous voulez.`,
      `--replace puts the database and the keys of ${config.dataDir} aside: add --yes if that is what you want.`,
    );
  }
  await refuseRunning(config.dataDir);
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, "-");
  const aside = join(config.dataDir, `before-restore-${stamp}`);
  const moved: readonly (readonly [string, string])[] = [
    [join(config.dataDir, "postgres"), "postgres"],
    [join(config.dataDir, "postgres.json"), "postgres.json"],
    [join(config.dataDir, "sandbox"), "sandbox"],
    [config.keysDir, "keys"],
    [config.pinKeyFile, "pin.key"],
  ];
  await mkdir(aside, { recursive: true, mode: 0o700 });
  for (const [path, name] of moved) if (existsSync(path)) await rename(path, join(aside, name));
}

async function refuseRunning(dataDir: string): Promise<void> {
  if (!(await isPostgresRunning(dataDir))) return;
  throw new Halt(
    `Un serveur ou une commande se sert de ${dataDir} : arrêtez-le, puis recommencez.`,
    `A server or a command uses ${dataDir}: stop it, then try again.`,
  );
}

function tell(io: Io, done: Done, config: Config, asJson: boolean): void {
  const { manifest, applied, sessions, asleep } = done;
  const takenAt = new Date(manifest.takenAt).toISOString();
  const rows = manifest.database.tables.reduce((sum, table) => sum + table.rows, 0);
  const isJournalHere = existsSync(`${config.pinKeyFile}.state`);
  if (asJson) {
    io.out(JSON.stringify({ takenAt, rows, holds: manifest.holds, applied, sessions, asleep }));
    return;
  }
  const then = momentText(manifest.takenAt);
  io.out(`Restauré tel qu'au ${then}. / Restored as of ${then}.`);
  io.out(`  ${sessions} sessions closes / sessions ended`);
  for (const name of applied) io.out(`  ${name}`);
  if (asleep.length > 0)
    io.out(
      `  Fournisseurs d'identité à confirmer ou à retirer / identity providers to confirm or to remove (aval idp list): ${asleep.join(", ")}`,
    );
  if (!manifest.holds.includes("pin-key"))
    io.out(
      `  Clé du service PIN : la sienne, sur sa machine. / PIN program's key: its own, on its machine.`,
    );
  else if (!isJournalHere)
    io.out(
      "  Journal du service PIN absent : un essai par téléphone jusqu'au prochain code juste. / No journal of the PIN program: one try a phone until its next right code.",
    );
  io.out("  Ensuite / then: aval doctor, aval audit verify.");
}
