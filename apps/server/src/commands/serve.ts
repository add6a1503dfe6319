import { readArguments } from "./arguments.ts";
import type { Command } from "./io.ts";
import { runServer } from "./run-server.ts";
import { requiredConfig } from "./settings.ts";

export const command: Command = {
  usage: `aval serve [--json]

Serves, with the settings of the environment and nobody seeded: what production runs, on each node.`,
  run: async (argv, io) => {
    const { values } = readArguments(argv, { json: { type: "boolean", default: false } });
    return runServer(requiredConfig(io), {}, io, values.json);
  },
};
