import type { FastifyInstance } from "fastify";
import type { Keys } from "#platform/keys";
import { type Clock, epochSeconds } from "#platform/time";

/**
 * What a phone asks before it is anybody's: the server's time, by which it dates its messages, and the keys under the root
 * it pins. The time is the same for everybody and the keys are public: a stranger learns nothing here.
 */
export function deviceApiRoutes(
  app: FastifyInstance,
  { clock, keys }: { clock: Clock; keys: Keys },
): void {
  app.get("/api/time", async (_request, reply) => {
    reply.header("cache-control", "no-store");
    return { now: epochSeconds(clock.now()) };
  });
  app.get("/api/keys", async (_request, reply) => {
    reply.header("cache-control", "no-cache");
    return keys.keySet();
  });
}
