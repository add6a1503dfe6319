import type {
  ContactProof,
  ContactReason,
  ContactRequestId,
  DeviceId,
  ProfessionalId,
} from "@aval/protocol";
import { sql } from "kysely";
import { type AnyTables, type Database, toInstant, span } from "#platform/database";
import type { Duration, Instant } from "#platform/time";

export type ContactRequestTables = {
  contact_request: { id: string; professional: string; outcome: string | null };
};

type Db = Database<AnyTables>;

/** The source of what a holder's phone asks for, until somebody of the authority has checked it. */
export const byHolder = "holder";

/** A change of a contact that somebody asks for. */
export type ContactRequest = {
  readonly id: ContactRequestId;
  readonly professional: ProfessionalId;
  readonly nationalId: string;
  readonly kind: "phone" | "email";
  readonly value: string;
  readonly replaces: string | undefined;
  readonly reason: ContactReason;
  readonly proof: ContactProof | "phone" | "partner" | "register" | "agreed";
  readonly source: string;
  /** The member of staff who asked, or the key of the program that did, or the holder's phone. */
  readonly askedBy: string | undefined;
  readonly askedKey: string | undefined;
  readonly askedDevice: DeviceId | undefined;
  /** The import whose line it is, of somebody whose access was stopped. */
  readonly askedRun?: string | undefined;
  readonly askedAt: Instant;
  readonly until: Instant;
  readonly stage: "open" | "confirmed" | "refused" | "over";
};

type Row = {
  id: ContactRequestId;
  professional: ProfessionalId;
  national_id: string;
  kind: "phone" | "email";
  value: string;
  replaces: string | null;
  reason: ContactReason;
  proof: ContactRequest["proof"];
  source: string;
  asked_by: string | null;
  asked_key: string | null;
  asked_device: DeviceId | null;
  asked_run: string | null;
  asked_at: Date;
  expires_at: Date;
  stage: ContactRequest["stage"];
};

const columns = sql`id, professional, national_id, kind, value, replaces::text, reason, proof, source, asked_by, asked_key, asked_device, asked_run::text, asked_at, expires_at,
  case when outcome in ('confirmed', 'refused') then outcome when outcome is null and expires_at > aval_now() then 'open' else 'over' end as stage`;

const fromRow = (row: Row): ContactRequest => ({
  id: row.id,
  professional: row.professional,
  nationalId: row.national_id,
  kind: row.kind,
  value: row.value,
  replaces: row.replaces ?? undefined,
  reason: row.reason,
  proof: row.proof,
  source: row.source,
  askedBy: row.asked_by ?? undefined,
  askedKey: row.asked_key ?? undefined,
  askedDevice: row.asked_device ?? undefined,
  askedRun: row.asked_run ?? undefined,
  askedAt: toInstant(row.asked_at),
  until: toInstant(row.expires_at),
  stage: row.stage,
});

/** One that nobody decided in its time makes room for another. */
export async function endPassed(tx: Db, professional: ProfessionalId): Promise<void> {
  await sql`
    update contact_request set decided_at = aval_now(), outcome = 'expired'
    where professional = ${professional} and decided_at is null and expires_at <= aval_now()`.execute(
    tx,
  );
}

/** Keeps a request; false when one of this person and kind waits already, or its program asked it already. */
export async function insertRequest(
  tx: Db,
  given: Omit<ContactRequest, "askedAt" | "until" | "stage"> & {
    readonly scopes: readonly string[];
    readonly signature: string | undefined;
    readonly reference?: string;
  },
  lasts: Duration,
): Promise<boolean> {
  const { rows } = await sql`
    insert into contact_request (id, professional, national_id, kind, value, replaces, reason, proof, scopes, source, asked_by, asked_key, asked_device,
      asked_run, reference, asked_signature, asked_at, expires_at)
    values (${given.id}, ${given.professional}, ${given.nationalId}, ${given.kind}, ${given.value}, ${given.replaces ?? null}::bigint,
      ${given.reason}, ${given.proof}, ${[...given.scopes]}::text[], ${given.source}, ${given.askedBy ?? null}, ${given.askedKey ?? null},
      ${given.askedDevice ?? null}, ${given.askedRun ?? null}, ${given.reference ?? null}, ${given.signature ?? null}, aval_now(), aval_now() + ${span(lasts)})
    on conflict do nothing returning id`.execute(tx);
  return rows.length === 1;
}

