import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { assertionBody, type Console, consoleDoor, fromConsole, onNamed } from "#modules/staff";
import type { Complaining } from "./index.ts";

export type ComplaintRouteDeps = {
  readonly console: Pick<Console, "visitorFor">;
  readonly complaints: Complaining;
  /** The console's. */
  readonly origin: string;
};

const nothing = z.strictObject({});
const ofCase = z.strictObject({ case: z.string().max(64) });
const ofComplaint = z.strictObject({ complaint: z.string().max(64) });
const asked = z.strictObject({
  person: z.string().max(64),
  words: z.string().trim().min(1).max(4000),
});

/** Complaint files of a case, on the console's origin. No address serves one: a page's own press is answered with it. */
export function complaintRoutes(
  app: FastifyInstance,
  { console, complaints, origin }: ComplaintRouteDeps,
): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const preHandler = fromConsole(origin);
  const give = consoleDoor(console, "give_complaint");

  routes.post(
    "/api/cases/:case/complaints",
    { preHandler, schema: { params: ofCase, body: asked } },
    (request, reply) =>
      give(request, reply, (who) =>
        onNamed("cas", request.params.case, (id) => complaints.ask(who, id, request.body)),
      ),
  );
  routes.post(
    "/api/complaints/:complaint/ask",
    { preHandler, schema: { params: ofComplaint, body: nothing } },
    (request, reply) =>
      give(request, reply, (who) =>
        onNamed("cpl", request.params.complaint, (id) => complaints.askSecond(who, id)),
      ),
  );
  routes.post(
    "/api/complaints/:complaint/sign",
    { preHandler, schema: { params: ofComplaint, body: assertionBody } },
    (request, reply) =>
      give(request, reply, (who) =>
        onNamed("cpl", request.params.complaint, (id) => complaints.second(who, id, request.body)),
      ),
  );
  routes.post(
    "/api/complaints/:complaint/take",
    { preHandler, schema: { params: ofComplaint, body: nothing } },
    (request, reply) =>
      give(request, reply, (who) =>
        onNamed("cpl", request.params.complaint, (id) => complaints.take(who, id)),
      ),
  );
}
