import { drillAnswers } from "@aval/protocol";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { problem } from "#platform/http";
import { compactJws, signedBody } from "#platform/signed";
import type { Drills } from "./index.ts";

/** On the authenticator's origin. An answer carries no phone's signature: it is nobody's. */
export function drillRoutes(app: FastifyInstance, drills: Drills): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const answered = z.strictObject({ drill: compactJws, answer: z.enum(drillAnswers) });
  routes.post("/api/drills", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await drills.draw(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });
  routes.post("/api/drills/answers", { schema: { body: answered } }, (request) =>
    drills.answer(request.body.drill, request.body.answer),
  );
  routes.post("/api/drills/end", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await drills.end(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });
}
