import { parseArgs } from "node:util";
import { pinSecretFile } from "#platform/config";
import { openDatabase } from "#platform/deployment";
import { createLog } from "#platform/log";
import { openInternalSecret, startPinService } from "../pin/main.ts";
import type { Command } from "./io.ts";
import { awaitStop } from "./signals.ts";
import { requiredConfig } from "./settings.ts";

export const command: Command = {
  usage: `aval pin-service [--host 127.0.0.1] [--port 4490] [--json]

Runs the PIN program as a process of its own; servers reach it by AVAL_PIN_URL. It speaks plain HTTP: loopback or a private
network only. It reads AVAL_PIN_KEY_FILE and logs in as the pin role alone.`,
  run: async (argv, io) => {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        host: { type: "string", default: "127.0.0.1" },
        port: { type: "string", default: "4490" },
        json: { type: "boolean", default: false },
      },
    });
    const config = requiredConfig(io);
    const database = await openDatabase(config);
    const program = await startPinService({
      databaseUrl: database.urls.pin,
      keyFile: config.pinKeyFile,
      makeKeyFile: config.mode === "sandbox",
      secret: await openInternalSecret(pinSecretFile(config)),
      host: values.host,
      port: Number(values.port),
      hosts: config.pinUrl ? [new URL(config.pinUrl).host] : [],
      log: createLog(config.logLevel),
    });
    io.out(values.json ? JSON.stringify({ ready: true, url: program.url }) : program.url);
    await awaitStop().asked;
    await program.close();
    await database.close();
    process.exit(0); // The signal handlers keep the process open.
  },
};
