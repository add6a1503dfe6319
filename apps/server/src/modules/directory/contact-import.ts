import { limits } from "#lifetimes";
import { createHash } from "node:crypto";
import { type AnyTables, type Database, transactInBulk } from "#platform/database";
import { newId } from "#platform/random";
import {
  type ContactHeader,
  type ContactLineFault,
  type ContactWord,
  readContactHeader,
  readContactLine,
} from "./contact-line.ts";
import * as files from "./contact-file-store.ts";
import * as contacts from "./contact-store.ts";
import type { DirectoryDeps } from "./directory.ts";
import * as importing from "./import-store.ts";
import { decode, piecesOf, spansOf, type Weight, weigh } from "./lines.ts";
import { problemsKept } from "./reading.ts";
import type { DirectoryTables } from "./store.ts";
import { type ImportCounts, type Sentence, type Stop, sentenceOf } from "./verdict.ts";

type Tx = Database<DirectoryTables>;

export type ContactProblem = {
  readonly line: number;
  readonly reason: ContactLineFault | contacts.Left["reason"] | "not_kept";
};

export type ContactsImported = {
  /** `shown`: read and compared, and nothing changed, since nobody asked to apply it. */
  readonly state: "done" | "shown" | "stopped";
  readonly stopped: { readonly reason: string; readonly sentence: Sentence } | undefined;
  readonly run: string | undefined;
  /** In contacts. */
  readonly counts: ImportCounts;
  /** Lines that wait for a person of the authority: something of their holders is stopped. */
  readonly held: number;
  /** Lines of earlier files that waited and do no more: this one undid theirs, or names whom they named. */
  readonly ended: number;
  /** Whether its list waits for two people. */
  readonly isKept: boolean;
  /** The first ten thousand. */
  readonly problems: readonly ContactProblem[];
  /** The first lines that change something, or wait: no value. */
  readonly moved: readonly contacts.Moved[];
};

export type ContactsAsked = {
  /** Whose file it is: a scope. It speaks of its own people only. */
  readonly authority: string;
  readonly isApplied: boolean;
  readonly strict: boolean;
  /**
   * Keeps the lines of people whose access is stopped, for a person of the authority to decide, and ends what waited of earlier files of this
   * authority: of a higher module. Returns the lines that it could not keep, and how many it ended.
   */
  readonly keepHeld: (
    tx: Database<AnyTables>,
    given: {
      readonly run: string;
      readonly authority: string;
      readonly undoes: string | undefined;
      readonly named: readonly contacts.Named[];
      readonly held: readonly contacts.Held[];
    },
  ) => Promise<{ readonly unkept: readonly number[]; readonly ended: number }>;
};

/**
 * Reads an authority's file of contact details and applies its difference with what we have, in one transaction. Whom it does not name stay as
 * they are. A value that is new is told on the old and the new one, and relied on by nothing for thirty days; one that goes is kept.
 *
 * Above the share of DESIGN section 4, over what this authority's files changed within seven days, nothing is applied: the list waits for
 * two people. Without `isApplied` neither: the difference is shown. A line of somebody whose access is stopped waits for a person of the authority.
 */
export function importContacts(
  deps: DirectoryDeps,
  file: AsyncIterable<Uint8Array>,
  asked: ContactsAsked,
): Promise<ContactsImported> {
  return transactInBulk(deps.db, async (tx, copy) => {
    if (!(await importing.tryBeImporter(tx))) return unread(stopOf({ reason: "busy" }));
    await contacts.openStaging(tx);
    const { weight, chunks } = weigh(file);
    const reading = newReading(weight);
    await contacts.stage(copy, rows(chunks, reading));
    if (reading.stop) return unread(reading.stop);
    const { lines, faults, problems } = reading;
    return settle(deps, tx, asked, { lines, faults, problems, digest: weight.digest() });
  });
}

/**
 * Undoes what one import of this authority changed, where nothing newer stands: as a file that said what stood before. Of one person's
 * file of the last seven days it counts in no share, since it takes nothing away that was not just given. Any other undo counts as a file.
 */
export function undoContacts(
  deps: DirectoryDeps,
  run: string,
  asked: ContactsAsked,
): Promise<ContactsImported> {
  return transactInBulk(deps.db, async (tx) => {
    if (!(await importing.tryBeImporter(tx))) return unread(stopOf({ reason: "busy" }));
    await contacts.openStaging(tx);
    if (!(await contacts.stageUndo(tx, asked.authority, run)))
      return unread({ reason: "unknown_import", sentence: unknownImport });
    const digest = createHash("sha256").update(`undo ${run}`).digest("base64url");
    const undoes = { run, isFree: await contacts.isUndoneFreely(tx, run) };
    return settle(deps, tx, asked, { lines: 0, faults: 0, problems: [], digest, undoes });
  });
}

