import { parseArgs } from "node:util";
import { openDatabase } from "#platform/deployment";
import { migrate } from "#platform/migrate";
import type { Command } from "./io.ts";
import { requiredConfig } from "./settings.ts";

export const command: Command = {
  usage: `aval migrate [--json]

Brings the database to this version's schema and its roles to their rights. A server does so by itself when it starts.`,
  run: async (argv, io) => {
    const { values } = parseArgs({
      args: [...argv],
      options: { json: { type: "boolean", default: false } },
    });
    const database = await openDatabase(requiredConfig(io));
    try {
      const applied = await migrate(database.urls);
      if (values.json) io.out(JSON.stringify({ applied }));
      else io.out(applied.length === 0 ? "À jour. / Up to date." : applied.join("\n"));
      return 0;
    } finally {
      await database.close();
    }
  },
};
