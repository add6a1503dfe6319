import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { problem } from "#platform/http";
import { signedBody } from "#platform/signed";
import type { Bells } from "./index.ts";

const params = z.strictObject({ id: z.string().max(64) });

/** The device API of bells, on the authenticator's origin. */
export function bellRoutes(app: FastifyInstance, bells: Bells): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.post("/api/bells", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await bells.list(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });

  routes.post("/api/bells/set", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await bells.set(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });

  routes.post(
    "/api/bells/:id/end",
    { schema: { params, body: signedBody } },
    async (request, reply) => {
      const outcome = await bells.end(request.params.id, request.body.jws);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
    },
  );

  routes.post("/api/rings", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await bells.rings(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });

  routes.post(
    "/api/rings/:id/refuse",
    { schema: { params, body: signedBody } },
    async (request, reply) => {
      const outcome = await bells.refuse(request.params.id, request.body.jws);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
    },
  );

  routes.post("/api/quiet-hours", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await bells.quiet(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });
}
