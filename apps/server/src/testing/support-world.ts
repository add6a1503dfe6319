import assert from "node:assert/strict";
import { type CallList, type CaseId, PhoneRefusal } from "@aval/protocol";
import { sql } from "kysely";
import type { Role } from "#modules/staff";
import { type Model, newModel } from "#platform/testing/authenticator";
import { newColleague } from "./colleague.ts";
import { enrolHolder, type Holder, sandboxPeople } from "./driver.ts";
import { startWhole } from "./whole.ts";

/** A holder of the sandbox with a `full` phone that is a month old, whose telephone number is trusted. */
export type Called = Holder & { readonly nationalId: string; readonly person: string };

export type SupportWorld = Awaited<ReturnType<typeof startSupportWorld>>;

/** A whole server, its people, and agents who call them. */
export async function startSupportWorld(settings: Record<string, string> = {}) {
  const model: Model = await newModel();
  const server = await startWhole({
    AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]),
    ...settings,
  });
  const people = await sandboxPeople(server.issuer);
  const db = () => server.database.db;
  await sql`update contact set since = aval_now() - interval '60 days' where kind = 'phone'`.execute(
    db(),
  );
  let taken = 0;

  async function somebody(): Promise<Called> {
    const nationalId = people[taken++] ?? assert.fail("more people are needed");
    const holder = await enrolHolder(() => server.phone, nationalId);
    await sql`update device set activated_at = aval_now() - interval '30 days' where id = ${holder.identity.device}`.execute(
      db(),
    );
    const { rows } = await sql<{ id: string }>`
      select id from professional where national_id = ${nationalId}`.execute(db());
    return { ...holder, nationalId, person: rows[0]?.id ?? "" };
  }

  const colleague = (role: Role = "agent", scope = "national", name = "Alix MARTEL") =>
    newColleague(server, { model, role, scope, name });

  /** The case that this holder's report of an earlier call opens: nothing is held for it. */
  async function caseOf({ phone, identity, person }: Called): Promise<CaseId> {
    await phone.reportCall(identity, "earlier");
    for (const giveUp = Date.now() + 60_000; Date.now() < giveUp; ) {
      const { rows } = await sql<{ id: CaseId }>`
        select fraud_case as id from alert where professional = ${person} and fraud_case is not null`.execute(
        db(),
      );
      if (rows[0]) return rows[0].id;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("no case came of it");
  }

  const announce = (
    who: Awaited<ReturnType<typeof colleague>>,
    id: CaseId,
    { person }: { readonly person: string },
  ) => who.browser.said<CallList & { error?: string }>(`/api/cases/${id}/call`, { person });

  return { server, db, somebody, colleague, caseOf, announce, stop: () => server.stop() };
}

/** What a phone was refused by, or nothing. */
export const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (fault: unknown) => (fault instanceof PhoneRefusal ? fault.code : fault),
  );
