import type { ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import { lifetimes } from "#lifetimes";
import { type AnyTables, type Database, toInstant } from "#platform/database";
import type { Instant } from "#platform/time";
import type { Kept } from "./intake.ts";

type Db = Database<AnyTables>;

export async function insert(db: Db, kept: readonly Kept[]): Promise<void> {
  const each = <T>(of: (one: Kept) => T) => kept.map(of);
  await sql`
    insert into refusal (reference, refusal, step, professional, service)
    select given.reference, given.refusal, given.step, given.professional, given.service
    from unnest(${each(({ reference }) => reference)}::text[], ${each(({ refusal }) => refusal)}::text[],
      ${each(({ step }) => step)}::text[], ${each(({ professional }) => professional ?? null)}::text[],
      ${each(({ service }) => service ?? null)}::text[])
      as given (reference, refusal, step, professional, service)
    on conflict (reference) do nothing`.execute(db);
}

export type Row = {
  readonly at: Instant;
  readonly refusal: string;
  readonly step: string;
  readonly professional: ProfessionalId | null;
  readonly service: string | null;
};

export async function find(db: Db, reference: string): Promise<Row | undefined> {
  const { rows } = await sql<Omit<Row, "at"> & { at: Date }>`
    select at, refusal, step, professional, service from refusal where reference = ${reference}`.execute(
    db,
  );
  const [row] = rows;
  return row && { ...row, at: toInstant(row.at) };
}

export async function purge(db: Db): Promise<void> {
  await sql`
    delete from refusal where at < aval_now() - ${lifetimes.refusalKept} * interval '1 millisecond'`.execute(
    db,
  );
}
