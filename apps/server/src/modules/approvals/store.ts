import type {
  ApprovalId,
  Context,
  DeviceId,
  MultiSigned,
  ProfessionalId,
  RefusalReason,
  Transfer,
} from "@aval/protocol";
import { sql } from "kysely";
import type { Mine } from "#modules/devices";
import { type Database, toDate, toInstant } from "#platform/database";
import { statement } from "#platform/statement";
import type { Duration } from "#platform/time";
import type { Approval, Shown } from "./approval.ts";

export type ApprovalTables = {
  approval: {
    id: string;
    kind: Approval["kind"];
    asker: string;
    browser: string;
    network: string;
    frame_secret: Buffer;
    digits: string | null;
    state: Approval["state"];
    shown_at: Date;
    claim_by: Date;
    device: string | null;
    professional: string | null;
    transfer: Transfer | null;
    claimed_at: Date | null;
    decide_by: Date | null;
    context_hash: string | null;
    context: string | null;
    service: string | null;
    rights: "full" | "reduced" | null;
    decided_at: Date | null;
    reason: string | null;
    standing: Context["browser"]["standing"] | null;
    explanation: string | null;
    decision: MultiSigned | null;
    spent_at: Date | null;
    scope: string;
  };
};

type Db = Database<ApprovalTables>;

const columns = [
  "id",
  "kind",
  "asker",
  "browser",
  "network",
  "frame_secret",
  "digits",
  "state",
  "shown_at",
  "claim_by",
  "device",
  "professional",
  "transfer",
  "claimed_at",
  "decide_by",
  "context_hash",
  "context",
  "rights",
  "decided_at",
  "reason",
  "standing",
] as const;

type Row = Pick<ApprovalTables["approval"], (typeof columns)[number]>;

/** A row as the union, or a fault: a row that is in no state we know was written by somebody else. */
function fromRow(row: Row): Approval {
  const opened = {
    id: row.id as ApprovalId,
    kind: row.kind,
    asker: row.asker,
    browser: row.browser,
    network: row.network,
    shownAt: toInstant(row.shown_at),
    claimBy: toInstant(row.claim_by),
  };
  if (row.state === "shown")
    return {
      ...opened,
      state: "shown",
      digits: row.digits ?? undefined,
      frameSecret: row.frame_secret,
    };
  const claimedBy = (row.device ?? undefined) as DeviceId | undefined;
  if (row.state === "expired") return { ...opened, state: "expired", device: claimedBy };
  if (row.state === "cancelled")
    return { ...opened, state: "cancelled", device: claimedBy, reason: row.reason ?? undefined };
  const { device, professional, transfer, claimed_at: claimedAt, decide_by: decideBy } = row;
  if (!device || !professional || !transfer || !claimedAt || !decideBy) {
    throw new Error(`inconsistent row: approval ${row.id} is ${row.state} and nobody's`);
  }
  const held = {
    ...opened,
    device: device as DeviceId,
    professional: professional as ProfessionalId,
    transfer,
    claimedAt: toInstant(claimedAt),
    decideBy: toInstant(decideBy),
    contextHash: row.context_hash ?? undefined,
    context: row.context ?? undefined,
    rights: row.rights ?? undefined,
    standing: row.standing ?? undefined,
  };
  if (row.state === "claimed") return { ...held, state: "claimed" };
  if (!row.decided_at)
    throw new Error(`inconsistent row: approval ${row.id} is ${row.state} without a time`);
  const decidedAt = toInstant(row.decided_at);
  if (row.state === "refused")
    return { ...held, state: "refused", decidedAt, reason: row.reason as RefusalReason };
  return { ...held, state: row.state, decidedAt };
}

export async function insertShown(db: Db, approval: Shown): Promise<void> {
  await db
    .insertInto("approval")
    .values({
      id: approval.id,
      kind: approval.kind,
      asker: approval.asker,
      browser: approval.browser,
      network: approval.network,
      frame_secret: Buffer.from(approval.frameSecret),
      state: "shown",
      shown_at: toDate(approval.shownAt),
      claim_by: toDate(approval.claimBy),
      scope: "national",
    })
    .execute();
}

const selectApproval = statement((db: Db, by: { id: string }) =>
  db.selectFrom("approval").select(columns).where("id", "=", by.id),
);

export async function find(db: Db, id: ApprovalId): Promise<Approval | undefined> {
  const [row] = (await selectApproval(db, { id })).rows;
  return row && fromRow(row);
}

