/**
 * `npm run interop`: clients nobody here wrote, as they are published, against a sandbox of its own. Prints a table and
 * writes `docs/interop.md`; `--json` prints one line in place of the table; `--only NAME` runs one of them.
 *
 * The exit status is 0 when none failed. A client that is not on this machine does not fail: the table says what to install.
 */
import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { clients, pageFile, resultsFile } from "./interop/clients.ts";
import { jsonLine, page, type Results, table, withOutcomes } from "./interop/report.ts";
import { type Outcome, runClient } from "./interop/run.ts";
import { type Deployment, openDeployment } from "./interop/world.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    only: { type: "string", multiple: true },
  },
});

async function main(): Promise<number> {
  const unknown =
    values.only?.filter((name) => clients.every((client) => client.name !== name)) ?? [];
  if (unknown.length > 0) {
    const names = clients.map(({ name }) => name).join(", ");
    process.stderr.write(`No client is called ${unknown.join(", ")}. There are: ${names}.\n`);
    return 2;
  }
  const chosen = clients.filter(({ name }) => values.only?.includes(name) ?? true);
  const outcomes = await runAll(chosen);
  await record(outcomes);
  process.stdout.write(`${values.json ? jsonLine(outcomes) : table(outcomes)}\n`);
  return outcomes.some(({ status }) => status === "failed") ? 1 : 0;
}

async function runAll(chosen: typeof clients): Promise<readonly Outcome[]> {
  let deployment: Promise<Deployment> | undefined;
  const open = () => {
    deployment ??= openDeployment();
    return deployment;
  };
  const outcomes: Outcome[] = [];
  try {
    for (const client of chosen) {
      process.stderr.write(`${client.name}:`);
      const outcome = await runClient(client, open, (step) => process.stderr.write(` ${step}…`));
      process.stderr.write(` ${outcome.status}\n`);
      outcomes.push(outcome);
    }
  } finally {
    // One that did not start was told of already, as each client's outcome.
    await deployment?.then((opened) => opened.close()).catch(() => undefined);
  }
  return outcomes;
}

/** Keeps what was seen, so that the page can be written again from it. */
async function record(outcomes: readonly Outcome[]): Promise<void> {
  const before = JSON.parse(await readFile(resultsFile, "utf8").catch(() => "{}")) as Results;
  const results = withOutcomes(before, outcomes);
  await writeFile(resultsFile, `${JSON.stringify(results, undefined, 2)}\n`);
  await writeFile(pageFile, page(clients, results));
}

// Told to stop, or left by whoever started it: leaving at once stops what was started, which its starters see to.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "disconnect"] as const)
  process.once(signal, () => process.exit(1));
process.channel?.unref();

process.exitCode = await main();
