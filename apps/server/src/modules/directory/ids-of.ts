import type { ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import { type DirectoryDeps, find } from "./directory.ts";

/** Who these national ids are of: by the id itself in one statement, and one by one for those that are somebody's other id. */
export async function idsOf(
  deps: DirectoryDeps,
  nationalIds: readonly string[],
): Promise<ReadonlyMap<string, ProfessionalId>> {
  const { rows } = await sql<{ id: ProfessionalId; nationalId: string }>`
    select id, national_id as "nationalId" from professional where national_id = any(${[...nationalIds]}::text[])`.execute(
    deps.db,
  );
  const found = new Map(rows.map(({ id, nationalId }) => [nationalId, id]));
  for (const nationalId of nationalIds) {
    if (found.has(nationalId)) continue;
    const other = await find(deps, nationalId);
    if (other) found.set(nationalId, other.id);
  }
  return found;
}
