import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { problem } from "#platform/http";
import { multiSignedBody, signedBody } from "#platform/signed";
import type { Stops } from "./index.ts";

/** The device API of stops, on the authenticator's origin. */
export function stopRoutes(app: FastifyInstance, stops: Stops): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.post("/api/stops", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await stops.told(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });

  routes.post("/api/stops/block", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await stops.block(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });

  routes.post(
    "/api/stops/lift",
    { schema: { body: multiSignedBody(2) } },
    async (request, reply) => {
      const outcome = await stops.lift(request.body);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal, outcome.extra);
    },
  );
}
