import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { promisify } from "node:util";
import { Halt } from "./halt.ts";
import { databaseOf, loginOf } from "./roles.ts";

/**
 * PostgreSQL's own `pg_dump` and `pg_restore`, for a database that is given. They must not be older than the server: an older
 * one may not know all it has to take. The password goes by the environment, never by the list of processes.
 */
const run = promisify(execFile);

export type Tool = { readonly path: string; readonly version: string };

/** The tool in `AVAL_PG_BIN`, or the one of the search path, once it is new enough for this server. */
export async function requiredTool(
  name: "pg_dump" | "pg_restore",
  folder: string | undefined,
  server: string,
): Promise<Tool> {
  const path = folder ? join(folder, name) : name;
  if (folder && !existsSync(path)) throw missing(name, folder);
  const said = await run(path, ["--version"]).catch(() => undefined);
  const version = / (\d+(?:\.\d+)?)/.exec(said?.stdout ?? "")?.[1];
  if (!version) throw missing(name, folder);
  if (major(version) < major(server)) {
    throw new Halt(
      `${name} ${version} est plus ancien que le serveur (${server}) : installez postgresql-client-${major(server)}, ou donnez AVAL_PG_BIN.`,
      `${name} ${version} is older than the server (${server}): install postgresql-client-${major(server)}, or give AVAL_PG_BIN.`,
    );
  }
  return { path, version };
}

const major = (version: string) => Number.parseInt(version, 10);

function missing(name: string, folder: string | undefined): Halt {
  const where = folder ?? "PATH";
  return new Halt(
    `${name} n'est pas dans ${where} : installez postgresql-client, ou donnez AVAL_PG_BIN, le dossier de ces programmes.`,
    `There is no ${name} in ${where}: install postgresql-client, or give AVAL_PG_BIN, the folder of these programs.`,
  );
}

/** libpq's variables for a URL. */
function connection(url: string): NodeJS.ProcessEnv {
  const { hostname, port, searchParams } = new URL(url);
  const { name, password } = loginOf(url);
  const given: Record<string, string | null> = {
    PGHOST: searchParams.get("host") ?? (hostname || null),
    PGPORT: port || searchParams.get("port"),
    PGUSER: name,
    PGPASSWORD: password || null,
    PGDATABASE: databaseOf(url),
    PGSSLMODE: searchParams.get("sslmode"),
    PGSSLROOTCERT: searchParams.get("sslrootcert"),
    PGAPPNAME: "aval-backup",
    PATH: process.env["PATH"] ?? "",
    LC_ALL: "C",
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)) as Record<
    string,
    string
  >;
}

export type Dumping = { readonly stream: Readable; readonly done: Promise<void> };

/** Both schemas in one snapshot, the one given: what else the backup says is of the same instant. */
export function startDump(
  tool: Tool,
  url: string,
  snapshot: string,
  withoutRows: readonly string[],
): Dumping {
  const child = spawn(
    tool.path,
    [
      "--format=custom",
      "--no-owner",
      "--no-privileges",
      "--schema=aval",
      "--schema=pin",
      `--snapshot=${snapshot}`,
      "--no-password",
      ...withoutRows.map((table) => `--exclude-table-data=${table}`),
    ],
    { env: connection(url), stdio: ["ignore", "pipe", "pipe"] },
  );
  return { stream: child.stdout, done: ended(child, "pg_dump") };
}

export type Loading = { readonly stream: Writable; readonly done: Promise<void> };

/** Into an empty database, all of it or nothing. */
export function startLoad(tool: Tool, url: string): Loading {
  const child = spawn(
    tool.path,
    [
      "--no-owner",
      "--no-privileges",
      "--exit-on-error",
      "--single-transaction",
      "--no-password",
      `--dbname=${databaseOf(url)}`,
    ],
    { env: connection(url), stdio: ["pipe", "ignore", "pipe"] },
  );
  return { stream: child.stdin, done: ended(child, "pg_restore") };
}

function ended(child: ReturnType<typeof spawn>, name: string): Promise<void> {
  let said = "";
  child.stderr?.on("data", (text) => {
    said = `${said}${text}`.slice(-2000);
  });
  const done = new Promise<void>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new Halt(`${name} a échoué : ${said.trim()}`, `${name} failed: ${said.trim()}`));
    });
  });
  // It is awaited later; until then its failure is nobody's fault.
  done.catch(() => undefined);
  return done;
}
