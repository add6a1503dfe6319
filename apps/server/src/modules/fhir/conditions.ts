import { type RawBuilder, sql } from "kysely";
import { type CodedColumn, systemOf } from "./codings.ts";
import { identifierSystems, idsWith, roleIdentifierSystem } from "./identifiers.ts";
import { organizationKey, practitionerKey, roleKey } from "./ids.ts";
import type { Criterion, Values } from "./query.ts";
import type { ResourceType, TextColumn } from "./search-parameters.ts";
import type { DateRange, Token } from "./values.ts";

/**
 * Each criterion as a condition on `r`, one row of a type's view. Written so that PostgreSQL finds an index for it: sets of
 * keys in place of OR across tables, and comparisons that are literally those of an index. Codes and ids go as one array, so that
 * the text depends on which parameters are used and not on how many values they have.
 */
export type Condition = RawBuilder<boolean>;

const never: Condition = sql`false`;

export const views: Readonly<Record<ResourceType, string>> = {
  Practitioner: "fhir_practitioner",
  PractitionerRole: "fhir_role",
  Organization: "fhir_organization",
};

/** `base`: our own address, which role identifiers are made of. */
export function conditionOf(type: ResourceType, criterion: Criterion, base: string): Condition {
  const { parameter, values } = criterion;
  const { target } = parameter;
  switch (target.kind) {
    case "id":
      return byId(type, textsOf(values));
    case "lastUpdated":
      return anyOf(values.kind === "dates" ? values.of.map(byDate) : []);
    case "active":
      return anyOf(values.kind === "booleans" ? statesOf(type, values.of) : []);
    case "identifier":
      return byIdentifier(type, values.kind === "tokens" ? values.of : [], base);
    case "text":
      return byText(type, target.columns, textsOf(values), criterion.modifier);
    case "code":
      return byCode(type, target.columns, values.kind === "tokens" ? values.of : []);
    case "reference":
      return byReference(target.to, criterion, base);
  }
}

/** Each state once, however often it was given. */
function statesOf(type: ResourceType, states: readonly boolean[]): Condition[] {
  return [...new Set(states)].map((is) => byState(type, is));
}

/** As the view says it, but where PostgreSQL can join: one by one, places without anybody would cost seconds. */
function byState(type: ResourceType, isActive: boolean): Condition {
  const active: Condition =
    type === "Organization"
      ? sql`exists (select from fhir_role w where w.organization = r.key and w.active)`
      : sql`r.active`;
  return isActive ? active : sql`not ${active}`;
}

function textsOf(values: Values): readonly string[] {
  return values.kind === "ids" || values.kind === "texts" ? values.of : [];
}

function anyOf(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? never : sql`(${sql.join(conditions, sql` or `)})`;
}

function defined<T>(values: readonly (T | undefined)[]): T[] {
  return values.filter((value) => value !== undefined) as T[];
}

function byId(type: ResourceType, ids: readonly string[]): Condition {
  if (type === "Practitioner")
    return sql`r.key = any(${defined(ids.map(practitionerKey))}::text[])`;
  if (type === "PractitionerRole") return sql`r.key = any(${defined(ids.map(roleKey))}::bigint[])`;
  return organizations(sql`r.key`, ids);
}

/** Structures by id: `column` holds their key. */
function organizations(column: RawBuilder<unknown>, ids: readonly string[]): Condition {
  const keys = defined(ids.map(organizationKey));
  const plain = keys.flatMap((one) => ("key" in one ? [one.key] : []));
  const hashes = keys.flatMap((one) => ("md5" in one ? [one.md5] : []));
  const byKey = sql<boolean>`${column} = any(${plain}::text[])`;
  if (hashes.length === 0) return byKey;
  return sql`(${byKey} or ${column} in (select key from fhir_organization
    where md5(key) = any(${hashes}::text[]) and length(key) > 21))`;
}

/** A resource's moment is one of the range's, before it, or after it (FHIR R4, 2.21.1.5.3). */
function byDate({ prefix, from, until }: DateRange): Condition {
  const start = sql`${from}::timestamptz`;
  const end = sql`${until}::timestamptz`;
  switch (prefix) {
    case "eq":
      return sql`(r.last_updated >= ${start} and r.last_updated < ${end})`;
    case "ne":
      return sql`(r.last_updated < ${start} or r.last_updated >= ${end})`;
    case "gt":
    case "sa":
      return sql`r.last_updated >= ${end}`;
    case "ge":
      return sql`r.last_updated >= ${start}`;
    case "lt":
    case "eb":
      return sql`r.last_updated < ${start}`;
    case "le":
      return sql`r.last_updated < ${end}`;
  }
}

function byIdentifier(type: ResourceType, tokens: readonly Token[], base: string): Condition {
  if (type === "Practitioner") {
    const ids = tokens.flatMap(({ system, code }) => idsWith(system, code));
    return sql`r.key in (select key from fhir_practitioner where national_id = any(${ids}::text[])
      union select practitioner from fhir_identifier where value = any(${ids}::text[]))`;
  }
  if (type === "PractitionerRole") {
    const system = roleIdentifierSystem(base);
    return byId(
      type,
      tokens.filter((token) => (token.system ?? system) === system).map(({ code }) => code),
    );
  }
  return byNumber(tokens);
}

