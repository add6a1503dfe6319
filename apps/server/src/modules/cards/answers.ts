import type { FastifyReply, FastifyRequest } from "fastify";
import { errors, type Refusal } from "#errors";
import type { Config } from "#platform/config";
import { utf8 } from "#platform/forms";
import { pagePolicy } from "#platform/http";
import { languageOf } from "#platform/language";
import { addresses, type CardFrame, type OtherDoor, refusedPage } from "./pages.ts";

export type CardConfig = Pick<Config, "mode" | "brand"> & {
  readonly origins: Pick<Config["origins"], "login" | "card">;
};

/** How the pages of the card's host are sent, whatever module's they are: their frame, their policy, and why a card opens nothing. */
export function cardAnswers({ mode, brand, origins }: CardConfig) {
  const frameOf = (request: FastifyRequest, lang: string | null | undefined): CardFrame => ({
    lang: languageOf(lang ?? asked(request), request.headers["accept-language"]),
    brand,
    isSandbox: mode === "sandbox",
    stylesheet: addresses.stylesheet,
  });
  const send = (reply: FastifyReply, status: number, text: string) =>
    reply
      .code(status)
      .type("text/html; charset=utf-8")
      .header("content-security-policy", pagePolicy({ formAction: [origins.login] }))
      .send(text);
  return {
    frameOf,
    send,
    /** The form's fields, each once. A form of elsewhere says another `Origin`, and has none. */
    formOf: (request: FastifyRequest): URLSearchParams | undefined =>
      request.headers.origin === origins.card
        ? new URLSearchParams(request.body instanceof Uint8Array ? (utf8(request.body) ?? "") : "")
        : undefined,
    refuse: (
      request: FastifyRequest,
      reply: FastifyReply,
      refusal: Refusal,
      { lang, back, door }: { lang?: string | null; back?: string; door?: OtherDoor } = {},
    ) => {
      const { reference } = reply.server.problemStamp();
      reply.refused = { refusal, reference };
      const told = { refusal, reference, back, door };
      return send(reply, errors[refusal].status, refusedPage(frameOf(request, lang), told));
    },
  };
}

const asked = ({ query }: FastifyRequest): string | undefined => (query as { lang?: string }).lang;
