import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { problem } from "#platform/http";
import type { Approvals } from "./index.ts";

/** A compact JWS. The longest message is a few hundred bytes; whoever sends more is not a phone. */
const signed = z.strictObject({ jws: z.string().min(1).max(4096) });

const multiSigned = z.strictObject({
  payload: z.string().min(1).max(4096),
  signatures: z
    .array(
      z.strictObject({
        protected: z.string().min(1).max(1024),
        signature: z.string().min(1).max(128),
      }),
    )
    .min(1)
    .max(2),
});

const approvalParams = z.strictObject({ id: z.string().max(64) });

/** The device API of approvals, on the authenticator's origin. What strangers may learn ends with the signature check. */
export function approvalRoutes(app: FastifyInstance, approvals: Approvals): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.post("/api/claims", { schema: { body: signed } }, async (request, reply) => {
    const outcome = await approvals.claimByFrame(request.body.jws, request.ip);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });

  routes.post("/api/claims/digits", { schema: { body: signed } }, async (request, reply) => {
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

  routes.post("/api/pending", { schema: { body: signed } }, async (request, reply) => {
    const outcome = await approvals.pending(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });

  routes.post("/api/history", { schema: { body: signed } }, async (request, reply) => {
    const outcome = await approvals.history(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });
}
