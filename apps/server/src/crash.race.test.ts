import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { connectOnce } from "#platform/database";
import { randomBelow } from "#platform/random";
import { seededRandom } from "#platform/testing";
import {
  enrolHolder,
  type Holder,
  newBrowser,
  sandboxPeople,
  sandboxService,
  type Tokens,
} from "./testing/driver.ts";
import { type Cluster, type Node, startCluster } from "./testing/servers.ts";

// Two servers and their PostgreSQL, one of them killed (SIGKILL) at seeded points of a sign-in: twenty, or fifty in `npm run test:long`. What was acknowledged
// before the kill must stand after it; what was not may have happened or not, and a client that tries again gets on.
const steps = [
  "authorize",
  "begin",
  "frame",
  "claim",
  "approve",
  "poll",
  "conclude",
  "exchange",
  "userinfo",
  "refresh",
] as const;
const victims = ["first server", "second server", "PostgreSQL"] as const;
const moments = ["before", "during"] as const;
type Point = {
  step: (typeof steps)[number];
  victim: (typeof victims)[number];
  moment: (typeof moments)[number];
  delayMs: number;
};

const seed = Number(process.env["AVAL_TEST_SEED"] ?? 4400);
const count = Number(process.env["AVAL_TEST_KILLS"] ?? (process.env["AVAL_TEST_LONG"] ? 50 : 20));

/** Every step and victim comes up before any comes twice, in an order the seed gives. */
function points(): Point[] {
  const random = seededRandom(seed);
  const all = steps.flatMap((step) =>
    victims.flatMap((victim) => moments.map((moment) => ({ step, victim, moment }))),
  );
  const drawn: Point[] = [];
  while (drawn.length < count && all.length > 0) {
    const [point] = all.splice(randomBelow(all.length, random), 1);
    if (!point) break;
    drawn.push({ ...point, delayMs: randomBelow(25, random) });
  }
  return drawn;
}

let cluster: Cluster;
let here: Node;
let holder: Holder;

before(
  async () => {
    cluster = await startCluster(["first", "second"]);
    here = cluster.nodes[0] as Node;
    const [someone = ""] = await sandboxPeople(here.issuer);
    holder = await enrolHolder(() => here.phone, someone);
  },
  { timeout: 300_000 },
);
after(() => cluster?.close());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Kills, and sees to it that somebody can go on: the other server at once, the killed one a moment later. */
async function strike(point: Point): Promise<string> {
  if (point.victim === "PostgreSQL") {
    const pid = await cluster.killPostgres();
    await Promise.all(cluster.nodes.map((node) => cluster.ready(node)));
    return `pid ${pid}`;
  }
  const [first, second] = cluster.nodes as [Node, Node];
  const [killed, other] = point.victim === "first server" ? [first, second] : [second, first];
  const pid = killed.pid();
  killed.kill();
  here = other;
  await killed.start();
  return `pid ${pid}`;
}

/** What was being answered is lost for good; the holder begins again from the service. */
class StartOver extends Error {}

