import { createHash } from "node:crypto";
import type { ProfessionalId } from "@aval/protocol";
import type { Audit, AuditTables } from "#modules/audit";
import { type Database, transact } from "#platform/database";
import { newId, type Random } from "#platform/random";
import type { Activity, Layout, LayoutName, LineFault } from "./extract.ts";
import { readHeader, readLine } from "./extract.ts";
import { presentIn } from "./import-columns.ts";
import { type Line, linesOf } from "./lines.ts";
import type { Professional } from "./professional.ts";
import * as store from "./store.ts";
import { type ImportCounts, judge, type Sentence, type Stop, sentenceOf } from "./verdict.ts";

type Tables = store.DirectoryTables & AuditTables;

export type DirectoryDeps = {
  readonly db: Database<Tables>;
  readonly random: Random;
  readonly audit: Pick<Audit, "append">;
};

export function find({ db }: DirectoryDeps, nationalId: string): Promise<Professional | undefined> {
  return store.find(db, { nationalId });
}

export function byId({ db }: DirectoryDeps, id: ProfessionalId): Promise<Professional | undefined> {
  return store.find(db, { id });
}

/** Where an extract comes from. The difference is made within one source. */
export type Source = "sandbox" | "rpps-public" | "rpps-psc";

export type ImportOptions = {
  /** Absent: `rpps-public` or `rpps-psc`, after the layout. */
  readonly source?: Source;
  /** One faulty line stops the whole import. */
  readonly strict?: boolean;
  /** Told the number of lines read, every few thousand. */
  readonly onProgress?: (lines: number) => void;
};

export type Problem = {
  readonly line: number;
  readonly reason: LineFault;
  readonly column: string | undefined;
};

export type Imported = {
  readonly state: "done" | "stopped";
  /** Why it stopped, for the operator. */
  readonly stopped: { readonly reason: Stop["reason"]; readonly sentence: Sentence } | undefined;
  /** Absent when the file was not even read. */
  readonly run: string | undefined;
  readonly layout: LayoutName | undefined;
  readonly source: Source | undefined;
  /** Of a stopped import: what it would have changed. */
  readonly counts: ImportCounts;
  readonly latin1Lines: number;
  /** The first ten thousand. */
  readonly problems: readonly Problem[];
};

const linesAtOnce = 1000;
const problemsKept = 10_000;

/**
 * Reads a full extract and applies its difference with what this source gave before, in one transaction.
 *
 * A faulty line is reported and left out, and ends nothing of the person it names; a person whom a full file no longer
 * has is deactivated. Above the limits of DESIGN section 4 nothing is applied: what would have changed is recorded and
 * told. Memory is bounded by a batch of lines and the first ten thousand problems.
 */
export async function importExtract(
  deps: DirectoryDeps,
  file: AsyncIterable<Uint8Array>,
  options: ImportOptions,
): Promise<Imported> {
  return transact(deps.db, async (tx) => {
    if (!(await store.tryBeImporter(tx))) return unread({ reason: "busy" });
    await store.openStaging(tx);

    const reading = await readFile(tx, file, options.onProgress);
    if (!reading.layout) return unread(reading.stop);
    const source =
      options.source ?? (reading.layout.name === "public" ? "rpps-public" : "rpps-psc");
    const found = await weigh(deps, tx, reading, source);
    const stop = judge(found.upheaval, found.counts.problems, options.strict ?? false);
    const run = newId("imp", deps.random);
    const row = { id: run, source, layout: reading.layout.name, strict: options.strict ?? false };
    await store.insertRun(
      tx,
      { ...row, ...found.counts, digest: reading.digest, latin1_lines: reading.latin1Lines },
      stop?.reason,
      found.problems,
    );
    if (!stop) await store.apply(tx, source, run, presentIn(reading.layout));
    await appendFacts(deps, tx, { run, source, digest: reading.digest, stop, ...found });

    return {
      state: stop ? "stopped" : "done",
      stopped: stop && { reason: stop.reason, sentence: sentenceOf(stop) },
      run,
      layout: reading.layout.name,
      source,
      counts: found.counts,
      latin1Lines: reading.latin1Lines,
      problems: found.problems,
    };
  });
}

function unread(stop: Stop): Imported {
  const counts = { lines: 0, added: 0, changed: 0, removed: 0, unchanged: 0, problems: 0 };
  const stopped = { reason: stop.reason, sentence: sentenceOf(stop) };
  return {
    state: "stopped",
    stopped,
    run: undefined,
    layout: undefined,
    source: undefined,
    counts,
    latin1Lines: 0,
    problems: [],
  };
}

type Reading = {
  readonly layout: Layout;
  readonly digest: string;
  readonly lines: number;
  readonly latin1Lines: number;
  readonly faults: number;
  readonly problems: Problem[];
};

