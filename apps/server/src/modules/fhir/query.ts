import { deny, done, type Outcome } from "#platform/outcome";
import {
  chains,
  includes,
  type Modifier,
  modifiers,
  notHeld,
  pageSize,
  type ResourceType,
  resultParameters,
  revincludes,
  type SearchParameter,
  type Sort,
  searchParameters,
  sorts,
  type Total,
  totals,
} from "./search-parameters.ts";
import {
  type DateRange,
  readBoolean,
  readDate,
  readReference,
  readToken,
  split,
  type Token,
  unescaped,
} from "./values.ts";

/** One parameter as it was given, decoded. Their order and their repetition count. */
export type Pair = readonly [name: string, value: string];

/** One criterion; several are AND, the values of one are OR. */
export type Criterion = {
  readonly parameter: SearchParameter;
  readonly modifier: Modifier | undefined;
  /** On a reference: a criterion on what it leads to, in place of its id. */
  readonly chained: Criterion | undefined;
  readonly values: Values;
};

export type Values =
  | { readonly kind: "texts"; readonly of: readonly string[] }
  | { readonly kind: "tokens"; readonly of: readonly Token[] }
  | { readonly kind: "booleans"; readonly of: readonly boolean[] }
  | { readonly kind: "dates"; readonly of: readonly DateRange[] }
  | { readonly kind: "ids"; readonly of: readonly string[] };

export type Search = {
  readonly type: ResourceType;
  readonly criteria: readonly Criterion[];
  readonly count: number;
  readonly sort: Sort;
  readonly total: Total;
  readonly includes: readonly string[];
  readonly revincludes: readonly string[];
  /** What was taken of the request, in one spelling: the `self` link, and what a page link seals. */
  readonly pairs: readonly Pair[];
};

export type QueryRefusal =
  | "fhir_unknown_parameter"
  | "fhir_not_held"
  | "fhir_unsupported_modifier"
  | "fhir_invalid_value"
  | "fhir_too_costly";

/** What was refused, and which parameter it was: its name as given, never its value. */
export type Refused = {
  readonly ok: false;
  readonly refusal: QueryRefusal;
  readonly about: string;
};
type Read<T> = { readonly ok: true; readonly value: T } | Refused;

const refuse = (refusal: QueryRefusal, about: string): Refused => ({ ...deny(refusal), about });

/** Of a whole search, so that planning it costs PostgreSQL little, whoever wrote it and however. */
const bounds = {
  pairs: 60,
  /** Criteria: each may bring tables of its own along. */
  criteria: 12,
  /** Alternatives of all criteria together. Beyond 100 PostgreSQL no longer sees that a partial index has them all. */
  alternatives: 50,
  /** Those of them that are written out, each an expression to plan: texts and dates. The others go as one array. */
  writtenOut: 20,
  /** Characters in all: a page link seals them and still fits where servers allow 16 kB of headers. */
  characters: 6_000,
} as const;

/** Reads `a=b&c=d`, repetitions included. */
export function readPairs(text: string): Outcome<readonly Pair[], "invalid_request"> {
  const pairs: Pair[] = [];
  for (const part of text.split("&")) {
    if (part === "") continue;
    const at = part.indexOf("=");
    const name = decoded(at < 0 ? part : part.slice(0, at));
    const value = decoded(at < 0 ? "" : part.slice(at + 1));
    if (name === undefined || value === undefined) return deny("invalid_request");
    pairs.push([name, value]);
  }
  return done(pairs);
}

function decoded(part: string): string | undefined {
  try {
    const text = decodeURIComponent(part.replaceAll("+", " "));
    // A control character is nobody's name; a NUL would become a fault in the database.
    return /\p{Cc}/u.test(text) || !text.isWellFormed() ? undefined : text;
  } catch {
    return undefined;
  }
}

export type Reading = {
  readonly type: ResourceType;
  /** Our own base address: references may be given in full. */
  readonly base: string;
  /** What is unknown is refused, not left out. */
  readonly strict: boolean;
};

/** Reads a search. Left out when lenient: unknown names, and parameters without a value (FHIR R4, 2.21.1.0). */
export function readSearch(pairs: readonly Pair[], reading: Reading): Read<Search> {
  const characters = pairs.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (pairs.length > bounds.pairs || characters > bounds.characters)
    return refuse("fhir_too_costly", "*");
  const isResult = ([name]: Pair) => resultParameters.some((one) => one === name.split(":")[0]);
  const results = readResults(pairs.filter(isResult), reading);
  if (!results.ok) return results;
  const criteria: Criterion[] = [];
  const taken: Pair[] = [];
  for (const pair of pairs.filter((one) => !isResult(one) && one[1] !== "")) {
    const read = readCriterion(pair, reading);
    if (read.ok) {
      criteria.push(read.value);
      taken.push(pair);
    } else if (reading.strict || read.refusal !== "fhir_unknown_parameter") return read;
  }
  if (isTooMuch(criteria)) return refuse("fhir_too_costly", "*");
  const { pairs: said, ...asked } = results.value;
  return done({ type: reading.type, criteria, ...asked, pairs: [...taken.sort(byName), ...said] });
}

function isTooMuch(criteria: readonly Criterion[]): boolean {
  const all = criteria.map(({ chained, values }) => (chained ?? { values }).values);
  const sum = (of: readonly Values[]) => of.reduce((total, values) => total + values.of.length, 0);
  const writtenOut = all.filter(({ kind }) => kind === "texts" || kind === "dates");
  return (
    criteria.length > bounds.criteria ||
    sum(all) > bounds.alternatives ||
    sum(writtenOut) > bounds.writtenOut
  );
}

const byName = ([a]: Pair, [b]: Pair) => (a < b ? -1 : a > b ? 1 : 0);

