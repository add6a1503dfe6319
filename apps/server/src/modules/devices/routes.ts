import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { problem } from "#platform/http";
import { multiSignedBody } from "#platform/signed";
import type { Devices } from "./index.ts";

/** The device API of a phone's own code, on the authenticator's origin. */
export function codeRoutes(app: FastifyInstance, devices: Pick<Devices, "changeCode">): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.post("/api/code", { schema: { body: multiSignedBody(3) } }, async (request, reply) => {
    const outcome = await devices.changeCode(request.body);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal, outcome.extra);
  });
}
