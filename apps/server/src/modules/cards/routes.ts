import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Refusal } from "#errors";
import { presentedCertificate } from "#platform/card-listener";
import { readFormsAsBytes, utf8 } from "#platform/forms";
import { problem } from "#platform/http";
import { signedBody } from "#platform/signed";
import { type CardConfig, cardAnswers } from "./answers.ts";
import type { VisitRefusal } from "./cards.ts";
import type { Cards } from "./index.ts";
import { addresses, confirmPage } from "./pages.ts";
import { againDoor, tryOutPage, workedPage } from "./try-out-pages.ts";
import { reopenedPage, reopenPage, shownPage, standingPage } from "./reopen-pages.ts";

export type CardRouteDeps = {
  readonly config: CardConfig;
  readonly cards: Pick<
    Cards,
    "show" | "confirm" | "reopening" | "reopen" | "showForDesk" | "readOn" | "tryOut"
  >;
};

/**
 * The card's host. One comes in by a form of the sign-in page and by nothing else: a link that somebody sent is a GET and opens
 * nothing, and another site's form says another `Origin`. Whoever is told that their card opens nothing is told why only as far
 * as the card itself says it (law 7).
 */
export function cardRoutes(app: FastifyInstance, { config, cards }: CardRouteDeps): void {
  const { login, card } = config.origins;
  const stylesheet = readFileSync(fileURLToPath(import.meta.resolve("@aval/design/aval.css")));
  const back = (signIn: string) => `${login}/login/${encodeURIComponent(signIn)}`;
  const { frameOf, send, refuse: refused } = cardAnswers(config);
  const refuse = (
    request: FastifyRequest,
    reply: FastifyReply,
    { refusal, signIn }: Partial<VisitRefusal> & { readonly refusal: Refusal },
    lang: string | null | undefined = undefined,
  ) =>
    refused(request, reply, refusal, {
      ...(lang === undefined ? {} : { lang }),
      ...(signIn === undefined ? {} : { back: back(signIn) }),
    });

  app.get(addresses.stylesheet, async (_request, reply) =>
    reply
      .type("text/css; charset=utf-8")
      .header("cache-control", "public, max-age=3600")
      .send(stylesheet),
  );
  for (const path of [addresses.enter, addresses.confirm])
    app.get(path, async (request, reply) =>
      refuse(request, reply, { refusal: "card_page_expired" }),
    );

  app.register(async (scope) => {
    readFormsAsBytes(scope);
    scope.post(addresses.enter, async (request, reply) => {
      const { secret } = fieldsOf(request);
      const { lang } = request.query as { lang?: string };
      if (request.headers.origin !== login)
        return refuse(request, reply, { refusal: "wrong_origin" }, lang);
      const shown = await cards.show(secret, presentedCertificate(request.raw));
      if (!shown.ok) return refuse(request, reply, shown, lang);
      const { signIn, ...told } = shown.value;
      const page = confirmPage(frameOf(request, lang), { ...told, secret, back: back(signIn) });
      return send(reply, 200, page);
    });

    const opened = (request: FastifyRequest, lang?: string | null) =>
      frameOf(request, lang ?? (request.query as { lang?: string }).lang);
    scope.get(addresses.reopen, async (request, reply) =>
      send(reply, 200, reopenPage(opened(request))),
    );
    scope.post(addresses.reopen, async (request, reply) => {
      const { lang } = fieldsOf(request);
      if (request.headers.origin !== card)
        return refuse(request, reply, { refusal: "wrong_origin" }, lang);
      const told = await cards.reopening(presentedCertificate(request.raw));
      if (!told.ok) return refuse(request, reply, told, lang);
      return send(reply, 200, standingPage(opened(request, lang), told.value));
    });
    scope.get(addresses.tryOut, async (request, reply) =>
      send(reply, 200, tryOutPage(opened(request))),
    );
    scope.post(addresses.tryOut, async (request, reply) => {
      const { lang } = fieldsOf(request);
      if (request.headers.origin !== card)
        return refuse(request, reply, { refusal: "wrong_origin" }, lang);
      const told = await cards.tryOut(presentedCertificate(request.raw));
      const frame = opened(request, lang);
      if (told.ok) return send(reply, 200, workedPage(frame, told.value));
      return refused(request, reply, told.refusal, { lang, door: againDoor(frame.lang) });
    });
    scope.post(addresses.reopenConfirm, async (request, reply) => {
      const { lang, stops } = fieldsOf(request);
      if (request.headers.origin !== card)
        return refuse(request, reply, { refusal: "wrong_origin" }, lang);
      const told = await cards.reopen(presentedCertificate(request.raw), stops);
      if (!told.ok) return refuse(request, reply, told, lang);
      return send(reply, 200, reopenedPage(opened(request, lang), told.value));
    });

    scope.post(addresses.readOn, async (request, reply) => {
      const { lang } = fieldsOf(request);
      if (request.headers.origin !== card)
        return refuse(request, reply, { refusal: "wrong_origin" }, lang);
      const told = await cards.readOn(presentedCertificate(request.raw));
      if (!told.ok) return refuse(request, reply, told, lang);
      const { address, ...standing } = told.value;
      if (address !== undefined) return reply.redirect(address, 303);
      return send(reply, 200, standingPage(opened(request, lang), standing));
    });

    scope.post(addresses.reopenAtDesk, async (request, reply) => {
      const { lang, stops, phone } = fieldsOf(request);
      if (request.headers.origin !== card)
        return refuse(request, reply, { refusal: "wrong_origin" }, lang);
      const [stop] = stops;
      const told = await cards.showForDesk(presentedCertificate(request.raw), { stop, phone });
      if (!told.ok) return refuse(request, reply, told, lang);
      return send(reply, 200, shownPage(opened(request, lang), told.value));
    });

    scope.post(addresses.confirm, async (request, reply) => {
      const { secret, lang } = fieldsOf(request);
      if (request.headers.origin !== card)
        return refuse(request, reply, { refusal: "wrong_origin" }, lang);
      const confirmed = await cards.confirm(secret, presentedCertificate(request.raw));
      if (!confirmed.ok) return refuse(request, reply, confirmed, lang);
      const { signIn, nonce } = confirmed.value;
      // After the number sign: what stands there reaches the page's script and no server, log or referrer.
      return reply.redirect(`${back(signIn)}#card=${nonce}`, 303);
    });
  });
}

function fieldsOf({ body }: FastifyRequest): {
  secret: string;
  lang: string | null;
  stops: readonly string[];
  phone: string | null;
} {
  const fields = new URLSearchParams(body instanceof Uint8Array ? (utf8(body) ?? "") : "");
  const stops = fields.getAll("stop");
  const phone = fields.get("phone");
  return { secret: fields.get("secret") ?? "", lang: fields.get("lang"), stops, phone };
}

/** The device API of cards, on the authenticator's origin. */
export function cardPhoneRoutes(app: FastifyInstance, cards: Pick<Cards, "report">): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  routes.post("/api/cards/lost", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await cards.report(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });
}
