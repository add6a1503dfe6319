import {
  type CaseId,
  caseOutcomes,
  caseStates,
  reachChannels,
  severities,
  type StaffId,
  viewSections,
} from "@aval/protocol";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Refusal } from "#errors";
import { type Console, consoleDoor, fromConsole, onNamed, type Visitor } from "#modules/staff";
import { done, type Outcome } from "#platform/outcome";
import type { Cases } from "./index.ts";

export type CaseRouteDeps = {
  readonly console: Pick<Console, "visitorFor">;
  readonly cases: Cases;
  /** The console's. */
  readonly origin: string;
};

const words = z.string().trim().min(1).max(4000);
const nothing = z.strictObject({});
const yes = z.enum(["yes"]).optional();
const ofCase = z.strictObject({ case: z.string().max(64) });
const listed = z.strictObject({
  state: z.enum(["live", ...caseStates.filter((one) => one !== "merged")]).default("live"),
  severity: z.enum(severities).optional(),
  mine: yes,
  overdue: yes,
});
const alerted = z.strictObject({ severity: z.enum(severities).optional(), loose: yes });

const viewName = z.string().trim().min(1).max(60);
/** Words of this filter and no others, as they stand behind the question mark of its list. */
const isQueryOf = (filter: z.ZodType, query: string) =>
  filter.safeParse(Object.fromEntries(new URLSearchParams(query))).success;

/** Alerts and cases, on the console's origin. What is asked of somebody else's authority looks like what is not there. */
export function caseRoutes(app: FastifyInstance, { console, cases, origin }: CaseRouteDeps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const preHandler = fromConsole(origin);
  // What a page asks by itself, every ten seconds, keeps no session alive.
  const look = consoleDoor(console, "see_cases");
  const work = consoleDoor(console, "work_cases");

  routes.get("/api/alerts", { preHandler, schema: { querystring: alerted } }, (request, reply) =>
    look(
      request,
      reply,
      async (who) => {
        const { severity, loose } = request.query;
        return done(await cases.alerts(who, { severity, isLoose: loose !== undefined }));
      },
      false,
    ),
  );
  routes.get("/api/cases", { preHandler, schema: { querystring: listed } }, (request, reply) =>
    look(
      request,
      reply,
      async (who) => {
        const { state, severity, mine, overdue } = request.query;
        const asked = { isMine: mine !== undefined, isOverdue: overdue !== undefined };
        return done(await cases.list(who, { state, severity, ...asked }));
      },
      false,
    ),
  );
  routes.get("/api/views", { preHandler }, (request, reply) =>
    look(request, reply, async (who) => done(await cases.savedViews(who))),
  );
  const naming = z
    .strictObject({ section: z.enum(viewSections), name: viewName, query: z.string().max(200) })
    .refine(({ section, query }) => isQueryOf(section === "cases" ? listed : alerted, query));
  routes.post("/api/views", { preHandler, schema: { body: naming } }, (request, reply) =>
    look(request, reply, (who) => cases.saveView(who, request.body)),
  );
  const dropping = z.strictObject({ view: z.string().max(64) });
  routes.post("/api/views/remove", { preHandler, schema: { body: dropping } }, (request, reply) =>
    look(request, reply, (who) => cases.dropView(who, request.body.view)),
  );
  routes.get("/api/cases/:case", { preHandler, schema: { params: ofCase } }, (request, reply) =>
    look(
      request,
      reply,
      (who) => onNamed("cas", request.params.case, (id) => cases.view(who, id)),
      false,
    ),
  );

  /** An act on one case: what it is given, and what it does. */
  const act = <B extends z.ZodType>(
    name: string,
    body: B,
    does: (who: Visitor, id: CaseId, given: z.output<B>) => Promise<Outcome<unknown, Refusal>>,
  ) =>
    app
      .withTypeProvider<ZodTypeProvider>()
      .post(
        `/api/cases/:case/${name}`,
        { preHandler, schema: { params: ofCase, body } },
        (request, reply) =>
          work(request, reply, (who) =>
            onNamed("cas", (request.params as { case: string }).case, (id) =>
              does(who, id, request.body as z.output<B>),
            ),
          ),
      );

  act("claim", nothing, (who, id) => cases.move(who, id, { move: "claim" }));
  act("release", nothing, (who, id) => cases.move(who, id, { move: "release" }));
  act("wake", nothing, (who, id) => cases.move(who, id, { move: "wake" }));
  act("reopen", z.strictObject({ words }), (who, id, given) =>
    cases.move(who, id, { move: "reopen" }, given.words),
  );
  act("hand-over", z.strictObject({ to: z.string().max(64), words }), (who, id, given) =>
    cases.move(who, id, { move: "hand_over", to: given.to as StaffId }, given.words),
  );
  act("snooze", z.strictObject({ hours: z.int().min(1).max(720), words }), (who, id, given) =>
    cases.snooze(who, id, given.hours, given.words),
  );
  act("close", z.strictObject({ outcome: z.enum(caseOutcomes), words }), (who, id, given) =>
    cases.move(who, id, { move: "close", ...given }),
  );
  act("note", z.strictObject({ words }), (who, id, given) => cases.note(who, id, given.words));
  act("task", z.strictObject({ words: words.max(500) }), (who, id, given) =>
    cases.addTask(who, id, given.words),
  );
  act("task-done", z.strictObject({ task: z.string().max(64) }), (who, id, given) =>
    cases.endTask(who, id, given.task),
  );
  const reaching = z.strictObject({
    person: z.string().max(64),
    channel: z.enum(reachChannels),
    isReached: z.boolean(),
  });
  act("reach", reaching, (who, id, given) => cases.recordReach(who, id, given));
  const splitting = z.strictObject({ alerts: z.array(z.string().max(64)).min(1).max(500) });
  act("split", splitting, (who, id, given) => cases.split(who, id, given.alerts));
  const merging = z.strictObject({ into: z.string().max(64), words });
  act("merge", merging, (who, id, given) =>
    onNamed("cas", given.into, (into) => cases.merge(who, id, { into, words: given.words })),
  );
}
