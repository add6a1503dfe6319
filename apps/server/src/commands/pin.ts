import { readFile } from "node:fs/promises";
import { createSecureContext } from "node:tls";
import { readMode } from "#platform/config";
import { openDatabase } from "#platform/deployment";
import { Halt } from "#platform/halt";
import { createLog } from "#platform/log";
import { readPinConfig } from "#platform/pin-config";
import { isLoopback } from "#platform/settings";
import {
  openInternalSecret,
  type PinProgram,
  type PinProgramOptions,
  startPinService,
} from "../pin/main.ts";
import { programVersion } from "../version.ts";
import { readArguments, wholeNumber } from "./arguments.ts";
import type { Command, Io } from "./io.ts";
import { Misuse } from "./misuse.ts";
import { requiredConfig, requiredSettings } from "./settings.ts";
import { awaitStop } from "./signals.ts";

export const command: Command = {
  usage: `aval pin-service [--host 127.0.0.1] [--port 4490] [--tls-cert FILE --tls-key FILE] [--json]

Runs the PIN program as a process of its own; servers reach it by AVAL_PIN_URL. It logs in to the database as the pin role
alone and holds AVAL_PIN_KEY_FILE, which no server needs.

In production it reads AVAL_PIN_DATABASE_URL, AVAL_PIN_KEY_FILE, AVAL_PIN_SECRET and AVAL_LOG_LEVEL, and refuses to start beside the
server's AVAL_DATABASE_URL. Give AVAL_PIN_URL too if servers call it by another name than --host. Beyond this machine it
speaks TLS: servers then need its certificate's authority in NODE_EXTRA_CA_CERTS.

GET /healthz, /readyz and /metrics answer on the same port. One program a deployment: stop the old one before the new one starts.`,
  run: async (argv, io) => {
    const { values } = readArguments(argv, {
      host: { type: "string", default: "127.0.0.1" },
      port: { type: "string", default: "4490" },
      "tls-cert": { type: "string" },
      "tls-key": { type: "string" },
      json: { type: "boolean", default: false },
    });
    const { asked, letGo } = awaitStop();
    const opened = await openProgram(io, {
      host: values.host,
      port: wholeNumber("--port", values.port, 1, 65_535),
      tls: await readTls(values["tls-cert"], values["tls-key"]),
    }).catch((fault: unknown) => {
      letGo();
      throw fault;
    });
    io.out(values.json ? JSON.stringify({ ready: true, url: opened.url }) : opened.url);
    await asked;
    await opened.close();
    process.exit(0); // The signal handlers keep the process open.
  },
};

type Where = Pick<PinProgramOptions, "host" | "port" | "tls">;

async function openProgram(io: Io, where: Where): Promise<PinProgram> {
  const mode = requiredSettings(io, readMode);
  return mode === "production" ? openApart(io, where) : openInSandbox(io, where);
}

/** Production: nothing of the server's is read, and nothing is made. */
async function openApart(io: Io, where: Where): Promise<PinProgram> {
  const config = requiredSettings(io, readPinConfig);
  if (!where.tls && !isLoopback(`http://${where.host}`)) {
    throw new Halt(
      `Hors de cette machine le service PIN parle TLS : donnez --tls-cert et --tls-key, ou --host 127.0.0.1.`,
      `Beyond this machine the PIN program speaks TLS: give --tls-cert and --tls-key, or --host 127.0.0.1.`,
    );
  }
  return started({
    ...where,
    databaseUrl: config.databaseUrl.reveal(),
    keyFile: config.keyFile,
    makeKeyFile: false,
    secret: config.secret,
    hosts: config.hosts,
    log: createLog(config.logLevel),
  });
}

async function openInSandbox(io: Io, where: Where): Promise<PinProgram> {
  const config = requiredConfig(io);
  const database = await openDatabase(config);
  if (!database.urls.pin) throw new Error("a sandbox has all three roles");
  const program = await started({
    ...where,
    databaseUrl: database.urls.pin,
    keyFile: config.pinKeyFile,
    makeKeyFile: true,
    secret: await openInternalSecret(config),
    hosts: config.pinUrl ? [new URL(config.pinUrl).host] : [],
    log: createLog(config.logLevel),
  });
  return {
    url: program.url,
    close: async () => {
      await program.close();
      await database.close();
    },
  };
}

/** What listening refuses: a port that is taken or kept, an address that is not this machine's, a name nobody knows. */
const unreachable = new Set(["EADDRINUSE", "EACCES", "EADDRNOTAVAIL", "ENOTFOUND", "EAI_AGAIN"]);

async function started(options: PinProgramOptions): Promise<PinProgram> {
  try {
    return await startPinService({ ...options, version: await programVersion() });
  } catch (fault) {
    const { code } = fault as NodeJS.ErrnoException;
    if (unreachable.has(code ?? "")) {
      throw new Halt(
        `Le service PIN ne peut pas écouter ${options.host}:${options.port} (${code}) : choisissez --host et --port.`,
        `The PIN program cannot listen on ${options.host}:${options.port} (${code}): choose --host and --port.`,
        { cause: fault },
      );
    }
    throw fault;
  }
}

async function readTls(cert: string | undefined, key: string | undefined): Promise<Where["tls"]> {
  if (!cert && !key) return undefined;
  if (!cert || !key) {
    throw new Misuse(
      "--tls-cert et --tls-key vont ensemble.",
      "--tls-cert and --tls-key go together.",
    );
  }
  const tls = { cert: await readFile(cert), key: await readFile(key) };
  try {
    createSecureContext(tls);
  } catch (cause) {
    throw new Halt(
      `${cert} et ${key} ne sont pas un certificat et sa clé, en PEM.`,
      `${cert} and ${key} are not a certificate and its key, in PEM.`,
      { cause },
    );
  }
  return tls;
}
