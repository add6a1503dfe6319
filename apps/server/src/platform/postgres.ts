import { randomBytes } from "node:crypto";
import { chmod, link, mkdir, readFile, rename, rm, unlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { connectOnce, sqlState } from "./database.ts";
import { Halt } from "./halt.ts";
import { reachableByAll } from "./postgres-binaries.ts";
import {
  clusterExists,
  initialise,
  launch,
  type Place,
  type Postmaster,
  readPostmaster,
  socketFolderFor,
  stopWithProgram,
  tellToStop,
} from "./postgres-cluster.ts";
import { type Hold, hasPipes, hold, startKeeper } from "./postgres-keeper.ts";
import { type DatabaseUrls, derivedUrls, withDatabase } from "./roles.ts";

/**
 * The embedded PostgreSQL: a real one, from npm's binaries, in `<data>/postgres`.
 *
 * `openPostgres` joins the one that runs there, adopts one whose starter was killed, or starts it; `close` lets go of
 * it, and the last to let go stops it (see postgres-keeper). PostgreSQL refuses to run as root, so that root gives the
 * folder `postgres/`, and that one only, to uid 65534: the keys lie beside it. For sandboxes and small houses; a
 * deployment gives `AVAL_DATABASE_URL`.
 */
export type Postgres = {
  readonly urls: DatabaseUrls;
  /** Starts PostgreSQL again where it was, after it died under its users. The URLs stay the same. */
  readonly revive: () => Promise<void>;
  /** Lets go. The last user waits until PostgreSQL has stopped. */
  readonly close: () => Promise<void>;
};

export type PostgresOptions = {
  readonly dataDir: string;
  /** False in tests only: PostgreSQL then forgets its last seconds when the machine loses power. */
  readonly durable?: boolean;
};

const owner = "aval_owner";
const database = "aval";
const nobody = 65_534;
const patienceMs = 60_000;
const retryMs = 250;
/** A PostgreSQL that runs and does not answer for this long is told to stop, then started again. */
const silenceMs = 5_000;
/** A shell starts within this, on a busy machine too. */
const keeperMs = 2_000;
/** When others still use PostgreSQL the pipe outlives our letting go by more than this. */
const lastUserMs = 400;

export async function openPostgres(options: PostgresOptions): Promise<Postgres> {
  const place = await preparedPlace(options);
  const password = await sharedPassword(place);
  const opened = await ensureOpen(place, password);
  return {
    urls: opened.urls,
    revive: async () => {
      // Our own hold still stands; only PostgreSQL behind it is gone.
      const again = await ensureOpen(place, password);
      await again.hold.release();
    },
    close: () => letGo(place, opened),
  };
}

/** Whether the PostgreSQL of this folder runs: somebody uses it. */
export async function isPostgresRunning(dataDir: string): Promise<boolean> {
  return (await readPostmaster(await preparedPlace({ dataDir }))) !== undefined;
}

async function preparedPlace({ dataDir, durable = true }: PostgresOptions): Promise<Place> {
  const folder = resolve(dataDir);
  const guest = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : undefined;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // 0711: uid 65534 may pass through to `postgres/`, and may not list what lies beside it.
  await chmod(folder, guest ? 0o711 : 0o700);
  return {
    dataDir: folder,
    cluster: join(folder, "postgres"),
    durable,
    guest,
    reachable: guest ? await reachableByAll(folder) : true,
  };
}

type Recorded = {
  readonly password: string;
  readonly socketFolder?: string;
  readonly urls?: DatabaseUrls;
};

const recordOf = (place: Place) => join(place.dataDir, "postgres.json");

/** The owner's password: made by whoever comes first, read by all others. */
async function sharedPassword(place: Place): Promise<string> {
  const path = recordOf(place);
  if (await clusterExists(place)) return (await readRecord(place)).password;

  const draft = `${path}.${process.pid}`;
  const fresh: Recorded = { password: randomBytes(24).toString("base64url") };
  await writeFile(draft, JSON.stringify(fresh), { mode: 0o600 });
  try {
    await link(draft, path); // Fails when the file exists: two first starts at once agree on one password.
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await unlink(draft);
  }
  return (await readRecord(place)).password;
}

async function readRecord(place: Place): Promise<Recorded> {
  const path = recordOf(place);
  try {
    return JSON.parse(await readFile(path, "utf8")) as Recorded;
  } catch (cause) {
    throw new Halt(
      `${path} manque ou est illisible : sans lui, personne n'entre dans la base à côté. Rendez-le depuis une sauvegarde, ou supprimez ${place.cluster} pour repartir de rien.`,
      `${path} is missing or cannot be read: without it nobody gets into the database beside it. Bring it back from a backup, or remove ${place.cluster} to start from nothing.`,
      { cause },
    );
  }
}

async function writeRecord(place: Place, record: Recorded): Promise<void> {
  const draft = `${recordOf(place)}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(record, undefined, 2)}\n`, { mode: 0o600 });
  await rename(draft, recordOf(place));
}

type Opened = { readonly urls: DatabaseUrls; readonly hold: Hold; readonly startedHere: boolean };

/** What the rounds of `ensureOpen` remember of each other. */
type Rounds = { silentSince: number | undefined; why: string };

/**
 * Joins or starts, round after round: each step can lose a race against another process doing the same, against a
 * PostgreSQL that is stopping, or against one that recovers from a crash; the next round looks again.
 */
