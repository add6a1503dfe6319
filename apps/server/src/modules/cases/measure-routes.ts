import { type DeviceId, isCardName, isId, measureKinds } from "@aval/protocol";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { limits as bounds } from "#lifetimes";
import { assertionBody, type Console, consoleDoor, fromConsole, onNamed } from "#modules/staff";
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
  /** Which, where the kind is of one phone or one card. */
  phone: z
    .string()
    .refine((text): text is DeviceId => isId("dev", text))
    .exactOptional(),
  card: z.string().max(100).refine(isCardName).exactOptional(),
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
  const stop = consoleDoor(console, "stop_in_case");

  routes.post(
    "/api/cases/:case/measures/preview",
    { preHandler, schema: { params: ofCase, body: asked } },
    (request, reply) =>
      stop(request, reply, (who) =>
        onNamed("cas", request.params.case, (id) => measures.preview(who, id, request.body)),
      ),
  );
  routes.post(
    "/api/cases/:case/measures",
    { preHandler, schema: { params: ofCase, body: taken } },
    (request, reply) =>
      stop(request, reply, (who) =>
        onNamed("cas", request.params.case, (id) => measures.take(who, id, request.body)),
      ),
  );
  routes.post(
    "/api/measures/:measure/ask",
    { preHandler, schema: { params: ofMeasure, body: nothing } },
    (request, reply) =>
      stop(request, reply, (who) =>
        onNamed("mea", request.params.measure, (id) => measures.askSecond(who, id)),
      ),
  );
  routes.post(
    "/api/measures/:measure/sign",
    { preHandler, schema: { params: ofMeasure, body: assertionBody } },
    (request, reply) =>
      stop(request, reply, (who) =>
        onNamed("mea", request.params.measure, (id) => measures.second(who, id, request.body)),
      ),
  );
  routes.post(
    "/api/measures/:measure/withdraw",
    { preHandler, schema: { params: ofMeasure, body: nothing } },
    (request, reply) =>
      stop(request, reply, (who) =>
        onNamed("mea", request.params.measure, (id) => measures.withdraw(who, id)),
      ),
  );
}
