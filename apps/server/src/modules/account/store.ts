import type { DeviceId, FreezeReason, PlaceId, ProfessionalId, SessionId } from "@aval/protocol";
import { sql } from "kysely";
import { lifetimes } from "#lifetimes";
import { softwareProofs } from "#modules/sessions";
import { type AnyTables, type Database, toDate, toInstant } from "#platform/database";
import type { Duration, Instant } from "#platform/time";

/** What it writes are visits and settings; everything else it reads through the views of migration 0086, always of one holder. */
type Db = Database<AnyTables>;

export type Visit = {
  /** Null: a reading while everything is stopped. */
  readonly session: SessionId | null;
  readonly professional: ProfessionalId;
  readonly service: string;
  readonly enteredAt: Instant;
  /** Whether what it was entered with is still recent enough to change something. */
  readonly isRecent: boolean;
};

export async function insertVisit(
  db: Db,
  given: { hash: string; session: SessionId; professional: ProfessionalId; service: string },
): Promise<void> {
  await sql`
    insert into account_visit (hash, session, professional, service, entered_at)
    values (${given.hash}, ${given.session}, ${given.professional}, ${given.service}, aval_now())`.execute(
    db,
  );
}

export async function findVisit(
  db: Db,
  hash: string,
  recent: Duration,
): Promise<Visit | undefined> {
  const { rows } = await sql<{
    session: SessionId | null;
    professional: ProfessionalId;
    service: string;
    entered_at: Date;
    is_recent: boolean;
  }>`
    select session, professional, service, entered_at,
      entered_at > aval_now() - ${recent} * interval '1 millisecond' as is_recent
    from account_visit where hash = ${hash} and handed_until is null`.execute(db);
  const [row] = rows;
  return (
    row && {
      session: row.session,
      professional: row.professional,
      service: row.service,
      enteredAt: toInstant(row.entered_at),
      isRecent: row.is_recent,
    }
  );
}

/** A reading that a browser has yet to take up, if one of these rules stands. Says whether it was made. */
export async function insertReading(
  db: Db,
  given: {
    readonly hash: string;
    readonly professional: ProfessionalId;
    readonly rules: readonly string[];
    readonly within: Duration;
  },
): Promise<boolean> {
  const { hash, professional, rules, within } = given;
  const { numAffectedRows } = await sql`
    insert into account_visit (hash, session, professional, service, entered_at, handed_until)
    select ${hash}, null, ${professional}, ${readingService}, aval_now(), aval_now() + ${within} * interval '1 millisecond'
    where exists (select from account_stop where professional = ${professional} and rule = any(${[...rules]}))`.execute(
    db,
  );
  return numAffectedRows === 1n;
}

