import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { problem } from "#platform/http";
import { multiSignedBody, signedBody } from "#platform/signed";
import type { Approvals } from "./index.ts";

const multiSigned = multiSignedBody(1);

const approvalParams = z.strictObject({ id: z.string().max(64) });

/** The device API of approvals, on the authenticator's origin. What strangers may learn ends with the signature check. */
export function approvalRoutes(app: FastifyInstance, approvals: Approvals): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.post("/api/claims", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await approvals.claimByFrame(request.body.jws, request.ip);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });

  routes.post("/api/claims/digits", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await approvals.claimByDigits(request.body.jws, request.ip);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });

  routes.post(
    "/api/approvals/:id/decision",
    { schema: { params: approvalParams, body: z.strictObject({ decision: multiSigned }) } },
    async (request, reply) => {
      const outcome = await approvals.decide(request.params.id, request.body.decision);
      return outcome.ok
        ? outcome.value
        : problem(reply, outcome.refusal, "extra" in outcome ? outcome.extra : undefined);
    },
  );

  routes.post(
    "/api/approvals/:id/reason",
    { schema: { params: approvalParams, body: signedBody } },
    async (request, reply) => {
      const outcome = await approvals.explain(request.params.id, request.body.jws);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
    },
  );

  routes.post("/api/pending", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await approvals.pending(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });

  routes.post("/api/history", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await approvals.history(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });
}
