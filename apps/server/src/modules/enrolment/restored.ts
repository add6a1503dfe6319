import type { Audit, AuditTables } from "#modules/audit";
import type { Database } from "#platform/database";
import { type EnrolmentTables, recordAllRefused } from "./store.ts";

/** Ends what is not active, after a restore: what its holder had stopped since the backup must not go on by itself. */
export async function endUnderWay(
  { audit }: { readonly audit: Pick<Audit, "append"> },
  tx: Database<EnrolmentTables & AuditTables>,
): Promise<void> {
  for (const { id, professional } of await recordAllRefused(tx)) {
    if (professional === null) continue;
    const reason = "restored";
    await audit.append(tx, { fact: "enrolment_refused", professional, enrolment: id, reason });
  }
}
