import type { ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import { type Database, toDate, toInstant } from "#platform/database";
import type { Duration, Instant } from "#platform/time";
import type { NoticeEvent, Told } from "./events.ts";

export type NoticeTables = {
  notice: {
    id: string;
    professional: string;
    event: NoticeEvent;
    about: string;
    service: string | null;
    told_at: Date;
    scope: string;
  };
  delivery: {
    id: string;
    notice: string;
    contact: string;
    channel: Channel;
    state: "waiting" | "digest" | "handed" | "sent" | "failed";
    due_at: Date;
    tries: number;
    sent_at: Date | null;
    carried_as: string | null;
    opened_at: Date | null;
  };
  stop_token: {
    hash: string;
    notice: string;
    contact: string | null;
    expires_at: Date;
    used_at: Date | null;
  };
};

/** By what a message goes. */
export type Channel = "mail" | "sms";

type Db = Database<NoticeTables>;

/** What was told, as those who react to its stop need it. */
export type Notice = Told & {
  readonly id: string;
  readonly professional: ProfessionalId;
  readonly about: string;
};

type NoticeRow = Pick<
  NoticeTables["notice"],
  "id" | "professional" | "event" | "about" | "service" | "told_at"
>;

const noticeOf = (row: NoticeRow): Notice => ({
  id: row.id,
  professional: row.professional as ProfessionalId,
  event: row.event,
  about: row.about,
  service: row.service ?? undefined,
  at: toInstant(row.told_at),
});

export async function insertNotice(tx: Db, given: Omit<Notice, "at">): Promise<void> {
  await tx
    .insertInto("notice")
    .values({
      id: given.id,
      professional: given.professional,
      event: given.event,
      about: given.about,
      service: given.service ?? null,
      told_at: sql<Date>`aval_now()`,
      scope: "national",
    })
    .execute();
}

export async function insertDelivery(
  tx: Db,
  given: {
    id: string;
    notice: string;
    contact: string;
    channel: Channel;
    digestAt: Instant | undefined;
  },
): Promise<void> {
  await tx
    .insertInto("delivery")
    .values({
      id: given.id,
      notice: given.notice,
      contact: given.contact,
      channel: given.channel,
      state: given.digestAt === undefined ? "waiting" : "digest",
      due_at: given.digestAt === undefined ? sql<Date>`aval_now()` : toDate(given.digestAt),
      tries: 0,
    })
    .execute();
}

export type Leased = {
  readonly delivery: string;
  readonly contact: string;
  readonly channel: Channel;
  readonly tries: number;
  readonly notice: Notice;
};

/**
 * Takes what is due for one contact, by channels that are there: a single notice, or everything its digest holds. For the lease nobody else takes it; a
 * node that dies meanwhile loses nothing, and the message may then come twice under one name.
 */
export async function lease(
  db: Db,
  channels: readonly Channel[],
  span: Duration,
): Promise<Leased[]> {
  const { rows } = await sql<
    NoticeRow & { delivery: string; contact: string; channel: Channel; tries: number }
  >`
    with next as (
      select id, contact, state from delivery
      where state in ('waiting', 'digest') and due_at <= aval_now() and channel = any(${[...channels]}::text[])
      order by due_at limit 1 for update skip locked
    ), due as (
      select d.id from delivery d join next on d.id = next.id
        or (next.state = 'digest' and d.state = 'digest' and d.contact = next.contact and d.due_at <= aval_now())
    ), taken as (
      update delivery d set due_at = aval_now() + ${span} * interval '1 millisecond', tries = tries + 1
      from due where d.id = due.id and d.due_at <= aval_now() and d.state in ('waiting', 'digest')
      returning d.id, d.contact, d.channel, d.tries, d.notice
    )
    select t.id as delivery, t.contact::text, t.channel, t.tries, n.id, n.professional, n.event, n.about, n.service, n.told_at
    from taken t join notice n on n.id = t.notice order by n.told_at, n.id`.execute(db);
  return rows.map((row) => ({
    delivery: row.delivery,
    contact: row.contact,
    channel: row.channel,
    tries: row.tries,
    notice: noticeOf(row),
  }));
}

/** Those of these deliveries whose lease is still ours. Each was tried as often as it was: a digest joins old and new ones. */
const ours = (leased: readonly Leased[]) => sql`
    (id, tries) in (select held.id, held.tries from unnest(${leased.map(({ delivery }) => delivery)}::text[],
        ${leased.map(({ tries }) => tries)}::integer[]) as held (id, tries))
      and state in ('waiting', 'digest')`;

/** The end of these deliveries, of each by whoever still holds its lease: which were ended by this call. */
export async function recordEnd(
  tx: Db,
  leased: readonly Leased[],
  state: "sent" | "failed",
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    update delivery set state = ${state}, sent_at = case when ${state} = 'sent' then aval_now() end
    where ${ours(leased)} returning id`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

/** Not now: again after a wait. */
export async function postpone(db: Db, leased: readonly Leased[], wait: Duration): Promise<void> {
  await sql`
    update delivery set due_at = aval_now() + ${wait} * interval '1 millisecond'
    where ${ours(leased)}`.execute(db);
}

/** Of a campaign that was stopped: what has not left. What an operator has, it has. */
export async function recordTakenBack(tx: Db, campaign: string): Promise<void> {
  await sql`
    update delivery d set state = 'failed' from notice n
    where n.id = d.notice and n.event = 'campaign' and n.about = ${campaign} and d.state in ('waiting', 'digest')`.execute(
    tx,
  );
}

/** An operator took them and will say what came of it: asked at the first wait, unless it says so before. */
export async function recordHanded(
  db: Db,
  leased: readonly Leased[],
  as: string,
  wait: Duration,
): Promise<void> {
  await sql`
    update delivery set state = 'handed', carried_as = ${as}, tries = 0, due_at = aval_now() + ${wait} * interval '1 millisecond'
    where ${ours(leased)}`.execute(db);
}

/** Takes one that an operator has said nothing of: nobody else asks for it during the lease. */
export async function leaseHanded(
  db: Db,
  span: Duration,
): Promise<{ readonly as: string; readonly tries: number } | undefined> {
  const { rows } = await sql<{ as: string; tries: number }>`
    update delivery set due_at = aval_now() + ${span} * interval '1 millisecond', tries = tries + 1
    where carried_as = (select carried_as from delivery where state = 'handed' and due_at <= aval_now()
        order by due_at limit 1 for update skip locked) and state = 'handed'
    returning carried_as as as, tries`.execute(db);
  return rows[0];
}

/** Not said yet: asked again after a wait. */
export async function postponeHanded(db: Db, as: string, wait: Duration): Promise<void> {
  await sql`
    update delivery set due_at = aval_now() + ${wait} * interval '1 millisecond'
    where carried_as = ${as} and state = 'handed'`.execute(db);
}

/** What the operator said became of it, once: a receipt that comes twice, or late, changes nothing. */
export async function recordSettled(
  tx: Db,
  as: string,
  state: "sent" | "failed",
): Promise<readonly { readonly notice: Notice; readonly contact: string }[]> {
  const { rows } = await sql<NoticeRow & { contact: string }>`
    with settled as (
      update delivery set state = ${state}, sent_at = case when ${state} = 'sent' then aval_now() end
      where carried_as = ${as} and state = 'handed' returning notice, contact
    )
    select n.id, n.professional, n.event, n.about, n.service, n.told_at, s.contact::text
    from settled s join notice n on n.id = s.notice`.execute(tx);
  return rows.map((row) => ({ notice: noticeOf(row), contact: row.contact }));
}

/** What one link stops, before the message leaves: an answer that is lost must not leave a link that stops nothing. */
export async function insertTokens(
  db: Db,
  hash: string,
  { notices, contact }: { readonly notices: readonly string[]; readonly contact: string },
  lasts: Duration,
): Promise<void> {
  await sql`
    insert into stop_token (hash, notice, contact, expires_at)
    select ${hash}, notice, ${contact}::bigint, aval_now() + ${lasts} * interval '1 millisecond'
    from unnest(${[...notices]}::text[]) as notice`.execute(db);
}

/** A message's page was opened for the first time: it arrived at that contact. Nothing for a link that is dead or never was. */
export async function recordOpened(
  tx: Db,
  hash: string,
): Promise<readonly { readonly notice: Notice; readonly contact: string }[]> {
  const { rows } = await sql<NoticeRow & { contact: string }>`
    with opened as (
      update delivery d set opened_at = aval_now()
      from stop_token t
      where t.hash = ${hash} and t.expires_at > aval_now() and d.notice = t.notice and d.contact = t.contact and d.opened_at is null
      returning d.notice, d.contact
    )
    select n.id, n.professional, n.event, n.about, n.service, n.told_at, o.contact::text
    from opened o join notice n on n.id = o.notice`.execute(tx);
  return rows.map((row) => ({ notice: noticeOf(row), contact: row.contact }));
}

/** Spends a link, once: what it was about. Nothing for one that is dead, used or never was. */
export async function spendToken(tx: Db, hash: string): Promise<Notice[]> {
  const { rows } = await sql<NoticeRow>`
    with spent as (
      update stop_token set used_at = aval_now()
      where hash = ${hash} and used_at is null and expires_at > aval_now() returning notice
    )
    select n.id, n.professional, n.event, n.about, n.service, n.told_at from spent s join notice n on n.id = s.notice`.execute(
    tx,
  );
  return rows.map(noticeOf);
}

export async function purgeTokens(db: Db): Promise<void> {
  await sql`delete from stop_token where expires_at <= aval_now()`.execute(db);
}