/** Taken up once, under another secret than the one that stood in an address. */
export async function takeUpReading(db: Db, handed: string, kept: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update account_visit set hash = ${kept}, handed_until = null
    where hash = ${handed} and handed_until > aval_now()`.execute(db);
  return numAffectedRows === 1n;
}

/** Whether this reading goes on: something that holds every entry stands, no card was reported since, and it is not too old. */
export async function isReadingOpen(
  db: Db,
  given: { readonly hash: string; readonly rules: readonly string[]; readonly age: Duration },
): Promise<boolean> {
  const { hash, rules, age } = given;
  const { rows } = await sql`
    select from account_visit v
    where v.hash = ${hash} and v.session is null and v.handed_until is null
      and v.entered_at > aval_now() - ${age} * interval '1 millisecond'
      and exists (select from account_stop s where s.professional = v.professional and s.rule = any(${[...rules]}))
      and not exists (select from account_card_report r
        where r.professional = v.professional and r.reported_at >= v.entered_at)`.execute(db);
  return rows.length === 1;
}

/** What such a visit has in the place of the service that others entered by. */
const readingService = "mon-acces-lecture";

export async function deleteVisit(db: Db, hash: string): Promise<void> {
  await sql`delete from account_visit where hash = ${hash}`.execute(db);
}

/** Forgets visits whose session cannot be live any more. */
export async function purgeVisits(db: Db, age: Duration): Promise<void> {
  await sql`
    delete from account_visit where entered_at < aval_now() - ${age} * interval '1 millisecond'`.execute(
    db,
  );
}

export type PhoneRow = {
  readonly id: DeviceId;
  readonly label: string;
  readonly level: "limited" | "full";
  readonly state: "active" | "suspended" | "disabled" | "revoked";
  readonly activated_at: Date | null;
  readonly last_used_at: Date | null;
};

export async function phonesOf(db: Db, professional: ProfessionalId): Promise<readonly PhoneRow[]> {
  const { rows } = await sql<PhoneRow>`
    select id, label, level, state, activated_at, last_used_at from account_phone
    where professional = ${professional} order by state <> 'active', activated_at desc nulls last, id`.execute(
    db,
  );
  return rows;
}

export type Opener = {
  /** The phone that approved the sign-in; none for a card's and a key's. */
  readonly phone: DeviceId | undefined;
  /** The phone whose word it is: of a key that opened alone, the one that was the evidence for it. */
  readonly vouchedBy: DeviceId | undefined;
};

/** By which phone a session came to be. */
export async function openerOf(db: Db, session: SessionId): Promise<Opener> {
  const { rows } = await sql<{ phone: DeviceId | null; vouched_by: DeviceId | null }>`
    select phone, vouched_by from account_voucher where session = ${session}`.execute(db);
  return { phone: rows[0]?.phone ?? undefined, vouchedBy: rows[0]?.vouched_by ?? undefined };
}

export type PlaceRow = {
  readonly id: PlaceId;
  readonly browser: string;
  readonly declared: string;
  readonly state: "new" | "aged" | "asleep";
  readonly people: "alone" | "several";
  readonly has_l5: boolean;
  readonly made_at: Date;
  readonly aged_at: Date | null;
  readonly last_used_at: Date;
  readonly is_cloned: boolean;
};

/** Installations of software are places too, listed with software. `sleep`: an aged place that was not used for so long is asleep, whatever its row says. */
export async function placesOf(
  db: Db,
  professional: ProfessionalId,
  sleep: Duration,
): Promise<readonly PlaceRow[]> {
  const { rows } = await sql<PlaceRow>`
    select id, browser, declared, people, has_l5, made_at, aged_at, last_used_at,
      case when state = 'aged' and last_used_at <= aval_now() - ${sleep} * interval '1 millisecond' then 'asleep' else state end as state,
      state = 'asleep' and cloned_at is not null as is_cloned
    from account_place
    where professional = ${professional} and state <> 'ended' and browser not like 'ins\\_%'
    order by last_used_at desc, id`.execute(db);
  return rows;
}

export type EventRow = {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly session: SessionId | null;
  readonly reason: string | null;
  readonly rights: string | null;
  readonly rule: string | null;
  readonly by: string | null;
  readonly tries_left: string | null;
  readonly service: string | null;
  readonly declared: string | null;
  readonly where: string | null;
  readonly phone: string | null;
  readonly is_open: boolean;
};

/** After which fact a page begins. */
export type Cursor = { readonly atMs: number; readonly id: string };

/** Newest first. What a fact names is looked up among this holder's rows only. */
export async function eventsOf(
  db: Db,
  professional: ProfessionalId,
  {
    before,
    most,
    untold,
    device,
    from,
  }: {
    before: Cursor | undefined;
    most: number;
    untold: readonly string[];
    /** Only what this phone did, or what was done with it. */
    device?: DeviceId;
    /** Nothing older. */
    from?: Instant;
  },
): Promise<readonly EventRow[]> {
  const own =
    device === undefined ? sql`` : sql`and coalesce(f.phone, r.device, s.device) = ${device}`;
  const earlier = before
    ? sql`and (f.at, f.id) < (to_timestamp(${before.atMs}::float8 / 1000), ${before.id})`
    : sql``;
  const since = from === undefined ? sql`` : sql`and f.at >= ${toDate(from)}`;
  const { rows } = await sql<EventRow>`
    select f.id, f.at, f.kind, f.session, f.reason, f.rights, f.rule, f.by, f.tries_left,
      coalesce(v.name, f.service, r.service) as service, coalesce(s.declared, p.declared) as declared,
      case when s.proof = any(${[...softwareProofs]}::text[]) then 'own_software' else s.place end as where, d.label as phone, coalesce(s.closed_at is null and s.ends_at > aval_now()
        and s.last_seen_at > aval_now() - ${lifetimes.sessionIdle} * interval '1 millisecond', false) as is_open
    from account_fact f
    left join account_request r on r.id = f.request and r.professional = f.professional
    left join account_session s on s.id = f.session and s.professional = f.professional
    left join account_place p on p.id = f.place and p.professional = f.professional
    left join account_phone d on d.id = coalesce(f.phone, r.device, s.device) and d.professional = f.professional
    left join account_service v on v.id = coalesce(f.service, r.service)
    where f.professional = ${professional} and f.kind <> all(${[...untold]}::text[]) ${earlier} ${since} ${own}
    order by f.at desc, f.id desc limit ${most}`.execute(db);
  return rows;
}

export type AlertRow = {
  readonly id: string;
  readonly event: string;
  readonly service: string | null;
  readonly told_at: Date;
  readonly stopped: boolean;
};

export async function alertsOf(
  db: Db,
  professional: ProfessionalId,
  most: number,
): Promise<readonly AlertRow[]> {
  const { rows } = await sql<AlertRow>`
    select id, event, service, told_at, stopped from account_alert
    where professional = ${professional} order by told_at desc, id limit ${most}`.execute(db);
  return rows;
}

export type ReachRow = {
  readonly notice: string;
  readonly kind: "email" | "phone" | "app";
  readonly masked: string;
  readonly state: "waiting" | "handed" | "arrived" | "read" | "failed";
  readonly at: Date | null;
};

/** Where these notices went and how far they got. */
export async function reachOf(db: Db, notices: readonly string[]): Promise<readonly ReachRow[]> {
  const { rows } = await sql<ReachRow>`
    select notice, kind, masked, state, at from account_reach where notice = any(${[...notices]}::text[])
    order by notice, kind, masked`.execute(db);
  return rows;
}

export type ContactRow = {
  readonly id: string;
  readonly kind: "phone" | "email";
  readonly masked: string;
  readonly source: string;
  readonly since: Date;
  readonly confirmed_at: Date | null;
  readonly serves_from: Date;
  readonly is_young: boolean;
  readonly withdrawn_at: Date | null;
  readonly replaced_at: Date | null;
};

/** What a register gives, and what it gave and is still told. */
export async function contactsOf(
  db: Db,
  professional: ProfessionalId,
  replacedWithin: Duration,
): Promise<readonly ContactRow[]> {
  const { rows } = await sql<ContactRow>`
    select id::text, kind, masked, source, since, confirmed_at, withdrawn_at, replaced_at,
      since + ${lifetimes.contactQuarantine} * interval '1 millisecond' as serves_from,
      since + ${lifetimes.contactQuarantine} * interval '1 millisecond' > aval_now() as is_young
    from account_contact
    where professional = ${professional}
      and (replaced_at is null or replaced_at > aval_now() - ${replacedWithin} * interval '1 millisecond')
    order by replaced_at is not null, kind desc, since desc, id`.execute(db);
  return rows;
}

export async function moreTimeOf(db: Db, professional: ProfessionalId): Promise<boolean> {
  const { rows } = await sql<{ more_time: boolean }>`
    select more_time from account_setting where professional = ${professional}`.execute(db);
  return rows[0]?.more_time === true;
}

/** False when it was so already. */
export async function recordMoreTime(
  tx: Db,
  professional: ProfessionalId,
  moreTime: boolean,
): Promise<boolean> {
  const result = await sql`
    insert into account_setting (professional, more_time, changed_at)
    values (${professional}, ${moreTime}, aval_now())
    on conflict (professional) do update set more_time = excluded.more_time, changed_at = excluded.changed_at
      where account_setting.more_time is distinct from excluded.more_time`.execute(tx);
  return result.numAffectedRows === 1n;
}

export type StopRow = { readonly rule: string; readonly made_at: Date };

export async function stopsOf(db: Db, professional: ProfessionalId): Promise<readonly StopRow[]> {
  const { rows } = await sql<StopRow>`
    select rule, made_at from account_stop where professional = ${professional} order by made_at`.execute(
    db,
  );
  return rows;
}

export type FreezeRow = {
  readonly reason: FreezeReason;
  /** How many analysts have signed that it may end, of the two it takes. */
  readonly signed: number;
  /** By when somebody should have looked at it. */
  readonly due_at: Date | null;
};

/** `within`: how long an analyst's signature counts. */
export async function freezeOf(
  db: Db,
  professional: ProfessionalId,
  within: Duration,
): Promise<FreezeRow | undefined> {
  const { rows } = await sql<FreezeRow>`
    select f.reason, r.due_at,
      (select count(*)::int from unnest(f.signed) as at where at > aval_now() - ${within} * interval '1 millisecond') as signed
    from account_freeze f left join account_review r on r.professional = f.professional
    where f.professional = ${professional}`.execute(db);
  return rows[0];
}

/** A session of this holder's, of this phone's only where one is given, and of the time that may still be disowned. */
export async function recentSession(
  db: Db,
  session: SessionId,
  mine: { professional: ProfessionalId; device?: DeviceId },
  within: Duration,
): Promise<{ readonly newPlace: PlaceId | undefined } | undefined> {
  const { rows } = await sql<{ place: PlaceId | null }>`
    select (select p.id from account_place p
             where p.professional = s.professional and p.browser = s.browser and p.state = 'new') as place
    from account_session s where s.id = ${session} and s.professional = ${mine.professional}
      and s.device is not distinct from coalesce(${mine.device ?? null}, s.device)
      and s.opened_at > aval_now() - ${within} * interval '1 millisecond'`.execute(db);
  const [row] = rows;
  return row && { newPlace: row.place ?? undefined };
}
