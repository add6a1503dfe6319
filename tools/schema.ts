/**
 * Writes `apps/server/schema.sql`: the database as a migrated one says it is, read from its catalogue, so that a reader
 * sees all tables in one file. Run it after adding a migration: `npx node tools/schema.ts`. The tidy test compares.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";
import { connectOnce } from "../apps/server/src/platform/database.ts";
import { testDatabase } from "../apps/server/src/platform/testing.ts";

export const schemaFile = join(import.meta.dirname, "..", "apps", "server", "schema.sql");

const schemas = ["aval", "pin"];
const heading = `-- The database after every migration, from its catalogue. Written by tools/schema.ts; not run by anything.
`;

/** The whole text. Everything in it is in the order of names, columns in the order they were added. */
export async function describeSchema(owner: string): Promise<string> {
  const client = await connectOnce(owner);
  try {
    const parts = [heading];
    for (const schema of schemas) {
      parts.push(`create schema ${schema};\n`);
      parts.push(...(await functions(client, schema)));
      parts.push(...(await tables(client, schema)));
      parts.push(...(await views(client, schema)));
    }
    return parts.join("\n");
  } finally {
    await client.end();
  }
}

type Row = Readonly<Record<string, string | null>>;

async function ask(
  client: pg.Client,
  statement: string,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  return (await client.query<Row>(statement, [...values])).rows;
}

async function functions(client: pg.Client, schema: string): Promise<string[]> {
  const rows = await ask(
    client,
    `select pg_get_functiondef(p.oid) as text, p.oid::regprocedure::text as name,
            obj_description(p.oid, 'pg_proc') as comment
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = $1 and p.prokind = 'f' order by p.proname, 2`,
    [schema],
  );
  return rows.map(
    ({ text, name, comment }) => `${text?.trim()};\n${commentOn("function", name, comment)}`,
  );
}

async function tables(client: pg.Client, schema: string): Promise<string[]> {
  const rows = await ask(
    client,
    `select c.oid::text as oid, quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name,
            obj_description(c.oid, 'pg_class') as comment
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = $1 and c.relkind in ('r', 'p') order by c.relname`,
    [schema],
  );
  const texts: string[] = [];
  for (const row of rows) texts.push(await table(client, row));
  return texts;
}

async function table(client: pg.Client, { oid, name, comment }: Row): Promise<string> {
  const columns = await ask(
    client,
    `select quote_ident(a.attname) as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull::text as "notNull",
            a.attidentity::text as identity, a.attgenerated::text as generated,
            pg_get_expr(d.adbin, d.adrelid) as value, col_description(a.attrelid, a.attnum) as comment
       from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = $1::oid and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    [oid],
  );
  // Since version 18 "not null" is a constraint too; the column says it already.
  const constraints = await ask(
    client,
    `select quote_ident(conname) as name, pg_get_constraintdef(oid) as text from pg_constraint
      where conrelid = $1::oid and contype <> 'n' order by contype = 'p' desc, conname`,
    [oid],
  );
  const indexes = await ask(
    client,
    `select pg_get_indexdef(indexrelid) as text from pg_index
      where indrelid = $1::oid and not exists (select from pg_constraint where conindid = indexrelid) order by 1`,
    [oid],
  );
  const triggers = await ask(
    client,
    "select pg_get_triggerdef(oid) as text from pg_trigger where tgrelid = $1::oid and not tgisinternal order by 1",
    [oid],
  );
  const lines = [
    ...columns.map((column) => `  ${columnText(column)}`),
    ...constraints.map((constraint) => `  constraint ${constraint["name"]} ${constraint["text"]}`),
  ];
  return [
    `create table ${name} (\n${lines.join(",\n")}\n);`,
    ...[...indexes, ...triggers].map(({ text }) => `${text};`),
    commentOn("table", name, comment),
    ...columns.map((column) => commentOn("column", `${name}.${column["name"]}`, column["comment"])),
  ]
    .filter(Boolean)
    .join("\n")
    .concat("\n");
}

function columnText({ name, type, notNull, identity, generated, value }: Row): string {
  const words = [name, type];
  if (identity) words.push(`generated ${identity === "a" ? "always" : "by default"} as identity`);
  else if (generated) words.push(`generated always as (${value}) stored`);
  else if (value) words.push(`default ${value}`);
  if (notNull === "true") words.push("not null");
  return words.join(" ");
}

async function views(client: pg.Client, schema: string): Promise<string[]> {
  const rows = await ask(
    client,
    `select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name, pg_get_viewdef(c.oid) as text,
            obj_description(c.oid, 'pg_class') as comment
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = $1 and c.relkind in ('v', 'm') order by c.relname`,
    [schema],
  );
  return rows.map(
    ({ name, text, comment }) =>
      `create view ${name} as\n${text}\n${commentOn("view", name, comment)}`,
  );
}

function commentOn(
  kind: string,
  name: string | null | undefined,
  comment: string | null | undefined,
): string {
  return comment ? `comment on ${kind} ${name} is '${comment.replaceAll("'", "''")}';` : "";
}

if (import.meta.main) {
  const database = await testDatabase();
  await writeFile(schemaFile, await describeSchema(database.url));
  await database.close();
}
