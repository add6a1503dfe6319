import { deskPresences, type DeskVisitId, isId } from "@aval/protocol";
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
import { deny, done, type Outcome } from "#platform/outcome";
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

  /** `isAct`: what a page asks by itself, every second, keeps no session alive. */
  const by = async <T>(
    request: FastifyRequest,
    reply: FastifyReply,
    act: "find_professional" | "enrol" | "look_letters_through",
    work: (who: Visitor) => Promise<Outcome<T, Refusal>>,
    isAct = true,
  ) => {
    const who = await console.visitorFor(staffSecret(request), act, { isAct });
    const outcome = who.ok ? await work(who.value) : who;
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  };
  const onVisit = <T>(
    id: string,
    work: (id: DeskVisitId) => Promise<Outcome<T, Refusal>>,
  ): Promise<Outcome<T, Refusal>> =>
    isId("dkv", id) ? work(id) : Promise.resolve(deny("not_found"));

  const finding = z.strictObject({ nationalId });
  routes.post("/api/desk/find", { preHandler, schema: { body: finding } }, (request, reply) =>
    by(request, reply, "find_professional", (who) => desk.findPerson(who, request.body.nationalId)),
  );
  const opening = z.strictObject({ nationalId, checks });
  routes.post("/api/desk/open", { preHandler, schema: { body: opening } }, (request, reply) =>
    by(request, reply, "enrol", (who) => desk.open(who, request.body.nationalId)),
  );
  routes.get("/api/desk", { preHandler }, (request, reply) =>
    by(request, reply, "enrol", async (who) => done(await desk.list(who)), false),
  );
  routes.get(
    "/api/desk/visits/:visit",
    { preHandler, schema: { params: ofVisit } },
    (request, reply) =>
      by(
        request,
        reply,
        "enrol",
        (who) => onVisit(request.params.visit, (id) => desk.view(who, id)),
        false,
      ),
  );
  const asking = z.strictObject({ presence: z.enum(deskPresences), checks });
  routes.post(
    "/api/desk/visits/:visit/ask",
    { preHandler, schema: { params: ofVisit, body: asking } },
    (request, reply) =>
      by(request, reply, "enrol", (who) =>
        onVisit(request.params.visit, (id) => desk.ask(who, id, request.body.presence)),
      ),
  );
  routes.post(
    "/api/desk/visits/:visit/sign",
    { preHandler, schema: { params: ofVisit, body: assertionBody } },
    (request, reply) =>
      by(request, reply, "enrol", (who) =>
        onVisit(request.params.visit, (id) => desk.sign(who, id, request.body)),
      ),
  );
  routes.post(
    "/api/desk/visits/:visit/end",
    { preHandler, schema: { params: ofVisit, body: nothing } },
    (request, reply) =>
      by(request, reply, "enrol", (who) =>
        onVisit(request.params.visit, async (id) => {
          const ended = await desk.end(who, id);
          return ended.ok ? done({ ended: true }) : ended;
        }),
      ),
  );

  routes.get("/api/desk/letters", { preHandler }, (request, reply) =>
    by(request, reply, "look_letters_through", async (who) => done(await desk.listLetters(who))),
  );
  const stopping = z.strictObject({ enrolment: z.string().max(64) });
  routes.post(
    "/api/desk/letters/stop",
    { preHandler, schema: { body: stopping } },
    (request, reply) =>
      by(request, reply, "look_letters_through", async (who) => {
        const { enrolment } = request.body;
        const stopped = isId("enr", enrolment)
          ? await desk.stopLetter(who, enrolment)
          : deny("enrolment_not_found");
        return stopped.ok ? done(await desk.listLetters(who)) : stopped;
      }),
  );
}
