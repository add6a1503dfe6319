import { createHash } from "node:crypto";
import { type ColumnKey, columnKeys, columnOf, columns, requiredColumns } from "./columns.ts";
import type { Line } from "./lines.ts";
import { scopeOfProfession } from "./scope.ts";

/** The two layouts of the RPPS extracts: open to all, and the restricted one with birth and contact columns. */
export type LayoutName = "public" | "restricted";

/** What a header says: which cell of a line holds which column. A column absent here changes nothing at import. */
export type Layout = {
  readonly name: LayoutName;
  /** Cells of every line, the empty one after the trailing `|` not counted. */
  readonly cells: number;
  /** In the order of the file. */
  readonly present: readonly ColumnKey[];
  readonly indexOf: ReadonlyMap<ColumnKey, number>;
  /** Where the cells of `present` stand in a line, in that order. */
  readonly positions: readonly number[];
  /** Where a column stands among `present`. */
  readonly placeOf: Readonly<Partial<Record<ColumnKey, number>>>;
  /** Where those stand that say what a structure is, its technical id left out. */
  readonly structureContent: readonly number[];
};

export type HeaderFault =
  | { readonly reason: "empty_file" }
  | { readonly reason: "missing_column" | "repeated_column"; readonly column: ColumnKey };

/** Why a line was left out. Never its content: a report may be sent to people who may not read the extract. */
export type LineFault =
  | "too_long"
  | "cell_count"
  | "control_character"
  | "national_id"
  | "name"
  | "birth_date"
  | "other_ids"
  /** Two lines of one person, or of one structure, say different things: the first was kept. */
  | "person_differs"
  | "structure_differs";

/** One activity of one person, as read. */
export type Activity = {
  readonly line: number;
  readonly scope: string;
  /** The technical id of the structure, or what it says of itself; absent when it says nothing. */
  readonly structureKey: string | undefined;
  /** The cells of the layout's `present`, in that order. */
  readonly cells: readonly string[];
};

export type ReadLine =
  | { readonly ok: true; readonly activity: Activity }
  /** `nationalId` where it could still be read: that person must not look as if they had left the file. */
  | {
      readonly ok: false;
      readonly fault: LineFault;
      readonly column: ColumnKey | undefined;
      readonly nationalId: string | undefined;
    };

const delimiter = "|";
const restrictedOnly: readonly ColumnKey[] = [
  "familyName",
  "givenNames",
  "birthDate",
  "contactPhone",
  "contactEmail",
];

function cellsOf(text: string): string[] {
  const cells = text.split(delimiter);
  if (cells.length > 1 && cells.at(-1)?.trim() === "") cells.pop();
  return cells;
}

/** Recognises the layout by its header's names. */
export function readHeader(text: string): Layout | { readonly fault: HeaderFault } {
  const cells = cellsOf(text);
  if (text.trim() === "") return { fault: { reason: "empty_file" } };

  const indexOf = new Map<ColumnKey, number>();
  for (const [index, cell] of cells.entries()) {
    const key = columnOf(cell);
    if (!key) continue;
    if (indexOf.has(key)) return { fault: { reason: "repeated_column", column: key } };
    indexOf.set(key, index);
  }
  const missing = requiredColumns.find((key) => !indexOf.has(key));
  if (missing) return { fault: { reason: "missing_column", column: missing } };

  // A structure without its technical id could not be told from another: then none of its columns is read.
  if (!indexOf.has("technicalId")) for (const key of structureKeys) indexOf.delete(key);
  const present = [...indexOf].sort(([, a], [, b]) => a - b).map(([key]) => key);
  const placeOf = Object.fromEntries(present.map((key, at) => [key, at]));
  return {
    name: restrictedOnly.some((key) => indexOf.has(key)) ? "restricted" : "public",
    cells: cells.length,
    present,
    indexOf,
    positions: present.map((key) => indexOf.get(key) as number),
    placeOf,
    // In an order of our own: a file may have its columns in another tomorrow.
    structureContent: structureKeys
      .filter((key) => key !== "technicalId")
      .flatMap((key) => placeOf[key] ?? []),
  };
}

const structureKeys = columnKeys.filter((key) => columns[key].group === "structure");

/** Opaque: RPPS `8…`, ADELI `0…`, structure ids with `/`, UUIDs. Printable ASCII without spaces, at most 100. */
const nationalIdForm = /^[!-{}~]{1,100}$/;
const birthDateForm = /^([0-9]{2})\/([0-9]{2})\/([0-9]{4})$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be stored or shown.
const controlCharacters = /[\u0000-\u0008\u000B-\u001F\u007F]/;

