import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { ServeOptions } from "./serve.ts";

export type ProviderProcess = {
  readonly pid: number;
  /** Where it listens. It says it is at `origin`. */
  readonly here: string;
  /** What it has printed so far, on both outputs. */
  readonly printed: () => string;
  /** Ends a session there. Whether this ended it. */
  readonly close: (session: string) => Promise<boolean>;
  /** As a power cut would. */
  readonly kill: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** Runs a provider as an operating-system process of its own, on a database and keys that others share. */
export async function startProviderProcess(options: ServeOptions): Promise<ProviderProcess> {
  const child: ChildProcess = fork(
    join(import.meta.dirname, "serve.ts"),
    [JSON.stringify(options)],
    { stdio: ["ignore", "pipe", "pipe", "ipc"] },
  );
  let printed = "";
  for (const output of [child.stdout, child.stderr])
    output?.on("data", (text) => (printed += String(text)));
  const started = once(child, "message") as Promise<[{ here: string }]>;
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`a provider process ended with ${code}: ${printed}`);
  });
  ended.catch(() => {}); // After its start, its end is what `stop` asks for.
  const [{ here }] = await Promise.race([started, ended]);
  return {
    pid: child.pid as number,
    here,
    printed: () => printed,
    close: async (session) => {
      const told = once(child, "message") as Promise<[{ closed: boolean }]>;
      child.send({ close: session });
      return (await told)[0].closed;
    },
    kill: async () => {
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.disconnect();
      await gone;
    },
  };
}
