/**
 * `npm run bench`: what a sign-in and its tokens cost, and how many there can be. See docs/benchmarks.md.
 *
 * The servers, their PIN program and PostgreSQL are programs apart, and so is who plays services, browsers and phones: all
 * on this machine. CPU for an operation is the figure to compare by; rates are what this machine does in all.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Cluster, startCluster } from "../apps/server/src/testing/servers.ts";
import { measureAttention, measureEffort } from "./bench/effort.ts";
import { type ConsoleSize, measureConsole } from "./bench/console.ts";
import { driverOf, type Generator, startGenerator } from "./bench/generator.ts";
import { describeMachine, type Machine, machineLine, yardstick } from "./bench/machine.ts";
import {
  type Bench,
  type MaximumRow,
  measureMaximum,
  measureOpen,
  measureStages,
  meterOf,
  type OpenRow,
} from "./bench/measures.ts";
import { type ListeningRow, measureListening } from "./bench/listening.ts";
import { type Options, operationNames, readOptions, usage } from "./bench/options.ts";
import {
  asOwner,
  openPopulation,
  openStage,
  type Population,
  type Stage,
} from "./bench/population.ts";
import { profileOperations } from "./bench/profiling.ts";
import { type Deployment, type Results, tables, targetTables } from "./bench/report.ts";
import { openTarget, type TargetOptions } from "./bench/target.ts";
import { memoryOf } from "./bench/usage.ts";

const root = join(import.meta.dirname, "..");
const command = ["npm run bench --", ...process.argv.slice(2)].join(" ");
/** As it may be shown: a command with a secret or tokens in it is nobody's to keep. */
const withoutSecrets = command.replaceAll(/(--(?:secret|refresh-token))[ =]\S+/g, "$1 …");

/** What a small deployment meets without effort; costs and latencies are read there, maxima are searched. */
const usualRates: Readonly<Record<string, number>> = {
  "sign-in": 6,
  listening: 40,
  exchange: 20,
  refresh: 40,
  userinfo: 80,
  introspection: 80,
  discovery: 100,
  jwks: 100,
};

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === "help") {
    console.log(usage);
    return 0;
  }
  if (options.target) return measureTarget(options, options.target);
  if (options.only.has("effort")) return publishEffort(options);
  if (options.only.has("console")) return publishConsole(options);
  const stage = await openStage(root);
  try {
    const machine = await describeMachine(root, await postgresVersion(stage));
    const deployments: Deployment[] = [];
    for (const holders of options.holders) {
      for (const processes of options.processes) {
        const asked =
          options.quick && processes > 1 ? { ...options, only: new Set(["maximum"]) } : options;
        deployments.push(await measureDeployment(asked, stage, machine, holders, processes));
      }
    }
    if (options.profile === undefined)
      await publish({ machine, command, deployments }, options.json);
    return 0;
  } finally {
    await stage.postgres.close();
  }
}

/** What the ways in ask of a person, measured in browsers: no population, no load beside it. */
async function publishEffort(options: Options): Promise<number> {
  const machine = await describeMachine(root, "embedded");
  const effort = await measureEffort(root);
  const attention = await measureAttention(root);
  await publish({ machine, command, deployments: [], effort, attention }, options.json);
  return 0;
}

/** How fast the console answers over many people and a long log. */
async function publishConsole(options: Options): Promise<number> {
  const machine = await describeMachine(root, "embedded");
  const sizes: ConsoleSize[] = [];
  for (const holders of options.holders)
    sizes.push(await measureConsole(root, { holders, facts: options.facts }));
  await publish({ machine, command, deployments: [], console: sizes }, options.json);
  return 0;
}

/** Another provider, with nothing of ours started. */
async function measureTarget(options: Options, given: TargetOptions): Promise<number> {
  const machine = await describeMachine(root, "–");
  const target = await openTarget(given);
  const { only } = options;
  const named = target.operations.filter((name) => only.has(name));
  const operations = named.length > 0 ? named : target.operations;
  const before = yardstick();
  const measured = await measureOperations(options, target, operations, operations);
  const yardstickUs = [before, yardstick()] as const;
  target.close();
  const results = {
    machine,
    command: withoutSecrets,
    target: given.issuer,
    yardstickUs,
    ...measured,
  };
  process.stdout.write(
    options.json ? `${JSON.stringify(results, undefined, 2)}\n` : targetTables(results),
  );
  return 0;
}

async function publish(results: Results, asJson: boolean): Promise<void> {
  const text = `${JSON.stringify(results, undefined, 2)}\n`;
  await mkdir(join(root, "bench"), { recursive: true });
  await writeFile(join(root, "bench", "results.json"), text);
  process.stdout.write(asJson ? text : tables(results));
}

async function postgresVersion({ postgres }: Stage): Promise<string> {
  return asOwner(postgres, async (client) => {
    const { rows } = await client.query<{ version: string }>(
      "select current_setting('server_version') as version",
    );
    return rows[0]?.version ?? "unknown";
  });
}

