import type { Lang } from "@aval/design";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { limits as bounds } from "#lifetimes";
import { assertionBody, type Console, consoleDoor, fromConsole, onNamed } from "#modules/staff";
import { problem } from "#platform/http";
import { languageOf } from "#platform/language";
import { done } from "#platform/outcome";
import type { PublicNotices } from "./index.ts";
import { type NoticeBoard, sendKept } from "./public-notice-board.ts";
import {
  feed,
  feedAddress,
  type NoticeFrame,
  noticeAddress,
  noticePage,
  noticesPage,
  noticesPath,
} from "./public-notice-pages.ts";

const nothing = z.strictObject({});
const ofNotice = z.strictObject({ notice: z.string().max(64) });
const words = z.strictObject({
  title: z.string().max(2 * bounds.campaignTitle),
  text: z.string().max(2 * bounds.publicNoticeText),
});
const written = z.strictObject({
  isUrgent: z.boolean(),
  texts: z.strictObject({ fr: words, en: words }),
});
const asked = written.extend({ digest: z.string().length(43) });

/** Notices to everybody, on the console's origin: written, signed by another operator, retired. */
export function publicNoticeRoutes(
  app: FastifyInstance,
  given: {
    readonly console: Pick<Console, "visitorFor">;
    readonly publicNotices: PublicNotices;
    /** The console's. */
    readonly origin: string;
  },
): void {
  const { console, publicNotices, origin } = given;
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const preHandler = fromConsole(origin);
  const by = consoleDoor(console, "publish_notices");
  const one = { preHandler, schema: { params: ofNotice, body: nothing } };

  routes.get("/api/public-notices", { preHandler }, (request, reply) =>
    by(request, reply, async (who) => done(await publicNotices.view(who))),
  );
  routes.post(
    "/api/public-notices/preview",
    { preHandler, schema: { body: written } },
    (request, reply) => by(request, reply, async () => done(publicNotices.preview(request.body))),
  );
  routes.post("/api/public-notices", { preHandler, schema: { body: asked } }, (request, reply) =>
    by(request, reply, (who) => publicNotices.ask(who, request.body)),
  );
  routes.post("/api/public-notices/:notice/ask", one, (request, reply) =>
    by(request, reply, (who) =>
      onNamed("ntp", request.params.notice, (id) => publicNotices.askSecond(who, id)),
    ),
  );
  routes.post(
    "/api/public-notices/:notice/sign",
    { preHandler, schema: { params: ofNotice, body: assertionBody } },
    (request, reply) =>
      by(request, reply, (who) =>
        onNamed("ntp", request.params.notice, (id) => publicNotices.publish(who, id, request.body)),
      ),
  );
  routes.post("/api/public-notices/:notice/end", one, (request, reply) =>
    by(request, reply, (who) =>
      onNamed("ntp", request.params.notice, (id) => publicNotices.end(who, id)),
    ),
  );
}

/**
 * The same for everybody, on the sign-in pages' origin, and nothing is kept of who reads what. `/avis` and `/avis/12` are what one types or
 * reads out, in the language of the browser; each language has addresses of its own beside.
 */
export function noticePages(
  app: FastifyInstance,
  frame: NoticeFrame,
  { board, origin }: { readonly board: NoticeBoard; readonly origin: string },
): void {
  const { brand } = frame;
  type Asked = Pick<FastifyRequest, "headers">;
  const send = (request: Asked, reply: FastifyReply, text: string) =>
    sendKept(request, reply, { type: "text/html; charset=utf-8", text });
  const all = async (request: Asked, reply: FastifyReply, lang: Lang) =>
    send(request, reply, noticesPage(frame, lang, await board.all()));
  const one = async (request: Asked, reply: FastifyReply, lang: Lang, text: string) => {
    const number = /^[1-9][0-9]{0,8}$/.test(text) ? Number(text) : undefined;
    const found = number === undefined ? undefined : await board.one(number);
    return found
      ? send(request, reply, noticePage(frame, lang, found))
      : problem(reply, "not_found");
  };
  const readers = ({ headers }: Asked) => languageOf(undefined, headers["accept-language"]);
  app.get(noticesPath, (request, reply) => all(request, reply, readers(request)));
  app.get<{ Params: { number: string } }>(`${noticesPath}/:number`, (request, reply) =>
    one(request, reply, readers(request), request.params.number),
  );
  for (const lang of ["fr", "en"] as const) {
    app.get(noticeAddress(lang), (request, reply) => all(request, reply, lang));
    app.get(feedAddress(lang), async (request, reply) =>
      sendKept(request, reply, {
        type: "application/rss+xml; charset=utf-8",
        text: feed({ brand, origin }, lang, await board.all()),
      }),
    );
    app.get<{ Params: { number: string } }>(`${noticeAddress(lang)}/:number`, (request, reply) =>
      one(request, reply, lang, request.params.number),
    );
  }
}
