import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Config, readConfig, readMode } from "#platform/config";
import { Halt } from "#platform/halt";
import type { SettingProblem } from "#platform/settings";
import type { Io } from "./io.ts";
import { Refused } from "./misuse.ts";

type Outcome<T> =
  | { readonly ok: true; readonly value: T; readonly warnings: readonly SettingProblem[] }
  | { readonly ok: false; readonly problems: readonly SettingProblem[] };

/** The server's settings. */
export function requiredConfig(io: Io): Config {
  return requiredSettings(io, readConfig);
}

/** What only a sandbox may be asked refuses a production before it reads or writes anything. */
export function requireSandbox(io: Io): void {
  if (requiredSettings(io, readMode) === "sandbox") return;
  throw new Refused(
    "not_sandbox",
    "AVAL_MODE=production : pas de bac à sable ici. Pour servir : « aval serve ».",
    'AVAL_MODE=production: no sandbox here. To serve: "aval serve".',
  );
}

/** A command that only looks makes no database: in a folder where none was ever started it says so, and leaves it as it is. */
export function requireStarted({ database, dataDir }: Config): void {
  if (database.kind !== "embedded" || existsSync(join(dataDir, "postgres", "PG_VERSION"))) return;
  throw new Refused(
    "not_started",
    `Rien n'a encore démarré dans ${dataDir} : lancez « npm start », ou donnez le bon AVAL_DATA_DIR.`,
    `Nothing was started in ${dataDir} yet: run "npm start", or give the right AVAL_DATA_DIR.`,
  );
}

/** The settings, or a halt that tells every problem at once. Mistyped names are told and change nothing. */
export function requiredSettings<T>(io: Io, read: (env: Io["env"]) => Outcome<T>): T {
  const outcome = read(io.env);
  if (!outcome.ok) throw configHalt(outcome.problems);
  for (const warning of outcome.warnings) {
    io.err(`${warning.setting} ${warning.fr}`);
    io.err(`${warning.setting} ${warning.en}`);
  }
  return outcome.value;
}

function configHalt(problems: readonly SettingProblem[]): Halt {
  const lines = (language: "fr" | "en") =>
    problems.map((one) => `  ${one.setting} ${one[language]}`).join("\n");
  return new Halt(
    `Les réglages ne vont pas :\n${lines("fr")}`,
    `The settings are wrong:\n${lines("en")}`,
  );
}
