import { spawn } from "node:child_process";
import { once } from "node:events";
import { glob, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a way into a service asks of a person; `seconds` are the machines' alone, run by run. */
export type Effort = {
  readonly path: string;
  readonly presses: number;
  readonly characters: number;
  readonly seconds: readonly number[];
};

/** What becoming a phone's holder asks of somebody's attention, by the way there. */
export type PathAttention = {
  readonly path: string;
  readonly who: string;
  readonly words: number;
  readonly presses: number;
  readonly characters: number;
};

/** Goes each way in real browsers, against a sandbox of its own. Throws when a way does not lead in, or asks now more, now less. */
export const measureEffort = (root: string): Promise<Effort[]> =>
  told([join(root, "stories", "effort", "measure.ts")], "AVAL_EFFORT_FILE", (text) =>
    JSON.parse(text),
  );

/** Tells each story of a phone that is added, one after the other. Throws when one fails. */
export async function measureAttention(root: string): Promise<PathAttention[]> {
  const stories: string[] = [];
  for await (const path of glob("stories/{desk-enrolment,enrol-*}/*.test.ts", { cwd: root }))
    stories.push(join(root, path));
  return told(stories.sort(), "AVAL_ATTENTION_FILE", (text) =>
    text
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  );
}

/** What these stories wrote into the file that a setting names. */
async function told<T>(stories: string[], setting: string, parse: (text: string) => T): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "aval-effort-"));
  const file = join(folder, "told.json");
  try {
    const program = spawn(process.execPath, ["--test", "--test-concurrency=1", ...stories], {
      env: { ...process.env, [setting]: file },
      stdio: "pipe",
    });
    const said: Buffer[] = [];
    program.stdout.on("data", (chunk: Buffer) => said.push(chunk));
    program.stderr.on("data", (chunk: Buffer) => said.push(chunk));
    const [status] = (await once(program, "close")) as [number | null];
    if (status !== 0) throw new Error(`a story failed:\n${Buffer.concat(said).toString()}`);
    return parse(await readFile(file, "utf8"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The middle of the runs, in seconds. */
export function middle(seconds: readonly number[]): number {
  const sorted = [...seconds].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