function readCriterion(pair: Pair, reading: Reading): Read<Criterion> {
  const [name, value] = pair;
  const [head = "", ...tail] = name.split(".");
  const [own = "", modifier, ...more] = head.split(":");
  const parameter = searchParameters[reading.type].find((one) => one.name === own);
  if (!parameter) {
    const isHeld = !notHeld[reading.type].includes(own);
    return refuse(isHeld ? "fhir_unknown_parameter" : "fhir_not_held", own);
  }
  if (more.length > 0) return refuse("fhir_unsupported_modifier", head);
  if (parameter.target.kind === "reference")
    return readReferring(parameter, parameter.target.to, { modifier, tail, name, value }, reading);
  if (tail.length > 0) return refuse("fhir_unsupported_modifier", name);
  const known = modifiers[parameter.type].find((one) => one === modifier);
  if (modifier !== undefined && !known) return refuse("fhir_unsupported_modifier", head);
  const values = readValues(parameter, value, reading.base);
  return values
    ? done({ parameter, modifier: known, chained: undefined, values })
    : refuse("fhir_invalid_value", head);
}

/** `practitioner=…`, `practitioner:Practitioner=…`, `practitioner.identifier=…`. */
function readReferring(
  parameter: SearchParameter,
  to: "Practitioner" | "Organization",
  given: { modifier: string | undefined; tail: readonly string[]; name: string; value: string },
  reading: Reading,
): Read<Criterion> {
  const { modifier, tail, name, value } = given;
  if (modifier !== undefined && modifier !== to) return refuse("fhir_unsupported_modifier", name);
  if (tail.length === 0) {
    const values = readValues(parameter, value, reading.base);
    return values
      ? done({ parameter, modifier: undefined, chained: undefined, values })
      : refuse("fhir_invalid_value", name);
  }
  const rest = tail.join(".");
  if (!chains[to].includes(rest.split(":")[0] ?? "")) return refuse("fhir_unknown_parameter", name);
  const chained = readCriterion([rest, value], { ...reading, type: to });
  if (!chained.ok) return { ...chained, about: name };
  return done({
    parameter,
    modifier: undefined,
    chained: chained.value,
    values: { kind: "ids", of: [] },
  });
}

function readValues(parameter: SearchParameter, text: string, base: string): Values | undefined {
  const parts = split(text, ",").filter((part) => part !== "");
  if (parts.length === 0) return undefined;
  const { target } = parameter;
  switch (target.kind) {
    case "text":
      return { kind: "texts", of: parts.map(unescaped) };
    case "lastUpdated":
      return every("dates", parts.map(readDate));
    case "active":
      return every("booleans", parts.map(readBoolean));
    case "id":
      return { kind: "ids", of: parts.map(unescaped) };
    case "reference":
      return every(
        "ids",
        parts.map((part) => readReference(part, target.to, base)),
      );
    case "identifier":
    case "code":
      return every("tokens", parts.map(readToken));
  }
}

function every<K extends Values["kind"]>(
  kind: K,
  of: readonly (Extract<Values, { kind: K }>["of"][number] | undefined)[],
): Values | undefined {
  return of.includes(undefined) ? undefined : ({ kind, of } as unknown as Values);
}

const referredBy: Readonly<Record<string, ResourceType>> = {
  "PractitionerRole:practitioner": "Practitioner",
  "PractitionerRole:organization": "Organization",
};

type Results = Omit<Search, "type" | "criteria">;

/** How the answer is to look. What is said of it and cannot be is refused, not left out. */
function readResults(pairs: readonly Pair[], { type }: Reading): Read<Results> {
  const given = (name: string) => pairs.filter(([one]) => one === name).map(([, value]) => value);
  const unknown = pairs.find(([name]) => !resultParameters.some((one) => one === name));
  if (unknown) return refuse("fhir_unsupported_modifier", unknown[0]);
  for (const name of ["_count", "_sort", "_total"])
    if (given(name).length > 1) return refuse("fhir_invalid_value", name);
  const [countText = String(pageSize.usual)] = given("_count");
  if (!/^\d{1,9}$/.test(countText)) return refuse("fhir_invalid_value", "_count");
  const count = Math.min(Number(countText), pageSize.most);
  const [sortText = "_id"] = given("_sort");
  const sort = sorts.find((one) => one === sortText);
  if (!sort) return refuse("fhir_invalid_value", "_sort");
  const [totalText = "none"] = given("_total");
  const total = totals.find((one) => one === totalText);
  if (!total) return refuse("fhir_invalid_value", "_total");

  const along = (name: "_include" | "_revinclude", known: readonly string[]) => {
    // `PractitionerRole:practitioner:Practitioner` says the type, too, and means the same.
    const asked = given(name).map((value) =>
      known.find((one) => value === one || value === `${one}:${referredBy[one]}`),
    );
    return asked.includes(undefined) ? undefined : [...new Set(asked as string[])];
  };
  const included = along("_include", includes[type]);
  const revincluded = along("_revinclude", revincludes[type]);
  if (!included) return refuse("fhir_invalid_value", "_include");
  if (!revincluded) return refuse("fhir_invalid_value", "_revinclude");
  return done({
    count,
    sort,
    total,
    includes: included,
    revincludes: revincluded,
    pairs: [
      ...included.map((value): Pair => ["_include", value]),
      ...revincluded.map((value): Pair => ["_revinclude", value]),
      ...(sort === "_id" ? [] : [["_sort", sort] as const]),
      ...(total === "none" ? [] : [["_total", total] as const]),
      ["_count", String(count)],
    ],
  });
}

/** As a query again, in one spelling. */
export function written(pairs: readonly Pair[]): string {
  return new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString();
}
