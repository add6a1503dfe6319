import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { createAudit } from "../../apps/server/src/modules/audit/index.ts";
import { createDirectory } from "../../apps/server/src/modules/directory/index.ts";
import { openJournal } from "../../apps/server/src/pin/journal.ts";
import { databaseClock } from "../../apps/server/src/platform/clock.ts";
import { connect } from "../../apps/server/src/platform/database.ts";
import { systemRandom } from "../../apps/server/src/platform/random.ts";
import { extractOf, peopleAtOnce } from "./extract-lines.ts";
import type { RowsAsked } from "./rows-worker.ts";

/**
 * Fills a migrated database with holders: the directory through its own import, the phones and their PIN counters as
 * rows. A program of its own: the journal it writes is then that of a PIN program that has ended, as after a restart.
 */
export type FillAsked = {
  readonly serverUrl: string;
  readonly ownerUrl: string;
  /** Where `pin/pin.key` is. */
  readonly folder: string;
  readonly holders: number;
  readonly seed: string;
};

const thirtyDays = 30 * 86_400_000;

async function importPeople({ serverUrl, holders }: FillAsked): Promise<void> {
  const db = connect(serverUrl, { searchPath: "aval", max: 2 });
  const clock = await databaseClock(db);
  const audit = createAudit({ clock, random: systemRandom });
  const directory = createDirectory({ db, random: systemRandom, audit });
  const imported = await directory.importExtract(counted(holders), { source: "rpps-psc" });
  clock.stop();
  await db.destroy();
  if (imported.state !== "done" || imported.counts.problems > 0)
    throw new Error(`the people were not imported: ${JSON.stringify(imported.stopped)}`);
}

async function* counted(holders: number): AsyncGenerator<Buffer> {
  let people = 0;
  for await (const piece of extractOf(holders)) {
    yield piece;
    people = Math.min(holders, people + peopleAtOnce);
    told("people", people, holders);
  }
}

async function writePhones(asked: FillAsked): Promise<void> {
  const path = join(asked.folder, "pin", "pin.key");
  const keyFile = await readFile(path);
  const journal = await openJournal(`${path}.state`, systemRandom);
  const threads = availableParallelism();
  let done = 0;
  const remember = (devices: readonly string[]) => {
    done += devices.length;
    told("phones", done, asked.holders);
    // Version 3: registered, committed, confirmed by the activation.
    return Promise.all(devices.map((device) => journal.record(device, { version: 3, tries: 0 })));
  };
  await Promise.all(
    Array.from({ length: threads }, async (_, place) => {
      const workerData: RowsAsked = {
        databaseUrl: asked.ownerUrl,
        seed: asked.seed,
        holders: asked.holders,
        keyFile,
        epoch: journal.epoch,
        at: Date.now() - thirtyDays,
        place,
        of: threads,
      };
      const worker = new Worker(new URL("./rows-worker.ts", import.meta.url), { workerData });
      const remembered: Promise<unknown>[] = [];
      worker.on("message", (devices: readonly string[]) => remembered.push(remember(devices)));
      await once(worker, "exit");
      await Promise.all(remembered);
    }),
  );
  await journal.close();
  if (done !== asked.holders) throw new Error(`${done} phones of ${asked.holders}`);
}

let lastTold = 0;
function told(what: string, count: number, of: number): void {
  if (performance.now() - lastTold < 1000 && count < of) return;
  lastTold = performance.now();
  process.stderr.write(`\r  ${of} holders: ${count} ${what}    `);
}

const asked = JSON.parse(process.argv[2] ?? "") as FillAsked;
await importPeople(asked);
await writePhones(asked);
process.stderr.write("\n");
process.exit(0); // The log keeps the process open.
