import { setTimeout as delay } from "node:timers/promises";
import { databaseClock } from "#platform/clock";
import { connect } from "#platform/database";
import { advanceClock, openMigrated, ownersUrls } from "#platform/deployment";
import { type Duration, days, hours, minutes, seconds } from "#platform/time";
import { momentText } from "../phone/moment.ts";
import { readArguments } from "./arguments.ts";
import type { Command } from "./io.ts";
import { Misuse } from "./misuse.ts";
import { requiredConfig, requireSandbox, requireStarted } from "./settings.ts";

const units = { s: seconds, m: minutes, h: hours, d: days, j: days } as const;

/** Running servers measure the clock every second. */
const followedMs = 1_500;
/** Further than any law looks, and still a date that every library can write. */
const longest = days(20 * 365);

export const command: Command = {
  usage: `aval sandbox clock [--advance 8d] [--json]

Says what time it is in the sandbox, and moves its clock forward: 90s, 10m, 36h, 8d. It never goes back.`,
  run: async (argv, io) => {
    // Before the options are read: "-1d" looks like one.
    if (backwards.test(argv[argv.indexOf("--advance") + 1] ?? "")) throw neverBack();
    const { values } = readArguments(argv, {
      advance: { type: "string" },
      json: { type: "boolean", default: false },
    });
    const span = values.advance === undefined ? undefined : parseSpan(values.advance);
    requireSandbox(io);
    const config = requiredConfig(io);
    requireStarted(config);
    const database = await openMigrated(config);
    const db = connect(database.urls.server, { searchPath: "aval", max: 1 });
    try {
      if (span !== undefined) {
        await advanceClock((await ownersUrls(database)).owner, span);
        await delay(followedMs);
      }
      const clock = await databaseClock(db);
      clock.stop();
      const now = clock.now();
      const aheadSeconds = Math.round(clock.offsetMs() / 1000);
      io.out(
        values.json
          ? JSON.stringify({ now: new Date(now).toISOString(), aheadSeconds })
          : momentText(now),
      );
      return 0;
    } finally {
      await db.destroy();
      await database.close();
    }
  },
};

const backwards = /^-\d{1,9}[smhdj]$/;

const neverBack = () =>
  new Misuse(
    "L'horloge du bac à sable ne recule jamais : ce qui a expiré revivrait. Pour repartir d'aujourd'hui, supprimez le dossier AVAL_DATA_DIR, bac à sable arrêté.",
    "The sandbox's clock never goes back: what has expired would live again. To start from today, delete the folder AVAL_DATA_DIR while the sandbox is stopped.",
  );

/** A length of time with its unit. */
function parseSpan(text: string): Duration {
  const match = /^(\d{1,9})([smhdj])$/.exec(text);
  const span = match && units[match[2] as keyof typeof units](Number(match[1]));
  if (span && span <= longest) return span;
  if (backwards.test(text)) throw neverBack();
  throw new Misuse(
    `--advance : « ${text} » n'est pas une durée : 90s, 10m, 36h, 8d.`,
    `--advance: "${text}" is not a length of time: 90s, 10m, 36h, 8d.`,
  );
}
