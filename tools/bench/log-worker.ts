import { once } from "node:events";
import { parentPort, workerData } from "node:worker_threads";
import { type Cast, logOf } from "./log-rows.ts";

/** Makes the log's rows beside whoever writes them, and no more than `ahead` pieces before they are asked for. */
export type LogAsked = {
  readonly cast: Cast;
  readonly before: readonly Uint8Array[];
  readonly ahead: number;
};

const port = parentPort;
if (!port) throw new Error("a worker's program");
const { cast, before, ahead } = workerData as LogAsked;
let taken = 0;
port.on("message", () => (taken += 1));
let made = 0;
for (const piece of logOf(cast, before)) {
  port.postMessage(piece);
  made += 1;
  while (made - taken > ahead) await once(port, "message");
}
port.close();
