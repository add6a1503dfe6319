import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { problem } from "#platform/http";
import { signedBody } from "#platform/signed";
import type { Login } from "./index.ts";

/** What a phone says of its own browser's sign-in, on the authenticator's origin. */
export function thisPhoneRoutes(
  app: FastifyInstance,
  login: Pick<Login, "claimHere" | "comeBack">,
): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.post("/api/claims/here", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await login.claimHere(request.body.jws, request.ip);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });

  routes.post("/api/come-back", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await login.comeBack(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });
}

/** A phone looks for a request of its holder's own software, on the authenticator's origin. */
export function searchRoutes(app: FastifyInstance, login: Pick<Login, "search">): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.post("/api/search", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await login.search(request.body.jws, request.ip);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal, outcome.extra);
  });
}
