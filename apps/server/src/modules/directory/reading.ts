import { isUtf8 } from "node:buffer";
import type { Copy, Database } from "#platform/database";
import type { Layout, LineFault } from "./extract.ts";
import { readHeader, readLine } from "./extract.ts";
import { shield, stage } from "./import-store.ts";
import { decode, piecesOf, spansOf, type Weight, weigh } from "./lines.ts";
import { type RowWriter, rowsAreMany, rowWriter } from "./rows.ts";
import type { Progress } from "./steps.ts";
import type { DirectoryTables } from "./store.ts";
import type { Stop } from "./verdict.ts";

export type Problem = {
  readonly line: number;
  readonly reason: LineFault;
  readonly column: string | undefined;
};

export const problemsKept = 10_000;
/** People of unreadable lines are told to the database so many at a time: a file of nothing else must not fill the memory. */
const shieldedAtOnce = 5000;

export type Reading = Readonly<Tally> & { readonly layout: Layout; readonly digest: string };

/** Puts every line of the file where the database can compare it. */
export async function readFile(
  { tx, copy }: { readonly tx: Database<DirectoryTables>; readonly copy: Copy },
  file: AsyncIterable<Uint8Array>,
  begin: (progress: Progress) => void,
): Promise<Reading | { readonly stop: Stop }> {
  const { weight, chunks } = weigh(file);
  const tally: Tally = {
    lines: 0,
    latin1Lines: 0,
    faults: 0,
    problems: [],
    unread: [],
    isOver: false,
  };
  const pieces = piecesOf(chunks);
  try {
    const first = (await pieces.next()).value ?? Buffer.alloc(0);
    const [span] = spansOf(first);
    const header = readHeader(span ? decode(first.subarray(...span), 1).text : "");
    if ("fault" in header) return { stop: { reason: "header", fault: header.fault } };

    const writer = rowWriter(header);
    const source = { layout: header, writer, tally, weight, number: 0, waiting: [first] };
    // A COPY holds the connection: who is to be shielded is told between two of them.
    while (!tally.isOver) {
      await stage(copy, writer.columns, rows(source, pieces, begin));
      await shield(tx, tally.unread.splice(0));
    }
    if (!weight.endsLine) return { stop: { reason: "damaged", line: source.number } };
    return { layout: header, digest: weight.digest(), ...tally };
  } finally {
    await pieces.return(undefined);
  }
}

type Tally = {
  lines: number;
  latin1Lines: number;
  faults: number;
  problems: Problem[];
  /** Whom the faulty lines name, until the database is told. */
  unread: string[];
  isOver: boolean;
};

type Reader = {
  readonly layout: Layout;
  readonly writer: RowWriter;
  readonly tally: Tally;
  readonly weight: Weight;
  /** Of the last line that was read. */
  number: number;
  /** The piece the header came in. */
  readonly waiting: Buffer[];
};

/** The good lines as rows, until the end of the file or until enough people are to be shielded. Counts the faulty ones. */
async function* rows(
  reader: Reader,
  pieces: AsyncIterator<Buffer>,
  begin: (progress: Progress) => void,
): AsyncGenerator<Uint8Array> {
  const { writer, tally, weight } = reader;
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
    begin({ step: "reading", bytes: weight.bytes, lines: tally.lines });
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