/** For statements written out: what makes a row an `Approval`. */
const returning = sql`returning ${sql.join(columns.map((column) => sql.ref(column)))}`;

const only = ({ rows }: { readonly rows: readonly Row[] }): Approval | undefined =>
  rows[0] && fromRow(rows[0]);

/** What a frame of this approval is made and checked with. It never changes, so it may be read apart. */
export async function frameSecret(
  db: Db,
  id: ApprovalId,
): Promise<{ secret: Uint8Array; browser: string } | undefined> {
  const row = await db
    .selectFrom("approval")
    .select(["frame_secret", "browser"])
    .where("id", "=", id)
    .executeTakeFirst();
  return row && { secret: row.frame_secret, browser: row.browser };
}

export type Claimant = { device: DeviceId; professional: ProfessionalId };

/**
 * Fixes the claimant by a frame, once. The frame's age is judged here, on the database's clock: a frame is shown for the
 * second that begins at `shown_at + number`, and lives three seconds; one second of lead is a node's allowed skew.
 */
export async function recordClaimByFrame(
  db: Db,
  id: ApprovalId,
  given: Claimant & { frame: number; frameAge: Duration; skew: Duration; decide: Duration },
): Promise<Approval | undefined> {
  return only(await claimByFrame(db, { id, ...given }));
}

type ByFrame = { id: ApprovalId; frame: number; frameAge: Duration; skew: Duration };

const claimByFrame = statement(
  (_: Db, given: ByFrame & Claimant & { decide: Duration }) => sql<Row>`
    update approval set state = 'claimed', device = ${given.device}, professional = ${given.professional},
      transfer = 'qr', claimed_at = aval_now(), decide_by = aval_now() + ${given.decide} * interval '1 millisecond'
    where id = ${given.id} and state = 'shown' and claim_by > aval_now()
      and ${isYoung(given)}
    ${returning}`,
);

/** A frame is shown for the second that begins at `shown_at + number`, and lives `frameAge`. */
function isYoung({ frame, frameAge, skew }: Omit<ByFrame, "id">) {
  return sql`aval_now() - (shown_at + ${frame} * interval '1 second')
        between ${skew} * interval '-1 millisecond' and ${frameAge} * interval '1 millisecond'`;
}

