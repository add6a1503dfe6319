/**
 * `npm run bench`: whole sign-ins against a server of its own, each by a distinct phone with real keys and the real PIN
 * service, from the service's redirect to its tokens. Prints a table and writes `bench/results.json`.
 *
 * The phones' own work (keys, the blind evaluation's client half) runs in this process, on the same machine as the server
 * and its PostgreSQL: the figures are what one machine does in all, not what a server alone could do.
 *
 * `npm run bench -- --seconds 20 --phones 20 --at-once 4`
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import {
  enrolHolder,
  type Holder,
  newBrowser,
  sandboxPeople,
  sandboxService,
} from "../apps/server/src/testing/driver.ts";
import { type Node, startCluster } from "../apps/server/src/testing/servers.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "20" },
    phones: { type: "string", default: "20" },
    "at-once": { type: "string", default: "4" },
  },
});
const seconds = Number(values.seconds);
const phones = Number(values.phones);
const atOnce = Number(values["at-once"]);

type Step =
  | "whole sign-in"
  | "scan to context"
  | "code and decision"
  | "code exchange"
  | "refresh"
  | "userinfo";
const taken = new Map<Step, number[]>();

async function timed<T>(step: Step, work: () => Promise<T>): Promise<T> {
  const from = performance.now();
  const value = await work();
  const all = taken.get(step) ?? [];
  all.push(performance.now() - from);
  taken.set(step, all);
  return value;
}

async function signInOnce(node: Node, holder: Holder): Promise<void> {
  const place = () => node.issuer;
  await timed("whole sign-in", async () => {
    const browser = await newBrowser(place);
    const page = await browser.open(sandboxService);
    const { view } = await browser.act(page.signIn, "begin");
    const frame = view.frame as string;
    const claimed = await timed("scan to context", () =>
      holder.phone.claim(holder.identity, frame),
    );
    await timed("code and decision", () =>
      holder.phone.approve(holder.identity, claimed.context, holder.code),
    );
    const { location } = await browser.conclude(page.signIn);
    const { body } = await timed("code exchange", () => browser.exchange(page, location));
    const { body: fresh } = await timed("refresh", () =>
      browser.refresh(sandboxService, body.refresh_token as string),
    );
    const answer = await timed("userinfo", () => browser.userinfo(fresh.access_token));
    if (answer.status !== 200) throw new Error(`userinfo answered ${answer.status}`);
  });
}

const percentile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** Resident memory of a process, in MB. */
async function memory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024);
}

const cluster = await startCluster(["bench"]);
try {
  const node = cluster.nodes[0] as Node;
  const idle = await memory(node.pid());
  const people = await sandboxPeople(node.issuer);
  const holders: Holder[] = [];
  for (let count = 0; count < phones; count++) {
    holders.push(await enrolHolder(() => node.phone, people[count % 10] as string));
    process.stderr.write(`\r  ${count + 1} of ${phones} phones`);
  }
  process.stderr.write("\n");
  // Two phones of one person at once would cancel each other: each worker has people of its own.
  const started = performance.now();
  const worker = async (index: number) => {
    const mine = holders.filter((_, at) => (at % 10) % atOnce === index);
    for (let turn = 0; performance.now() - started < seconds * 1000; turn++) {
      await signInOnce(node, mine[turn % mine.length] as Holder);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, (_, index) => worker(index)));
  const spent = (performance.now() - started) / 1000;

  const steps = [...taken].map(([step, all]) => {
    const sorted = all.toSorted((a, b) => a - b);
    const ms = (share: number) => Math.round(percentile(sorted, share) * 10) / 10;
    return { step, count: sorted.length, p50: ms(0.5), p95: ms(0.95), p99: ms(0.99) };
  });
  const wholes = taken.get("whole sign-in")?.length ?? 0;
  const results = {
    machine: {
      cpu: cpus()[0]?.model,
      cores: cpus().length,
      memoryGb: Math.round(totalmem() / 2 ** 30),
      node: process.version,
    },
    asked: { seconds, phones, atOnce },
    signInsPerSecond: Math.round((wholes / spent) * 100) / 100,
    memoryMb: { idle, after: await memory(node.pid()) },
    steps,
  };
  console.log(
    `${results.machine.cpu}, ${results.machine.cores} cores, Node ${results.machine.node}`,
  );
  console.log(
    `${results.signInsPerSecond} whole sign-ins a second (${wholes} in ${Math.round(spent)} s, ${atOnce} at once)`,
  );
  console.log(`server memory: ${idle} MB idle, ${results.memoryMb.after} MB after`);
  console.table(steps);
  await mkdir(join(import.meta.dirname, "..", "bench"), { recursive: true });
  await writeFile(
    join(import.meta.dirname, "..", "bench", "results.json"),
    `${JSON.stringify(results, undefined, 2)}\n`,
  );
} finally {
  await cluster.close();
}
