import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { everyone, type Statistics, statisticKinds } from "@aval/protocol";
import { sql } from "kysely";
import { listPeople } from "../campaigns/testing/campaign-world.ts";
import type { Visitor } from "#modules/staff";
import { days, type Duration } from "#platform/time";
import { moveClock, type TestDatabase, testDatabase } from "#platform/testing";
import { documentOf, tableOf } from "./files.ts";
import { createStatistics } from "./index.ts";
import { professionOf, regionOf } from "./regions.ts";
import { happened, intoMonth, monthAfter, pastMonth } from "./testing/months.ts";

// Closed months, on a directory of physicians (each third) and nurses, half of them in Paris, half in Brittany.
const people = 120;
let database: TestDatabase;
let moved = 0;
const board = () => createStatistics({ db: database.db });
const reach = async (ahead: Duration) => {
  await moveClock(database.db, (ahead - moved) as Duration);
  moved = ahead;
};
const analyst = { roles: ["analyst"], scope: "national" } as unknown as Visitor;
const upTo = (end: number, step = 1) =>
  Array.from({ length: Math.ceil(end / step) }, (_, at) => at * step);
const seen = async (who: Visitor = analyst, month = monthAfter(0)): Promise<Statistics> => {
  const outcome = await board().view(who, month);
  assert.ok(outcome.ok);
  return outcome.value;
};
const cell = (
  { cells }: Statistics,
  kind: string,
  profession: string = everyone,
  region: string = everyone,
) =>
  cells.find((one) => one.kind === kind && one.profession === profession && one.region === region);

before(async () => {
  database = await testDatabase();
  await listPeople(database.url, people);
  await sql`update structure set department_code = case structure_key when 'R1' then '75' else '' end,
    commune_code = case structure_key when 'R2' then '29019' else '' end`.execute(database.db);
  await happened(database.db, intoMonth(0), [
    ...upTo(people).flatMap(
      (person) =>
        [
          ["approval_approved", person],
          ["approval_approved", person],
        ] as const,
    ),
    // Nurses of Paris refuse (those whose number is even and no third), and nine others, of Brittany.
    ...upTo(people, 2)
      .filter((person) => person % 3 !== 0)
      .map((person) => ["approval_refused", person] as const),
    ...upTo(people)
      .filter((person) => person % 2 === 1 && person % 3 !== 0)
      .slice(0, 9)
      .map((person) => ["approval_refused", person] as const),
    ...upTo(9).map((person) => ["device_revoked", person] as const),
    ["approval_refused", 2],
  ]);
});
after(() => database?.close());

test("the month that goes on is not counted, nor the day after it; then it is, once", async () => {
  assert.equal(await board().close(), 0);
  const end = (Date.parse(`${monthAfter(1)}-01T00:00:00Z`) - Date.now()) as Duration;
  await reach((end + days(1) - days(1) / 2) as Duration);
  assert.equal(await board().close(), 0);
  assert.deepEqual(await board().view(analyst, monthAfter(0)), { ok: false, refusal: "not_found" });
  await reach((end + days(1.2)) as Duration);
  assert.equal(await board().close(), 1);
  assert.equal(await board().close(), 0);
});

test("professionals and times are counted by profession and region, and numbers of few are told nowhere", async () => {
  const all = await seen();
  const { people: approved, times } = cell(all, "approved") ?? {};
  assert.deepEqual([approved, times], [people, 2 * people]);
  assert.equal(cell(all, "approved", "60")?.people, 80);
  assert.equal(cell(all, "approved", "10", "53")?.people, 20);
  // Nine of Brittany: their number, and the other that would give it away.
  assert.equal(cell(all, "refused")?.people, 49);
  assert.equal(cell(all, "refused")?.times, 50);
  assert.equal(cell(all, "refused", "60", "53"), undefined);
  assert.equal(cell(all, "refused", "60", "11"), undefined);
  assert.equal(cell(all, "stopped"), undefined);
  assert.ok(all.cells.every((one) => one.people >= 10 || one.people === 0));
  assert.equal(cell(all, "refused", "21", "11")?.people, 0);
  const { rows } = await sql<{ few: number }>`
    select count(*)::int as few from statistic_cell where people between 1 and 9`.execute(
    database.db,
  );
  assert.equal(rows[0]?.few, 0);
});

test("whatever the log says later of a closed month, it stays as it was counted, for code and for SQL", async () => {
  const before = await seen();
  await happened(
    database.db,
    intoMonth(0),
    upTo(people).map((person) => ["approval_refused", person] as const),
  );
  assert.equal(await board().close(), 0);
  assert.deepEqual(await seen(), before);
  for (const change of [
    sql`update statistic_cell set people = people + 1, times = times + 1`,
    sql`delete from statistic_cell`,
    sql`update statistic_month set closed_at = aval_now()`,
    sql`delete from statistic_month`,
  ])
    await assert.rejects(change.execute(database.db), /never changed/);
});

