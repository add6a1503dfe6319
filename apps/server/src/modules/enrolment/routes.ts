import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { networkOf } from "#modules/signals";
import { problem } from "#platform/http";
import type { Enrolment } from "./index.ts";

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
    .length(2),
});

const evidence = z.strictObject({ evidence: z.array(z.string().min(1).max(4096)).length(2) });

/** The device API of enrolment, on the authenticator's origin. */
export function enrolmentRoutes(app: FastifyInstance, enrolment: Enrolment): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.post("/api/enrolments", { schema: { body: signed } }, async (request, reply) => {
    const outcome = await enrolment.start(request.body.jws, networkOf(request.ip));
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });

  routes.post("/api/enrolments/status", { schema: { body: signed } }, async (request, reply) => {
    const outcome = await enrolment.status(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });

  routes.post(
    "/api/enrolments/evidence",
    { schema: { body: evidence } },
    async (request, reply) => {
      const outcome = await enrolment.addDeskEvidence(request.body.evidence);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
    },
  );

  routes.post(
    "/api/enrolments/activate",
    { schema: { body: multiSigned } },
    async (request, reply) => {
      const outcome = await enrolment.activate(request.body);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
    },
  );
}
