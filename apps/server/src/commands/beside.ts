import { type Audit, createAudit } from "#modules/audit";
import { toldBy } from "#modules/streams";
import { databaseClock } from "#platform/clock";
import type { Config } from "#platform/config";
import { type AnyTables, connect, type Database } from "#platform/database";
import { openMigrated } from "#platform/deployment";
import { type Random, systemRandom } from "#platform/random";
import type { Clock } from "#platform/time";
import type { Io } from "./io.ts";
import { requiredConfig, requireStarted } from "./settings.ts";

/** What a command beside the servers works with. */
export type Beside = {
  readonly config: Config;
  readonly db: Database<AnyTables>;
  readonly clock: Clock;
  readonly random: Random;
  readonly audit: Audit;
};

/** Gives a command the deployment's database for as long as it works; nothing is opened before it asks. */
export type WithDatabase = <T>(work: (beside: Beside) => Promise<T>) => Promise<T>;

/** `mayBegin`: a first import may come before the first start. Whatever else finds nothing there says so. */
export function withDatabaseOf(io: Io, { mayBegin = false } = {}): WithDatabase {
  return async (work) => {
    const config = requiredConfig(io);
    if (!mayBegin) requireStarted(config);
    const database = await openMigrated(config);
    const db = connect(database.urls.server, { searchPath: "aval", max: 3 });
    try {
      const clock = await databaseClock(db);
      try {
        return await work({
          config,
          db,
          clock,
          random: systemRandom,
          audit: createAudit({
            ...{ clock, random: systemRandom },
            appended: toldBy({ clock, random: systemRandom }),
          }),
        });
      } finally {
        clock.stop();
      }
    } finally {
      await db.destroy();
      await database.close();
    }
  };
}