/** A client that meets a dead server tries again for a while, as every client of ours does. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (fault) {
      if (fault instanceof StartOver || attempt >= 40) throw fault;
      await pause(100);
    }
  }
}

type Kept = { approvals: string[]; tokens: Tokens[] };

/** One sign-in, with the point's kill at its step. Everything acknowledged is kept for the check. */
async function signInThrough(point: Point, kept: Kept): Promise<string> {
  let struck = "";
  const place = () => here.issuer;
  const step = async <T>(name: Point["step"], work: () => Promise<T>): Promise<T> => {
    if (name !== point.step || struck) return again(work);
    if (point.moment === "before") {
      struck = await strike(point);
      return again(work);
    }
    const running = work().then(
      (value) => ({ value }),
      () => undefined,
    );
    await pause(point.delayMs);
    struck = await strike(point);
    const answered = await running;
    return answered ? answered.value : again(work);
  };

  const browser = await newBrowser(place);
  const page = await step("authorize", () => browser.open(sandboxService));
  const view = async () => {
    const answer = await browser.act(page.signIn, "frame");
    if (answer.status >= 500) throw new Error(`${answer.status}`);
    if (answer.status !== 200) throw new StartOver(`frame answered ${answer.status}`);
    return answer.view;
  };
  await step("begin", async () => {
    const answer = await browser.act(page.signIn, "begin");
    assert.equal(answer.status, 200);
  });
  await step("frame", view);

  const context = await step("claim", async () => {
    const [waiting] = await holder.phone.pending(holder.identity);
    if (waiting) return waiting.context;
    const shown = await view();
    if (!shown.frame) throw new StartOver(`the page shows ${shown.state}`);
    return (await holder.phone.claim(holder.identity, shown.frame)).context;
  });
  await step("approve", async () => {
    const pending = await holder.phone.pending(holder.identity);
    if (pending.length > 0) await holder.phone.approve(holder.identity, context, holder.code);
    else assert.equal((await view()).state, "approved");
  });
  kept.approvals.push(context.approval);
  await step("poll", async () => assert.equal((await view()).state, "approved"));

  const { location } = await step("conclude", () => browser.conclude(page.signIn));
  if (!location.includes("code=")) throw new StartOver(`conclude led to ${location}`);
  const exchanged = await step("exchange", async () => {
    const answer = await browser.exchange(page, location);
    if (answer.status >= 500) throw new Error(`${answer.status}`);
    return answer;
  });
  if (exchanged.status !== 200) throw new StartOver(`exchange answered ${exchanged.body.error}`);
  kept.tokens.push(exchanged.body);
  await step("userinfo", async () =>
    assert.equal((await browser.userinfo(exchanged.body.access_token)).status, 200),
  );
  const refreshed = await step("refresh", async () => {
    const answer = await browser.refresh(sandboxService, exchanged.body.refresh_token as string);
    if (answer.status >= 500) throw new Error(`${answer.status}`);
    return answer;
  });
  if (refreshed.status === 200) {
    kept.tokens.push(refreshed.body);
    assert.equal((await again(() => browser.userinfo(refreshed.body.access_token))).status, 200);
  } else if (point.step !== "refresh")
    throw new StartOver(`refresh answered ${refreshed.body.error}`);
  return struck;
}

test("a kill at any point of a sign-in loses nothing acknowledged, and the holder gets in", {
  timeout: 900_000,
}, async (t) => {
  const kept: Kept = { approvals: [], tokens: [] };
  for (const [index, point] of points().entries()) {
    const name = `${index + 1}. ${point.victim} killed ${point.moment} ${point.step}`;
    await t.test(name, async () => {
      try {
        const struck = await signInThrough(point, kept);
        console.log(`${name} (${struck})`);
      } catch (fault) {
        // Only the act that was being answered may be lost, and then a new sign-in works at once.
        if (!(fault instanceof StartOver) || point.moment !== "during") {
          console.log(`the servers said last:\n${cluster.log().slice(-3000)}`);
          throw fault;
        }
        console.log(`${name}: started again, ${fault.message}`);
        await signInThrough({ ...point, step: "none" as never }, kept);
      }
    });
  }

  await t.test("what was acknowledged is there, once", async () => {
    const owner = await connectOnce(cluster.databaseUrl);
    const rows = async <T>(text: string, values: unknown[] = []) =>
      (await owner.query(text, values)).rows as T[];
    const states = await rows<{ id: string; state: string }>(
      "select id, state from aval.approval where id = any($1)",
      [kept.approvals],
    );
    assert.deepEqual(
      states.filter(({ state }) => state !== "spent" && state !== "approved"),
      [],
    );
    assert.equal(states.length, new Set(kept.approvals).size);
    const [facts] = await rows<{ count: number }>(
      "select count(distinct body::jsonb->>'approval')::int as count from aval.fact where kind = 'approval_approved' and body::jsonb->>'approval' = any($1)",
      [kept.approvals],
    );
    assert.equal(facts?.count, states.length, "every acknowledged approval is in the log");
    const twice = await rows(
      "select approval from aval.session group by approval having count(*) > 1",
    );
    assert.deepEqual(twice, [], "no approval opened two sessions");
    const codes = await rows(
      "select body::jsonb->>'session' from aval.fact where kind = 'tokens_issued' group by 1 having count(*) > 1",
    );
    assert.deepEqual(codes, [], "no session gave tokens for two codes");
    await owner.end();
  });
});
