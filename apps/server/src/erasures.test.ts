import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type {
  AccountHistory,
  ConsoleErasures,
  ErasureFact,
  ErasureLine,
  ErasurePerson,
} from "@aval/protocol";
import { sql } from "kysely";
import { createAudit, evidenceTurn, verify } from "#modules/audit";
import { verifyBundle } from "#modules/proofs";
import type { Role } from "#modules/staff";
import { isHeld } from "./modules/erasures/store.ts";
import { transact, transactOrUndo } from "#platform/database";
import type { Outcome } from "#platform/outcome";
import { systemRandom as random } from "#platform/random";
import { type Model, newModel } from "#platform/testing/authenticator";
import { moveClock } from "#platform/testing";
import { hours, instant } from "#platform/time";
import { takeTurn } from "#platform/turns";
import { ask, type Browser, enterAccount, ownPlace } from "./testing/account.ts";
import { newColleague, signatureOf, teamOf } from "./testing/colleague.ts";
import { enrolHolder, newBrowser, sandboxPeople, signIn } from "./testing/driver.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// Two people have chosen facts of one person erased: through the console's doors, to what its holder and a judge read afterwards.

const { verify: verifyAgain, missing } = (await import(
  "../../../tools/second-verifier/verify.mjs" as string
)) as { verify(text: string): string[]; missing(text: string): string[] };

