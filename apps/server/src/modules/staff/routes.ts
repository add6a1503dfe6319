import { type ConsoleMe, emergencyReasons, type Id, isId, staffKeyReasons } from "@aval/protocol";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import type { Limits } from "#modules/limits";
import { type AnyTables, type Database, toInstant } from "#platform/database";
import { readCookie } from "#platform/cookies";
import { ownPagesOnly, problem } from "#platform/http";
import { deny, done, type Outcome } from "#platform/outcome";
import { epochSeconds } from "#platform/time";
import type { Console } from "./index.ts";
import { type Act, mayAct, permissions } from "./permissions.ts";
import type { Visitor } from "./signing.ts";

export type StaffRouteDeps = {
  readonly console: Console;
  readonly db: Database<AnyTables>;
  readonly limits: Pick<Limits, "spend">;
  readonly networkOf: (address: string) => string;
  /** The console's: the only origin that may ask for anything here. */
  readonly origin: string;
};

/** `__Host-`: this host only, so that no neighbouring name can plant one. `Strict`: no link of elsewhere finds its reader signed in. */
const cookieName = "__Host-aval_staff";
const cookie = (value: string, maxAgeSeconds: number) =>
  `${cookieName}=${value}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=${maxAgeSeconds}`;

/** What the cookie of a console says; nothing is checked yet. */
const staffSecret = ({ headers }: FastifyRequest): string | undefined =>
  readCookie(headers.cookie, cookieName);

/** An act must say that it comes from a page of ours: every browser says so of a POST. */
export function fromConsole(origin: string) {
  const own = ownPagesOnly(origin);
  return async (request: FastifyRequest, reply: FastifyReply) =>
    request.headers.origin === undefined && request.method !== "GET"
      ? problem(reply, "wrong_origin")
      : own(request, reply);
}

const bytes = z
  .string()
  .max(8192)
  .regex(/^[\w-]+$/);
/** What a key signed, as a browser brings it. */
export const assertionBody = z.strictObject({
  id: bytes,
  clientDataJSON: bytes,
  authenticatorData: bytes,
  signature: bytes,
});
const code = z.string().regex(/^[\w-]{43}$/);
const nothing = z.strictObject({});
const one = z.string().max(64);

/** Signing in to the console, one's own keys, and the team: on the console's origin. */
export function staffRoutes(app: FastifyInstance, deps: StaffRouteDeps): void {
  signInRoutes(app, deps);
  keyRoutes(app, deps);
  teamRoutes(app, deps);
  lettingInRoutes(app, deps);
}

const answer = <T>(reply: FastifyReply, outcome: Outcome<T, Refusal>) =>
  outcome.ok ? outcome.value : problem(reply, outcome.refusal);

/**
 * The door of one act on the console's origin: whoever is signed in and may do it, does; whatever is in the way is the answer. `isAct`:
 * what a page asks by itself keeps no session alive.
 */
export function consoleDoor(console: Pick<Console, "visitorFor">, act: Act) {
  return async <T>(
    request: FastifyRequest,
    reply: FastifyReply,
    work: (who: Visitor) => Promise<Outcome<T, Refusal>>,
    isAct = true,
  ) => {
    const who = await console.visitorFor(staffSecret(request), act, { isAct });
    return answer(reply, who.ok ? await work(who.value) : who);
  };
}

/** What an address names, if it can be that; else nothing is there. */
export const onNamed = <Prefix extends string, T>(
  prefix: Prefix,
  id: string,
  work: (id: Id<Prefix>) => Promise<Outcome<T, Refusal>>,
): Promise<Outcome<T, Refusal>> =>
  isId(prefix, id) ? work(id) : Promise.resolve(deny("not_found"));

