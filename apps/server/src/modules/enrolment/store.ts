import type {
  DeviceId,
  EnrolmentId,
  EnrolmentState,
  ProfessionalId,
  PublicJwk,
} from "@aval/protocol";
import { sql } from "kysely";
import { type Database, toDate, toInstant, span } from "#platform/database";
import type { Duration, Instant } from "#platform/time";
import type { Level, Path, Wait } from "./evidence.ts";
import type { Standing } from "./machine.ts";

export type EnrolmentTables = {
  enrolment: {
    id: string;
    device: string;
    state: EnrolmentState;
    requested_at: Date;
    expires_at: Date;
    professional: string | null;
    national_id: string | null;
    holder_name: string | null;
    level: Level | null;
    evidence: unknown;
    evidenced_at: Date | null;
    ready_at: Date | null;
    activated_at: Date | null;
    scope: string;
    path: Path | null;
    wait: Wait | null;
    holds: number;
    proven_first: boolean;
    version: number;
    told_at: Date | null;
    end_told_at: Date | null;
    old_phone: string | null;
    raises: boolean;
  };
  /** What a phone that waits was given (`waiting-store.ts`). */
  waiting_phone: {
    device: string;
    enrolment: string;
    professional: string;
    uk: PublicJwk;
    pin_key: string;
    given_at: Date;
    scope: string;
  };
};

type Db = Database<EnrolmentTables>;

export type EnrolmentRow = {
  readonly id: EnrolmentId;
  readonly device: DeviceId;
  readonly standing: Standing;
  readonly professional: ProfessionalId | undefined;
  readonly nationalId: string | undefined;
  readonly holderName: string | undefined;
  readonly requestedAt: Instant;
  readonly oldPhone: DeviceId | undefined;
  readonly scope: string;
  /** Whether it is about a `limited` phone that its holder has, which is to be `full`. */
  readonly raises: boolean;
  /** Who signed for it at a desk. */
  readonly registrars: readonly string[];
  /** The browser whose page it scanned, of the same phone again: proven at its holder's own place. */
  readonly place: string | undefined;
  /** It was ended by a word of the old installation. */
  readonly isStillUsed: boolean;
  /** Which of its moves this is read after. */
  readonly version: number;
};

/** Whose enrolment it is, as the directory spells it. */
export type HolderOf = {
  readonly professional: ProfessionalId;
  readonly nationalId: string;
  readonly holderName: string;
  readonly scope: string;
};

export async function insertRequested(
  db: Db,
  given: {
    readonly id: EnrolmentId;
    readonly device: DeviceId;
    readonly now: Instant;
    readonly expiresAt: Instant;
    /** Whose phone it is to raise. A new phone is nobody's. */
    readonly raisesFor?: ProfessionalId;
  },
): Promise<void> {
  const { raisesFor } = given;
  await db
    .insertInto("enrolment")
    .values({
      id: given.id,
      device: given.device,
      state: "requested",
      requested_at: toDate(given.now),
      expires_at: toDate(given.expiresAt),
      scope: "national",
      raises: raisesFor !== undefined,
      ...(raisesFor === undefined ? {} : { professional: raisesFor }),
      holds: 0,
      proven_first: false,
      version: 0,
    })
    .execute();
}

const columns = [
  "id",
  "device",
  "state",
  "professional",
  "national_id",
  "holder_name",
  "requested_at",
  "level",
  "evidenced_at",
  "told_at",
  "ready_at",
  "old_phone",
  "scope",
  "path",
  "wait",
  "holds",
  "proven_first",
  "raises",
  "version",
] as const;
type Row = Pick<EnrolmentTables["enrolment"], (typeof columns)[number]> & {
  registrars: readonly string[];
  place: string | null;
  still_used: boolean;
  past: boolean;
  over: boolean;
};

/** The enrolment as it stands now: past its end it has expired, past its wait it is ready. */
const asItStands = (db: Db) =>
  db
    .selectFrom("enrolment")
    .select(columns)
    .select(
      sql<boolean>`expires_at <= aval_now() and state in ('requested', 'evidenced', 'cooling', 'ready', 'held')`.as(
        "past",
      ),
    )
    .select(
      sql<readonly string[]>`coalesce(evidence -> 'registrars', '[]'::jsonb)`.as("registrars"),
    )
    .select(sql<string | null>`evidence ->> 'place'`.as("place"))
    .select(sql<boolean>`coalesce(evidence ? 'stillUsed', false)`.as("still_used"))
    .select(sql<boolean>`coalesce(ready_at <= aval_now(), false)`.as("over"));

