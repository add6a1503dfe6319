import type { FastifyInstance } from "fastify";
import { lifetimes } from "#lifetimes";
import type { DatabaseClock } from "./clock.ts";
import { connectOnce } from "./database.ts";
import type { Keys } from "./keys.ts";
import { type Migration, pendingMigrations } from "./migrate.ts";

/** One thing that must hold before a node may answer people. */
export type ProbeCheck = {
  readonly name: string;
  readonly holds: () => Promise<boolean>;
  /** The node goes on being sent people without it: most of its work needs it not. */
  readonly isOptional?: boolean;
};

export type ProbeDeps = {
  /** As the server's role. */
  readonly serverUrl: string;
  readonly migrations: readonly Migration[];
  /** Thumbprint of the root of the keys this node has. */
  readonly root: string;
  readonly keys: Keys;
  readonly clock: Pick<DatabaseClock, "skewMs">;
};

/** What a node checks of itself: the database answers, has this program's schema and our keys' root, and agrees on the time. */
export function nodeChecks({
  serverUrl,
  migrations,
  root,
  keys,
  clock,
}: ProbeDeps): readonly ProbeCheck[] {
  return [
    {
      name: "database",
      holds: () =>
        asks(serverUrl, async (client) => (await client.query("select 1")).rowCount === 1),
    },
    {
      name: "migrations",
      holds: () =>
        asks(
          serverUrl,
          async (client) => (await pendingMigrations(client, migrations)).length === 0,
        ),
    },
    {
      name: "keys",
      holds: async () => {
        const isComplete = keys.keySet().certificates.length > 0;
        return (
          isComplete &&
          asks(
            serverUrl,
            async (client) =>
              (await client.query("select from aval.deployment where root = $1", [root]))
                .rowCount === 1,
          )
        );
      },
    },
    { name: "clock", holds: async () => Math.abs(clock.skewMs()) <= lifetimes.clockSkewMax },
  ];
}

async function asks(
  url: string,
  question: (client: Awaited<ReturnType<typeof connectOnce>>) => Promise<boolean>,
): Promise<boolean> {
  const client = await connectOnce(url);
  try {
    return await question(client);
  } finally {
    await client.end();
  }
}

export type Readiness = {
  readonly ready: boolean;
  /** Ready, and something that some requests need does not hold. */
  readonly degraded: boolean;
  readonly checks: Readonly<Record<string, "ok" | "failed">>;
};

/** Runs every check; one that throws has failed. */
export async function readiness(checks: readonly ProbeCheck[]): Promise<Readiness> {
  const results = await Promise.all(
    checks.map(async ({ name, holds, isOptional = false }) => ({
      name,
      isOptional,
      holds: await holds().catch(() => false),
    })),
  );
  const ready = results.every(({ holds, isOptional }) => holds || isOptional);
  return {
    ready,
    degraded: ready && results.some(({ holds }) => !holds),
    checks: Object.fromEntries(results.map(({ name, holds }) => [name, holds ? "ok" : "failed"])),
  };
}

/** Answers asked for within this share one round of checks: probes are public, and a check costs a connection. */
const sharedMs = 1_000;

/**
 * `GET /healthz`: this process answers. `GET /readyz`: it may be sent people. Neither says why to a stranger beyond the
 * name of the check.
 */
export function probeRoutes(app: FastifyInstance, checks: readonly ProbeCheck[]): void {
  let latest: { readonly at: number; readonly result: Promise<Readiness> } | undefined;
  app.get("/healthz", async () => ({ status: "ok" }));
  app.get("/readyz", async (_request, reply) => {
    const now = performance.now();
    if (!latest || now - latest.at > sharedMs) latest = { at: now, result: readiness(checks) };
    const result = await latest.result;
    return reply.code(result.ready ? 200 : 503).send(result);
  });
}
