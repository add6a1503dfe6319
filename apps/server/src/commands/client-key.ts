import { lifetimes } from "#lifetimes";
import type { Software } from "#modules/software";
import type { AnyTables, Database } from "#platform/database";
import { type Duration, days, type Instant } from "#platform/time";
import { momentText } from "../phone/moment.ts";
import { takeWords, wholeNumber } from "./arguments.ts";
import type { Io } from "./io.ts";
import { Refused, refusedBy } from "./misuse.ts";

/** Three years: a key that outlives the people who know where it is cannot be renewed. */
const daysMax = 1096;

export const keyPages = {
  "key add": `aval client key add CLIENT [--days N] [--json]

Gives a service a key with which it reads the directory (FHIR). Prints it once: only its hash is kept. Not for a service without a
secret (--public), which could not keep it.

  --days N                   how long the key serves, 1 to ${daysMax} (default ${lifetimes.apiKey / days(1)})`,
  "key list": `aval client key list CLIENT [--json]

Lists a service's keys: short identifier, state, end, day of last use.`,
  "key remove": `aval client key remove CLIENT KEY [--json]

Ends a key at once. KEY is the short identifier that list shows.`,
};

export type KeyDeps = {
  readonly software: Software;
  readonly db: Database<AnyTables>;
  readonly io: Io;
  readonly asJson: boolean;
};

const operator = "operator";
/** What follows `aval client key`, read before any database is opened. */
export const keyActions: Readonly<
  Record<
    string,
    (words: readonly string[], daysGiven: string | undefined) => (deps: KeyDeps) => Promise<number>
  >
> = {
  add: (words, daysGiven) => {
    const [client] = takeWords(words, ["CLIENT"]);
    const life = lifeOf(daysGiven);
    return (deps) => add(deps, client, life);
  },
  list: (words) => {
    const [client] = takeWords(words, ["CLIENT"]);
    return (deps) => list(deps, client);
  },
  remove: (words) => {
    const [client, key] = takeWords(words, ["CLIENT", "KEY"]);
    return (deps) => remove(deps, client, key);
  },
};

function lifeOf(given: string | undefined): Duration {
  if (given === undefined) return lifetimes.apiKey;
  return days(wholeNumber("--days", given, 1, daysMax));
}

async function add({ software, db, io, asJson }: KeyDeps, client: string, life: Duration) {
  const outcome = await software.issueKey(db, client, { by: operator, life });
  if (!outcome.ok) {
    if (outcome.refusal === "unknown_service") throw unknownService(client);
    if (outcome.refusal === "key_taken") throw new Error("32 random bytes were drawn twice");
    throw refusedBy(outcome.refusal);
  }
  const { id, key, expiresAt } = outcome.value;
  if (asJson) {
    io.out(JSON.stringify({ clientId: client, id, key: key.reveal(), expiresAt: iso(expiresAt) }));
    return 0;
  }
  io.out(`id       ${id}`);
  io.out(`clé/key  ${key.reveal()}`);
  io.out(`fin/end  ${momentText(expiresAt)}`);
  io.err("La clé ne sera plus jamais montrée. / The key will never be shown again.");
  return 0;
}

async function list({ software, io, asJson }: KeyDeps, client: string) {
  if (!(await software.find(client))) throw unknownService(client);
  const keys = (await software.keysOf(client)).map((key) => ({
    id: key.id,
    state: key.state,
    issuedAt: iso(key.issuedAt),
    expiresAt: iso(key.expiresAt),
    lastUsedOn: key.lastUsedOn ?? null,
  }));
  if (asJson) io.out(JSON.stringify(keys));
  else
    for (const { id, state, expiresAt, lastUsedOn } of keys)
      io.out(
        `${id}  ${state.padEnd(8)} ${momentText(Date.parse(expiresAt))}  ${lastUsedOn ?? "-"}`,
      );
  return 0;
}

async function remove({ software, db, io, asJson }: KeyDeps, client: string, key: string) {
  const outcome = await software.removeKey(db, client, key, operator);
  if (!outcome.ok) throw refusedBy(outcome.refusal);
  io.out(
    asJson
      ? JSON.stringify({ clientId: client, id: key, removed: true })
      : `${key} : retirée / removed`,
  );
  return 0;
}

const iso = (moment: Instant) => new Date(moment).toISOString();

/** The registry's own refusal speaks to whoever a service sent; this one to whoever typed its id. */
export function unknownService(id: string): Refused {
  return new Refused(
    "unknown_service",
    `Aucun service n'a l'identifiant « ${id} ». « aval client list » les donne tous.`,
    `No service has the identifier "${id}". "aval client list" gives them all.`,
  );
}
