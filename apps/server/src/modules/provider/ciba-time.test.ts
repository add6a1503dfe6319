import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { hours, minutes } from "#platform/time";
import { type SetUp, setUp } from "./testing/setup.ts";
import { softwareCalls, softwarePhone } from "./testing/software.ts";
import { serviceCalls } from "./testing/visitor.ts";

// P-48: time is judged on thousands of pairs only, hence in `npm run test:long`; fewer would say nothing.
const usual = process.env["AVAL_TEST_LONG"] ? 10_000 : 0;
const pairs = Number(process.env["AVAL_TEST_PAIRS"] ?? usual);

let it: SetUp;
before(async () => {
  it = await setUp();
  const ciba = { sensitivity: "open", redirectUris: [], grants: ["ciba"] } as const;
  await it.world.register({ id: "software", name: "Logiciel", ...ciba });
});
after(() => it.close());

/** The chance that two samples of one size so far apart are of one distribution (Kolmogorov and Smirnov, asymptotic). */
function chanceOfOne(a: readonly number[], b: readonly number[]): number {
  const all = [...a.map((time) => [time, 1] as const), ...b.map((time) => [time, -1] as const)];
  let [sum, apart] = [0, 0];
  for (const [, side] of all.sort((one, other) => one[0] - other[0])) {
    sum += side;
    apart = Math.max(apart, Math.abs(sum) / a.length);
  }
  const root = Math.sqrt(a.length / 2);
  const lambda = (root + 0.12 + 0.11 / root) * apart;
  let chance = 0;
  for (let k = 1; k <= 100; k++)
    chance += 2 * (-1) ** (k - 1) * Math.exp(-2 * k ** 2 * lambda ** 2);
  return Math.min(1, Math.max(0, chance));
}

test("the judge of time tells samples apart that differ, and only those", () => {
  const times = Array.from({ length: 2000 }, (_, at) => Math.sin(at * 12.9898) * 43758.5453);
  const fractions = times.map((one) => one - Math.floor(one));
  const [even, odd] = [0, 1].map((side) => fractions.filter((_, at) => at % 2 === side));
  assert.ok(even && odd);
  assert.ok(chanceOfOne(even, odd) > 0.05);
  assert.ok(
    chanceOfOne(
      even,
      odd.map((one) => one + 0.2),
    ) < 0.001,
  );
});

test("the answer to a request takes as long whether it names nobody or a holder who would find it", {
  skip: pairs === 0 && "judged in npm run test:long",
}, async () => {
  const phone = await softwarePhone(it.world);
  assert.ok((await phone.add("software")).ok);
  await it.advance(hours(24));
  const program = softwareCalls(serviceCalls(it.world, "software", ""));
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let pair = 0; pair < pairs; pair++) {
    if (pair % 250 === 0) await it.advance(minutes(1)); // 600 a minute are answered.
    const order =
      pair % 2 === 0 ? (["known", "unknown"] as const) : (["unknown", "known"] as const);
    for (const which of order) {
      const hint = which === "known" ? phone.nationalId : "899799999999";
      const began = performance.now();
      const answer = await program.ask(hint, "42");
      times[which].push(performance.now() - began);
      assert.equal(answer.status, 200);
    }
  }
  const chance = chanceOfOne(times.known, times.unknown);
  console.log(
    `${pairs} pairs: the chance that both are of one distribution is ${chance.toFixed(3)}`,
  );
  assert.ok(chance > 0.001, String(chance));
});
