import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { readFormsAsBytes, utf8 } from "#platform/forms";
import { problem } from "#platform/http";
import type { Wallets } from "./index.ts";

const params = z.strictObject({ id: z.string().min(1).max(60) });
const form = z.instanceof(Buffer).refine(({ length }) => length <= 32_768);

/** What a wallet opens on the authenticator's origin: the signed request, and where it answers. No browser calls these. */
export function walletRoutes(app: FastifyInstance, wallets: Wallets): void {
  app
    .withTypeProvider<ZodTypeProvider>()
    .get("/wallet/requests/:id", { schema: { params } }, async (request, reply) => {
      const outcome = await wallets.requestObject(request.params.id);
      if (!outcome.ok) return problem(reply, outcome.refusal);
      return reply
        .type("application/oauth-authz-req+jwt")
        .header("cache-control", "no-store")
        .serializer(String)
        .send(outcome.value);
    });
  app.register(async (scope) => {
    readFormsAsBytes(scope);
    scope
      .withTypeProvider<ZodTypeProvider>()
      .post(
        "/wallet/requests/:id/response",
        { schema: { params, body: form } },
        async (request, reply) => {
          const said = new URLSearchParams(utf8(request.body) ?? "");
          const [response, error] = [said.get("response"), said.get("error")];
          if (response === null && error === null) return problem(reply, "invalid_request");
          const outcome = await wallets.receive(
            request.params.id,
            response === null ? { error: error ?? "" } : { response },
          );
          return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
        },
      );
  });
}
