import type { DeviceId, EnrolmentId } from "@aval/protocol";
import { sql } from "kysely";
import { type Database, span } from "#platform/database";
import type { Duration } from "#platform/time";
import type { EnrolmentPageTables } from "./page-store.ts";

type Db = Database<Pick<EnrolmentPageTables, "enrolment_word">>;
type Word = { readonly enrolment: EnrolmentId; readonly device: DeviceId };

/** An older phone asks to say that a new one is its holder's: half a minute begins, anew each time. */
export async function recordWordAsked(db: Db, { enrolment, device }: Word): Promise<void> {
  await sql`
    insert into enrolment_word (enrolment, device, asked_at) values (${enrolment}, ${device}, aval_now())
    on conflict (enrolment, device) do update set asked_at = aval_now(), said_at = null`.execute(
    db,
  );
}

/** It says so: once for each asking, after the wait and not much later. */
export async function recordWordSaid(
  db: Db,
  {
    enrolment,
    device,
    wait,
    within,
  }: Word & { readonly wait: Duration; readonly within: Duration },
): Promise<boolean> {
  const result = await sql`
    update enrolment_word set said_at = aval_now()
    where enrolment = ${enrolment} and device = ${device} and said_at is null
      and asked_at <= aval_now() - ${span(wait)} and asked_at > aval_now() - ${span(within)}`.execute(
    db,
  );
  return result.numAffectedRows === 1n;
}