/** A structure's numbers, each in its column. */
function byNumber(tokens: readonly Token[]): Condition {
  const of = (system: string) => codesOf(tokens, () => system);
  const { finess, sirene, technical } = identifierSystems;
  return anyOf([
    ...among(sql`r.finess`, of(finess)),
    ...among(sql`r.siret`, of(sirene)),
    ...among(sql`r.siren`, of(sirene)),
    // The key is the technical id where there is one, and has the index.
    ...among(sql`r.key`, of(technical)).map(
      (isKey) => sql<boolean>`(${isKey} and r.technical_id = r.key)`,
    ),
  ]);
}

/** The codes of those tokens that mean a column, which says what system each code of it belongs to. */
function codesOf(
  tokens: readonly Token[],
  systemOfCode: (code: string) => string | undefined,
): string[] {
  return tokens
    .filter(({ system, code }) => system === undefined || (systemOfCode(code) ?? "") === system)
    .map(({ code }) => code);
}

/** Nothing where there are no codes: an empty alternative would still be planned. */
function among(column: RawBuilder<unknown>, codes: readonly string[]): Condition[] {
  return codes.length === 0 ? [] : [sql`${column} = any(${[...codes]}::text[])`];
}

const nameColumns: Readonly<Record<"family" | "given", RawBuilder<string>>> = {
  family: sql`n.family`,
  given: sql`n.given`,
};
const structureColumns: Readonly<
  Record<Exclude<TextColumn, "family" | "given">, RawBuilder<string>>
> = {
  name: sql`r.name`,
  alias: sql`r.alias`,
  city: sql`r.city`,
  postalCode: sql`r.postal_code`,
};

function byText(
  type: ResourceType,
  columns: readonly TextColumn[],
  texts: readonly string[],
  modifier: Criterion["modifier"],
): Condition {
  const matches = columns.flatMap((name) =>
    texts.map((text) => {
      const isOfPerson = name === "family" || name === "given";
      const column = isOfPerson ? nameColumns[name] : structureColumns[name];
      return textMatch(column, text.normalize("NFC"), modifier);
    }),
  );
  if (type !== "Practitioner") return anyOf(matches);
  return sql`r.key in (select n.practitioner from fhir_name n where ${anyOf(matches)})`;
}

/** No text that begins with a prefix is beyond that prefix and this. */
const lastCharacter = "\u{10ffff}";

function textMatch(
  column: RawBuilder<string>,
  text: string,
  modifier: Criterion["modifier"],
): Condition {
  const folded = sql`fhir_fold(${column})`;
  const asked = sql`fhir_fold(${text}::text)`;
  // Nothing is written that way where there is nothing: an empty name begins no search.
  const present = sql`${column} <> ''`;
  if (modifier === "exact")
    return sql`(${folded} = ${asked} and ${column} = ${text} and ${present})`;
  // What `%` and `_` would mean is gone: folding makes them spaces.
  if (modifier === "contains") return sql`(${folded} like '%' || ${asked} || '%' and ${present})`;
  // A range of the index, which `like` would be too, but compare each name again.
  return sql`(${folded} ~>=~ ${asked} and ${folded} ~<~ (${asked} || ${lastCharacter}::text) and ${present})`;
}

const codeColumns: Readonly<Record<CodedColumn, RawBuilder<string>>> = {
  profession: sql`q.profession`,
  category: sql`q.category`,
  knowHowType: sql`q.know_how_type`,
  knowHow: sql`q.know_how`,
  genre: sql`r.genre`,
  mode: sql`r.mode`,
  role: sql`r.role`,
  pharmacistSection: sql`r.pharmacist_section`,
  sector: sql`s.sector`,
};

function byCode(
  type: ResourceType,
  columns: readonly CodedColumn[],
  tokens: readonly Token[],
): Condition {
  const matches = anyOf(
    columns.flatMap((name) => among(codeColumns[name], codesOf(tokens, systemOf[name]))),
  );
  if (type === "PractitionerRole") return matches;
  return type === "Practitioner"
    ? sql`r.key in (select q.practitioner from fhir_qualification q where ${matches})`
    : sql`r.key in (select s.organization from fhir_sector s where ${matches})`;
}

function byReference(
  to: "Practitioner" | "Organization",
  { chained, values }: Criterion,
  base: string,
): Condition {
  const column = to === "Practitioner" ? sql`r.practitioner` : sql`r.organization`;
  if (chained)
    return sql`${column} in (select r.key from ${sql.table(views[to])} r where ${conditionOf(to, chained, base)})`;
  const ids = textsOf(values);
  return to === "Practitioner"
    ? sql`r.practitioner = any(${defined(ids.map(practitionerKey))}::text[])`
    : organizations(column, ids);
}