async function measureDeployment(
  options: Options,
  stage: Stage,
  machine: Machine,
  holders: number,
  processes: number,
): Promise<Deployment> {
  const population = await openPopulation(stage, holders, options.seed);
  try {
    const pin = options.pin ?? (processes > 1 ? "apart" : "inside");
    told(`${holders} holders, ${processes} server process(es), PIN ${pin}`);
    const cluster = await startCluster(
      Array.from({ length: processes }, (_, index) => `server ${index + 1}`),
      {
        given: population,
        pinApart: pin === "apart",
        ...(options.port === undefined ? {} : { firstPort: options.port }),
        ...(options.profile === undefined ? {} : { nodeArguments: ["--inspect=127.0.0.1:0"] }),
      },
    );
    try {
      return await measureCluster(options, { stage, machine, population, cluster, pin });
    } finally {
      await cluster.close();
    }
  } finally {
    await population.close();
  }
}

type Standing = {
  readonly stage: Stage;
  readonly machine: Machine;
  readonly population: Population;
  readonly cluster: Cluster;
  readonly pin: "inside" | "apart";
};

async function measureCluster(options: Options, standing: Standing): Promise<Deployment> {
  const { stage, population, cluster } = standing;
  const servers = cluster.nodes.map((node) => node.pid());
  const memory = () => Promise.all(servers.map(memoryOf));
  await delay(2000);
  const idle = await memory();
  const before = yardstick();
  const generator = startGenerator();
  try {
    await generator.tell({
      order: "meet",
      world: {
        issuers: cluster.nodes.map(({ issuer }) => issuer),
        phones: cluster.nodes.map(({ phone }) => phone),
        seed: population.seed,
        holders: population.holders,
      },
    });
    const watched = {
      servers,
      pinPrograms: cluster.pinPrograms(),
      postmaster: stage.postmaster,
    };
    const bench: Bench = {
      driver: driverOf(generator),
      meter: meterOf(watched, stage.postgres, population.databaseName),
    };
    // Neither compiled code nor connections are there before: the first sign-ins are nobody's measure.
    await generator.tell({ order: "stock", what: "sessions", count: 30 });
    const isAsked = options.only.size === 0 || options.only.has("phones");
    const listening: readonly ListeningRow[] = isAsked
      ? await measureListening(bench, generator, { ...options, servers })
      : [];
    const measured =
      options.profile === undefined
        ? await measureAll(options, bench, generator)
        : await profileOperations(options, bench, {
            ...standing,
            root,
            command,
            machineLine: machineLine(standing.machine),
          });
    return {
      holders: population.holders,
      populationMadeInSeconds: population.madeInSeconds,
      processes: servers.length,
      pin: standing.pin,
      memoryMb: { idle, after: await memory() },
      yardstickUs: [before, yardstick()],
      listening,
      ...measured,
    };
  } finally {
    await generator.close();
  }
}

type Measures = Pick<Deployment, "stages" | "open" | "maximum">;

async function measureAll(options: Options, bench: Bench, generator: Generator): Promise<Measures> {
  const { only, group } = options;
  const named = operationNames.filter((name) => only.has(name));
  const isWhole = named.length === 0 && does(options, "stages");
  const stages = isWhole ? await measureStages(bench, generator, group) : [];
  const operations = named.length > 0 ? named : operationNames;
  // Codes cannot be stocked fast enough to look for the highest rate of their exchange alone.
  const searched =
    named.length > 0 ? named.filter((name) => name !== "exchange") : ["sign-in", "refresh"];
  return { stages, ...(await measureOperations(options, bench, operations, searched)) };
}

/** Whether a way of measuring was asked for, by name or because none was named. */
function does({ only }: Options, kind: string): boolean {
  return (
    only.has(kind) || !["stages", "open", "maximum", "phones"].some((named) => only.has(named))
  );
}

async function measureOperations(
  options: Options,
  bench: Bench,
  operations: readonly string[],
  searched: readonly string[],
): Promise<Pick<Deployment, "open" | "maximum">> {
  const { seconds, spacing, maxInFlight } = options;
  const open: OpenRow[] = [];
  for (const operation of does(options, "open") ? operations : []) {
    told(`  ${operation}`);
    const perSecond = options.rate ?? usualRates[operation] ?? 40;
    open.push(await measureOpen(bench, operation, { perSecond, seconds, spacing, maxInFlight }));
  }
  const maximum: MaximumRow[] = [];
  for (const operation of does(options, "maximum") ? searched : []) {
    told(`  ${operation}, highest rate`);
    maximum.push(await measureMaximum(bench, operation, { seconds, spacing, maxInFlight }));
  }
  return { open, maximum };
}

function told(line: string): void {
  process.stderr.write(`${line}\n`);
}

process.exitCode = await main();
