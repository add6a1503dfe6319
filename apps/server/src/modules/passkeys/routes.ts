import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { passkeyActs } from "@aval/protocol";
import { ownPagesOnly, problem } from "#platform/http";
import { compactJws, multiSignedBody, signedBody } from "#platform/signed";
import type { Passkeys } from "./index.ts";

const pageParams = z.strictObject({
  id: z.string().max(64),
  act: z.enum(passkeyActs).exclude(["register"]),
});
const bytes = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[A-Za-z0-9_-]+$/);
const made = z.strictObject({
  id: bytes(1366),
  clientDataJSON: bytes(4096),
  // A model's certificates are in the attestation: a few thousand bytes.
  attestationObject: bytes(32_768),
  transports: z.array(z.string().max(32)).max(8),
});
const registered = z.strictObject({ jws: compactJws, credential: made });
const addedOnPhone = z.strictObject({ decision: multiSignedBody(2), credential: made });

/** What the page on which a key is added asks, on the sign-in origin. A stranger's page learns of nobody before a phone approves. */
export function passkeyPageRoutes(
  app: FastifyInstance,
  passkeys: Pick<Passkeys, "page" | "register">,
  { loginOrigin }: { readonly loginOrigin: string },
): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const preHandler = ownPagesOnly(loginOrigin);

  routes.post(
    "/passkeys/:id/:act",
    { schema: { params: pageParams, body: signedBody }, preHandler },
    async (request, reply) => {
      const { id: addition, act } = request.params;
      const seen = { address: request.ip, userAgent: request.headers["user-agent"] ?? "" };
      const outcome = await passkeys.page({ addition, act }, request.body.jws, seen);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
    },
  );

  routes.post(
    "/passkeys/:id/register",
    { schema: { params: pageParams.pick({ id: true }), body: registered }, preHandler },
    async (request, reply) => {
      const { jws, credential } = request.body;
      const outcome = await passkeys.register(request.params.id, jws, credential);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
    },
  );
}

/** What a phone asks of its holder's keys, on the authenticator's origin. */
export function passkeyPhoneRoutes(
  app: FastifyInstance,
  passkeys: Pick<Passkeys, "list" | "end" | "beginOnPhone" | "addOnPhone">,
): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.post("/api/keys/begin", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await passkeys.beginOnPhone(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });

  routes.post("/api/keys/add", { schema: { body: addedOnPhone } }, async (request, reply) => {
    const { decision, credential } = request.body;
    const outcome = await passkeys.addOnPhone(decision, credential);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal, outcome.extra);
  });

  routes.post("/api/passkeys", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await passkeys.list(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });

  routes.post(
    "/api/passkeys/:id/end",
    {
      schema: { params: z.strictObject({ id: z.string().max(64) }), body: signedBody },
    },
    async (request, reply) => {
      const outcome = await passkeys.end(request.params.id, request.body.jws);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
    },
  );
}
