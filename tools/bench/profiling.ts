import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Cluster } from "../../apps/server/src/testing/servers.ts";
import { type Bench, costing } from "./measures.ts";
import { type Options, operationNames } from "./options.ts";
import type { Population, Stage } from "./population.ts";
import { startProfiler, summarise } from "./profile.ts";
import { profilePage } from "./profile-page.ts";
import type { Deployment } from "./report.ts";
import { measurePlanning, slowest } from "./statements.ts";

export type Profiled = {
  readonly root: string;
  readonly command: string;
  readonly machineLine: string;
  readonly stage: Stage;
  readonly population: Population;
  readonly cluster: Cluster;
};

/** Kept low, so that an operation's time is its own and not its neighbours'. */
const atOnce = 2;
const statementsShown = 40;

/** Profiles the first server's main thread while it does one kind of thing; one page of text for each. */
export async function profileOperations(
  options: Options,
  bench: Bench,
  { root, command, machineLine, population, cluster, stage }: Profiled,
): Promise<Pick<Deployment, "stages" | "open" | "maximum">> {
  const folder = join(root, "bench", "profiles");
  await mkdir(folder, { recursive: true });
  const named = operationNames.filter((name) => options.only.has(name));
  const chosen = named.length > 0 ? named : (["sign-in", "exchange", "refresh"] as const);
  await measurePlanning(stage.postgres, true);
  for (const operation of chosen) {
    const { seconds } = options;
    await bench.driver.prepare(operation, { perSecond: 100, seconds: 1 });
    const given = { atOnce, seconds, ...(operation === "exchange" ? { turns: 100 } : {}) };
    const profiler = await startProfiler(cluster.log());
    const { measured, used } = await costing(bench, () => bench.driver.closed(operation, given));
    const profile = summarise(await profiler.stop());
    const statements = await slowest(stage.postgres, population.databaseName, statementsShown);
    const name = `${options.profile}-${operation}`;
    const page = profilePage({
      name,
      command,
      machine: machineLine,
      holders: population.holders,
      operations: measured.done,
      ...used,
      profile,
      statements,
    });
    await writeFile(join(folder, `${name}.txt`), page);
    process.stderr.write(`  bench/profiles/${name}.txt\n`);
  }
  await measurePlanning(stage.postgres, false);
  return { stages: [], open: [], maximum: [] };
}
