import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { AccountSteps, CaseId, CaseView, ComplaintFile, ComplaintLine } from "@aval/protocol";
import { sql } from "kysely";
import { attachedProofs, verifyBundle } from "#modules/proofs";
import { moveClock } from "#platform/testing";
import { type Model, newModel } from "#platform/testing/authenticator";
import { hours } from "#platform/time";
import { ask, type Browser, enterAccount, ownPlace } from "./testing/account.ts";
import { consoleOf, newColleague, teamOf } from "./testing/colleague.ts";
import { enrolHolder, newBrowser, sandboxPeople, sandboxService } from "./testing/driver.ts";
import { pdfText } from "#platform/testing/pdf";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// What a holder, or two analysts for them, take to whoever receives a complaint: through the doors of both, to what it proves.

let server: WholeServer;
let model: Model;
let browser: Browser;
let professional: string;
let id: CaseId;
before(
  async () => {
    model = await newModel();
    server = await startWhole({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
    const [person = ""] = await sandboxPeople(server.issuer);
    const holder = await enrolHolder(() => server.phone, person);
    const at = () => server.issuer;
    browser = await newBrowser(at);
    await ownPlace(db(), browser, holder);
    await enterAccount(browser, holder, "lire");
    const strange = await newBrowser(at);
    const page = await strange.open(sandboxService);
    const { view } = await strange.act(page.signIn, "begin");
    const { context } = await holder.phone.claim(holder.identity, view.frame ?? "");
    await holder.phone.refuse(holder.identity, context, "on_call");
    id = await opened();
    await placed();
  },
  { timeout: 300_000 },
);
after(() => server?.stop());
const db = () => server.database.db;

/** The case that the refusal opened. */
async function opened(): Promise<CaseId> {
  for (const giveUp = Date.now() + 60_000; Date.now() < giveUp; ) {
    const { rows } = await sql<{ id: CaseId; professional: string }>`
      select fraud_case as id, professional from alert where kind = 'not_me' and fraud_case is not null`.execute(
      db(),
    );
    if (rows[0]) {
      professional = rows[0].professional;
      return rows[0].id;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("no case came of it");
}

/** Every fact has its place. */
async function placed(): Promise<void> {
  for (;;) {
    const { rows } = await sql`select from fact where seq is null`.execute(db());
    if (rows.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const madeFacts = async () => {
  const { rows } = await sql<{ body: Record<string, unknown> }>`
    select body::jsonb as body from fact where kind = 'complaint_made' and professional = ${professional} order by at`.execute(
    db(),
  );
  return rows.map(({ body }) => body);
};
const own = (path: string, body: object) =>
  ask(browser, `http://${server.issuer.host}`, path, body);

type Colleague = Awaited<ReturnType<typeof newColleague>>;
type Said<T> = T & { error?: string };
const colleague = (name: string) =>
  newColleague(server, { model, role: "analyst", scope: "national", name });
const first = ({ complaints }: CaseView) => complaints[0] as ComplaintLine;
const said = <T>(who: Colleague, path: string, body?: object) =>
  who.browser.said<Said<T>>(path, body as never);
const asking = (who: Colleague, person = professional) =>
  said<CaseView>(who, `/api/cases/${id}/complaints`, {
    person,
    words: "Elle porte plainte demain.",
  });
async function sign(who: Colleague, { complaint }: ComplaintLine): Promise<Said<CaseView>> {
  const asked = await said<{ challenge: string; rpId: string }>(
    who,
    `/api/complaints/${complaint}/ask`,
    {},
  );
  if (asked.error) return asked as never;
  const signed = who.key.get(asked, `http://${consoleOf(server).host}`);
  return said<CaseView>(who, `/api/complaints/${complaint}/sign`, { ...signed });
}
const take = (who: Colleague, { complaint }: ComplaintLine) =>
  said<ComplaintFile>(who, `/api/complaints/${complaint}/take`, {});

/** What a service would answer of a window of fraud; its own door is `windows`' to test. */
async function answered(acts: number, cancelled: number): Promise<void> {
  await sql`
    insert into fraud_window (id, fraud_case, professional, from_at, to_at, words, by_member)
    values ('frw_1', ${id}, ${professional}, aval_now() - interval '1 hour', aval_now(), 'mot', 'stf_1')`.execute(
    db(),
  );
  await sql`
    insert into fraud_window_service (fraud_window, client, national_id, sessions, reviewed_by, acts, cancelled, answered_at)
    values ('frw_1', ${"sandbox-service"}, '899700000013', '{}', 'Astreinte', ${acts}, ${cancelled}, aval_now())`.execute(
    db(),
  );
}

test("a holder takes their own complaint file: what it tells is what the proofs in it prove, and that it was taken is a fact of theirs", async () => {
  await answered(71, 68);
  const answer = await own("complaint", { days: 30 });
  assert.equal(answer.status, 200, answer.text);
  const { name, pdf } = JSON.parse(answer.text) as ComplaintFile;
  assert.match(name, /^aval-dossier-de-plainte-\d{4}-\d\d-\d\d\.pdf$/);
  const bytes = Buffer.from(pdf, "base64");
  const proofs = attachedProofs(bytes);
  assert.ok(proofs);
  const { faults, proven } = await verifyBundle(proofs);
  assert.deepEqual(faults, []);
  const text = await pdfText(bytes);
  for (const words of [
    "Dossier de plainte",
    "Dont 1 pendant un appel téléphonique.",
    "Demande de connexion refusée sur le téléphone",
    "quelqu'un le demandait au téléphone",
    "Service : Mon accès",
    "le titulaire, depuis son espace personnel",
    "qui tenait le téléphone",
    " 71 68 ",
  ])
    assert.ok(text.includes(words), words);
  assert.ok(proven.answers >= 2);
  assert.deepEqual(
    (await madeFacts()).map(({ by }) => by),
    ["holder"],
  );
  assert.equal((await own("complaint", { days: 31 })).status, 400);
});

test("of a case it is asked for by its owner, signed by another analyst, taken by the two alone, and its holder reads who agreed", async () => {
  const [odile, paul, rose] = [
    await colleague("Odile ESSAI"),
    await colleague("Paul ESSAI"),
    await colleague("Rose ESSAI"),
  ];
  assert.equal((await asking(odile)).error, "case_not_yours");
  await said(odile, `/api/cases/${id}/claim`, {});
  assert.equal((await asking(odile, "pro_nobody")).error, "measure_list");
  const one = first(await asking(odile));
  assert.deepEqual([one.state, one.isMine, one.mayTake], ["waiting", true, false]);
  assert.equal((await take(odile, one)).error, "complaint_over");
  assert.equal((await sign(odile, one)).error, "measure_two_people");

  // What was signed for one is worth nothing for another.
  const other = first(await asking(odile));
  const asked = await said<{ challenge: string; rpId: string }>(
    paul,
    `/api/complaints/${other.complaint}/ask`,
    {},
  );
  const signed = paul.key.get(asked, `http://${consoleOf(server).host}`);
  const crossed = await said(paul, `/api/complaints/${one.complaint}/sign`, { ...signed });
  assert.equal(crossed.error, "staff_refused");

  const agreed = await sign(paul, one);
  assert.equal(agreed.error, undefined);
  assert.equal((await sign(rose, one)).error, "complaint_over");
  assert.equal((await take(rose, one)).error, "not_found");
  for (const who of [odile, paul]) {
    const { pdf } = await take(who, one);
    const bytes = Buffer.from(pdf, "base64");
    assert.deepEqual((await verifyBundle(attachedProofs(bytes) ?? "")).faults, []);
    assert.match(await pdfText(bytes), /Odile ESSAI, contresigné par Paul ESSAI/);
  }
  const made = (await madeFacts()).slice(1);
  assert.deepEqual(
    made.map(({ by, staff, second, case: of }) => [by, staff, second, of]),
    [odile, odile].map(() => ["staff", odile.id, paul.id, id]),
  );

  // Whoever was suspended since has agreed to nothing.
  assert.equal((await teamOf(server).suspend(paul.id)).ok, true);
  assert.equal((await take(odile, one)).error, "complaint_over");
});

test("steps are kept for their holder, ticked and not any more", async () => {
  const ticked = async (step: string, isDone: boolean) =>
    JSON.parse((await own("steps", { step, isDone })).text) as AccountSteps;
  const done = ({ steps }: AccountSteps) =>
    steps.flatMap(({ step, doneAt }) => (doneAt === undefined ? [] : [step]));
  assert.deepEqual(done(await ticked("order", true)), ["order"]);
  assert.deepEqual(done(await ticked("complaint", true)), ["complaint", "order"]);
  const { steps } = await ticked("order", false);
  assert.deepEqual(done({ steps }), ["complaint"]);
  assert.ok(steps.some(({ contacts }) => contacts.some(({ telephone }) => telephone)));
  assert.equal((await own("steps", { step: "elsewhere", isDone: true })).status, 400);
});

test("nobody signs it after a shift, and nobody takes it after a day", async () => {
  const [odile, rose] = [await colleague("Anne ESSAI"), await colleague("Luc ESSAI")];
  await sql`update fraud_case set owner = ${odile.id} where id = ${id}`.execute(db());
  const [waits, ready] = [first(await asking(odile)), first(await asking(odile))];
  assert.equal((await sign(rose, ready)).error, undefined);
  await moveClock(db(), hours(8.1));
  await rose.browser.signIn(rose.key);
  assert.equal((await sign(rose, waits)).error, "complaint_over");
  assert.equal((await take(rose, ready)).error, undefined);
  await moveClock(db(), hours(16));
  await rose.browser.signIn(rose.key);
  assert.equal((await take(rose, ready)).error, "complaint_over");
});
