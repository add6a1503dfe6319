import { sql } from "kysely";
import type { Fact } from "#modules/audit";
import type { Told } from "#modules/cases";
import { type Database, toInstant } from "#platform/database";
import type { Duration } from "#platform/time";

/** What the desk sees: views, and never a table. */
export type DeskTables = {
  desk_fact: {
    id: string;
    kind: Fact["fact"];
    at: Date;
    body: string;
    professional: string | null;
    national_id: string | null;
  };
  desk_first_day: { known: number; told: number; victims: number; enrolled: number };
  desk_outbox: {
    id: string;
    service: string | null;
    kind: "logout" | "signal" | "mail" | "sms" | "push";
    state: string;
    tries: number;
    at: Date;
    /** What somebody was told, and whose notice it is. */
    event: string | null;
    national_id: string | null;
    opened_at: Date | null;
    next_at: Date | null;
  };
};

type Db = Database<DeskTables>;

/** How far the first day is. `enrolled`: of the known, those with a full phone. */
export type FirstDay = DeskTables["desk_first_day"];

export async function firstDayOf(db: Db): Promise<FirstDay> {
  return db.selectFrom("desk_first_day").selectAll().executeTakeFirstOrThrow();
}

/** The facts of these kinds, of the last `span`, in the order in which they happened. */
export async function factsOf(
  db: Db,
  kinds: readonly string[],
  span: Duration,
): Promise<readonly Told[]> {
  const rows = await db
    .selectFrom("desk_fact")
    .selectAll()
    .where("kind", "in", kinds as Fact["fact"][])
    .where("at", ">", sql<Date>`aval_now() - ${span} * interval '1 millisecond'`)
    .orderBy("at")
    .orderBy("id")
    .execute();
  return rows.map(({ at, body, national_id: nationalId, ...row }) => ({
    ...row,
    nationalId,
    at: toInstant(at),
    body: JSON.parse(body) as Told["body"],
  }));
}

/** One thing that is to be sent, or was. */
export type Sending = Pick<
  DeskTables["desk_outbox"],
  "id" | "service" | "kind" | "state" | "tries" | "event"
> & {
  readonly at: string;
  readonly nationalId: string | null;
  readonly openedAt: string | null;
  /** When it is tried next, or its operator asked what became of it; null once it is over. */
  readonly nextAt: string | null;
};

/** What waits, and what was sent or given up in the last `span`, oldest first. */
export async function outboxOf(db: Db, span: Duration): Promise<readonly Sending[]> {
  const rows = await db
    .selectFrom("desk_outbox")
    .selectAll()
    .where((of) =>
      of.or([
        of("state", "in", ["due", "waiting", "digest", "handed"]),
        of("at", ">", sql<Date>`aval_now() - ${span} * interval '1 millisecond'`),
      ]),
    )
    .orderBy("at")
    .orderBy("id")
    .execute();
  return rows.map(
    ({ at, opened_at: openedAt, national_id: nationalId, next_at: nextAt, ...row }) => ({
      ...row,
      nationalId,
      at: at.toISOString(),
      openedAt: openedAt?.toISOString() ?? null,
      nextAt: nextAt?.toISOString() ?? null,
    }),
  );
}