const unknownImport = {
  fr: "Cette autorité n'a pas d'import appliqué de ce nom. Rien n'a été changé.",
  en: "This authority has no applied import of that name. Nothing was changed.",
};

type Read = {
  readonly lines: number;
  readonly faults: number;
  readonly problems: readonly ContactProblem[];
  readonly digest: string;
  readonly undoes?: { readonly run: string; readonly isFree: boolean };
};

/** What is staged is compared, judged, and applied, shown or kept for two people. */
async function settle(
  deps: DirectoryDeps,
  tx: Tx & Parameters<DirectoryDeps["audit"]["append"]>[0],
  asked: ContactsAsked,
  read: Read,
): Promise<ContactsImported> {
  const { authority } = asked;
  const { digest, undoes } = read;
  const list = await contacts.compare(tx, authority);
  const { known, recent, held, ...moves } = await contacts.countMoves(tx, authority);
  const found = { known, recent, ...moves };
  const left = await contacts.leftOut(tx, problemsKept - read.problems.length);
  const problems = [...read.problems, ...left.first];
  const counts = { lines: read.lines, ...moves, problems: read.faults + left.of };
  const stop = judge(found, counts.problems, asked.strict, undoes?.isFree ?? false);
  const moved = await contacts.movedLines(tx, limits.contactLinesShown);
  const said = { stopped: stop && stopOf(stop), counts, held, ended: 0, problems, moved };
  if (!asked.isApplied) return { state: "shown", run: undefined, isKept: false, ...said };
  const run = newId("imp", deps.random);
  const row = { id: run, source: authority, layout: "contacts", strict: asked.strict, digest };
  const faulty = problems.map((problem) => ({ ...problem, column: undefined }));
  const of = { ...row, ...counts, latin1_lines: 0, undoes: undoes?.run ?? null };
  await importing.insertRun(tx, of, stop?.reason, faulty);
  const isKept = stop?.reason === "contacts_share";
  if (isKept)
    await files.keep(tx, { id: run, authority, file: digest, list, undoes: undoes?.run, ...moves });
  const kept = stop ? undefined : await apply(deps, tx, asked, run, undoes?.run);
  await appendFacts(deps, tx, { run, source: authority, digest, counts, stop });
  if (!kept) return { state: "stopped", run, isKept, ...said };
  const unkept = kept.problems.length;
  return {
    ...{ state: "done", run, isKept, ...said, held: held - unkept, ended: kept.ended },
    ...{ problems: [...problems, ...kept.problems] },
    counts: { ...counts, problems: counts.problems + unkept },
  };
}

async function apply(
  _deps: DirectoryDeps,
  tx: Tx,
  { authority, keepHeld }: Pick<ContactsAsked, "authority" | "keepHeld">,
  run: string,
  undoes: string | undefined,
): Promise<{ readonly problems: readonly ContactProblem[]; readonly ended: number }> {
  await contacts.apply(tx, authority, run, undoes);
  const held = await contacts.heldLines(tx);
  const named = await contacts.namedIn(tx);
  const { unkept, ended } = await keepHeld(tx, { run, authority, undoes, named, held });
  const problems = unkept.map((line) => ({ line, reason: "not_kept" as const }));
  const stored = problems.map((problem) => ({ ...problem, column: undefined }));
  await importing.addProblems(tx, run, stored);
  return { problems, ended };
}

/**
 * Applies a list that two people signed, as it stands now: false when it has changed since, or somebody was quicker. Lines of people whose
 * access was stopped meanwhile wait, and are no other list.
 */
export async function applyFile(
  deps: DirectoryDeps,
  tx: Tx & Parameters<DirectoryDeps["audit"]["append"]>[0],
  id: string,
  keepHeld: ContactsAsked["keepHeld"],
): Promise<boolean> {
  if (!(await importing.tryBeImporter(tx))) return false;
  const file = await files.find(tx, id);
  if (!file) return false;
  const { authority, list, undoes } = file;
  await contacts.openStaging(tx);
  await files.stage(tx, id);
  if ((await contacts.compare(tx, authority)) !== list) return false;
  const {
    known: _known,
    recent: _recent,
    held: _held,
    ...moves
  } = await contacts.countMoves(tx, authority);
  const run = newId("imp", deps.random);
  const counts = { lines: file.added + file.changed + file.removed, ...moves, problems: 0 };
  const row = { id: run, source: authority, layout: "contacts", strict: false, digest: file.file };
  await importing.insertRun(
    tx,
    { ...row, ...counts, latin1_lines: 0, undoes: undoes ?? null, agreed: true },
    undefined,
    [],
  );
  if (!(await files.recordApplied(tx, id, run))) return false;
  await apply(deps, tx, { authority, keepHeld }, run, undoes);
  await appendFacts(deps, tx, {
    ...{ run, source: authority, digest: file.file, counts, stop: undefined },
  });
  return true;
}

