import type { Audit } from "#modules/audit";
import type { Directory } from "#modules/directory";
import type { Limits } from "#modules/limits";
import { limits as bounds } from "#lifetimes";
import { type AnyTables, type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId, type Random } from "#platform/random";
import { days, hours } from "#platform/time";
import { type IntakeKind, intakes, type Told } from "./intakes.ts";
import * as store from "./public-store.ts";

/* What somebody without the application tells. The answer looks nobody up: whom it names is looked for later, apart from it (law 7). */

export type PublicDeps = {
  readonly db: Database<AnyTables>;
  readonly random: Random;
  readonly audit: Pick<Audit, "append">;
  readonly directory: Pick<Directory, "find">;
  readonly limits: Pick<Limits, "spend">;
  readonly networkOf: (address: string) => string;
};

/** Keeps what was told. Refused only for how much comes from one network, or altogether: whoever is named has no part in that. */
export async function take(
  { db, random, limits, networkOf }: PublicDeps,
  kind: IntakeKind,
  told: Told,
  address: string,
): Promise<Outcome<void, "too_many">> {
  const { publicReportsOfNetwork, publicReports } = bounds;
  const mayTell =
    (await limits.spend(
      db,
      "public_report",
      networkOf(address),
      publicReportsOfNetwork,
      hours(1),
    )) && (await limits.spend(db, "public_reports", "all", publicReports, days(1)));
  if (!mayTell) return deny("too_many");
  await store.insert(db, { id: newId("rep", random), kind, ...told });
  return done(undefined);
}

/**
 * Looks for whom the reports that wait name, each once: a fact for somebody of the directory, of which comes an alert, and nothing for
 * anybody else. What was typed is forgotten with that.
 */
export async function settle(deps: PublicDeps): Promise<void> {
  const { db, directory, limits, audit } = deps;
  for (const { id, kind, nationalId } of await store.waiting(db)) {
    const person = nationalId === null ? undefined : await directory.find(nationalId);
    await transact(db, async (tx) => {
      if (!(await store.recordSettled(tx, id, person?.id))) return;
      if (!person) return;
      const { perPerson } = intakes[kind];
      if (await limits.spend(tx, `public_${kind}`, person.id, perPerson, days(1)))
        await audit.append(tx, {
          fact: "public_report_received",
          ...{ professional: person.id, report: id, intake: kind },
        });
    });
  }
}
