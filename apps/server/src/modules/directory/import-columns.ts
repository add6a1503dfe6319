import { type RawBuilder, sql } from "kysely";
import { type ColumnGroup, type ColumnKey, columnKeys, columns } from "./columns.ts";
import type { Layout } from "./extract.ts";

export type Statement = RawBuilder<unknown>;

/** The column names, in SQL, that a file has in each group. Keys are left out: they are compared as keys. */
export type Present = {
  readonly person: readonly string[];
  readonly exercise: readonly string[];
  readonly activity: readonly string[];
  readonly structure: readonly string[];
  readonly contacts: readonly ("phone" | "email")[];
  readonly otherIds: boolean;
};

/** One import: the columns its file has, and where the lines of those who may be otherwise than before stand. */
export type Plan = {
  readonly source: string;
  readonly present: Present;
  readonly lines: "staged" | "staged_part";
};

const keys: readonly ColumnKey[] = ["nationalId", "professionCode", "categoryCode"];

function sqlNames(group: ColumnGroup, present: readonly ColumnKey[] = columnKeys): string[] {
  return present
    .filter((key) => columns[key].group === group && !keys.includes(key))
    .map((key) => columns[key].sql);
}

export function presentIn(layout: Layout): Present {
  const has = (key: ColumnKey) => layout.indexOf.has(key);
  return {
    person: sqlNames("person", layout.present),
    exercise: sqlNames("exercise", layout.present),
    activity: sqlNames("activity", layout.present),
    structure: sqlNames("structure", layout.present),
    contacts: [
      ...(has("contactPhone") ? (["phone"] as const) : []),
      ...(has("contactEmail") ? (["email"] as const) : []),
    ],
    otherIds: has("otherIds"),
  };
}

/** Every column of each group. */
export const every = {
  person: sqlNames("person"),
  exercise: sqlNames("exercise"),
  activity: sqlNames("activity"),
  structure: sqlNames("structure"),
};

/** `a.x, a.y`, or `x, y` without a table. */
export function list(names: readonly string[], table?: string): Statement {
  return sql.join(names.map((name) => sql.ref(table ? `${table}.${name}` : name)));
}

/** Whether any of these columns differs between two tables. Of no columns: never. */
export function differ(names: readonly string[], a: string, b: string): Statement {
  return names.length === 0
    ? sql`false`
    : sql`(${list(names, a)}) is distinct from (${list(names, b)})`;
}

/** `x = b.x, y = b.y, ` for an update; ends with a comma so that it can be left out. */
export function assignments(names: readonly string[], from: string): Statement {
  return names.length === 0
    ? sql``
    : sql`${sql.join(names.map((name) => sql`${sql.ref(name)} = ${sql.ref(`${from}.${name}`)}`))}, `;
}
