import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { CaseId, CaseView, Json, MeasureLine, MeasurePreview } from "@aval/protocol";
import { sql } from "kysely";
import { createAudit } from "#modules/audit";
import { createDirectory } from "#modules/directory";
import { type Role, roles } from "#modules/staff";
import { systemRandom as random } from "#platform/random";
import { type Model, newModel } from "#platform/testing/authenticator";
import { instant } from "#platform/time";
import {
  consoleOf,
  newColleague,
  newConsoleBrowser,
  signatureOf,
  teamOf,
} from "./testing/colleague.ts";
import {
  approveFrame,
  enrolHolder,
  newBrowser,
  sandboxPeople,
  sandboxService,
} from "./testing/driver.ts";
import {
  at,
  caseOf,
  first,
  preview,
  type Said,
  sign as signBy,
  take,
} from "./testing/measuring.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// What analysts stop in a case: through the console's own door, to what a service and a phone see of it.

let server: WholeServer;
let model: Model;
let people: readonly string[];
before(async () => {
  model = await newModel();
  server = await startWhole({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
  people = await sandboxPeople(server.issuer);
});
after(() => server?.stop());

type Colleague = Awaited<ReturnType<typeof newColleague>>;
const colleague = (role: Role = "analyst", scope = "national", name = "Odile ESSAI") =>
  newColleague(server, { model, role, scope, name });
const clock = { now: () => instant(Date.now()) };
const audit = createAudit({ clock, random });
const db = () => server.database.db;

async function holderOf(index: number) {
  return (await personOf(index)).id;
}
async function personOf(index: number) {
  const directory = createDirectory({ db: db(), random, audit });
  const holder = await directory.find(people[index] ?? "");
  assert.ok(holder);
  return { id: holder.id, scopes: directory.scopesOf(holder) };
}

/** A case of an analyst's own. */
async function ownCase(who: Colleague, browser: string, holders: readonly string[]) {
  const id = await caseOf(db(), browser, holders);
  assert.equal((await who.browser.said<CaseView>(`/api/cases/${id}/claim`, {})).isMine, true);
  return id;
}

const send = (who: Colleague, id: CaseId, body: Json) =>
  who.browser.said<CaseView>(`/api/cases/${id}/measures`, body);
const list = (who: Colleague, id: CaseId) => who.browser.said<CaseView>(`/api/cases/${id}`);

const sign = (who: Colleague, measure: MeasureLine) => signBy(server, who, measure);
const refusalOf = async (work: Promise<object>) => ((await work) as { error?: string }).error;

const frozen = async (holders: readonly string[]) => {
  const { rows } = await sql<{ professional: string }>`
    select professional from stop where rule = 'freeze' and lifted_at is null and professional = any(${[...holders]}::text[])`.execute(
    db(),
  );
  return rows.length;
};
const factsOf = async (professional: string) => {
  const { rows } = await sql<{ body: Record<string, unknown> }>`
    select body::jsonb as body from fact where kind = 'measure_taken' and professional = ${professional} order by at`.execute(
    db(),
  );
  return rows.map(({ body }) => body);
};

test("what is open for somebody closes at once, their places end, and a freeze lets no waiting request in; each is theirs to read", async () => {
  const holder = await enrolHolder(() => server.phone, people[0] ?? "");
  const professional = await holderOf(0);
  const browser = await newBrowser(() => server.issuer);
  const page = await browser.open(sandboxService);
  const { view } = await browser.act(page.signIn, "begin");
  await approveFrame(holder, view.frame ?? "");
  const { body: tokens } = await browser.exchange(
    page,
    (await browser.conclude(page.signIn)).location,
  );
  assert.equal((await browser.userinfo(tokens.access_token)).status, 200);
  await sql`
    insert into place (id, professional, browser, state, people, declared, network, approval, device, made_at, last_used_at)
    select 'plc_measured', s.professional, s.browser, 'new', 'alone', '', 'loopback', s.approval, s.device, aval_now(), aval_now()
    from session s where s.professional = ${professional}`.execute(db());

  const odile = await colleague();
  const id = await ownCase(odile, "browser_live", [professional]);
  const shown = await preview(odile, id, "close_sessions", [professional]);
  assert.deepEqual(
    [shown.needsSecond, shown.targets[0]?.sessions, shown.targets[0]?.places],
    [false, 1, 1],
  );
  assert.ok(shown.targets[0]?.name);
  assert.equal((await browser.userinfo(tokens.access_token)).status, 200, "showing stops nothing");

  const closed = first(await take(odile, id, "close_sessions", [professional]));
  assert.deepEqual([closed.state, closed.reached, closed.changed], ["done", 1, 1]);
  assert.equal((await browser.userinfo(tokens.access_token)).status, 401);
  const again = first(await take(odile, id, "close_sessions", [professional]));
  assert.deepEqual([again.state, again.reached, again.changed], ["done", 1, 0], "nothing was open");
  await take(odile, id, "end_places", [professional]);
  assert.equal((await preview(odile, id, "end_places", [professional])).targets[0]?.places, 0);

  const other = await newBrowser(() => server.issuer);
  const waiting = await other.open(sandboxService);
  const { view: asked } = await other.act(waiting.signIn, "begin");
  await take(odile, id, "freeze", [professional]);
  await assert.rejects(approveFrame(holder, asked.frame ?? ""));
  assert.deepEqual((await preview(odile, id, "freeze", [professional])).targets[0]?.stops, [
    "freeze",
  ]);
  const facts = await factsOf(professional);
  assert.deepEqual(
    facts.map(({ kind, staff, changed }) => [kind, staff, changed]),
    [
      ["close_sessions", odile.id, true],
      ["close_sessions", odile.id, false],
      ["end_places", odile.id, true],
      ["freeze", odile.id, true],
    ],
  );
  const { rows } =
    await sql`select from notice where professional = ${professional} and event = 'frozen'`.execute(
      db(),
    );
  assert.equal(rows.length, 1, "its holder is told");
  const acts = (await odile.browser.said<CaseView>(`/api/cases/${id}`)).events.map(
    ({ act }) => act,
  );
  assert.equal(acts.filter((act) => act === "measure_taken").length, 4);
});

test("many are stopped by two: whoever asked signs nothing, and a second analyst's key over exactly that list begins it, once", async () => {
  const holders = await Promise.all([1, 2, 3, 4, 5].map(holderOf));
  const [odile, paul] = [await colleague(), await colleague("analyst", "national", "Paul ESSAI")];
  const id = await ownCase(odile, "browser_wave", holders.slice(0, 3).concat(holders.slice(3)));
  const asked = first(await take(odile, id, "freeze", holders));
  assert.deepEqual([asked.state, asked.people, asked.reached], ["waiting", 5, 0]);
  assert.equal(await frozen(holders), 0);
  const { error } = await odile.browser.said<Said<object>>(at(asked, "ask"), {});
  assert.equal(error, "measure_two_people");
  const lent = await signatureOf(server, paul, at(asked, "ask"));
  assert.equal((await odile.browser.said(at(asked, "sign"), lent)).error, "measure_two_people");
  assert.equal(await frozen(holders), 0);

  const done = first(await sign(paul, asked));
  assert.deepEqual(
    [done.state, done.reached, done.changed, done.secondedBy, done.by],
    ["done", 5, 5, "Paul ESSAI", "Odile ESSAI"],
  );
  assert.equal(await frozen(holders), 5);
  assert.equal(await refusalOf(sign(paul, asked)), "measure_over", "once");
  const [fact] = await factsOf(holders[2] ?? "");
  assert.deepEqual([fact?.["staff"], fact?.["second"]], [odile.id, paul.id]);
});

test("a list that changed, was taken back, waited too long, or whose maker left, is signed by nobody", async () => {
  const holders = await Promise.all([6, 7, 8, 9].map(holderOf));
  const [odile, paul] = [await colleague(), await colleague("analyst", "national", "Paul ESSAI")];
  const id = await ownCase(odile, "browser_list", holders);
  const [waits, back] = [
    first(await take(odile, id, "pause", holders)),
    first(await take(odile, id, "pause", holders)),
  ];
  assert.equal((await paul.browser.said(at(back, "withdraw"), {})).error, "measure_over");
  assert.equal(
    first(await odile.browser.said<CaseView>(at(back, "withdraw"), {})).state,
    "withdrawn",
  );
  assert.equal(await refusalOf(sign(paul, back)), "measure_over");

  const scopes = await Promise.all(
    [6, 7, 8, 9].map(async (index) => (await personOf(index)).scopes),
  );
  const partial = scopes.flat().find((one) => scopes.some((some) => !some.includes(one)));
  const narrow = await colleague("analyst", partial, "Luce ESSAI");
  assert.equal(
    await refusalOf(sign(narrow, waits)),
    "measure_over",
    "of another authority, partly",
  );

  const signed = await signatureOf(server, paul, at(waits, "ask"));
  const { alertList } = await odile.browser.said<CaseView>(`/api/cases/${id}`);
  const out = alertList.filter(({ person }) => person === holders[0]).map(({ alert }) => alert);
  await odile.browser.said(`/api/cases/${id}/split`, { alerts: out });
  assert.equal((await paul.browser.said(at(waits, "sign"), signed)).error, "measure_over");
  assert.equal(await refusalOf(sign(paul, waits)), "measure_over");
  const stale = await preview(odile, id, "pause", holders);
  assert.equal((stale as Said<MeasurePreview>).error, "measure_list", "one is of another case now");
  const { rows } =
    await sql`select from stop where rule = 'pause_from_alert' and professional = any(${holders}::text[])`.execute(
      db(),
    );
  assert.equal(rows.length, 0);

  const wave = await Promise.all([10, 11, 12, 13].map(holderOf));
  const [rose, next] = [await colleague("analyst", "national", "Rose ESSAI"), "browser_maker"];
  const theirs = await ownCase(rose, next, wave);
  const orphan = first(await take(rose, theirs, "pause", wave));
  assert.ok((await teamOf(server).suspend(rose.id)).ok);
  assert.equal(await refusalOf(sign(paul, orphan)), "measure_over");

  const late = await Promise.all([14, 15, 16, 17].map(holderOf));
  const own = await ownCase(odile, "browser_late", late);
  const old = first(await take(odile, own, "pause", late));
  await sql`update measure set asked_at = asked_at - interval '8 hours' where id = ${old.measure}`.execute(
    db(),
  );
  assert.equal(await refusalOf(sign(paul, old)), "measure_over");
  while (first(await list(odile, own)).state !== "over")
    await new Promise((resolve) => setTimeout(resolve, 100));
});

test("only its analyst stops people of a case, those it is about, those of their authority, and what was on the screen; a person is not stopped without end", async () => {
  const [one, other] = await Promise.all([18, 19].map(holderOf));
  assert.ok(one && other);
  const [odile, paul] = [await colleague(), await colleague("analyst", "national", "Paul ESSAI")];
  const id = await ownCase(odile, "browser_own", [one]);
  const given = { kind: "pause", people: [one], words: "mot" };
  const { digest } = await preview(odile, id, "pause", [one]);
  assert.equal(await refusalOf(send(paul, id, { ...given, digest })), "case_not_yours");
  assert.equal(
    await refusalOf(send(odile, id, { ...given, kind: "freeze", digest })),
    "measure_list",
  );
  const stranger = await preview(odile, id, "pause", [one, other]);
  assert.equal((stranger as Said<MeasurePreview>).error, "measure_list");
  const foreign = await colleague("analyst", "order:nobody");
  for (const [path, body] of [
    [`/api/cases/${id}/measures/preview`, { kind: "pause", people: [one] }],
    [`/api/cases/${id}/measures`, { ...given, digest }],
  ] as readonly (readonly [string, Json?])[]) {
    assert.equal((await foreign.browser.said(path, body)).error, "not_found", path);
    for (const role of roles.filter((each) => each !== "analyst"))
      assert.equal((await (await colleague(role)).browser.said(path, body)).error, "staff_may_not");
    const nobody = newConsoleBrowser(consoleOf(server));
    assert.equal((await nobody.said(path, body)).error, "staff_signed_out");
  }
  assert.equal(await frozen([one, other]), 0);

  for (let count = 0; count < 10; count++)
    assert.equal(first(await take(odile, id, "close_sessions", [one])).state, "done");
  const { digest: last } = await preview(odile, id, "close_sessions", [one]);
  const more = { kind: "close_sessions", people: [one], words: "mot", digest: last };
  assert.equal(await refusalOf(send(odile, id, more)), "measure_too_many");
});

test("one phone is suspended: of one person of the case, theirs, and the one that was shown; its holder's other phone goes on", async () => {
  const holder = await enrolHolder(() => server.phone, people[20] ?? "");
  const foreign = await enrolHolder(() => server.phone, people[21] ?? "");
  const [professional, other] = [await holderOf(20), await holderOf(21)];
  const odile = await colleague();
  const id = await ownCase(odile, "browser_phone", [professional, other]);
  const phone = holder.identity.device;
  const show = (body: object) =>
    odile.browser.said<Said<MeasurePreview>>(`/api/cases/${id}/measures/preview`, {
      kind: "suspend_phone",
      people: [professional],
      ...body,
    });
  assert.ok((await show({})).targets[0]?.phones.some((one) => one.phone === phone));
  assert.equal((await show({ phone: foreign.identity.device })).error, "measure_list");
  const { digest } = await show({ phone });
  const given = { kind: "suspend_phone", people: [professional], words: "mot", digest };
  assert.equal(await refusalOf(send(odile, id, given)), "measure_list", "which phone?");
  const swapped = { ...given, phone: foreign.identity.device };
  assert.equal(await refusalOf(send(odile, id, swapped)), "measure_list");
  const both = { ...given, people: [professional, other], phone };
  assert.equal(await refusalOf(send(odile, id, both)), "measure_list");
  const asPause = { ...given, kind: "pause", phone };
  assert.equal(await refusalOf(send(odile, id, asPause)), "measure_list");

  // Each shown as it is taken: what is refused is the order, not its hash.
  for (const asked of [
    { kind: "suspend_phone", people: [professional] },
    { kind: "suspend_phone", people: [professional, other], phone },
    { kind: "pause", people: [professional], phone },
  ]) {
    const { digest: own } = await show(asked);
    const order = { ...asked, words: "mot", digest: own };
    assert.equal(await refusalOf(send(odile, id, order)), "measure_list", JSON.stringify(asked));
  }

  const taken = first(await send(odile, id, { ...given, phone }));
  assert.deepEqual([taken.state, taken.kind, taken.changed], ["done", "suspend_phone", 1]);
  assert.deepEqual(await phonesOf(other), ["active"]);
  assert.ok((await phonesOf(professional)).includes("suspended"));
  const { rows } = await sql`
    select from notice where professional = ${professional} and event = 'phone_suspended'`.execute(
    db(),
  );
  assert.equal(rows.length, 1, "its holder is told");
  assert.equal((await show({ phone })).error, "measure_list", "it approves nothing any more");
});

async function phonesOf(professional: string): Promise<readonly string[]> {
  const { rows } = await sql<{ state: string }>`
    select state from device where professional = ${professional}`.execute(db());
  return rows.map(({ state }) => state);
}
