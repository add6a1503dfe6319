import { type ColumnKey, columns } from "./columns.ts";
import type { Activity, Layout } from "./extract.ts";
import { lineBytesMax } from "./lines.ts";
import { scopeOfProfession } from "./scope.ts";

/**
 * The lines of a file as rows for COPY into `staged`, each with its fingerprints: numbers that are equal when what they are made from
 * is. PostgreSQL then tells unchanged people from changed ones, and lines that contradict each other, by comparing numbers. They guard
 * nothing: whoever can make two lines of one fingerprint writes the extract, and needs no such trick.
 *
 * [Note: The quick way] Nearly every line is written byte by byte, without ever being text: that is six times as fast, and an
 * import is as long as its reading. Whatever is unusual (a space at the end of a cell, a control character, a wrong count, a date that
 * is none) is left to `readLine`, which alone knows why a line is faulty. A line both can read becomes the same row.
 */
export type RowWriter = {
  /** The columns of `staged`, in the order of a row's cells. */
  readonly columns: readonly string[];
  /** Writes this line, if it is an ordinary one. */
  readonly quick: (line: Buffer, number: number) => boolean;
  /** Writes a line that was read as text. */
  readonly careful: (activity: Activity) => void;
  /** The rows since the last call. */
  readonly take: () => Buffer;
  readonly size: () => number;
};

/** Raised when a later version of Aval reads other columns, or reads them otherwise: then nobody is taken for unchanged. */
const reading = 1;
const rowsBytes = 512 * 1024;
/** A row is its line and its structure's key once more: all of it escaped, or of three bytes where the file had one. */
const rowBytesMax = 8 * lineBytesMax;

const groups = {
  person: 0,
  contact: 0,
  otherIds: 0,
  exercise: 1,
  structure: 2,
  activity: 3,
} as const;
const delimiter = 124;
const space = 32;
const otherIdsForm =
  /^[!-+\--:<-{}~]{1,100},[A-Za-z0-9_-]{1,30},(?:0|-?[1-9][0-9]{0,3})(?:;[!-+\--:<-{}~]{1,100},[A-Za-z0-9_-]{1,30},(?:0|-?[1-9][0-9]{0,3}))*$/;

/** Bytes that open no white space and need no escape: what is left goes the careful way. */
const ordinary = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 32 || byte === 92 || byte === 127 || [0xc2, 0xe1, 0xe2, 0xe3, 0xef].includes(byte) ? 0 : 1,
);

