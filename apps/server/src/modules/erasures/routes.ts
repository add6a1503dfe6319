import { erasureReasons } from "@aval/protocol";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { limits as bounds } from "#lifetimes";
import { assertionBody, type Console, consoleDoor, fromConsole, onNamed } from "#modules/staff";
import { done } from "#platform/outcome";
import type { Erasures } from "./index.ts";

export type ErasureRouteDeps = {
  readonly console: Pick<Console, "visitorFor">;
  readonly erasures: Erasures;
  /** The console's. */
  readonly origin: string;
};

const nothing = z.strictObject({});
const ofErasure = z.strictObject({ erasure: z.string().max(64) });
const named = z.strictObject({ nationalId: z.string().trim().min(1).max(64) });
const asked = named.extend({
  facts: z.array(z.string().max(64)).min(1).max(bounds.erasedFacts),
  reason: z.enum(erasureReasons),
});

/** What two people erase, on the console's origin. */
export function erasureRoutes(
  app: FastifyInstance,
  { console, erasures, origin }: ErasureRouteDeps,
): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const preHandler = fromConsole(origin);
  const one = { preHandler, schema: { params: ofErasure, body: nothing } };
  const asks = consoleDoor(console, "ask_erasure");
  const signs = consoleDoor(console, "sign_erasure");

  routes.get("/api/erasures", { preHandler }, (request, reply) =>
    asks(request, reply, async (who) => done(await erasures.view(who)), false),
  );
  routes.post("/api/erasures/find", { preHandler, schema: { body: named } }, (request, reply) =>
    asks(request, reply, (who) => erasures.find(who, request.body.nationalId)),
  );
  routes.post("/api/erasures", { preHandler, schema: { body: asked } }, (request, reply) =>
    asks(request, reply, (who) => erasures.ask(who, request.body)),
  );
  routes.post("/api/erasures/:erasure/withdraw", one, (request, reply) =>
    asks(request, reply, (who) =>
      onNamed("ers", request.params.erasure, (id) => erasures.withdraw(who, id)),
    ),
  );
  routes.post("/api/erasures/:erasure/ask", one, (request, reply) =>
    signs(request, reply, (who) =>
      onNamed("ers", request.params.erasure, (id) => erasures.askSecond(who, id)),
    ),
  );
  routes.post(
    "/api/erasures/:erasure/sign",
    { preHandler, schema: { params: ofErasure, body: assertionBody } },
    (request, reply) =>
      signs(request, reply, (who) =>
        onNamed("ers", request.params.erasure, (id) => erasures.second(who, id, request.body)),
      ),
  );
}
