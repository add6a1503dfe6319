import { thumbprint } from "@aval/protocol";
import { sql } from "kysely";
import { createAudit } from "#modules/audit";
import { createIdentityProviders, createSoftware } from "#modules/software";
import { databaseClock } from "#platform/clock";
import type { Config } from "#platform/config";
import { type AnyTables, connect, connectOnce, type Database, sqlState } from "#platform/database";
import { type OpenDatabase, openDatabase, refuseOtherDeployment } from "#platform/deployment";
import { Halt } from "#platform/halt";
import { type Keys, openKeys } from "#platform/keys";
import { readMigrations } from "#platform/migrate";
import { nodeChecks, readiness } from "#platform/probes";
import { systemRandom } from "#platform/random";
import { type Clock, hours, type Instant } from "#platform/time";
import { sandboxServices } from "../sandbox/services.ts";
import { diskFindings, keyAges, nodeFinding, pinFindings, rootApart } from "./around.ts";
import { cardFindings } from "./cards.ts";
import { type Finding, fine, type Sentence, unless, warn, wrong } from "./finding.ts";
import { retentionFinding } from "./keeping.ts";
import { servingFinding } from "./serving.ts";
import { smsFindings } from "./sms.ts";
import { witnessFindings } from "./witnesses.ts";

/** Looks at everything and changes nothing. One thing that cannot be looked at hides no other. */
export async function examine(config: Config, now: Instant): Promise<readonly Finding[]> {
  const keys = await opened("keys", () =>
    openKeys({ folder: config.keysDir, mode: config.mode, followMs: 0 }),
  );
  const database = await opened("database", () => openDatabase(config));
  return [
    nodeFinding(),
    "finding" in keys ? keys.finding : await keyAges(config.keysDir, now),
    ...(await rootApart(config)),
    ...("finding" in database
      ? [database.finding]
      : await databaseFindings(config, database.value, "value" in keys ? keys.value : undefined)),
    ...(await pinFindings(config)),
    await servingFinding(config),
    ...(await cardFindings(config)),
    ...mailFindings(config),
    ...(await smsFindings(config)),
    ...contactFindings(config),
    ...(await diskFindings(config)),
  ];
}

/** Whoever cannot be told of a phone cannot stop it (law 4): a production without a way out for mail is not one. */
function mailFindings({ mode, mail }: Config): readonly Finding[] {
  if (mode !== "production") return [];
  return [
    unless(mail !== undefined, "mail", {
      fr: "Personne n'est prévenu : donnez AVAL_SMTP_URL et AVAL_MAIL_FROM. Ce qui est dit attend jusque-là.",
      en: "Nobody is told: give AVAL_SMTP_URL and AVAL_MAIL_FROM. What is told waits until then.",
    }),
  ];
}

/** Whoever finds a weakness of this deployment tells its operator, or the world. */
function contactFindings({ mode, securityContacts }: Config): readonly Finding[] {
  if (mode !== "production") return [];
  if (securityContacts.length > 0) return [fine("contact")];
  return [
    warn("contact", {
      fr: "Qui trouve une faille ne sait à qui l'écrire : donnez AVAL_SECURITY_CONTACT.",
      en: "Whoever finds a weakness does not know whom to write to: give AVAL_SECURITY_CONTACT.",
    }),
  ];
}

type Opened<T> = { readonly value: T } | { readonly finding: Finding };

/** What halts a start is a finding here: its sentence says what to do. */
async function opened<T>(check: string, open: () => Promise<T>): Promise<Opened<T>> {
  try {
    return { value: await open() };
  } catch (fault) {
    if (!(fault instanceof Halt)) throw fault;
    return { finding: wrong(check, fault) };
  }
}