function signInRoutes(app: FastifyInstance, deps: StaffRouteDeps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const { console, limits, db, networkOf, origin } = deps;
  const own = (body: z.ZodType) => ({ preHandler: fromConsole(origin), schema: { body } });
  /** Whoever opens links: each page of an open one is a row. */
  const mayTry = (request: FastifyRequest) =>
    limits.spend(
      db,
      "staff_sign_in",
      networkOf(request.ip),
      bounds.staffTries,
      lifetimes.floodWindow,
    );

  // No row and no count: whoever asked for many would else keep a whole service's network out.
  routes.post("/api/sign-in/challenge", own(nothing), async () => console.challenge());
  routes.post(
    "/api/sign-in",
    { ...own(assertionBody), schema: { body: assertionBody } },
    async (request, reply) => {
      const entered = await console.signIn(request.body);
      if (!entered.ok) return problem(reply, entered.refusal);
      reply.header("set-cookie", cookie(entered.value, lifetimes.staffSession / 1000));
      return { entered: true };
    },
  );
  const beginning = assertionBody.extend({ reason: z.enum(emergencyReasons) });
  routes.post(
    "/api/emergency/begin",
    { ...own(beginning), schema: { body: beginning } },
    async (request, reply) => {
      const { reason, ...assertion } = request.body;
      return answer(reply, await console.beginEmergency({ assertion, reason }));
    },
  );
  const opening = assertionBody.extend({ code });
  routes.post(
    "/api/emergency/open",
    { ...own(opening), schema: { body: opening } },
    async (request, reply) => {
      const { code: begun, ...assertion } = request.body;
      const opened = await console.openEmergency({ assertion, code: begun });
      if (!opened.ok) return problem(reply, opened.refusal);
      reply.header("set-cookie", cookie(opened.value, lifetimes.staffEmergency / 1000));
      return { entered: true };
    },
  );
  const byLink = z.strictObject({ code });
  routes.post(
    "/api/keys/begin",
    { ...own(byLink), schema: { body: byLink } },
    async (request, reply) => {
      if (!(await mayTry(request))) return problem(reply, "too_many");
      return answer(reply, await console.beginKey(request.body.code));
    },
  );
  const making = z.strictObject({
    code,
    challenge: code,
    name: z.string().trim().min(1).max(60),
    made: z.strictObject({
      id: bytes,
      clientDataJSON: bytes,
      attestationObject: bytes,
      transports: z.array(z.string().max(32)).max(8),
    }),
  });
  routes.post(
    "/api/keys/add",
    { ...own(making), schema: { body: making } },
    async (request, reply) => {
      const { code: link, ...given } = request.body;
      return answer(reply, await console.proposeKey(link, given));
    },
  );
  // One row by a secret of 256 bits, for the page that waits.
  const asking = { ...own(byLink), schema: { body: byLink } };
  routes.post("/api/keys/standing", asking, async (request) =>
    console.keyStanding(request.body.code),
  );
  routes.post("/api/keys/withdraw", asking, async (request) => {
    await console.withdrawKey(request.body.code);
    return console.keyStanding(request.body.code);
  });
}

function keyRoutes(app: FastifyInstance, { console, origin }: StaffRouteDeps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const own = { preHandler: fromConsole(origin) };
  const keysOf = async ({ member, passkey }: Visitor) => ({
    keys: (await console.keysOf(member)).map(({ id, name, madeAt, lastUsedAt }) => ({
      id,
      name,
      madeAt: epochSeconds(madeAt),
      ...(lastUsedAt === undefined ? {} : { lastUsedAt: epochSeconds(lastUsedAt) }),
      isThis: id === passkey,
    })),
  });

  routes.get("/api/me", own, async (request, reply) => {
    const secret = staffSecret(request);
    // Whoever shows no cookie is told so, and refused nothing: a first visit is no fault.
    if (secret === undefined) return { nobody: true };
    const who = await console.visitor(secret, { isAct: false });
    return answer(reply, who.ok ? done(meOf(who.value)) : who);
  });
  routes.get("/api/keys", own, async (request, reply) => {
    const who = await console.visitor(staffSecret(request), { isAct: true });
    return answer(reply, who.ok ? done(await keysOf(who.value)) : who);
  });
  const ending = z.strictObject({ key: one });
  routes.post("/api/keys/end", { ...own, schema: { body: ending } }, async (request, reply) => {
    const who = await console.visitor(staffSecret(request), { isAct: true });
    if (!who.ok) return answer(reply, who);
    const ended = await console.endKey(who.value.member, request.body.key);
    return answer(reply, ended.ok ? done(await keysOf(who.value)) : ended);
  });
  routes.post("/api/leave", { ...own, schema: { body: nothing } }, async (request, reply) => {
    const who = await console.visitor(staffSecret(request), { isAct: false });
    if (who.ok) await console.leave(who.value);
    reply.header("set-cookie", cookie("", 0));
    return { left: true };
  });
}

