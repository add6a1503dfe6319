import { connect } from "#platform/database";
import { createApp } from "#platform/http";
import type { Log } from "#platform/log";
import { type Random, systemRandom } from "#platform/random";
import { Secret } from "#platform/secret";
import { makeOnce, readIfThere } from "./files.ts";
import { createPinService } from "./index.ts";
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
};

export type PinProgram = { readonly url: string; readonly close: () => Promise<void> };

/**
 * The PIN program as a process of its own (`aval pin-service`): the phones' half of the device API, which the server
 * passes on, and what the server asks itself. It speaks plain HTTP: bind it to loopback or to a private network.
 */
export async function startPinService(options: PinProgramOptions): Promise<PinProgram> {
  const { host, port, log, random = systemRandom } = options;
  const db = connect(options.databaseUrl, { searchPath: "pin" });
  try {
    const pin = await createPinService({ ...options, db, random });
    const app = createApp({ log, hosts: [`${host}:${port}`, ...(options.hosts ?? [])], random });
    pin.routes(app);
    internalRoutes(app, pin.deps, options.secret);
    app.get("/readyz", async (_request, reply) => {
      const isReady = await pin.isReady();
      return reply.code(isReady ? 200 : 503).send({ ready: isReady });
    });
    await app.listen({ host, port });
    return {
      url: `http://${host}:${port}`,
      close: async () => {
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

/**
 * The secret by which the server and the PIN program know each other, made once: a file in the folder of keys that
 * both can read. Whoever has it can announce phones and retire them; no count and no code.
 */
export async function openInternalSecret(
  path: string,
  random: Random = systemRandom,
): Promise<Secret> {
  const found = await readIfThere(path);
  const drawn = () => Buffer.from(Buffer.from(random.bytes(32)).toString("base64url"));
  return new Secret((found ?? (await makeOnce(path, drawn(), random))).toString("ascii").trim());
}
