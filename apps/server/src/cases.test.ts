import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { AlertList, CaseId, CaseList, SavedViews, CaseView, Json } from "@aval/protocol";
import { sql } from "kysely";
import { createAudit } from "#modules/audit";
import { createDirectory } from "#modules/directory";
import { permissions, type Role, roles } from "#modules/staff";
import { transact } from "#platform/database";
import { newId, systemRandom as random } from "#platform/random";
import { type Model, newModel } from "#platform/testing/authenticator";
import { instant } from "#platform/time";
import { consoleOf, newColleague, newConsoleBrowser } from "./testing/colleague.ts";
import { sandboxPeople } from "./testing/driver.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// Alerts and cases through the console's own door: who may read and do what, and who reads that they did.

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
const colleague = (role: Role, scope = "national", name = "Odile ESSAI") =>
  newColleague(server, { model, role, scope, name });
const clock = { now: () => instant(Date.now()) };
const audit = createAudit({ clock, random });

async function holderOf(index: number) {
  const directory = createDirectory({ db: server.database.db, random, audit });
  const holder = await directory.find(people[index] ?? "");
  assert.ok(holder);
  const { id: professional, nationalId } = holder;
  const scopes = directory.scopesOf(holder);
  return { professional, nationalId, scopes, name: directory.displayName(holder) };
}
type Holder = Awaited<ReturnType<typeof holderOf>>;

/** Somebody said that a request in this browser was not theirs. */
async function refuse({ professional }: Holder, browser: string): Promise<void> {
  const { db } = server.database;
  const approval = newId("apr", random);
  await sql`
    insert into approval (id, kind, asker, browser, network, frame_secret, state, shown_at, claim_by, professional, claimed_at)
    values (${approval}, 'sign-in', 'test', ${browser}, 'loopback', ${Buffer.alloc(32)}, 'cancelled', aval_now(), aval_now(),
      ${professional}, aval_now())`.execute(db);
  const fact = { fact: "approval_refused", professional, approval, reason: "not_me", decision: {} };
  await transact(db, (tx) => audit.append(tx, { ...fact, where: "unknown" } as never));
}

