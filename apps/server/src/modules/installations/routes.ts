import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { problem } from "#platform/http";
import { multiSignedBody, signedBody } from "#platform/signed";
import type { Installations } from "./index.ts";

/** The device API of a holder's software, on the authenticator's origin. */
export function installationRoutes(app: FastifyInstance, installations: Installations): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.post("/api/software", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await installations.list(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });

  routes.post(
    "/api/software/add",
    { schema: { body: z.strictObject({ decision: multiSignedBody(2) }) } },
    async (request, reply) => {
      const outcome = await installations.add(request.body.decision);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal, outcome.extra);
    },
  );

  routes.post("/api/software/link", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await installations.scanLink(request.body.jws, request.ip);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });

  routes.post(
    "/api/software/link/confirm",
    { schema: { body: z.strictObject({ decision: multiSignedBody(2) }) } },
    async (request, reply) => {
      const outcome = await installations.confirmLink(request.body.decision);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal, outcome.extra);
    },
  );

  routes.post(
    "/api/software/link/stop",
    { schema: { body: signedBody } },
    async (request, reply) => {
      const outcome = await installations.stopLink(request.body.jws);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
    },
  );

  routes.post("/api/software/remove", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await installations.remove(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });
}
