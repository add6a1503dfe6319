import assert from "node:assert/strict";
import type {
  CaseId,
  CaseView,
  MeasureKind,
  MeasureLine,
  MeasurePreview,
  MeasureThing,
} from "@aval/protocol";
import { sql } from "kysely";
import { createAudit } from "#modules/audit";
import { type AnyTables, type Database, transact } from "#platform/database";
import { newId, systemRandom as random } from "#platform/random";
import { instant } from "#platform/time";
import { consoleOf, type newColleague } from "./colleague.ts";
import type { WholeServer } from "./whole.ts";

/* An analyst's hands on a case, through the console's own door, and the case they are on. */

type Colleague = Awaited<ReturnType<typeof newColleague>>;
export type Said<T> = T & { error?: string };

/** These people said that requests in one browser were not theirs: one case of them all, once they are. */
export async function caseOf(
  db: Database<AnyTables>,
  browser: string,
  holders: readonly string[],
): Promise<CaseId> {
  const audit = createAudit({ clock: { now: () => instant(Date.now()) }, random });
  for (const professional of holders) {
    const approval = newId("apr", random);
    await sql`
      insert into approval (id, kind, asker, browser, network, frame_secret, state, shown_at, claim_by, professional, claimed_at)
      values (${approval}, 'sign-in', 'test', ${browser}, 'loopback', ${Buffer.alloc(32)}, 'cancelled', aval_now(), aval_now(),
        ${professional}, aval_now())`.execute(db);
    const fact = {
      fact: "approval_refused",
      professional,
      approval,
      reason: "not_me",
      decision: {},
    };
    await transact(db, (tx) => audit.append(tx, { ...fact, where: "unknown" } as never));
  }
  return caseAbout(db, browser, holders);
}

/** The one case of what these people refused in this browser, once it has them all. */
export async function caseAbout(
  db: Database<AnyTables>,
  browser: string,
  holders: readonly string[],
): Promise<CaseId> {
  for (const giveUp = Date.now() + 60_000; Date.now() < giveUp; ) {
    const { rows } = await sql<{ id: CaseId; count: number }>`
      select fraud_case as id, count(distinct professional)::int as count from alert
      where professional = any(${[...holders]}::text[]) and fraud_case is not null and kind = 'not_me'
        and fraud_case in (select b.fraud_case from alert b join alert_link l on l.alert = b.id where l.value = ${browser})
      group by fraud_case`.execute(db);
    if (rows[0]?.count === holders.length) return rows[0].id;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("no case came of it");
}

export const preview = (
  who: Colleague,
  id: CaseId,
  kind: MeasureKind,
  chosen: readonly string[],
): Promise<Said<MeasurePreview>> =>
  who.browser.said<MeasurePreview>(`/api/cases/${id}/measures/preview`, {
    kind,
    people: [...chosen],
  });

/** As the page does it: shown, then taken. */
export async function take(
  who: Colleague,
  id: CaseId,
  kind: MeasureKind,
  chosen: readonly string[],
): Promise<CaseView> {
  const { digest, error } = await preview(who, id, kind, chosen);
  assert.equal(error, undefined);
  const given = { kind, people: [...chosen], words: "Appel du 12", digest };
  return who.browser.said<CaseView>(`/api/cases/${id}/measures`, given);
}

/** The same, of one phone or card. */
export async function takeOf(
  who: Colleague,
  id: CaseId,
  person: string,
  thing: MeasureThing & { readonly kind: MeasureKind },
): Promise<Said<CaseView>> {
  const asked = { people: [person], ...thing };
  const at = `/api/cases/${id}/measures`;
  const { digest, error } = await who.browser.said<Said<MeasurePreview>>(`${at}/preview`, asked);
  if (error) return { error } as Said<CaseView>;
  const order = { ...asked, words: "Aux mains d'un autre", digest };
  return who.browser.said<Said<CaseView>>(at, order);
}

export const first = ({ measures }: CaseView): MeasureLine => measures[0] as MeasureLine;
export const at = ({ measure }: MeasureLine, act: string) => `/api/measures/${measure}/${act}`;

/** A second person's signature; what refused it, if it was refused. */
export async function sign(
  server: Pick<WholeServer, "issuer" | "desk">,
  who: Colleague,
  measure: MeasureLine,
): Promise<Said<CaseView>> {
  const asked = await who.browser.said<{ challenge: string; rpId: string }>(at(measure, "ask"), {});
  if (asked.error) return { error: asked.error } as Said<CaseView>;
  const signed = { ...who.key.get(asked, `http://${consoleOf(server).host}`) };
  return who.browser.said<CaseView>(at(measure, "sign"), signed);
}
