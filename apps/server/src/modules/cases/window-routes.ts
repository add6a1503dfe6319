import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { type Console, consoleDoor, fromConsole, onNamed } from "#modules/staff";
import type { Windows } from "./index.ts";

export type WindowRouteDeps = {
  readonly console: Pick<Console, "visitorFor">;
  readonly windows: Windows;
  /** The console's. */
  readonly origin: string;
};

const moment = z.int().min(0).max(4_102_444_800);

/** What services are told of times of fraud, on the console's origin. */
export function windowRoutes(
  app: FastifyInstance,
  { console, windows, origin }: WindowRouteDeps,
): void {
  app.withTypeProvider<ZodTypeProvider>().post(
    "/api/cases/:case/windows",
    {
      preHandler: fromConsole(origin),
      schema: {
        params: z.strictObject({ case: z.string().max(64) }),
        body: z.strictObject({
          person: z.string().max(64),
          from: moment,
          to: moment,
          words: z.string().trim().min(1).max(4000),
        }),
      },
    },
    (request, reply) =>
      consoleDoor(console, "tell_services")(request, reply, (who) =>
        onNamed("cas", request.params.case, (id) => windows.send(who, id, request.body)),
      ),
  );
}