export function rowWriter(layout: Layout): RowWriter {
  let out = Buffer.allocUnsafe(rowsBytes + rowBytesMax);
  let end = 0;
  const count = layout.present.length;
  /** For each cell of a line: its place among the columns that are read, or −1. */
  const places = Int16Array.from({ length: layout.cells }, (_, at) => layout.positions.indexOf(at));
  const groupOf = Uint8Array.from(layout.present, (key) => groups[columns[key].group]);
  const starts = new Int32Array(count + 1);
  const ends = new Int32Array(count + 1);
  const low = new Int32Array(4);
  const high = new Int32Array(4);
  const seed = layout.present
    .join()
    .split("")
    .reduce((sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 0x01000193), reading);
  const at = (key: ColumnKey) => layout.placeOf[key] ?? count;
  const place = {
    nationalId: at("nationalId"),
    familyName: at("familyName"),
    exerciseFamilyName: at("exerciseFamilyName"),
    birthDate: at("birthDate"),
    otherIds: at("otherIds"),
    professionCode: at("professionCode"),
    technicalId: at("technicalId"),
  };
  const isEmpty = (of: number) => starts[of] === ends[of];

  const open = () => {
    low.fill(seed);
    high.fill(~seed);
  };

  /** Counts a written cell in its group's fingerprint. */
  const close = (of: number, start: number) => {
    starts[of] = start;
    ends[of] = end;
    const group = groupOf[of] as number;
    let a = low[group] as number;
    let b = high[group] as number;
    for (let i = start; i < end; i++) {
      const byte = out[i] as number;
      a = Math.imul(a ^ byte, 2_654_435_761);
      b = Math.imul(b ^ byte, 1_597_334_677);
    }
    // Cells hold no `|`: where one ends is part of what is said. Mixed, since multiplying carries nothing downwards.
    a = Math.imul(a ^ delimiter, 2_654_435_761);
    b = Math.imul(b ^ delimiter, 1_597_334_677);
    low[group] = a ^ (b >>> 15);
    high[group] = b ^ (a >>> 13);
    out[end++] = delimiter;
  };

  const finish = (number: number, scope: string, structureKey: string) => {
    let a = seed;
    let b = seed;
    for (let group = 0; group < 4; group++) {
      a = Math.imul(a ^ (low[group] as number), 2_246_822_507);
      b = Math.imul(b ^ (high[group] as number), 3_266_489_909);
      a ^= b >>> 16;
      b ^= a >>> 13;
    }
    end += out.write(
      `${structureKey}|${scope}|${number}|${a}|${b}|${low[0]}|${low[1]}|${low[2]}\n`,
      end,
    );
  };

  /** Whether the cell that ends here can stand as it is; a birth date is turned round. */
  const isSound = (of: number, start: number): boolean => {
    if (start === end) return true;
    if (out[start] === space || out[end - 1] === space) return false;
    if (of === place.birthDate) return turnDate(out, start, end);
    return of !== place.otherIds || otherIdsForm.test(out.toString("latin1", start, end));
  };

  const quick = (line: Buffer, number: number): boolean => {
    const before = end;
    const to = line.length;
    if (to > lineBytesMax || line[to - 1] === space) return false;
    let cell = 0;
    let of = places[0] as number;
    let start = end;
    open();
    for (let i = 0; i <= to; i++) {
      const byte = i === to ? delimiter : (line[i] as number);
      if (byte !== delimiter) {
        if (ordinary[byte] === 0) break;
        if (of >= 0) out[end++] = byte;
        continue;
      }
      // A trailing `|` closes the last cell: the end of the line then closes nothing more.
      if (i === to && cell === layout.cells && line[to - 1] === delimiter) {
        cell += 1;
        break;
      }
      if (cell >= layout.cells) break;
      if (of >= 0) {
        if (!isSound(of, start)) break;
        close(of, start);
      }
      cell += 1;
      of = cell < layout.cells ? (places[cell] as number) : -1;
      start = end;
      if (i === to) cell += 1;
    }
    if (cell === layout.cells + 1 && hasIdentity()) {
      const key = quickStructureKey();
      if (key !== undefined) {
        finish(number, scopeAt(place.professionCode), key);
        return true;
      }
    }
    end = before;
    return false;
  };

  const hasIdentity = (): boolean => {
    const first = starts[place.nationalId] as number;
    const last = ends[place.nationalId] as number;
    if (last === first || last - first > 100) return false;
    for (let i = first; i < last; i++) {
      const byte = out[i] as number;
      if (byte < 33 || byte > 126) return false;
    }
    return !(isEmpty(place.familyName) && isEmpty(place.exerciseFamilyName));
  };

  /** Empty: no structure. `undefined`: one without a technical id, whose key is made of all it says. */
  const quickStructureKey = (): string | undefined => {
    if (!isEmpty(place.technicalId))
      return out.toString("utf8", starts[place.technicalId], ends[place.technicalId]);
    return layout.structureContent.every(isEmpty) ? "" : undefined;
  };

  const scopeAt = (of: number) => scopeOfProfession(out.toString("latin1", starts[of], ends[of]));

  const escaped = (text: string) => (text.includes("\\") ? text.replaceAll("\\", "\\\\") : text);
  const careful = ({ line, scope, structureKey, cells }: Activity) => {
    open();
    for (let of = 0; of < count; of++) {
      const start = end;
      end += out.write(escaped(cells[of] as string), end);
      close(of, start);
    }
    finish(line, scope, escaped(structureKey ?? ""));
  };

  return {
    columns: [
      ...layout.present.map((key) => columns[key].sql),
      ...["structure_key", "scope", "line", "print_low", "print_high"],
      ...["person_print", "exercise_print", "structure_print"],
    ],
    quick,
    careful,
    size: () => end,
    take: () => {
      const rows = out.subarray(0, end);
      out = Buffer.allocUnsafe(rowsBytes + rowBytesMax);
      end = 0;
      return rows;
    },
  };
}

/** When `take` is due: a row more may not fit beyond. */
export const rowsAreMany = (writer: RowWriter): boolean => writer.size() >= rowsBytes;

/** `dd/mm/yyyy` as `yyyy-mm-dd`, in place; false when it is no such date. */
function turnDate(bytes: Buffer, start: number, end: number): boolean {
  const digits = (from: number, to: number) => {
    for (let i = start + from; i < start + to; i++) {
      const byte = bytes[i] as number;
      if (byte < 48 || byte > 57) return false;
    }
    return true;
  };
  if (end - start !== 10 || bytes[start + 2] !== 47 || bytes[start + 5] !== 47) return false;
  if (!digits(0, 2) || !digits(3, 5) || !digits(6, 10)) return false;
  const text = bytes.toString("latin1", start, end);
  bytes.write(`${text.slice(6)}-${text.slice(3, 5)}-${text.slice(0, 2)}`, start, "latin1");
  return true;
}
