import type { FastifyInstance, FastifyReply } from "fastify";
import { readFormsAsBytes, utf8 } from "#platform/forms";
import { ownPagesOnly, problem } from "#platform/http";
import { intakeKinds, readTold } from "./intakes.ts";
import type { PublicReports } from "./index.ts";
import { type PublicFrame, publicAddresses, tellPage, toldPage } from "./public-pages.ts";

const send = (reply: FastifyReply, text: string): FastifyReply =>
  reply.type("text/html; charset=utf-8").send(text);

/**
 * The public pages, on the sign-in pages' origin. A form is answered alike whoever it names, and nobody is looked up for its answer; a page
 * of elsewhere sends none.
 */
export function publicReportRoutes(
  app: FastifyInstance,
  reports: Pick<PublicReports, "take">,
  frame: PublicFrame,
  { origin }: { readonly origin: string },
): void {
  const preHandler = ownPagesOnly(origin);
  for (const kind of intakeKinds)
    for (const lang of ["fr", "en"] as const) {
      const address = publicAddresses[kind][lang];
      app.get(address, async (_request, reply) => send(reply, tellPage(frame, lang, kind)));
      app.register(async (scope) => {
        readFormsAsBytes(scope);
        scope.post(address, { preHandler }, async (request, reply) => {
          const text = request.body instanceof Uint8Array ? utf8(request.body) : undefined;
          const told = text === undefined ? undefined : readTold(kind, new URLSearchParams(text));
          if (!told) return problem(reply, "invalid_request");
          const taken = await reports.take(kind, told, request.ip);
          if (!taken.ok) reply.code(429).header("retry-after", "3600");
          return send(reply, toldPage(frame, lang, kind, !taken.ok));
        });
      });
    }
}
