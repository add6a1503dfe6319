import assert from "node:assert/strict";
import test from "node:test";
import type { Answer } from "@aval/design/browser";
import type { ConsoleMe, DeskVisitView, Problem } from "@aval/protocol";
import { idFrom } from "@aval/protocol";
import { createEngine, type EngineWorld } from "./effects.ts";
import { firstModel, isWatched, listOf, type Model, routeAt, sectionsOf, update } from "./state.ts";

const visit = idFrom("dkv", new Uint8Array(17).fill(3));
const me: ConsoleMe = {
  name: "Odile ESSAI",
  scope: "national",
  roles: ["registrar"],
  acts: ["find_professional", "enrol"],
  endsAt: 1,
};
const told = {
  visit,
  holder: { name: "Camille ESSAI", nationalId: "899700000001" },
  by: "Paul ESSAI",
  isMine: true,
};
const refused = (error: string): Answer<Problem> => ({
  kind: "refused",
  problem: { error, reference: "ref", message: { fr: "Non", en: "No" } } as never,
});
const inside = (path: string): Model =>
  update(firstModel("fr", routeAt(path)), { event: "came_in", me });

/** A page whose server answers what a test says, and that remembers what was asked. */
function pageAt(
  path: string,
  answers: Readonly<Record<string, Answer<Problem>>>,
  more: Partial<EngineWorld> = {},
) {
  const asked: [string, object?][] = [];
  const shown: Model[] = [];
  const engine = createEngine(
    {
      ask: async (where, body) => {
        asked.push(body === undefined ? [where] : [where, body]);
        return answers[where] ?? { kind: "offline" };
      },
      render: (model) => void shown.push(model),
      show: () => undefined,
      save: () => undefined,
      signed: async () => undefined,
      made: async () => undefined,
      linkCode: () => "code",
      ...more,
    },
    firstModel("fr", routeAt(path)),
  );
  return { engine, asked, last: () => shown.at(-1) as Model };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

test("every address is a screen, and an unknown one is the home", () => {
  assert.deepEqual(routeAt("/guichet/"), { section: "desk" });
  assert.deepEqual(routeAt(`/guichet/${visit}`), { section: "desk", visit });
  assert.deepEqual(routeAt("/guichet/dkv_nobody"), { section: "home" });
  assert.equal(listOf(routeAt("/lettres")), "letters");
  assert.deepEqual(routeAt("/inscription"), { section: "link" });
  assert.equal(firstModel("fr", routeAt("/inscription")).phase, "link");
  assert.equal(listOf(routeAt(`/guichet/${visit}`)), "visit");
});

test("a section is shown to whoever's roles give its act", () => {
  assert.deepEqual(sectionsOf(me), ["home", "desk", "keys"]);
  assert.deepEqual(sectionsOf({ ...me, acts: ["see_team"] }), ["home", "keys", "team"]);
});

test("whoever was at the desk leaves the screen with the address, and with the session", () => {
  const seen = update(inside(`/guichet/${visit}`), {
    event: "came",
    content: { visit: { ...told, stage: "over" } },
  });
  const gone = update(seen, { event: "went", route: { section: "keys" } });
  assert.equal(gone.content.visit, undefined);
  const locked = update(seen, { event: "signed_out" });
  assert.equal(locked.phase, "locked");
  assert.deepEqual(locked.content, {});
  assert.equal(locked.me, undefined);
});

test("a visit is asked for while somebody else may move it, and no longer", () => {
  const at = (view: DeskVisitView) =>
    isWatched(update(inside(`/guichet/${visit}`), { event: "came", content: { visit: view } }));
  assert.equal(at({ ...told, stage: "open", address: "http://phone.localhost/enrol#b=x" }), true);
  assert.equal(at({ ...told, stage: "over" }), false);
  assert.equal(at({ ...told, stage: "proven", phone: "new", readyAt: 1, isReady: true }), false);
  assert.equal(isWatched(inside("/cles")), false);
});

test("a key that signs nothing sends nothing, and says so", async () => {
  const { engine, asked, last } = pageAt("/", {
    "/api/sign-in/challenge": { kind: "ok", body: { challenge: "c", rpId: "desk.localhost" } },
  });
  engine.act({ act: "sign_in" });
  await settled();
  assert.deepEqual(
    asked.map(([where]) => where),
    ["/api/sign-in/challenge"],
  );
  assert.deepEqual(last().trouble, { kind: "no_key" });
  assert.equal(last().busy, undefined);
});

test("a session that is over shows the way in, and forgets what was shown", async () => {
  const { engine, last } = pageAt("/guichet", {
    "/api/me": { kind: "ok", body: me },
    "/api/desk": refused("staff_signed_out"),
  });
  engine.start();
  await settled();
  assert.equal(last().phase, "locked");
});

test("a first visit, which shows no cookie, is shown the way in and asks for nothing more", async () => {
  const { engine, asked, last } = pageAt("/guichet", {
    "/api/me": { kind: "ok", body: { nobody: true } },
  });
  engine.start();
  await settled();
  assert.deepEqual([last().phase, last().trouble], ["out", undefined]);
  assert.deepEqual(
    asked.map(([where]) => where),
    ["/api/me"],
  );
});

test("a key that a link brought shows its words until they are confirmed, or it is over", async () => {
  const words = ["abeille", "ancre", "arbre", "avion"];
  const answers: Record<string, Answer<Problem>> = {
    "/api/keys/begin": { kind: "ok", body: { challenge: "c" } },
    "/api/keys/add": { kind: "ok", body: { words } },
    "/api/keys/withdraw": { kind: "ok", body: { standing: "over" } },
    "/api/keys/standing": { kind: "ok", body: { standing: "proposed" } },
  };
  const made = async () => ({ id: "k", clientDataJSON: "", attestationObject: "", transports: [] });
  const opened = async () => {
    const page = pageAt("/inscription", answers, { made });
    page.engine.act({ act: "add_key", name: "Clé" });
    await settled();
    assert.equal(page.last().phase, "proposed");
    assert.deepEqual(page.last().content.proposal, { words });
    return page;
  };
  const { engine, asked, last } = await opened();
  engine.tick();
  await settled();
  assert.equal(last().phase, "proposed");
  assert.deepEqual(asked.at(-1), ["/api/keys/standing", { code: "code" }]);
  for (const [standing, phase] of [
    ["confirmed", "added"],
    ["differed", "differed"],
    ["over", "late"],
  ] as const) {
    const page = await opened();
    answers["/api/keys/standing"] = { kind: "ok", body: { standing } };
    page.engine.tick();
    await settled();
    assert.equal(page.last().phase, phase);
    assert.equal(page.last().content.proposal, undefined, "the words have left the screen");
  }
  engine.act({ act: "withdraw_key" });
  await settled();
  assert.equal(last().phase, "withdrawn");
});

test("while the key blinks, a second press sends nothing", async () => {
  const { engine, asked } = pageAt(
    "/",
    {
      "/api/sign-in/challenge": { kind: "ok", body: { challenge: "c", rpId: "desk.localhost" } },
    },
    { signed: () => new Promise(() => undefined) },
  );
  engine.act({ act: "sign_in" });
  await settled();
  engine.act({ act: "sign_in" });
  await settled();
  assert.equal(asked.length, 1);
});
