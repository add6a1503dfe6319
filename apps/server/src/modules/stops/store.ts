import type { DeviceId, EnrolmentId, FreezeReason, ProfessionalId, StopId } from "@aval/protocol";
import { sql } from "kysely";
import { lifetimes } from "#lifetimes";
import { type Database, toInstant } from "#platform/database";
import type { Duration, Instant } from "#platform/time";
import type { MadeRule, Rule, Way } from "./rules.ts";

export type StopTables = {
  stop: {
    id: string;
    professional: string;
    rule: MadeRule;
    device: string | null;
    announced: string | null;
    made_at: Date;
    lifted_at: Date | null;
    /** Of a freeze. */
    reason: FreezeReason | null;
    made_by: string | null;
    /** Of a freeze: the one phone that a desk added under it. */
    desk_enrolment: string | null;
    desk_enrolled_at: Date | null;
    lifted_by: "phone" | "desk" | "card" | "two_people" | "together" | null;
    scope: string;
  };
  /** Its own that stand, and calls that hold. */
  stop_held: { professional: string; rule: Rule; desk_enrolment: string | null };
  reopening: {
    stop: string;
    device: string;
    begun_at: Date;
    desk_at: Date | null;
    registrars: string[] | null;
    card_at: Date | null;
    card_from: Date | null;
  };
};

type Db = Database<StopTables>;

/** A stop that stands. */
export type Standing = {
  readonly id: StopId;
  readonly rule: Rule;
  readonly announced: DeviceId | undefined;
  readonly madeAt: Instant;
};