/** What the pages show of their reader, and which screens there are for them. */
const meOf = (who: Visitor): ConsoleMe => ({
  name: who.name,
  scope: who.scope,
  roles: who.roles,
  acts: (Object.keys(permissions) as Act[]).filter((act) => mayAct(who, act)),
  endsAt: epochSeconds(toInstant(who.endsAt)),
  ...(who.emergencyWith === undefined ? {} : { emergencyWith: who.emergencyWith }),
});

/** The team as this reader sees it. */
const teamFor =
  (console: Console) =>
  async ({ member: reader }: Visitor) => ({
    emergencies: (await console.emergencies()).map(({ at, ...rest }) => ({
      ...rest,
      at: epochSeconds(at),
    })),
    waiting: (await console.waitingKeys()).map(({ key, name, scope, roles, vouched }) => ({
      ...{ key, name, scope, roles },
      ...(vouched && {
        vouched: {
          by: vouched.byName,
          isMine: vouched.by === reader,
          reason: vouched.reason,
          until: epochSeconds(vouched.until),
        },
      }),
    })),
    members: (await console.team.list()).map(
      ({ addedAt, suspensionAskedBy: asked, ...member }) => ({
        ...member,
        addedAt: epochSeconds(addedAt),
        ...(asked.length > 0
          ? {
              suspension: {
                by: asked.map(({ name }) => name),
                isMine: asked.every(({ id }) => id === reader),
              },
            }
          : {}),
      }),
    ),
  });

function teamRoutes(app: FastifyInstance, { console, origin }: StaffRouteDeps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const own = { preHandler: fromConsole(origin) };
  const team = teamFor(console);
  const look = consoleDoor(console, "see_team");
  const suspend = consoleDoor(console, "suspend_member");
  routes.get("/api/team", own, (request, reply) =>
    look(request, reply, async (who) => done(await team(who))),
  );
  const suspending = z.strictObject({ member: one });
  routes.post("/api/team/suspend", { ...own, schema: { body: suspending } }, (request, reply) =>
    suspend(request, reply, async (who) => {
      const { member } = request.body;
      // Nobody locks the door behind themselves: other operators, or the host, do.
      const stopped = await console.team.suspendBy(member, who.member);
      return stopped.ok ? done(await team(who)) : stopped;
    }),
  );
}

/** Keys that wait: each of two operators signs, or one sets aside. */
function lettingInRoutes(app: FastifyInstance, { console, origin }: StaffRouteDeps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const own = { preHandler: fromConsole(origin) };
  const by = consoleDoor(console, "let_key_in");
  const thenTeam = async (who: Visitor, outcome: Outcome<undefined, Refusal>) =>
    outcome.ok ? done(await teamFor(console)(who)) : outcome;

  const key = z.strictObject({ key: one });
  const vouching = key.extend({
    words: z.string().trim().min(1).max(120),
    reason: z.enum(staffKeyReasons),
  });
  routes.post("/api/team/keys/vouch", { ...own, schema: { body: vouching } }, (request, reply) =>
    by(request, reply, (who) => console.askToVouch(who, request.body)),
  );
  routes.post("/api/team/keys/let-in", { ...own, schema: { body: key } }, (request, reply) =>
    by(request, reply, (who) => console.askToLetIn(who, request.body.key)),
  );
  routes.post(
    "/api/team/keys/sign",
    { ...own, schema: { body: assertionBody } },
    (request, reply) =>
      by(request, reply, async (who) => thenTeam(who, await console.signForKey(who, request.body))),
  );
  routes.post("/api/team/keys/refuse", { ...own, schema: { body: key } }, (request, reply) =>
    by(request, reply, async (who) =>
      thenTeam(who, await console.refuseKey(who, request.body.key)),
    ),
  );
}
