import { access, constants } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Config } from "#platform/config";
import { openMigrated } from "#platform/deployment";
import { Halt } from "#platform/halt";
import { systemRandom } from "#platform/random";
import { backUp } from "../backup/backup.ts";
import type { Holding } from "../backup/manifest.ts";
import { programVersion } from "../version.ts";
import { momentText } from "../phone/moment.ts";
import { missing, readArguments } from "./arguments.ts";
import type { Command } from "./io.ts";
import { progressTo } from "./progress.ts";
import { readPassphrase } from "./passphrase.ts";
import { requiredConfig, requireStarted } from "./settings.ts";

export const command: Command = {
  usage: `aval backup --out FILE [--passphrase-file FILE] [--without-keys] [--json]

Writes one instant of the database, and the deployment's keys, to one file, while servers serve. FILE must not exist; only this
account can read it. aval restore --from FILE puts it back; try that before you need it.

An embedded database is read whole, with the PIN program's key. A given one is read by its own pg_dump (on the search path or
in AVAL_PG_BIN, not older than the server), as the owner (AVAL_MIGRATE_DATABASE_URL); the PIN program's key is not taken, since
with it and a phone's image codes can be tried: keep its copy elsewhere.

  --passphrase-file FILE   encrypts (AES-256-GCM under scrypt). In production it is needed wherever keys are taken
  --without-keys           the database alone

Codes, tokens and browser sessions are never taken: after a restore everybody signs in again. Nor is the PIN program's journal.`,
  run: async (argv, io) => {
    const { values } = readArguments(argv, {
      out: { type: "string" },
      "passphrase-file": { type: "string" },
      "without-keys": { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    });
    if (!values.out) throw missing("--out FILE");
    const config = requiredConfig(io);
    const passphrase = await readPassphrase(values["passphrase-file"]);
    const holds = holdings(config, values["without-keys"]);
    refuseOpenKeys(config, holds, passphrase);
    const out = resolve(values.out);
    requireStarted(config);
    await access(dirname(out), constants.W_OK);
    const database = await openMigrated(config);
    try {
      const done = await backUp(
        {
          config,
          database,
          random: systemRandom,
          version: await programVersion(),
          progress: progressTo(io, values.json),
        },
        { out, passphrase, holds },
      );
      const takenAt = new Date(done.takenAt).toISOString();
      const isEncrypted = passphrase !== undefined;
      if (values.json)
        io.out(JSON.stringify({ file: out, ...done, takenAt, encrypted: isEncrypted }));
      else {
        io.out(out);
        io.out(`${momentText(done.takenAt)}  ${done.bytes} o/bytes  sha256 ${done.sha256}`);
        if (!isEncrypted && holds.includes("keys"))
          io.err(
            "Ce fichier contient les clés en clair : qui le lit peut signer au nom d'Aval. / This file holds the keys in clear: whoever reads it can sign in Aval's name.",
          );
      }
      return 0;
    } finally {
      await database.close();
    }
  },
};

function holdings(config: Config, withoutKeys: boolean): readonly Holding[] {
  if (withoutKeys) return ["database"];
  return config.database.kind === "embedded"
    ? ["database", "keys", "pin-key", "sandbox"]
    : ["database", "keys"];
}

function refuseOpenKeys(
  config: Config,
  holds: readonly Holding[],
  passphrase: string | undefined,
): void {
  if (config.mode !== "production" || passphrase !== undefined || !holds.includes("keys")) return;
  throw new Halt(
    "Une sauvegarde de production ne porte pas de clés en clair : donnez --passphrase-file, ou --without-keys.",
    "A backup of production carries no keys in clear: give --passphrase-file, or --without-keys.",
  );
}
