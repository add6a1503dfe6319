import type { ProfessionalId } from "@aval/protocol";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { type Console, consoleDoor, fromConsole, onNamed } from "#modules/staff";
import { problem } from "#platform/http";
import { done } from "#platform/outcome";
import { multiSignedBody, signedBody } from "#platform/signed";
import type { HolderCalls, Support } from "./index.ts";

/** What a holder's phone asks and says of calls, on the authenticator's origin. */
export function callRoutes(app: FastifyInstance, calls: HolderCalls): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const said = { schema: { body: signedBody } };
  routes.post("/api/calls/status", said, async (request, reply) => {
    const outcome = await calls.status(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });
  routes.post("/api/calls/report", said, async (request, reply) => {
    const outcome = await calls.report(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });
  routes.post("/api/calls/facts", said, async (request, reply) => {
    const outcome = await calls.tell(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });
  const confirming = { schema: { body: multiSignedBody(2) } };
  routes.post("/api/calls/confirm", confirming, async (request, reply) => {
    const outcome = await calls.confirmCaller(request.body);
    if (outcome.ok) return outcome.value;
    return problem(reply, outcome.refusal, "extra" in outcome ? outcome.extra : undefined);
  });
  routes.post("/api/calls/back", said, async (request, reply) => {
    const outcome = await calls.askBack(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });
  routes.post("/api/calls/back/withdraw", said, async (request, reply) => {
    const outcome = await calls.withdrawBack(request.body.jws);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });
}

export type SupportRouteDeps = {
  readonly console: Pick<Console, "visitorFor">;
  readonly support: Support;
  /** The console's. */
  readonly origin: string;
};

const nothing = z.strictObject({});
const one = z.string().max(64);

/** Calls of agents, on the console's origin. What is somebody else's looks like what is not there. */
export function supportRoutes(
  app: FastifyInstance,
  { console, support, origin }: SupportRouteDeps,
): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const preHandler = fromConsole(origin);
  const call = consoleDoor(console, "call_people");
  const hold = consoleDoor(console, "hold_additions");
  const verify = consoleDoor(console, "verify_callers");
  const ofCase = z.strictObject({ case: one });
  const ofCall = z.strictObject({ call: one });

  // What the page asks by itself keeps no session alive.
  routes.get("/api/calls", { preHandler }, (request, reply) =>
    call(request, reply, async (who) => done(await support.list(who)), false),
  );
  const calling = z.strictObject({ person: one });
  routes.post(
    "/api/callbacks/:callback/take",
    { preHandler, schema: { params: z.strictObject({ callback: one }), body: nothing } },
    (request, reply) =>
      call(request, reply, (who) =>
        onNamed("cbk", request.params.callback, (id) => support.takeCallback(who, id)),
      ),
  );
  routes.post(
    "/api/cases/:case/call",
    { preHandler, schema: { params: ofCase, body: calling } },
    (request, reply) =>
      call(request, reply, (who) =>
        onNamed("cas", request.params.case, (id) =>
          support.announce(who, id, request.body.person as ProfessionalId),
        ),
      ),
  );
  routes.post(
    "/api/cases/:case/hold",
    { preHandler, schema: { params: ofCase, body: calling } },
    (request, reply) =>
      hold(request, reply, (who) =>
        onNamed("cas", request.params.case, (id) =>
          support.hold(who, id, request.body.person as ProfessionalId),
        ),
      ),
  );
  routes.post(
    "/api/cases/:case/caller",
    { preHandler, schema: { params: ofCase, body: calling } },
    (request, reply) =>
      verify(request, reply, (who) =>
        onNamed("cas", request.params.case, (id) =>
          support.askCaller(who, id, request.body.person as ProfessionalId),
        ),
      ),
  );
  routes.post(
    "/api/callers/:check/block",
    { preHandler, schema: { params: z.strictObject({ check: one }), body: nothing } },
    (request, reply) =>
      verify(request, reply, (who) =>
        onNamed("cck", request.params.check, (id) => support.blockForCaller(who, id)),
      ),
  );
  routes.post(
    "/api/calls/:call/open",
    { preHandler, schema: { params: ofCall, body: nothing } },
    (request, reply) =>
      call(request, reply, (who) =>
        onNamed("cll", request.params.call, (id) => support.open(who, id)),
      ),
  );
  routes.post(
    "/api/calls/:call/end",
    { preHandler, schema: { params: ofCall, body: nothing } },
    (request, reply) =>
      call(request, reply, (who) =>
        onNamed("cll", request.params.call, (id) => support.end(who, id)),
      ),
  );
}
