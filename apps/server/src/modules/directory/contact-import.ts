import { limits } from "#lifetimes";
import { type Database, transactInBulk } from "#platform/database";
import { newId } from "#platform/random";
import {
  type ContactHeader,
  type ContactLineFault,
  type ContactWord,
  readContactHeader,
  readContactLine,
} from "./contact-line.ts";
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
  readonly reason: ContactLineFault | contacts.Left["reason"];
};

export type ContactsImported = {
  /** `shown`: read and compared, and nothing changed, since nobody asked to apply it. */
  readonly state: "done" | "shown" | "stopped";
  readonly stopped: { readonly reason: string; readonly sentence: Sentence } | undefined;
  readonly run: string | undefined;
  /** In contacts. */
  readonly counts: ImportCounts;
  /** The first ten thousand. */
  readonly problems: readonly ContactProblem[];
};

export type ContactsAsked = {
  /** Whose file it is: a scope. It speaks of its own people only. */
  readonly authority: string;
  readonly isApplied: boolean;
  readonly strict: boolean;
};

/**
 * Reads an authority's file of contact details and applies its difference with what we have, in one transaction. Whom it does not name stay as
 * they are. A value that is new is told on the old and the new one, and relied on by nothing for thirty days; one that goes is kept.
 *
 * Above the share of DESIGN section 4 nothing is applied. Without `isApplied` neither: the difference is shown.
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
    await contacts.compare(tx, asked.authority);
    const { authority } = asked;
    const found = await contacts.countMoves(tx, authority);
    const left = await contacts.leftOut(tx, problemsKept - reading.problems.length);
    const problems = [...reading.problems, ...left.first];
    const { known, ...moves } = found;
    const counts = { lines: reading.lines, ...moves, problems: reading.faults + left.of };
    if (!asked.isApplied)
      return { state: "shown", stopped: undefined, run: undefined, counts, problems };
    const stop = judge(found, counts.problems, asked.strict);
    const run = newId("imp", deps.random);
    const digest = weight.digest();
    const row = { id: run, source: authority, layout: "contacts", strict: asked.strict, digest };
    const kept = problems.map((problem) => ({ ...problem, column: undefined }));
    await importing.insertRun(tx, { ...row, ...counts, latin1_lines: 0 }, stop?.reason, kept);
    if (!stop) await contacts.apply(tx, authority, run);
    await appendFacts(deps, tx, { run, source: authority, digest, counts, stop });
    return {
      state: stop ? "stopped" : "done",
      stopped: stop && stopOf(stop),
      run,
      counts,
      problems,
    };
  });
}

const stopOf = (stop: Stop) => ({ reason: stop.reason, sentence: sentenceOf(stop) });

/** New contacts of people who had none are no change: there was nothing to take away. */
function judge(
  { known, changed, removed }: contacts.ContactsFound,
  problems: number,
  strict: boolean,
): Stop | undefined {
  if (strict && problems > 0) return { reason: "strict", problems };
  const count = changed + removed;
  return count > known * limits.importContactsShare
    ? { reason: "contacts_share", count, of: known }
    : undefined;
}

function unread(stopped: NonNullable<ContactsImported["stopped"]>): ContactsImported {
  const counts = { lines: 0, added: 0, changed: 0, removed: 0, unchanged: 0, problems: 0 };
  return { state: "stopped", stopped, run: undefined, counts, problems: [] };
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

async function appendFacts(
  { audit }: DirectoryDeps,
  tx: Tx & Parameters<DirectoryDeps["audit"]["append"]>[0],
  given: {
    readonly run: string;
    readonly source: string;
    readonly digest: string;
    readonly counts: ImportCounts;
    readonly stop: Stop | undefined;
  },
): Promise<void> {
  const { run, source, digest, counts, stop } = given;
  const { added, changed, removed } = counts;
  const moved = added + changed + removed;
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
