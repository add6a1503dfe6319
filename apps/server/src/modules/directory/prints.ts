import { type ColumnGroup, columns } from "./columns.ts";
import type { Activity, Layout } from "./extract.ts";

/**
 * A line of the file as it is sent to PostgreSQL, with its fingerprints: 53-bit numbers that are equal when what they are made from
 * is. PostgreSQL then tells unchanged people from changed ones, and lines that contradict each other, by comparing numbers.
 *
 * They guard nothing: whoever can make two lines of one fingerprint writes the extract, and needs no such trick.
 */
export type CopyRows = {
  /** The columns of `staged`, in the order of a row's cells. */
  readonly columns: readonly string[];
  readonly rowOf: (activity: Activity) => string;
};

/** Raised when a later version of Aval reads other columns, or reads them otherwise: then nobody is taken for unchanged. */
const reading = 1;

export function copyRows(layout: Layout): CopyRows {
  const seed = printOf([`${reading}`, ...layout.present], 0);
  const placesOf = (groups: readonly ColumnGroup[]) =>
    layout.present.flatMap((key, at) => (groups.includes(columns[key].group) ? [at] : []));
  const person = placesOf(["person", "contact", "otherIds"]);
  const exercise = placesOf(["exercise"]);
  const activity = placesOf(["activity"]);
  const structure = placesOf(["structure"]);

  return {
    columns: [
      ...["line", "scope", "structure_key", "print_low", "print_high"],
      ...["person_print", "exercise_print", "structure_print"],
      ...layout.present.map((key) => columns[key].sql),
    ],
    rowOf: ({ line, scope, structureKey, cells }) => {
      const prints = [person, exercise, structure].map((places) => printAt(cells, places, 0));
      const whole = printOf(
        [...prints.map(String), String(printAt(cells, activity, 0)), structureKey ?? ""],
        seed,
      );
      const row = `${line}|${scope}|${structureKey ?? ""}|${whole | 0}|${Math.floor(whole / 4_294_967_296)}|${prints.join("|")}|${cells.join("|")}\n`;
      // In COPY's text a backslash opens a name; cells hold no `|` and no line feed.
      return row.includes("\\") ? row.replaceAll("\\", "\\\\") : row;
    },
  };
}

function printAt(cells: readonly string[], places: readonly number[], seed: number): number {
  let low = 0xdeadbeef ^ seed;
  let high = 0x41c6ce57 ^ seed;
  for (const place of places) {
    const cell = cells[place] as string;
    for (let at = 0; at < cell.length; at++) {
      const unit = cell.charCodeAt(at);
      low = Math.imul(low ^ unit, 2_654_435_761);
      high = Math.imul(high ^ unit, 1_597_334_677);
    }
    // Cells hold no `|`: where one ends is part of what is said.
    low = Math.imul(low ^ 124, 2_654_435_761);
    high = Math.imul(high ^ 124, 1_597_334_677);
  }
  low =
    Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  high =
    Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  return 4_294_967_296 * (high & 0x1fffff) + (low >>> 0);
}

function printOf(texts: readonly string[], seed: number): number {
  return printAt(
    texts,
    texts.map((_, at) => at),
    seed % 4_294_967_296,
  );
}
