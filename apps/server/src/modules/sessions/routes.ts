import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { problem } from "#platform/http";
import { signedBody } from "#platform/signed";
import type { HolderSessions } from "./index.ts";

/** The device API of sessions, on the authenticator's origin. A phone is told of its own holder's, and of nobody else's. */
export function sessionRoutes(app: FastifyInstance, sessions: HolderSessions): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.post("/api/sessions", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await sessions.list(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });

  routes.post("/api/sessions/close", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await sessions.close(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });
}