async function ensureOpen(place: Place, password: string): Promise<Opened> {
  const rounds: Rounds = { silentSince: undefined, why: "" };
  for (
    const deadline = performance.now() + patienceMs;
    performance.now() < deadline;
    await delay(retryMs)
  ) {
    let running = await readPostmaster(place);
    const mustStart = !running;
    if (mustStart) {
      rounds.why = await start(place, password);
      running = await readPostmaster(place);
    }
    const opened = running && (await joinRunning(place, running, password, rounds));
    if (opened) return { ...opened, startedHere: mustStart && rounds.why === "" };
  }
  throw new Halt(
    `Le PostgreSQL intégré n'a pas démarré en une minute. ${rounds.why} Journal : ${join(place.dataDir, "postgres.log")}`,
    `The embedded PostgreSQL did not start within a minute. ${rounds.why} Log: ${join(place.dataDir, "postgres.log")}`,
  );
}

/** Starts PostgreSQL. Returns why it did not, if it did not: the next round decides. */
async function start(place: Place, password: string): Promise<string> {
  const record = await readRecord(place);
  const socketFolder = await socketFolderFor(place, record.socketFolder);
  if (!(await clusterExists(place))) await initialise(place, { owner, password, socketFolder });
  const isNew = record.socketFolder !== socketFolder;
  if (isNew) await writeRecord(place, { ...record, socketFolder });
  const why = await launch(place, socketFolder);
  if (why && isNew) await rm(socketFolder, { recursive: true, force: true });
  return why;
}

async function joinRunning(
  place: Place,
  running: Postmaster,
  password: string,
  rounds: Rounds,
): Promise<Omit<Opened, "startedHere"> | undefined> {
  const held = await holdWithKeeper(running);
  if (!held) return undefined;

  const urls = urlsOf(running, password);
  const answer = await firstAnswer(urls.owner);
  // Connecting took a moment: had the keeper begun to stop PostgreSQL before we held the pipe, the pipe is gone by now.
  if (answer === "ready" && (await held.stands())) {
    const record = await readRecord(place);
    if (record.urls?.owner !== urls.owner)
      await writeRecord(place, { ...record, socketFolder: running.socketFolder, urls });
    return { urls, hold: held };
  }
  await held.release();
  rounds.why = `PostgreSQL (pid ${running.pid}): ${answer}.`;
  if (answer === "silent") await breakSilence(running, rounds);
  else rounds.silentSince = undefined;
  return undefined;
}

/** `undefined`: PostgreSQL is being stopped. */
async function holdWithKeeper(running: Postmaster): Promise<Hold | undefined> {
  let held = await hold(running.socketFolder);
  if (held === "no keeper") startKeeper(running.socketFolder, running.pidFile);
  for (let wait = 0; held === "no keeper" && wait < keeperMs; wait += 10) {
    await delay(10);
    held = await hold(running.socketFolder);
  }
  return typeof held === "string" ? undefined : held;
}

async function breakSilence(running: Postmaster, rounds: Rounds): Promise<void> {
  const now = performance.now();
  rounds.silentSince ??= now;
  if (now - rounds.silentSince < silenceMs) return;
  rounds.silentSince = now;
  await tellToStop(running.pid);
}

function urlsOf(running: Postmaster, password: string): DatabaseUrls {
  const url = new URL(`postgresql://${owner}@localhost/${database}`);
  url.password = password;
  if (running.tcpPort) {
    url.hostname = "127.0.0.1";
    url.port = String(running.tcpPort);
  } else {
    url.searchParams.set("host", running.socketFolder);
  }
  return derivedUrls(url.href);
}

/** `ready`: the database answers. `busy`: PostgreSQL starts, recovers or stops. `silent`: nobody listens. */
async function firstAnswer(url: string): Promise<"ready" | "busy" | "silent"> {
  try {
    const client = await connectOnce(url);
    await client.query("select 1");
    await client.end();
    return "ready";
  } catch (error) {
    const state = sqlState(error);
    if (state === "3D000") {
      await createDatabase(url);
      return firstAnswer(url);
    }
    if (state === "28P01") throw wrongPassword();
    return state?.startsWith("57P") || state === "53300" ? "busy" : "silent";
  }
}

async function createDatabase(url: string): Promise<void> {
  const client = await connectOnce(withDatabase(url, "postgres"));
  try {
    await client.query(`create database ${client.escapeIdentifier(database)}`);
  } catch (error) {
    // 42P04, 23505: made by another process at the same moment.
    if (!["42P04", "23505"].includes(sqlState(error) ?? "")) throw error;
  } finally {
    await client.end();
  }
}

function wrongPassword(): Halt {
  return new Halt(
    "Le PostgreSQL intégré refuse le mot de passe de postgres.json : ce fichier et le dossier postgres/ ne vont pas ensemble.",
    "The embedded PostgreSQL refuses the password of postgres.json: that file and the folder postgres/ do not belong together.",
  );
}

async function letGo(place: Place, opened: Opened): Promise<void> {
  await opened.hold.release();
  const before = await readPostmaster(place);
  if (!before) return;
  if (!hasPipes) return opened.startedHere ? stopWithProgram(place) : undefined;
  for (
    const deadline = performance.now() + lastUserMs;
    performance.now() < deadline;
    await delay(20)
  ) {
    if ((await hasKeeperStopped(before)) || !(await readPostmaster(place)))
      return waitUntilStopped(place, before.pid);
  }
}

async function hasKeeperStopped(running: Postmaster): Promise<boolean> {
  const again = await hold(running.socketFolder);
  if (typeof again === "string") return true;
  // The keeper still reads: others use PostgreSQL, or it has not yet been told that we left.
  await again.release();
  return false;
}

async function waitUntilStopped(place: Place, pid: number): Promise<void> {
  for (
    const deadline = performance.now() + patienceMs;
    performance.now() < deadline;
    await delay(20)
  ) {
    const running = await readPostmaster(place);
    if (running?.pid !== pid) return;
  }
}
