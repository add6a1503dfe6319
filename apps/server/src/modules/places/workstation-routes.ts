import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { ownPagesOnly, problem } from "#platform/http";
import { signedBody } from "#platform/signed";
import type { Workstations } from "./index.ts";

/** What the page of a workstation asks, on the sign-in origin: its own frame, and for whom its own browser is registered. */
export function workstationRoutes(
  app: FastifyInstance,
  workstations: Pick<Workstations, "ask">,
  { loginOrigin }: { readonly loginOrigin: string },
): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const preHandler = ownPagesOnly(loginOrigin);

  routes.post(
    "/poste/frame",
    { schema: { body: signedBody }, preHandler },
    async (request, reply) => {
      const outcome = await workstations.ask(request.body.jws);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
    },
  );
}
