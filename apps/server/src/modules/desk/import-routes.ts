import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { assertionBody, type Console, consoleDoor, fromConsole } from "#modules/staff";
import { done } from "#platform/outcome";
import type { Imports } from "./index.ts";

/** Extracts above their share, on the console's origin. */
export function importRoutes(
  app: FastifyInstance,
  deps: { readonly console: Console; readonly imports: Imports; readonly origin: string },
): void {
  const { console, imports, origin } = deps;
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const preHandler = fromConsole(origin);
  const by = consoleDoor(console, "agree_import");
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
