import { secondsAPress, wordsAMinute } from "../../stories/effort/acts.ts";
import type { ConsoleSize } from "./console.ts";
import { type Effort, middle, type PathAttention } from "./effort.ts";
import type { LatencySummary } from "./latency.ts";
import { everySeconds, kilobytesEach, type ListeningRow } from "./listening.ts";
import { type Machine, machineLine } from "./machine.ts";
import { type Cost, type MaximumRow, type OpenRow, type StageRow, summed } from "./measures.ts";
import type { Memory } from "./usage.ts";

/** What was measured of one population on so many server processes. */
export type Deployment = {
  readonly holders: number;
  readonly populationMadeInSeconds: number | undefined;
  readonly processes: number;
  readonly pin: "inside" | "apart";
  /** Before and after: see `yardstick`. */
  readonly yardstickUs: readonly [number, number];
  readonly memoryMb: { readonly idle: readonly Memory[]; readonly after: readonly Memory[] };
  readonly stages: readonly StageRow[];
  readonly open: readonly OpenRow[];
  readonly maximum: readonly MaximumRow[];
  readonly listening: readonly ListeningRow[];
};

export type Results = {
  readonly machine: Machine;
  readonly command: string;
  readonly deployments: readonly Deployment[];
  readonly effort?: readonly Effort[];
  readonly attention?: readonly PathAttention[];
  readonly console?: readonly ConsoleSize[];
};

const phonesNote =
  "Services, browsers and phones are played by one more program on this machine; its CPU is not in these figures.";

export function tables(results: Results): string {
  const {
    machine,
    command,
    deployments,
    effort = [],
    attention = [],
    console: sizes = [],
  } = results;
  return [
    machineLine(machine),
    command,
    ...(deployments.length === 0 ? [] : [phonesNote]),
    ...deployments.flatMap(deploymentTables),
    ...(effort.length === 0 ? [] : effortTable(effort)),
    ...(attention.length === 0 ? [] : attentionTable(attention)),
    ...sizes.flatMap(consoleTable),
    "",
  ].join("\n");
}

function effortTable(effort: readonly Effort[]): string[] {
  const rows = effort.map(({ path, presses, characters, seconds }) => [
    path,
    String(presses),
    String(characters),
    digits(middle(seconds), 1),
    seconds.map((second) => digits(second, 1)).join(" "),
  ]);
  return [
    "",
    "What a way in asks, from the service's link to its first page; browsers, phone and server are on this machine",
    ...table(["way", "presses", "characters", "machine s", "each run"], rows),
  ];
}

const spaced = (count: number) => count.toLocaleString("en").replaceAll(",", " ");

function consoleTable(size: ConsoleSize): string[] {
  const { holders, facts, alerts, cases, bytes, seconds, pages, slowest } = size;
  const rows = pages.map(({ page, middleMs, worstMs, bytes: answered }) => [
    page,
    digits(middleMs, 0),
    digits(worstMs, 0),
    digits(answered / 1000, 1),
  ]);
  return [
    "",
    `Pages over ${spaced(holders)} holders and ${spaced(facts)} facts (${spaced(alerts)} alerts, ${spaced(cases)} cases, ${digits(bytes / 1e9, 1)} GB); the log verifies`,
    ...Object.entries(seconds).map(([step, took]) => `  ${step}: ${digits(took, 1)} s`),
    ...table(["page", "middle ms", "worst ms", "kB"], rows),
    "",
    `The slowest is ${slowest.page}; its slowest statement:`,
    slowest.text,
    slowest.plan,
  ];
}

function attentionTable(attention: readonly PathAttention[]): string[] {
  const rows = attention.map(({ path, who, words, presses, characters }) => [
    path,
    who,
    String(words),
    String(presses),
    String(characters),
    digits((words / wordsAMinute) * 60 + presses * secondsAPress, 0),
  ]);
  return [
    "",
    `What adding a phone asks: every line that stood on a screen read once at ${wordsAMinute} words a minute, ${secondsAPress} s a press; waits are not in it`,
    ...table(["way", "who", "words", "presses", "characters", "seconds"], rows),
  ];
}

/** What was measured of another provider. */
export type TargetResults = {
  readonly machine: Machine;
  readonly command: string;
  readonly target: string;
  readonly yardstickUs: readonly [number, number];
  readonly open: readonly OpenRow[];
  readonly maximum: readonly MaximumRow[];
};

const yardstickLine = ([before, after]: readonly [number, number]) =>
  `yardstick: an ES256 signature by OpenSSL took ${before} µs of CPU before, ${after} µs after`;

export function targetTables(results: TargetResults): string {
  const { machine, command, target, yardstickUs, open, maximum } = results;
  return [
    machineLine(machine),
    command,
    "",
    `== ${target}`,
    yardstickLine(yardstickUs),
    ...measureTables({ open, maximum }),
    "",
  ].join("\n");
}

function measureTables({ open, maximum }: Pick<Deployment, "open" | "maximum">): string[] {
  return [
    ...(open.length === 0 ? [] : ["", "At a fixed rate (open loop)", ...openTable(open)]),
    ...(maximum.length === 0
      ? []
      : ["", "Highest rate with p99 below 1 s and nothing failed", ...maximumTable(maximum)]),
  ];
}

