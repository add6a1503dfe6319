import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { type Console, consoleDoor, fromConsole } from "#modules/staff";
import type { Refusals } from "./index.ts";

export type RefusalRouteDeps = {
  readonly console: Pick<Console, "visitorFor">;
  readonly refusals: Pick<Refusals, "read">;
  /** The console's. */
  readonly origin: string;
};

/** Reading an attempt by its reference, on the console's origin. What is of another authority looks like what is not there. */
export function refusalRoutes(
  app: FastifyInstance,
  { console, refusals, origin }: RefusalRouteDeps,
): void {
  const read = consoleDoor(console, "read_refusals");
  app.withTypeProvider<ZodTypeProvider>().get(
    "/api/refusals/:reference",
    {
      preHandler: fromConsole(origin),
      schema: { params: z.strictObject({ reference: z.string().max(32) }) },
    },
    (request, reply) => read(request, reply, (who) => refusals.read(who, request.params.reference)),
  );
}
