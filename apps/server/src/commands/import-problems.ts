import type { Io } from "./io.ts";

/** Problems shown one by one; the others are counted, and kept in the database where the import has a run. */
const problemsShown = 20;

/** Where a line stands, and why it was left out, in both languages. */
export const problemLine = (
  place: string,
  { fr, en }: { readonly fr: string; readonly en: string },
  column?: string,
): string => `${place}: ${fr} / ${en}${column ? ` (${column})` : ""}`;

/** The lines that an import left out: the first of them, and how many more. `of`: of all, where not all are at hand. */
export function tellProblems(
  io: Io,
  lines: readonly string[],
  { of = lines.length, run }: { readonly of?: number; readonly run?: string | undefined } = {},
): void {
  for (const line of lines.slice(0, problemsShown)) io.err(line);
  if (of > problemsShown)
    io.err(`… ${of - problemsShown} autres / more${run ? ` (import_problem, ${run})` : ""}`);
}
