import {
  type AccountSteps,
  type ProfessionalId,
  type StepContact,
  type StepName,
  stepNames,
} from "@aval/protocol";
import { sql } from "kysely";
import { type AnyTables, type Database, toInstant } from "#platform/database";
import { epochSeconds } from "#platform/time";

/* *Mes démarches*: what a holder has done after a fraud, in their own words to themselves. It opens and proves nothing, hence no fact. */

type Db = Database<AnyTables>;

/** Every step in order, with whom to turn to and since when it is done. */
export async function stepsOf(
  db: Db,
  professional: ProfessionalId,
  contacts: readonly StepContact[],
): Promise<AccountSteps> {
  const { rows } = await sql<{ step: string; done_at: Date }>`
    select step, done_at from account_step where professional = ${professional}`.execute(db);
  const ticked = new Map(rows.map(({ step, done_at: at }) => [step, epochSeconds(toInstant(at))]));
  return {
    steps: stepNames.map((step) => {
      const doneAt = ticked.get(step);
      return {
        step,
        ...(doneAt === undefined ? {} : { doneAt }),
        contacts: contacts.filter((one) => one.step === step).map(({ step: _, ...one }) => one),
      };
    }),
  };
}

/** Ticked, or not any more. Said twice, it is done since the first time. */
export async function recordStep(
  db: Db,
  professional: ProfessionalId,
  { step, isDone }: { readonly step: StepName; readonly isDone: boolean },
): Promise<void> {
  await (isDone
    ? sql`insert into account_step (professional, step) values (${professional}, ${step}) on conflict do nothing`
    : sql`delete from account_step where professional = ${professional} and step = ${step}`
  ).execute(db);
}
