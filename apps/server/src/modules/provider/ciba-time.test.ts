import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { sql } from "kysely";
import { everybody, nobody } from "./testing/hinted.ts";
import { compared, judge, lineOf } from "./testing/same-time.ts";
import { type SetUp, setUp } from "./testing/setup.ts";
import { softwareCalls } from "./testing/software.ts";
import { serviceCalls } from "./testing/visitor.ts";

/*
 * P-48: a client cannot tell whom it has named, by the answer or by its time. A few rounds tell a difference that is as plain as a
 * statement more; `npm run test:long` takes 10 000, which tell one of a twentieth of the spread.
 */
const usual = process.env["AVAL_TEST_LONG"] ? 10_000 : 40;
const pairs = Number(process.env["AVAL_TEST_PAIRS"] ?? usual);

let it: SetUp;
let hints: Awaited<ReturnType<typeof everybody>>;
before(async () => {
  it = await setUp({ gone: new Set([nobody]) });
  const ciba = { sensitivity: "open", redirectUris: [], grants: ["ciba"] } as const;
  await it.world.register({ id: "software", name: "Logiciel", ...ciba });
  hints = await everybody(it, "software");
});
after(() => it.close());

const program = () => softwareCalls(serviceCalls(it.world, "software", ""));
/** Its 600 a minute are whoever's it names. */
const rested = () => sql`delete from allowance`.execute(it.database.db);

test("the judge of time tells samples apart that differ, and only those", () => {
  const drawn = Array.from({ length: 8000 }, (_, at) => {
    const wave = Math.sin(at * 12.9898) * 43758.5453;
    return wave - Math.floor(wave);
  });
  const [one, other] = [drawn.slice(0, 4000), drawn.slice(4000)];
  const same = judge(one, other);
  assert.ok(same.chance > 0.01 && Math.abs(same.slower - 0.5) < same.doubt, JSON.stringify(same));
  const apart = judge(
    one.map((time) => time + 0.05),
    other,
  );
  assert.ok(apart.chance < 1e-6 && apart.slower - apart.doubt > 0.5, JSON.stringify(apart));
  assert.deepEqual(judge([1, 1, 1], [1, 1, 1]), {
    chance: judge([2], [2]).chance,
    slower: 0.5,
    doubt: 0,
  });
  assert.ok(Math.abs(judge([2], [2]).chance - 1) < 1e-6, "all equal: nobody can tell");
});

test("whoever a client names, status, headers and body of its answer and of its polls are the same", async () => {
  await rested();
  const looks = async (hint: string) => {
    const asked = await program().ask(hint, "42");
    const { auth_req_id: handle, ...rest } = asked.body;
    // One of the two is held, the other told to slow down.
    const polls = await Promise.all([program().poll(handle), program().poll(handle)]);
    return JSON.stringify([
      [asked.status, told(asked.headers), String(handle).length, rest],
      ...polls
        .map(({ status, headers, body }) => [status, told(headers), body])
        .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    ]);
  };
  const all = await Promise.all(
    Object.entries(hints).map(async ([kind, hint]) => [kind, await looks(hint)] as const),
  );
  const seen = Map.groupBy(all, ([, looked]) => looked);
  assert.equal(seen.size, 1, JSON.stringify([...seen], undefined, 1));
});

/** Every header and its value, but for what tells the time, or a request from the next. */
const told = (headers: Headers) =>
  [...headers].filter(([name]) => !["date", "x-request-id"].includes(name));

test("whoever a client names, the answer takes as long", async () => {
  const kinds = Object.keys(hints) as [keyof typeof hints, ...(keyof typeof hints)[]];
  const judged = await compared(kinds, pairs, async (kind, round) => {
    if (round % 40 === 0) await rested();
    const began = performance.now();
    const answer = await program().ask(hints[kind], "42");
    const took = performance.now() - began;
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return took;
  });
  console.log(`${pairs} interleaved pairs, each beside whom nobody knows:`);
  for (const one of judged) console.log(lineOf(one));
  for (const one of judged) {
    // One in a million of runs of honest code, over all kinds.
    assert.ok(one.chance > 1e-6 / judged.length, lineOf(one));
    // Many pairs prove more than that nothing was seen: whoever guesses by time alone wins less than 4 % over a coin.
    if (pairs >= 10_000) assert.ok(Math.abs(one.slower - 0.5) + one.doubt < 0.04, lineOf(one));
  }
});
