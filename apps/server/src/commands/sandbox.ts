import { parseArgs } from "node:util";
import { Halt } from "#platform/halt";
import { seedSandbox } from "../sandbox/seed.ts";
import type { Command } from "./io.ts";
import { runServer } from "./run-server.ts";
import { requiredConfig } from "./settings.ts";

export const command: Command = {
  usage: `aval sandbox [--json]

Starts the sandbox (what npm start runs): an embedded PostgreSQL, fictional people, services and staff, on this machine only.
--json prints the addresses as one line once it is ready.`,
  run: async (argv, io) => {
    const { values } = parseArgs({
      args: [...argv],
      options: { json: { type: "boolean", default: false } },
    });
    const config = requiredConfig(io);
    if (config.mode !== "sandbox") {
      throw new Halt(
        "AVAL_MODE=production : pas de bac à sable ici, utilisez « aval serve ».",
        'AVAL_MODE=production: no sandbox here, use "aval serve".',
      );
    }
    return runServer(config, { prepare: seedSandbox }, io, values.json);
  },
};