/** Whether a frame is young enough now, whatever the state: only then may a second claim cancel. */
export async function isFrameFresh(
  db: Db,
  id: ApprovalId,
  given: { frame: number; frameAge: Duration; skew: Duration },
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from approval where id = ${id} and ${isYoung(given)}`.execute(db);
  return rows.length === 1;
}

/** Fixes the claimant by digits, once; the digits are the look-up key, so a wrong entry touches no request. */
export async function recordClaimByDigits(
  db: Db,
  digits: string,
  given: Claimant & { decide: Duration },
): Promise<Approval | undefined> {
  const claimed = await sql<Row>`
    update approval set state = 'claimed', device = ${given.device}, professional = ${given.professional},
      transfer = 'digits', claimed_at = aval_now(), decide_by = aval_now() + ${given.decide} * interval '1 millisecond'
    where digits = ${digits} and state = 'shown' and claim_by > aval_now()
    ${returning}`.execute(db);
  return only(claimed);
}

/** Fixes the claimant of a request that was shown to be this phone's, once. */
export async function recordClaimHere(
  db: Db,
  id: ApprovalId,
  given: Claimant & { decide: Duration; transfer: "this_phone" | "search" | "practice" },
): Promise<Approval | undefined> {
  const claimed = await sql<Row>`
    update approval set state = 'claimed', device = ${given.device}, professional = ${given.professional},
      transfer = ${given.transfer}, claimed_at = aval_now(), decide_by = aval_now() + ${given.decide} * interval '1 millisecond'
    where id = ${id} and state = 'shown' and claim_by > aval_now()
    ${returning}`.execute(db);
  return only(claimed);
}

/** The holder's other claimed requests of the last `within`. */
export async function otherClaims(
  db: Db,
  given: { professional: ProfessionalId; than: ApprovalId; within: Duration },
): Promise<(Pick<Approval, "id" | "kind" | "browser"> & { recent: boolean })[]> {
  const { rows } = await sql<Pick<Approval, "id" | "kind" | "browser"> & { recent: boolean }>`
    select id, kind, browser, claimed_at > aval_now() - ${given.within} * interval '1 millisecond' as recent from approval
    where professional = ${given.professional} and id <> ${given.than} and state = 'claimed' and decide_by > aval_now()
    order by id`.execute(db);
  return rows;
}

/** Ends what has not ended. `from`: the states it may be ended from. */
export async function recordCancelled(
  db: Db,
  id: ApprovalId,
  reason: string,
  from: readonly ("shown" | "claimed" | "approved")[],
): Promise<boolean> {
  const result = await db
    .updateTable("approval")
    .set({ state: "cancelled", reason })
    .where("id", "=", id)
    .where("state", "in", [...from])
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/**
 * Ends what this holder's phones hold, `device` that one: claimed, or approved and not spent `within` that time. In the order of their ids:
 * two that end several of one holder's at once would else wait for each other.
 */
export async function recordStopped(
  db: Db,
  given: { professional: ProfessionalId; device?: DeviceId; reason: string; within: Duration },
): Promise<readonly { readonly id: ApprovalId; readonly kind: Approval["kind"] }[]> {
  const { rows } = await sql<{ id: ApprovalId; kind: Approval["kind"] }>`
    update approval set state = 'cancelled', reason = ${given.reason}
    where id in (
      select id from approval
      where professional = ${given.professional} and (${given.device ?? null}::text is null or device = ${given.device ?? null})
        and ((state = 'claimed' and decide_by > aval_now())
          or (state = 'approved' and decided_at > aval_now() - ${given.within} * interval '1 millisecond'))
      order by id for update)
    returning id, kind`.execute(db);
  return rows;
}

/** Ends every request that could still be claimed, decided or spent. */
export async function recordAllCancelled(
  db: Db,
  reason: string,
): Promise<readonly Pick<ApprovalTables["approval"], "id" | "kind" | "professional">[]> {
  return db
    .updateTable("approval")
    .set({ state: "cancelled", reason })
    .where("state", "in", ["shown", "claimed", "approved"])
    .returning(["id", "kind", "professional"])
    .execute();
}

export async function recordContext(
  db: Db,
  id: ApprovalId,
  given: {
    device: DeviceId;
    hash: string;
    jws: string;
    service: string;
    rights: "full" | "reduced";
    standing: Context["browser"]["standing"];
  },
): Promise<boolean> {
  const result = await db
    .updateTable("approval")
    .set({
      standing: given.standing,
      context_hash: given.hash,
      context: given.jws,
      service: given.service,
      rights: given.rights,
    })
    .where("id", "=", id)
    .where("state", "=", "claimed")
    .where("device", "=", given.device)
    .where("context_hash", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export type Decided = {
  readonly device: DeviceId;
  readonly context: string;
  readonly decision: MultiSigned;
} & (
  | { readonly state: "approved" }
  | { readonly state: "refused"; readonly reason: RefusalReason }
);

/**
 * Records the decision, once. Who, what was shown and the database's clock are in the statement, so that two decisions
 * sent together cannot both win, from any node.
 */
export async function recordDecided(
  db: Db,
  id: ApprovalId,
  given: Decided,
): Promise<Approval | undefined> {
  const row = await db
    .updateTable("approval")
    .set({
      state: given.state,
      decided_at: sql<Date>`aval_now()`,
      decision: JSON.stringify(given.decision) as unknown as MultiSigned,
      ...(given.state === "refused" ? { reason: given.reason } : {}),
    })
    .where("id", "=", id)
    .where("state", "=", "claimed")
    .where("device", "=", given.device)
    .where("context_hash", "=", given.context)
    .where("decide_by", ">", sql<Date>`aval_now()`)
    .returning(columns)
    .executeTakeFirst();
  return row && fromRow(row);
}

/**
 * What had happened, said after a refusal by the phone that refused, in time. `mistake` is the last word. False when the refusal
 * says so already, is too old, or is not this phone's.
 */
export async function recordExplained(
  db: Db,
  id: ApprovalId,
  given: { device: DeviceId; reason: RefusalReason; message: string; within: Duration },
): Promise<boolean> {
  const result = await sql`
    update approval set reason = ${given.reason}, explanation = ${given.message}
    where id = ${id} and state = 'refused' and kind <> 'practice' and device = ${given.device}
      and reason not in ('mistake', ${given.reason})
      and aval_now() < decided_at + ${given.within} * interval '1 millisecond'`.execute(db);
  return result.numAffectedRows === 1n;
}

/** Spends an approval for its own page and browser, once, while it is young. */
export async function recordSpent(
  db: Db,
  id: ApprovalId,
  given: { asker: string; browser: string; within: Duration },
): Promise<Approval | undefined> {
  const spent = await sql<Row>`
    update approval set state = 'spent', spent_at = aval_now()
    where id = ${id} and state = 'approved' and asker = ${given.asker} and browser = ${given.browser}
      and decided_at > aval_now() - ${given.within} * interval '1 millisecond'
    ${returning}`.execute(db);
  return only(spent);
}

/** Gives the holder more time, once, from the page that asked. */
export async function recordMoreTime(
  db: Db,
  id: ApprovalId,
  given: { browser: string; window: Duration },
): Promise<boolean> {
  const result = await sql`
    update approval set decide_by = claimed_at + ${given.window} * interval '1 millisecond'
    where id = ${id} and browser = ${given.browser} and state = 'claimed' and decide_by > aval_now()
      and decide_by < claimed_at + ${given.window} * interval '1 millisecond'`.execute(db);
  return result.numAffectedRows === 1n;
}

/** How many requests show digits now, in all and for one network. Serialised by the caller's turn. */
export async function liveDigits(
  db: Db,
  network: string,
): Promise<{ all: number; network: number }> {
  const { rows } = await sql<{ total: number; near: number }>`
    select count(*)::int as total, count(*) filter (where network = ${network})::int as near
    from approval where digits is not null and state = 'shown' and claim_by > aval_now()`.execute(
    db,
  );
  return { all: rows[0]?.total ?? 0, network: rows[0]?.near ?? 0 };
}

/** Gives a shown approval its digits. False when it has some, is no longer shown, or the value is taken. */
export async function recordDigits(
  db: Db,
  id: ApprovalId,
  browser: string,
  digits: string,
): Promise<boolean> {
  const result = await sql`
    update approval set digits = ${digits}
    where id = ${id} and browser = ${browser} and state = 'shown' and claim_by > aval_now() and digits is null
      and not exists (select 1 from approval as other where other.digits = ${digits} and other.state = 'shown')`.execute(
    db,
  );
  return result.numAffectedRows === 1n;
}

/** What this holder's phones were shown for these requests, as it was signed: for whoever proves it later. */
export async function contextsOf(
  db: Db,
  professional: ProfessionalId,
  ids: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ context: string }>`
    select context from approval
    where professional = ${professional} and context is not null and id = any(${[...ids]}::text[])
    order by id`.execute(db);
  return rows.map(({ context }) => context);
}

/** What a phone's holder has to decide, newest first. */
export async function pendingOf(db: Db, device: DeviceId): Promise<Approval[]> {
  const rows = await db
    .selectFrom("approval")
    .select(columns)
    .where("device", "=", device)
    .where("state", "=", "claimed")
    .where("context", "is not", null)
    .where("decide_by", ">", sql<Date>`aval_now()`)
    .orderBy("claimed_at", "desc")
    .limit(20)
    .execute();
  return rows.map(fromRow);
}

/** The holder's requests that were claimed, newest first. `device`: only those of this phone. */
export async function historyOf(db: Db, { professional, device }: Mine) {
  const claimed = db
    .selectFrom("approval")
    .select([
      "id",
      "kind",
      "state",
      "service",
      "claimed_at",
      "decided_at",
      "decide_by",
      "reason",
      "rights",
    ])
    .where("professional", "=", professional)
    .orderBy("claimed_at", "desc")
    .limit(100);
  return (device ? claimed.where("device", "=", device) : claimed).execute();
}

/**
 * Forgets requests that nobody claimed, once their page is forgotten too: they concern nobody, and a stranger could else fill
 * the table with them.
 */
export async function purgeUnclaimed(db: Db, age: Duration): Promise<void> {
  await sql`
    delete from approval
    where device is null and claim_by < aval_now() - ${age} * interval '1 millisecond'`.execute(db);
}

/** Marks what time has ended. Returns what had been claimed: that is worth a fact. */
export async function sweep(
  db: Db,
): Promise<{ id: ApprovalId; kind: Approval["kind"]; professional: ProfessionalId | null }[]> {
  const { rows } = await sql<{
    id: ApprovalId;
    kind: Approval["kind"];
    professional: ProfessionalId | null;
    claimed: boolean;
  }>`
    update approval set state = 'expired'
    where (state = 'shown' and claim_by <= aval_now())
       or (state = 'claimed' and decide_by <= aval_now())
    returning id, kind, professional, device is not null as claimed`.execute(db);
  return rows.filter((row) => row.claimed);
}
