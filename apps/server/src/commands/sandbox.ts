import { seedSandbox } from "../sandbox/seed.ts";
import { readArguments } from "./arguments.ts";
import type { Command } from "./io.ts";
import { runServer } from "./run-server.ts";
import { requiredConfig, requireSandbox } from "./settings.ts";

export const command: Command = {
  usage: `aval sandbox [--json]

Starts the sandbox (what npm start runs): an embedded PostgreSQL, fictional people, services and staff, on this machine only.
--json prints the addresses as one line once it is ready.`,
  run: async (argv, io) => {
    const { values } = readArguments(argv, { json: { type: "boolean", default: false } });
    requireSandbox(io);
    return runServer(requiredConfig(io), { prepare: seedSandbox }, io, values.json);
  },
};
