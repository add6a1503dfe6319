import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { deskAddresses, helpPath, type Lang } from "@aval/design";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { AnyTables, Database } from "#platform/database";
import { problem } from "#platform/http";
import { languageOf } from "#platform/language";
import type { Clock } from "#platform/time";
import { desksPage } from "./desk-pages.ts";
import { guidePage, type HelpFrame, helpPage, stylesheetPath } from "./pages.ts";
import { desksOf } from "./store.ts";
import { type Topic, topicNames } from "./topics.ts";

/** Where the list of desks is, and by which clock one is open. */
export type DeskSource = { readonly db: Database<AnyTables>; readonly clock: Clock };

/** Anything longer names no département. */
const chosen = z.object({ departement: z.string().max(5).optional() });

/**
 * Help: the same for everybody, and nothing is kept of who read what. `/aide` and `/aide/<topic>` are what one types or reads out, in the
 * language of the browser; the pages' own links say the language.
 */
export function helpRoutes(
  app: FastifyInstance,
  frame: HelpFrame,
  { db, clock }: DeskSource,
): void {
  const stylesheet = readFileSync(fileURLToPath(import.meta.resolve("@aval/design/aval.css")));
  app.get(stylesheetPath, async (_request, reply) =>
    reply.type("text/css; charset=utf-8").send(stylesheet),
  );
  app.get(helpPath, async (request, reply) => send(reply, helpPage(frame, languageFor(request))));
  app.get<{ Params: { name: string } }>(`${helpPath}/:name`, async (request, reply) => {
    const { name } = request.params;
    if (isLang(name)) return send(reply, helpPage(frame, name));
    if (isTopic(name)) return send(reply, guidePage(frame, languageFor(request), name));
    return problem(reply, "not_found");
  });
  for (const lang of ["fr", "en"] as const)
    app
      .withTypeProvider<ZodTypeProvider>()
      .get(deskAddresses[lang], { schema: { querystring: chosen } }, async (request, reply) => {
        const { departement: department } = request.query;
        const desks = await desksOf(db);
        return send(reply, desksPage(frame, lang, { desks, department, now: clock.now() }));
      });
  app.get<{ Params: { lang: string; topic: string } }>(
    `${helpPath}/:lang/:topic`,
    async (request, reply) => {
      const { lang, topic } = request.params;
      if (!isLang(lang) || !isTopic(topic)) return problem(reply, "not_found");
      return send(reply, guidePage(frame, lang, topic));
    },
  );
}

const isLang = (text: string): text is Lang => text === "fr" || text === "en";
const isTopic = (text: string): text is Topic => (topicNames as readonly string[]).includes(text);

const send = (reply: FastifyReply, text: string): FastifyReply =>
  reply.type("text/html; charset=utf-8").send(text);

const languageFor = ({ headers }: FastifyRequest) =>
  languageOf(undefined, headers["accept-language"]);
