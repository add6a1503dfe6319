import { limits as bounds, lifetimes } from "#lifetimes";
import type { Audit, AuditTables } from "#modules/audit";
import type { Limits, LimitTables } from "#modules/limits";
import type { Software } from "#modules/software";
import { type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import type { Random } from "#platform/random";
import type { Clock } from "#platform/time";
import { type Bundle, searchset, type Versioned, versioned } from "./bundle.ts";
import { organizationKey, practitionerKey, roleKey } from "./ids.ts";
import { organization } from "./organization.ts";
import { type OperationOutcome, warningOutcome } from "./outcome.ts";
import { open, type PageLink, seal } from "./page-link.ts";
import { practitioner } from "./practitioner.ts";
import { practitionerRole } from "./practitioner-role.ts";
import { type Pair, type Refused, readPairs, readSearch, type Search, written } from "./query.ts";
import type { ResourceType } from "./search-parameters.ts";
import * as store from "./store.ts";
import type { WrongKeys } from "./wrong-keys.ts";

type Tables = store.FhirTables & AuditTables & LimitTables;

export type FhirDeps = {
  /** A pool of its own: a reader of the directory never keeps a sign-in waiting. */
  readonly db: Database<Tables>;
  readonly clock: Clock;
  readonly random: Random;
  readonly software: Pick<Software, "byKey" | "bySecret">;
  readonly limits: Pick<Limits, "spend">;
  readonly wrongKeys: WrongKeys;
  readonly audit: Pick<Audit, "append">;
  /** The secrets that all nodes share, the one to use first. */
  readonly secrets: () => readonly [string, ...string[]];
  /** Our own address: `https://issuer.example/fhir/v2`. */
  readonly base: string;
};

/** What a request says of who sends it. A key decides where both are given. */
export type Credentials = {
  /** Where it comes from, for what a network may try. */
  readonly network: string;
  readonly key: string | undefined;
  readonly basic: { readonly id: string; readonly secret: string } | undefined;
};

/** The active service that asks, if it is one and has asked little enough lately. */
export async function admit(
  deps: FhirDeps,
  credentials: Credentials,
): Promise<Outcome<string, "fhir_unauthorized" | "too_many">> {
  const known = await serviceOf(deps, credentials);
  if (!known.ok) return known;
  const service = known.value;
  const { db, limits } = deps;
  const { directoryReadWindow } = lifetimes;
  const within = await limits.spend(
    db,
    "directory_read",
    service,
    bounds.directoryReads,
    directoryReadWindow,
  );
  return within ? done(service) : deny("too_many");
}

/** Whose key or secret this is. Asks the database only while the network may still try. */
async function serviceOf(
  { software, wrongKeys, clock }: FhirDeps,
  { network, key, basic }: Credentials,
): Promise<Outcome<string, "fhir_unauthorized" | "too_many">> {
  if (key === undefined && !basic) return deny("fhir_unauthorized");
  const credential = JSON.stringify(key ?? [basic?.id, basic?.secret]);
  const settle = wrongKeys.take(network, credential, clock.now());
  if (!settle) return deny("too_many");
  const service =
    key !== undefined
      ? await software.byKey(key)
      : basic && (await software.bySecret(basic.id, basic.secret));
  settle(service !== undefined);
  return service === undefined ? deny("fhir_unauthorized") : done(service);
}

/** One resource by its id. */
export async function read(
  deps: FhirDeps,
  service: string,
  type: ResourceType,
  id: string,
): Promise<Outcome<Versioned, "fhir_unknown_resource" | "fhir_too_costly">> {
  const found = await store.reading(deps.db, lifetimes.directorySearch, async (tx) => {
    const key = await keyOf(tx, type, id);
    return key === undefined ? [] : resources(deps, tx, type, [key]);
  });
  if (!found) return deny("fhir_too_costly");
  await store.countReading(deps.db, service, found.length);
  const [resource] = found;
  return resource ? done(resource) : deny("fhir_unknown_resource");
}

async function keyOf(
  tx: Database<store.FhirTables>,
  type: ResourceType,
  id: string,
): Promise<string | undefined> {
  if (type === "Practitioner") return practitionerKey(id);
  if (type === "PractitionerRole") return roleKey(id);
  const key = organizationKey(id);
  if (key === undefined) return undefined;
  return "key" in key ? key.key : store.longKey(tx, key.md5);
}

export type SearchRefusal =
  | Refused
  | { readonly ok: false; readonly refusal: "fhir_invalid_page"; readonly about?: string };

/** A page of a search: the first, or the one that a `next` link of this service leads to. */
export async function search(
  deps: FhirDeps,
  service: string,
  asked: { readonly type: ResourceType; readonly pairs: readonly Pair[]; readonly strict: boolean },
): Promise<{ readonly ok: true; readonly value: Bundle } | SearchRefusal> {
  const { type } = asked;
  const link = linkOf(deps, service, asked);
  if (link && !link.ok) return link;
  const followed = link?.value;
  const pairs = followed ? pairsOf(followed.query) : asked.pairs;
  const query = readSearch(pairs, { type, base: deps.base, strict: asked.strict && !followed });
  if (!query.ok) return query;

  const found = await store.reading(deps.db, lifetimes.directorySearch, (tx) =>
    look(deps, tx, query.value, followed),
  );
  if (!found) return { ok: false, refusal: "fhir_too_costly", about: type };
  await store.countReading(deps.db, service, found.matches.length + found.included.length);

  const here = `${deps.base}/${type}`;
  const self = followed ? pageOf(asked.pairs) : written(query.value.pairs);
  const next = found.next && nextOf(deps, service, query.value, found.next, found.total);
  return done(
    searchset(
      deps.base,
      { self: `${here}?${self}`, next: next && `${here}?${written([["_page", next]])}` },
      found,
    ),
  );
}

const pageOf = (pairs: readonly Pair[]) => written(pairs.filter(([name]) => name === "_page"));

/** What the request's page link says; absent when it has none. */
function linkOf(
  { secrets }: FhirDeps,
  service: string,
  { type, pairs, strict }: { type: ResourceType; pairs: readonly Pair[]; strict: boolean },
): { ok: true; value: PageLink } | SearchRefusal | undefined {
  const links = pairs.filter(([name]) => name === "_page");
  if (links.length === 0) return undefined;
  const other = pairs.find(([name]) => !["_page", "_format", "_pretty"].includes(name));
  if (other && strict) return { ok: false, refusal: "fhir_unknown_parameter", about: other[0] };
  const link = links.length === 1 && open(links[0]?.[1] ?? "", service, secrets());
  if (!link || link.type !== type) return { ok: false, refusal: "fhir_invalid_page" };
  return done(link);
}

/** What we sealed ourselves can be read. */
function pairsOf(query: string): readonly Pair[] {
  const read = readPairs(query);
  if (!read.ok) throw new Error("a page link holds a search that cannot be read");
  return read.value;
}

function nextOf(
  { secrets, random }: FhirDeps,
  service: string,
  { type, pairs }: Search,
  after: store.Cursor,
  total: number | undefined,
): string {
  const link = { type, query: written(pairs), after, ...(total !== undefined && { total }) };
  return seal(link, service, secrets()[0], random);
}

type Found = {
  readonly matches: readonly Versioned[];
  readonly included: readonly Versioned[];
  readonly warnings: readonly OperationOutcome[];
  readonly total: number | undefined;
  readonly next: store.Cursor | undefined;
};

/** Roles that come along with a page of people. A page has 200, and nearly everybody has one or two. */
const rolesAlong = 2_000;

async function look(
  deps: FhirDeps,
  tx: Database<store.FhirTables>,
  query: Search,
  followed: PageLink | undefined,
): Promise<Found> {
  const total = followed ? followed.total : await totalOf(deps, tx, query);
  if (query.count === 0) return { matches: [], included: [], warnings: [], total, next: undefined };
  const { keys, next } = await store.page(tx, query, deps.base, followed?.after);
  const matches = await resources(deps, tx, query.type, keys);
  const along = await comeAlong(deps, tx, query, keys);
  return { matches, ...along, total, next };
}

/** `_count=0` asks for nothing but the number (FHIR R4, 2.21.1.7.3). */
async function totalOf(
  { base }: FhirDeps,
  tx: Database<store.FhirTables>,
  query: Search,
): Promise<number | undefined> {
  if (query.total === "accurate" || query.count === 0) return store.count(tx, query, base);
  return query.total === "estimate" ? store.estimate(tx, query, base) : undefined;
}

async function comeAlong(
  deps: FhirDeps,
  tx: Database<store.FhirTables>,
  query: Search,
  keys: readonly string[],
): Promise<Pick<Found, "included" | "warnings">> {
  const included: Versioned[] = [];
  if (query.includes.length > 0) {
    const found = await store.roles(tx, keys);
    const people = found.map((role) => role.practitioner);
    const places = found.flatMap((role) => role.organization ?? []);
    if (query.includes.includes("PractitionerRole:practitioner"))
      included.push(...(await resources(deps, tx, "Practitioner", [...new Set(people)])));
    if (query.includes.includes("PractitionerRole:organization"))
      included.push(...(await resources(deps, tx, "Organization", [...new Set(places)])));
  }
  if (query.revincludes.length === 0) return { included, warnings: [] };
  const roles = await store.rolesOf(tx, keys, rolesAlong);
  included.push(...(await resources(deps, tx, "PractitionerRole", roles.keys)));
  return { included, warnings: roles.isCut ? [warningOutcome(cutSentence)] : [] };
}

const cutSentence = {
  fr: `Toutes les situations d'exercice ne sont pas jointes : ${rolesAlong} au plus par page. Demandez-en de plus petites.`,
  en: `Not every role came along: ${rolesAlong} a page at most. Ask for smaller pages.`,
};

async function resources(
  { base }: FhirDeps,
  tx: Database<store.FhirTables>,
  type: ResourceType,
  keys: readonly string[],
): Promise<Versioned[]> {
  if (keys.length === 0) return [];
  switch (type) {
    case "Practitioner":
      return (await store.practitioners(tx, keys)).map((row) =>
        versioned(practitioner(row), row.last_updated),
      );
    case "PractitionerRole":
      return (await store.roles(tx, keys)).map((row) =>
        versioned(practitionerRole(row, base), row.last_updated),
      );
    case "Organization":
      return (await store.organizations(tx, keys)).map((row) =>
        versioned(organization(row), row.last_updated),
      );
  }
}

/** Tells the audit log how much each service read in the days that are over, and nothing of what. */
export async function report({ db, audit }: Pick<FhirDeps, "db" | "audit">): Promise<void> {
  await transact(db, async (tx) => {
    for (const day of await store.takeEndedDays(tx))
      await audit.append(tx, { fact: "directory_read", ...day });
  });
}
