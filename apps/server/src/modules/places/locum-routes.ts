import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { problem } from "#platform/http";
import { multiSignedBody, signedBody } from "#platform/signed";
import type { Locums, Places } from "./index.ts";

const params = z.strictObject({ id: z.string().max(64) });

/** The device API of announced locums, on the authenticator's origin. */
export function locumRoutes(
  app: FastifyInstance,
  { locums, places }: { readonly locums: Locums; readonly places: Pick<Places, "seen"> },
): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.post(
    "/api/places/:id/locums/find",
    { schema: { params, body: signedBody } },
    async (request, reply) => {
      const outcome = await locums.find(request.params.id, request.body.jws);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
    },
  );

  routes.post(
    "/api/places/:id/locums",
    { schema: { params, body: z.strictObject({ decision: multiSignedBody(2) }) } },
    async (request, reply) => {
      const outcome = await locums.announce(request.params.id, request.body.decision);
      if (!outcome.ok) return problem(reply, outcome.refusal, outcome.extra);
      const place = await places.seen(outcome.value, request.ip);
      return place ?? problem(reply, "place_not_found");
    },
  );

  routes.post(
    "/api/locums/:id/end",
    { schema: { params, body: signedBody } },
    async (request, reply) => {
      const outcome = await locums.end(request.params.id, request.body.jws);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
    },
  );
}
