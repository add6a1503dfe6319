import type { ProfessionalId } from "@aval/protocol";
import type { Audit, AuditTables } from "#modules/audit";
import { type AnyTables, type Copy, type Database, transactInBulk } from "#platform/database";
import { newId, type Random } from "#platform/random";
import type { LayoutName, LineFault } from "./extract.ts";
import { type Plan, presentIn } from "./import-columns.ts";
import * as importing from "./import-store.ts";
import { idsInOrder } from "./ids-in-order.ts";
import type { Professional } from "./professional.ts";
import { type Problem, problemsKept, type Reading, readFile } from "./reading.ts";
import { atPart, type Part, type Progress, type Stage } from "./steps.ts";
import * as store from "./store.ts";
import {
  type ImportCounts,
  isAboveShare,
  judge,
  type Sentence,
  sharesOf,
  type Stop,
  sentenceOf,
} from "./verdict.ts";
import * as waiting from "./waiting-import-store.ts";

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
  /** Whether two operators have signed that this import, which was stopped for its share, be applied: of a higher module. Absent: nobody has. */
  readonly isAgreed?: (tx: Database<AnyTables>, waiting: string) => Promise<boolean>;
  /** Told where it is: every few hundred lines, as each part begins, and every two seconds while one lasts. */
  readonly onProgress?: (progress: Progress) => void;
  /** Stops it where it is: it then has changed nothing, unless it was done. */
  readonly signal?: AbortSignal;
};

export type Imported = {
  readonly state: "done" | "stopped";
  /** Why it stopped, for the operator. */
  readonly stopped: { readonly reason: Stop["reason"]; readonly sentence: Sentence } | undefined;
  /** Absent when the file was not even read. */
  readonly run: string | undefined;
  readonly layout: LayoutName | undefined;
  readonly source: Source | undefined;
  /** Of one that is above its share: what two operators sign. `file`: SHA-256 of the text, base64url. */
  readonly waits: { readonly id: string; readonly file: string } | undefined;
  /** Of a stopped import: what it would have changed. */
  readonly counts: ImportCounts;
  readonly latin1Lines: number;
  /** The first ten thousand. */
  readonly problems: readonly Problem[];
};

/** Short enough that nobody takes an import for one that hangs. */
const beatMs = 2000;

/**
 * Reads a full extract and applies its difference with what this source gave before, in one transaction.
 *
 * A faulty line is reported and left out, and ends nothing of the person it names; a person whom a full file no longer
 * has is deactivated. Above the limits of DESIGN section 4 nothing is applied: what would have changed is recorded and
 * told, and waits for two operators, who sign exactly it; then the same file passes, once. Nor from a file that stops inside a line. Memory is bounded by a batch of lines and the first ten thousand problems.
 *
 * Killed at any moment it leaves nothing: nobody sees a part of it, and the same file read again does the whole.
 */
export async function importExtract(
  deps: DirectoryDeps,
  file: AsyncIterable<Uint8Array>,
  options: ImportOptions,
): Promise<Imported> {
  try {
    return await transactInBulk(deps.db, async (tx, copy) => {
      const watch = await watchOver(deps.db, tx, options);
      try {
        return await importIn(deps, { tx, copy, begin: watch.begin }, file, options);
      } finally {
        watch.stop();
      }
    });
  } catch (fault) {
    // A failure undoes the import, and not what was set aside for it before.
    await importing.resumeSearches(deps.db).catch(() => {});
    if (options.signal?.aborted) return unread({ reason: "interrupted" });
    throw fault;
  }
}

type Watch = {
  /** Told where the import is now. Throws when it is to stop. */
  readonly begin: (progress: Progress) => void;
  readonly stop: () => void;
};

/** Says where an import is as long as a part of it lasts; when it is to stop, ends the statement it waits for. */
async function watchOver(
  db: Database<Tables>,
  tx: Database<Tables>,
  { onProgress, signal }: ImportOptions,
): Promise<Watch> {
  const connection = await importing.connectionOf(tx);
  const before = await importing.bytesOnDisk(tx);
  let now: Progress | undefined;
  const beat = async () => {
    if (signal?.aborted) return importing.interrupt(db, connection);
    const told = now;
    if (!onProgress || !told || told.step === "reading") return;
    const written = Math.max(0, (await importing.bytesOnDisk(db)) - before);
    if (told === now) onProgress({ ...told, written });
  };
  // One that fails says nothing, and the import goes on: the next may succeed.
  const attempt = () => void beat().catch(() => {});
  const timer = setInterval(attempt, beatMs);
  signal?.addEventListener("abort", attempt);
  return {
    begin: (progress) => {
      now = progress;
      onProgress?.(progress);
      signal?.throwIfAborted();
    },
    stop: () => {
      now = undefined;
      clearInterval(timer);
      signal?.removeEventListener("abort", attempt);
    },
  };
}

type Bulk = {
  readonly tx: Database<Tables>;
  readonly copy: Copy;
  readonly begin: Watch["begin"];
};

