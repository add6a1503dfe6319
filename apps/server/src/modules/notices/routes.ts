import type { Lang } from "@aval/design";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { readFormsAsBytes } from "#platform/forms";
import type { Notices } from "./index.ts";
import { askPage, notedPage, type StopFrame } from "./pages.ts";

/**
 * The page behind *Arrêter*, on the sign-in pages' origin.
 *
 * Opening it looks nothing up: mail scanners open every link, and a page that asked the database could tell a live link from
 * a dead one. Only the press acts, and it is answered alike whatever came of it.
 */
export function noticeRoutes(app: FastifyInstance, notices: Notices, frame: StopFrame): void {
  const path = "/arreter/:token";
  app.get(path, (request, reply) => send(reply, askPage(frame, languageOf(request))));
  app.register(async (scope) => {
    readFormsAsBytes(scope);
    scope.post(path, async (request, reply) => {
      await notices.stopBy((request.params as { token: string }).token);
      return send(reply, notedPage(frame, languageOf(request)));
    });
  });
}

const send = (reply: FastifyReply, text: string): FastifyReply =>
  reply.type("text/html; charset=utf-8").send(text);

/** French unless the browser asks for English first. */
function languageOf({ headers }: FastifyRequest): Lang {
  const asked = (headers["accept-language"] ?? "").toLowerCase();
  const [fr, en] = [asked.indexOf("fr"), asked.indexOf("en")];
  return en >= 0 && (fr < 0 || en < fr) ? "en" : "fr";
}
