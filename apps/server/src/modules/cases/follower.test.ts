import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import type { CaseId, CaseView } from "@aval/protocol";
import fc from "fast-check";
import { sql } from "kysely";
import { lifetimes, limits as bounds } from "#lifetimes";
import { moveClock, type TestDatabase, testDatabase } from "#platform/testing";
import { hours, instant } from "#platform/time";
import { partsOfCase } from "./store.ts";
import { casesOn } from "./testing/world.ts";

// Facts become alerts, alerts cases: over a real database and the real log.

let database: TestDatabase;
let world: ReturnType<typeof casesOn>;
let round = 0;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());
beforeEach(async () => {
  // What was said in one test has nothing to do with the next.
  await moveClock(database.db, lifetimes.caseLinked);
  round += 1;
  world = casesOn(database.db);
});

/** A name of this test's own. */
const own = (name: string) => `${name}_${round}`;
const someone = (name: string) => `pro_${own(name)}`;
const now = async () => {
  const { rows } = await sql<{ at: Date }>`select aval_now() as at`.execute(database.db);
  return instant(rows[0]?.at.getTime() ?? 0);
};
/** A refusal of now on the database's clock. */
const refuse = async (
  who: string,
  came = {},
  how: { reason?: string; where?: string } = { where: "unknown" },
) => world.refuse(someone(who), came, { ...how, at: await now() });
const figures = async (table: string) => {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${sql.table(table)}`.execute(database.db);
  return rows[0]?.count ?? 0;
};
const kindsOf = async (kind: string) => {
  const { rows } = await sql<{ body: string }>`
    select body from fact where kind = ${kind} order by seq nulls last`.execute(database.db);
  return rows.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
};
const groupOf = async (about: string) =>
  [...(await world.groups())].find(([, members]) => members.includes(about));
const sorted = (some: Iterable<readonly string[]>) =>
  [...some].map((one) => [...one].sort().join()).sort();

test("a refusal due a case opens one, with both its times and its clock; the fact of it is in the log", async () => {
  const about = await refuse("a");
  const before = await figures("alert");
  await world.follow();
  assert.equal(await figures("alert"), before + 1);
  const [id] = (await groupOf(about)) ?? [];
  const { rows } = await sql<{ state: string; severity: string; clock: number; because: string[] }>`
    select c.state, c.severity, extract(epoch from c.due_at - c.opened_at)::int * 1000 as clock, a.because
    from alert a join fraud_case c on c.id = a.fraud_case where a.about = ${about} and a.known_at >= a.at`.execute(
    database.db,
  );
  const clock = lifetimes.caseMedium;
  assert.deepEqual(rows, [
    { state: "open", severity: "medium", clock, because: ["not_own_place"] },
  ]);
  assert.ok((await kindsOf("case_opened")).some((body) => body["case"] === id));
  assert.ok((await kindsOf("alert_raised")).some((body) => body["case"] === id));
  await world.follow();
  assert.equal(await figures("alert"), before + 1, "what was read is not read again");
});

test("a refusal of the holder's own place opens nothing alone, and joins the case that it has something in common with", async () => {
  const first = await refuse("a", {}, { where: "own_place" });
  await world.follow();
  assert.equal(await groupOf(first), undefined);
  const second = await refuse("a", {}, { where: "own_place" });
  await world.follow();
  assert.deepEqual((await groupOf(second))?.[1], [first, second].sort(), "the second in a day");
});

test("what leads to a case through alerts of none is of it too", async () => {
  const [browser, network] = [own("far"), own("192.0.2.0/24")];
  const quiet = { where: "own_place" };
  const far = await refuse("a", { browser }, quiet);
  const between = await refuse("b", { browser, network }, quiet);
  await world.follow();
  assert.equal(await groupOf(between), undefined);
  const due = await refuse("c", { network });
  await world.follow();
  assert.deepEqual((await groupOf(due))?.[1], [far, between, due].sort());
});

test("a refusal taken back is no alert any more, and a case of nothing else that nobody claimed ends; a claimed one stays", async () => {
  const [alone, claimed] = [await refuse("a"), await refuse("b")];
  await world.follow();
  const analyst = await world.analyst("Odile");
  const [[one = ""] = [], [other = ""] = []] = [await groupOf(alone), await groupOf(claimed)];
  assert.ok((await world.cases.move(analyst, other as CaseId, { move: "claim" })).ok);
  await world.say(someone("a"), alone, "mistake");
  await world.say(someone("b"), claimed, "mistake");
  await world.follow();
  const { rows } = await sql<{ id: string; state: string; outcome: string | null }>`
    select id, state, outcome from fraud_case where id in (${one}, ${other})`.execute(database.db);
  const stands = new Map(rows.map(({ id, state, outcome }) => [id, [state, outcome]]));
  assert.deepEqual(stands.get(one), ["closed", "taken_back"]);
  assert.deepEqual(stands.get(other), ["claimed", null]);
  const again = await refuse("a");
  await world.follow();
  assert.notEqual((await groupOf(again))?.[0], one, "what ended takes nothing in");
});

test("a refusal explained by a caller is due a case from then on, and is as bad as a caller is", async () => {
  const about = await refuse("a", {}, { where: "own_place" });
  await world.follow();
  assert.equal(await groupOf(about), undefined);
  await world.say(someone("a"), about, "on_call");
  await world.follow();
  const [id] = (await groupOf(about)) ?? [];
  const { rows } = await sql<{ severity: string }>`
    select severity from fraud_case where id = ${id ?? ""}`.execute(database.db);
  assert.deepEqual(rows, [{ severity: "high" }]);
});

test("what so many share that it says nothing joins nobody: a hospital's network, a counter, a register", async () => {
  const [network, service] = [own("203.0.113.0/24"), own("register")];
  for (let count = 0; count < bounds.linkedByNetwork; count++)
    await refuse(`quiet${count}`, { network, service }, { where: "own_place", reason: "mistake" });
  const [one, other] = [
    await refuse("a", { network, service }),
    await refuse("b", { network, service }),
  ];
  await world.follow();
  assert.notEqual((await groupOf(one))?.[0], (await groupOf(other))?.[0]);

  const rare = own("198.51.100.0/24");
  const [third, fourth] = [
    await refuse("c", { network: rare }),
    await refuse("d", { network: rare }),
  ];
  await world.follow();
  assert.equal((await groupOf(third))?.[0], (await groupOf(fourth))?.[0]);
});

test("alerts further apart than what is remembered are not joined", async () => {
  const first = await refuse("a");
  await world.follow();
  await moveClock(database.db, lifetimes.caseLinked);
  const second = await refuse("a");
  await world.follow();
  assert.notEqual((await groupOf(first))?.[0], (await groupOf(second))?.[0]);
});

/** Who is with whom: union-find over holders and browsers. */
function together(
  refusals: readonly { readonly about: string; readonly keys: readonly string[] }[],
): ReadonlyMap<string, string> {
  const parent = new Map<string, string>();
  const root = (key: string): string => {
    const up = parent.get(key) ?? key;
    return up === key ? key : root(up);
  };
  for (const { about, keys } of refusals)
    for (const key of keys) parent.set(root(key), root(about));
  return new Map(refusals.map(({ about }) => [about, root(about)]));
}

const anAlert = fc.record({
  who: fc.integer({ min: 0, max: 5 }),
  browser: fc.option(fc.integer({ min: 0, max: 3 })),
  isDue: fc.boolean(),
  /** Whether the log is read right after it. */
  isRead: fc.boolean(),
});

test("whatever the order of alerts and however they are read, cases are the groups of a union-find, and no alert is lost", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anAlert, { minLength: 2, maxLength: 10 }), async (given) => {
      await moveClock(database.db, lifetimes.caseLinked);
      round += 1;
      const made: { about: string; keys: string[]; isDue: boolean }[] = [];
      const seen = new Set<number>();
      for (const { who, browser, isDue, isRead } of given) {
        const key = browser === null ? {} : { browser: own(`browser${browser}`) };
        const where = isDue ? "unknown" : "own_place";
        const about = await refuse(`p${who}`, key, { where });
        const keys = [someone(`p${who}`), ...Object.values(key)];
        // The second of a holder in a day is due one, too.
        made.push({ about, keys, isDue: isDue || seen.has(who) });
        seen.add(who);
        if (isRead) await world.follow();
      }
      await world.follow();
      const expected = new Map<string, string[]>();
      const roots = together(made);
      for (const { about } of made) {
        const root = roots.get(about) ?? "";
        expected.set(root, [...(expected.get(root) ?? []), about]);
      }
      const due = [...expected.values()].filter((group) =>
        made.some(({ about, isDue }) => isDue && group.includes(about)),
      );
      const mine = new Set(made.map(({ about }) => about));
      const found = [...(await world.groups()).values()].filter((group) =>
        group.some((about) => mine.has(about)),
      );
      assert.deepEqual(sorted(found), sorted(due));
    }),
    { numRuns: Number(process.env["AVAL_TEST_RUNS"] ?? 8) },
  );
});

test("two cases that come to share something are one: notes, tasks, tries and owner of both are there, and the other says where", async () => {
  const [a, b] = [await refuse("a"), await refuse("b", { browser: own("x") })];
  await world.follow();
  const analyst = await world.analyst("Odile");
  const [one, other] = [(await groupOf(a))?.[0] as CaseId, (await groupOf(b))?.[0] as CaseId];
  const { cases } = world;
  assert.ok((await cases.move(analyst, other, { move: "claim" })).ok);
  assert.ok((await cases.note(analyst, other, "Une note")).ok);
  assert.ok((await cases.addTask(analyst, other, "Une tâche")).ok);
  const reached = { person: someone("b"), channel: "phone", isReached: true } as const;
  assert.ok((await cases.recordReach(analyst, other, reached)).ok);
  await refuse("a", { browser: own("x") });
  await world.follow();
  const gone = await cases.view(analyst, other);
  assert.deepEqual(gone, { ok: true, value: { into: one } });
  const seen = await cases.view(analyst, one);
  assert.ok(seen.ok);
  const view = seen.value as CaseView;
  assert.deepEqual(
    [view.state, view.isMine, view.alerts, view.people],
    ["claimed", true, 3, 2],
    "nobody had the older one, so that whoever had the other has it",
  );
  assert.ok(view.events.some(({ words }) => words === "Une note"));
  assert.deepEqual(
    view.tasks.map(({ words }) => words),
    ["Une tâche"],
  );
  assert.deepEqual(
    view.holders.map(({ reached: tries }) => tries.length),
    [0, 1],
  );
  assert.ok(
    (await kindsOf("case_merged")).some((body) => body["case"] === other && body["into"] === one),
  );
  assert.equal((await cases.move(analyst, other, { move: "release" })).ok, false);
});

test("what was split stays apart by what it was split by, and is joined by anything else", async () => {
  const browser = own("shared");
  const [a, b] = [await refuse("a", { browser }), await refuse("b", { browser })];
  await world.follow();
  const analyst = await world.analyst("Odile");
  const { cases } = world;
  const id = (await groupOf(a))?.[0] as CaseId;
  assert.equal((await groupOf(b))?.[0], id);
  const { rows } = await sql<{ id: string }>`select id from alert where about = ${b}`.execute(
    database.db,
  );
  const of = rows[0]?.id ?? "";
  assert.deepEqual(await cases.split(analyst, id, [of]), { ok: false, refusal: "case_not_yours" });
  assert.ok((await cases.move(analyst, id, { move: "claim" })).ok);
  assert.equal((await cases.split(analyst, id, ["fct_other"])).ok, false);
  const split = await cases.split(analyst, id, [of]);
  assert.ok(split.ok);
  const apart = (await groupOf(b))?.[0] as CaseId;
  assert.notEqual(apart, id);
  assert.deepEqual(
    await cases.split(analyst, apart, [of]),
    { ok: false, refusal: "case_split_all" },
    "one stays",
  );

  const next = await refuse("b", { browser });
  await world.follow();
  assert.equal((await groupOf(next))?.[0], apart, "its holder says which");
  assert.notEqual((await groupOf(a))?.[0], apart);
  const stranger = await refuse("c", { browser });
  await world.follow();
  assert.equal((await groupOf(stranger))?.[0], id, "the older one, where nothing else says");
  assert.notEqual((await groupOf(a))?.[0], (await groupOf(b))?.[0]);

  await refuse("b", { browser: own("new") });
  await refuse("a", { browser: own("new") });
  await world.follow();
  assert.equal((await groupOf(a))?.[0], (await groupOf(b))?.[0], "something else joins them");
});

test("an analyst puts a case of theirs into another, with all that it has, whatever they were split by", async () => {
  const browser = own("by hand");
  const [a, b] = [await refuse("a", { browser }), await refuse("b", { browser })];
  await world.follow();
  const [analyst, colleague] = [await world.analyst("Odile"), await world.analyst("Paul")];
  const foreign = await world.analyst("Ailleurs", "order:nobody");
  const { cases } = world;
  const id = (await groupOf(a))?.[0] as CaseId;
  assert.ok((await cases.move(analyst, id, { move: "claim" })).ok);
  const { rows } = await sql<{ id: string }>`select id from alert where about = ${b}`.execute(
    database.db,
  );
  assert.ok((await cases.split(analyst, id, [rows[0]?.id ?? ""])).ok);
  const apart = (await groupOf(b))?.[0] as CaseId;
  assert.notEqual(apart, id);
  assert.ok((await cases.note(analyst, apart, "Vue le lendemain")).ok);

  const given = { into: id, words: "La même voix" };
  const refused = (refusal: string) => ({ ok: false, refusal });
  assert.deepEqual(await cases.merge(colleague, apart, given), refused("case_not_yours"));
  assert.deepEqual(await cases.merge(foreign, apart, given), refused("not_found"));
  assert.deepEqual(await cases.merge(analyst, id, given), refused("not_found"), "into itself");
  const merged = await cases.merge(analyst, apart, given);
  assert.ok(merged.ok);
  const view = merged.value as CaseView;
  assert.deepEqual([view.case, view.alerts], [id, 2]);
  assert.ok(view.events.some(({ words }) => words === "Vue le lendemain"));
  assert.ok(view.events.some(({ act, words }) => act === "merged" && words === "La même voix"));
  assert.deepEqual(await cases.merge(analyst, apart, given), refused("case_moved"), "once");
  assert.ok((await kindsOf("case_merged")).some((body) => body["case"] === apart && body["staff"]));

  const next = await refuse("b", { browser });
  await world.follow();
  assert.equal((await groupOf(next))?.[0], id, "nothing holds them apart any more");
  const other = await refuse("c", {}, { where: "unknown" });
  await world.follow();
  const lone = (await groupOf(other))?.[0] as CaseId;
  assert.ok((await cases.move(analyst, lone, { move: "claim" })).ok);
  const closing = { move: "close", outcome: "harmless", words: "Rien" } as const;
  assert.ok((await cases.move(analyst, id, closing)).ok);
  assert.deepEqual(await cases.merge(analyst, lone, given), refused("case_moved"), "into an end");
});

test("every table that holds what is of a case goes along when it is merged", async () => {
  const { rows } = await sql<{ name: string }>`
    select k.conrelid::regclass::text as name from pg_constraint k
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    where k.contype = 'f' and k.confrelid = 'fraud_case'::regclass and a.attname = 'fraud_case' order by name`.execute(
    database.db,
  );
  assert.deepEqual(
    rows.map(({ name }) => name),
    [...partsOfCase].sort(),
  );
});

test("something new in a case that was put off gives it back to its owner, and makes it due no later", async () => {
  const about = await refuse("a");
  await world.follow();
  const analyst = await world.analyst("Odile");
  const id = (await groupOf(about))?.[0] as CaseId;
  assert.ok((await world.cases.move(analyst, id, { move: "claim" })).ok);
  world.at(await now());
  assert.ok((await world.cases.snooze(analyst, id, 48, "J'attends l'Ordre")).ok);
  await moveClock(database.db, hours(2));
  await refuse("a", {}, { where: "unknown", reason: "on_call" });
  await world.follow();
  const seen = await world.cases.view(analyst, id);
  assert.ok(seen.ok);
  const view = seen.value as CaseView;
  assert.deepEqual([view.state, view.isMine, view.severity], ["claimed", true, "high"]);
  const clock = view.dueAt * 1000 - view.openedAt * 1000;
  assert.ok(clock >= hours(2) + lifetimes.caseHigh && clock < lifetimes.caseMedium, `${clock}`);
});
