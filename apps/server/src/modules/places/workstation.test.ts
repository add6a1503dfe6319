import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import {
  type Json,
  newKeyPair,
  parseWorkstationFrame,
  purposes,
  type Signer,
  signCompact,
  signerOf,
  toBase64url,
} from "@aval/protocol";
import { systemRandom } from "#platform/random";
import { type TestDatabase, testDatabase } from "#platform/testing";
import { days, seconds } from "#platform/time";
import { createWorkstations, sleepAll } from "./index.ts";
import { clockOf, newPhone, type PlacesWorld, placesOn, type Works } from "./testing/world.ts";

// Workstations that an establishment registers, on the real store, with real keys of browsers and registrars.
let database: TestDatabase;
let clock: ReturnType<typeof clockOf>;
let registrars: Readonly<Record<"hospital" | "elsewhere" | "suspended", Signer>>;
before(async () => {
  database = await testDatabase();
  clock = clockOf(database.db);
  const signer = async () => signerOf(await newKeyPair());
  registrars = { hospital: await signer(), elsewhere: await signer(), suspended: await signer() };
});
after(() => database.close());

const structure = "F900001";
const now = () => Math.floor(clock.now() / 1000);
const refusal = (outcome: { ok: boolean; refusal?: string }) => outcome.refusal;

function hospital(works: Works = new Map()) {
  const w = placesOn(database.db, clock, { works });
  const workstations = createWorkstations({
    db: database.db,
    clock: w.clock,
    random: systemRandom,
    audit: w.audit,
    staff: {
      registrarKey: async (id) => {
        const key = registrars[id as keyof typeof registrars];
        const active = id !== "suspended";
        return key && { id, name: id, scope: "structure:x", active, jwk: key.jwk };
      },
      maySign: async (id, scopes) => id === "hospital" && scopes.includes(`structure:${structure}`),
    },
    directory: {
      structureName: async (id) => (id === structure ? "Hôpital de Villefictive" : undefined),
    },
    secrets: () => ["a secret of the tests", "an older one"],
    recognise: w.places.recognise,
    closeKnown: async (_tx, browser, reason) => {
      w.closedKnown.push({ browser, reason });
    },
  });
  return { w, workstations };
}

type Hospital = ReturnType<typeof hospital>;

/** A browser with a key of its own, on its page. */
async function newScreen({ workstations }: Hospital) {
  const key = await signerOf(await newKeyPair());
  let ratchet: string | undefined;
  const ask = async (begins: boolean, more: Record<string, Json> = {}) => {
    const message = {
      v: purposes.workstationAsk,
      bk: key.jwk as unknown as Json,
      begins,
      ...(begins && ratchet !== undefined ? { ratchet } : {}),
      iat: now(),
      jti: toBase64url(systemRandom.bytes(16)),
      ...more,
    };
    return workstations.ask(await signCompact(message, purposes.workstationAsk, key));
  };
  const view = async (begins = false) => {
    const outcome = await ask(begins);
    assert.ok(outcome.ok, JSON.stringify(outcome));
    if (outcome.value.ratchet) ratchet = outcome.value.ratchet;
    return outcome.value;
  };
  const first = await view(true);
  const browser = parseWorkstationFrame(first.frame ?? "")?.browser ?? "";
  return { key, browser, ask, view, frame: async () => (await view()).frame ?? "" };
}

async function signed(browser: string, more: Record<string, Json> = {}, by = registrars.hospital) {
  const until = now() + 300 * 86_400;
  const message = { browser, structure, until, registrar: "hospital", iat: now(), ...more };
  return signCompact({ v: purposes.workstation, ...message }, purposes.workstation, by);
}

async function registered(it: Hospital) {
  const screen = await newScreen(it);
  const given = { frame: await screen.frame(), signature: await signed(screen.browser) };
  const outcome = await it.workstations.register(given);
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return { screen, browser: screen.browser, workstation: outcome.value };
}

const where = async ({ w }: { w: PlacesWorld }, works: Works, browser: string) => {
  const phone = await newPhone(w);
  works.set(phone.professional, [structure]);
  return w.places.standing({ professional: phone.professional, browser });
};

test("a registered workstation is known to whoever the directory attaches to its establishment, and to nobody else", async () => {
  const works: Works = new Map();
  const it = hospital(works);
  const { screen, browser } = await registered(it);
  assert.deepEqual(await where(it, works, browser), { where: "known_workstation", isShared: true });
  const stranger = await newPhone(it.w);
  assert.equal(await stranger.where(browser), "unknown");
  works.set(stranger.professional, ["F900002"]);
  assert.equal(await stranger.where(browser), "unknown");
  assert.equal((await it.w.places.at(browser)).where, "known_workstation");
  const view = await screen.view();
  assert.equal(view.frame, undefined);
  assert.equal(view.workstation?.structure, "Hôpital de Villefictive");
});

