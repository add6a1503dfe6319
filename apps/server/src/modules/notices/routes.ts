import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { readFormsAsBytes, utf8 } from "#platform/forms";
import { languageOf } from "#platform/language";
import type { readReceipt } from "#platform/sms";
import type { Notices } from "./index.ts";
import { askPage, notedPage, type StopFrame } from "./pages.ts";

/**
 * The page behind *Arrêter*, on the sign-in pages' origin.
 *
 * Its answer looks nothing up: mail scanners open every link, and a page that asked the database could tell a live link from
 * a dead one. That it was opened is noted once the answer has left. Only the press acts, and it is answered alike whatever came of it.
 */
export function noticeRoutes(
  app: FastifyInstance,
  notices: Pick<Notices, "opened" | "stopBy">,
  frame: StopFrame,
): void {
  const path = "/arreter/:token";
  const noteOpened = async (request: FastifyRequest) => {
    if (request.method !== "GET") return;
    await notices
      .opened((request.params as { token: string }).token)
      .catch((fault: unknown) => request.log.error(fault));
  };
  app.get(path, { onResponse: noteOpened }, (request, reply) =>
    send(reply, askPage(frame, languageFor(request))),
  );
  app.register(async (scope) => {
    readFormsAsBytes(scope);
    scope.post(path, async (request, reply) => {
      await notices.stopBy((request.params as { token: string }).token);
      return send(reply, notedPage(frame, languageFor(request)));
    });
  });
}

/** Where an operator says what became of messages. */
export const smsReceiptPath = "/sms/recus";

/**
 * Receipts of an operator, signed by it. Whatever was posted is answered alike: whoever is not the operator learns of no message, and
 * an operator tries what it was refused again and again.
 */
export function smsReceiptRoutes(
  app: FastifyInstance,
  notices: Pick<Notices, "settle">,
  read: (form: string, signature: unknown) => ReturnType<typeof readReceipt>,
): void {
  app.register(async (scope) => {
    readFormsAsBytes(scope);
    scope.post(smsReceiptPath, async (request, reply) => {
      const form = request.body instanceof Uint8Array ? utf8(request.body) : undefined;
      const receipt =
        form === undefined ? undefined : read(form, request.headers["x-twilio-signature"]);
      if (receipt && receipt.standing !== "under_way")
        await notices.settle(receipt.as, receipt.standing);
      return reply.code(204).send();
    });
  });
}

const send = (reply: FastifyReply, text: string): FastifyReply =>
  reply.type("text/html; charset=utf-8").send(text);

const languageFor = ({ headers }: FastifyRequest) =>
  languageOf(undefined, headers["accept-language"]);
