import type {
  CallerCheckId,
  CallerCheckState,
  CaseId,
  DeviceId,
  ProfessionalId,
  StaffId,
} from "@aval/protocol";
import { sql } from "kysely";
import { lifetimes } from "#lifetimes";
import { type AnyTables, type Database, toInstant, span } from "#platform/database";
import type { Duration, Instant } from "#platform/time";
import { isOfCase } from "./store.ts";

type Db = Database<AnyTables>;

/**
 * What happens to a check, and from where: the one table. `confirm`: its holder, with the code. `refuse`: their report of a call, which
 * takes a confirmation back too. `spend`: the agent blocked.
 */
export const checkMoves = {
  confirm: { from: ["asked"], to: "confirmed" },
  refuse: { from: ["asked", "confirmed"], to: "refused" },
  spend: { from: ["confirmed"], to: "spent" },
} as const satisfies Readonly<
  Record<string, { readonly from: readonly CallerCheckState[]; readonly to: CallerCheckState }>
>;

/** In time, and while the call in which it was asked goes on. */
const isLive = sql`k.over_at > aval_now() and (k.call is null or exists (
  select from call c where c.id = k.call and c.state <> 'ended' and c.over_at > aval_now()))`;
const isFrom = (move: keyof typeof checkMoves) =>
  sql`k.state = any(${[...checkMoves[move].from]}::text[]) and ${isLive}`;

/** Marks what is over by itself, so that another can be asked. */
export async function recordChecksOver(tx: Db, professional: ProfessionalId): Promise<void> {
  await sql`
    update caller_check k set state = 'over'
    where k.professional = ${professional} and k.state in ('asked', 'confirmed') and not (${isLive})`.execute(
    tx,
  );
}

/** One conditional insert: false when one is asked already, or the case is over, or not about them, or not this scope's. */
export async function insertCheck(
  tx: Db,
  given: {
    readonly id: CallerCheckId;
    readonly case: CaseId;
    readonly professional: ProfessionalId;
    readonly member: StaffId;
    readonly scope: string;
  },
): Promise<boolean> {
  const { id, case: ofCase, professional, member, scope } = given;
  const result = await sql`
    insert into caller_check (id, fraud_case, professional, member, scope, call, over_at)
    select ${id}, ${ofCase}, ${professional}, ${member}, ${scope},
      (select c.id from call c where c.professional = ${professional} and c.member = ${member} and c.state <> 'ended'
        and c.over_at > aval_now()), aval_now() + ${span(lifetimes.callerAsked)}
    where ${isOfCase(ofCase, professional, scope)}
    on conflict (professional) where state in ('asked', 'confirmed') do nothing`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** Its holder is on the line: once, while it waits, by a phone that is whole. */
export async function recordConfirmed(
  tx: Db,
  given: {
    readonly id: CallerCheckId;
    readonly professional: ProfessionalId;
    readonly device: DeviceId;
  },
): Promise<boolean> {
  const result = await sql`
    update caller_check k set state = ${checkMoves.confirm.to}, device = ${given.device}, answered_at = aval_now(),
      over_at = aval_now() + ${span(lifetimes.callerConfirmed)}
    where k.id = ${given.id} and k.professional = ${given.professional} and ${isFrom("confirm")}`.execute(
    tx,
  );
  return result.numAffectedRows === 1n;
}

/** Their holder reports a call: whoever asked, or was believed, is no more. Which. */
export async function recordRefused(
  tx: Db,
  given: { readonly professional: ProfessionalId; readonly device: DeviceId },
): Promise<readonly CallerCheckId[]> {
  const { rows } = await sql<{ id: CallerCheckId }>`
    update caller_check k set state = ${checkMoves.refuse.to}, device = ${given.device}, answered_at = aval_now()
    where k.professional = ${given.professional} and ${isFrom("refuse")}
    returning k.id`.execute(tx);
  return rows.map(({ id }) => id);
}

/** The agent who asked acts on it, once: of which case. Their case goes on still, and is theirs to see. */
export async function recordSpent(
  tx: Db,
  given: {
    readonly id: CallerCheckId;
    readonly member: StaffId;
    readonly professional: ProfessionalId;
    readonly scope: string;
  },
): Promise<CaseId | undefined> {
  const { id, member, professional, scope } = given;
  const { rows } = await sql<{ fraud_case: CaseId }>`
    update caller_check k set state = ${checkMoves.spend.to}, spent_at = aval_now()
    where k.id = ${id} and k.member = ${member} and k.professional = ${professional} and ${isFrom("spend")}
      and ${isOfCase(sql`k.fraud_case`, professional, scope)}
    returning k.fraud_case`.execute(tx);
  return rows[0]?.fraud_case;
}

/** A check as it stands: one past its time is over, whether or not a row says so yet. */
export type Check = {
  readonly id: CallerCheckId;
  readonly case: CaseId;
  readonly professional: ProfessionalId;
  readonly member: StaffId;
  readonly scope: string;
  readonly state: CallerCheckState;
  readonly askedAt: Instant;
  readonly overAt: Instant;
};

type Row = {
  id: CallerCheckId;
  fraud_case: CaseId;
  professional: ProfessionalId;
  member: StaffId;
  scope: string;
  state: CallerCheckState;
  asked_at: Date;
  over_at: Date;
};
const columns = sql`k.id, k.fraud_case, k.professional, k.member, k.scope, k.asked_at, k.over_at,
  case when k.state in ('asked', 'confirmed') and not (${isLive}) then 'over' else k.state end as state`;
const fromRow = (row: Row): Check => ({
  ...{ id: row.id, case: row.fraud_case, professional: row.professional, member: row.member },
  ...{ scope: row.scope, state: row.state },
  askedAt: toInstant(row.asked_at),
  overAt: toInstant(row.over_at),
});

/** The one that this holder's phone is asked. */
export async function checkOf(db: Db, professional: ProfessionalId): Promise<Check | undefined> {
  const { rows } = await sql<Row>`
    select ${columns} from caller_check k where k.professional = ${professional} and ${isFrom("confirm")}`.execute(
    db,
  );
  return rows[0] && fromRow(rows[0]);
}

/** One of this member's: anybody else's is not there. */
export async function ownCheck(
  db: Db,
  id: CallerCheckId,
  member: StaffId,
): Promise<Check | undefined> {
  const { rows } = await sql<Row>`
    select ${columns} from caller_check k where k.id = ${id} and k.member = ${member}`.execute(db);
  return rows[0] && fromRow(rows[0]);
}

/** This member's of the last day, the latest first. */
export async function checksOf(
  db: Db,
  member: StaffId,
  lately: Duration,
  most: number,
): Promise<readonly Check[]> {
  const { rows } = await sql<Row>`
    select ${columns} from caller_check k where k.member = ${member} and k.asked_at > aval_now() - ${span(lately)}
    order by k.asked_at desc, k.id limit ${most}`.execute(db);
  return rows.map(fromRow);
}