/** Whether one of these rules stands for this holder. `placed`: but for a freeze whose one place this enrolment has. */
export async function stands(
  db: Db,
  professional: ProfessionalId,
  among: readonly Rule[],
  placed?: EnrolmentId,
): Promise<boolean> {
  const row = await db
    .selectFrom("stop_held")
    .select("rule")
    .where("professional", "=", professional)
    .where("rule", "in", [...among])
    .where(
      sql<boolean>`(desk_enrolment is null or desk_enrolment is distinct from ${placed ?? null})`,
    )
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The freeze that stands for this holder, and whose its one place is. */
export async function placeUnderFreeze(
  db: Db,
  professional: ProfessionalId,
): Promise<{ readonly stop: StopId; readonly enrolment: EnrolmentId | undefined } | undefined> {
  const row = await db
    .selectFrom("stop")
    .select(["id", "desk_enrolment"])
    .where("professional", "=", professional)
    .where("rule", "=", "freeze")
    .where("lifted_at", "is", null)
    .executeTakeFirst();
  return (
    row && {
      stop: row.id as StopId,
      enrolment: (row.desk_enrolment as EnrolmentId | null) ?? undefined,
    }
  );
}

/**
 * Takes the one place under a freeze that stands: by one enrolment of all that try, and from nobody but the one that is over. Gives the
 * freeze.
 */
export async function recordPlaced(
  tx: Db,
  given: {
    readonly professional: ProfessionalId;
    readonly enrolment: EnrolmentId;
    readonly over?: EnrolmentId | undefined;
  },
): Promise<StopId | undefined> {
  const { professional, enrolment, over } = given;
  const { rows } = await sql<{ id: StopId }>`
    update stop set desk_enrolment = ${enrolment}, desk_enrolled_at = aval_now()
    where professional = ${professional} and rule = 'freeze' and lifted_at is null
      and (desk_enrolment is null or desk_enrolment = ${over ?? null})
    returning id`.execute(tx);
  return rows[0]?.id;
}

/** One conditional insert: false when such a stop stands already, or was made too short a time ago. */
export async function insertStop(
  tx: Db,
  given: {
    id: StopId;
    professional: ProfessionalId;
    rule: MadeRule;
    device: DeviceId | undefined;
    announced: DeviceId | undefined;
    onceIn: Duration | undefined;
  },
): Promise<boolean> {
  const result = await sql`
    insert into stop (id, professional, rule, device, announced, made_at, scope)
    select ${given.id}, ${given.professional}, ${given.rule}, ${given.device ?? null}, ${given.announced ?? null},
      aval_now(), 'national'
    where not exists (
      select from stop where professional = ${given.professional} and rule = ${given.rule}
        and made_at > aval_now() - ${given.onceIn ?? 0} * interval '1 millisecond')
    on conflict (professional, rule) where lifted_at is null do nothing`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** One conditional insert: false when the holder is frozen already. */
export async function insertFreeze(
  tx: Db,
  given: { id: StopId; professional: ProfessionalId; reason: FreezeReason; by: string },
): Promise<boolean> {
  const result = await sql`
    insert into stop (id, professional, rule, reason, made_by, made_at, scope)
    values (${given.id}, ${given.professional}, 'freeze', ${given.reason}, ${given.by}, aval_now(), 'national')
    on conflict (professional, rule) where lifted_at is null do nothing`.execute(tx);
  return result.numAffectedRows === 1n;
}

export async function standing(db: Db, professional: ProfessionalId): Promise<Standing[]> {
  const rows = await db
    .selectFrom("stop")
    .select(["id", "rule", "announced", "made_at"])
    .where("professional", "=", professional)
    .where("lifted_at", "is", null)
    .orderBy("made_at")
    .execute();
  return rows.map((row) => ({
    id: row.id as StopId,
    rule: row.rule,
    announced: (row.announced as DeviceId | null) ?? undefined,
    madeAt: toInstant(row.made_at),
  }));
}

/**
 * Lifts, while this way is open on the database's clock: this stop, of this holder, by a rule that way lifts, and never by the
 * phone that was announced. Where the way takes a desk or a card beside the phone, both were shown for this stop and that very phone,
 * lately. Once.
 */
export async function recordLifted(
  tx: Db,
  id: StopId,
  by: { professional: ProfessionalId; device?: DeviceId },
  rule: Rule,
  { means, way }: { means: "phone" | "desk" | "card"; way: Way },
): Promise<boolean> {
  const until = way.until ?? null;
  const isTogether = way.means.length > 1;
  const [desk, card] = [way.means.includes("desk"), way.means.includes("card")];
  const shown = isTogether
    ? sql`and exists (select from reopening r where r.stop = stop.id and r.device = ${by.device ?? null}
        and (${!desk} or r.desk_at > aval_now() - ${lifetimes.reopeningShown} * interval '1 millisecond')
        and (${!card} or r.card_at > aval_now() - ${lifetimes.reopeningShown} * interval '1 millisecond'))`
    : sql``;
  const result = await sql`
    update stop set lifted_at = aval_now(), lifted_by = ${isTogether ? "together" : means}
    where id = ${id} and professional = ${by.professional} and rule = ${rule} and lifted_at is null
      and (announced is null or announced is distinct from ${by.device ?? null})
      and made_at + ${way.from} * interval '1 millisecond' <= aval_now()
      and (${until}::bigint is null or made_at + ${until}::bigint * interval '1 millisecond' > aval_now())
      ${shown}`.execute(tx);
  return result.numAffectedRows === 1n;
}

/**
 * A phone begins the way that several lift together, once that way is open. Each phone has its own: what is shown for one is nothing
 * to another, which can undo nothing of it either. `again`: this phone had begun it. `undefined`: the way is not open.
 */
export async function recordBegun(
  tx: Db,
  given: {
    readonly id: StopId;
    readonly rule: Rule;
    readonly by: { readonly professional: ProfessionalId; readonly device: DeviceId };
    readonly way: Way;
  },
): Promise<"anew" | "again" | undefined> {
  const { id, rule, by, way } = given;
  const { rows } = await sql<{ again: boolean }>`
    with before as (select from reopening where stop = ${id} and device = ${by.device})
    insert into reopening (stop, device, begun_at)
    select id, ${by.device}, aval_now() from stop
    where id = ${id} and rule = ${rule} and professional = ${by.professional} and lifted_at is null
      and aval_now() >= made_at + ${way.from} * interval '1 millisecond'
    on conflict (stop, device) do update set begun_at = excluded.begun_at
    returning exists (select from before) as again`.execute(tx);
  const [row] = rows;
  return row && (row.again ? "again" : "anew");
}

/** What a phone began for a stop that stands. */
export type Begun = {
  readonly stop: StopId;
  readonly professional: ProfessionalId;
  readonly device: DeviceId;
};

const begun = (db: Db) =>
  db
    .selectFrom("reopening")
    .innerJoin("stop", "stop.id", "reopening.stop")
    .select(["reopening.stop", "stop.professional", "reopening.device"])
    .where("stop.lifted_at", "is", null);

/** What each phone began for this stop. */
export async function listBegun(db: Db, stop: StopId): Promise<Begun[]> {
  return (await begun(db).where("stop.id", "=", stop).execute()) as Begun[];
}

/** What this phone began, the latest first. */
export async function findBegun(db: Db, device: DeviceId): Promise<Begun | undefined> {
  const row = await begun(db)
    .where("reopening.device", "=", device)
    .orderBy("reopening.begun_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row as Begun | undefined;
}

/** Who signed for this phone and since when its holder's card is valid, held until the transaction ends; `undefined`: one is missing. */
export async function holdEvidence(
  tx: Db,
  stop: StopId,
  device: DeviceId,
): Promise<{ readonly registrars: readonly string[]; readonly cardFrom: Instant } | undefined> {
  const row = await tx
    .selectFrom("reopening")
    .select(["registrars", "card_from"])
    .where("stop", "=", stop)
    .where("device", "=", device)
    .forUpdate()
    .executeTakeFirst();
  if (!row?.registrars || !row.card_from) return undefined;
  return { registrars: row.registrars, cardFrom: toInstant(row.card_from) };
}

/** What a phone began, and what counts of the rest. */
export type Shown = {
  readonly stop: StopId;
  readonly device: DeviceId;
  readonly begunAt: Instant;
  readonly deskAt?: Instant;
  readonly cardAt?: Instant;
};

/** What was shown for each phone that began, of each stop that stands, as long as it counts. */
export async function shownOf(db: Db, professional: ProfessionalId): Promise<readonly Shown[]> {
  const { rows } = await sql<{
    stop: StopId;
    device: DeviceId;
    begun_at: Date;
    desk_at: Date | null;
    card_at: Date | null;
  }>`
    select r.stop, r.device, r.begun_at,
      case when r.desk_at > aval_now() - ${lifetimes.reopeningShown} * interval '1 millisecond' then r.desk_at end as desk_at,
      case when r.card_at > aval_now() - ${lifetimes.reopeningShown} * interval '1 millisecond' then r.card_at end as card_at
    from reopening r join stop s on s.id = r.stop
    where s.professional = ${professional} and s.lifted_at is null
    order by r.begun_at`.execute(db);
  return rows.map(({ stop, device, begun_at: begunAt, desk_at: desk, card_at: card }) => ({
    stop,
    device,
    begunAt: toInstant(begunAt),
    ...(desk ? { deskAt: toInstant(desk) } : {}),
    ...(card ? { cardAt: toInstant(card) } : {}),
  }));
}

/**
 * Two registrars saw the holder of this stop with the phone that began: dated as they signed, and never later than now. Signatures
 * that came before are worth no more by coming again.
 */
export async function recordAtDesk(
  tx: Db,
  seen: {
    readonly stop: StopId;
    readonly professional: ProfessionalId;
    readonly device: DeviceId;
    readonly at: Instant;
    readonly registrars: readonly string[];
  },
  within: Duration,
): Promise<boolean> {
  const at = sql`least(to_timestamp(${seen.at}::float8 / 1000), aval_now())`;
  const result = await sql`
    update reopening r set desk_at = ${at}, registrars = ${[...seen.registrars]} from stop s
    where r.stop = ${seen.stop} and s.id = r.stop and s.professional = ${seen.professional} and s.lifted_at is null
      and r.device = ${seen.device} and ${at} > aval_now() - ${within} * interval '1 millisecond'
      and (r.desk_at is null or r.desk_at < ${at})`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** The holder's card was there, for a stop that this phone began to lift. */
export async function recordCardShown(
  tx: Db,
  card: {
    readonly stop: StopId;
    readonly professional: ProfessionalId;
    readonly device: DeviceId;
    readonly validFrom: Instant;
  },
): Promise<boolean> {
  const result = await sql`
    update reopening r set card_at = aval_now(), card_from = to_timestamp(${card.validFrom}::float8 / 1000) from stop s
    where r.stop = ${card.stop} and r.device = ${card.device} and s.id = r.stop
      and s.professional = ${card.professional} and s.lifted_at is null`.execute(tx);
  return result.numAffectedRows === 1n;
}
