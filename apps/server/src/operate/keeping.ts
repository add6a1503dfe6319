import { createRetention } from "#modules/retention";
import type { AnyTables, Database } from "#platform/database";
import { type Finding, fine, warn } from "./finding.ts";
import { applied, notApplied } from "./retention.ts";

/** Whether somebody looked lately for what is past its term: what nobody lets go is kept against the law that it was collected under. */
export async function retentionFinding(db: Database<AnyTables>): Promise<Finding> {
  const audit = {
    erase: () => Promise.reject(new Error("the doctor changes nothing")),
  };
  const retention = createRetention({ db, audit, applied, kept: notApplied });
  return (await retention.isUpToDate())
    ? fine("retention")
    : warn("retention", {
        fr: "Depuis plus de trois jours une table n'a pas été passée en revue : aucun serveur ne tourne, ou « retention_failed » est dans ses lignes.",
        en: 'For more than three days a table has not been looked through: no server runs, or "retention_failed" is in its lines.',
      });
}
