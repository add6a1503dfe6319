import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { ownPagesOnly, problem } from "#platform/http";
import { signedBody } from "#platform/signed";
import type { Enrolment } from "./index.ts";

/** What the page of a place asks for a phone that forgot everything, on the sign-in origin. It names nobody. */
export function enrolmentPlaceRoutes(
  app: FastifyInstance,
  enrolment: Pick<Enrolment, "askAtPlace">,
  { loginOrigin }: { readonly loginOrigin: string },
): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const preHandler = ownPagesOnly(loginOrigin);

  routes.post(
    "/telephone/page",
    { schema: { body: signedBody }, preHandler },
    async (request, reply) => {
      const outcome = await enrolment.askAtPlace(request.body.jws);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
    },
  );
}
