import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { problem } from "#platform/http";
import { signedBody } from "#platform/signed";
import type { Pushes } from "./index.ts";

/** The device API of pushes and of what was told, on the authenticator's origin. */
export function pushRoutes(app: FastifyInstance, pushes: Pushes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.post("/api/push", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await pushes.state(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });

  routes.post("/api/push/subscribe", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await pushes.subscribe(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });

  routes.post("/api/push/unsubscribe", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await pushes.unsubscribe(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });

  routes.post("/api/push/test", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await pushes.trial(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });

  routes.post("/api/notices", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await pushes.list(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });
}
