import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { problem } from "#platform/http";
import { signedBody } from "#platform/signed";
import type { AccountDeps } from "./account.ts";
import { disown, events } from "./by-phone.ts";
import { cursorOf } from "./routes.ts";

/** The history's device API, on the authenticator's origin. */
export function accountPhoneRoutes(app: FastifyInstance, deps: AccountDeps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.post("/api/events", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await events(deps, request.body.jws, cursorOf);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });

  routes.post("/api/events/disown", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await disown(deps, request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });
}
