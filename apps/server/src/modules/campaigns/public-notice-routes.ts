import type { Lang } from "@aval/design";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { limits as bounds } from "#lifetimes";
import { assertionBody, type Console, consoleDoor, fromConsole, onNamed } from "#modules/staff";
import type { AnyTables, Database } from "#platform/database";
import { problem } from "#platform/http";
import { languageOf } from "#platform/language";
import { done } from "#platform/outcome";
import type { PublicNotices } from "./index.ts";
import {
  feed,
  feedAddress,
  type NoticeFrame,
  noticeAddress,
  noticePage,
  noticesPage,
  noticesPath,
  type Published,
} from "./public-notice-pages.ts";
import { findPublicNotices } from "./public-notice-store.ts";
import { filled } from "./text.ts";

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
  { db, origin }: { readonly db: Database<AnyTables>; readonly origin: string },
): void {
  const { brand } = frame;
  const shown = async (by: Parameters<typeof findPublicNotices>[1]): Promise<Published[]> =>
    (await findPublicNotices(db, by, bounds.campaignsShown)).flatMap(
      ({ number, publishedAt, texts, isUrgent, retiredAt }) =>
        number === undefined || publishedAt === undefined
          ? []
          : [
              {
                ...{ number, publishedAt, isUrgent, retiredAt },
                texts: filled(texts, { brand, at: publishedAt }),
              },
            ],
    );
  const one = async (reply: FastifyReply, lang: Lang, text: string) => {
    const number = /^[1-9][0-9]{0,8}$/.test(text) ? Number(text) : undefined;
    const [found] = number === undefined ? [] : await shown({ number });
    return found ? send(reply, noticePage(frame, lang, found)) : problem(reply, "not_found");
  };
  app.get(noticesPath, async ({ headers }, reply) => {
    const lang = languageOf(undefined, headers["accept-language"]);
    return send(reply, noticesPage(frame, lang, await shown("published")));
  });
  app.get<{ Params: { number: string } }>(`${noticesPath}/:number`, ({ headers, params }, reply) =>
    one(reply, languageOf(undefined, headers["accept-language"]), params.number),
  );
  for (const lang of ["fr", "en"] as const) {
    app.get(noticeAddress(lang), async (_request, reply) =>
      send(reply, noticesPage(frame, lang, await shown("published"))),
    );
    app.get(feedAddress(lang), async (_request, reply) =>
      reply
        .type("application/rss+xml; charset=utf-8")
        .send(feed({ brand, origin }, lang, await shown("published"))),
    );
    app.get<{ Params: { number: string } }>(`${noticeAddress(lang)}/:number`, (request, reply) =>
      one(reply, lang, request.params.number),
    );
  }
}

const send = (reply: FastifyReply, text: string): FastifyReply =>
  reply.type("text/html; charset=utf-8").send(text);
