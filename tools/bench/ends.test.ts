import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import test from "node:test";

test("the bench ends by itself under npm, which holds a channel to it", async () => {
  const program = join(import.meta.dirname, "..", "bench.ts");
  const child = spawn(process.execPath, [program, "--help"], {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  // Held open as npm's command holds it; a program that listens to it would wait for ever.
  const late = setTimeout(() => child.kill("SIGKILL"), 60_000);
  child.stdout?.resume();
  const [status, signal] = await once(child, "exit");
  clearTimeout(late);
  assert.deepEqual({ status, signal }, { status: 0, signal: null });
});
