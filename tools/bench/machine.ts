import { execFile } from "node:child_process";
import { generateKeyPairSync, sign } from "node:crypto";
import { cpus, loadavg, totalmem } from "node:os";
import { promisify } from "node:util";

/** Where a figure was taken: without it a figure says nothing. */
export type Machine = {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly node: string;
  readonly postgres: string;
  /** Over one minute, at the start: above a fraction of the cores, other work was measured too. */
  readonly load: number;
  readonly commit: string;
};

export async function describeMachine(root: string, postgres: string): Promise<Machine> {
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    postgres,
    load: Math.round((loadavg()[0] ?? 0) * 100) / 100,
    commit: await commitOf(root),
  };
}

/** The commit, marked when what is measured differs from it. */
async function commitOf(root: string): Promise<string> {
  const git = async (...args: string[]) =>
    (await promisify(execFile)("git", args, { cwd: root })).stdout.trim();
  try {
    const commit = await git("rev-parse", "--short", "HEAD");
    const changed = await git("status", "--porcelain", "--", "apps/server", "packages/protocol");
    return changed === "" ? commit : `${commit}, changed`;
  } catch {
    return "unknown";
  }
}

export function machineLine(machine: Machine): string {
  const { cpu, cores, memoryGb, node, postgres, load, commit } = machine;
  return `${cpu}, ${cores} cores, ${memoryGb} GB, Node ${node}, PostgreSQL ${postgres}, load ${load}, commit ${commit}`;
}

/**
 * The CPU of one ES256 signature by OpenSSL, in microseconds, here and now. Neighbours on shared cores make every operation
 * dearer, this one too: figures taken at different times are compared by what each is in yardsticks.
 */
export function yardstick(): number {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const text = Buffer.alloc(64);
  const signed = () => {
    for (let count = 0; count < yardsticks; count++) sign("sha256", text, privateKey);
  };
  signed();
  const before = process.cpuUsage();
  signed();
  const { user, system } = process.cpuUsage(before);
  return Math.round((10 * (user + system)) / yardsticks) / 10;
}

const yardsticks = 1000;
