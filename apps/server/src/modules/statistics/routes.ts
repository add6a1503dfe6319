import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { type Console, consoleDoor, fromConsole } from "#modules/staff";
import { done } from "#platform/outcome";
import { documentOf, tableOf } from "./files.ts";
import type { StatisticsBoard } from "./index.ts";

export type StatisticsRouteDeps = {
  readonly console: Pick<Console, "visitorFor">;
  readonly statistics: StatisticsBoard;
  /** The console's. */
  readonly origin: string;
};

const month = z
  .string()
  .regex(/^[0-9]{4}-(0[1-9]|1[0-2])$/)
  .optional();
const ofMonth = z.strictObject({ month });
const inLanguage = z.strictObject({ month, lang: z.enum(["fr", "en"]).default("fr") });

/** *Statistiques*, on the console's origin: closed months, and nobody in them. */
export function statisticsRoutes(
  app: FastifyInstance,
  { console, statistics, origin }: StatisticsRouteDeps,
): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const preHandler = fromConsole(origin);
  const read = consoleDoor(console, "read_statistics");
  const asked = { preHandler, schema: { querystring: ofMonth } };
  const named = (of: string | undefined, ending: string) =>
    `attachment; filename="statistiques-${of ?? "aucun-mois"}.${ending}"`;

  routes.get("/api/statistics", asked, (request, reply) =>
    read(request, reply, (who) => statistics.view(who, request.query.month)),
  );
  routes.get("/api/statistics.json", asked, (request, reply) =>
    read(request, reply, async (who) => {
      const seen = await statistics.view(who, request.query.month);
      if (!seen.ok) return seen;
      reply.header("content-disposition", named(seen.value.month, "json"));
      return done(documentOf(seen.value));
    }),
  );
  routes.get(
    "/api/statistics.csv",
    { preHandler, schema: { querystring: inLanguage } },
    (request, reply) =>
      read(request, reply, async (who) => {
        const seen = await statistics.view(who, request.query.month);
        if (!seen.ok) return seen;
        reply.type("text/csv; charset=utf-8");
        reply.header("content-disposition", named(seen.value.month, "csv"));
        return done(tableOf(seen.value, request.query.lang));
      }),
  );
}
