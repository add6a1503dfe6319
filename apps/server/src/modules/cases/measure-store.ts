import type {
  CardName,
  CaseId,
  DeviceId,
  MeasureId,
  MeasureKind,
  MeasureState,
  MeasureThing,
  ProfessionalId,
  StaffId,
  TargetCard,
  TargetPhone,
} from "@aval/protocol";
import { sql } from "kysely";
import { everywhere } from "#modules/staff";
import { type AnyTables, type Database, toInstant, span } from "#platform/database";
import type { Duration, Instant } from "#platform/time";

type Db = Database<AnyTables>;

/** Whom a case is about, of this scope. */
const isOfCase = (id: CaseId, scope: string) => sql`a.fraud_case = ${id}
  and (${scope === everywhere}::boolean or ${scope} = any(a.scopes))`;

export type Standing = {
  readonly professional: ProfessionalId;
  readonly sessions: number;
  readonly places: number;
  readonly bells: number;
  readonly rules: readonly string[];
  readonly phones: readonly TargetPhone[];
  readonly suspendedPhones: readonly TargetPhone[];
  readonly cards: readonly TargetCard[];
};

/** What stands now for those of these people whom the case is about. */
export async function standingOf(
  db: Db,
  id: CaseId,
  scope: string,
  people: readonly string[],
): Promise<readonly Standing[]> {
  const { rows } = await sql<Standing>`
    select s.professional, s.sessions, s.places, s.bells, s.rules, s.phones,
      s.suspended_phones as "suspendedPhones", s.cards from case_standing s
    where s.professional = any(${[...people]}::text[])
      and exists (select from alert a where a.professional = s.professional and ${isOfCase(id, scope)})
    order by s.professional`.execute(db);
  return rows;
}

/** Whether this person took, or signed, the measure that stopped one phone or card. */
const wasTakenBy = (thing: { readonly device: unknown; readonly card: unknown }, member: StaffId) =>
  sql`exists (select from measure t where (t.device = ${thing.device} or t.card = ${thing.card})
    and t.kind in ('suspend_phone', 'suspend_card') and ${member} in (t.by_member, t.second_member))`;

