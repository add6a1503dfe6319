import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { problem } from "#platform/http";
import { compactJws, multiSignedBody, signedBody } from "#platform/signed";
import type { Stops } from "./index.ts";

const evidence = z.strictObject({ evidence: z.array(compactJws).length(2) });

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

  routes.post("/api/stops/reopen", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await stops.beginReopening(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });

  // Where a desk's program sends what its two registrars signed, as for an enrolment.
  routes.post("/api/stops/evidence", { schema: { body: evidence } }, async (request, reply) => {
    const outcome = await stops.addDeskEvidence(request.body.evidence);
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