const stopOf = (stop: Stop) => ({ reason: stop.reason, sentence: sentenceOf(stop) });

/** New contacts of people who had none are no change: there was nothing to take away. */
function judge(
  { known, recent, changed, removed }: Omit<contacts.ContactsFound, "held">,
  problems: number,
  strict: boolean,
  isFree: boolean,
): Stop | undefined {
  if (strict && problems > 0) return { reason: "strict", problems };
  const now = changed + removed;
  return !isFree && now > 0 && now + recent > known * limits.importContactsShare
    ? { reason: "contacts_share", count: now, of: known, recent }
    : undefined;
}

function unread(stopped: NonNullable<ContactsImported["stopped"]>): ContactsImported {
  const counts = { lines: 0, added: 0, changed: 0, removed: 0, unchanged: 0, problems: 0 };
  return {
    ...{ state: "stopped", stopped, run: undefined, counts },
    ...{ held: 0, ended: 0, isKept: false, problems: [], moved: [] },
  };
}

type Reading = ReturnType<typeof newReading>;
const newReading = (weight: Weight) => ({
  weight,
  header: undefined as ContactHeader | undefined,
  /** Of the last line that was read. */
  number: 0,
  lines: 0,
  faults: 0,
  problems: [] as ContactProblem[],
  stop: undefined as ContactsImported["stopped"],
});

/** The good lines as rows of PostgreSQL's own COPY text. Counts the faulty ones. */
async function* rows(
  chunks: AsyncIterable<Uint8Array>,
  reading: Reading,
): AsyncGenerator<Uint8Array> {
  for await (const piece of piecesOf(chunks)) {
    let text = "";
    for (const [from, to] of spansOf(piece)) text += take(reading, piece.subarray(from, to));
    if (reading.stop) return;
    if (text !== "") yield Buffer.from(text);
  }
  if (reading.number === 0) reading.stop = headerStop("identifiant");
  else if (!reading.weight.endsLine)
    reading.stop = stopOf({ reason: "damaged", line: reading.number });
}

function take(reading: Reading, bytes: Buffer): string {
  reading.number += 1;
  const { number } = reading;
  if (!reading.header) {
    const header = readContactHeader(decode(bytes, number).text);
    if ("missing" in header) reading.stop ??= headerStop(header.missing);
    else reading.header = header;
    return "";
  }
  const read = readContactLine(reading.header, bytes, number);
  if (!read) return "";
  reading.lines += 1;
  if (!("fault" in read)) return rowOf(number, read);
  reading.faults += 1;
  if (reading.problems.length < problemsKept)
    reading.problems.push({ line: number, reason: read.fault });
  return "";
}

const escaped = (text: string) => text.replaceAll("\\", "\\\\");
const rowOf = (line: number, { nationalId, kind, value, dated, proof }: ContactWord) =>
  `${[line, escaped(nationalId), kind, escaped(value), dated || "\\N", proof].join("\t")}\n`;

function headerStop(missing: string): NonNullable<ContactsImported["stopped"]> {
  return {
    reason: "header",
    sentence: {
      fr: `Ce n'est pas un fichier de coordonnées : la première ligne n'a pas, ou a deux fois, la colonne « ${missing} ». Rien n'a été changé.`,
      en: `This is no file of contact details: its first line lacks the column "${missing}", or names it twice. Nothing was changed.`,
    },
  };
}

/**
 * The log names the file by a hash with 256 random bits of its row: a file of one line is otherwise found by trying addresses, for as long as the
 * log is kept. Whoever has the row and the file checks it.
 */
async function appendFacts(
  { audit, random }: DirectoryDeps,
  tx: Tx & Parameters<DirectoryDeps["audit"]["append"]>[0],
  given: {
    readonly run: string;
    readonly source: string;
    readonly digest: string;
    readonly counts: ImportCounts;
    readonly stop: Stop | undefined;
  },
): Promise<void> {
  const { run, source, counts, stop } = given;
  const { added, changed, removed } = counts;
  const moved = added + changed + removed;
  const salt = Buffer.from(random.bytes(32)).toString("base64url");
  await contacts.keepSalt(tx, run, salt);
  const digest = createHash("sha256").update(`${salt}.${given.digest}`).digest("base64url");
  if (stop) {
    const { reason } = stop;
    await audit.append(tx, {
      fact: "directory_import_stopped",
      run,
      source,
      digest,
      reason,
      changed: 0,
      removed: 0,
      contacts: moved,
    });
    return;
  }
  await audit.append(tx, { fact: "directory_imported", run, source, digest, ...counts });
  if (moved > 0) await audit.append(tx, { fact: "contact_changed", run, contacts: moved });
}
