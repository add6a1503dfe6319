import type { Postgres } from "../../apps/server/src/platform/postgres.ts";
import type { Generator } from "./generator.ts";
import type { LatencySummary } from "./latency.ts";
import type { Measured } from "./load-worker.ts";
import { type StageName, stages } from "./stages.ts";
import type { Spacing } from "./schedule.ts";
import { type Asked, askedOf, resetStatements } from "./statements.ts";
import { less, type Usage, usageOf, type Watched } from "./usage.ts";

/** Who drives what is measured, and who reads what it costs. */
export type Bench = {
  readonly driver: Driver;
  /** Begins to count; what it gives back tells what was used since. */
  readonly meter: () => Promise<() => Promise<Used>>;
};

export type Driver = {
  /** Makes ready what the operation needs, unmeasured: codes, sessions, fresh tokens. */
  readonly prepare: (operation: string, rate: Pick<Rate, "perSecond" | "seconds">) => Promise<void>;
  readonly open: (operation: string, rate: Rate) => Promise<Measured>;
  readonly closed: (
    operation: string,
    given: { readonly atOnce: number; readonly seconds: number; readonly turns?: number },
  ) => Promise<Measured>;
};

export type Used = { readonly usage: Usage; readonly asked: Asked };

export type Rate = {
  readonly perSecond: number;
  readonly seconds: number;
  readonly spacing: Spacing;
  readonly maxInFlight: number;
};

/** For one operation: CPU in milliseconds, and what the database was asked. */
export type Cost = Usage & Asked;

export type StageRow = {
  readonly step: string;
  readonly count: number;
  readonly cost: Cost;
  readonly latency: LatencySummary;
  readonly errors: Measured["errors"];
};

export type OpenRow = {
  readonly operation: string;
  readonly ratePerSecond: number;
  readonly reachedPerSecond: number;
  readonly latency: LatencySummary;
  readonly steps: Measured["steps"];
  readonly shed: number;
  readonly errors: Measured["errors"];
  readonly cost: Cost;
  /** Of one core, by the generator: near 1 it is the limit. */
  readonly generatorShare: number;
  readonly latestStartMs: number;
};

export type MaximumRow = {
  readonly operation: string;
  /** The highest rate at which nothing failed and p99 stayed below a second; 0 when none did. */
  readonly perSecond: number;
  /** What a closed loop reached. */
  readonly closedPerSecond: number;
  readonly tried: readonly {
    readonly ratePerSecond: number;
    readonly p99: number;
    readonly failed: number;
  }[];
  readonly cost: Cost | undefined;
  /** Cores that all programs used at that rate, the generator's apart. */
  readonly coresUsed: number;
  readonly generatorShare: number;
};

const patientP99Ms = 1000;

/** Runs a measure with the cost of its operations beside it. */
export async function costing(
  { meter }: Pick<Bench, "meter">,
  run: () => Promise<Measured>,
): Promise<{ measured: Measured; used: Used; cost: Cost }> {
  const read = await meter();
  const measured = await run();
  const used = await read();
  const each = (total: number) => total / Math.max(1, measured.done);
  const { usage, asked } = used;
  return {
    measured,
    used,
    cost: {
      server: each(usage.server),
      pin: each(usage.pin),
      postgres: each(usage.postgres),
      statements: each(asked.statements),
      transactions: each(asked.transactions),
    },
  };
}

/** Programs and a database of our own. */
export function meterOf(
  watched: Watched,
  postgres: Postgres,
  databaseName: string,
): Bench["meter"] {
  return async () => {
    await resetStatements(postgres);
    const before = await usageOf(watched);
    return async () => ({
      usage: less(await usageOf(watched), before),
      asked: await askedOf(postgres, databaseName),
    });
  };
}

const stageTitles: Readonly<Record<StageName, string>> = {
  page: "service's redirect, page, first frame",
  poll: "the page's poll",
  "poll and scan": "scan: claim and context",
  code: "code: counted and evaluated",
  decision: "decision",
  conclude: "page concludes, code issued",
  exchange: "code exchange",
};

