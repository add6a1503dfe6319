import type { CaseId, ProfessionalId, StaffId, WindowId } from "@aval/protocol";
import { sql } from "kysely";
import { everywhere } from "#modules/staff";
import { type AnyTables, type Database, toDate, toInstant } from "#platform/database";
import type { Instant } from "#platform/time";

type Db = Database<AnyTables>;

/** A time in which somebody else may have used a person's access. */
export type Window = {
  readonly id: WindowId;
  readonly case: CaseId;
  readonly professional: ProfessionalId;
  readonly from: Instant;
  readonly to: Instant;
  readonly words: string;
  readonly by: StaffId;
  readonly at: Instant;
};

/** What a service says that it found. */
export type Answer = {
  readonly reviewedBy: string;
  readonly acts: number;
  readonly cancelled: number;
  readonly note: string | undefined;
};

/** A service that was, or could not be, told of a window. */
export type Asked = {
  readonly window: WindowId;
  readonly client: string;
  readonly sessions: readonly string[];
  readonly jti: string | undefined;
  readonly deliveredAt: Instant | undefined;
  readonly reminders: number;
  readonly remindedAt: Instant | undefined;
  readonly answer: (Answer & { readonly at: Instant }) | undefined;
};

/** Makes a window of somebody whom this case is about, as this scope sees it. False: it is about nobody such. */
export async function insertWindow(
  tx: Db,
  given: Omit<Window, "at"> & { readonly scope: string },
): Promise<boolean> {
  const { id, case: ofCase, professional, from, to, words, by, scope } = given;
  const result = await sql`
    insert into fraud_window (id, fraud_case, professional, from_at, to_at, words, by_member)
    select ${id}, ${ofCase}, ${professional}, ${toDate(from)}::timestamptz, ${toDate(to)}::timestamptz, ${words}, ${by}
    where exists (select from alert a where a.fraud_case = ${ofCase} and a.professional = ${professional}
      and (${scope === everywhere}::boolean or ${scope} = any(a.scopes)))`.execute(tx);
  return result.numAffectedRows === 1n;
}

export async function insertAsked(
  tx: Db,
  given: {
    readonly window: WindowId;
    readonly client: string;
    readonly nationalId: string;
    readonly sessions: readonly string[];
    readonly jti: string | undefined;
  },
): Promise<void> {
  await sql`
    insert into fraud_window_service (fraud_window, client, national_id, sessions, told_jti)
    values (${given.window}, ${given.client}, ${given.nationalId}, ${[...given.sessions]}::text[], ${given.jti ?? null})`.execute(
    tx,
  );
}

type WindowRow = Omit<Window, "from" | "to" | "at"> & { from_at: Date; to_at: Date; made_at: Date };

/** Of a case or of somebody, the latest first. */
export async function findWindows(
  db: Db,
  of: { readonly case: CaseId } | { readonly professional: ProfessionalId },
): Promise<readonly Window[]> {
  const isIt =
    "case" in of ? sql`w.fraud_case = ${of.case}` : sql`w.professional = ${of.professional}`;
  const { rows } = await sql<WindowRow>`
    select w.id, w.fraud_case as case, w.professional, w.from_at, w.to_at, w.words, w.by_member as by, w.made_at
    from fraud_window w where ${isIt} order by w.made_at desc, w.id`.execute(db);
  return rows.map(({ from_at: from, to_at: to, made_at: at, ...row }) => ({
    ...row,
    ...{ from: toInstant(from), to: toInstant(to), at: toInstant(at) },
  }));
}

type AskedRow = {
  window: WindowId;
  client: string;
  sessions: string[];
  jti: string | null;
  delivered_at: Date | null;
  reminders: number;
  reminded_at: Date | null;
  reviewed_by: string | null;
  acts: number | null;
  cancelled: number | null;
  note: string | null;
  answered_at: Date | null;
};

const maybe = (at: Date | null) => (at ? toInstant(at) : undefined);

/** The services of these windows, in the order of their ids. */
export async function askedOf(db: Db, windows: readonly WindowId[]): Promise<readonly Asked[]> {
  const { rows } = await sql<AskedRow>`
    select fraud_window as window, client, sessions, told_jti as jti, delivered_at, reminders, reminded_at, reviewed_by, acts,
      cancelled, note, answered_at
    from fraud_window_service where fraud_window = any(${[...windows]}::text[]) order by fraud_window, client`.execute(
    db,
  );
  return rows.map((row) => ({
    ...{ window: row.window, client: row.client, sessions: row.sessions },
    jti: row.jti ?? undefined,
    deliveredAt: maybe(row.delivered_at),
    reminders: row.reminders,
    remindedAt: maybe(row.reminded_at),
    answer:
      row.answered_at && row.reviewed_by !== null
        ? {
            reviewedBy: row.reviewed_by,
            ...{ acts: row.acts ?? 0, cancelled: row.cancelled ?? 0 },
            note: row.note ?? undefined,
            at: toInstant(row.answered_at),
          }
        : undefined,
  }));
}

