import assert from "node:assert/strict";
import test from "node:test";
import type { Answer } from "@aval/design/browser";
import { type CaseView, type ConsoleMe, idFrom, type Problem } from "@aval/protocol";
import { createEngine } from "../effects.ts";
import { toldWords, messages } from "../messages.ts";
import {
  firstModel,
  isWatched,
  listOf,
  type Model,
  pathOfCases,
  routeAt,
  sectionsOf,
  update,
  watchEvery,
} from "../state.ts";

const id = idFrom("cas", new Uint8Array(17).fill(5));
const other = idFrom("cas", new Uint8Array(17).fill(6));
const me: ConsoleMe = {
  ...{ name: "Odile ESSAI", scope: "national", roles: ["analyst"] },
  ...{ acts: ["see_cases", "work_cases"], endsAt: 1 },
};
const view = (of: string) => ({ case: of, holders: [], events: [] }) as unknown as CaseView;
const inside = (path: string): Model =>
  update(firstModel("fr", routeAt(path)), { event: "came_in", me });
const settled = () => new Promise((resolve) => setImmediate(resolve));

test("each filter is an address, which says it again; what it does not know counts for nothing", () => {
  for (const address of [
    "/dossiers",
    "/dossiers?state=closed",
    "/dossiers?severity=high&mine=yes&overdue=yes",
    `/dossiers/${id}`,
    "/alertes",
    "/alertes?severity=low&loose=yes",
  ]) {
    const route = routeAt(address);
    assert.ok(route.section === "cases" || route.section === "alerts", address);
    assert.equal(pathOfCases(route), address);
  }
  assert.deepEqual(routeAt("/dossiers?state=merged&severity=huge"), routeAt("/dossiers"));
  assert.deepEqual(routeAt("/dossiers/cas_nobody"), { section: "home" });
  assert.equal(listOf(routeAt(`/dossiers/${id}`)), "case");
});

test("alerts and cases are shown to whoever may see them", () => {
  assert.deepEqual(sectionsOf(me), ["home", "cases", "alerts", "keys"]);
  assert.deepEqual(sectionsOf({ ...me, acts: ["enrol"] }), ["home", "desk", "keys"]);
});

test("whom a case is about leaves the screen with its address, and with the session", () => {
  const seen = update(inside(`/dossiers/${id}`), { event: "came", content: { case: view(id) } });
  assert.ok(seen.content.case);
  const gone = update(seen, { event: "went", route: routeAt("/dossiers") });
  assert.equal(gone.content.case, undefined);
  assert.equal(update(seen, { event: "signed_out" }).content.case, undefined);
});

/** A page whose server answers what a test says. */
function pageAt(path: string, answers: Readonly<Record<string, Answer<Problem>>>) {
  const asked: string[] = [];
  const shown: Model[] = [];
  const addresses: string[] = [];
  const engine = createEngine(
    {
      ask: async (where) => {
        asked.push(where);
        return answers[where] ?? { kind: "offline" };
      },
      render: (model) => void shown.push(model),
      show: (address) => void addresses.push(address),
      signed: async () => undefined,
      made: async () => undefined,
      save: () => undefined,
      linkCode: () => "code",
    },
    firstModel("fr", routeAt(path)),
  );
  return { engine, asked, addresses, last: () => shown.at(-1) as Model };
}

test("a queue is asked for again every ten seconds, by itself, and nothing that its reader was told goes", async () => {
  const list = { cases: [], hasMore: false };
  const { engine, asked, last } = pageAt("/dossiers?mine=yes", {
    "/api/me": { kind: "ok", body: me },
    "/api/cases?mine=yes": { kind: "ok", body: list },
  });
  engine.start();
  await settled();
  assert.equal(isWatched(last()), true);
  assert.equal(watchEvery(last().route), 10);
  const before = asked.length;
  for (let second = 0; second < 20; second++) {
    engine.tick();
    await settled();
  }
  assert.deepEqual(asked.slice(before), ["/api/cases?mine=yes", "/api/cases?mine=yes"]);
});

test("what was split off is shown at its own address, and said", async () => {
  const path = `/dossiers/${id}`;
  const { engine, addresses, last } = pageAt(path, {
    "/api/me": { kind: "ok", body: me },
    [`/api/cases/${id}`]: { kind: "ok", body: view(id) },
    [`/api/cases/${id}/split`]: { kind: "ok", body: view(other) },
  });
  engine.start();
  await settled();
  const splitting = { name: "split", given: { alerts: ["fct_1"] } } as const;
  engine.act({ act: "case", case: id, ...splitting });
  await settled();
  assert.deepEqual(addresses, [`/dossiers/${other}`]);
  const { content, told, route } = last();
  assert.deepEqual(route, { section: "cases", case: other });
  assert.deepEqual(content.case, view(other));
  const t = messages.fr;
  assert.equal(told && toldWords(told, content, t), t.cases.told.split);
});
