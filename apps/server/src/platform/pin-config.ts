import {
  type ConfigWorld,
  folder,
  readLogLevel,
  readPinSecret,
  type Setting,
  systemWorld,
  unknownSettings,
} from "./config.ts";
import type { LogLevel } from "./log.ts";
import type { Secret } from "./secret.ts";
import { type Environment, reader, type SettingProblem } from "./settings.ts";

/** What the PIN program apart is given in production: nothing of the server's but the secret they share. */
export type PinConfig = {
  readonly databaseUrl: Secret;
  readonly keyFile: string;
  readonly secret: Secret;
  readonly logLevel: LogLevel;
  /** Further `Host` names it answers to: the one in `AVAL_PIN_URL`. */
  readonly hosts: readonly string[];
};

export type PinConfigOutcome =
  | { readonly ok: true; readonly value: PinConfig; readonly warnings: readonly SettingProblem[] }
  | { readonly ok: false; readonly problems: readonly SettingProblem[] };

/**
 * The PIN program's settings in production. With the server's database role beside its own key file, one stolen program
 * would be as good as both: such a start is refused.
 */
export function readPinConfig(
  environment: Environment,
  world: ConfigWorld = systemWorld(),
): PinConfigOutcome {
  const read = reader<Setting>(environment, world.readFile);
  for (const setting of [
    "AVAL_PIN_DATABASE_URL",
    "AVAL_PIN_KEY_FILE",
    "AVAL_PIN_SECRET",
  ] as const) {
    if (read.text(setting) === undefined)
      read.report(
        setting,
        "est nécessaire au service PIN en production.",
        "is needed by the PIN program in production.",
      );
  }
  for (const setting of ["AVAL_DATABASE_URL", "AVAL_MIGRATE_DATABASE_URL"] as const) {
    if (read.text(setting) !== undefined)
      read.report(
        setting,
        "n'est pas pour le service PIN : retirez-le de son environnement.",
        "is not for the PIN program: take it out of its environment.",
      );
  }
  const databaseUrl = read.databaseUrl("AVAL_PIN_DATABASE_URL");
  const keyFile = folder(read, world, "AVAL_PIN_KEY_FILE");
  const secret = readPinSecret(read);
  const url = read.url("AVAL_PIN_URL");
  const logLevel = readLogLevel(read);
  if (read.problems.length > 0 || !databaseUrl || !keyFile || !secret)
    return { ok: false, problems: read.problems };
  const hosts = url ? [new URL(url).host] : [];
  return {
    ok: true,
    value: { databaseUrl, keyFile, secret, logLevel, hosts },
    warnings: unknownSettings(environment),
  };
}