/** A service's first and only answer for a window that it was told of. Whose window it was; nothing: it was not told, or has answered. */
export async function recordAnswer(
  tx: Db,
  window: string,
  client: string,
  { reviewedBy, acts, cancelled, note }: Answer,
): Promise<{ readonly case: CaseId; readonly professional: ProfessionalId } | undefined> {
  const { rows } = await sql<{ case: CaseId; professional: ProfessionalId }>`
    update fraud_window_service s
    set reviewed_by = ${reviewedBy}, acts = ${acts}, cancelled = ${cancelled}, note = ${note ?? null}, answered_at = aval_now()
    from fraud_window w
    where w.id = s.fraud_window and s.fraud_window = ${window} and s.client = ${client}
      and s.told_jti is not null and s.answered_at is null
    returning w.fraud_case as case, w.professional`.execute(tx);
  return rows[0];
}

/** Whether this service has answered so: `undefined`, it was told of no such window. */
export async function hasAnswered(
  db: Db,
  window: string,
  client: string,
  { reviewedBy, acts, cancelled, note }: Answer,
): Promise<boolean | undefined> {
  const { rows } = await sql<{ same: boolean }>`
    select coalesce(reviewed_by = ${reviewedBy} and acts = ${acts} and cancelled = ${cancelled}
      and note is not distinct from ${note ?? null}, false) as same
    from fraud_window_service where fraud_window = ${window} and client = ${client} and told_jti is not null`.execute(
    db,
  );
  return rows[0]?.same;
}

export type DueReminder = {
  readonly window: WindowId;
  readonly client: string;
  readonly nationalId: string;
  readonly sessions: readonly string[];
  readonly professional: ProfessionalId;
  readonly from: Instant;
  readonly to: Instant;
  /** How often it was told before. */
  readonly reminders: number;
};

/** On which day after it was made the next telling is due; none after the last of the table. */
const isDue = (schedule: readonly number[]) => sql`s.answered_at is null
  and w.made_at + (${[...schedule]}::int[])[s.reminders + 1] * interval '1 day' <= aval_now()`;

export async function dueReminders(
  db: Db,
  schedule: readonly number[],
  most: number,
): Promise<readonly DueReminder[]> {
  const { rows } = await sql<Omit<DueReminder, "from" | "to"> & { from_at: Date; to_at: Date }>`
    select s.fraud_window as window, s.client, s.national_id as "nationalId", s.sessions, w.professional, w.from_at, w.to_at,
      s.reminders
    from fraud_window_service s join fraud_window w on w.id = s.fraud_window
    where ${isDue(schedule)} order by w.made_at, s.client limit ${most}`.execute(db);
  return rows.map(({ from_at: from, to_at: to, ...row }) => ({
    ...row,
    ...{ from: toInstant(from), to: toInstant(to) },
  }));
}

/** Counts one reminder, once. False: another node has, it was answered, or it is not due. */
export async function recordReminded(
  tx: Db,
  { window, client, reminders }: Pick<DueReminder, "window" | "client" | "reminders">,
  schedule: readonly number[],
): Promise<boolean> {
  const result = await sql`
    update fraud_window_service s set reminders = s.reminders + 1, reminded_at = aval_now()
    from fraud_window w
    where w.id = s.fraud_window and s.fraud_window = ${window} and s.client = ${client} and s.reminders = ${reminders}
      and ${isDue(schedule)}`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** By which event it was told last. A service that has taken one before has still taken it. */
export async function recordTold(
  tx: Db,
  { window, client }: Pick<DueReminder, "window" | "client">,
  jti: string,
): Promise<void> {
  await sql`
    update fraud_window_service set told_jti = ${jti} where fraud_window = ${window} and client = ${client}`.execute(
    tx,
  );
}

/** The events of windows that nobody is known to have taken yet. */
export async function undelivered(db: Db, most: number): Promise<readonly string[]> {
  const { rows } = await sql<{ jti: string }>`
    select told_jti as jti from fraud_window_service
    where answered_at is null and delivered_at is null and told_jti is not null limit ${most}`.execute(
    db,
  );
  return rows.map(({ jti }) => jti);
}

export async function recordDelivered(db: Db, jtis: readonly string[]): Promise<void> {
  await sql`
    update fraud_window_service set delivered_at = aval_now()
    where told_jti = any(${[...jtis]}::text[]) and delivered_at is null`.execute(db);
}
