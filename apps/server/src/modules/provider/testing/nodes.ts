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
  /** Sends again all that a stream did not take. Whether there was anything. */
  readonly replay: (stream: string) => Promise<boolean>;
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
  const ask = async (what: { readonly close: string } | { readonly replay: string }) => {
    const told = once(child, "message") as Promise<[{ done: boolean }]>;
    child.send(what);
    return (await told)[0].done;
  };
  return {
    pid: child.pid as number,
    here,
    printed: () => printed,
    close: (session) => ask({ close: session }),
    replay: (stream) => ask({ replay: stream }),
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
