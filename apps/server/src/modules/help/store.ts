import { sql } from "kysely";
import type { Database } from "#platform/database";
import type { Desk } from "./desk-line.ts";

export type HelpTables = {
  listed_desk: { -readonly [Key in keyof Desk]: Desk[Key] };
};

type Db = Database<HelpTables>;

/** Every desk, by town. */
export async function desksOf(db: Db): Promise<readonly Desk[]> {
  return db
    .selectFrom("listed_desk")
    .select(["authority", "name", "address", "postcode", "town", "telephone"])
    .select(["hours", "closures", "acts", "source"])
    .orderBy("town")
    .orderBy("name")
    .orderBy("authority")
    .execute();
}

/** Whether any list was ever loaded. */
export async function hasDesks(db: Db): Promise<boolean> {
  const { rows } = await sql`select 1 from listed_desk limit 1`.execute(db);
  return rows.length > 0;
}

export type DeskMoves = {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
};

/** Puts these in the place of the whole list. Two that come at once take turns: what stays is one file's. */
export async function replaceDesks(tx: Db, desks: readonly Desk[]): Promise<DeskMoves> {
  await sql`lock table listed_desk in share row exclusive mode`.execute(tx);
  const { rows } = await sql<DeskMoves>`
    with given as (
      select authority, name, postcode, address, town, telephone, hours, closures, acts, source
      from jsonb_to_recordset(${JSON.stringify(desks)}::jsonb) as given(authority text, name text, postcode text, address text,
        town text, telephone text, hours jsonb, closures jsonb, acts text[], source text)
    ), gone as (
      delete from listed_desk d where not exists (select from given g
        where g.authority = d.authority and g.name = d.name and g.postcode = d.postcode)
      returning 1
    ), put as (
      insert into listed_desk as d (authority, name, postcode, address, town, telephone, hours, closures, acts, source)
      select authority, name, postcode, address, town, telephone, hours, closures, acts, source from given
      on conflict (authority, name, postcode) do update set address = excluded.address, town = excluded.town,
        telephone = excluded.telephone, hours = excluded.hours, closures = excluded.closures, acts = excluded.acts,
        source = excluded.source
        where (d.address, d.town, d.telephone, d.hours, d.closures, d.acts, d.source) is distinct from
          (excluded.address, excluded.town, excluded.telephone, excluded.hours, excluded.closures, excluded.acts, excluded.source)
      returning d.xmax = 0 as is_new
    )
    select count(*) filter (where is_new) as added, count(*) filter (where not is_new) as changed,
      (select count(*) from gone) as removed from put`.execute(tx);
  return rows[0] ?? { added: 0, changed: 0, removed: 0 };
}
