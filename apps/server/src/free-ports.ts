import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Config } from "#platform/config";

/**
 * Throws what listening would throw, before a data folder is made: a first start that is refused leaves nothing behind. Where there
 * is a database already, whoever holds it is told of first, and a server that is letting go of its ports is waited for.
 */
export async function requireFreePorts(config: Config): Promise<void> {
  const isFirst =
    config.database.kind === "embedded" && !existsSync(join(config.dataDir, "postgres"));
  if (isFirst) for (const port of portsOf(config)) await tryPort(config.bind, port);
}

/** The desk's is kept for it, and nothing listens there yet. */
function portsOf({ mode, port, origins: { desk: _, ...served } }: Config): ReadonlySet<number> {
  if (mode === "production") return new Set([port]);
  const ports = Object.values(served).map((origin) => Number(new URL(origin).port));
  return new Set([port, ...ports.filter((one) => one > 0)]);
}

function tryPort(host: string, port: number): Promise<void> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => server.close(() => resolve()));
  });
}
