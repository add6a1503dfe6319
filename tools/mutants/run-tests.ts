import { spawn } from "node:child_process";
import { once } from "node:events";

export type Verdict =
  | { readonly kind: "passed" }
  /** Names of the tests that went red, innermost first. */
  | { readonly kind: "failed"; readonly tests: readonly string[] }
  /** The file could not even be loaded: a fault that does not compile proves nothing. */
  | { readonly kind: "broken"; readonly output: string };

/** Longer than the longest file takes on a busy machine: a run that is killed counts as caught. */
const patienceMs = 420_000;

/** Runs these test files of a tree, one after the other, in a process group of their own. */
export async function runTests(
  tree: string,
  files: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Verdict> {
  const args = ["--test", "--test-concurrency=1", "--test-reporter=tap", ...files];
  const child = spawn(process.execPath, args, {
    cwd: tree,
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  const patience = setTimeout(() => {
    if (child.pid) process.kill(-child.pid, "SIGKILL");
  }, patienceMs);
  await once(child, "close");
  clearTimeout(patience);
  return verdictOf(child.exitCode, output);
}

/** A killed run counts as caught: the fault made a test wait for what never came. */
export function verdictOf(status: number | null, output: string): Verdict {
  if (status === 0) return { kind: "passed" };
  const red = [...output.matchAll(/^ *not ok \d+ - (.*)$/gm)].map(([, name]) => name as string);
  const tests = red.filter((name) => !/\.test\.ts$/.test(name));
  if (status === null) return { kind: "failed", tests: [...tests, "(no answer in time)"] };
  if (tests.length === 0) return { kind: "broken", output };
  return { kind: "failed", tests };
}
