import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { problem } from "#platform/http";
import { multiSignedBody, signedBody } from "#platform/signed";
import type { AccountDeps } from "./account.ts";
import { disown, events } from "./by-phone.ts";
import * as phones from "./own-phones.ts";
import { cursorOf } from "./routes.ts";

/** The device API of the history and of the holder's phones, on the authenticator's origin. */
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

  for (const [path, of] of [
    ["/api/phones", phones.list],
    ["/api/phones/lost", phones.lost],
  ] as const)
    routes.post(path, { schema: { body: signedBody } }, async (request, reply) => {
      const outcome = await of(deps, request.body.jws);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
    });

  for (const [path, of] of [
    ["/api/phones/rename", phones.rename],
    ["/api/phones/remove", phones.remove],
    ["/api/phones/disown", phones.disown],
  ] as const)
    routes.post(path, { schema: { body: multiSignedBody(2) } }, async (request, reply) => {
      const outcome = await of(deps, request.body);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal, outcome.extra);
    });
}
