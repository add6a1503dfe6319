import type { DeviceId, EnrolmentId, ProfessionalId, PublicJwk } from "@aval/protocol";
import { sql } from "kysely";
import type { Database } from "#platform/database";
import type { EnrolmentTables } from "./store.ts";

/*
 * What a phone that waits was given. The row is worth something only while its enrolment waits and is not past its end, which every read
 * looks at; whatever ends the wait takes the row away in its own transaction, so that a phone that is shown again begins without it.
 */
type Db = Database<EnrolmentTables>;

export type Given = {
  readonly device: DeviceId;
  readonly enrolment: EnrolmentId;
  readonly professional: ProfessionalId;
};

const waits = sql`e.state in ('cooling', 'ready') and not e.raises and e.expires_at > aval_now()`;

/** Given, or given again by a code that was chosen anew: the caller holds its enrolment's row. */
export async function recordGiven(
  tx: Db,
  { device, enrolment, professional }: Given,
  code: { readonly uk: PublicJwk; readonly pinKey: string; readonly scope: string },
): Promise<void> {
  await sql`
    insert into waiting_phone (device, enrolment, professional, uk, pin_key, scope)
    values (${device}, ${enrolment}, ${professional}, ${JSON.stringify(code.uk)}::jsonb, ${code.pinKey}, ${code.scope})
    on conflict (device) do update set uk = excluded.uk, pin_key = excluded.pin_key, given_at = aval_now()`.execute(
    tx,
  );
}

/** What this phone was given, while its enrolment waits. */
export async function findGiven(
  db: Db,
  device: DeviceId,
): Promise<(Given & { readonly uk: PublicJwk }) | undefined> {
  const { rows } = await sql<Given & { uk: PublicJwk }>`
    select w.device, w.enrolment, w.professional, w.uk
    from waiting_phone w join enrolment e on e.id = w.enrolment
    where w.device = ${device} and ${waits}`.execute(db);
  return rows[0];
}

/**
 * Whether it has that still, held until the transaction ends. The enrolment's row first, which whatever ends the wait changes; then the
 * row itself, as it is once that one is held.
 */
export async function holdGiven(
  tx: Db,
  { device, enrolment }: Omit<Given, "professional">,
): Promise<boolean> {
  const held = await sql`
    select from enrolment e where e.id = ${enrolment} and ${waits} for no key update`.execute(tx);
  if (held.rows.length !== 1) return false;
  const { rows } = await sql`
    select from waiting_phone where device = ${device} and enrolment = ${enrolment}`.execute(tx);
  return rows.length === 1;
}

/** Takes away what this holder's phones were given, or one of them. Whose it was. */
export async function takeAway(
  tx: Db,
  which: { readonly professional: ProfessionalId } | { readonly device: DeviceId },
): Promise<readonly Given[]> {
  const [column, value] =
    "device" in which ? [sql`device`, which.device] : [sql`professional`, which.professional];
  const { rows } = await sql<Given>`
    delete from waiting_phone where ${column} = ${value} returning device, enrolment, professional`.execute(
    tx,
  );
  return rows;
}

/** The same, of what has nothing to wait for any more: its enrolment is past its end. */
export async function takeAwayOver(tx: Db): Promise<readonly Given[]> {
  const { rows } = await sql<Given>`
    delete from waiting_phone w using enrolment e where e.id = w.enrolment and not (${waits})
    returning w.device, w.enrolment, w.professional`.execute(tx);
  return rows;
}
