import type { ContactKind, ContactRequestId, DeviceId, ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import { type AnyTables, type Database, span } from "#platform/database";
import type { Duration } from "#platform/time";

type Db = Database<AnyTables>;
type Word = { readonly device: DeviceId; readonly kind: ContactKind; readonly value: string };

/** A phone is about to ask for this value: half a minute begins, anew each time. What nobody came back for goes. */
export async function recordWordAsked(
  tx: Db,
  { device, kind, value, within }: Word & { readonly within: Duration },
): Promise<void> {
  await sql`delete from contact_word where asked_at <= aval_now() - ${span(within)} and device <> ${device}`.execute(
    tx,
  );
  await sql`
    insert into contact_word (device, kind, value, asked_at) values (${device}, ${kind}, ${value}, aval_now())
    on conflict (device) do update set kind = excluded.kind, value = excluded.value, asked_at = excluded.asked_at`.execute(
    tx,
  );
}

/** It asks for exactly that: once, after the wait and not much later. */
export async function takeWord(
  tx: Db,
  {
    device,
    kind,
    value,
    wait,
    within,
  }: Word & { readonly wait: Duration; readonly within: Duration },
): Promise<boolean> {
  const result = await sql`
    delete from contact_word where device = ${device} and kind = ${kind} and value = ${value}
      and asked_at <= aval_now() - ${span(wait)} and asked_at > aval_now() - ${span(within)}`.execute(
    tx,
  );
  return result.numAffectedRows === 1n;
}

/** The holder takes back what a phone of theirs asked for. */
export async function recordTakenBack(
  tx: Db,
  professional: ProfessionalId,
): Promise<{ readonly id: ContactRequestId; readonly kind: ContactKind } | undefined> {
  const { rows } = await sql<{ id: ContactRequestId; kind: ContactKind }>`
    update contact_request set decided_at = aval_now(), outcome = 'refused'
    where professional = ${professional} and asked_device is not null and decided_at is null and expires_at > aval_now()
    returning id, kind`.execute(tx);
  return rows[0];
}
