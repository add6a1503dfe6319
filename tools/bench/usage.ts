import { readdir, readFile } from "node:fs/promises";

/**
 * What processes have used, from Linux's /proc; elsewhere nothing is told. CPU in milliseconds since each began, of all
 * its threads, with the children it has outlived.
 */
export type Usage = {
  readonly server: number;
  /** The threads that evaluate codes, and the PIN program when it runs apart. */
  readonly pin: number;
  readonly postgres: number;
};

export type Watched = {
  readonly servers: readonly number[];
  readonly pinPrograms: readonly number[];
  readonly postmaster: number;
};

/** Linux counts in hundredths of a second, on every machine Node runs on. */
const tickMs = 10;

type Stat = { readonly name: string; readonly parent: number; readonly ms: number };

async function statOf(path: string): Promise<Stat | undefined> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  // The name stands in brackets and may hold spaces and brackets.
  const close = text.lastIndexOf(")");
  const fields = text.slice(close + 2).split(" ");
  const ticks = [11, 12, 13, 14].map((field) => Number(fields[field]));
  return {
    name: text.slice(text.indexOf("(") + 1, close),
    parent: Number(fields[1]),
    ms: ticks.reduce((sum, value) => sum + value, 0) * tickMs,
  };
}

export async function usageOf({ servers, pinPrograms, postmaster }: Watched): Promise<Usage> {
  const whole = await sum(servers, (pid) => statOf(`/proc/${pid}/stat`));
  const threads = await sumOf(servers, pinThreadsOf);
  const apart = await sum(pinPrograms, (pid) => statOf(`/proc/${pid}/stat`));
  return { server: whole - threads, pin: threads + apart, postgres: await familyOf(postmaster) };
}

/** The CPU of programs, not a number without any. */
export async function cpuOf(pids: readonly number[]): Promise<number> {
  return pids.length === 0 ? Number.NaN : sum(pids, (pid) => statOf(`/proc/${pid}/stat`));
}

async function sum(
  pids: readonly number[],
  read: (pid: number) => Promise<Stat | undefined>,
): Promise<number> {
  return sumOf(pids, async (pid) => (await read(pid))?.ms ?? Number.NaN);
}

async function sumOf(
  pids: readonly number[],
  read: (pid: number) => Promise<number>,
): Promise<number> {
  return (await Promise.all(pids.map(read))).reduce((total, ms) => total + ms, 0);
}

/** The server starts threads for nothing else; Node calls them so, unless they were given a name. */
const workerThread = /^(WorkerThread|pin|oprf)/;

async function pinThreadsOf(pid: number): Promise<number> {
  const tasks = await readdir(`/proc/${pid}/task`).catch(() => []);
  const stats = await Promise.all(tasks.map((task) => statOf(`/proc/${pid}/task/${task}/stat`)));
  return stats
    .filter((stat) => stat !== undefined)
    .filter(({ name }) => workerThread.test(name))
    .reduce((total, { ms }) => total + ms, 0);
}

/** The CPU of a process and its children, alive or gone: a PostgreSQL by its first process. Not a number without one. */
export async function familyOf(pid: number | undefined): Promise<number> {
  const own = await statOf(`/proc/${pid}/stat`);
  if (!own) return Number.NaN;
  let total = own.ms;
  for (const name of await readdir("/proc")) {
    if (!/^[0-9]+$/.test(name)) continue;
    const stat = await statOf(`/proc/${name}/stat`);
    if (stat && stat.parent === pid) total += stat.ms;
  }
  return total;
}

export function less(after: Usage, before: Usage): Usage {
  return {
    server: after.server - before.server,
    pin: after.pin - before.pin,
    postgres: after.postgres - before.postgres,
  };
}

/** In MB: resident, and its share of what several processes map (PSS). */
export type Memory = { readonly rss: number; readonly pss: number };

export async function memoryOf(pid: number): Promise<Memory> {
  const read = (path: string) => readFile(path, "utf8").catch(() => "");
  const kB = (text: string, name: string) =>
    Math.round(Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)?.[1]) / 1024);
  return {
    rss: kB(await read(`/proc/${pid}/status`), "VmRSS"),
    pss: kB(await read(`/proc/${pid}/smaps_rollup`), "Pss"),
  };
}