async function databaseFindings(
  config: Config,
  database: OpenDatabase,
  keys: Keys | undefined,
): Promise<readonly Finding[]> {
  const { urls } = database;
  const db = connect(urls.server, { searchPath: "aval", max: 2 });
  try {
    if (!(await isSetUp(urls.server))) return [wrong("migrations", neverStarted)];
    const clock = await databaseClock(db);
    clock.stop();
    return [
      ...(keys ? await nodeFindings(config, urls.server, keys, clock) : []),
      ...(await roleFindings(config, database)),
      ...(await standby(config, urls.server)),
      ...(await testAccounts(config, db, clock)),
      await sequencer(db, clock),
      await retentionFinding(db),
      ...(await witnessFindings(config, db)),
      await establishments(db, clock),
      await searches(db),
    ];
  } finally {
    await db.destroy();
    await database.close();
  }
}

/** The server's role itself is made when a database is first migrated: one that cannot come in finds nothing set up either. */
async function isSetUp(url: string): Promise<boolean> {
  const client = await connectOnce(url).catch((fault: unknown) => {
    if (sqlState(fault)?.startsWith("28")) return undefined;
    throw fault;
  });
  if (!client) return false;
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
  fr: "Rien n'a encore démarré sur cette base, ou elle refuse le rôle du serveur (AVAL_DATABASE_URL) : aval migrate (production), ou aval sandbox.",
  en: "Nothing has started on this database yet, or it refuses the server's role (AVAL_DATABASE_URL): aval migrate (production), or aval sandbox.",
};

async function nodeFindings(
  config: Config,
  serverUrl: string,
  keys: Keys,
  clock: Awaited<ReturnType<typeof databaseClock>>,
): Promise<readonly Finding[]> {
  const root = await thumbprint(keys.root);
  const migrations = await readMigrations();
  const { checks } = await readiness(nodeChecks({ serverUrl, migrations, root, keys, clock }));
  const claimed = await opened("deployment", () =>
    refuseOtherDeployment(serverUrl, config.mode, root),
  );
  return [
    ...Object.entries(checks).map(([check, result]) =>
      unless(result === "ok", check, meanings[check] ?? unknownMeaning),
    ),
    "finding" in claimed ? claimed.finding : fine("deployment"),
  ];
}

const unknownMeaning = { fr: "Ne tient pas.", en: "Does not hold." };

const meanings: Readonly<Record<string, Sentence>> = {
  database: { fr: "La base ne répond pas.", en: "The database does not answer." },
  migrations: {
    fr: "Le schéma n'est pas celui de cette version : aval migrate.",
    en: "The schema is not this version's: aval migrate.",
  },
  keys: {
    fr: "Les clés ne sont pas celles de cette base : copiez AVAL_KEYS_DIR d'un nœud qui va bien.",
    en: "The keys are not this database's: copy AVAL_KEYS_DIR from a node that is well.",
  },
  clock: {
    fr: "L'horloge de cette machine est à plus d'une seconde de celle de la base : réglez NTP des deux côtés.",
    en: "This machine's clock is more than a second from the database's: set NTP on both.",
  },
};