/** The steps of a sign-in one by one: what each costs. */
export async function measureStages(
  { meter }: Pick<Bench, "meter">,
  generator: Generator,
  group: number,
): Promise<StageRow[]> {
  await generator.tell({ order: "group", count: group });
  const rows: StageRow[] = [];
  for (const stage of stages) {
    const { measured, cost } = await costing({ meter }, () =>
      generator.measure({ order: "stage", stage, atOnce: 4 }),
    );
    const { done, latency, errors } = measured;
    rows.push({ step: stage, count: done, cost, latency, errors });
  }
  return rows.map((row) => {
    // A frame must be young when it is scanned: each scan polls first, and that poll's cost is known.
    const poll = rows.find(({ step }) => step === "poll")?.cost;
    const step = stageTitles[row.step as StageName];
    return row.step === "poll and scan" && poll
      ? { ...row, step, cost: minus(row.cost, poll) }
      : { ...row, step };
  });
}

function minus(whole: Cost, part: Cost): Cost {
  return {
    ...less(whole, part),
    statements: whole.statements - part.statements,
    transactions: whole.transactions - part.transactions,
  };
}

/** The costs of all steps: of a whole sign-in. */
export function summed(rows: readonly StageRow[]): Cost {
  const total = (of: (cost: Cost) => number) => rows.reduce((sum, { cost }) => sum + of(cost), 0);
  return {
    server: total((cost) => cost.server),
    pin: total((cost) => cost.pin),
    postgres: total((cost) => cost.postgres),
    statements: total((cost) => cost.statements),
    transactions: total((cost) => cost.transactions),
  };
}

/** One operation at a fixed rate. */
export async function measureOpen(bench: Bench, operation: string, rate: Rate): Promise<OpenRow> {
  await bench.driver.prepare(operation, rate);
  const { measured, cost } = await costing(bench, () => bench.driver.open(operation, rate));
  return {
    operation,
    ratePerSecond: rate.perSecond,
    reachedPerSecond: measured.done / measured.seconds,
    latency: measured.latency,
    steps: measured.steps,
    shed: measured.shed,
    errors: measured.errors,
    cost,
    generatorShare: measured.cpuMs / (measured.seconds * 1000),
    latestStartMs: measured.latestStartMs,
  };
}

/** The highest rate that holds, between nothing and what a closed loop reached. */
export async function measureMaximum(
  bench: Bench,
  operation: string,
  rate: Omit<Rate, "perSecond">,
): Promise<MaximumRow> {
  const atOnce = operation === "sign-in" ? 12 : 48;
  await bench.driver.prepare(operation, { perSecond: 0, seconds: 0 });
  const { seconds } = rate;
  const closed = await costing(bench, () => bench.driver.closed(operation, { atOnce, seconds }));
  const closedPerSecond = closed.measured.done / closed.measured.seconds;
  const tried: MaximumRow["tried"][number][] = [];
  let best: { perSecond: number; row: OpenRow } | undefined;
  for (const share of [0.8, 0.9, 1, 1.1]) {
    const perSecond = Math.max(1, Math.round(closedPerSecond * share * 10) / 10);
    const row = await measureOpen(bench, operation, { ...rate, perSecond });
    const failed = row.shed + Object.values(row.errors).reduce((sum, count) => sum + count, 0);
    tried.push({ ratePerSecond: perSecond, p99: row.latency.p99, failed });
    if (failed > 0 || !(row.latency.p99 < patientP99Ms)) break;
    best = { perSecond: row.reachedPerSecond, row };
  }
  const cost = best?.row.cost;
  const cpuMs = cost ? cost.server + cost.pin + cost.postgres : 0;
  return {
    operation,
    perSecond: best?.perSecond ?? 0,
    closedPerSecond,
    tried,
    cost,
    coresUsed: (cpuMs * (best?.perSecond ?? 0)) / 1000,
    generatorShare: best?.row.generatorShare ?? Number.NaN,
  };
}
