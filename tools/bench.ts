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
import { startGenerator } from "./bench/generator.ts";
import { describeMachine, type Machine, machineLine } from "./bench/machine.ts";
import {
  type Bench,
  measureMaximum,
  measureOpen,
  measureStages,
  type OpenRow,
} from "./bench/measures.ts";
import { type Options, operationNames, readOptions, usage } from "./bench/options.ts";
import {
  asOwner,
  openPopulation,
  openStage,
  type Population,
  type Stage,
} from "./bench/population.ts";
import { profileOperations } from "./bench/profiling.ts";
import { type Deployment, type Results, tables } from "./bench/report.ts";
import { memoryOf } from "./bench/usage.ts";

const root = join(import.meta.dirname, "..");
const command = ["npm run bench --", ...process.argv.slice(2)].join(" ");

/** What a small deployment meets without effort; costs and latencies are read there, maxima are searched. */
const usualRates: Readonly<Record<(typeof operationNames)[number], number>> = {
  "sign-in": 6,
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
  const stage = await openStage(root);
  try {
    const machine = await describeMachine(root, await postgresVersion(stage));
    const deployments: Deployment[] = [];
    for (const holders of options.holders) {
      for (const processes of options.processes)
        deployments.push(await measureDeployment(options, stage, machine, holders, processes));
    }
    if (options.profile === undefined)
      await publish({ machine, command, deployments }, options.json);
    return 0;
  } finally {
    await stage.postgres.close();
  }
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
    const bench: Bench = {
      generator,
      watched: { servers, pinPrograms: cluster.pinPrograms(), postmaster: stage.postmaster },
      postgres: stage.postgres,
      databaseName: population.databaseName,
    };
    // Neither compiled code nor connections are there before: the first sign-ins are nobody's measure.
    await generator.tell({ order: "stock", what: "sessions", count: 30 });
    const measured =
      options.profile === undefined
        ? await measureAll(options, bench)
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
      ...measured,
    };
  } finally {
    await generator.close();
  }
}

type Measures = Pick<Deployment, "stages" | "open" | "maximum">;

async function measureAll(options: Options, bench: Bench): Promise<Measures> {
  const { only, seconds, spacing, maxInFlight, group } = options;
  const kinds = ["stages", "open", "maximum"].filter((kind) => only.has(kind));
  const does = (kind: string) => kinds.length === 0 || kinds.includes(kind);
  const named = operationNames.filter((name) => only.has(name));
  const operations = named.length > 0 ? named : operationNames;

  const stages = does("stages") && named.length === 0 ? await measureStages(bench, group) : [];
  const open: OpenRow[] = [];
  for (const operation of does("open") ? operations : []) {
    told(`  ${operation}`);
    const perSecond = options.rate ?? usualRates[operation];
    open.push(await measureOpen(bench, operation, { perSecond, seconds, spacing, maxInFlight }));
  }
  const maximum = [];
  // Codes cannot be stocked fast enough to look for the highest rate of their exchange alone.
  const searched = named.length > 0 ? named : (["sign-in", "refresh"] as const);
  for (const operation of does("maximum") ? searched : []) {
    if (operation === "exchange") continue;
    told(`  ${operation}, highest rate`);
    maximum.push(await measureMaximum(bench, operation, { seconds, spacing, maxInFlight }));
  }
  return { stages, open, maximum };
}

function told(line: string): void {
  process.stderr.write(`${line}\n`);
}

process.exitCode = await main();
