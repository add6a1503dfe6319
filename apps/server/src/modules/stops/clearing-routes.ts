import { isId, type StopId } from "@aval/protocol";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Refusal } from "#errors";
import {
  assertionBody,
  type Console,
  fromConsole,
  staffSecret,
  type Visitor,
} from "#modules/staff";
import { problem } from "#platform/http";
import { deny, type Outcome } from "#platform/outcome";
import type { Clearing } from "./index.ts";

export type ClearingRouteDeps = {
  readonly console: Pick<Console, "visitorFor">;
  readonly clearing: Clearing;
  /** The console's. */
  readonly origin: string;
};

const finding = z.strictObject({ nationalId: z.string().trim().min(1).max(64) });
const ofFreeze = z.strictObject({ freeze: z.string().max(64) });
const nothing = z.strictObject({});

/** Where analysts end a freeze, on the console's origin. */
export function clearingRoutes(
  app: FastifyInstance,
  { console, clearing, origin }: ClearingRouteDeps,
): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const preHandler = fromConsole(origin);
  const by = async <T>(
    request: FastifyRequest,
    reply: FastifyReply,
    work: (who: Visitor) => Promise<Outcome<T, Refusal>>,
  ) => {
    const who = await console.visitorFor(staffSecret(request), "clear_freeze", { isAct: true });
    const outcome = who.ok ? await work(who.value) : who;
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  };
  const on = <T>(id: string, work: (id: StopId) => Promise<Outcome<T, Refusal>>) =>
    isId("stp", id) ? work(id) : Promise.resolve<Outcome<T, Refusal>>(deny("not_found"));

  routes.post("/api/freezes/find", { preHandler, schema: { body: finding } }, (request, reply) =>
    by(request, reply, (who) => clearing.find(who, request.body.nationalId)),
  );
  routes.post(
    "/api/freezes/:freeze/ask",
    { preHandler, schema: { params: ofFreeze, body: nothing } },
    (request, reply) =>
      by(request, reply, (who) =>
        on(request.params.freeze, (id) => clearing.askSignature(who, id)),
      ),
  );
  routes.post(
    "/api/freezes/:freeze/clear",
    { preHandler, schema: { params: ofFreeze, body: assertionBody } },
    (request, reply) =>
      by(request, reply, (who) =>
        on(request.params.freeze, (id) => clearing.clear(who, id, request.body)),
      ),
  );
}
