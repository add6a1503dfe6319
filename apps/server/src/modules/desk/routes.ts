import { deskPresences, isId } from "@aval/protocol";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { assertionBody, type Console, consoleDoor, fromConsole, onNamed } from "#modules/staff";
import { deny, done } from "#platform/outcome";
import type { EnrolmentDesk } from "./index.ts";

export type DeskRouteDeps = {
  readonly console: Console;
  readonly desk: EnrolmentDesk;
  /** The console's. */
  readonly origin: string;
};

const nationalId = z.string().trim().min(1).max(64);
/** Ticked on the screen, each of them: a registrar who skips one is asked again, and a program says so too. */
const checks = z.strictObject({
  original: z.literal(true),
  face: z.literal(true),
  name: z.literal(true),
});
const ofVisit = z.strictObject({ visit: z.string().max(64) });
const nothing = z.strictObject({});

/** The enrolment desk, on the console's origin. */
export function deskRoutes(app: FastifyInstance, { console, desk, origin }: DeskRouteDeps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const preHandler = fromConsole(origin);

  const find = consoleDoor(console, "find_professional");
  const enrol = consoleDoor(console, "enrol");
  const letters = consoleDoor(console, "look_letters_through");

  const finding = z.strictObject({ nationalId });
  routes.post("/api/desk/find", { preHandler, schema: { body: finding } }, (request, reply) =>
    find(request, reply, (who) => desk.findPerson(who, request.body.nationalId)),
  );
  const opening = z.strictObject({ nationalId, checks });
  routes.post("/api/desk/open", { preHandler, schema: { body: opening } }, (request, reply) =>
    enrol(request, reply, (who) => desk.open(who, request.body.nationalId)),
  );
  routes.get("/api/desk", { preHandler }, (request, reply) =>
    enrol(request, reply, async (who) => done(await desk.list(who)), false),
  );
  routes.get(
    "/api/desk/visits/:visit",
    { preHandler, schema: { params: ofVisit } },
    (request, reply) =>
      enrol(
        request,
        reply,
        (who) => onNamed("dkv", request.params.visit, (id) => desk.view(who, id)),
        false,
      ),
  );
  const asking = z.strictObject({ presence: z.enum(deskPresences), checks });
  routes.post(
    "/api/desk/visits/:visit/ask",
    { preHandler, schema: { params: ofVisit, body: asking } },
    (request, reply) =>
      enrol(request, reply, (who) =>
        onNamed("dkv", request.params.visit, (id) => desk.ask(who, id, request.body.presence)),
      ),
  );
  routes.post(
    "/api/desk/visits/:visit/sign",
    { preHandler, schema: { params: ofVisit, body: assertionBody } },
    (request, reply) =>
      enrol(request, reply, (who) =>
        onNamed("dkv", request.params.visit, (id) => desk.sign(who, id, request.body)),
      ),
  );
  routes.post(
    "/api/desk/visits/:visit/end",
    { preHandler, schema: { params: ofVisit, body: nothing } },
    (request, reply) =>
      enrol(request, reply, (who) =>
        onNamed("dkv", request.params.visit, async (id) => {
          const ended = await desk.end(who, id);
          return ended.ok ? done({ ended: true }) : ended;
        }),
      ),
  );

  routes.get("/api/desk/letters", { preHandler }, (request, reply) =>
    letters(request, reply, async (who) => done(await desk.listLetters(who))),
  );
  const stopping = z.strictObject({ enrolment: z.string().max(64) });
  routes.post(
    "/api/desk/letters/stop",
    { preHandler, schema: { body: stopping } },
    (request, reply) =>
      letters(request, reply, async (who) => {
        const { enrolment } = request.body;
        const stopped = isId("enr", enrolment)
          ? await desk.stopLetter(who, enrolment)
          : deny("enrolment_not_found");
        return stopped.ok ? done(await desk.listLetters(who)) : stopped;
      }),
  );
}