/** The case that the server itself has made of it by now. */
async function caseOf({ professional }: Holder, alerts = 1): Promise<CaseId> {
  for (const giveUp = Date.now() + 60_000; Date.now() < giveUp; ) {
    const { rows } = await sql<{ id: CaseId; count: number }>`
      select a.fraud_case as id, (select count(*)::int from alert b where b.fraud_case = a.fraud_case) as count
      from alert a where a.professional = ${professional} and a.fraud_case is not null limit 1`.execute(
      server.database.db,
    );
    if (rows[0] && rows[0].count >= alerts) return rows[0].id;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("no case came of it");
}

const get = ({ browser }: Colleague, id: CaseId) => browser.said<CaseView>(`/api/cases/${id}`);
const act = ({ browser }: Colleague, id: CaseId, name: string, body: Json = {}) =>
  browser.said<CaseView>(`/api/cases/${id}/${name}`, body);
const viewsOf = async ({ professional }: Holder) => {
  const { rows } = await sql<{ staff: string }>`
    select body::jsonb ->> 'staff' as staff from fact where kind = 'person_viewed' and professional = ${professional}
      and body::jsonb ->> 'why' = 'case' order by at`.execute(server.database.db);
  return rows.map(({ staff }) => staff);
};

/** Every address, with what it takes. */
const doors: readonly (readonly [string, Json?])[] = [
  ["/api/alerts"],
  ["/api/cases"],
  ["/api/cases/ID"],
  ["/api/views"],
  ["/api/cases/ID/claim", {}],
  ["/api/cases/ID/release", {}],
  ["/api/cases/ID/wake", {}],
  ["/api/cases/ID/reopen", { words: "mot" }],
  ["/api/cases/ID/hand-over", { to: "stf_nobody", words: "mot" }],
  ["/api/cases/ID/snooze", { hours: 1, words: "mot" }],
  ["/api/cases/ID/close", { outcome: "harmless", words: "mot" }],
  ["/api/cases/ID/note", { words: "mot" }],
  ["/api/cases/ID/task", { words: "mot" }],
  ["/api/cases/ID/task-done", { task: "ctk_nobody" }],
  ["/api/cases/ID/reach", { person: "pro_nobody", channel: "phone", isReached: true }],
  ["/api/cases/ID/split", { alerts: ["fct_nobody"] }],
  ["/api/cases/ID/merge", { into: "cas_nobody", words: "mot" }],
];

test("alerts and cases are read and worked on by the roles of the table, at every address, and of their own authority only", async () => {
  const holder = await holderOf(20);
  await refuse(holder, "browser_doors");
  const id = await caseOf(holder);
  const foreign = await colleague("analyst", "order:nobody");
  const own = await colleague(
    "analyst",
    holder.scopes.find((one) => one.startsWith("order:")),
  );
  const others = await Promise.all(
    roles
      .filter((role) => role !== "analyst")
      .map(async (role) => ({ role, ...(await colleague(role)) })),
  );
  for (const [path, body] of doors) {
    const address = path.replace("ID", id);
    const allowed: readonly Role[] = permissions[body ? "work_cases" : "see_cases"];
    for (const { role, browser } of others)
      if (!allowed.includes(role))
        assert.equal((await browser.said(address, body)).error, "staff_may_not", path);
    const nobody = newConsoleBrowser(consoleOf(server));
    assert.equal((await nobody.said(address, body)).error, "staff_signed_out", path);
    const theirs = await foreign.browser.said(address, body);
    if (path.includes("ID")) assert.equal(theirs.error, "not_found", path);
    const mine = await own.browser.said(address, body);
    assert.notEqual(mine.error, "staff_may_not", path);
  }
  const lists = [
    await foreign.browser.said<CaseList>("/api/cases"),
    await own.browser.said<CaseList>("/api/cases"),
  ];
  assert.deepEqual(
    lists.map(({ cases }) => cases.some((one) => one.case === id)),
    [false, true],
  );
  assert.deepEqual((await foreign.browser.said<AlertList>("/api/alerts")).alerts, []);
});

test("a case names the people of its reader's own authority only, and a list names nobody; each of those named reads that they were looked at", async () => {
  const [one, other] = [await holderOf(21), await holderOf(28)];
  const scope = one.scopes.find((named) => !other.scopes.includes(named));
  assert.ok(scope, "two of different authorities");
  await refuse(one, "browser_two");
  await refuse(other, "browser_two");
  const id = await caseOf(one, 2);
  const analyst = await colleague("analyst", scope);
  for (const path of ["/api/cases", "/api/alerts"]) {
    const { text } = await analyst.browser.ask(path);
    for (const said of [one.name, one.nationalId, one.professional, other.nationalId])
      assert.ok(!text.includes(said), `${path} names somebody`);
  }
  const view = await get(analyst, id);
  assert.deepEqual(
    view.holders.map(({ person, name, nationalId }) => [person, name, nationalId]).sort(),
    [
      [one.professional, one.name, one.nationalId],
      [other.professional, undefined, undefined],
    ].sort(),
  );
  assert.deepEqual(
    view.links.filter(({ people: some }) => some === 2).map(({ kind }) => kind),
    ["browser"],
  );
  await get(analyst, id);
  assert.deepEqual(await viewsOf(one), [analyst.id], "once a day");
  assert.deepEqual(await viewsOf(other), []);
});

test("a case is claimed by one, who is named to the next; worked on, handed over with a word, and ended with a reason", async () => {
  const holder = await holderOf(22);
  await refuse(holder, "browser_worked");
  const id = await caseOf(holder);
  const [odile, paul] = [
    await colleague("analyst"),
    await colleague("analyst", "national", "Paul ESSAI"),
  ];
  assert.equal(
    (await act(odile, id, "close", { outcome: "fraud", words: "mot" })).error,
    "case_moved",
  );
  assert.equal((await act(odile, id, "task", { words: "mot" })).error, "case_not_yours");
  assert.equal((await act(odile, id, "claim")).isMine, true);
  assert.equal((await act(paul, id, "claim")).error, "case_taken");
  assert.equal((await get(paul, id)).owner, "Odile ESSAI");
  assert.equal((await act(paul, id, "release")).error, "case_not_yours");
  assert.equal((await act(paul, id, "note", { words: "Vu un autre appel." })).error, undefined);
  const tasked = await act(odile, id, "task", { words: "Appeler son Ordre" });
  const [task] = tasked.tasks;
  const done = await act(odile, id, "task-done", { task: task?.task ?? "" });
  assert.equal(done.tasks[0]?.doneBy, "Odile ESSAI");
  assert.equal((await act(odile, id, "task-done", { task: task?.task ?? "" })).error, "not_found");
  const person = holder.professional;
  const reach = { person, channel: "phone", isReached: false };
  assert.equal((await act(odile, id, "reach", reach)).holders[0]?.reached.length, 1);
  const stranger = { ...reach, person: (await holderOf(23)).professional };
  assert.equal((await act(odile, id, "reach", stranger)).error, "not_found");
  const to = tasked.colleagues.find(({ name }) => name === "Paul ESSAI")?.member ?? "";
  const nobody = { to: "stf_nobody", words: "mot" };
  assert.equal((await act(odile, id, "hand-over", nobody)).error, "staff_unknown");
  const handed = await act(odile, id, "hand-over", { to, words: "Je pars." });
  assert.deepEqual([handed.owner, handed.isMine], ["Paul ESSAI", false]);
  const closed = await act(paul, id, "close", {
    outcome: "attempt",
    words: "Personne n'a répondu.",
  });
  assert.deepEqual([closed.state, closed.outcome], ["closed", "attempt"]);
  assert.deepEqual(
    closed.events.map(({ act: done, by }) => `${done} ${by ?? "-"}`),
    [
      ...["opened -", "claimed Odile ESSAI", "noted Paul ESSAI", "task_added Odile ESSAI"],
      ...["task_done Odile ESSAI", "reached Odile ESSAI", "handed_over Odile ESSAI"],
      "closed Paul ESSAI",
    ],
  );
  const { rows } = await sql<{ body: string }>`
    select body from fact where kind = 'case_changed' and body::jsonb ->> 'case' = ${id}`.execute(
    server.database.db,
  );
  assert.equal(rows.length, 7);
  assert.ok(!rows.some(({ body }) => body.includes("Ordre") || body.includes("appel")), "no words");
  const live = await odile.browser.said<CaseList>("/api/cases");
  assert.ok(!live.cases.some((one) => one.case === id));
  const ended = await odile.browser.said<CaseList>("/api/cases?state=closed");
  assert.ok(ended.cases.some((one) => one.case === id));
  assert.equal((await act(odile, id, "reopen", { words: "Un autre appel" })).isMine, true);
});

test("filters that a reader named are theirs alone, twenty at most, and hold words of the filters only", async () => {
  const [odile, paul] = [await colleague("analyst"), await colleague("analyst")];
  const keep = (name: string, query: string, section = "cases") =>
    odile.browser.said<SavedViews & Json>("/api/views", { section, name, query });
  for (let count = 0; count < 20; count++) await keep(`Vue ${count}`, "mine=yes");
  assert.equal((await keep("De trop", "overdue=yes")).error, "view_too_many");
  const renewed = await keep("Vue 3", "state=closed&severity=high");
  assert.equal(renewed.views.length, 20);
  assert.equal(renewed.views[3]?.query, "state=closed&severity=high");
  for (const query of ["state=merged", "person=pro_1", "mine=yes&to=https://attacker.test"])
    assert.equal((await keep("Vue 4", query)).error, "invalid_request", query);
  assert.deepEqual(await paul.browser.said<SavedViews>("/api/views"), { views: [] });
  const own = renewed.views[0]?.view ?? "";
  const dropping = { view: own };
  assert.equal((await paul.browser.said("/api/views/remove", dropping)).error, "not_found");
  const rest = await odile.browser.said<SavedViews>("/api/views/remove", dropping);
  assert.equal(rest.views.length, 19);
});
