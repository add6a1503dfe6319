import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a way into a service asks of a person; `seconds` are the machines' alone, run by run. */
export type Effort = {
  readonly path: string;
  readonly presses: number;
  readonly characters: number;
  readonly seconds: readonly number[];
};

/** Goes each way in real browsers, against a sandbox of its own. Throws when a way does not lead in, or asks now more, now less. */
export async function measureEffort(root: string): Promise<Effort[]> {
  const folder = await mkdtemp(join(tmpdir(), "aval-effort-"));
  const file = join(folder, "effort.json");
  try {
    const program = spawn(
      process.execPath,
      ["--test", join(root, "stories", "effort", "measure.ts")],
      { cwd: root, env: { ...process.env, AVAL_EFFORT_FILE: file }, stdio: "pipe" },
    );
    const said: Buffer[] = [];
    program.stdout.on("data", (chunk: Buffer) => said.push(chunk));
    program.stderr.on("data", (chunk: Buffer) => said.push(chunk));
    const [status] = (await once(program, "close")) as [number | null];
    if (status !== 0) throw new Error(`a way in failed:\n${Buffer.concat(said).toString()}`);
    return JSON.parse(await readFile(file, "utf8")) as Effort[];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The middle of the runs, in seconds. */
export function middle(seconds: readonly number[]): number {
  const sorted = [...seconds].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
