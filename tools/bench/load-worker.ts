import type { Place } from "../../apps/server/src/testing/driver.ts";
import { createLatency, type Latency, type LatencySummary } from "./latency.ts";
import { closedLoop, type LoadResult, type Operation, openLoop } from "./load.ts";
import * as operations from "./operations.ts";
import { openPhones } from "./phones.ts";
import type { StageName } from "./stages.ts";
import { arrivals, drawing, type Spacing, shuffled } from "./schedule.ts";

/**
 * The load generator: a program of its own, told over Node's channel what to do, one thing at a time. It plays services,
 * browsers and phones.
 */
export type World = {
  readonly issuers: readonly Place[];
  readonly phones: readonly Place[];
  readonly seed: string;
  readonly holders: number;
};

export type Operated =
  | "sign-in"
  | "listening"
  | "exchange"
  | "refresh"
  | "userinfo"
  | "introspection"
  | "discovery"
  | "jwks";

export type Order =
  | { readonly order: "meet"; readonly world: World }
  /** Codes ready to be spent, or sessions ready to be used, without measuring. */
  | { readonly order: "stock"; readonly what: "codes" | "sessions"; readonly count: number }
  /** New access tokens for all sessions in stock. */
  | { readonly order: "renew" }
  | { readonly order: "group"; readonly count: number }
  | { readonly order: "stage"; readonly stage: StageName; readonly atOnce: number }
  | {
      readonly order: "open";
      readonly operation: Operated;
      readonly perSecond: number;
      readonly seconds: number;
      readonly spacing: Spacing;
      readonly maxInFlight: number;
    }
  | {
      readonly order: "closed";
      readonly operation: Operated;
      readonly atOnce: number;
      readonly seconds: number;
      readonly turns: number;
    }
  /** Sign-ins in a closed loop while so many phones listen, each on a connection of its own. */
  | {
      readonly order: "beside";
      readonly phones: number;
      readonly everySeconds: number;
      readonly atOnce: number;
      readonly seconds: number;
    };

export type Measured = LoadResult & {
  readonly steps: Readonly<Record<string, LatencySummary>>;
  /** The generator's own, in milliseconds. */
  readonly cpuMs: number;
};

let world: operations.World;
let order = 0;
const sessions: operations.Session[] = [];
const codes: operations.SignIn[] = [];
let group: operations.SignIn[] = [];
let draw = drawing("none");
let turnsTaken = 0;

const patienceSeconds = 60;
const stockAtOnce = 6;
const sessionsKept = 1000;

async function meet(given: World): Promise<void> {
  let next = 0;
  const oneOf = (places: readonly Place[]) => places[next++ % places.length] as Place;
  const phones = await openPhones(() => oneOf(given.phones), given.seed);
  draw = drawing(given.seed);
  const holderOf = shuffled(given.holders, draw);
  world = {
    issuer: () => oneOf(given.issuers),
    phones,
    nextHolder: () => holderOf(turnsTaken++),
  };
  sessions.length = 0;
  codes.length = 0;
}

const unmeasured: operations.Steps = (_step, work) => work();

/** Takes one that nobody uses, and puts it back unless it was spoilt. */
async function withSession(use: (session: operations.Session) => Promise<void>): Promise<void> {
  const session = sessions.shift();
  if (!session) throw new Error("generator: no session in stock");
  await use(session);
  sessions.push(session);
}

function operationOf(name: Operated, steps: operations.Steps): Operation {
  switch (name) {
    case "sign-in":
      return async () => {
        const session = await operations.signIn(world, steps);
        if (sessions.length < sessionsKept) sessions.push(session);
      };
    case "listening":
      return operations.listen(world);
    case "exchange":
      return async () => {
        const code = codes.shift();
        if (!code) throw new Error("generator: no code in stock");
        const session = await operations.spendCode(code);
        if (sessions.length < sessionsKept) sessions.push(session);
      };
    case "refresh":
      return () => withSession(operations.refresh);
    case "userinfo":
      return () => withSession(operations.userinfo);
    case "introspection":
      return () => withSession((session) => operations.introspect(world, session));
    case "discovery":
      return operations.fetching(world, operations.discoveryPath);
    case "jwks":
      return operations.fetching(world, operations.jwksPath);
  }
}

