import type { ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import type { AnyTables, Database } from "#platform/database";

/** Writes down who had a means before; a victim stays one. How many are new, and how many only now known as victims. */
export async function recordKnown(
  tx: Database<AnyTables>,
  professionals: readonly ProfessionalId[],
  areVictims: boolean,
): Promise<{ readonly added: number; readonly changed: number }> {
  const { rows } = await sql<{ isNew: boolean }>`
    insert into known_holder (professional, is_victim)
    select professional, ${areVictims} from unnest(${[...professionals]}::text[]) as professional
    on conflict (professional) do update set is_victim = true, told_at = null
      where excluded.is_victim and not known_holder.is_victim
    returning xmax = 0 as "isNew"`.execute(tx);
  const added = rows.filter(({ isNew }) => isNew).length;
  return { added, changed: rows.length - added };
}

/** Takes on whom nobody has told yet, victims first: whoever takes them tells and freezes them in the same transaction. */
export async function takeKnown(
  tx: Database<AnyTables>,
  most: number,
): Promise<readonly { readonly professional: ProfessionalId; readonly isVictim: boolean }[]> {
  const { rows } = await sql<{ professional: ProfessionalId; isVictim: boolean }>`
    update known_holder set told_at = aval_now()
    where professional in (select professional from known_holder where told_at is null
      order by is_victim desc, known_at, professional limit ${most} for update skip locked)
    returning professional, is_victim as "isVictim"`.execute(tx);
  return rows;
}
