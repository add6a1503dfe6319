import { once } from "node:events";
import { createServer } from "node:https";
import type { FastifyInstance } from "fastify";
import type { Config } from "#platform/config";
import { connect, sqlState } from "#platform/database";
import { reach } from "#platform/deployment";
import { Halt } from "#platform/halt";
import { createApp, serverSettings } from "#platform/http";
import type { Log } from "#platform/log";
import { createMetrics, metricsRoute } from "#platform/metrics";
import { type Random, systemRandom } from "#platform/random";
import { newSecret, Secret } from "#platform/secret";
import { makeOnce, readIfThere } from "./files.ts";
import { createPinService } from "./index.ts";
import { keyCopyTested } from "./key-copy.ts";
import { readKeyFile } from "./key-file.ts";
import { internalRoutes } from "./routes.ts";

export type PinProgramOptions = {
  /** The pin role's URL: a role that sees nothing but schema `pin`. */
  readonly databaseUrl: string;
  readonly keyFile: string;
  readonly makeKeyFile: boolean;
  /** Shared with the server: see `openInternalSecret`. */
  readonly secret: Secret;
  readonly host: string;
  readonly port: number;
  /** Further `Host` names it answers to: the one in the server's `AVAL_PIN_URL`. */
  readonly hosts?: readonly string[];
  readonly log: Log;
  readonly random?: Random;
  readonly threads?: number;
  /** For the figures. */
  readonly version?: string;
  /** Certificate and key, PEM. Absent: plain HTTP. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer } | undefined;
};

export type PinProgram = { readonly url: string; readonly close: () => Promise<void> };

/**
 * The PIN program as a process of its own (`aval pin-service`): the phones' half of the device API, which the server
 * passes on, and what the server asks itself. In plain HTTP it belongs on loopback: the secret passes there.
 */
export async function startPinService(options: PinProgramOptions): Promise<PinProgram> {
  const { host, port, log, random = systemRandom } = options;
  await refuseUnmigrated(options.databaseUrl);
  const db = connect(options.databaseUrl, { searchPath: "pin" });
  try {
    const pin = await createPinService({ ...options, db, random });
    const key = await readKeyFile(options.keyFile);
    const { version = "" } = options;
    const metrics = createMetrics({ program: "pin", version, facts: [], looks: undefined });
    const hosts = [`${host}:${port}`, ...(options.hosts ?? [])];
    const app = createApp({ log, hosts, random, answered: metrics.answered });
    metricsRoute(app, metrics);
    pin.routes(app);
    internalRoutes(app, pin.deps, options.secret);
    app.get("/healthz", async () => ({ status: "ok" }));
    app.get("/readyz", async (_request, reply) => {
      const ready = await pin.isReady();
      const tested = await keyCopyTested(options.keyFile, key);
      return reply.code(ready ? 200 : 503).send({ ready, keyCopyTestedAt: tested ?? null });
    });
    const listener = await listen(app, options);
    return {
      url: `${options.tls ? "https" : "http"}://${host}:${port}`,
      close: async () => {
        await listener.close();
        await app.close();
        await pin.close();
        await db.destroy();
      },
    };
  } catch (fault) {
    await db.destroy();
    throw fault;
  }
}

/** Waits for nobody: whoever starts it (systemd) starts it again. */
async function refuseUnmigrated(url: string): Promise<void> {
  const client = await reach(url);
  try {
    await client.query("select pin.pin_now()");
  } catch (cause) {
    if (!["3F000", "42883", "42501"].includes(sqlState(cause) ?? "")) throw cause;
    throw new Halt(
      "La base n'a pas le schéma du service PIN, ou pas pour ce rôle : lancez « aval migrate », puis recommencez.",
      'The database has no schema of the PIN program, or not for this role: run "aval migrate", then try again.',
      { cause },
    );
  } finally {
    await client.end();
  }
}

async function listen(
  app: FastifyInstance,
  { host, port, tls }: PinProgramOptions,
): Promise<{ close(): Promise<void> }> {
  if (!tls) {
    await app.listen({ host, port });
    return { close: async () => {} };
  }
  await app.ready();
  const server = createServer(
    { ...serverSettings, ...tls, minVersion: "TLSv1.3" },
    (request, response) => app.routing(request, response),
  );
  server.listen(port, host);
  await once(server, "listening");
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

/**
 * The secret by which the server and the PIN program know each other, 0600 beside the keys or in `AVAL_PIN_SECRET`. `aval init`
 * makes it, and the sandbox by itself. Whoever has it can announce phones and retire them; no count and no code.
 */
export async function openInternalSecret(
  { pinSecret, pinSecretFile, mode }: Pick<Config, "pinSecret" | "pinSecretFile" | "mode">,
  random: Random = systemRandom,
): Promise<Secret> {
  if (pinSecret) return pinSecret;
  const found = await readIfThere(pinSecretFile);
  if (!found && mode === "production") {
    throw new Halt(
      `Le secret partagé avec le service PIN manque : donnez AVAL_PIN_SECRET_FILE, ou remettez ${pinSecretFile} (aval init l'a fait).`,
      `The secret shared with the PIN program is missing: give AVAL_PIN_SECRET_FILE, or put ${pinSecretFile} back (aval init made it).`,
    );
  }
  return new Secret(
    (found ?? (await makeInternalSecret(pinSecretFile, random))).toString("ascii").trim(),
  );
}

export function makeInternalSecret(path: string, random: Random = systemRandom): Promise<Buffer> {
  return makeOnce(path, Buffer.from(newSecret(random)), random);
}