/** Puts every line of the file where the database can compare it. */
async function readFile(
  tx: Database<Tables>,
  file: AsyncIterable<Uint8Array>,
  onProgress: ImportOptions["onProgress"],
): Promise<Reading | { readonly layout: undefined; readonly stop: Stop }> {
  const hash = createHash("sha256");
  const lines = linesOf(hashed(file, hash));
  const first = await lines.next();
  const header = readHeader(first.done ? "" : first.value.text);
  if ("fault" in header) {
    await lines.return(undefined);
    return { layout: undefined, stop: { reason: "header", fault: header.fault } };
  }

  const tally = { lines: 0, latin1Lines: 0, faults: 0, problems: [] as Problem[] };
  for await (const batch of batches(lines)) {
    const { activities, unread } = sort(header, batch, tally);
    await store.stage(tx, header, activities, unread);
    onProgress?.(tally.lines);
  }
  return { layout: header, digest: hash.digest("base64url"), ...tally };
}

type Tally = { lines: number; latin1Lines: number; faults: number; problems: Problem[] };

/** Reads a batch: the good lines, and whom the faulty ones name. Counts both. */
function sort(
  layout: Layout,
  batch: readonly Line[],
  tally: Tally,
): { activities: Activity[]; unread: string[] } {
  const activities: Activity[] = [];
  const unread: string[] = [];
  for (const line of batch) {
    tally.lines += 1;
    if (line.latin1) tally.latin1Lines += 1;
    const read = readLine(layout, line);
    if (read.ok) {
      activities.push(read.activity);
      continue;
    }
    tally.faults += 1;
    if (read.nationalId) unread.push(read.nationalId);
    if (tally.problems.length < problemsKept)
      tally.problems.push({ line: line.number, reason: read.fault, column: read.column });
  }
  return { activities, unread };
}

async function* hashed(
  file: AsyncIterable<Uint8Array>,
  hash: { update(bytes: Uint8Array): unknown },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of file) {
    hash.update(chunk);
    yield chunk;
  }
}

async function* batches(lines: AsyncIterable<Line>): AsyncGenerator<Line[]> {
  let batch: Line[] = [];
  for await (const line of lines) {
    if (line.text.trim() === "" && !line.tooLong) continue;
    batch.push(line);
    if (batch.length < linesAtOnce) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

type Weighed = {
  readonly counts: ImportCounts;
  readonly upheaval: Parameters<typeof judge>[0];
  readonly problems: readonly Problem[];
};

/** What the file would change. */
async function weigh(
  deps: DirectoryDeps,
  tx: Database<Tables>,
  reading: Reading,
  source: Source,
): Promise<Weighed> {
  const present = presentIn(reading.layout);
  const found = await store.compare(tx, source, present, () => newId("pro", deps.random));
  const contradicting = await store.contradictions(
    tx,
    present,
    problemsKept - reading.problems.length,
  );
  return {
    counts: {
      lines: reading.lines,
      added: found.added,
      changed: found.changed,
      removed: found.removed,
      unchanged: found.known - found.changed - found.removed,
      problems: reading.faults + contradicting.of,
    },
    upheaval: {
      known: found.known,
      changedThemselves: found.changed_themselves,
      removed: found.removed,
      contactsKnown: found.contacts_known,
      contactsChanged: found.contacts_changed,
    },
    problems: [
      ...reading.problems,
      ...contradicting.first.map(({ line, reason }) => ({
        line,
        reason: reason as LineFault,
        column: undefined,
      })),
    ],
  };
}

type Outcome = Weighed & { run: string; source: Source; digest: string; stop: Stop | undefined };

/** People and contacts are counted: their own rows name the run, so the log needs no list of them. */
async function appendFacts(
  { audit }: DirectoryDeps,
  tx: Database<Tables>,
  outcome: Outcome,
): Promise<void> {
  const { run, source, digest, counts, upheaval, stop } = outcome;
  if (stop) {
    const { changed, removed } = counts;
    await audit.append(tx, {
      fact: "directory_import_stopped",
      run,
      source,
      digest,
      reason: stop.reason,
      changed,
      removed,
      contacts: upheaval.contactsChanged,
    });
    return;
  }
  await audit.append(tx, { fact: "directory_imported", run, source, digest, ...counts });
  if (counts.changed > 0)
    await audit.append(tx, { fact: "professional_changed", run, people: counts.changed });
  if (counts.removed > 0)
    await audit.append(tx, { fact: "professional_deactivated", run, people: counts.removed });
  if (upheaval.contactsChanged > 0)
    await audit.append(tx, { fact: "contact_changed", run, contacts: upheaval.contactsChanged });
}
