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
import { done, type Outcome } from "#platform/outcome";
import type { Imports } from "./index.ts";

/** Extracts above their share, on the console's origin. */
export function importRoutes(
  app: FastifyInstance,
  deps: { readonly console: Console; readonly imports: Imports; readonly origin: string },
): void {
  const { console, imports, origin } = deps;
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const preHandler = fromConsole(origin);
  const by = async <T>(
    request: FastifyRequest,
    reply: FastifyReply,
    work: (who: Visitor) => Promise<Outcome<T, Refusal>>,
  ) => {
    const who = await console.visitorFor(staffSecret(request), "agree_import", { isAct: true });
    const outcome = who.ok ? await work(who.value) : who;
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  };
  const params = z.strictObject({ import: z.string().max(64) });
  const nothing = z.strictObject({});

  routes.get("/api/imports", { preHandler }, (request, reply) =>
    by(request, reply, async (who) => done(await imports.list(who))),
  );
  routes.post(
    "/api/imports/:import/ask",
    { preHandler, schema: { params, body: nothing } },
    (request, reply) => by(request, reply, (who) => imports.ask(who, request.params.import)),
  );
  routes.post(
    "/api/imports/:import/sign",
    { preHandler, schema: { params, body: assertionBody } },
    (request, reply) =>
      by(request, reply, (who) => imports.sign(who, request.params.import, request.body)),
  );
  routes.post(
    "/api/imports/:import/refuse",
    { preHandler, schema: { params, body: nothing } },
    (request, reply) => by(request, reply, (who) => imports.refuse(who, request.params.import)),
  );
}
