import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { assertionBody, type Console, consoleDoor, fromConsole, onNamed } from "#modules/staff";
import type { Clearing } from "./index.ts";

export type ClearingRouteDeps = {
  readonly console: Pick<Console, "visitorFor">;
  readonly clearing: Clearing;
  /** The console's. */
  readonly origin: string;
};

const finding = z.strictObject({ nationalId: z.string().trim().min(1).max(64) });
const ofFreeze = z.strictObject({ freeze: z.string().max(64) });
const nothing = z.strictObject({});

/** Where analysts end a freeze, on the console's origin. */
export function clearingRoutes(
  app: FastifyInstance,
  { console, clearing, origin }: ClearingRouteDeps,
): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const preHandler = fromConsole(origin);
  const by = consoleDoor(console, "clear_freeze");

  routes.post("/api/freezes/find", { preHandler, schema: { body: finding } }, (request, reply) =>
    by(request, reply, (who) => clearing.find(who, request.body.nationalId)),
  );
  routes.post(
    "/api/freezes/:freeze/ask",
    { preHandler, schema: { params: ofFreeze, body: nothing } },
    (request, reply) =>
      by(request, reply, (who) =>
        onNamed("stp", request.params.freeze, (id) => clearing.askSignature(who, id)),
      ),
  );
  routes.post(
    "/api/freezes/:freeze/clear",
    { preHandler, schema: { params: ofFreeze, body: assertionBody } },
    (request, reply) =>
      by(request, reply, (who) =>
        onNamed("stp", request.params.freeze, (id) => clearing.clear(who, id, request.body)),
      ),
  );
}
