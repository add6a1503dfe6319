import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { thumbprint } from "@aval/protocol";
import type pg from "pg";
import { databaseClock } from "#platform/clock";
import type { Config } from "#platform/config";
import { connect, connectOnce, sqlState } from "#platform/database";
import { type OpenDatabase, openDatabase } from "#platform/deployment";
import { Halt } from "#platform/halt";
import { type Keys, openKeys } from "#platform/keys";
import { readMigrations } from "#platform/migrate";
import { nodeChecks, readiness } from "#platform/probes";
import type { Command, Io } from "./io.ts";
import { requiredConfig } from "./settings.ts";

type Finding = {
  readonly check: string;
  readonly ok: boolean;
  readonly fr: string;
  readonly en: string;
};

export const command: Command = {
  usage: `aval doctor [--json]

Looks at this deployment as it stands: Node, settings, keys, database, roles, schema, clock, standby. Status 0 only when
nothing is wrong. It changes nothing.`,
  run: async (argv, io) => {
    const { values } = parseArgs({
      args: [...argv],
      options: { json: { type: "boolean", default: false } },
    });
    const findings = await examine(io);
    if (values.json) io.out(JSON.stringify(findings));
    else
      for (const { ok, check, fr, en } of findings)
        io.out(`${ok ? "ok  " : "NON "} ${check.padEnd(12)} ${ok ? "" : `${fr} / ${en}`}`);
    return findings.every(({ ok }) => ok) ? 0 : 1;
  },
};

async function examine(io: Io): Promise<readonly Finding[]> {
  const config = requiredConfig(io);
  const findings = [node()];
  try {
    const keys = await openKeys({ folder: config.keysDir, mode: config.mode, followMs: 0 });
    findings.push(...rootApart(config), ...(await databaseFindings(config, keys)));
  } catch (fault) {
    if (!(fault instanceof Halt)) throw fault;
    findings.push({ check: "start", ok: false, fr: fault.fr, en: fault.en });
  }
  return findings;
}

function node(): Finding {
  const major = Number(process.versions.node.split(".")[0]);
  return {
    check: "node",
    ok: major >= 24,
    fr: `Node ${process.version} : il faut 24 ou plus.`,
    en: `Node ${process.version}: 24 or later is needed.`,
  };
}

function rootApart(config: Config): readonly Finding[] {
  if (config.mode !== "production") return [];
  const isHere = existsSync(join(config.keysDir, "root-private.json"));
  return [
    {
      check: "root",
      ok: !isHere,
      fr: "La clé racine est sur cette machine : emportez-la hors ligne.",
      en: "The root key is on this machine: take it offline.",
    },
  ];
}

async function databaseFindings(config: Config, keys: Keys): Promise<readonly Finding[]> {
  const database = await openDatabase(config);
  const db = connect(database.urls.server, { searchPath: "aval", max: 1 });
  try {
    if (!(await isSetUp(database.urls.owner)))
      return [{ check: "migrations", ok: false, ...neverStarted }];
    const clock = await databaseClock(db);
    clock.stop();
    const migrations = await readMigrations();
    const root = await thumbprint(keys.root);
    const { checks } = await readiness(
      nodeChecks({ serverUrl: database.urls.server, migrations, root, keys, clock }),
    );
    const standing = Object.entries(checks).map(([check, result]) => ({
      check,
      ok: result === "ok",
      ...(meanings[check] ?? unknownMeaning),
    }));
    return [...standing, await rolesApart(database), ...(await standby(config, database))];
  } finally {
    await db.destroy();
    await database.close();
  }
}

async function isSetUp(owner: string): Promise<boolean> {
  const client = await connectOnce(owner);
  try {
    const { rows } = await client.query<{ there: boolean }>(
      "select to_regclass('aval.deployment') is not null as there",
    );
    return rows[0]?.there === true;
  } finally {
    await client.end();
  }
}

const neverStarted = {
  fr: "Rien n'a encore démarré sur cette base : aval sandbox, ou aval migrate.",
  en: "Nothing has started on this database yet: aval sandbox, or aval migrate.",
};
const unknownMeaning = { fr: "Ne tient pas.", en: "Does not hold." };

const meanings: Readonly<Record<string, { fr: string; en: string }>> = {
  database: { fr: "La base ne répond pas.", en: "The database does not answer." },
  migrations: {
    fr: "Le schéma n'est pas celui de cette version : aval migrate.",
    en: "The schema is not this version's: aval migrate.",
  },
  keys: {
    fr: "Les clés ne sont pas celles de cette base.",
    en: "The keys are not this database's.",
  },
  clock: {
    fr: "L'horloge de cette machine est à plus d'une seconde de celle de la base : réglez NTP.",
    en: "This machine's clock is more than a second from the database's: set NTP.",
  },
};

/** Law 8 rests on it: what the server's role can read must not help to guess a code. */
async function rolesApart({ urls }: OpenDatabase): Promise<Finding> {
  const refusals = await Promise.all([
    isRefused(urls.server, "select from pin.pin_now()"),
    isRefused(urls.pin, "select from aval.deployment"),
    isRefused(urls.server, "update aval.clock_offset set ahead = ahead"),
  ]);
  return {
    check: "roles",
    ok: refusals.every(Boolean),
    fr: "Un rôle voit le schéma d'un autre : aval migrate remet les droits.",
    en: "A role sees another's schema: aval migrate sets the rights again.",
  };
}

async function isRefused(url: string, statement: string): Promise<boolean> {
  const client = await connectOnce(url);
  try {
    await client.query(statement);
    return false;
  } catch (error) {
    return sqlState(error) === "42501";
  } finally {
    await client.end();
  }
}

/** Without a synchronous standby, what was acknowledged can be lost with one disk (law 6). */
async function standby(config: Config, { urls }: OpenDatabase): Promise<readonly Finding[]> {
  if (config.mode !== "production") return [];
  const client: pg.Client = await connectOnce(urls.owner);
  try {
    const { rows } = await client.query<{ names: string }>(
      "select current_setting('synchronous_standby_names') as names",
    );
    return [
      {
        check: "standby",
        ok: rows[0]?.names !== "",
        fr: "Pas de réplique synchrone : la loi 6 ne survit pas à la perte d'un disque.",
        en: "No synchronous standby: law 6 does not survive the loss of a disk.",
      },
    ];
  } finally {
    await client.end();
  }
}
