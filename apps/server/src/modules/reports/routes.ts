import { reachChannels, reportReasons } from "@aval/protocol";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { limits as bounds } from "#lifetimes";
import { type Console, consoleDoor, fromConsole } from "#modules/staff";
import { done } from "#platform/outcome";
import type { ReportDesk } from "./index.ts";

export type ReportRouteDeps = {
  readonly console: Pick<Console, "visitorFor">;
  readonly reports: ReportDesk;
  /** The console's. */
  readonly origin: string;
};

const text = z.string().min(1).max(bounds.reportListBytes);
const one = z.strictObject({
  nationalId: z.string().regex(/^[0-9]{9,12}$/),
  reason: z.enum(reportReasons),
  channel: z.enum(reachChannels),
  on: z.string().max(10).optional(),
});

/** What agents and partners tell, on the console's origin. Who is not of their authority looks like nobody. */
export function reportRoutes(
  app: FastifyInstance,
  { console, reports, origin }: ReportRouteDeps,
): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const preHandler = fromConsole(origin);
  const byAgent = consoleDoor(console, "report_person");
  const byPartner = consoleDoor(console, "report_list");
  const follow = consoleDoor(console, "follow_reports");

  routes.get("/api/reports", { preHandler }, (request, reply) =>
    follow(request, reply, async (who) => done(await reports.view(who))),
  );
  routes.post("/api/reports", { preHandler, schema: { body: one } }, (request, reply) =>
    byAgent(request, reply, (who) => {
      const { on, ...given } = request.body;
      const origin = who.roles.includes("agent") ? "agent" : "partner";
      return reports.tell(who, origin, { ...given, ...(on ? { on } : {}) });
    }),
  );
  routes.post(
    "/api/reports/lists/check",
    { preHandler, schema: { body: z.strictObject({ text }) } },
    (request, reply) => byPartner(request, reply, (who) => reports.check(who, request.body.text)),
  );
  routes.post(
    "/api/reports/lists",
    { preHandler, schema: { body: z.strictObject({ text, sha256: z.string().length(43) }) } },
    (request, reply) => byPartner(request, reply, (who) => reports.send(who, request.body)),
  );
}
