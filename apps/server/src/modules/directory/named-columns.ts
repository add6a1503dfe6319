/** A text in columns that are named by the first line, `;` between them: an authority's, or the operator's. Nothing here touches the world. */

/** Where each column stands. */
export type NamedColumns<C extends string> = Readonly<Record<C, number>>;

/** Where each of these stands; the name of the one that is missing, or there twice. */
export function readColumns<C extends string>(
  text: string,
  names: readonly C[],
): NamedColumns<C> | { readonly missing: string } {
  const found = cellsOf(text).map(plain);
  const columns: Partial<Record<C, number>> = {};
  for (const name of names) {
    const at = found.indexOf(name);
    if (at === -1 || found.lastIndexOf(name) !== at) return { missing: name };
    columns[name] = at;
  }
  return columns as NamedColumns<C>;
}

/** What one line says in a column, or why none of it is read. */
export function readCells<C extends string>(
  columns: NamedColumns<C>,
  text: string,
): ((column: C) => string) | { readonly fault: CellsFault } {
  if (/\p{Cc}/u.test(text)) return { fault: "control_character" };
  const cells = cellsOf(text);
  if (cells.length <= Math.max(...Object.values<number>(columns))) return { fault: "cell_count" };
  return (column) => (cells[columns[column]] ?? "").trim();
}

/** Without accents and capitals: « Téléphone » is `telephone`. */
export const plain = (cell: string) =>
  cell.trim().normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();

/** Cells between `;`, each perhaps quoted as spreadsheets do. */
function cellsOf(text: string): string[] {
  return [...`;${text}`.matchAll(/;(?:"((?:[^"]|"")*)"|([^;]*))(?=;|$)/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? "",
  );
}

/** Why no cell of a line is read, without its content. */
export const cellsFaultSentences = {
  too_long: {
    fr: "plus de 64 ko : la ligne a été laissée",
    en: "longer than 64 kB: the line was left out",
  },
  cell_count: {
    fr: "pas le nombre de colonnes de l'en-tête",
    en: "not the header's number of columns",
  },
  control_character: { fr: "un caractère de contrôle", en: "a control character" },
} as const;

export type CellsFault = keyof typeof cellsFaultSentences;