let server: WholeServer;
let model: Model;
let browser: Browser;
let people: readonly string[];
let professional: string;
before(
  async () => {
    model = await newModel();
    server = await startWhole({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
    people = await sandboxPeople(server.issuer);
    const holder = await enrolHolder(() => server.phone, nationalId());
    browser = await newBrowser(() => server.issuer);
    await ownPlace(db(), browser, holder);
    await enterAccount(browser, holder, "lire");
    await signIn(holder, () => server.issuer);
    professional = (await idOf(nationalId())) ?? "";
    await read();
  },
  { timeout: 300_000 },
);
after(() => server?.stop());
const db = () => server.database.db;
const nationalId = () => people[0] ?? "";
const idOf = async (of: string) =>
  (await sql<{ id: string }>`select id from professional where national_id = ${of}`.execute(db()))
    .rows[0]?.id;

/** Every fact has its place, and the cases have read it. */
async function read(): Promise<void> {
  for (const giveUp = Date.now() + 60_000; Date.now() < giveUp; ) {
    const { rows } = await sql`
      select from fact, case_cursor where seq is null or seq >= next_seq limit 1`.execute(db());
    if (rows.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the cases did not read the log");
}

type Colleague = Awaited<ReturnType<typeof newColleague>>;
type Said<T> = T & { error?: string };
const colleague = (role: Role, scope = "national") =>
  newColleague(server, { model, role, scope, name: `Odile ${role}` });
const said = <T>(who: Colleague, path: string, body?: object) =>
  who.browser.said<Said<T>>(`/api/erasures${path}`, body as never);
const find = (who: Colleague, of = nationalId()) =>
  said<ErasurePerson>(who, "/find", { nationalId: of });
const asking = (who: Colleague, facts: readonly string[], of = nationalId()) =>
  said<ConsoleErasures>(who, "", { nationalId: of, facts, reason: "right_to_erasure" });
async function asked(who: Colleague, facts: readonly string[], of?: string): Promise<ErasureLine> {
  const list = await asking(who, facts, of);
  assert.ok(list.erasures?.[0], list.error);
  return list.erasures[0];
}
const sign = async (who: Colleague, { erasure }: ErasureLine) =>
  said<ConsoleErasures>(
    who,
    `/${erasure}/sign`,
    await signatureOf(server, who, `/api/erasures/${erasure}/ask`),
  );
const idsOf = (facts: readonly ErasureFact[], kind: string) =>
  facts.flatMap((one) => (one.kind === kind ? [one.fact] : []));
const bodiesOf = async (facts: readonly string[]) =>
  (
    await sql<{ said: boolean }>`
      select body <> '{}' and professional is not null and exists (select from fact_key k where k.fact = id) as said
      from fact where id = any(${[...facts]}::text[])`.execute(db())
  ).rows.map((row) => row.said);
const whole = async () => (await verify(db(), async () => true)).faults;

test("an analyst asks, an auditor's key signs exactly that, and the holder, their file and the log say what is missing", async () => {
  const [analyst, auditor, other] = [
    await colleague("analyst"),
    await colleague("auditor"),
    await colleague("analyst"),
  ];
  const { facts, isHeld, error } = await find(analyst);
  assert.equal(error, undefined);
  assert.equal(isHeld, false);
  assert.deepEqual(idsOf(facts, "device_added"), [], "what carries a phone's keys stays");
  const chosen = idsOf(facts, "session_opened");
  assert.ok(chosen.length >= 2, `${chosen.length}`);
  assert.equal((await asking(analyst, [])).error, "invalid_request");
  assert.equal((await asking(analyst, [...chosen, "fct_nobody"])).error, "erasure_list");

  const one = await asked(analyst, chosen);
  assert.deepEqual([one.state, one.isMine, one.facts.length], ["waiting", true, chosen.length]);
  assert.equal((await said(other, `/${one.erasure}/ask`, {})).error, "staff_may_not");
  const [line] = (await sign(auditor, one)).erasures;
  assert.deepEqual(
    [line?.state, line?.by, line?.secondedBy, line?.name],
    ["done", "Odile analyst", "Odile auditor", undefined],
  );
  assert.ok((await bodiesOf(chosen)).every((still) => !still));
  await read();
  assert.deepEqual(await whole(), []);

  const origin = `http://${server.issuer.host}`;
  const history = JSON.parse((await ask(browser, origin, "history")).text) as AccountHistory;
  const told = history.events.find(({ kind }) => kind === "facts_erased");
  assert.equal(told?.reason, "right_to_erasure");
  const { file } = JSON.parse((await ask(browser, origin, "proofs", {})).text) as { file: string };
  const { faults, proven } = await verifyBundle(file);
  assert.deepEqual(faults, []);
  assert.deepEqual(
    proven.erased.map(({ count, reason }) => [count, reason]),
    [[chosen.length, "right_to_erasure"]],
  );
  assert.deepEqual(verifyAgain(file), []);
  const old = JSON.parse((await ask(browser, origin, "proofs", { from: 0, to: 1000 })).text);
  assert.equal((await verifyBundle(old.file)).proven.erased.length, 1, "whatever its span");
  assert.deepEqual(verifyAgain(old.file), []);
  assert.match(missing(file).join(), new RegExp(`^${chosen.length} erased \\(right_to_erasure\\)`));
  assert.ok(
    chosen.every((id) => !JSON.parse(file).facts.some((fact: { id: string }) => fact.id === id)),
  );
});

test("whoever asked does not sign, a signature over something else erases nothing, and another list is another list", async () => {
  const [maker, second] = [await colleague("operator"), await colleague("operator")];
  await find(maker);
  await find(maker);
  await read();
  const { facts } = await find(maker);
  const [a = "", b = "", c = ""] = idsOf(facts, "person_viewed");
  const [one, two] = [await asked(maker, [a]), await asked(maker, [b])];
  assert.equal((await said(maker, `/${one.erasure}/ask`, {})).error, "erasure_two_people");
  const signature = await signatureOf(server, second, `/api/erasures/${one.erasure}/ask`);
  assert.equal((await said(second, `/${two.erasure}/sign`, signature)).error, "staff_refused");

  // Somebody who writes to the database adds a fact to what was asked for.
  await sql`insert into erasure_fact (erasure, fact) values (${one.erasure}, ${c})`.execute(db());
  assert.equal((await sign(second, one)).error, "erasure_over");
  await sql`delete from erasure_fact where erasure = ${one.erasure} and fact = ${c}`.execute(db());
  // One of the list is gone by another erasure: nothing of it goes.
  const both = await asked(maker, [b, c]);
  assert.equal((await sign(second, two)).error, undefined);
  assert.equal((await sign(second, both)).error, "erasure_list");
  assert.deepEqual(await bodiesOf([c]), [true]);
  assert.equal((await sign(second, one)).error, undefined);
  assert.equal((await said(second, `/${one.erasure}/ask`, {})).error, "erasure_over");

  const last = await asked(maker, [c]);
  assert.equal((await said(second, `/${last.erasure}/withdraw`, {})).error, "erasure_over");
  assert.equal((await said(maker, `/${last.erasure}/withdraw`, {})).error, undefined);
  assert.equal((await said(second, `/${last.erasure}/ask`, {})).error, "erasure_over");
  const theirs = await asked(maker, [c]);
  assert.equal((await teamOf(server).suspend(maker.id)).ok, true);
  assert.equal((await sign(second, theirs)).error, "erasure_over");
  assert.deepEqual(await bodiesOf([c]), [true]);
});

test("a case that opens between the two signatures holds what was asked for, a freeze and a complaint file too", async () => {
  const [maker, second] = [await colleague("operator"), await colleague("auditor")];
  const { facts } = await find(maker);
  const [fact = ""] = idsOf(facts, "person_viewed");
  const one = await asked(maker, [fact]);
  const heldBy = async (insert: ReturnType<typeof sql>, end: ReturnType<typeof sql>) => {
    await insert.execute(db());
    assert.equal((await find(maker)).isHeld, true);
    assert.equal((await asking(maker, [fact])).error, "erasure_held");
    assert.equal((await sign(second, one)).error, "erasure_held");
    assert.deepEqual(await bodiesOf([fact]), [true]);
    await end.execute(db());
  };
  await sql`
    insert into fraud_case (id, state, severity, due_at) values ('cas_1', 'open', 'high', aval_now())`.execute(
    db(),
  );
  await heldBy(
    sql`insert into alert (id, kind, severity, opens, because, professional, fraud_case, scopes, at)
      values ('fct_alert', 'not_me', 'high', true, '{}', ${professional}, 'cas_1', '{}', aval_now())`,
    sql`update fraud_case set state = 'closed', closed_at = aval_now(), outcome = 'harmless', outcome_words = 'x' where id = 'cas_1'`,
  );
  await heldBy(
    sql`insert into stop (id, professional, rule, scope, reason, made_by) values ('stp_1', ${professional}, 'freeze', 'national', 'found', 'stf_1')`,
    sql`update stop set lifted_at = aval_now(), lifted_by = 'two_people' where id = 'stp_1'`,
  );
  // What the cases have not read may open one.
  await transactOrUndo(db(), async (tx): Promise<Outcome<void, "undone">> => {
    const holds = (reads: readonly string[]) => isHeld(tx, professional as never, reads);
    assert.equal(await holds(["device_added"]), false);
    await sql`update case_cursor set next_seq = 0`.execute(tx);
    assert.deepEqual([await holds(["device_added"]), await holds([])], [true, false]);
    return { ok: false, refusal: "undone" };
  });
  // A complaint file that is being taken: whoever erases waits for it.
  const audit = createAudit({ clock: { now: () => instant(Date.now()) }, random });
  const signature = await signatureOf(server, second, `/api/erasures/${one.erasure}/ask`);
  const signing = await transact(db(), async (tx) => {
    await takeTurn(tx, evidenceTurn(professional));
    const waits = said(second, `/${one.erasure}/sign`, signature);
    const made = { fact: "complaint_made", by: "holder", from: 0, to: 1 } as const;
    await audit.append(tx, { ...made, professional: professional as never });
    return { waits };
  });
  assert.equal((await signing.waits).error, "erasure_held");
  assert.deepEqual(await bodiesOf([fact]), [true]);
});

test("of another authority's people nothing is found or signed, and nobody signs after three days", async () => {
  const of = people[1] ?? "";
  const [elsewhere, maker, second] = [
    await colleague("analyst", "order:nobody"),
    await colleague("operator"),
    await colleague("auditor"),
  ];
  const strange = await colleague("auditor", "order:nobody");
  assert.equal((await find(elsewhere, of)).error, "not_found");
  await find(maker, of);
  await read();
  const { facts } = await find(maker, of);
  const chosen = idsOf(facts, "person_viewed");
  const one = await asked(maker, chosen, of);
  assert.equal((await asking(elsewhere, chosen, of)).error, "not_found");
  assert.equal((await said(strange, `/${one.erasure}/ask`, {})).error, "not_found");
  assert.deepEqual((await said<ConsoleErasures>(strange, "")).erasures, []);
  await moveClock(db(), hours(72.1));
  await second.browser.signIn(second.key);
  assert.equal((await said(second, `/${one.erasure}/ask`, {})).error, "erasure_over");
});
