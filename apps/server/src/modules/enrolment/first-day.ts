import type { Audit } from "#modules/audit";
import type { Directory } from "#modules/directory";
import { limits as bounds } from "#lifetimes";
import { type AnyTables, type Database, transact } from "#platform/database";
import type { EnrolmentDeps } from "./enrolment.ts";
import { recordKnown, takeKnown } from "./first-day-store.ts";

/** What a list said. `problems`: its lines that name nobody of the directory. */
export type HoldersKnown = {
  readonly lines: number;
  readonly added: number;
  readonly changed: number;
  readonly problems: readonly number[];
};

/** Lines looked up and written at once. */
const batch = 500;

/**
 * Reads who had a means before this deployment: one national identifier a line, `#` begins a remark. It opens nothing for them: that
 * means was itself obtained by two codes read out (DESIGN section 12). Read twice, a list changes nothing.
 */
export async function knowHolders(
  deps: {
    readonly db: Database<AnyTables>;
    readonly directory: Pick<Directory, "idsOf">;
    readonly audit: Pick<Audit, "append">;
  },
  list: AsyncIterable<string>,
  { areVictims }: { readonly areVictims: boolean },
): Promise<HoldersKnown> {
  const known = { lines: 0, added: 0, changed: 0, problems: [] as number[] };
  let waiting: { readonly line: number; readonly nationalId: string }[] = [];
  const write = async () => {
    const found = await deps.directory.idsOf(waiting.map(({ nationalId }) => nationalId));
    for (const { line, nationalId } of waiting)
      if (!found.has(nationalId)) known.problems.push(line);
    waiting = [];
    const people = [...new Set(found.values())];
    const { added, changed } = await transact(deps.db, (tx) => recordKnown(tx, people, areVictims));
    known.added += added;
    known.changed += changed;
  };
  let line = 0;
  for await (const text of list) {
    line++;
    const nationalId = text.split("#")[0]?.trim() ?? "";
    if (nationalId === "") continue;
    known.lines++;
    waiting.push({ line, nationalId });
    if (waiting.length >= batch) await write();
  }
  await write();
  await transact(deps.db, (tx) =>
    deps.audit.append(tx, {
      fact: "holders_known",
      areVictims,
      lines: known.lines,
      added: known.added,
      changed: known.changed,
      problems: known.problems.length,
    }),
  );
  return known;
}

/** Tells them at every contact there is, and freezes those who are known as victims, in one transaction with the note that it was done. */
export async function tellKnown(deps: EnrolmentDeps): Promise<void> {
  await transact(deps.db, async (tx) => {
    for (const { professional, isVictim } of await takeKnown(tx, bounds.knownInRound)) {
      // Who is frozen is told that, and not how to add a phone.
      if (isVictim)
        await deps.stops.freeze(tx, { professional, reason: "known_victim", by: "first_day" });
      else await deps.notices.tell(tx, { professional, event: "first_day", about: professional });
    }
  });
}
