import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { enrolPath } from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import { networkOf } from "#modules/signals";
import { readCookie } from "#platform/cookies";
import { problem } from "#platform/http";
import { signedBody } from "#platform/signed";
import type { EidEnrolment } from "./index.ts";

/** Where the provider of remote eIDs sends its browser back to, on the authenticator's origin. */
export const eidReturnPath = "/enrol/eid";
/** This host only, whole path, secure, and with the top-level GET that comes back from elsewhere. */
const cookie = "__Host-aval-eid";

/** The device API of the remote eID and its letter. */
export function eidRoutes(app: FastifyInstance, eid: EidEnrolment): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.get("/api/enrolments/eid", async (_request, reply) => {
    reply.header("cache-control", "no-store");
    return { open: await eid.isOpen() };
  });

  routes.post("/api/enrolments/eid", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await eid.ask(request.body.jws, networkOf(request.ip));
    if (!outcome.ok) return problem(reply, outcome.refusal);
    const { address, browser } = outcome.value;
    const age = lifetimes.eidVisit / 1000;
    reply.header(
      "set-cookie",
      `${cookie}=${browser}; Path=/; Max-Age=${age}; Secure; HttpOnly; SameSite=Lax`,
    );
    return { address };
  });

  // Whatever came of it, the browser goes back to the page, which asks for its own standing by its key.
  routes.get(eidReturnPath, async (request, reply) => {
    const query = new URL(request.url, "http://here").searchParams;
    await eid.comeBack(query, readCookie(request.headers.cookie, cookie) ?? "");
    reply.header("set-cookie", `${cookie}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax`);
    return reply.header("cache-control", "no-store").redirect(enrolPath, 303);
  });

  routes.post(
    "/api/enrolments/letter",
    { schema: { body: signedBody } },
    async (request, reply) => {
      const outcome = await eid.useLetter(request.body.jws, networkOf(request.ip));
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
    },
  );
}