const aroundCells = /(?:^|\|)\s|\s(?:\||$)/;

/** One line of the file, as an activity or as a fault. */
export function readLine(layout: Layout, line: Line): ReadLine {
  const all = line.tooLong ? [] : cellsOf(line.text);
  // A missing trailing `|` and an empty last cell look alike.
  if (all.length === layout.cells - 1 && line.text.endsWith(delimiter)) all.push("");
  const cells: string[] = layout.positions.map((at) => all[at] ?? "");
  // Looked at once for the line: nearly none has a space to cut off, or a character to refuse.
  if (aroundCells.test(line.text))
    for (let at = 0; at < cells.length; at++) cells[at] = cells[at]?.trim() ?? "";
  const cell = (key: ColumnKey) => cells[layout.placeOf[key] ?? -1] ?? "";

  const nationalId = nationalIdForm.test(cell("nationalId")) ? cell("nationalId") : undefined;
  const refuse = (fault: LineFault, column?: ColumnKey): ReadLine => ({
    ok: false,
    fault,
    column,
    nationalId,
  });

  if (line.tooLong) return refuse("too_long");
  if (all.length !== layout.cells) return refuse("cell_count");
  if (controlCharacters.test(line.text)) {
    const broken = layout.present.find((key) => controlCharacters.test(cell(key)));
    if (broken) return refuse("control_character", broken);
  }
  if (!nationalId) return refuse("national_id", "nationalId");
  if (cell("familyName") === "" && cell("exerciseFamilyName") === "")
    return refuse("name", "exerciseFamilyName");
  const birthDate = isoDate(cell("birthDate"));
  if (birthDate === undefined) return refuse("birth_date", "birthDate");
  const otherIds = parseOtherIds(cell("otherIds"));
  if (!otherIds) return refuse("other_ids", "otherIds");

  rewrite(layout, cells, "birthDate", birthDate);
  rewrite(layout, cells, "otherIds", otherIds.map(idText).join(";"));
  const activity = {
    line: line.number,
    scope: scopeOfProfession(cell("professionCode")),
    structureKey: structureKeyOf(layout, cells),
    cells,
  };
  return { ok: true, activity };
}

const idText = (id: OtherId) => `${id.identifiant},${id.origine},${id.qualite}`;

function rewrite(layout: Layout, cells: string[], key: ColumnKey, text: string): void {
  const at = layout.placeOf[key];
  if (at !== undefined) cells[at] = text;
}

/** Structures without a technical id are told apart by all they say: `content:` and the MD5 of it. */
function structureKeyOf(layout: Layout, cells: readonly string[]): string | undefined {
  const { technicalId } = layout.placeOf;
  if (technicalId === undefined) return undefined;
  if (cells[technicalId]) return cells[technicalId];
  const content = layout.structureContent.map((at) => cells[at]).join("|");
  if (content.length < layout.structureContent.length) return undefined;
  return `content:${createHash("md5").update(content).digest("hex")}`;
}

/**
 * `dd/mm/yyyy` as `yyyy-mm-dd`; empty stays empty; `undefined` when it is neither.
 * Not checked against the calendar: registers hold days and months that are unknown (`00/00/1950`).
 */
function isoDate(text: string): string | undefined {
  if (text === "") return "";
  const match = birthDateForm.exec(text);
  return match ? `${match[3]}-${match[2]}-${match[1]}` : undefined;
}

export type OtherId = {
  readonly identifiant: string;
  readonly origine: string;
  readonly qualite: number;
};

/** `id,origin,quality;…` as the restricted layout writes it; `undefined` when it is written otherwise. */
export function parseOtherIds(text: string): OtherId[] | undefined {
  const ids: OtherId[] = [];
  for (const entry of text.split(";").map((part) => part.trim())) {
    if (entry === "") continue;
    const [identifiant = "", origine = "", qualite = "", ...rest] = entry
      .split(",")
      .map((part) => part.trim());
    if (rest.length > 0 || !nationalIdForm.test(identifiant)) return undefined;
    if (!/^[A-Za-z0-9_-]{1,30}$/.test(origine) || !/^-?[0-9]{1,4}$/.test(qualite)) return undefined;
    ids.push({ identifiant, origine, qualite: Number(qualite) });
  }
  return ids;
}
