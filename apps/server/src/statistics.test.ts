import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { everyone, type Problem, type Statistics } from "@aval/protocol";
import { sql } from "kysely";
import type { Role } from "#modules/staff";
import { type Model, newModel } from "#platform/testing/authenticator";
import { newColleague } from "./testing/colleague.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// Closed months through the console's own doors: who reads which lines, as a page and as files.

let server: WholeServer;
let model: Model;
before(
  async () => {
    model = await newModel();
    server = await startWhole({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
    await sql`insert into statistic_month (month, stopped_within) values ('2024-02-01', 70)`.execute(
      server.database.db,
    );
    await sql`
      insert into statistic_cell (month, kind, profession, region, people, times) values
        ('2024-02-01', 'refused', 'all', 'all', 60, 90), ('2024-02-01', 'refused', '10', 'all', 20, 30),
        ('2024-02-01', 'refused', '60', 'all', 40, 60), ('2024-02-01', 'refused', '60', '11', 15, 20)`.execute(
      server.database.db,
    );
  },
  { timeout: 300_000 },
);
after(() => server?.stop());

const colleague = (role: Role, scope: string) => newColleague(server, { model, role, scope });

test("a partner reads the nation and their own professions, an analyst of any scope all of them", async () => {
  const seen = async (role: Role, scope: string) => {
    const { browser } = await colleague(role, scope);
    const { cells, month } = await browser.said<Statistics>("/api/statistics?month=2024-02");
    assert.equal(month, "2024-02");
    return cells.map(({ profession, region, people }) => [profession, region, people].join(" "));
  };
  const [doctors, nurses] = ["10 all 20", ["60 11 15", "60 all 40"]];
  assert.deepEqual(await seen("order", "order:medecins"), [doctors, "all all 60"]);
  assert.deepEqual(await seen("order", "order:infirmiers"), [...nurses, "all all 60"]);
  assert.deepEqual(await seen("region", "agency:ars"), ["all all 60"]);
  assert.deepEqual(await seen("analyst", "order:medecins"), [doctors, ...nurses, "all all 60"]);
});

test("what nobody counted is not found, and what is no month is refused", async () => {
  const { browser } = await colleague("analyst", "national");
  const other = await browser.said<Problem>("/api/statistics?month=2024-03");
  assert.equal(other.error, "not_found");
  const wrong = await browser.said<Problem>("/api/statistics.csv?month=2024-13");
  assert.equal(wrong.error, "invalid_request");
});

test("the month leaves as a table in either language and as data, with what is masked said in each", async () => {
  const { browser } = await colleague("order", "order:infirmiers");
  const table = await browser.ask("/api/statistics.csv?month=2024-02");
  assert.match(String(table.headers["content-type"]), /^text\/csv/);
  assert.equal(
    table.headers["content-disposition"],
    'attachment; filename="statistiques-2024-02.csv"',
  );
  assert.match(table.text, /"2024-02";"Demandes refusées";"60";"11";15;20;"compté"\r\n/);
  assert.match(table.text, /"2024-02";"Demandes refusées";"60";"53";"";"";"masqué : moins de 10/);
  assert.doesNotMatch(table.text, /;"10";/);
  const english = await browser.ask("/api/statistics.csv?month=2024-02&lang=en");
  assert.match(english.text, /"Requests refused";"all";"all";60;90;"counted"/);
  const data = await browser.ask("/api/statistics.json?month=2024-02");
  assert.match(String(data.headers["content-disposition"]), /statistiques-2024-02\.json/);
  const { masked, cells, stoppedWithinSeconds } = JSON.parse(data.text);
  assert.deepEqual([masked.fewest, stoppedWithinSeconds], [10, 70]);
  const of = (region: string) =>
    cells.find(
      (one: { kind: string; profession: string; region: string }) =>
        one.kind === "refused" && one.profession === "60" && one.region === region,
    );
  assert.deepEqual([of(everyone).people, of("53").people], [40, null]);
});