test("only a frame of three seconds, made by us for this browser, registers it", async () => {
  const it = hospital();
  const screen = await newScreen(it);
  const frame = await screen.frame();
  const signature = await signed(screen.browser);
  const other = await newScreen(it);
  const altered = frame.replace(/.$/, (last) => (last === "A" ? "B" : "A"));
  const moved = frame.replace(screen.browser, other.browser);
  for (const wrong of [altered, moved, "AVALP1.x", ""])
    assert.equal(
      refusal(await it.workstations.register({ frame: wrong, signature })),
      "frame_refused",
    );
  const second = /\.([0-9]{10})\./.exec(frame)?.[1] ?? "";
  const later = frame.replace(second, String(Number(second) + 1));
  assert.equal(
    refusal(await it.workstations.register({ frame: later, signature })),
    "frame_refused",
  );
  await clock.advance(seconds(4));
  assert.equal(refusal(await it.workstations.register({ frame, signature })), "frame_refused");
  const fresh = await screen.frame();
  assert.ok((await it.workstations.register({ frame: fresh, signature })).ok);
  const again = { frame: fresh, signature };
  assert.equal(refusal(await it.workstations.register(again)), "workstation_taken");
});

test("only a registrar in office, for their own establishment, for this very browser and for a year at most", async () => {
  const it = hospital();
  const screen = await newScreen(it);
  const tried = async (signature: string) =>
    refusal(await it.workstations.register({ frame: await screen.frame(), signature }));
  const { browser } = screen;
  assert.equal(await tried(await signed("x".repeat(43))), "workstation_refused");
  assert.equal(await tried(await signed(browser, {}, registrars.elsewhere)), "workstation_refused");
  const by = (registrar: "elsewhere" | "suspended") =>
    signed(browser, { registrar }, registrars[registrar]);
  assert.equal(await tried(await by("elsewhere")), "workstation_refused");
  assert.equal(await tried(await by("suspended")), "workstation_refused");
  assert.equal(await tried(await signed(browser, { structure: "F900002" })), "workstation_refused");
  assert.equal(
    await tried(await signed(browser, { until: now() + 400 * 86_400 })),
    "frame_refused",
  );
  assert.equal(await tried(await signed(browser, { until: now() - 1 })), "frame_refused");
  assert.equal(await tried("no signature"), "workstation_refused");
  assert.equal(await tried(await signed(browser)), undefined);
});

test("its page is its own browser's, asked now", async () => {
  const it = hospital();
  const screen = await newScreen(it);
  assert.equal(refusal(await it.workstations.ask("x.y.z")), "invalid_message");
  assert.equal(refusal(await screen.ask(false, { iat: now() - 300 })), "clock_skew");
  const other = await signerOf(await newKeyPair());
  const forged = { v: purposes.workstationAsk, bk: other.jwk as unknown as Json, begins: false };
  const jws = await signCompact(
    { ...forged, iat: now(), jti: "j" },
    purposes.workstationAsk,
    screen.key,
  );
  assert.equal(refusal(await it.workstations.ask(jws)), "invalid_message");
});

test("it ends by an operator, by date, when its key is copied and after a restore, once, and what is open goes with it", async () => {
  const works: Works = new Map();
  const it = hospital(works);
  const removed = await registered(it);
  assert.equal(await it.workstations.remove(removed.workstation.id), true);
  assert.equal(await it.workstations.remove(removed.workstation.id), false);
  const copied = await registered(it);
  await it.w.places.recognise(copied.browser, "somebody else's");
  assert.equal((await where(it, works, copied.browser)).where, "unknown", "found out: at once");
  const restored = await registered(it);
  await it.w.transact((tx) => sleepAll(it.w, tx));
  const passed = await registered(it);
  await clock.advance(days(301));
  for (const { browser } of [removed, copied, restored, passed])
    assert.equal((await where(it, works, browser)).where, "unknown");
  await it.workstations.endPassed();
  const closed = it.w.closedKnown.map(({ browser, reason }) => `${browser} ${reason}`);
  for (const [one, reason] of [
    [removed, "workstation_ended"],
    [copied, "clone_detected"],
    [passed, "workstation_ended"],
  ] as const)
    assert.equal(closed.filter((line) => line === `${one.browser} ${reason}`).length, 1);
  const again = await passed.screen.frame();
  const outcome = await it.workstations.register({
    frame: again,
    signature: await signed(passed.browser),
  });
  assert.ok(outcome.ok, "a year later it is registered anew");
});

test("a holder's own place on a registered workstation stays their own, and is shared", async () => {
  const works: Works = new Map();
  const it = hospital(works);
  const { browser } = await registered(it);
  const phone = await newPhone(it.w);
  const { approval } = await phone.approves(browser);
  await phone.offer(approval);
  await clock.advance(seconds(31));
  assert.ok((await phone.make(approval)).ok);
  await it.w.transact((tx) =>
    it.w.places.markL5(tx, { professional: phone.professional, browser }),
  );
  const { where: standing, isShared } = await it.w.places.standing({
    professional: phone.professional,
    browser,
  });
  assert.deepEqual([standing, isShared], ["own_place_l5", true]);
});
