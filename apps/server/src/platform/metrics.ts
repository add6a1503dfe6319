import type { FastifyInstance } from "fastify";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { errors, type Refusal } from "#errors";
import { poolFigures } from "./database.ts";

/**
 * Figures for Prometheus (`GET /metrics`): counts, durations, and what a node looks like inside.
 *
 * No label has a value that a client chose, and none names a person, a service or an address: routes are the templates we
 * registered, methods and statuses come from short lists, refusals and facts from closed ones. What is anything else is
 * `other`. A stranger can therefore neither fill a memory nor write into somebody's dashboard.
 */
export type Metrics = {
  /** An answer that was given. */
  readonly answered: (answer: Answered) => void;
  /** A fact that was appended: what happened, in the log's own words. */
  readonly happened: (fact: Happened) => void;
  readonly text: () => Promise<string>;
  readonly contentType: string;
};

export type Answered = {
  readonly method: string;
  /** The route's pattern; `undefined` when none was met. */
  readonly route: string | undefined;
  readonly status: number;
  readonly seconds: number;
  readonly refusal: Refusal | undefined;
};

export type Happened = {
  readonly fact: string;
  readonly transfer?: unknown;
  readonly reason?: unknown;
};

export type MetricsOptions = {
  /** Which program: `server` or `pin`. */
  readonly program: string;
  readonly version: string;
  /** Every kind of fact there is. */
  readonly facts: readonly string[];
  /** What is looked at when somebody asks. One that throws shows as not a number. */
  readonly looks: Readonly<Record<LookName, () => Promise<number>>> | undefined;
};

/** Read when asked, and told with what they mean. */
const lookNames = {
  aval_log_backlog_facts: "facts that wait for their place in the audit log",
  aval_log_backlog_seconds: "how long the oldest of them has waited",
  aval_pin_up: "1 when the PIN program answers: without it nobody can approve",
  aval_clock_skew_seconds:
    "this machine's clock against the database's; above 1 a node is not ready",
} as const;

export type LookName = keyof typeof lookNames;

const methods = new Set(["GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"]);
const transfers = new Set(["qr", "digits", "this_phone", "search"]);
const reasons = new Set(["not_me", "on_call", "mistake", "other"]);

export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ program: options.program });
  collectDefaultMetrics({ register: registry });
  const registers = [registry];

  new Gauge({
    name: "aval_build",
    help: "this program's version and Node's; always 1",
    labelNames: ["version", "node"],
    registers,
  }).set({ version: options.version, node: process.versions.node }, 1);
  addPools(registers);
  addLooks(options.looks, registers);
  const answered = answerFigures(registers);
  const happened = factFigures(new Set(options.facts), registers);

  return {
    answered,
    happened,
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function answerFigures(registers: Registry[]): Metrics["answered"] {
  const durations = new Histogram({
    name: "aval_request_seconds",
    help: "answers, by route template and class of status",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const refusals = new Counter({
    name: "aval_refusals_total",
    help: "refusals answered, by their code (docs/errors.md)",
    labelNames: ["error"],
    registers,
  });
  for (const error of Object.keys(errors)) refusals.inc({ error }, 0);
  return ({ method, route, status, seconds, refusal }) => {
    const labels = {
      method: methods.has(method) ? method : "other",
      route: route ?? "none",
      status: `${Math.floor(status / 100)}xx`,
    };
    durations.observe(labels, seconds);
    if (refusal) refusals.inc({ error: refusal });
  };
}

function factFigures(known: ReadonlySet<string>, registers: Registry[]): Metrics["happened"] {
  const facts = new Counter({
    name: "aval_facts_total",
    help: "what happened, by kind of fact: sign-ins, approvals by their end, tokens, wrong codes",
    labelNames: ["fact"],
    registers,
  });
  for (const fact of known) facts.inc({ fact }, 0);
  const claims = new Counter({
    name: "aval_claims_total",
    help: "requests taken by a phone, by the way they were transferred",
    labelNames: ["transfer"],
    registers,
  });
  const refused = new Counter({
    name: "aval_holder_refusals_total",
    help: "requests their holder refused, by the reason given",
    labelNames: ["reason"],
    registers,
  });
  for (const transfer of transfers) claims.inc({ transfer }, 0);
  for (const reason of reasons) refused.inc({ reason }, 0);
  return ({ fact, transfer, reason }) => {
    facts.inc({ fact: among(known, fact) });
    if (fact === "approval_claimed") claims.inc({ transfer: among(transfers, transfer) });
    if (fact === "approval_refused") refused.inc({ reason: among(reasons, reason) });
  };
}

const among = (known: ReadonlySet<string>, value: unknown): string =>
  typeof value === "string" && known.has(value) ? value : "other";

function addPools(registers: Registry[]): void {
  const connections = new Gauge({
    name: "aval_pool_connections",
    help: "connections to the database, by schema and use",
    labelNames: ["pool", "state"],
    registers,
    collect: () => {
      for (const { pool, busy, idle } of poolFigures()) {
        connections.set({ pool, state: "busy" }, busy);
        connections.set({ pool, state: "idle" }, idle);
      }
    },
  });
  const waiting = new Gauge({
    name: "aval_pool_waiting",
    help: "requests that wait for a connection",
    labelNames: ["pool"],
    registers,
    collect: () => {
      for (const figures of poolFigures()) waiting.set({ pool: figures.pool }, figures.waiting);
    },
  });
}

function addLooks(looks: MetricsOptions["looks"], registers: Registry[]): void {
  if (!looks) return;
  for (const [name, help] of Object.entries(lookNames) as [LookName, string][]) {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers,
      collect: async () => {
        gauge.set(await looks[name]().catch(() => Number.NaN));
      },
    });
  }
}

/** `GET /metrics`. Mount it only where this house's own machines come in. */
export function metricsRoute(app: FastifyInstance, metrics: Pick<Metrics, "text" | "contentType">) {
  app.get("/metrics", async (_request, reply) => {
    const text = await metrics.text();
    return reply.header("content-type", metrics.contentType).send(text);
  });
}
