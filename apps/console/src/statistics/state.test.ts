import assert from "node:assert/strict";
import { test } from "node:test";
import { everyone, type Statistics } from "@aval/protocol";
import {
  allStatistics,
  statisticsPath,
  statisticsQuery,
  statisticsRouteAt,
  tablesOf,
} from "./state.ts";

test("each choice is an address, read as it was written; what is not known counts for nothing", () => {
  const filter = { month: "2026-10", kind: "refused", profession: "60", region: "11" } as const;
  const path = statisticsPath({ section: "statistics", filter });
  assert.equal(path, "/statistiques?month=2026-10&kind=refused&profession=60&region=11");
  const [address = "", query = ""] = path.split("?");
  assert.deepEqual(statisticsRouteAt(address, query)?.filter, filter);
  assert.deepEqual(
    statisticsRouteAt("/statistiques", "month=2026-13&kind=names&profession=1&region=x")?.filter,
    allStatistics,
  );
  assert.equal(statisticsPath({ section: "statistics", filter: allStatistics }), "/statistiques");
  assert.equal(statisticsQuery(filter), "?month=2026-10");
});

test("a number that did not come is masked, never zero", () => {
  const seen: Statistics = {
    ...{ months: ["2026-10"], month: "2026-10", closedAt: 1, fewest: 10, stoppedWithin: undefined },
    professions: [everyone, "60"],
    cells: [{ kind: "refused", profession: "60", region: everyone, people: 12, times: 20 }],
  };
  const one = tablesOf(seen, { kind: "refused", profession: "60", region: everyone });
  assert.ok(one.by === "place");
  assert.deepEqual(
    one.professions.map(({ of, cell }) => [of, cell?.people]),
    [
      [everyone, undefined],
      ["60", 12],
    ],
  );
  assert.equal(one.regions[0]?.cell?.times, 20);
  assert.equal(one.regions[1]?.cell, undefined);
  const all = tablesOf(seen, { profession: "60", region: everyone });
  assert.ok(all.by === "kind");
  assert.deepEqual(
    all.lines.filter(({ cell }) => cell).map(({ of }) => of),
    ["refused"],
  );
});
