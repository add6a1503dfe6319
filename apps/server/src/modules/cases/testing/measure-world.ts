import { sql } from "kysely";
import { createAudit } from "#modules/audit";
import { createLimits } from "#modules/limits";
import { createSoftware } from "#modules/software";
import { createStaff } from "#modules/staff";
import type { AnyTables, Database } from "#platform/database";
import { systemRandom as random } from "#platform/random";
import { instant } from "#platform/time";
import { createMeasures } from "../index.ts";

/** Measures whose effect is a row of the test's own, so that each time somebody is reached can be counted. */
export function measuresOn(db: Database<AnyTables>) {
  const clock = { now: () => instant(Date.now()) };
  const audit = createAudit({ clock, random });
  const effect = async (tx: Database<AnyTables>, { professional }: { professional: string }) => {
    await sql`insert into measured (professional) values (${professional})`.execute(tx);
    return true;
  };
  return createMeasures({
    ...{ db, clock, random, audit, limits: createLimits() },
    software: createSoftware({ db, random, audit }),
    staff: createStaff({ db }),
    directory: { byId: async () => undefined, displayName: () => "", scopesOf: () => [] },
    console: {} as never,
    effects: {
      ...{ close_sessions: effect, end_places: effect, suspend_phone: effect },
      ...{ suspend_card: effect, pause: effect, freeze: effect },
      ...{ restore_phone: effect, restore_card: effect },
    },
  });
}
