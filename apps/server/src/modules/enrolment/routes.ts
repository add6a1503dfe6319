import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { networkOf } from "#modules/signals";
import { problem } from "#platform/http";
import { compactJws, multiSignedBody, signedBody } from "#platform/signed";
import type { Enrolment } from "./index.ts";

const multiSigned = multiSignedBody(2);

const evidence = z.strictObject({ evidence: z.array(compactJws).length(2) });

/** The device API of enrolment, on the authenticator's origin. */
export function enrolmentRoutes(app: FastifyInstance, enrolment: Enrolment): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.post("/api/enrolments", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await enrolment.start(request.body.jws, networkOf(request.ip));
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });

  routes.post(
    "/api/enrolments/status",
    { schema: { body: signedBody } },
    async (request, reply) => {
      const outcome = await enrolment.status(request.body.jws);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
    },
  );

  routes.post(
    "/api/enrolments/evidence",
    { schema: { body: evidence } },
    async (request, reply) => {
      const outcome = await enrolment.addDeskEvidence(request.body.evidence);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
    },
  );

  const said = {
    "/api/enrolments/key/begin": enrolment.askKey,
    "/api/enrolments/key": enrolment.useKey,
    "/api/enrolments/pages": enrolment.askPage,
    "/api/enrolments/pages/watch": enrolment.watchPage,
    "/api/enrolments/under-way": enrolment.listUnderWay,
    "/api/enrolments/stop": enrolment.stopByPhone,
    "/api/enrolments/again": enrolment.showAgain,
    "/api/enrolments/mine/ask": enrolment.askMine,
    "/api/enrolments/raise/ask": enrolment.askRaise,
    "/api/enrolments/raise/status": enrolment.raiseStatus,
  };
  for (const [path, answer] of Object.entries(said))
    routes.post(path, { schema: { body: signedBody } }, async (request, reply) => {
      const outcome = await answer(request.body.jws);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
    });

  routes.post(
    "/api/enrolments/pages/open",
    { schema: { body: z.strictObject({ decision: multiSigned }) } },
    async (request, reply) => {
      const outcome = await enrolment.openByCode(request.body.decision);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal, outcome.extra);
    },
  );

  const byCode = {
    "/api/enrolments/mine": enrolment.sayMine,
    "/api/enrolments/raise": enrolment.raise,
  };
  for (const [path, answer] of Object.entries(byCode))
    routes.post(
      path,
      { schema: { body: z.strictObject({ decision: multiSigned }) } },
      async (request, reply) => {
        const outcome = await answer(request.body.decision);
        return outcome.ok ? outcome.value : problem(reply, outcome.refusal, outcome.extra);
      },
    );

  routes.post(
    "/api/enrolments/pages/words",
    { schema: { body: signedBody } },
    async (request, reply) => {
      const outcome = await enrolment.typeWords(request.body.jws);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal, outcome.extra);
    },
  );

  routes.post(
    "/api/enrolments/meanwhile",
    { schema: { body: multiSigned } },
    async (request, reply) => {
      const outcome = await enrolment.serveMeanwhile(request.body);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
    },
  );

  routes.post(
    "/api/enrolments/activate",
    { schema: { body: multiSigned } },
    async (request, reply) => {
      const outcome = await enrolment.activate(request.body);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal, outcome.extra);
    },
  );
}