async function importIn(
  deps: DirectoryDeps,
  { tx, copy, begin }: Bulk,
  file: AsyncIterable<Uint8Array>,
  options: ImportOptions,
): Promise<Imported> {
  if (!(await importing.tryBeImporter(tx))) return unread({ reason: "busy" });
  await importing.openStaging(tx);

  const reading = await readFile({ tx, copy }, file, begin);
  if ("stop" in reading) return unread(reading.stop);
  const source = options.source ?? (reading.layout.name === "public" ? "rpps-public" : "rpps-psc");
  await importing.pauseSearches(deps.db, reading.lines);
  const found = await weigh(deps, { tx, copy, begin }, reading, source);
  const shares = sharesOf(found.upheaval);
  const asks = { source, file: reading.digest, counts: found.counts, shares };
  const judged = judge(shares, found.counts.problems, options.strict ?? false);
  const passed = judged && isAboveShare(judged) ? await passAgreed(tx, asks, options) : undefined;
  const stop = passed?.isAgreed ? undefined : judged;
  const run = newId("imp", deps.random);
  const row = { id: run, source, layout: reading.layout.name, strict: options.strict ?? false };
  await importing.insertRun(
    tx,
    {
      ...{ ...row, ...found.counts, digest: reading.digest, latin1_lines: reading.latin1Lines },
      agreed: passed?.isAgreed ?? false,
    },
    stop?.reason,
    found.problems,
  );
  if (passed?.isAgreed) await waiting.noteApplied(tx, passed.same, run);
  if (passed && !passed.same) await waiting.keep(tx, run, asks);
  if (!stop) await importing.apply(tx, found.plan, run, beginPart(begin, "applying"));
  await importing.resumeSearches(tx, beginSearch(begin));
  const agreed = passed?.isAgreed ? passed.same : undefined;
  await appendFacts(deps, tx, { run, source, digest: reading.digest, stop, agreed, ...found });

  return {
    state: stop ? "stopped" : "done",
    stopped: stop && { reason: stop.reason, sentence: sentenceOf(stop) },
    run,
    layout: reading.layout.name,
    source,
    waits: passed && !passed.isAgreed ? { id: passed.same ?? run, file: asks.file } : undefined,
    counts: found.counts,
    latin1Lines: reading.latin1Lines,
    problems: found.problems,
  };
}

type Passing =
  | { readonly isAgreed: true; readonly same: string }
  | { readonly isAgreed: false; readonly same: string | undefined };

/** Whether two operators signed this very file, which would change just what they saw of the directory that they saw: then it is spent. */
async function passAgreed(
  tx: Database<Tables>,
  asks: waiting.Stopping,
  { isAgreed }: Pick<ImportOptions, "isAgreed">,
): Promise<Passing> {
  const same = await waiting.findSame(tx, asks);
  if (same === undefined) return { isAgreed: false, same };
  const isPassed = (await isAgreed?.(tx, same)) && (await waiting.recordEnded(tx, same));
  return isPassed ? { isAgreed: true, same } : { isAgreed: false, same };
}

const beginPart = (begin: Watch["begin"], stage: Stage) => (part: Part) =>
  begin(atPart(stage, part));

/** Counts what is made again against how many there were. */
function beginSearch(begin: Watch["begin"]) {
  let of = 0;
  return (made: string | undefined, remaining: number) => {
    of = Math.max(of, remaining);
    begin({ step: "searches", made, at: of - remaining, of, written: undefined });
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
    waits: undefined,
    counts,
    latin1Lines: 0,
    problems: [],
  };
}

/** New ids of ours as rows: its turn, and the id. */
async function* freshIds(random: Random, count: number): AsyncGenerator<Uint8Array> {
  let turn = 0;
  for (const ids of idsInOrder(random, count))
    yield Buffer.from(ids.map((id) => `${++turn}\t${id}\n`).join(""));
}

type Weighed = {
  readonly plan: Plan;
  readonly counts: ImportCounts;
  readonly upheaval: Parameters<typeof sharesOf>[0];
  readonly problems: readonly Problem[];
};

/** What the file would change. */
async function weigh(
  { random }: DirectoryDeps,
  { tx, copy, begin }: Bulk,
  reading: Reading,
  source: Source,
): Promise<Weighed> {
  const given = { source, present: presentIn(reading.layout) };
  const { plan, found } = await importing.compare(
    tx,
    copy,
    given,
    (count) => freshIds(random, count),
    beginPart(begin, "comparing"),
  );
  const contradicting = await importing.contradictions(tx, problemsKept - reading.problems.length);
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

type Outcome = Weighed & {
  run: string;
  source: Source;
  digest: string;
  stop: Stop | undefined;
  agreed: string | undefined;
};

/** People and contacts are counted: their own rows name the run, so the log needs no list of them. */
async function appendFacts(
  { audit }: DirectoryDeps,
  tx: Database<Tables>,
  outcome: Outcome,
): Promise<void> {
  const { run, source, digest, counts, upheaval, stop, agreed } = outcome;
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
  const by = agreed === undefined ? {} : { agreed };
  await audit.append(tx, { fact: "directory_imported", run, source, digest, ...counts, ...by });
  if (counts.changed > 0)
    await audit.append(tx, { fact: "professional_changed", run, people: counts.changed });
  if (counts.removed > 0)
    await audit.append(tx, { fact: "professional_deactivated", run, people: counts.removed });
  if (upheaval.contactsChanged > 0)
    await audit.append(tx, { fact: "contact_changed", run, contacts: upheaval.contactsChanged });
}
