import { errors } from "#errors";
import { lifetimes } from "#lifetimes";
import type { Software } from "#modules/software";
import type { AnyTables, Database } from "#platform/database";
import { Halt } from "#platform/halt";
import { type Duration, days, type Instant } from "#platform/time";
import type { Io } from "./io.ts";

export const keyUsage = `aval client key add CLIENT [--days N] [--json]
aval client key list CLIENT [--json]
aval client key remove CLIENT KEY [--json]

Keys with which a service reads the directory (FHIR). add prints the key once: only its hash is kept. remove takes the short
identifier that list shows, and ends that key at once.

  --days N                   how long the key serves, 1 to 1096 (default ${lifetimes.apiKey / days(1)})`;

export type KeyDeps = {
  readonly software: Software;
  readonly db: Database<AnyTables>;
  readonly io: Io;
  readonly asJson: boolean;
};

const operator = "operator";
/** Three years: a key that outlives the people who know where it is cannot be renewed. */
const daysMax = 1096;

/** What `aval client key …` asks for, or `undefined` when it cannot be read. */
export function keyActionOf(
  words: readonly string[],
  daysGiven: string | undefined,
): ((deps: KeyDeps) => Promise<number>) | undefined {
  const [action, client, key, ...others] = words;
  if (client === undefined || others.length > 0) return undefined;
  if (action === "add" && key === undefined) {
    const life = lifeOf(daysGiven);
    return (deps) => add(deps, client, life);
  }
  if (action === "list" && key === undefined) return (deps) => list(deps, client);
  if (action === "remove" && key !== undefined) return (deps) => remove(deps, client, key);
  return undefined;
}

function lifeOf(given: string | undefined): Duration {
  if (given === undefined) return lifetimes.apiKey;
  const count = /^\d{1,4}$/.test(given) ? Number(given) : 0;
  if (count >= 1 && count <= daysMax) return days(count);
  throw new Halt(`--days : de 1 à ${daysMax}.`, `--days: 1 to ${daysMax}.`);
}

async function add({ software, db, io, asJson }: KeyDeps, client: string, life: Duration) {
  const outcome = await software.issueKey(db, client, { by: operator, life });
  if (!outcome.ok) return unknownService(io, client);
  const { id, key, expiresAt } = outcome.value;
  if (asJson) {
    io.out(JSON.stringify({ clientId: client, id, key: key.reveal(), expiresAt: iso(expiresAt) }));
    return 0;
  }
  io.out(`id       ${id}`);
  io.out(`clé/key  ${key.reveal()}`);
  io.out(`fin/end  ${iso(expiresAt)}`);
  io.err("La clé ne sera plus jamais montrée. / The key will never be shown again.");
  return 0;
}

async function list({ software, io, asJson }: KeyDeps, client: string) {
  if (!(await software.find(client))) return unknownService(io, client);
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
      io.out(`${id}  ${state.padEnd(8)} ${expiresAt}  ${lastUsedOn ?? "-"}`);
  return 0;
}

async function remove({ software, db, io, asJson }: KeyDeps, client: string, key: string) {
  const outcome = await software.removeKey(db, client, key, operator);
  if (!outcome.ok) {
    const { fr, en } = errors[outcome.refusal];
    io.err(`${fr}\n${en}`);
    return 1;
  }
  io.out(
    asJson
      ? JSON.stringify({ clientId: client, id: key, removed: true })
      : `${key} : retirée / removed`,
  );
  return 0;
}

const iso = (moment: Instant) => new Date(moment).toISOString();

function unknownService(io: Io, id: string): number {
  io.err(`Aucun service n'a l'identifiant « ${id} ».\nNo service has the identifier "${id}".`);
  return 1;
}
