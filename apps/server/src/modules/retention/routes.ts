import type { FastifyInstance } from "fastify";
import { type Console, consoleDoor, fromConsole } from "#modules/staff";
import { done } from "#platform/outcome";
import type { Retention } from "./index.ts";

export type RetentionRouteDeps = {
  readonly console: Pick<Console, "visitorFor">;
  readonly retention: Retention;
  /** The console's. */
  readonly origin: string;
};

/** *Conservation*, on the console's origin: numbers of rows, and nobody in them. */
export function retentionRoutes(
  app: FastifyInstance,
  { console, retention, origin }: RetentionRouteDeps,
): void {
  const see = consoleDoor(console, "see_retention");
  app.get("/api/retention", { preHandler: fromConsole(origin) }, (request, reply) =>
    see(request, reply, async () => done(await retention.view())),
  );
}