/** Records a measure. False: it gives back what its maker had stopped (`opens`). */
export async function insertMeasure(
  tx: Db,
  given: MeasureThing & {
    readonly id: MeasureId;
    readonly case: CaseId;
    readonly kind: MeasureKind;
    readonly state: Extract<MeasureState, "waiting" | "running">;
    readonly words: string;
    readonly digest: string;
    readonly by: StaffId;
    readonly opens: boolean;
  },
): Promise<boolean> {
  const device = sql`${given.phone ?? null}::text`;
  const card = sql`${given.card ?? null}::text`;
  const result = await sql`
    insert into measure (id, fraud_case, kind, state, words, digest, by_member, device, card)
    select ${given.id}, ${given.case}, ${given.kind}, ${given.state}, ${given.words}, ${given.digest}, ${given.by}, ${device}, ${card}
    where not (${given.opens}::boolean and ${wasTakenBy({ device, card }, given.by)})`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** Whether this person had stopped what this measure gives back. */
export async function hadTaken(db: Db, id: MeasureId, member: StaffId): Promise<boolean> {
  const of = { device: sql.ref("m.device"), card: sql.ref("m.card") };
  const { rows } = await sql`
    select from measure m where m.id = ${id} and ${wasTakenBy(of, member)}`.execute(db);
  return rows.length === 1;
}

/** Names these people in a measure, those whom the case is about. How many. */
export async function insertPeople(
  tx: Db,
  given: {
    readonly measure: MeasureId;
    readonly case: CaseId;
    readonly scope: string;
    readonly people: readonly string[];
  },
): Promise<number> {
  const result = await sql`
    insert into measure_person (measure, professional)
    select distinct ${given.measure}, a.professional from alert a
    where a.professional = any(${[...given.people]}::text[]) and ${isOfCase(given.case, given.scope)}`.execute(
    tx,
  );
  return Number(result.numAffectedRows);
}

/** One that waits for a second person, in time, of a case that goes on, with everybody it names still of that case. */
const isSignable = (
  within: Duration,
) => sql`m.state = 'waiting' and m.asked_at > aval_now() - ${span(within)}
  and exists (select from fraud_case c where c.id = m.fraud_case and c.state in ('open', 'claimed', 'snoozed'))
  and not exists (select from measure_person p where p.measure = m.id
    and not exists (select from alert a where a.fraud_case = m.fraud_case and a.professional = p.professional))`;

/** A second person, who did not ask for it, signed exactly this list. False: it is over, changed, or theirs. */
export async function recordSeconded(
  tx: Db,
  given: {
    readonly id: MeasureId;
    readonly digest: string;
    readonly member: StaffId;
    readonly signature: string;
  },
  within: Duration,
): Promise<boolean> {
  const result = await sql`
    update measure m set state = 'running', second_member = ${given.member}, signature = ${given.signature}
    where m.id = ${given.id} and m.digest = ${given.digest} and m.by_member <> ${given.member} and ${isSignable(within)}
      and not (m.kind in ('restore_phone', 'restore_card')
        and ${wasTakenBy({ device: sql.ref("m.device"), card: sql.ref("m.card") }, given.member)})`.execute(
    tx,
  );
  return result.numAffectedRows === 1n;
}

/** Its maker takes it back before anybody signed. */
export async function recordWithdrawn(tx: Db, id: MeasureId, by: StaffId): Promise<boolean> {
  const result = await sql`
    update measure set state = 'withdrawn', ended_at = aval_now()
    where id = ${id} and state = 'waiting' and by_member = ${by}`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** Those that nobody may sign any more are over. */
export async function recordOver(db: Db, within: Duration): Promise<void> {
  await sql`
    update measure m set state = 'over', ended_at = aval_now()
    where m.state = 'waiting' and not (${isSignable(within)})`.execute(db);
}

export type Measure = {
  readonly id: MeasureId;
  readonly case: CaseId;
  readonly kind: MeasureKind;
  readonly state: MeasureState;
  readonly words: string;
  readonly digest: string;
  readonly by: StaffId;
  readonly second: StaffId | undefined;
  readonly at: Instant;
  readonly people: number;
  readonly reached: number;
  readonly changed: number;
};

/** Measures: one by its id, or those of a case, the latest first. */
export async function findMeasures(
  db: Db,
  by: { readonly id: MeasureId } | { readonly case: CaseId },
): Promise<readonly Measure[]> {
  const { rows } = await sql<Omit<Measure, "at" | "second"> & { at: Date; second: StaffId | null }>`
    select m.id, m.fraud_case as case, m.kind, m.state, m.words, m.digest, m.by_member as by, m.second_member as second,
      m.asked_at as at, f.people, f.reached, f.changed
    from measure m cross join lateral (
      select count(*)::int as people, (count(*) filter (where p.state <> 'due'))::int as reached,
        (count(*) filter (where p.state = 'changed'))::int as changed
      from measure_person p where p.measure = m.id) as f
    where ${"id" in by ? sql`m.id = ${by.id}` : sql`m.fraud_case = ${by.case}`}
    order by m.asked_at desc, m.id`.execute(db);
  return rows.map(({ at, second, ...row }) => ({
    ...row,
    second: second ?? undefined,
    at: toInstant(at),
  }));
}

/** Whom measures of a case name. */
export async function namedIn(
  db: Db,
  id: CaseId,
): Promise<readonly { readonly measure: MeasureId; readonly professional: ProfessionalId }[]> {
  const { rows } = await sql<{ measure: MeasureId; professional: ProfessionalId }>`
    select p.measure, p.professional from measure_person p join measure m on m.id = p.measure
    where m.fraud_case = ${id} order by p.professional`.execute(db);
  return rows;
}

/** Who is left in measures that run: `of`, in that one. */
export async function dueIn(
  db: Db,
  most: number,
  of?: MeasureId,
): Promise<
  readonly {
    readonly measure: MeasureId;
    readonly professional: ProfessionalId;
    readonly kind: MeasureKind;
    readonly case: CaseId;
    readonly by: StaffId;
    readonly second: StaffId | undefined;
    readonly phone?: DeviceId;
    readonly card?: CardName;
  }[]
> {
  const { rows } = await sql<{
    measure: MeasureId;
    professional: ProfessionalId;
    kind: MeasureKind;
    case: CaseId;
    by: StaffId;
    second: StaffId | null;
    phone: DeviceId | null;
    card: CardName | null;
  }>`
    select p.measure, p.professional, m.kind, m.fraud_case as case, m.by_member as by, m.second_member as second, m.device as phone, m.card
    from measure m join measure_person p on p.measure = m.id and p.state = 'due'
    where m.state = 'running' and (${of ?? null}::text is null or m.id = ${of ?? null})
    order by m.asked_at, p.professional limit ${most}`.execute(db);
  return rows.map(({ second, phone, card, ...row }) => ({
    ...row,
    second: second ?? undefined,
    ...(phone ? { phone } : {}),
    ...(card ? { card } : {}),
  }));
}

/** Takes one person of a measure that runs, for this transaction: whoever else would, waits, and finds them reached. */
export async function takePerson(
  tx: Db,
  measure: MeasureId,
  professional: ProfessionalId,
): Promise<boolean> {
  const { rows } = await sql`
    select p.professional from measure_person p join measure m on m.id = p.measure and m.state = 'running'
    where p.measure = ${measure} and p.professional = ${professional} and p.state = 'due'
    for update of p`.execute(tx);
  return rows.length === 1;
}

export async function recordReached(
  tx: Db,
  measure: MeasureId,
  professional: ProfessionalId,
  changed: boolean,
): Promise<boolean> {
  const result = await sql`
    update measure_person set state = ${changed ? "changed" : "nothing"}, reached_at = aval_now()
    where measure = ${measure} and professional = ${professional} and state = 'due'`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** Whatever runs and has reached everybody is done. */
export async function recordDone(db: Db): Promise<void> {
  await sql`
    update measure m set state = 'done', ended_at = aval_now()
    where m.state = 'running' and not exists (select from measure_person p where p.measure = m.id and p.state = 'due')`.execute(
    db,
  );
}
