import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parentPort, workerData } from "node:worker_threads";
import type { ProfessionalId } from "@aval/protocol";
import { from as copyFrom } from "pg-copy-streams";
import { createSeal } from "../../apps/server/src/pin/seal.ts";
import { connectOnce } from "../../apps/server/src/platform/database.ts";
import { systemRandom } from "../../apps/server/src/platform/random.ts";
import { instant } from "../../apps/server/src/platform/time.ts";
import { createKeyring, nationalIdOf } from "./holder-keys.ts";
import { copied, type Rows, rowsOf } from "./rows.ts";

/** Writes the phones of every `of`-th batch of holders; tells each batch's device ids. */
export type RowsAsked = {
  readonly databaseUrl: string;
  readonly seed: string;
  readonly holders: number;
  readonly keyFile: Uint8Array;
  readonly epoch: string;
  readonly at: number;
  readonly place: number;
  readonly of: number;
};

const batch = 2500;

const asked = workerData as RowsAsked;
const keyring = createKeyring(asked.seed);
const deployment = {
  seal: createSeal(asked.keyFile),
  epoch: asked.epoch,
  at: instant(asked.at),
  random: systemRandom,
};
const client = await connectOnce(asked.databaseUrl);

async function write(first: number, last: number): Promise<void> {
  const { rows: people } = await client.query<{ id: ProfessionalId }>(
    "select id from aval.professional where national_id between $1 and $2 order by national_id",
    [nationalIdOf(first), nationalIdOf(last)],
  );
  if (people.length !== last - first + 1) throw new Error("the directory misses people");
  const devices: string[] = [];
  const texts = { device: "", counter: "", oprfKey: "" };
  for (const [offset, { id }] of people.entries()) {
    const keys = keyring.holder(first + offset);
    const rows = rowsOf(keys, id, deployment);
    for (const table of Object.keys(texts) as (keyof Rows)[]) texts[table] += rows[table];
    devices.push(keys.device);
  }
  for (const table of ["device", "counter", "oprfKey"] as const) {
    const into = client.query(copyFrom(`copy ${copied[table]} from stdin`));
    await pipeline(Readable.from([Buffer.from(texts[table])]), into);
  }
  parentPort?.postMessage(devices);
}

for (let first = asked.place * batch; first < asked.holders; first += asked.of * batch)
  await write(first, Math.min(asked.holders, first + batch) - 1);
await client.end();
