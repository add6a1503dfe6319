import assert from "node:assert/strict";
import test, { after } from "node:test";
import { type MultiSigned, newKeyPair, purposes, signerOf } from "@aval/protocol";
import fc from "fast-check";
import { limits } from "#lifetimes";
import { moveClock } from "#platform/testing";
import { type Duration, seconds } from "#platform/time";
import {
  decision,
  enrol,
  evaluate,
  openTrial,
  type Service,
  type TrialPhone,
} from "./testing/trial.ts";

/**
 * The counter against a model of ten lines, under any sequence of tries, right and wrong codes, replays, waits,
 * restarts of the program, and rows put back by somebody who writes to the database.
 *
 * Waits are multiples of 20 s and no wait of the table is within 10 s below one: what the run itself takes changes nothing.
 */
const trial = await openTrial();
after(trial.close);
const wrongUk = await signerOf(await newKeyPair());

/** `row` is what the database holds, which a writer may put back; the rest is the truth. */
type Row = { version: number; open: string | undefined; nextAt: number };
type Model = {
  tries: number;
  version: number;
  disabled: boolean;
  now: number;
  row: Row;
  saved: Row[];
};
type Real = { service: Service; phone: TrialPhone; old: MultiSigned[]; saved: object[] };

const newModel = (): Model => ({
  tries: 0,
  version: 2,
  disabled: false,
  now: 0,
  row: { version: 2, open: undefined, nextAt: 0 },
  saved: [],
});

function step(m: Model, row: Omit<Row, "version">): void {
  m.version += 1;
  m.row = { ...row, version: m.version };
}

/** What an evaluation must answer. */
function tried(m: Model): "pin_disabled" | "pin_wait" | number {
  if (m.disabled || m.tries >= limits.pinTries) {
    if (!m.disabled || !isTrue(m)) step(m, { open: undefined, nextAt: m.row.nextAt });
    m.disabled = true;
    return "pin_disabled";
  }
  if (m.now < m.row.nextAt) return "pin_wait";
  m.tries += 1;
  step(m, { open: "?", nextAt: m.now + (limits.pinBackOffSeconds[m.tries] ?? 0) });
  return limits.pinTries - m.tries;
}

/** The row is the newest there was: a row put back has lost what its last evaluation proved. */
const isTrue = (m: Readonly<Model>) => m.row.version === m.version;

type Command = fc.AsyncCommand<Model, Real>;
const command = (
  text: string,
  run: Command["run"],
  check: (m: Readonly<Model>) => boolean = () => true,
): Command => ({
  check,
  run,
  toString: () => text,
});

const confirm = ({ service, phone }: Real, signed: MultiSigned) =>
  service.confirm(phone.device, signed, purposes.decision);

const tryOnce = command("try", async (m, r) => {
  const outcome = await evaluate(r.service, r.phone);
  const expected = tried(m);
  assert.equal(outcome.ok ? outcome.value.triesLeft : outcome.refusal, expected);
  if (!outcome.ok) return;
  m.row.open = outcome.value.evaluation;
  r.old.push(await decision(r.service, r.phone, outcome.value.evaluation));
});

const rightCode = command(
  "right",
  async (m, r) => {
    const outcome = await confirm(r, await decision(r.service, r.phone, m.row.open as string));
    assert.deepEqual(outcome, { ok: true, value: { triesLeft: limits.pinTries } });
    m.tries = 0;
    step(m, { open: undefined, nextAt: m.now });
  },
  (m) => !m.disabled && isTrue(m) && m.row.open !== undefined,
);

const rightButStale = command(
  "right, after a rollback",
  async (m, r) => {
    const outcome = await confirm(r, await decision(r.service, r.phone, m.row.open as string));
    assert.equal(outcome.ok, false);
  },
  (m) => !m.disabled && !isTrue(m) && m.row.open !== undefined,
);

const wrongCode = command("wrong", async (m, r) => {
  const outcome = await confirm(
    r,
    await decision(r.service, r.phone, m.row.open ?? "evl_0", wrongUk),
  );
  assert.ok(!outcome.ok);
  if (m.disabled || m.tries >= limits.pinTries) {
    assert.ok(outcome.disabled);
    if (!m.disabled || !isTrue(m)) step(m, { open: undefined, nextAt: m.row.nextAt });
    m.disabled = true;
  } else {
    assert.deepEqual(outcome, {
      ok: false,
      refusal: "wrong_code",
      triesLeft: limits.pinTries - m.tries,
      disabled: false,
    });
  }
});

/** Every decision but that of the newest evaluation: those are in the database, for every thief of it. */
const replay = command("replay", async (_m, r) => {
  for (const old of r.old.slice(0, -1)) await confirm(r, old);
});

const wait = (span: Duration) =>
  command(`wait ${span / 1000} s`, async (m) => {
    await moveClock(trial.database.db, span);
    m.now += span / 1000;
  });

const restart = command("restart", async (_m, r) => {
  await r.service.close();
  r.service = await trial.start();
});

const rows = (r: Real) => r.service.deps.db;

const save = command("save the row", async (m, r) => {
  r.saved.push(
    await rows(r)
      .selectFrom("counter")
      .selectAll()
      .where("device", "=", r.phone.device)
      .executeTakeFirstOrThrow(),
  );
  m.saved.push({ ...m.row });
});

const putBack = (which: number) =>
  command(
    `put row ${which} back`,
    async (m, r) => {
      const index = which % m.saved.length;
      const { ik, uk, ...saved } = r.saved[index] as { ik: object; uk: object; device: string };
      await rows(r)
        .updateTable("counter")
        .set({ ...saved, ik: JSON.stringify(ik) as never, uk: JSON.stringify(uk) as never })
        .where("device", "=", saved.device)
        .execute();
      m.row = { ...(m.saved[index] as Row) };
    },
    (m) => m.saved.length > 0,
  );

const always = (one: Command) => fc.constant(one);
const commands = [
  always(tryOnce),
  always(tryOnce),
  always(tryOnce),
  always(rightCode),
  always(rightButStale),
  always(wrongCode),
  always(replay),
  always(restart),
  always(save),
  fc.nat(9).map(putBack),
  fc.constantFrom(20, 40, 300, 900, 3600, 3600, 3600).map((span) => wait(seconds(span))),
];

test("P-32, P-33: the counter does what ten lines say, whatever happens to it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(commands, { maxCommands: 40, size: "max" }), async (sequence) => {
      const service = await trial.start();
      const real: Real = { service, phone: await enrol(service), old: [], saved: [] };
      await fc.asyncModelRun(() => ({ model: newModel(), real }), sequence);
      await real.service.close();
    }),
    { numRuns: Number(process.env["AVAL_TEST_RUNS"] ?? 15), endOnFailure: true },
  );
});