function deploymentTables(deployment: Deployment): string[] {
  const { holders, processes, pin, memoryMb, stages, yardstickUs } = deployment;
  const memory = (list: readonly Memory[]) =>
    list.map(({ rss, pss }) => `${rss} (PSS ${pss})`).join(", ");
  return [
    "",
    `== ${holders.toLocaleString("en").replaceAll(",", " ")} holders, ${processes} server process${processes > 1 ? "es" : ""}, PIN ${pin}`,
    yardstickLine(yardstickUs),
    `server memory, MB: ${memory(memoryMb.idle)} idle; ${memory(memoryMb.after)} after`,
    ...(stages.length === 0 ? [] : ["", "Cost of a sign-in, step by step", ...stageTable(stages)]),
    ...measureTables(deployment),
    ...(deployment.listening.length === 0 ? [] : listeningTable(deployment.listening)),
  ];
}

function listeningTable(rows: readonly ListeningRow[]): string[] {
  const cells = rows.map((row) => [
    String(row.phones),
    digits(row.approvalsPerSecond, 1),
    ...[row.toPhone.p50, row.toPhone.p95, row.heard.p50, row.heard.p95].map((ms) => digits(ms, 1)),
    ...costCells(row.cost),
    String(row.memoryMb.rss),
    digits(row.latestStartMs, 0),
    kinds(row.errors),
  ]);
  const heads = ["phones listening", "approvals/s", "to phone p50", "p95", "heard p50", "p95"];
  const [none, all] = rows;
  const ratio = all && none ? all.approvalsPerSecond / none.approvalsPerSecond : Number.NaN;
  return [
    "",
    `Approvals beside phones that ask every ${everySeconds} s; costs are of one sign-in and what listens beside it`,
    ...table([...heads, ...costHeads, "RSS MB", "latest ms", "errors"], cells),
    `approvals with them, of those without: ${digits(ratio, 2)}; memory of one listening phone: ${digits(kilobytesEach(rows), 0)} kB`,
  ];
}

const costHeads = ["server ms", "PIN ms", "PG ms", "SQL", "tx"];
const costCells = (cost: Cost) => [
  digits(cost.server, 2),
  digits(cost.pin, 2),
  digits(cost.postgres, 2),
  digits(cost.statements, 1),
  digits(cost.transactions, 1),
];
const latencyHeads = ["p50", "p95", "p99", "max"];
const latencyCells = (latency: LatencySummary) =>
  [latency.p50, latency.p95, latency.p99, latency.max].map((ms) => digits(ms, 1));

function stageTable(stages: readonly StageRow[]): string[] {
  const rows = stages.map(({ step, count, cost, errors }) => [
    step,
    String(count),
    ...costCells(cost),
    kinds(errors),
  ]);
  const whole = ["whole sign-in", "", ...costCells(summed(stages)), ""];
  return table(["step", "count", ...costHeads, "errors"], [...rows, whole]);
}

function openTable(open: readonly OpenRow[]): string[] {
  const rows = open.flatMap((row) => [
    [
      row.operation,
      digits(row.ratePerSecond, 1),
      digits(row.reachedPerSecond, 1),
      ...latencyCells(row.latency),
      ...costCells(row.cost),
      String(row.shed),
      digits(row.generatorShare, 2),
      kinds(row.errors),
    ],
    ...Object.entries(row.steps).map(([step, latency]) => [
      `  ${step}`,
      "",
      "",
      ...latencyCells(latency),
    ]),
  ]);
  const heads = ["operation", "asked/s", "done/s", ...latencyHeads, ...costHeads];
  return table([...heads, "shed", "generator", "errors"], rows);
}

function maximumTable(maximum: readonly MaximumRow[]): string[] {
  const rows = maximum.map((row) => [
    row.operation,
    digits(row.perSecond, 1),
    digits(row.coresUsed, 2),
    digits(row.coresUsed > 0 ? row.perSecond / row.coresUsed : Number.NaN, 1),
    digits(row.closedPerSecond, 1),
    digits(row.generatorShare, 2),
    row.tried
      .map(
        ({ ratePerSecond, p99, failed }) =>
          `${digits(ratePerSecond, 1)}: ${digits(p99, 0)} ms${failed > 0 ? `, ${failed} failed` : ""}`,
      )
      .join("; "),
  ]);
  const heads = ["operation", "per s", "cores", "per s and core", "closed loop", "generator"];
  return table([...heads, "tried: p99"], rows);
}

function kinds(errors: Readonly<Record<string, number>>): string {
  return Object.entries(errors)
    .map(([kind, count]) => `${count} × ${kind}`)
    .join("; ");
}

function digits(value: number, count: number): string {
  return Number.isFinite(value) ? value.toFixed(count) : "–";
}

/** Columns as wide as their widest cell; the first to the left, numbers to the right. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [heads, ...rows];
  const widths = heads.map((_, column) =>
    Math.max(...all.map((row) => (row[column] ?? "").length)),
  );
  const isText = (column: number) => column === 0 || column === heads.length - 1;
  return all.map((row) =>
    widths
      .map((width, column) => {
        const cell = row[column] ?? "";
        return isText(column) ? cell.padEnd(width) : cell.padStart(width);
      })
      .join("  ")
      .trimEnd(),
  );
}
