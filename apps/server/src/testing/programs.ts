import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** `aval …` as operators run it: a process of its own with an environment of its own. */
export type Program = {
  readonly child: ChildProcess;
  readonly out: () => string;
  /** Both streams. */
  readonly said: () => string;
  /** Waits until it has left; its exit status. */
  readonly left: () => Promise<number | null>;
  /** Ends it and waits: TERM, or the signal given. */
  readonly end: (signal?: NodeJS.Signals) => Promise<number | null>;
};

const command = join(import.meta.dirname, "..", "aval.ts");
const started = new Set<ChildProcess>();

/** Only what is given here reaches it of `AVAL_…`: a test must not depend on who runs it. */
export function startAval(words: readonly string[], env: Record<string, string>): Program {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("AVAL_"));
  const child = spawn(process.execPath, [command, ...words], {
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.add(child);
  let out = "";
  let said = "";
  child.stdout.on("data", (text) => {
    out += text;
    said += text;
  });
  child.stderr.on("data", (text) => {
    said += text;
  });
  const closed = once(child, "close") as Promise<[number | null]>;
  const left = async () => (await closed)[0];
  return {
    child,
    out: () => out,
    said: () => said,
    left,
    end: async (signal = "SIGTERM") => {
      child.kill(signal);
      const patience = setTimeout(() => child.kill("SIGKILL"), 15_000);
      const status = await left();
      clearTimeout(patience);
      return status;
    },
  };
}

/** Runs it to its end. */
export async function aval(
  words: readonly string[],
  env: Record<string, string>,
): Promise<{ readonly status: number | null; readonly out: string; readonly said: string }> {
  const program = startAval(words, env);
  const status = await program.left();
  return { status, out: program.out(), said: program.said() };
}

/** Ends a program and waits; one that does not hear is killed. */
export async function endChild(child: ChildProcess, patienceMs = 10_000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const left = once(child, "exit");
  child.kill("SIGTERM");
  const patience = setTimeout(() => child.kill("SIGKILL"), patienceMs);
  await left;
  clearTimeout(patience);
}

/** Ends whatever a failed test left behind. */
export function endAll(): void {
  for (const child of started) child.kill("SIGKILL");
}

/** Asks until it is so; fails when the program leaves first. */
export async function until(
  holds: () => Promise<boolean>,
  program?: Program,
  patienceMs = 60_000,
): Promise<void> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; ) {
    if (program && program.child.exitCode !== null)
      throw new Error(`it has left:\n${program.said().slice(-4000)}`);
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`it never came about\n${program?.said().slice(-4000) ?? ""}`);
}

/** Whether that address answers 200. */
export const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    (answer) => answer.status === 200,
    () => false,
  );
