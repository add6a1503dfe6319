import type { DeviceId, EnrolmentId, PhoneKeyKind } from "@aval/protocol";
import { sql } from "kysely";
import type { Database } from "#platform/database";
import type { Duration } from "#platform/time";

export type PhoneKeyTables = {
  phone_key_challenge: {
    challenge: string;
    device: string;
    kind: PhoneKeyKind | null;
    enrolment: string | null;
    nonce: string | null;
    ends_at: Date;
  };
};

type Db = Database<PhoneKeyTables>;

/** What a challenge is for: a key that is being added, or one that signs for an enrolment. */
type Purpose =
  | { readonly kind: PhoneKeyKind }
  | { readonly enrolment: EnrolmentId; readonly nonce: string };

export async function insertChallenge(
  db: Db,
  given: { readonly challenge: string; readonly device: DeviceId; readonly for: Purpose },
  lasts: Duration,
): Promise<void> {
  const { challenge, device, for: purpose } = given;
  const { kind, enrolment, nonce } = { kind: null, enrolment: null, nonce: null, ...purpose };
  await sql`
    insert into phone_key_challenge (challenge, device, kind, enrolment, nonce, ends_at)
    values (${challenge}, ${device}, ${kind}, ${enrolment}, ${nonce}, aval_now() + ${lasts} * interval '1 millisecond')`.execute(
    db,
  );
}

/** Burns a challenge at first sight: once, on every node together. It goes on for the phone that asked, and in time. */
async function burn(
  db: Db,
  { challenge, device }: { readonly challenge: string; readonly device: DeviceId },
) {
  const { rows } = await sql<{
    kind: PhoneKeyKind | null;
    enrolment: EnrolmentId | null;
    nonce: string | null;
    isInTime: boolean;
  }>`
    delete from phone_key_challenge where challenge = ${challenge} and device = ${device}
    returning kind, enrolment, nonce, ends_at > aval_now() as "isInTime"`.execute(db);
  return rows[0]?.isInTime ? rows[0] : undefined;
}

/** The same, of a key that this phone adds. */
export async function burnAdding(
  db: Db,
  given: { readonly challenge: string; readonly device: DeviceId; readonly kind: PhoneKeyKind },
): Promise<boolean> {
  const burnt = await burn(db, given);
  return burnt?.kind === given.kind;
}

/** The same, of one enrolment: what the challenge was made of. */
export async function burnEnrolling(
  db: Db,
  given: {
    readonly challenge: string;
    readonly device: DeviceId;
    readonly enrolment: EnrolmentId;
  },
): Promise<string | undefined> {
  const burnt = await burn(db, given);
  return burnt?.enrolment === given.enrolment ? (burnt.nonce ?? undefined) : undefined;
}

export async function purgeChallenges(db: Db): Promise<void> {
  await sql`delete from phone_key_challenge where ends_at <= aval_now()`.execute(db);
}