/** Law 8 rests on it: what the server's role can read must not help to guess a code. */
async function roleFindings(config: Config, { urls }: OpenDatabase): Promise<readonly Finding[]> {
  const refusals = await Promise.all([
    isRefused(urls.server, "select from pin.pin_now()"),
    isRefused(urls.server, "update aval.clock_offset set ahead = ahead"),
    ...(urls.pin ? [isRefused(urls.pin, "select from aval.deployment")] : []),
  ]);
  const apart = unless(refusals.every(Boolean), "roles", {
    fr: "Un rôle peut plus qu'il ne doit : aval migrate remet les droits. Un superutilisateur n'est pas un rôle de serveur.",
    en: "A role may do more than it should: aval migrate sets the rights again. A superuser is no server's role.",
  });
  if (config.mode !== "production" || !urls.owner) return [apart];
  return [
    apart,
    warn("owner", {
      fr: "Ce nœud tient l'URL du propriétaire, avec laquelle le journal peut être réécrit : donnez-lui celle du rôle du serveur, et gardez l'autre pour aval migrate.",
      en: "This node holds the owner's URL, with which the log can be rewritten: give it the server role's, and keep the other for aval migrate.",
    }),
  ];
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
async function standby(config: Config, url: string): Promise<readonly Finding[]> {
  if (config.mode !== "production") return [];
  const client = await connectOnce(url);
  try {
    const { rows } = await client.query<{ names: string; commits: string }>(
      "select current_setting('synchronous_standby_names') as names, current_setting('synchronous_commit') as commits",
    );
    const { names = "", commits = "" } = rows[0] ?? {};
    if (["off", "local"].includes(commits)) {
      return [
        wrong("standby", {
          fr: `synchronous_commit vaut « ${commits} » : ce qui a été confirmé peut se perdre. Mettez on, ou remote_apply.`,
          en: `synchronous_commit is "${commits}": what was acknowledged can be lost. Set on, or remote_apply.`,
        }),
      ];
    }
    return names === "" ? [warn("standby", noStandby)] : [fine("standby")];
  } finally {
    await client.end();
  }
}

const noStandby = {
  fr: "Pas de réplique synchrone : la loi 6 ne survit pas à la perte d'un disque. Réglez synchronous_standby_names.",
  en: "No synchronous standby: law 6 does not survive the loss of a disk. Set synchronous_standby_names.",
};

/** Everybody knows the secrets of the sandbox's services. */
async function testAccounts(
  config: Config,
  db: Database<AnyTables>,
  clock: Clock,
): Promise<readonly Finding[]> {
  if (config.mode !== "production") return [];
  const audit = createAudit({ clock, random: systemRandom });
  const software = createSoftware({ db, random: systemRandom, audit });
  const found = await Promise.all(sandboxServices(config).map(({ id = "" }) => software.find(id)));
  const known = found.flatMap((service) => service?.id ?? []);
  return [
    unless(known.length === 0, "test", {
      fr: `Des services d'essai, au secret connu de tous, sont là : aval client remove ${known.join(", ")}.`,
      en: `Test services, whose secret everybody knows, are there: aval client remove ${known.join(", ")}.`,
    }),
  ];
}

/** A first import sets searches aside and makes them again; killed in between, it leaves them to the next one. */
async function searches(db: Database<AnyTables>): Promise<Finding> {
  const { rows } = await sql<{ aside: boolean }>`
    select exists (select from paused_search)
      and not exists (select from pg_locks where locktype = 'advisory' and objid = hashtext('aval.directory.import')::oid) as aside`.execute(
    db,
  );
  return rows[0]?.aside
    ? warn("searches", {
        fr: "Un import a été interrompu : les recherches dans l'annuaire sont lentes et ses renvois ne sont plus vérifiés. Relancez aval import rpps sur le même fichier.",
        en: "An import was cut short: searches in the directory are slow and its references unchecked. Run aval import rpps on the same file again.",
      })
    : fine("searches");
}

/** What a restore brought back waits for the operator's word. */
async function establishments(db: Database<AnyTables>, clock: Clock): Promise<Finding> {
  const audit = createAudit({ clock, random: systemRandom });
  const providers = await createIdentityProviders({ db, audit }).list();
  const asleep = providers.flatMap(({ name, isAsleep }) => (isAsleep ? [name] : [])).join(", ");
  if (asleep === "") return fine("idp");
  return warn("idp", {
    fr: `Fournisseurs d'identité endormis depuis une restauration : ${asleep}. aval idp confirm, ou aval idp remove.`,
    en: `Identity providers asleep since a restore: ${asleep}. aval idp confirm, or aval idp remove.`,
  });
}

/** A fact takes its place within seconds; one an hour old says that nobody gives places. */
async function sequencer(db: Database<AnyTables>, clock: Clock): Promise<Finding> {
  const audit = createAudit({ clock, random: systemRandom });
  const { oldestMs } = await audit.backlog(db);
  return oldestMs < hours(1)
    ? fine("log")
    : warn("log", {
        fr: "Des faits attendent leur place dans le journal depuis plus d'une heure : aucun serveur ne tourne, ou « sequencer_failed » est dans ses lignes.",
        en: 'Facts have waited for their place in the log for over an hour: no server runs, or "sequencer_failed" is in its lines.',
      });
}
