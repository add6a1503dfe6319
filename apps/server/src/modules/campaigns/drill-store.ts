import type { CampaignId, DrillCount, DrillScene, ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import { limits as bounds } from "#lifetimes";
import { type AnyTables, type Database, span } from "#platform/database";
import type { Duration } from "#platform/time";

type Db = Database<AnyTables>;

export type Drawn = {
  readonly campaign: CampaignId;
  readonly scene: DrillScene;
  readonly profession: string;
};

/**
 * The exercise of the last campaign that told this holder, once in so long, unless they want no more or something real is under way: taken by
 * one phone of theirs, whichever ask at once. What is kept says that one was drawn that day, and not which.
 */
export async function recordDrawn(
  db: Db,
  professional: ProfessionalId,
  { within, apart }: { readonly within: Duration; readonly apart: Duration },
): Promise<Drawn | undefined> {
  const { rows } = await sql<Drawn>`
    with due as (
      select c.id as campaign, c.drill as scene, p.profession
      from campaign c join campaign_recipient r on r.campaign = c.id and r.professional = ${professional} and r.state = 'told'
        join drill_person p on p.professional = r.professional and not p.is_busy
      where c.drill is not null and c.state in ('sending', 'done') and c.begun_at > aval_now() - ${span(within)}
      order by c.begun_at desc, c.id limit 1
    ), taken as (
      insert into drill_turn (professional, drawn_on) select ${professional}, aval_now()::date from due
      on conflict (professional) do update set drawn_on = excluded.drawn_on
        where not drill_turn.is_off and drill_turn.drawn_on <= (aval_now() - ${span(apart)})::date
      returning professional
    )
    select due.campaign, due.scene, coalesce(substring(due.profession from '^[0-9A-Z]{1,5}$'), '') as profession from due, taken`.execute(
    db,
  );
  return rows[0];
}

/** *Plus d'exercices*: whatever was drawn before. */
export async function recordOff(db: Db, professional: ProfessionalId): Promise<void> {
  await sql`
    insert into drill_turn (professional, is_off) values (${professional}, true)
    on conflict (professional) do update set is_off = true`.execute(db);
}

/** This number counts, once: in time, and while its campaign is not stopped. */
export async function recordSpent(
  db: Db,
  given: { readonly number: string; readonly campaign: string; readonly until: number },
): Promise<boolean> {
  const result = await sql`
    insert into drill_spent (number, drawn_on) select ${given.number}, aval_now()::date
    from campaign c where c.id = ${given.campaign} and c.state in ('sending', 'done')
      and to_timestamp(${given.until}) > aval_now()
    on conflict (number) do nothing`.execute(db);
  return result.numAffectedRows === 1n;
}

/** What no exercise can bring back any more: numbers whose time is over, and days that hold nobody off. */
export async function forgetDrawn(db: Db, apart: Duration): Promise<void> {
  await sql`delete from drill_spent where drawn_on < (aval_now() - interval '1 day')::date`.execute(
    db,
  );
  await sql`delete from drill_turn where not is_off and drawn_on <= (aval_now() - ${span(apart)})::date`.execute(
    db,
  );
}

export type Answers = { readonly refused: number; readonly wentOn: number };

/** Several answers at once: a row changes by five at least, so that no change of it is one person's. */
export async function addCounts(
  db: Db,
  of: { readonly campaign: string; readonly profession: string },
  { refused, wentOn }: Answers,
): Promise<void> {
  await sql`
    insert into drill_count as c (campaign, profession, refused, went_on)
    values (${of.campaign}, ${of.profession}, ${refused}, ${wentOn})
    on conflict (campaign, profession) do update set refused = c.refused + excluded.refused, went_on = c.went_on + excluded.went_on`.execute(
    db,
  );
}

/** What each profession answered, by campaign; fewer than five of anything are left out. */
export async function countsOf(
  db: Db,
  ids: readonly CampaignId[],
): Promise<ReadonlyMap<string, readonly DrillCount[]>> {
  if (ids.length === 0) return new Map();
  const { drillFewest: fewest } = bounds;
  const { rows } = await sql<DrillCount & { campaign: string }>`
    select campaign, profession, case when refused >= ${fewest} then refused end as refused,
      case when went_on >= ${fewest} then went_on end as "wentOn"
    from drill_count where campaign = any(${[...ids]}::text[]) order by campaign, profession`.execute(
    db,
  );
  const all = new Map<string, DrillCount[]>();
  for (const { campaign, ...row } of rows) all.set(campaign, [...(all.get(campaign) ?? []), row]);
  return all;
}
