import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asOwner, openStage, urlsOf } from "./population.ts";

/** How long one page takes its reader to be answered. */
export type PageRow = {
  readonly page: string;
  /** Of the calls of one page, in ms, the first asked included. */
  readonly middleMs: number;
  readonly worstMs: number;
  readonly bytes: number;
};

/** The console's and *Mon accès*'s pages over so many people and facts. */
export type ConsoleSize = {
  readonly holders: number;
  readonly facts: number;
  readonly alerts: number;
  readonly cases: number;
  readonly bytes: number;
  /** What making it took, step by step. */
  readonly seconds: Readonly<Record<string, number>>;
  readonly pages: readonly PageRow[];
  /** The slowest page, its slowest statement, and how PostgreSQL answered it. */
  readonly slowest: { readonly page: string; readonly text: string; readonly plan: string };
};

/** Makes the size in a database of its own and times each page over it. The database is gone afterwards. */
export async function measureConsole(
  root: string,
  { holders, facts }: { readonly holders: number; readonly facts: number },
): Promise<ConsoleSize> {
  const stage = await openStage(root);
  // As runs are called: the leftovers of one that was killed are dropped by the next.
  const name = `bench_run_${process.pid}_0`;
  const folder = await mkdtemp(join(tmpdir(), "aval-console-"));
  try {
    await asOwner(stage.postgres, (client) => client.query(`create database ${name}`));
    const program = join(import.meta.dirname, "console-worker.ts");
    const size = { holders: String(holders), facts: String(facts) };
    const given = { ...urlsOf(stage, name), folder, ...size };
    const child = spawn(
      process.execPath,
      [program, ...Object.entries(given).map(([word, value]) => `--${word}=${value}`)],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    let said = "";
    child.stdout.on("data", (text) => (said += text));
    const [status] = (await once(child, "close")) as [number | null];
    if (status !== 0) throw new Error("the pages were not timed");
    return JSON.parse(said.trim().split("\n").at(-1) ?? "") as ConsoleSize;
  } finally {
    await asOwner(stage.postgres, (client) =>
      client.query(`drop database if exists ${name} with (force)`),
    );
    await rm(folder, { recursive: true, force: true });
    await stage.postgres.close();
  }
}
