import { contactProofs, contactReasons } from "@aval/protocol";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Refusal } from "#errors";
import { assertionBody, type Console, consoleDoor, fromConsole, onNamed } from "#modules/staff";
import { problem } from "#platform/http";
import { done, type Outcome } from "#platform/outcome";
import { multiSignedBody, signedBody } from "#platform/signed";
import type { Contacts, OwnContacts, Programs } from "./index.ts";

export type ContactRouteDeps = {
  readonly console: Console;
  readonly contacts: Contacts;
  /** The console's. */
  readonly origin: string;
};

const nationalId = z.string().trim().min(1).max(64);
const change = z.strictObject({
  nationalId,
  kind: z.enum(["phone", "email"]),
  value: z.string().trim().min(1).max(254),
  reason: z.enum(contactReasons),
  proof: z.enum(contactProofs),
});
const nothing = z.strictObject({});
const ofFile = z.strictObject({ file: z.string().max(64) });
const ofRequest = z.strictObject({ request: z.string().max(64) });

/** Contact details of an authority's people, on the console's origin. */
export function contactRoutes(
  app: FastifyInstance,
  { console, contacts, origin }: ContactRouteDeps,
): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const preHandler = fromConsole(origin);
  const by = consoleDoor(console, "keep_contacts");

  const finding = z.strictObject({ nationalId });
  routes.post("/api/contacts/find", { preHandler, schema: { body: finding } }, (request, reply) =>
    by(request, reply, (who) => contacts.find(who, request.body.nationalId)),
  );
  routes.post("/api/contacts/ask", { preHandler, schema: { body: change } }, (request, reply) =>
    by(request, reply, (who) => contacts.ask(who, request.body)),
  );
  routes.post(
    "/api/contacts/propose",
    { preHandler, schema: { body: assertionBody } },
    (request, reply) => by(request, reply, (who) => contacts.propose(who, request.body)),
  );
  routes.get("/api/contacts", { preHandler }, (request, reply) =>
    by(
      request,
      reply,
      async (who) => done({ ...(await contacts.list(who)), files: await contacts.files(who) }),
      false,
    ),
  );
  routes.post(
    "/api/contacts/files/:file/ask",
    { preHandler, schema: { params: ofFile, body: nothing } },
    (request, reply) => by(request, reply, (who) => contacts.askFile(who, request.params.file)),
  );
  routes.post(
    "/api/contacts/files/:file/sign",
    { preHandler, schema: { params: ofFile, body: assertionBody } },
    (request, reply) =>
      by(request, reply, (who) => contacts.signFile(who, request.params.file, request.body)),
  );
  routes.post(
    "/api/contacts/files/:file/refuse",
    { preHandler, schema: { params: ofFile, body: nothing } },
    (request, reply) => by(request, reply, (who) => contacts.refuseFile(who, request.params.file)),
  );
  const page = z.strictObject({ from: z.coerce.number().int().min(0).max(10_000_000).default(0) });
  routes.get(
    "/api/contacts/quality",
    { preHandler, schema: { querystring: page } },
    (request, reply) =>
      by(request, reply, async (who) => done(await contacts.quality(who, request.query.from))),
  );
  routes.get("/api/contacts/quality.csv", { preHandler }, (request, reply) =>
    by(request, reply, async (who) => {
      const table = await contacts.qualityTable(who);
      reply.type("text/csv; charset=utf-8");
      reply.header("content-disposition", 'attachment; filename="coordonnees-a-verifier.csv"');
      return done(table);
    }),
  );
  routes.get(
    "/api/contacts/requests/:request",
    { preHandler, schema: { params: ofRequest } },
    (request, reply) =>
      by(
        request,
        reply,
        (who) => onNamed("ctr", request.params.request, (id) => contacts.view(who, id)),
        false,
      ),
  );
  routes.post(
    "/api/contacts/requests/:request/ask",
    { preHandler, schema: { params: ofRequest, body: nothing } },
    (request, reply) =>
      by(request, reply, (who) =>
        onNamed("ctr", request.params.request, (id) => contacts.askConfirmation(who, id)),
      ),
  );
  routes.post(
    "/api/contacts/requests/:request/confirm",
    { preHandler, schema: { params: ofRequest, body: assertionBody } },
    (request, reply) =>
      by(request, reply, (who) =>
        onNamed("ctr", request.params.request, (id) => contacts.confirm(who, id, request.body)),
      ),
  );
  routes.post(
    "/api/contacts/requests/:request/refuse",
    { preHandler, schema: { params: ofRequest, body: nothing } },
    (request, reply) =>
      by(request, reply, (who) =>
        onNamed("ctr", request.params.request, (id) => contacts.refuse(who, id)),
      ),
  );
}

type Program = Parameters<Programs["submit"]>[0];

export type ProgramRouteDeps = { readonly programs: Programs };

/** A key is 32 bytes, base64url. */
const bearer = /^Bearer ([\w-]{43})$/;

/** What an authority's own program asks, on the issuer's origin. */
export function programRoutes(app: FastifyInstance, { programs }: ProgramRouteDeps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const reference = z.string().regex(/^[\w.:-]{1,64}$/);
  const asking = change.extend({ reference });
  const by = async <T>(
    request: FastifyRequest,
    reply: FastifyReply,
    work: (program: Program) => Promise<Outcome<T, Refusal>>,
  ) => {
    const program = await programs.programOf(bearer.exec(request.headers.authorization ?? "")?.[1]);
    const outcome = program.ok ? await work(program.value) : program;
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  };
  routes.post("/api/contacts", { schema: { body: asking } }, (request, reply) =>
    by(request, reply, (program) => programs.submit(program, request.body)),
  );
  const ofReference = z.strictObject({ reference });
  routes.get("/api/contacts/:reference", { schema: { params: ofReference } }, (request, reply) =>
    by(request, reply, (program) => programs.standing(program, request.params.reference)),
  );
}

/** What a holder's phone sees and asks for, on the authenticator's origin. */
export function ownContactRoutes(app: FastifyInstance, own: OwnContacts): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const said = {
    "/api/own-contacts": own.ownContacts,
    "/api/own-contacts/right": own.sayRight,
    "/api/own-contacts/ask": own.askByPhone,
    "/api/own-contacts/stop": own.takeBack,
  };
  for (const [path, answer] of Object.entries(said))
    routes.post(path, { schema: { body: signedBody } }, async (request, reply) => {
      const outcome = await answer(request.body.jws);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
    });
  routes.post(
    "/api/own-contacts/change",
    { schema: { body: multiSignedBody(2) } },
    async (request, reply) => {
      const outcome = await own.changeByPhone(request.body);
      return outcome.ok ? outcome.value : problem(reply, outcome.refusal, outcome.extra);
    },
  );
}
