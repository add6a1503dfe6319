import { thumbprint } from "@aval/protocol";
import type { Config } from "#platform/config";
import { claimDeployment, openDatabase, ownersUrls } from "#platform/deployment";
import { openKeys } from "#platform/keys";
import { migrate, plannedMigrations } from "#platform/migrate";
import type { DatabaseUrls } from "#platform/roles";
import { readArguments } from "./arguments.ts";
import type { Command } from "./io.ts";
import { requiredConfig } from "./settings.ts";

export const command: Command = {
  usage: `aval migrate [--dry-run] [--json]

Brings the database to this version's schema and its roles to their rights, and says once what the database is for and
which root its keys come from. A sandbox does so by itself; production's nodes wait for this command.

It needs the owner's role: AVAL_MIGRATE_DATABASE_URL with AVAL_PIN_DATABASE_URL, or an AVAL_DATABASE_URL whose role owns the
database. Nodes may serve meanwhile: new code runs on the previous schema.
--dry-run names what would be applied and changes nothing.`,
  run: async (argv, io) => {
    const { values } = readArguments(argv, {
      "dry-run": { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    });
    const config = requiredConfig(io);
    const database = await openDatabase(config);
    try {
      const urls = await ownersUrls(database);
      const isTrial = values["dry-run"];
      const names = isTrial ? await plannedMigrations(urls.owner) : await applied(config, urls);
      if (values.json) io.out(JSON.stringify(isTrial ? { planned: names } : { applied: names }));
      else io.out(names.length === 0 ? "À jour. / Up to date." : names.join("\n"));
      return 0;
    } finally {
      await database.close();
    }
  },
};

async function applied(config: Config, urls: DatabaseUrls): Promise<readonly string[]> {
  const keys = await openKeys({ folder: config.keysDir, mode: config.mode, followMs: 0 });
  const root = await thumbprint(keys.root);
  const names = await migrate(urls);
  await claimDeployment(urls.owner, config.mode, root);
  return names;
}
