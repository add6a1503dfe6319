import type { ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import { createAudit } from "#modules/audit";
import { type AnyTables, type Database, transact } from "#platform/database";
import { systemRandom as random } from "#platform/random";
import { days, type Duration, instant } from "#platform/time";

/** What the log says of people, in their place; `ahead`: so much later than now. */
export async function happened(
  db: Database<AnyTables>,
  ahead: Duration,
  given: readonly (readonly [kind: string, person: number])[],
): Promise<void> {
  const audit = createAudit({ clock: { now: () => instant(Date.now() + ahead) }, random });
  await transact(db, async (tx) => {
    for (const [fact, person] of given) {
      const professional = `pro_${person}` as ProfessionalId;
      await audit.append(tx, { fact, professional, approval: "apr_1", changed: true } as never);
    }
  });
  await sql`
    update fact f set seq = n.place from (
      select id, row_number() over (order by at, id) - 1 + (select coalesce(max(seq) + 1, 0) from fact) as place
      from fact where seq is null) n
    where n.id = f.id`.execute(db);
}

/** The month of Paris, so many of them after this one. */
export function monthAfter(count: number): string {
  const [year = 0, month = 0] = new Date()
    .toLocaleDateString("sv-SE", { timeZone: "Europe/Paris" })
    .split("-")
    .map(Number);
  const at = year * 12 + month - 1 + count;
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
}

/** How far ahead the fifteenth of such a month is. */
export const intoMonth = (count: number): Duration =>
  (Date.parse(`${monthAfter(count)}-15T12:00:00Z`) - Date.now()) as Duration;

/** How far ahead such a month is over, with the day that is left to it. */
export const pastMonth = (count: number): Duration => (intoMonth(count) + days(20)) as Duration;
