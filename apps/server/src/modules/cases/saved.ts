import type { SavedView, SavedViews } from "@aval/protocol";
import { sql } from "kysely";
import type { Refusal } from "#errors";
import { limits as bounds } from "#lifetimes";
import type { Visitor } from "#modules/staff";
import type { AnyTables, Database } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId, type Random } from "#platform/random";

/* Filters that a reader of the console named: their own alone, on any computer. They name nobody and open nothing. */

type Db = Database<AnyTables>;
type SavedDeps = { readonly db: Db; readonly random: Random };

export async function savedViews({ db }: SavedDeps, { member }: Visitor): Promise<SavedViews> {
  const { rows } = await sql<SavedView>`
    select id as view, section, name, query from saved_view where staff_member = ${member} order by at, id`.execute(
    db,
  );
  return { views: rows };
}

/** The same name again is the same view, with this filter. `view_too_many`: as many as one keeps. */
export async function saveView(
  deps: SavedDeps,
  who: Visitor,
  { section, name, query }: Omit<SavedView, "view">,
): Promise<Outcome<SavedViews, Refusal>> {
  const { db, random } = deps;
  const result = await sql`
    insert into saved_view (id, staff_member, section, name, query)
    select ${newId("svw", random)}, ${who.member}, ${section}, ${name}, ${query}
    where (select count(*) from saved_view where staff_member = ${who.member} and (section, name) <> (${section}, ${name})) < ${bounds.savedViews}
    on conflict (staff_member, section, name) do update set query = excluded.query`.execute(db);
  return result.numAffectedRows === 1n ? done(await savedViews(deps, who)) : deny("view_too_many");
}

/** `not_found`: it is nobody's, or another's. */
export async function dropView(
  deps: SavedDeps,
  who: Visitor,
  view: string,
): Promise<Outcome<SavedViews, Refusal>> {
  const result = await sql`
    delete from saved_view where id = ${view} and staff_member = ${who.member}`.execute(deps.db);
  return result.numAffectedRows === 1n ? done(await savedViews(deps, who)) : deny("not_found");
}
