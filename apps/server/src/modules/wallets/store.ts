import type { DeviceId, EnrolmentId, Id, ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import { type AnyTables, type Database, span } from "#platform/database";
import type { Duration } from "#platform/time";

type Db = Database<AnyTables>;

/** A request to a wallet. */
export type WalletRequestId = Id<"wlr">;

export type Asked = {
  readonly id: WalletRequestId;
  readonly enrolment: EnrolmentId;
  readonly ik: string;
  readonly nationalId: string;
  readonly salt: string;
  readonly decryptionKey: Readonly<Record<string, unknown>>;
};

/** What an answer came to. `not_accepted`: what was shown does not count. `declined`: the holder would not. */
export type Said =
  | {
      readonly said: "equal";
      readonly professional: ProfessionalId;
      readonly proof: { readonly issuer: string; readonly digest: string };
    }
  | { readonly said: "not_equal" | "not_accepted" | "declined" };

/** Asks, and ends what this phone asked before: one request, one answer. */
export async function insertAsked(
  db: Db,
  given: Asked & { readonly device: DeviceId; readonly lasts: Duration },
): Promise<void> {
  await sql`
    update wallet_request set state = 'ended', decryption_key = null
    where device = ${given.device} and state in ('asked', 'answered')`.execute(db);
  await sql`
    insert into wallet_request (id, enrolment, device, ik, national_id, salt, decryption_key, state, expires_at)
    values (${given.id}, ${given.enrolment}, ${given.device}, ${given.ik}, ${given.nationalId}, ${given.salt},
      ${JSON.stringify(given.decryptionKey)}::jsonb, 'asked', aval_now() + ${span(given.lasts)})`.execute(
    db,
  );
}

/** A request that still waits for its wallet. */
export async function findAsked(db: Db, id: WalletRequestId): Promise<Asked | undefined> {
  const { rows } = await sql<Asked>`
    select id, enrolment, ik, national_id as "nationalId", salt, decryption_key as "decryptionKey"
    from wallet_request where id = ${id} and state = 'asked' and expires_at > aval_now()`.execute(
    db,
  );
  return rows[0];
}

/** Records the one answer; whoever answers second, or late, has not answered. */
export async function recordAnswered(
  db: Db,
  id: WalletRequestId,
  given: Said & { readonly returnHash: string },
): Promise<boolean> {
  const equal = given.said === "equal" ? given : undefined;
  const { numAffectedRows } = await sql`
    update wallet_request set state = 'answered', decryption_key = null, answered_at = aval_now(),
      return_hash = ${given.returnHash}, said = ${given.said}, professional = ${equal?.professional ?? null},
      proof = ${equal ? JSON.stringify(equal.proof) : null}::jsonb
    where id = ${id} and state = 'asked' and expires_at > aval_now()`.execute(db);
  return numAffectedRows === 1n;
}

/** Takes the answer for the installation that asked, once, while it is fresh. */
export async function recordTaken(
  db: Db,
  given: {
    readonly id: WalletRequestId;
    readonly returnHash: string;
    readonly enrolment: EnrolmentId;
    readonly device: DeviceId;
    readonly ik: string;
    readonly within: Duration;
  },
): Promise<Said | undefined> {
  const { rows } = await sql<Said>`
    update wallet_request set state = 'taken'
    where id = ${given.id} and state = 'answered' and return_hash = ${given.returnHash}
      and enrolment = ${given.enrolment} and device = ${given.device} and ik = ${given.ik}
      and answered_at > aval_now() - ${span(given.within)}
    returning said, professional, proof`.execute(db);
  return rows[0];
}

/** Ends what another browser than its own was sent back with. */
export async function recordEnded(
  db: Db,
  given: { readonly id: WalletRequestId; readonly returnHash: string },
): Promise<void> {
  await sql`
    update wallet_request set state = 'ended'
    where id = ${given.id} and state = 'answered' and return_hash = ${given.returnHash}`.execute(
    db,
  );
}

/** Forgets what is past its end for this long: what was equal is in the enrolment by then. */
export async function purge(db: Db, after: Duration): Promise<void> {
  await sql`delete from wallet_request where expires_at + ${span(after)} <= aval_now()`.execute(db);
}
