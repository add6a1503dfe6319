import { type CaseId, isId, type MeasureId, measureKinds } from "@aval/protocol";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Refusal } from "#errors";
import { limits as bounds } from "#lifetimes";
import {
  assertionBody,
  type Console,
  fromConsole,
  staffSecret,
  type Visitor,
} from "#modules/staff";
import { problem } from "#platform/http";
import { deny, type Outcome } from "#platform/outcome";
import type { Measuring } from "./index.ts";

export type MeasureRouteDeps = {
  readonly console: Pick<Console, "visitorFor">;
  readonly measures: Measuring;
  /** The console's. */
  readonly origin: string;
};

const nothing = z.strictObject({});
const ofCase = z.strictObject({ case: z.string().max(64) });
const ofMeasure = z.strictObject({ measure: z.string().max(64) });
const asked = z.strictObject({
  kind: z.enum(measureKinds),
  people: z.array(z.string().max(64)).min(1).max(bounds.measurePeople),
});
const taken = asked.extend({
  words: z.string().trim().min(1).max(4000),
  digest: z.string().max(64),
});

/** What analysts stop, on the console's origin. */
export function measureRoutes(
  app: FastifyInstance,
  { console, measures, origin }: MeasureRouteDeps,
): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const preHandler = fromConsole(origin);
  const by = async <T>(
    request: FastifyRequest,
    reply: FastifyReply,
    how: "see_cases" | "stop_in_case",
    work: (who: Visitor) => Promise<Outcome<T, Refusal>>,
  ) => {
    const isAct = how === "stop_in_case";
    const who = await console.visitorFor(staffSecret(request), how, { isAct });
    const outcome = who.ok ? await work(who.value) : who;
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  };
  const onCase = <T>(id: string, work: (id: CaseId) => Promise<Outcome<T, Refusal>>) =>
    isId("cas", id) ? work(id) : Promise.resolve<Outcome<T, Refusal>>(deny("not_found"));
  const onMeasure = <T>(id: string, work: (id: MeasureId) => Promise<Outcome<T, Refusal>>) =>
    isId("mea", id) ? work(id) : Promise.resolve<Outcome<T, Refusal>>(deny("not_found"));

  routes.get(
    "/api/cases/:case/measures",
    { preHandler, schema: { params: ofCase } },
    (request, reply) =>
      by(request, reply, "see_cases", (who) =>
        onCase(request.params.case, (id) => measures.list(who, id)),
      ),
  );
  routes.post(
    "/api/cases/:case/measures/preview",
    { preHandler, schema: { params: ofCase, body: asked } },
    (request, reply) =>
      by(request, reply, "stop_in_case", (who) =>
        onCase(request.params.case, (id) => measures.preview(who, id, request.body)),
      ),
  );
  routes.post(
    "/api/cases/:case/measures",
    { preHandler, schema: { params: ofCase, body: taken } },
    (request, reply) =>
      by(request, reply, "stop_in_case", (who) =>
        onCase(request.params.case, (id) => measures.take(who, id, request.body)),
      ),
  );
  routes.post(
    "/api/measures/:measure/ask",
    { preHandler, schema: { params: ofMeasure, body: nothing } },
    (request, reply) =>
      by(request, reply, "stop_in_case", (who) =>
        onMeasure(request.params.measure, (id) => measures.askSecond(who, id)),
      ),
  );
  routes.post(
    "/api/measures/:measure/sign",
    { preHandler, schema: { params: ofMeasure, body: assertionBody } },
    (request, reply) =>
      by(request, reply, "stop_in_case", (who) =>
        onMeasure(request.params.measure, (id) => measures.second(who, id, request.body)),
      ),
  );
  routes.post(
    "/api/measures/:measure/withdraw",
    { preHandler, schema: { params: ofMeasure, body: nothing } },
    (request, reply) =>
      by(request, reply, "stop_in_case", (who) =>
        onMeasure(request.params.measure, (id) => measures.withdraw(who, id)),
      ),
  );
}
