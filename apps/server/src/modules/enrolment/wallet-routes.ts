import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { problem } from "#platform/http";
import { signedBody } from "#platform/signed";
import type { WalletEnrolment } from "./index.ts";

const sentBack = z.strictObject({ returned: z.string().min(1).max(80) });

/** What a new phone says of its identity wallet, on the authenticator's origin. */
export function walletEnrolmentRoutes(app: FastifyInstance, enrolment: WalletEnrolment): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const said = {
    "/api/enrolments/wallet": enrolment.ask,
    "/api/enrolments/wallet/return": enrolment.comeBack,
  };
  for (const [path, answer] of Object.entries(said))
    routes.post(path, { schema: { body: signedBody } }, async (request, reply) => {
      const outcome = await answer(request.body.jws);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
    });

  // Unsigned: this browser may have no phone. It answers the same whatever it was sent.
  routes.post("/api/enrolments/wallet/end", { schema: { body: sentBack } }, async (request) => {
    await enrolment.end(request.body.returned);
    return {};
  });
}
