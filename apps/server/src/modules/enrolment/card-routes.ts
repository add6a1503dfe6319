import { helpAddress, type Lang } from "@aval/design";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { errors, type Refusal } from "#errors";
import { cardAnswers, reopenPath } from "#modules/cards";
import { presentedCertificate } from "#platform/card-listener";
import { readFormsAsBytes } from "#platform/forms";
import type { Outcome } from "#platform/outcome";
import type { CardStep } from "./card.ts";
import {
  beginPage,
  cardEnrolment,
  type Elsewhere,
  notAddedPage,
  otherDoor,
  stepPage,
} from "./card-pages.ts";
import type { CardEnrolment } from "./index.ts";

export type CardEnrolmentRoutes = {
  readonly config: Parameters<typeof cardAnswers>[0];
  readonly enrolment: CardEnrolment;
};

/** *Ajouter un téléphone avec ma carte*, on the card's host. A link opens words; each act is a form of this very host. */
export function cardEnrolmentRoutes(
  app: FastifyInstance,
  { config, enrolment }: CardEnrolmentRoutes,
): void {
  const { frameOf, send, formOf, refuse } = cardAnswers(config);
  const { login } = config.origins;
  const elsewhereIn = (lang: Lang): Elsewhere => ({
    call: helpAddress("appel", lang),
    newPhone: helpAddress("nouveau-telephone", lang),
    account: `${login}/mon-acces`,
    reopen: reopenPath,
  });
  /** What is a card's own fault is told as on every page of a card; what is not, as this page's. */
  const notAdded = (
    request: FastifyRequest,
    reply: FastifyReply,
    refusal: Refusal,
    lang: string | null,
  ) => {
    const frame = frameOf(request, lang);
    const elsewhere = elsewhereIn(frame.lang);
    if (refusal.startsWith("card_") || refusal === "wrong_origin")
      return refuse(request, reply, refusal, { lang, door: otherDoor(frame.lang, elsewhere) });
    const { reference } = reply.server.problemStamp();
    reply.refused = { refusal, reference };
    const text = notAddedPage(frame, { refusal, reference, elsewhere });
    return send(reply, errors[refusal].status, text);
  };

  app.register(async (scope) => {
    readFormsAsBytes(scope);
    scope.get(cardEnrolment.begin, async (request, reply) =>
      send(reply, 200, beginPage(frameOf(request, undefined))),
    );

    type Shown = Outcome<CardStep, Refusal> & {
      readonly step?: CardStep;
      readonly extra?: { readonly triesLeft: number };
    };
    const acts: Readonly<
      Record<string, (card: Uint8Array | undefined, form: URLSearchParams) => Promise<Shown>>
    > = {
      [cardEnrolment.begin]: (card, form) => enrolment.show(card, form.get("page")),
      [cardEnrolment.words]: (card, form) =>
        enrolment.typeWords(card, {
          page: form.get("page"),
          words: form.get("words"),
          onCall: form.get("onCall"),
        }),
      [cardEnrolment.confirm]: (card, form) => enrolment.confirm(card, form.get("page")),
      [cardEnrolment.stop]: (card, form) =>
        enrolment.stop(card, { page: form.get("page"), why: form.get("why") }),
    };
    for (const [path, act] of Object.entries(acts))
      scope.post(path, async (request, reply) => {
        const form = formOf(request);
        if (!form) return notAdded(request, reply, "wrong_origin", null);
        const lang = form.get("lang");
        const shown = await act(presentedCertificate(request.raw), form);
        const step = shown.ok ? shown.value : shown.step;
        if (!step) return notAdded(request, reply, shown.ok ? "not_found" : shown.refusal, lang);
        const frame = frameOf(request, lang);
        const elsewhere = elsewhereIn(frame.lang);
        const triesLeft = shown.ok ? undefined : shown.extra?.triesLeft;
        return send(
          reply,
          shown.ok ? 200 : errors[shown.refusal].status,
          stepPage(frame, step, elsewhere, triesLeft),
        );
      });
  });
}
