import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { idFrom, type ProfessionalId } from "@aval/protocol";
import type { Audit, AuditTables } from "#modules/audit";
import { type Copy, type Database, transactInBulk } from "#platform/database";
import { newId, type Random } from "#platform/random";
import type { Layout, LayoutName, LineFault } from "./extract.ts";
import { readHeader, readLine } from "./extract.ts";
import { type Plan, presentIn } from "./import-columns.ts";
import { decode, lineFeed, piecesOf, spansOf } from "./lines.ts";
import type { Professional } from "./professional.ts";
import { type RowWriter, rowsAreMany, rowWriter } from "./rows.ts";
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
  /** Told where it is, every few hundred lines and at each step. */
  readonly onProgress?: (progress: Progress) => void;
};

/** `bytes` and `lines`: what was read until now. */
export type Progress = {
  readonly step: "reading" | "comparing" | "applying";
  readonly bytes: number;
  readonly lines: number;
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

const problemsKept = 10_000;
/** People of unreadable lines are told to the database so many at a time: a file of nothing else must not fill the memory. */
const shieldedAtOnce = 5000;
const idsAtOnce = 5000;

/**
 * Reads a full extract and applies its difference with what this source gave before, in one transaction.
 *
 * A faulty line is reported and left out, and ends nothing of the person it names; a person whom a full file no longer
 * has is deactivated. Above the limits of DESIGN section 4 nothing is applied: what would have changed is recorded and
 * told; nor from a file that stops inside a line. Memory is bounded by a batch of lines and the first ten thousand problems.
 *
 * Killed at any moment it leaves nothing: nobody sees a part of it, and the same file read again does the whole.
 */
export async function importExtract(
  deps: DirectoryDeps,
  file: AsyncIterable<Uint8Array>,
  options: ImportOptions,
): Promise<Imported> {
  try {
    return await transactInBulk(deps.db, (tx, copy) => importIn(deps, { tx, copy }, file, options));
  } catch (fault) {
    // A failure undoes the import, and not what was set aside for it before.
    await store.resumeSearches(deps.db).catch(() => {});
    throw fault;
  }
}

async function importIn(
  deps: DirectoryDeps,
  { tx, copy }: Bulk,
  file: AsyncIterable<Uint8Array>,
  options: ImportOptions,
): Promise<Imported> {
  if (!(await store.tryBeImporter(tx))) return unread({ reason: "busy" });
  await store.openStaging(tx);

  const reading = await readFile({ tx, copy }, file, options.onProgress);
  if ("stop" in reading) return unread(reading.stop);
  const told = { bytes: reading.bytes, lines: reading.lines };
  const source = options.source ?? (reading.layout.name === "public" ? "rpps-public" : "rpps-psc");
  options.onProgress?.({ step: "comparing", ...told });
  await store.pauseSearches(deps.db, reading.lines);
  const found = await weigh(deps, { tx, copy }, reading, source);
  const stop = judge(found.upheaval, found.counts.problems, options.strict ?? false);
  const run = newId("imp", deps.random);
  const row = { id: run, source, layout: reading.layout.name, strict: options.strict ?? false };
  await store.insertRun(
    tx,
    { ...row, ...found.counts, digest: reading.digest, latin1_lines: reading.latin1Lines },
    stop?.reason,
    found.problems,
  );
  options.onProgress?.({ step: "applying", ...told });
  if (!stop) await store.apply(tx, found.plan, run);
  await store.resumeSearches(tx);
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

type Bulk = { readonly tx: Database<Tables>; readonly copy: Copy };

type Reading = Readonly<Tally> & { readonly layout: Layout; readonly digest: string };

/** Puts every line of the file where the database can compare it. */
async function readFile(
  { tx, copy }: Bulk,
  file: AsyncIterable<Uint8Array>,
  onProgress: ImportOptions["onProgress"],
): Promise<Reading | { readonly stop: Stop }> {
  const hash = createHash("sha256");
  const tally: Tally = {
    bytes: 0,
    lines: 0,
    latin1Lines: 0,
    faults: 0,
    problems: [],
    unread: [],
    isOver: false,
    endsLine: false,
  };
  const pieces = piecesOf(weighed(file, hash, tally));
  try {
    const first = (await pieces.next()).value ?? Buffer.alloc(0);
    const [span] = spansOf(first);
    const header = readHeader(span ? decode(first.subarray(...span), 1).text : "");
    if ("fault" in header) return { stop: { reason: "header", fault: header.fault } };

    const writer = rowWriter(header);
    const source = { layout: header, writer, tally, number: 0, waiting: [first] };
    // A COPY holds the connection: who is to be shielded is told between two of them.
    while (!tally.isOver) {
      await store.stage(copy, writer.columns, rows(source, pieces, onProgress));
      await store.shield(tx, tally.unread.splice(0));
    }
    if (!tally.endsLine) return { stop: { reason: "damaged", line: source.number } };
    return { layout: header, digest: hash.digest("base64url"), ...tally };
  } finally {
    await pieces.return(undefined);
  }
}

type Tally = {
  bytes: number;
  lines: number;
  latin1Lines: number;
  faults: number;
  problems: Problem[];
  /** Whom the faulty lines name, until the database is told. */
  unread: string[];
  isOver: boolean;
  /** Whether the last byte read is a line feed. */
  endsLine: boolean;
};

type Reader = {
  readonly layout: Layout;
  readonly writer: RowWriter;
  readonly tally: Tally;
  /** Of the last line that was read. */
  number: number;
  /** The piece the header came in. */
  readonly waiting: Buffer[];
};

/** The good lines as rows, until the end of the file or until enough people are to be shielded. Counts the faulty ones. */
async function* rows(
  reader: Reader,
  pieces: AsyncIterator<Buffer>,
  onProgress: ImportOptions["onProgress"],
): AsyncGenerator<Uint8Array> {
  const { writer, tally } = reader;
  while (tally.unread.length < shieldedAtOnce) {
    const piece = reader.waiting.pop() ?? (await pieces.next()).value;
    if (!piece) {
      tally.isOver = true;
      break;
    }
    const isText = isUtf8(piece);
    for (const [from, to] of spansOf(piece)) {
      take(reader, piece.subarray(from, to), isText);
      if (rowsAreMany(writer)) yield writer.take();
    }
    onProgress?.({ step: "reading", bytes: tally.bytes, lines: tally.lines });
  }
  if (writer.size() > 0) yield writer.take();
}

function take(reader: Reader, bytes: Buffer, isText: boolean): void {
  const { layout, writer, tally } = reader;
  reader.number += 1;
  if (reader.number === 1) return; // The header.
  if ((isText || isUtf8(bytes)) && writer.quick(bytes, reader.number)) {
    tally.lines += 1;
    return;
  }
  const line = decode(bytes, reader.number);
  if (line.text.trim() === "" && !line.tooLong) return;
  tally.lines += 1;
  if (line.latin1) tally.latin1Lines += 1;
  const read = readLine(layout, line);
  if (read.ok) {
    writer.careful(read.activity);
    return;
  }
  tally.faults += 1;
  if (read.nationalId) tally.unread.push(read.nationalId);
  if (tally.problems.length < problemsKept)
    tally.problems.push({ line: line.number, reason: read.fault, column: read.column });
}

async function* weighed(
  file: AsyncIterable<Uint8Array>,
  hash: { update(bytes: Uint8Array): unknown },
  tally: Tally,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of file) {
    hash.update(chunk);
    tally.bytes += chunk.length;
    if (chunk.length > 0) tally.endsLine = chunk.at(-1) === lineFeed;
    yield chunk;
  }
}

/** New ids of ours, one a line. */
async function* freshIds(random: Random, count: number): AsyncGenerator<Uint8Array> {
  for (let left = count; left > 0; left -= idsAtOnce) {
    const many = Math.min(left, idsAtOnce);
    const bytes = random.bytes(17 * many);
    const ids = Array.from({ length: many }, (_, n) => idFrom("pro", bytes.subarray(17 * n)));
    yield Buffer.from(`${ids.join("\n")}\n`);
  }
}

type Weighed = {
  readonly plan: Plan;
  readonly counts: ImportCounts;
  readonly upheaval: Parameters<typeof judge>[0];
  readonly problems: readonly Problem[];
};

/** What the file would change. */
async function weigh(
  { random }: DirectoryDeps,
  { tx, copy }: Bulk,
  reading: Reading,
  source: Source,
): Promise<Weighed> {
  const given = { source, present: presentIn(reading.layout) };
  const { plan, found } = await store.compare(tx, copy, given, (count) => freshIds(random, count));
  const contradicting = await store.contradictions(tx, problemsKept - reading.problems.length);
  return {
    plan,
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
      metBefore: found.met_before,
      rewritten: found.rewritten,
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
