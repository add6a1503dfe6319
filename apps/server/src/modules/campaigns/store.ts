import type {
  CampaignChannel,
  CampaignGiven,
  CampaignId,
  CampaignReceipts,
  CampaignSegment,
  DrillScene,
  ProfessionalId,
  StaffId,
} from "@aval/protocol";
import { type RawBuilder, sql } from "kysely";
import { everywhere } from "#modules/staff";
import { type AnyTables, type Database, toInstant, span } from "#platform/database";
import type { Duration } from "#platform/time";
import type { Campaign } from "./campaign.ts";

type Db = Database<AnyTables>;

/** What a scope leaves of everybody: `professions`, but those where `areExcluded`; one structure; or nobody. */
export type Reach =
  | { readonly of: "everybody" | "nobody" }
  | {
      readonly of: "professions";
      readonly codes: readonly string[];
      readonly areExcluded: boolean;
    }
  | { readonly of: "structure"; readonly structure: string };

const hasPlace = (where: RawBuilder<unknown>) =>
  sql`exists (select from campaign_place l where l.professional = p.professional and ${where})`;
const hasProfession = (codes: readonly string[], areExcluded = false) =>
  sql`exists (select from campaign_profession e where e.professional = p.professional
    and (e.profession = any(${[...codes]}::text[])) <> ${areExcluded}::boolean)`;

function reached(reach: Reach): RawBuilder<unknown> {
  switch (reach.of) {
    case "everybody":
      return sql`true`;
    case "nobody":
      return sql`false`;
    case "professions":
      return hasProfession(reach.codes, reach.areExcluded);
    case "structure":
      return hasPlace(sql`l.structure = ${reach.structure}`);
  }
}

/** Who is in a segment now, of those whom the scope reaches. */
function inSegment(segment: CampaignSegment, reach: Reach): RawBuilder<unknown> {
  const { professions, departments, structure, phone } = segment;
  return sql`${reached(reach)}
    and ${professions.length > 0 ? hasProfession(professions) : sql`true`}
    and ${departments.length > 0 ? hasPlace(sql`l.department = any(${[...departments]}::text[])`) : sql`true`}
    and ${structure === undefined ? sql`true` : hasPlace(sql`l.structure = ${structure}`)}
    and ${phone === "any" ? sql`true` : sql`p.has_phone = ${phone === "with"}`}`;
}

export async function countOf(db: Db, segment: CampaignSegment, reach: Reach): Promise<number> {
  const { rows } = await sql<{ people: number }>`
    select count(*)::int as people from campaign_person p where ${inSegment(segment, reach)}`.execute(
    db,
  );
  return rows[0]?.people ?? 0;
}

export async function insertCampaign(
  tx: Db,
  given: CampaignGiven & {
    readonly id: CampaignId;
    readonly scope: string;
    readonly people: number;
    readonly digest: string;
    readonly by: StaffId;
  },
): Promise<void> {
  await sql`
    insert into campaign (id, state, scope, segment, channels, texts, drill, people, digest, by_member)
    values (${given.id}, 'waiting', ${given.scope}, ${JSON.stringify(given.segment)}, ${[...given.channels]}::text[],
      ${JSON.stringify(given.texts)}, ${given.drill ?? null}, ${given.people}, ${given.digest}, ${given.by})`.execute(
    tx,
  );
}