test("each reads the nation and their own professions, analysts all, in any scope", async () => {
  const everything = (await seen()).professions;
  const who = (role: string, scope: string) => ({ roles: [role], scope }) as unknown as Visitor;
  const doctors = [everyone, "10"];
  const table: readonly (readonly [string, string, readonly string[]])[] = [
    ["analyst", "national", everything],
    ["analyst", "order:medecins", everything],
    ["order", "order:medecins", doctors],
    ["order", "order:infirmiers", [everyone, "60", "69"]],
    ["insurer", "national", everything],
    ["insurer", "structure:F010000101", [everyone]],
    ["insurer", "order:medecins", doctors],
    [
      "region",
      "agency:ars",
      everything.filter((one) => !["10", "21", "40", "50", "60", "69", "70", "80"].includes(one)),
    ],
    ["region", "agency:unknown", [everyone]],
  ];
  for (const [role, scope, lines] of table) {
    const given = await seen(who(role, scope));
    assert.deepEqual(given.professions, lines, `${role} ${scope}`);
    assert.ok(given.cells.every(({ profession }) => lines.includes(profession)));
    assert.equal(cell(given, "approved")?.people, people);
  }
});

test("the file says of every line whether it was counted or is masked, and computes nothing", async () => {
  const given = await seen({ roles: ["order"], scope: "order:infirmiers" } as unknown as Visitor);
  const [header = "", ...lines] = tableOf(given, "fr").split("\r\n");
  assert.equal(
    header,
    '\uFEFF"mois";"objet";"profession";"region";"professionnels";"fois";"lecture"',
  );
  assert.equal(lines.pop(), "");
  assert.equal(lines.length, statisticKinds.length * 3 * 20);
  const month = monthAfter(0);
  assert.ok(
    lines.includes(
      `"${month}";"Demandes approuvées";"toutes";"toutes";${people};${2 * people};"compté"`,
    ),
  );
  const masked = lines.find((line) => line.startsWith(`"${month}";"Demandes refusées";"60";"53";`));
  assert.match(masked ?? "", /;"";"";"masqué : moins de 10 professionnels, ou retenu/);
  for (const line of [header.slice(1), ...lines])
    for (const one of line.split(";")) assert.match(one, /^("[^=+\-@\t\r"][^"]*"|""|[0-9]+)$/);
  assert.match(tableOf(given, "en"), /"Requests refused";"60";"53";"";"";"masked: fewer than 10/);
  const document = documentOf(given);
  assert.equal(document.masked.fewest, 10);
  assert.equal(document.cells.length, lines.length);
  assert.deepEqual(
    document.cells.find(
      ({ kind, profession, region }) =>
        kind === "refused" && profession === "60" && region === "53",
    ),
    { kind: "refused", profession: "60", region: "53", people: null, times: null },
  );
});

test("a cell that begins as a formula does is text in the file", async () => {
  const given: Statistics = {
    ...(await seen()),
    month: '=HYPERLINK("x")',
    professions: ["@a"],
    cells: [],
  };
  const [, line] = tableOf(given, "fr").split("\r\n");
  assert.match(line ?? "", /^"'=HYPERLINK\(""x""\)";"Demandes approuvées";"'@a"/);
});

test("the median from alert to stop is told of ten people or more, to ten seconds, and not of fewer", async () => {
  const stoppedIn = async (month: number, count: number) => {
    await sql`
      insert into fraud_case (id, state, severity, opened_at, due_at)
      values (${`cas_${month}`}, 'open', 'high', ${new Date(Date.now() + intoMonth(month))}, aval_now())`.execute(
      database.db,
    );
    await sql`
      insert into measure (id, fraud_case, kind, state, words, digest, by_member)
      values (${`mea_${month}`}, ${`cas_${month}`}, 'pause', 'running', 'x', 'd', 'stf_1')`.execute(
      database.db,
    );
    const at = new Date(Date.now() + intoMonth(month));
    await sql`
      insert into alert (id, kind, severity, opens, because, professional, fraud_case, scopes, at)
      select ${`f${month}`} || n, 'not_me', 'high', true, '{}', 'pro_' || n, ${`cas_${month}`}, '{}', ${at}
      from generate_series(1, ${count}::int) n`.execute(database.db);
    await sql`
      insert into measure_person (measure, professional, state, reached_at)
      select ${`mea_${month}`}, 'pro_' || n, 'changed', ${at}::timestamptz + 62 * interval '1 second'
      from generate_series(1, ${count}::int) n`.execute(database.db);
  };
  await stoppedIn(1, 9);
  await stoppedIn(2, 12);
  await reach(pastMonth(2));
  assert.equal(await board().close(), 2);
  const few = await seen(analyst, monthAfter(1));
  assert.equal(few.stoppedWithin, undefined);
  assert.ok(few.cells.every((one) => one.people === 0));
  const enough = await seen(analyst, monthAfter(2));
  assert.equal(enough.stoppedWithin, 60);
  assert.deepEqual(
    [cell(enough, "alerts")?.people, cell(enough, "cases")?.people, cell(enough, "cases")?.times],
    [12, 12, 12],
  );
  assert.deepEqual(enough.months, [2, 1, 0].map(monthAfter));
});

test("a month before the log begins is counted by nobody, and a year back is as far as a first count goes", async () => {
  await reach(pastMonth(20));
  assert.equal(await board().close(), 12);
  const { months } = await seen(analyst, monthAfter(20));
  assert.equal(months.length, 15);
});

test("departments and professions are counted where they are, and whatever else apart", () => {
  assert.deepEqual(["75", "2A", "974", "9A", "", null].map(regionOf), [
    "11",
    "94",
    "04",
    "other",
    "other",
    "other",
  ]);
  assert.deepEqual(["10", "98", "99", "", null].map(professionOf), [
    ...["10", "98", "other", "other", "other"],
  ]);
});
