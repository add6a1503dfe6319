import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import type { Context } from "@aval/protocol";
import fc from "fast-check";
import { testDatabase, type TestDatabase } from "#platform/testing";
import { seconds } from "#platform/time";
import type { Shown } from "./index.ts";
import {
  approvalsOn,
  clockOf,
  contextIn,
  enrolPhone,
  newBrowser,
  openOn,
  type TestPhone,
} from "./testing/world.ts";

let database: TestDatabase;
let clock: ReturnType<typeof clockOf>;
before(async () => {
  database = await testDatabase();
  clock = clockOf(database.db);
});
after(() => database.close());

/** The ten-line model: what an approval is, in the words of DESIGN section 5. Times in seconds since it was shown. */
type Model = {
  state: "shown" | "claimed" | "approved" | "refused" | "spent" | "cancelled";
  at: number;
  claimedAt: number;
  decidedAt: number;
  by: number;
};

const live = (model: Model) =>
  (model.state === "shown" && model.at < 60) ||
  (model.state === "claimed" && model.at - model.claimedAt < 120);

type Real = {
  world: ReturnType<typeof approvalsOn>;
  phones: TestPhone[];
  shown: Shown;
  browser: string;
  context: Context | undefined;
};
type Step = fc.AsyncCommand<Model, Real>;

const succeeds = (expected: boolean, outcome: { ok: boolean }) =>
  assert.equal(outcome.ok, expected);

class Claim implements Step {
  readonly phone: number;
  constructor(phone: number) {
    this.phone = phone;
  }
  check = () => true;
  async run(model: Model, real: Real) {
    const frame = await real.world.approvals.frame(real.shown);
    const outcome = await real.world.approvals.claimByFrame(
      await (real.phones[this.phone] as TestPhone).claimOf(frame),
      "127.0.0.1",
    );
    const wins = model.state === "shown" && live(model);
    succeeds(wins, outcome);
    if (wins) {
      real.context = contextIn(outcome as never);
      Object.assign(model, { state: "claimed", claimedAt: model.at, by: this.phone });
    } else if (model.state === "claimed" && model.by !== this.phone) model.state = "cancelled";
  }
  toString = () => `claim by phone ${this.phone}`;
}

class Decide implements Step {
  readonly phone: number;
  readonly approves: boolean;
  constructor(phone: number, approves: boolean) {
    this.phone = phone;
    this.approves = approves;
  }
  check = () => true;
  async run(model: Model, real: Real) {
    const phone = real.phones[this.phone] as TestPhone;
    const context = real.context ?? ({ approval: real.shown.id } as Context);
    const message = this.approves
      ? await phone.approvalOf(context)
      : await phone.refusalOf(context, "not_me");
    const wins = model.state === "claimed" && live(model) && model.by === this.phone;
    succeeds(wins, await real.world.approvals.decide(real.shown.id, message));
    if (wins)
      Object.assign(model, { state: this.approves ? "approved" : "refused", decidedAt: model.at });
  }
  toString = () => `${this.approves ? "approve" : "refuse"} by phone ${this.phone}`;
}

class Spend implements Step {
  check = () => true;
  async run(model: Model, real: Real) {
    const given = { asker: "page", browser: real.browser };
    const wins = model.state === "approved" && model.at - model.decidedAt < 60;
    succeeds(
      wins,
      await real.world.transact((tx) => real.world.approvals.spend(tx, real.shown.id, given)),
    );
    if (wins) model.state = "spent";
  }
  toString = () => "spend";
}

class CancelOnPage implements Step {
  check = () => true;
  async run(model: Model, real: Real) {
    const wins = model.state === "shown" || model.state === "claimed";
    assert.equal(await real.world.approvals.cancel(real.shown, "page_cancelled"), wins);
    if (wins) model.state = "cancelled";
  }
  toString = () => "cancel on the page";
}

/** Its phone is stopped: what it had scanned ends, also when it was approved and has opened nothing. */
class Stop implements Step {
  readonly phone: number;
  constructor(phone: number) {
    this.phone = phone;
  }
  check = () => true;
  async run(model: Model, real: Real) {
    const { professional, device } = real.phones[this.phone] as TestPhone;
    const isOpen =
      (model.state === "claimed" && live(model)) ||
      (model.state === "approved" && model.at - model.decidedAt < 60);
    const ends = isOpen && model.by === this.phone;
    const before = await real.world.approvals.find(real.shown.id);
    await real.world.transact((tx) =>
      real.world.approvals.endStopped(tx, { professional, device }),
    );
    const after = await real.world.approvals.find(real.shown.id);
    assert.equal(after?.state, ends ? "cancelled" : before?.state);
    if (ends) model.state = "cancelled";
  }
  toString = () => `stop phone ${this.phone}`;
}

class Wait implements Step {
  readonly span: number;
  constructor(span: number) {
    this.span = span;
  }
  check = () => true;
  async run(model: Model) {
    await clock.advance(seconds(this.span));
    model.at += this.span;
  }
  toString = () => `wait ${this.span} s`;
}

test("an approval does what ten lines say of it, whatever is tried, in whatever order", async () => {
  const world = approvalsOn(database.db, clock);
  const phones = [await enrolPhone(world, clock), await enrolPhone(world, clock)];
  const phone = fc.constantFrom(0, 1);
  const steps = [
    phone.map((by) => new Claim(by)),
    phone.map((by) => new Claim(by)),
    fc.tuple(phone, fc.boolean()).map(([by, approves]) => new Decide(by, approves)),
    fc.tuple(phone, fc.constant(true)).map(([by, approves]) => new Decide(by, approves)),
    fc.constant(new Spend()),
    fc.constant(new CancelOnPage()),
    phone.map((by) => new Stop(by)),
    // Never near a deadline: the database's clock runs on while the test thinks.
    fc.constantFrom(5, 25, 70, 130).map((span) => new Wait(span)),
  ];
  await fc.assert(
    fc.asyncProperty(fc.commands(steps, { maxCommands: 14 }), async (commands) => {
      const browser = await newBrowser();
      const shown = await openOn(world, browser);
      await fc.asyncModelRun(
        () => ({
          model: { state: "shown", at: 0, claimedAt: 0, decidedAt: 0, by: -1 } as Model,
          real: { world, phones, shown, browser, context: undefined },
        }),
        commands,
      );
      // Nothing of this run may be pending in the next: the two-at-once rule would join them.
      await world.approvals.cancel(shown, "page_cancelled");
    }),
    { numRuns: Number(process.env["AVAL_TEST_RUNS"] ?? 60) },
  );
});
