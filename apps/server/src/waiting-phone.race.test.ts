import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { type Model, newModel } from "#platform/testing/authenticator";
import { ownPlace } from "./testing/account.ts";
import { newColleague } from "./testing/colleague.ts";
import { newBrowser, sandboxPeople, sandboxService } from "./testing/driver.ts";
import { type Pair, startPair } from "./testing/pair.ts";
import { approvesOn, provenPhone, servingPhone } from "./testing/waiting-phone.ts";

// *Arrêter* and the end of a sign-in by a phone that waits, at once on two server processes: one is first, and nothing stays open.

const rounds = Math.min(20, Number(process.env["AVAL_TEST_ROUNDS"] ?? 3));

let pair: Pair;
let model: Model;
before(async () => {
  model = await newModel();
  pair = await startPair({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
});
after(() => pair?.stop());

test("stopped as its sign-in ends, a phone that waits has opened nothing that goes on", async (context) => {
  const people = await sandboxPeople(pair.issuer);
  const registrar = (name: string) => newColleague(pair, { model, scope: "national", name });
  const two = [await registrar("Odile ESSAI"), await registrar("Paul ESSAI")] as const;
  const waits = await provenPhone(pair, people[30] ?? "", two);
  const { db } = pair.database;
  const browser = await newBrowser(() => pair.issuer);
  await ownPlace(db, browser, waits.old);
  const holder = await servingPhone(waits);
  const seen = { opened: 0, refused: 0 };
  for (let round = 0; round < rounds; round++) {
    const { concludes } = await approvesOn(browser, holder, sandboxService);
    // Both at once, then each after the other's answer.
    const isFirst = (one: "conclusion" | "stop") => round % 3 === (one === "conclusion" ? 1 : 2);
    const concluding = isFirst("stop") ? waits.stop().then(concludes) : concludes();
    const [opened] = await Promise.all([
      concluding,
      isFirst("conclusion") ? concluding.then(waits.stop) : isFirst("stop") ? null : waits.stop(),
    ]);
    const { rows } = await sql<{ state: string; given: number; open: number; ever: number }>`
      select e.state, (select count(*) from waiting_phone)::int as given,
        (select count(*) from session where device = ${waits.device} and closed_at is null)::int as open,
        (select count(*) from session where device = ${waits.device})::int as ever
      from enrolment e where e.id = ${waits.enrolment}`.execute(db);
    const [now] = rows;
    assert.ok(now);
    const { ever, ...stands } = now;
    assert.deepEqual(stands, { state: "held", given: 0, open: 0 }, `round ${round}`);
    if (ever > seen.opened) seen.opened++;
    else seen.refused++;
    assert.equal(ever, seen.opened);
    if (opened?.refresh_token)
      assert.notEqual((await browser.refresh(sandboxService, opened.refresh_token)).status, 200);
    // As if it had been shown again, by people who never tire.
    await sql`update enrolment set state = 'cooling', holds = 0, version = version + 1
      where id = ${waits.enrolment}`.execute(db);
    await holder.phone.serveMeanwhile(holder.identity, holder.code);
  }
  context.diagnostic(JSON.stringify(seen));
  assert.ok(seen.opened > 0 && seen.refused > 0, JSON.stringify(seen));
});
