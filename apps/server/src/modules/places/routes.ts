import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { problem } from "#platform/http";
import { multiSignedBody, signedBody } from "#platform/signed";
import type { Places } from "./index.ts";

const placeParams = z.strictObject({ id: z.string().max(64) });

/** The device API of places, on the authenticator's origin. */
export function placeRoutes(app: FastifyInstance, places: Places): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.post("/api/places", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await places.list(request.body.jws, request.ip);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });

  routes.post("/api/places/offer", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await places.offer(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });

  routes.post("/api/places/make", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await places.make(request.body.jws, request.ip);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });

  routes.post(
    "/api/places/:id/confirm",
    { schema: { params: placeParams, body: z.strictObject({ decision: multiSignedBody(2) }) } },
    async (request, reply) => {
      const { id } = request.params;
      const outcome = await places.confirm(id, request.body.decision, request.ip);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal, outcome.extra);
    },
  );

  routes.post(
    "/api/places/:id/end",
    { schema: { params: placeParams, body: signedBody } },
    async (request, reply) => {
      const outcome = await places.end(request.params.id, request.body.jws);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
    },
  );
}
