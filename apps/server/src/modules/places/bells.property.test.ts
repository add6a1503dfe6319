import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import type { RefusalReason, RingId } from "@aval/protocol";
import fc from "fast-check";
import { type TestDatabase, testDatabase } from "#platform/testing";
import { seconds } from "#platform/time";
import { agedPlace, bellPhone, bellsOn, service, withBell } from "./testing/bells.ts";
import { clockOf, newBrowser } from "./testing/world.ts";

let database: TestDatabase;
let clock: ReturnType<typeof clockOf>;
before(async () => {
  database = await testDatabase();
  clock = clockOf(database.db);
});
after(() => database.close());

/** What rings and what does not, in the words of DESIGN section 5, for one holder with two bells. Times in seconds. */
type Bell = { refusals: number; expiries: number; silentUntil: number; ended: boolean };
type Window = { spent: number; until: number };
type Model = {
  now: number;
  bells: [Bell, Bell];
  ringing: { bell: number; at: number; state: "ringing" | "scanned" } | undefined;
  /** Scanned, while a later one rings. */
  open: { bell: number; at: number }[];
  apart: number;
  hour: Window;
  day: Window;
};

const newBell = (): Bell => ({ refusals: 0, expiries: 0, silentUntil: 0, ended: false });
const newModel = (): Model => ({
  now: 0,
  bells: [newBell(), newBell()],
  ringing: undefined,
  open: [],
  apart: 0,
  hour: { spent: 0, until: 0 },
  day: { spent: 0, until: 0 },
});

const bellAt = (model: Model, bell: number) => model.bells[bell as 0 | 1];

function unanswered(model: Model, bell: number): void {
  const held = bellAt(model, bell);
  if (held.ended) return;
  held.expiries++;
  if (held.expiries < 3) return;
  Object.assign(held, { expiries: 0, silentUntil: model.now + 24 * 3600 });
}

/** What time has ended, before anything is asked. */
function settle(model: Model): void {
  const { ringing, now } = model;
  if (ringing?.state === "ringing" && now >= ringing.at + 60) {
    model.ringing = undefined;
    unanswered(model, ringing.bell);
  }
  for (const one of model.open.filter(({ at }) => now >= at + 360)) unanswered(model, one.bell);
  model.open = model.open.filter(({ at }) => now < at + 360);
}

function spends(window: Window, now: number, max: number, length: number): boolean {
  if (now >= window.until) Object.assign(window, { spent: 0, until: now + length });
  return window.spent < max;
}

/** Whether it rings; then it has spent. */
function rings(model: Model, bell: number): boolean {
  const { now, hour, day } = model;
  const held = bellAt(model, bell);
  if (held.ended || now < held.silentUntil || model.ringing) return false;
  if (now < model.apart) return false;
  const [fresh, past] = [structuredClone(hour), structuredClone(day)];
  if (!spends(fresh, now, 3, 3600) || !spends(past, now, 5, 24 * 3600)) return false;
  fresh.spent++;
  past.spent++;
  Object.assign(model, { hour: fresh, day: past, apart: now + 60 });
  model.ringing = { bell, at: now, state: "ringing" };
  return true;
}

function giveBack(model: Model): void {
  for (const window of [model.hour, model.day])
    if (window.spent > 0 && model.now < window.until) window.spent--;
}

type Step =
  | { readonly does: "ring" | "conclude"; readonly bell: number }
  /** What rings is scanned and signed in to. */
  | { readonly does: "answer" }
  | { readonly does: "scan"; readonly bell: number | "elsewhere" }
  | { readonly does: "refuse"; readonly reason: RefusalReason }
  | { readonly does: "wait"; readonly seconds: number };

