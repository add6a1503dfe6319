import type { ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import { lifetimes } from "#lifetimes";
import type { AnyTables, Database } from "#platform/database";
import type { IntakeKind, Told } from "./intakes.ts";

type Db = Database<AnyTables>;

export async function insert(
  db: Db,
  { id, kind, facts, nationalId }: Told & { readonly id: string; readonly kind: IntakeKind },
): Promise<void> {
  await sql`
    insert into public_report (id, intake, national_id, facts)
    values (${id}, ${kind}, ${nationalId ?? null}, ${JSON.stringify(facts)}::jsonb)`.execute(db);
}

export async function waiting(
  db: Db,
): Promise<
  readonly { readonly id: string; readonly kind: IntakeKind; readonly nationalId: string | null }[]
> {
  const { rows } = await sql<{ id: string; kind: IntakeKind; nationalId: string | null }>`
    select id, intake as kind, national_id as "nationalId" from public_report
    where settled_at is null order by at limit 50`.execute(db);
  return rows;
}

/** Once, on whatever node: false when it was settled meanwhile. */
export async function recordSettled(
  tx: Db,
  id: string,
  professional: ProfessionalId | undefined,
): Promise<boolean> {
  const result = await sql`
    update public_report set settled_at = aval_now(), national_id = null, professional = ${professional ?? null}
    where id = ${id} and settled_at is null`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** What named nobody of ours. */
export async function purge(db: Db): Promise<void> {
  await sql`
    delete from public_report where settled_at is not null and professional is null
      and at < aval_now() - ${lifetimes.publicReportKept} * interval '1 millisecond'`.execute(db);
}