export async function find(db: Db, id: EnrolmentId): Promise<EnrolmentRow | undefined> {
  const row = await asItStands(db).where("id", "=", id).executeTakeFirst();
  return row && fromRow(row);
}

/** Those that wait for nothing but their time, by this card. */
export async function provenByCard(
  db: Db,
  card: {
    readonly professional: ProfessionalId;
    readonly issuer: string;
    readonly serial: string;
  },
): Promise<readonly EnrolmentId[]> {
  const { rows } = await sql<{ id: EnrolmentId }>`
    select id from enrolment where professional = ${card.professional} and state in ('cooling', 'ready')
      and path = 'card' and evidence ->> 'issuer' = ${card.issuer} and evidence ->> 'serial' = ${card.serial}
    order by id`.execute(db);
  return rows.map(({ id }) => id);
}

/** The latest that is to raise this phone. */
export async function latestRaise(db: Db, device: DeviceId): Promise<EnrolmentRow | undefined> {
  const row = await asItStands(db)
    .where("device", "=", device)
    .where("raises", "=", true)
    .orderBy("requested_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && fromRow(row);
}

/** The same, held until the transaction ends: a stop is never lost to a move made beside it. */
export async function hold(db: Db, id: EnrolmentId): Promise<EnrolmentRow | undefined> {
  const row = await asItStands(db).where("id", "=", id).forNoKeyUpdate().executeTakeFirst();
  return row && fromRow(row);
}

/** What is under way for this holder, newest first. */
export async function underWay(db: Db, professional: ProfessionalId): Promise<EnrolmentRow[]> {
  const rows = await asItStands(db)
    .where("professional", "=", professional)
    .where("state", "in", ["evidenced", "cooling", "ready", "held"])
    .where(sql<boolean>`expires_at > aval_now()`)
    .orderBy("requested_at", "desc")
    .execute();
  return rows.map(fromRow);
}

function fromRow(row: Row): EnrolmentRow {
  return {
    id: row.id as EnrolmentId,
    device: row.device as DeviceId,
    standing: standingOf(row),
    professional: (row.professional as ProfessionalId | null) ?? undefined,
    nationalId: row.national_id ?? undefined,
    holderName: row.holder_name ?? undefined,
    requestedAt: toInstant(row.requested_at),
    oldPhone: (row.old_phone as DeviceId | null) ?? undefined,
    scope: row.scope,
    raises: row.raises,
    registrars: row.registrars,
    place: row.place ?? undefined,
    isStillUsed: row.still_used,
    version: row.version,
  };
}

function standingOf(row: Row): Standing {
  if (row.past) return { state: "expired" };
  const { state, path, level, wait, holds } = row;
  switch (state) {
    case "requested":
    case "contested":
    case "expired":
    case "refused":
      return { state };
    case "evidenced":
      if (path) return { state, path };
      break;
    case "active":
      if (path && level) return { state, path, level };
      break;
    default:
      if (path && level && wait && row.evidenced_at && row.ready_at)
        return {
          state: state === "cooling" && row.over ? "ready" : state,
          path,
          level,
          wait,
          holds,
          isFirst: row.proven_first,
          provenAt: toInstant(row.evidenced_at),
          toldAt: row.told_at ? toInstant(row.told_at) : undefined,
          readyAt: toInstant(row.ready_at),
        };
  }
  throw new Error(`inconsistent row: enrolment ${row.id} is ${state} without what that takes`);
}

/**
 * Records a move, on the very standing that it was decided from: another move made meanwhile makes this none. An activation is
 * recorded only once its wait is over on the database's clock.
 *
 * `lasts`: what follows the wait, in which the holder may activate.
 */
export async function recordMove(
  db: Db,
  { id, version }: Pick<EnrolmentRow, "id" | "version">,
  to: Standing,
  more: {
    readonly holder?: HolderOf;
    readonly evidence?: unknown;
    readonly oldPhone?: DeviceId;
    /** How long it waits for the rest of its evidence, where that is more than a page's time. */
    readonly waits?: Duration;
    readonly lasts: Duration;
  },
): Promise<boolean> {
  const { holder, evidence, oldPhone, waits, lasts } = more;
  const proven = "readyAt" in to ? to : undefined;
  const result = await sql`
    update enrolment set state = ${to.state}, version = version + 1,
      path = coalesce(${"path" in to ? to.path : null}, path), level = coalesce(${"level" in to ? to.level : null}, level),
      wait = coalesce(${proven?.wait ?? null}, wait), holds = coalesce(${proven?.holds ?? null}::smallint, holds),
      evidenced_at = coalesce(${proven ? toDate(proven.provenAt) : null}::timestamptz, evidenced_at),
      end_told_at = case when ${proven ? toDate(proven.provenAt) : null}::timestamptz <> evidenced_at then null else end_told_at end,
      proven_first = coalesce(${proven?.isFirst ?? null}::boolean, proven_first),
      told_at = ${proven ? sql`${proven.toldAt === undefined ? null : toDate(proven.toldAt)}::timestamptz` : sql`told_at`},
      ready_at = coalesce(${proven ? toDate(proven.readyAt) : null}::timestamptz, ready_at),
      expires_at = case when ${proven !== undefined} then greatest(expires_at,
        ${proven ? toDate(proven.readyAt) : null}::timestamptz + ${span(lasts)})
        when ${waits !== undefined} then aval_now() + ${span(waits ?? lasts)} else expires_at end,
      professional = coalesce(${holder?.professional ?? null}, professional),
      national_id = coalesce(${holder?.nationalId ?? null}, national_id),
      holder_name = coalesce(${holder?.holderName ?? null}, holder_name),
      scope = coalesce(${holder?.scope ?? null}, scope),
      evidence = case when ${evidence === undefined} then evidence else coalesce(evidence, '{}'::jsonb) || ${JSON.stringify(evidence ?? {})}::jsonb end,
      old_phone = coalesce(${oldPhone ?? null}, old_phone),
      activated_at = case when ${to.state === "active"} then aval_now() else activated_at end
    where id = ${id} and version = ${version} and expires_at > aval_now()
      and (${to.state !== "active"} or ready_at <= aval_now())`.execute(db);
  if (result.numAffectedRows !== 1n) return false;
  // Whatever leaves the wait: shown again, it begins without what it was given.
  if (to.state !== "cooling" && to.state !== "ready")
    await sql`delete from waiting_phone where enrolment = ${id}`.execute(db);
  return true;
}

/** How often stops held what was shown in person for this holder, over all their phones proven in this last while. */
export async function holdsLately(
  db: Db,
  professional: ProfessionalId,
  within: Duration,
): Promise<number> {
  const { rows } = await sql<{ holds: number }>`
    select coalesce(sum(holds), 0)::int as holds from enrolment
    where professional = ${professional} and evidenced_at > aval_now() - ${span(within)}`.execute(
    db,
  );
  return rows[0]?.holds ?? 0;
}

/** Takes on what is to be told that its wait ends within `before`: once each, and only where the wait was longer. */
export async function takeEnding(
  db: Db,
  before: Duration,
): Promise<
  readonly {
    readonly id: EnrolmentId;
    readonly professional: ProfessionalId;
    readonly raises: boolean;
  }[]
> {
  const { rows } = await sql<{ id: EnrolmentId; professional: ProfessionalId; raises: boolean }>`
    update enrolment set end_told_at = aval_now()
    where state = 'cooling' and end_told_at is null and expires_at > aval_now()
      and ready_at - ${span(before)} <= aval_now() and (ready_at > evidenced_at + ${span(before)}
        or exists (select from enrolment_word w where w.enrolment = enrolment.id and w.said_at is not null))
    returning id, professional, raises`.execute(db);
  return rows;
}

/** Forgets what was only asked for and has expired; the phones it concerned. */
export async function purgeUnproven(db: Db): Promise<DeviceId[]> {
  const { rows } = await sql<{ device: DeviceId }>`
    delete from enrolment where state = 'requested' and expires_at <= aval_now() returning device`.execute(
    db,
  );
  return rows.map(({ device }) => device);
}

/** Ends all that is not active, after a restore: what somebody had stopped since the backup must not go on. */
export async function recordAllRefused(
  db: Db,
): Promise<readonly { readonly id: EnrolmentId; readonly professional: ProfessionalId | null }[]> {
  const { rows } = await sql<{ id: EnrolmentId; professional: ProfessionalId | null }>`
    update enrolment set state = 'refused', version = version + 1
    where state in ('requested', 'evidenced', 'cooling', 'ready', 'held') returning id, professional`.execute(
    db,
  );
  return rows;
}