const bellOf = fc.constantFrom(0, 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant("ring" as const), bell: bellOf }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("conclude" as const), bell: bellOf }) },
  { weight: 3, arbitrary: fc.constant({ does: "answer" as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant("scan" as const),
      bell: fc.constantFrom(0, 1, "elsewhere" as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant("refuse" as const),
      reason: fc.constantFrom<RefusalReason>("other", "mistake", "other", "not_me"),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant("wait" as const),
      // Away from every edge: the database's own milliseconds go by meanwhile.
      seconds: fc.constantFrom(20, 75, 75, 75, 75, 75, 75, 400, 3700, 30_000),
    }),
  },
);

type Held = Awaited<ReturnType<typeof twoBells>>;

async function twoBells() {
  const world = bellsOn(database.db, clock);
  const first = await withBell(world, clock);
  const phone = bellPhone(world, first.phone);
  const { place, browser } = await agedPlace(world, clock, phone);
  const set = await phone.set(place);
  if (!set.ok) throw new Error(set.refusal);
  await phone.quiet(null);
  const places = [
    { bell: first.bell, browser: first.browser },
    { bell: set.value.id, browser },
  ] as const;
  return { world, phone, places };
}

async function take({ world, phone, places }: Held, model: Model, one: Step): Promise<void> {
  const { professional } = phone;
  switch (one.does) {
    case "wait":
      await clock.advance(seconds(one.seconds));
      model.now += one.seconds;
      return;
    case "ring": {
      settle(model);
      const before = world.woken.length;
      const given = places[one.bell as 0 | 1];
      await world.bells.ring({ ...given, service });
      assert.equal(world.woken.length - before, rings(model, one.bell) ? 1 : 0, "it rings");
      return;
    }
    case "answer": {
      const { ringing } = model;
      if (!ringing) return;
      await take({ world, phone, places }, model, { does: "scan", bell: ringing.bell });
      return take({ world, phone, places }, model, { does: "conclude", bell: ringing.bell });
    }
    case "scan": {
      const browser = one.bell === "elsewhere" ? newBrowser() : places[one.bell as 0 | 1].browser;
      await world.transact((tx) => world.bells.scanned(tx, { professional, browser, service }));
      const { ringing, now } = model;
      if (ringing && now < ringing.at + 60) {
        model.ringing = undefined;
        if (ringing.bell === one.bell) model.open.push({ bell: ringing.bell, at: ringing.at });
        else unanswered(model, ringing.bell);
      }
      return;
    }
    case "conclude": {
      const { browser } = places[one.bell as 0 | 1];
      await world.transact((tx) => world.bells.used(tx, { professional, browser, service }));
      const held = bellAt(model, one.bell);
      if (held.ended) return;
      Object.assign(held, { refusals: 0, expiries: 0 });
      const answered = model.open.some(({ bell }) => bell === one.bell);
      model.open = model.open.filter(({ bell }) => bell !== one.bell);
      const isRinging = model.ringing?.bell === one.bell;
      if (isRinging) model.ringing = undefined;
      if (answered || isRinging) giveBack(model);
      return;
    }
    case "refuse": {
      const [shown] = await phone.rings();
      const { ringing } = model;
      if (!shown || !ringing) return;
      const refused = await phone.refuse(shown.ring as RingId, one.reason);
      assert.ok(refused.ok);
      model.ringing = undefined;
      const held = bellAt(model, ringing.bell);
      if (one.reason === "mistake") giveBack(model);
      if (one.reason === "not_me") held.ended = true;
      if (one.reason === "other" && ++held.refusals === 2)
        Object.assign(held, { refusals: 0, silentUntil: model.now + 24 * 3600 });
      return;
    }
  }
}

test("whatever is rung, scanned, refused and left, in whatever order, exactly what DESIGN section 5 lets ring rings", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 24 }), async (steps) => {
      const held = await twoBells();
      const model = newModel();
      for (const one of steps) {
        await take(held, model, one);
        const { ringing, now } = model;
        const isShown = ringing !== undefined && now < ringing.at + 60;
        assert.equal((await held.phone.rings()).length, isShown ? 1 : 0, "it is shown");
      }
    }),
    { numRuns: Number(process.env["AVAL_TEST_RUNS"] ?? 40) },
  );
});
