import { sql } from "kysely";
import type { Fact } from "#modules/audit";
import { type Database, toInstant } from "#platform/database";
import type { Duration, Instant } from "#platform/time";

/** What the desk sees: views, and never a table. */
export type DeskTables = {
  desk_fact: {
    id: string;
    kind: Fact["fact"];
    at: Date;
    body: string;
    professional: string;
    national_id: string | null;
  };
  desk_outbox: {
    id: string;
    service: string | null;
    kind: "logout" | "mail";
    state: string;
    tries: number;
    at: Date;
  };
};

type Db = Database<DeskTables>;

/** A fact as the desk reads it. */
export type DeskFact = {
  readonly id: string;
  readonly kind: Fact["fact"];
  readonly at: Instant;
  readonly body: Readonly<Record<string, unknown>>;
  readonly professional: string;
  readonly nationalId: string | null;
};

/** The facts of these kinds, of the last `span`, in the order in which they happened. */
export async function factsOf(
  db: Db,
  kinds: readonly string[],
  span: Duration,
): Promise<readonly DeskFact[]> {
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
    body: JSON.parse(body) as DeskFact["body"],
  }));
}

/** One thing that is to be sent, or was. */
export type Sending = Omit<DeskTables["desk_outbox"], "at"> & { readonly at: string };

/** What waits, and what was sent or given up in the last `span`, oldest first. */
export async function outboxOf(db: Db, span: Duration): Promise<readonly Sending[]> {
  const rows = await db
    .selectFrom("desk_outbox")
    .selectAll()
    .where((of) =>
      of.or([
        of("state", "in", ["due", "waiting", "digest"]),
        of("at", ">", sql<Date>`aval_now() - ${span} * interval '1 millisecond'`),
      ]),
    )
    .orderBy("at")
    .orderBy("id")
    .execute();
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
