import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { problem } from "#platform/http";
import { signedBody } from "#platform/signed";
import type { Practice } from "./practice.ts";

/** On the authenticator's origin: a phone begins its own exercise. It is decided as every request is. */
export function practiceRoutes(app: FastifyInstance, practice: Practice): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.post("/api/practice", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await practice.begin(request.body.jws, request.ip);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });
}