async function fillStock(what: "codes" | "sessions", count: number): Promise<void> {
  const stock = what === "codes" ? codes : sessions;
  if (what === "codes") codes.length = 0; // Those of a former phase have expired.
  const missing = count - stock.length;
  if (missing <= 0) return;
  const made = await closedLoop(
    { atOnce: stockAtOnce, turns: missing, seconds: patienceSeconds },
    what === "codes" ? readyCode : operationOf("sign-in", unmeasured),
  );
  if (made.done < missing / 2)
    throw new Error(`the stock of ${what} was not made: ${JSON.stringify(made.errors)}`);
}

async function readyCode(): Promise<void> {
  const shown = await operations.openPage(world);
  await operations.scan(shown);
  await operations.enterCode(shown);
  await operations.decide(shown);
  await operations.leavePage(shown);
  codes.push(shown);
}

async function renew(): Promise<void> {
  const turns = sessions.length;
  await closedLoop(
    { atOnce: stockAtOnce, turns, seconds: patienceSeconds },
    operationOf("refresh", unmeasured),
  );
}

const stageSteps: Readonly<Record<StageName, (signIn: operations.SignIn) => Promise<void>>> = {
  page: async () => {},
  poll: operations.pollPage,
  "poll and scan": async (signIn) => {
    await operations.pollPage(signIn);
    await operations.scan(signIn);
  },
  code: operations.enterCode,
  decision: operations.decide,
  conclude: operations.leavePage,
  exchange: async (signIn) => {
    sessions.push(await operations.spendCode(signIn));
  },
};

function runStage(stage: StageName, atOnce: number): Promise<LoadResult> {
  const turns = stage === "page" ? order : group.length;
  const kept: operations.SignIn[] = [];
  const step: Operation = async (turn) => {
    const signIn = stage === "page" ? await operations.openPage(world) : group[turn];
    if (!signIn) throw new Error("generator: no such sign-in");
    await stageSteps[stage](signIn);
    // One that failed goes no further.
    kept.push(signIn);
  };
  return closedLoop({ atOnce, turns, seconds: patienceSeconds }, step).finally(() => {
    group = kept;
  });
}

async function signInsBeside(
  given: Extract<Order, { order: "beside" }>,
  steps: operations.Steps,
): Promise<LoadResult> {
  const { phones: count, everySeconds, seconds, atOnce } = given;
  const listeners = Array.from({ length: count }, (_, index) => world.phones.player(index));
  const rate = {
    perSecond: Math.max(count, 1) / everySeconds,
    seconds,
    spacing: "uniform",
  } as const;
  const due = count === 0 ? new Float64Array() : arrivals(rate, draw);
  const listening = openLoop(due, 2 * Math.max(count, 1), (turn) =>
    steps("a listening phone's question", async () => listeners[turn % count]?.listen()),
  );
  const signIns = await closedLoop({ atOnce, seconds, turns: 1e9 }, operationOf("sign-in", steps));
  const { errors, shed, latestStartMs } = await listening;
  for (const listener of listeners) listener.close();
  return { ...signIns, shed, latestStartMs, errors: { ...errors, ...signIns.errors } };
}

async function measured(run: (steps: operations.Steps) => Promise<LoadResult>): Promise<Measured> {
  const times = new Map<string, Latency>();
  const steps: operations.Steps = async (name, work) => {
    const from = performance.now();
    const value = await work();
    const latency = times.get(name) ?? createLatency();
    times.set(name, latency);
    latency.record(performance.now() - from);
    return value;
  };
  const before = process.cpuUsage();
  const result = await run(steps);
  const { user, system } = process.cpuUsage(before);
  const summaries = [...times].map(([name, latency]) => [name, latency.summary()] as const);
  return { ...result, steps: Object.fromEntries(summaries), cpuMs: (user + system) / 1000 };
}

async function obey(given: Order): Promise<Measured | undefined> {
  switch (given.order) {
    case "meet":
      await meet(given.world);
      return undefined;
    case "stock":
      await fillStock(given.what, given.count);
      return undefined;
    case "renew":
      await renew();
      return undefined;
    case "group":
      order = given.count;
      return undefined;
    case "stage":
      return measured(() => runStage(given.stage, given.atOnce));
    case "open": {
      const due = arrivals(given, draw);
      return measured((steps) =>
        openLoop(due, given.maxInFlight, operationOf(given.operation, steps)),
      );
    }
    case "beside":
      return measured((steps) => signInsBeside(given, steps));
    case "closed":
      return measured((steps) => closedLoop(given, operationOf(given.operation, steps)));
  }
}

process.on("message", (given: Order) => {
  obey(given).then(
    (result) => process.send?.({ result }),
    (fault: unknown) => process.send?.({ fault: String(fault) }),
  );
});
