import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { type Console, consoleDoor, fromConsole } from "#modules/staff";
import { done } from "#platform/outcome";
import type { Deliveries } from "./index.ts";

export type DeliveryRouteDeps = {
  readonly deliveries: Deliveries;
  readonly console: Pick<Console, "visitorFor">;
  /** The console's. */
  readonly origin: string;
};

/** What services were told, on the console's origin. */
export function deliveryRoutes(app: FastifyInstance, deps: DeliveryRouteDeps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const { deliveries } = deps;
  const preHandler = fromConsole(deps.origin);
  const params = z.strictObject({ stream: z.string().max(64) });
  const look = consoleDoor(deps.console, "see_deliveries");
  const again = consoleDoor(deps.console, "replay_deliveries");
  routes.get(
    "/api/services",
    { preHandler, schema: { querystring: z.strictObject({}) } },
    (request, reply) => look(request, reply, async () => done(await deliveries.list()), false),
  );
  routes.get("/api/services/:stream", { preHandler, schema: { params } }, (request, reply) =>
    look(request, reply, () => deliveries.view(request.params.stream), false),
  );
  routes.post(
    "/api/services/:stream/replay",
    {
      preHandler,
      schema: { params, body: z.strictObject({ jti: z.string().max(64).optional() }) },
    },
    (request, reply) =>
      again(request, reply, (who) =>
        deliveries.replay(who, request.params.stream, request.body.jti),
      ),
  );
}