/** What a program asked under its own reference. */
export async function findByReference(
  db: Db,
  key: string,
  reference: string,
): Promise<ContactRequest | undefined> {
  const { rows } = await sql<Row>`
    select ${columns} from contact_request where asked_key = ${key} and reference = ${reference}`.execute(
    db,
  );
  return rows[0] && fromRow(rows[0]);
}

export async function findRequest(
  db: Db,
  id: ContactRequestId,
): Promise<ContactRequest | undefined> {
  const { rows } = await sql<Row>`select ${columns} from contact_request where id = ${id}`.execute(
    db,
  );
  return rows[0] && fromRow(rows[0]);
}

const isOpen = sql`decided_at is null and expires_at > aval_now()`;

const within = (scope: string | undefined) =>
  scope === undefined ? sql`true` : sql`scopes @> array[${scope}]::text[]`;

/** How many lines of files wait in this scope or, where undefined, in all. */
export async function countHeld(db: Db, scope: string | undefined): Promise<number> {
  const { rows } = await sql<{ held: number }>`
    select count(*)::int as held from contact_request
    where asked_run is not null and ${isOpen} and ${within(scope)}`.execute(db);
  return rows[0]?.held ?? 0;
}

/** What waits in this scope or, where undefined, in all: asked before the cut, so that nobody's hide theirs. */
export async function waitingIn(
  db: Db,
  scope: string | undefined,
  most: number,
): Promise<readonly ContactRequest[]> {
  const { rows } = await sql<Row>`
    select ${columns} from contact_request where ${isOpen} and ${within(scope)} order by asked_at, id limit ${most}`.execute(
    db,
  );
  return rows.map(fromRow);
}

export async function waitingFor(
  db: Db,
  professional: ProfessionalId,
): Promise<readonly ContactRequest[]> {
  const { rows } = await sql<Row>`
    select ${columns} from contact_request where professional = ${professional} and ${isOpen} order by asked_at`.execute(
    db,
  );
  return rows.map(fromRow);
}

/** The second person's word: once, in time, by somebody else. */
export async function recordConfirmed(
  tx: Db,
  given: { readonly id: ContactRequestId; readonly by: string; readonly signature: string },
): Promise<boolean> {
  const { rows } = await sql`
    update contact_request set decided_at = aval_now(), outcome = 'confirmed', decided_by = ${given.by},
      decided_signature = ${given.signature}
    where id = ${given.id} and ${isOpen} and asked_by is distinct from ${given.by} returning id`.execute(
    tx,
  );
  return rows.length === 1;
}

/** Given up, by whoever asked or by another: it only ever stops. */
export async function recordRefused(tx: Db, id: ContactRequestId, by: string): Promise<boolean> {
  const { rows } = await sql`
    update contact_request set decided_at = aval_now(), outcome = 'refused', decided_by = ${by}
    where id = ${id} and ${isOpen} returning id`.execute(tx);
  return rows.length === 1;
}

/** Contacts whose last message was given up. */
export async function bounced(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ contact: string }>`
    select contact::text from contact_bounced limit 100000`.execute(db);
  return rows.map(({ contact }) => contact);
}

/** Forgets what came to nothing, and what was signed once its evidence is over: the values go with it, the log names none. */
export async function purgeRequests(
  db: Db,
  { nothing, evidence }: { readonly nothing: Duration; readonly evidence: Duration },
): Promise<void> {
  await sql`
    delete from contact_request
    where (outcome is distinct from 'confirmed' and coalesce(decided_at, expires_at) <= aval_now() - ${span(nothing)})
      or (outcome = 'confirmed' and decided_at <= aval_now() - ${span(evidence)})`.execute(db);
}
