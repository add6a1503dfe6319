import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { AlertList, CaseList, CaseView, Json, ReportCheck, Reports } from "@aval/protocol";
import { sql } from "kysely";
import { limits as bounds } from "#lifetimes";
import { createAudit } from "#modules/audit";
import { createDirectory } from "#modules/directory";
import type { Role } from "#modules/staff";
import { systemRandom as random } from "#platform/random";
import { type Model, newModel } from "#platform/testing/authenticator";
import { instant } from "#platform/time";
import { newColleague } from "./testing/colleague.ts";
import { sandboxPeople, send as sendForm } from "./testing/driver.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// What agents and partners tell of people: through the console's own door, to the case that comes of it.

let server: WholeServer;
let model: Model;
let people: readonly string[];
before(async () => {
  model = await newModel();
  server = await startWhole({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
  people = await sandboxPeople(server.issuer);
});
after(() => server?.stop());

const colleague = (role: Role, scope = "national") =>
  newColleague(server, { model, role, scope, name: `Odile ${role}` });
type Colleague = Awaited<ReturnType<typeof colleague>>;
type Said<T> = T & { error?: string };
const check = ({ browser }: Colleague, text: string) =>
  browser.said<Said<ReportCheck>>("/api/reports/lists/check", { text });
const send = ({ browser }: Colleague, text: string, sha256: string) =>
  browser.said<Said<Reports>>("/api/reports/lists", { text, sha256 });
const tell = ({ browser }: Colleague, nationalId: string, more: { [name: string]: Json } = {}) =>
  browser.said<Said<Reports>>("/api/reports", {
    ...{ nationalId, reason: "acts", channel: "phone", ...more },
  });
const idOf = async (nationalId: string) => {
  const audit = createAudit({ clock: { now: () => instant(Date.now()) }, random });
  const directory = createDirectory({ db: server.database.db, random, audit });
  const found = await directory.find(nationalId);
  assert.ok(found);
  return { id: found.id, scopes: directory.scopesOf(found) };
};
async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (const giveUp = Date.now() + 60_000; Date.now() < giveUp; ) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("it did not come");
}
const rowsOf = async (professional: string) => {
  const { rows } = await sql<{ origin: string; reason: string }>`
    select body::jsonb ->> 'origin' as origin, body::jsonb ->> 'reason' as reason from fact
    where kind = 'report_received' and professional = ${professional} order by at`.execute(
    server.database.db,
  );
  return rows;
};

test("an insurer's list becomes one case, which the insurer follows and does not read; sent again, nothing is told twice, and what was mended is", async () => {
  const insurer = await colleague("insurer");
  const analyst = await colleague("analyst");
  const some = people.slice(20, 26);
  const lines = some.map((one) => `${one};volume;2026-01-05`);
  const text = ["identifiant;motif;jour", ...lines, "899799999999;volume;", "12;volume;"].join(
    "\n",
  );
  const read = await check(insurer, text);
  assert.deepEqual(
    [read.lines, read.good, read.problems],
    [
      8,
      6,
      [
        { line: 8, problem: "unknown" },
        { line: 9, problem: "identifier" },
      ],
    ],
  );
  assert.deepEqual(
    (await insurer.browser.said<Reports>("/api/reports")).lists,
    [],
    "only looked at",
  );
  assert.equal((await send(insurer, `${text}\n`, read.sha256)).error, "report_list", "as checked");

  await send(insurer, text, read.sha256);
  const standing = async () => (await insurer.browser.said<Reports>("/api/reports")).lists[0];
  const inCase = await until(async () => {
    const list = await standing();
    return list?.states.in_case === 6 ? list : undefined;
  });
  assert.deepEqual(inCase.states, { received: 0, in_case: 6, closed: 0 });
  const { cases } = await analyst.browser.said<CaseList>("/api/cases");
  const theirs = cases.filter((one) => one.people === 6);
  assert.equal(theirs.length, 1, "one case of them all");
  const id = theirs[0]?.case ?? "";
  const view = await analyst.browser.said<CaseView>(`/api/cases/${id}`);
  assert.deepEqual([...new Set(view.alertList.map(({ kind }) => kind))], ["partner_report"]);
  assert.ok(view.links.some(({ kind, people: shared }) => kind === "list" && shared === 6));
  for (const path of [`/api/cases/${id}`, "/api/cases", "/api/alerts"])
    assert.equal((await insurer.browser.said(path)).error, "staff_may_not", path);
  const { text: followed } = await insurer.browser.ask("/api/reports");
  assert.ok(!followed.includes(id), "no case is named");

  const again = await check(insurer, text);
  assert.equal(again.good, 0);
  await send(insurer, text, again.sha256);
  const mended = text.replace("899799999999", people[26] ?? "");
  const more = await check(insurer, mended);
  assert.deepEqual(
    [more.good, more.problems.filter(({ problem }) => problem === "known").length],
    [1, 6],
  );
  await send(insurer, mended, more.sha256);
  for (const one of [...some, people[26] ?? ""])
    assert.deepEqual(await rowsOf((await idOf(one)).id), [{ origin: "partner", reason: "volume" }]);

  await analyst.browser.said(`/api/cases/${id}/claim`, {});
  const end = { outcome: "harmless", words: "Une campagne de dépistage." };
  assert.equal(
    (await analyst.browser.said<CaseView>(`/api/cases/${id}/close`, end)).state,
    "closed",
  );
  const { lists } = await insurer.browser.said<Reports>("/api/reports");
  assert.ok(lists.some(({ states }) => states.closed === 6));
});

test("an agent tells of one person, who reads it: an alert that opens a case, and nothing is stopped", async () => {
  const agent = await colleague("agent");
  const analyst = await colleague("analyst");
  const nationalId = people[30] ?? "";
  const { id } = await idOf(nationalId);
  const told = await tell(agent, nationalId, { reason: "caller", on: "2026-01-06" });
  assert.deepEqual(
    told.single.map((one) => [one.nationalId, one.reason, one.state]),
    [[nationalId, "caller", "received"]],
  );
  await until(async () => {
    const { single } = await agent.browser.said<Reports>("/api/reports");
    return single[0]?.state === "in_case" ? single : undefined;
  });
  const { alerts } = await analyst.browser.said<AlertList>("/api/alerts");
  assert.ok(alerts.some(({ kind, case: into }) => kind === "agent_report" && into));
  assert.deepEqual(await rowsOf(id), [{ origin: "agent", reason: "caller" }]);
  const { rows } = await sql`select from stop where professional = ${id}`.execute(
    server.database.db,
  );
  assert.equal(rows.length, 0);
  assert.deepEqual((await agent.browser.said<Reports>("/api/reports")).lists, []);
  assert.equal((await check(agent, "899700000013;acts")).error, "staff_may_not");
});

test("whoever is of another authority looks like nobody, and one person is told of so often a day", async () => {
  const { scopes } = await idOf(people[31] ?? "");
  const foreign = await colleague("order", "order:nobody");
  const own = await colleague("order", scopes[0]);
  const nationalId = people[31] ?? "";
  const nobody = await tell(foreign, "899799999999");
  const theirs = await tell(foreign, nationalId);
  assert.deepEqual([nobody.error, theirs.error], ["unknown_professional", "unknown_professional"]);
  const listed = await check(foreign, `${nationalId};acts`);
  assert.deepEqual(listed.problems, [{ line: 1, problem: "unknown" }]);
  for (const day of ["2027-99-01", "2999-01-01", "2001-01-01"])
    assert.equal((await tell(own, nationalId, { on: day })).error, "report_day", day);
  for (let count = 0; count < 5; count++)
    assert.equal((await tell(own, nationalId)).error, undefined);
  assert.equal((await tell(own, nationalId)).error, "report_too_many");
  assert.equal((await tell(foreign, nationalId)).error, "unknown_professional", "not each other's");
  const { text: theirList } = await foreign.browser.ask("/api/reports");
  assert.deepEqual(JSON.parse(theirList), { lists: [], single: [] });
});

test("without the application one tells on a public page: the answer is the same whoever is named, a fact comes of somebody we know, and a flood is turned away", async () => {
  const { db } = server.database;
  const [nationalId = ""] = people.slice(-3);
  const { id } = await idOf(nationalId);
  const origin = `http://${server.issuer.host}`;
  const form = (path: string, body: string, headers: Record<string, string> = {}) =>
    sendForm(server.issuer, {
      ...{ method: "POST", path, body },
      headers: { "content-type": "application/x-www-form-urlencoded", origin, ...headers },
    });
  const known = await form("/signaler/document", `document=prescription&nationalId=${nationalId}`);
  const unknown = await form("/signaler/document", "document=result&nationalId=899799999999");
  const nobody = await form("/signaler/document", "");
  assert.deepEqual([known.status, unknown.status, nobody.status], [200, 200, 200]);
  assert.equal(known.text, unknown.text);
  assert.equal(known.text, nobody.text);
  assert.equal((await form("/signaler/appel", "words=hello")).status, 400);
  const foreign = { origin: "https://elsewhere.example" };
  assert.equal((await form("/signaler/appel", "asked=code", foreign)).status, 403);

  const settled = () =>
    until(async () => {
      const { rows } = await sql<{ professional: string | null; nationalId: string | null }>`
        select professional, national_id as "nationalId" from public_report where settled_at is not null order by at, id`.execute(
        db,
      );
      return rows.length === 3 ? rows : undefined;
    });
  const rows = await settled();
  assert.deepEqual(rows.map(({ professional }) => professional).filter(Boolean), [id]);
  assert.ok(
    rows.every(({ nationalId: typed }) => typed === null),
    "what was typed is forgotten",
  );
  const alert = await until(async () => {
    const { rows: found } = await sql<{ severity: string; opens: boolean; fraud_case: string }>`
      select severity, opens, fraud_case from alert where kind = 'public_report' and professional = ${id}`.execute(
      db,
    );
    return found[0];
  });
  assert.deepEqual(alert, { severity: "low", opens: false, fraud_case: null });
  for (let sent = 3; sent < bounds.publicReportsOfNetwork; sent++)
    assert.equal((await form("/report/call", "asked=code")).status, 200);
  const late = await form("/report/call", "asked=code");
  assert.deepEqual([late.status, late.headers["retry-after"]], [429, "3600"]);
});