/** A second person, who did not write it, signed exactly this, in time. False: it is over, changed, or theirs. */
export async function recordBegun(
  tx: Db,
  given: {
    readonly id: CampaignId;
    readonly digest: string;
    readonly second: StaffId;
    readonly signature: string;
  },
  within: Duration,
): Promise<boolean> {
  const result = await sql`
    update campaign set state = 'sending', second_member = ${given.second}, signature = ${given.signature}, begun_at = aval_now()
    where id = ${given.id} and digest = ${given.digest} and state = 'waiting' and by_member <> ${given.second}
      and asked_at > aval_now() - ${span(within)}`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** Whoever is in the segment now, each once. How many. */
export async function insertRecipients(
  tx: Db,
  id: CampaignId,
  segment: CampaignSegment,
  reach: Reach,
): Promise<number> {
  const result = await sql`
    insert into campaign_recipient (campaign, professional)
    select ${id}, p.professional from campaign_person p where ${inSegment(segment, reach)}`.execute(
    tx,
  );
  return Number(result.numAffectedRows);
}

export async function recordWithdrawn(tx: Db, id: CampaignId, by: StaffId): Promise<boolean> {
  const result = await sql`
    update campaign set state = 'withdrawn', ended_at = aval_now()
    where id = ${id} and state = 'waiting' and by_member = ${by}`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** Waits for whoever is being told at this moment; after it nobody is. */
export async function recordStopped(tx: Db, id: CampaignId, by: StaffId): Promise<boolean> {
  const result = await sql`
    update campaign set state = 'stopped', ended_at = aval_now(), stopped_by = ${by}
    where id = ${id} and state = 'sending'`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** Those that nobody may sign any more. */
export async function recordOver(db: Db, within: Duration): Promise<void> {
  await sql`
    update campaign set state = 'over', ended_at = aval_now()
    where state = 'waiting' and asked_at <= aval_now() - ${span(within)}`.execute(db);
}

/** Whatever is being sent and has come to everybody. */
export async function recordDone(db: Db): Promise<void> {
  await sql`
    update campaign c set state = 'done', ended_at = aval_now()
    where c.state = 'sending' and not exists (select from campaign_recipient r where r.campaign = c.id and r.state = 'due')`.execute(
    db,
  );
}

/** How many messages of campaigns wait to leave: more than `most` are not counted. */
export async function onTheWay(db: Db, most: number): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::int as waiting from (
      select from campaign_receipt r join campaign c on c.id = r.campaign and c.state = 'sending'
      where r.state = 'waiting' limit ${most}) as w`.execute(db);
  return rows[0]?.waiting ?? 0;
}

export type Due = { readonly campaign: CampaignId; readonly professional: ProfessionalId };

/** Who is next in what is being sent. `isByDay`: short messages may sound. */
export async function dueIn(db: Db, most: number, isByDay: boolean): Promise<readonly Due[]> {
  const { rows } = await sql<Due>`
    select r.campaign, r.professional from campaign c join campaign_recipient r on r.campaign = c.id and r.state = 'due'
    where c.state = 'sending' and (${isByDay}::boolean or not 'sms' = any(c.channels))
    order by c.begun_at, r.professional limit ${most}`.execute(db);
  return rows;
}

/**
 * Takes one recipient of what is being sent, for this transaction. Another node that would, goes on to the next; a stop waits, and finds
 * them told or not.
 */
export async function takeRecipient(
  tx: Db,
  { campaign, professional }: Due,
): Promise<
  { readonly channels: readonly CampaignChannel[]; readonly isStopped: boolean } | undefined
> {
  const held = await sql<{ channels: readonly CampaignChannel[] }>`
    select channels from campaign where id = ${campaign} and state = 'sending' for share`.execute(
    tx,
  );
  const [sending] = held.rows;
  if (!sending) return undefined;
  const taken = await sql`
    select professional from campaign_recipient
    where campaign = ${campaign} and professional = ${professional} and state = 'due' for update skip locked`.execute(
    tx,
  );
  if (taken.rows.length !== 1) return undefined;
  const { rows } = await sql<{ is_stopped: boolean }>`
    select is_stopped from campaign_person where professional = ${professional}`.execute(tx);
  // Whoever left the register since is told no more than who is stopped.
  return { channels: sending.channels, isStopped: rows[0]?.is_stopped ?? true };
}

export async function recordReached(
  tx: Db,
  { campaign, professional }: Due,
  state: "told" | "skipped",
): Promise<boolean> {
  const result = await sql`
    update campaign_recipient set state = ${state}, at = aval_now()
    where campaign = ${campaign} and professional = ${professional} and state = 'due'`.execute(tx);
  return result.numAffectedRows === 1n;
}

type Row = Omit<CampaignGiven, "drill"> & {
  drill: DrillScene | null;
  id: CampaignId;
  state: Campaign["state"];
  scope: string;
  people: number;
  digest: string;
  by: StaffId;
  asked_at: Date;
  second: StaffId | null;
  begun_at: Date | null;
  ended_at: Date | null;
  stopped_by: StaffId | null;
};

/** A row is one of the states, or a fault: the table's own checks hold the same. */
function campaignOf(row: Row): Campaign {
  const { id, scope, segment, channels, texts, people, digest, by } = row;
  const carried = row.drill ? { drill: row.drill } : {};
  const written = { id, scope, segment, channels, texts, ...carried, people, digest, by };
  const asked = { ...written, askedAt: toInstant(row.asked_at) };
  const ended = row.ended_at && { endedAt: toInstant(row.ended_at) };
  const begun = row.second &&
    row.begun_at && { ...asked, second: row.second, begunAt: toInstant(row.begun_at) };
  const { state, stopped_by: stoppedBy } = row;
  if (state === "waiting" && !begun && !ended) return { ...asked, state };
  if ((state === "withdrawn" || state === "over") && !begun && ended)
    return { ...asked, ...ended, state };
  if (state === "sending" && begun && !ended) return { ...begun, state };
  if (state === "done" && begun && ended) return { ...begun, ...ended, state };
  if (state === "stopped" && begun && ended && stoppedBy)
    return { ...begun, ...ended, state, stoppedBy };
  throw new Error(`inconsistent row: campaign ${id}`);
}

/** Campaigns that whoever has this scope reads: one by its id, or the last. */
export async function findCampaigns(
  db: Db,
  by: { readonly scope: string; readonly id?: CampaignId; readonly most: number },
): Promise<readonly Campaign[]> {
  const { rows } = await sql<Row>`
    select id, state, scope, segment, channels, texts, drill, people, digest, by_member as by, asked_at, second_member as second, begun_at,
      ended_at, stopped_by
    from campaign
    where (${by.id ?? null}::text is null or id = ${by.id ?? null}) and (${by.scope === everywhere}::boolean or scope = ${by.scope})
    order by asked_at desc, id limit ${by.most}`.execute(db);
  return rows.map(campaignOf);
}

/** One by its id, whoever asks: what its recipients read. */
export async function textsOf(
  db: Db,
  id: string,
): Promise<{ readonly texts: CampaignGiven["texts"]; readonly begunAt: Date } | undefined> {
  const { rows } = await sql<{ texts: CampaignGiven["texts"]; begun_at: Date }>`
    select texts, begun_at from campaign where id = ${id} and begun_at is not null`.execute(db);
  return rows[0] && { texts: rows[0].texts, begunAt: rows[0].begun_at };
}

export type Progress = { readonly told: number; readonly skipped: number };

export async function progressOf(
  db: Db,
  ids: readonly CampaignId[],
): Promise<ReadonlyMap<string, Progress>> {
  const { rows } = await sql<Progress & { campaign: string }>`
    select campaign, (count(*) filter (where state = 'told'))::int as told, (count(*) filter (where state = 'skipped'))::int as skipped
    from campaign_recipient where campaign = any(${[...ids]}::text[]) group by campaign`.execute(
    db,
  );
  return new Map(rows.map(({ campaign, ...row }) => [campaign, row]));
}

/** How far the messages got, by channel. A phone tells that its holder listed them; mail and telephones tell that they arrived. */
export async function receiptsOf(
  db: Db,
  ids: readonly CampaignId[],
): Promise<ReadonlyMap<string, readonly CampaignReceipts[]>> {
  const { rows } = await sql<CampaignReceipts & { campaign: string; read: number | null }>`
    select campaign, 'app' as channel, 0 as waiting, count(distinct notice)::int as arrived, 0 as failed,
      (count(distinct notice) filter (where is_read))::int as read
    from campaign_receipt where campaign = any(${[...ids]}::text[]) group by campaign
    union all
    select campaign, channel, (count(*) filter (where state in ('waiting', 'digest', 'handed')))::int,
      (count(*) filter (where state = 'sent'))::int, (count(*) filter (where state = 'failed'))::int, null
    from campaign_receipt where campaign = any(${[...ids]}::text[]) and channel is not null group by campaign, channel
    order by campaign, channel`.execute(db);
  const all = new Map<string, CampaignReceipts[]>();
  for (const { campaign, read, ...row } of rows)
    all.set(campaign, [
      ...(all.get(campaign) ?? []),
      { ...row, ...(read === null ? {} : { read }) },
    ]);
  return all;
}
