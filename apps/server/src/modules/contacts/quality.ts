import type { ContactQuality } from "@aval/protocol";
import { limits as bounds } from "#lifetimes";
import type { Directory } from "#modules/directory";
import { everywhere, type Visitor } from "#modules/staff";
import { csvText } from "#platform/csv";
import { transact } from "#platform/database";
import type { ContactsDeps } from "./contacts.ts";
import { epochSeconds } from "#platform/time";
import * as store from "./store.ts";

export type QualityDeps = Pick<ContactsDeps, "db" | "audit"> & {
  readonly directory: Pick<Directory, "flawsOf">;
};

/** What is to be looked at among the contacts of this member's authority: counts of all, and a page of each. That it was read is written down. */
export async function quality(
  deps: QualityDeps,
  who: Visitor,
  { from, most }: { readonly from: number; readonly most: number },
): Promise<ContactQuality> {
  const { at, counts, lines } = await deps.directory.flawsOf(who.scope, { from, most });
  await transact(deps.db, (tx) =>
    deps.audit.append(tx, {
      fact: "contact_quality_read",
      staff: who.member,
      scope: who.scope,
      lines: lines.length,
    }),
  );
  const next = from + most;
  return {
    counts,
    held: await store.countHeld(deps.db, who.scope === everywhere ? undefined : who.scope),
    lines,
    ...(at ? { at: epochSeconds(at) } : {}),
    ...(Object.values(counts).some((count) => count > next) ? { next } : {}),
  };
}

/** Has the contacts looked through again, when it is due. */
export const keepQuality = ({
  db,
  directory,
}: Pick<ContactsDeps, "db" | "directory">): Promise<boolean> =>
  directory.keepFlaws(() => store.bounced(db));

/** The same as a spreadsheet opens it. An id that it would take for a formula begins with an apostrophe (OWASP, CSV injection). */
export async function qualityTable(deps: QualityDeps, who: Visitor): Promise<string> {
  const { lines } = await quality(deps, who, { from: 0, most: bounds.contactFlawsInFile });
  const rows = lines.map(({ flaw, kind, nationalId }) => `${csvText(nationalId)};${kind};${flaw}`);
  return ["identifiant;nature;defaut", ...rows, ""].join("\r\n");
}
