import type { Audit } from "#modules/audit";
import { linesOf, weigh } from "#modules/directory";
import { type AnyTables, type Database, transact } from "#platform/database";
import {
  type Desk,
  type DeskHeader,
  type DeskLineFault,
  readDeskHeader,
  readDeskLine,
} from "./desk-line.ts";
import { type DeskMoves, replaceDesks } from "./store.ts";

export type HelpDeps = { readonly db: Database<AnyTables>; readonly audit: Audit };

export type DeskProblem = { readonly line: number; readonly reason: DeskLineFault };

export type DesksImported = {
  /** Why nothing was changed. */
  readonly stopped:
    | { readonly reason: "header"; readonly missing: string }
    | { readonly reason: "damaged" | "no_desk" }
    | undefined;
  readonly counts: DeskMoves & {
    readonly lines: number;
    readonly unchanged: number;
    readonly problems: number;
  };
  readonly problems: readonly DeskProblem[];
};

/**
 * Puts the desks of a file in the place of the list, in one transaction. A line that cannot be read is told and stops nothing else. A
 * file without one desk that can be read changes nothing, and neither does one that stops inside a line: it is a wrong file, and would
 * leave people with nowhere to go.
 */
export async function importDesks(
  { db, audit }: HelpDeps,
  file: AsyncIterable<Uint8Array>,
): Promise<DesksImported> {
  const { missing, isCut, desks, lines, problems, digest } = await readDesks(file);
  const read = { lines, problems: problems.length };
  const none = { ...read, added: 0, changed: 0, removed: 0, unchanged: 0 };
  if (missing !== undefined)
    return { stopped: { reason: "header", missing }, counts: none, problems };
  if (isCut) return { stopped: { reason: "damaged" }, counts: none, problems };
  if (desks.length === 0) return { stopped: { reason: "no_desk" }, counts: none, problems };
  return transact(db, async (tx) => {
    const moves = await replaceDesks(tx, desks);
    const counts = {
      lines,
      added: moves.added,
      changed: moves.changed,
      removed: moves.removed,
      unchanged: desks.length - moves.added - moves.changed,
      problems: problems.length,
    };
    await audit.append(tx, { fact: "desks_imported", digest, ...counts });
    return { stopped: undefined, counts, problems };
  });
}

async function readDesks(file: AsyncIterable<Uint8Array>) {
  const { weight, chunks } = weigh(file);
  const desks = new Map<string, Desk>();
  const problems: DeskProblem[] = [];
  let header: DeskHeader | { readonly missing: string } | undefined;
  let lines = 0;
  for await (const line of linesOf(chunks)) {
    if (!header) {
      header = readDeskHeader(line.text);
      continue;
    }
    if ("missing" in header) break;
    if (!line.tooLong && line.text.trim() === "") continue;
    lines++;
    const read = line.tooLong ? { fault: "too_long" as const } : readDeskLine(header, line.text);
    if ("fault" in read) {
      problems.push({ line: line.number, reason: read.fault });
      continue;
    }
    const key = JSON.stringify([read.authority, read.name, read.postcode]);
    if (desks.has(key)) problems.push({ line: line.number, reason: "repeated" });
    else desks.set(key, read);
  }
  const missing = !header ? "autorite" : "missing" in header ? header.missing : undefined;
  return {
    missing,
    isCut: !weight.endsLine,
    desks: [...desks.values()],
    lines,
    problems,
    digest: weight.digest(),
  };
}
