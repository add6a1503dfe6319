import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import type { PlaceId } from "@aval/protocol";
import fc from "fast-check";
import { type TestDatabase, testDatabase } from "#platform/testing";
import { hours, seconds } from "#platform/time";
import { clockOf, newBrowser, newPhone, type PlacesPhone, placesOn } from "./testing/world.ts";

let database: TestDatabase;
let clock: ReturnType<typeof clockOf>;
before(async () => {
  database = await testDatabase();
  clock = clockOf(database.db);
});
after(() => database.close());

/** What a place is, in the words of DESIGN section 5. Times in hours since the browser was first seen. */
type Model = {
  state: "none" | "new" | "aged" | "asleep" | "ended";
  at: number;
  madeAt: number;
  usedAt: number;
  usedAgain: boolean;
  hasL5: boolean;
};

const asleep = (model: Model) =>
  model.state === "asleep" || (model.state === "aged" && model.at - model.usedAt >= 120 * 24);
const live = (model: Model) => model.state !== "none" && model.state !== "ended";

type Real = {
  world: ReturnType<typeof placesOn>;
  full: PlacesPhone;
  limited: PlacesPhone;
  browser: string;
  ratchet: string;
  place: PlaceId | undefined;
};
type Step = fc.AsyncCommand<Model, Real>;

/** One step: what it does to the place, what it does to the model, and what both say afterwards. */
class Act implements Step {
  readonly name: string;
  readonly act: (model: Model, real: Real) => Promise<void>;
  constructor(name: string, act: (model: Model, real: Real) => Promise<void>) {
    this.name = name;
    this.act = act;
  }
  check = () => true;
  async run(model: Model, real: Real) {
    await this.act(model, real);
    const { professional } = real.full;
    const { where } = await real.world.places.standing({ professional, browser: real.browser });
    const isOpen = model.state === "aged" && !asleep(model);
    assert.equal(where, !isOpen ? "unknown" : model.hasL5 ? "own_place_l5" : "own_place");
    const [seen] = await real.full.list();
    assert.equal(seen?.state, live(model) ? (asleep(model) ? "asleep" : model.state) : undefined);
    assert.equal(seen?.asks ?? false, model.state === "new" && model.usedAgain);
  }
  toString = () => this.name;
}

const makes = (who: "full" | "limited", transfer: "qr" | "digits") =>
  new Act(`the ${who} phone makes it after ${transfer}`, async (model, real) => {
    const { approval } = await real[who].approves(real.browser, transfer);
    await real[who].offer(approval);
    await clock.advance(seconds(31));
    const made = await real[who].make(approval);
    const wins = who === "full" && transfer === "qr" && !live(model);
    assert.equal(made.ok, wins);
    if (!made.ok) return;
    real.place = made.value.id;
    const fresh = { state: "new", madeAt: model.at, usedAt: model.at } as const;
    Object.assign(model, fresh, { usedAgain: false, hasL5: false });
  });

const signsIn = (who: "full" | "limited", transfer: "qr" | "digits") =>
  new Act(`the ${who} phone signs in by ${transfer}`, async (model, real) => {
    await real[who].signsIn(real.browser, transfer);
    const isScan = who === "full" && transfer === "qr";
    if (!live(model) || (asleep(model) && !isScan)) return;
    if (asleep(model)) model.state = "aged";
    if (model.state === "new" && isScan && model.at - model.madeAt >= 24) model.usedAgain = true;
    model.usedAt = model.at;
  });

const confirms = (who: "full" | "limited") =>
  new Act(`the ${who} phone says "Oui, j'y travaille"`, async (model, real) => {
    if (!real.place) return;
    const wins = who === "full" && model.state === "new" && model.usedAgain;
    assert.equal((await real[who].confirm(real.place)).ok, wins);
    if (wins) Object.assign(model, { state: "aged", usedAt: model.at });
  });

const ends = (who: "full" | "limited") =>
  new Act(`the ${who} phone ends it`, async (model, real) => {
    if (!real.place) return;
    const wins = who === "full" && live(model);
    assert.equal((await real[who].end(real.place)).ok, wins);
    if (wins) model.state = "ended";
  });

const card = new Act("a card proves its holder", async (model, real) => {
  const { professional } = real.full;
  await real.world.transact((tx) =>
    real.world.places.markL5(tx, { professional, browser: real.browser }),
  );
  if (live(model)) Object.assign(model, { state: "aged", hasL5: true, usedAt: model.at });
});

const begins = new Act("a page begins", async (_model, real) => {
  real.ratchet = await real.world.places.recognise(real.browser, real.ratchet);
});

const copyBegins = new Act("a page begins where the key was copied to", async (model, real) => {
  real.ratchet = await real.world.places.recognise(real.browser, newBrowser());
  if (!live(model)) return;
  model.state = model.state === "new" ? "ended" : "asleep";
  model.hasL5 = false;
});

const waits = (span: number) =>
  new Act(`${span} hours pass`, async (model) => {
    await clock.advance(hours(span));
    model.at += span;
  });

const steps = [
  makes("full", "qr"),
  makes("full", "digits"),
  makes("limited", "qr"),
  signsIn("full", "qr"),
  signsIn("full", "digits"),
  signsIn("limited", "qr"),
  confirms("full"),
  confirms("limited"),
  ends("full"),
  ends("limited"),
  card,
  begins,
  copyBegins,
  waits(1),
  waits(25),
  waits(119 * 24),
];

test("a place does what DESIGN says of it, whatever is tried, in whatever order: it is aged only by the code or a card, and ended for good", async () => {
  const numRuns = Number(process.env["AVAL_TEST_RUNS"] ?? 60);
  // The steps that lead on come more often than those that end: most runs then reach an aged place.
  const weighted = [...steps, steps[0], steps[3], steps[3], steps[6], steps[14], steps[14]];
  const commands = fc.commands(
    weighted.flatMap((step) => (step ? [fc.constant(step)] : [])),
    { maxCommands: 25, size: "max" },
  );
  await fc.assert(
    fc.asyncProperty(commands, async (given) => {
      const world = placesOn(database.db, clock);
      const full = await newPhone(world);
      const limited = await newPhone(world, { professional: full.professional, level: "limited" });
      const browser = newBrowser();
      const ratchet = await world.places.recognise(browser, undefined);
      const setup = (): { model: Model; real: Real } => ({
        model: { state: "none", at: 0, madeAt: 0, usedAt: 0, usedAgain: false, hasL5: false },
        real: { world, full, limited, browser, ratchet, place: undefined },
      });
      await fc.asyncModelRun(setup, given);
    }),
    { numRuns },
  );
});
