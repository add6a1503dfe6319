import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { escaped } from "@aval/design";
import { complaintDays, isId, type QuietHours, stepNames } from "@aval/protocol";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Refusal } from "#errors";
import { lifetimes } from "#lifetimes";
import { readCookie } from "#platform/cookies";
import { ownPagesOnly, pagePolicy, problem } from "#platform/http";
import { deny, done, type Outcome } from "#platform/outcome";
import type { Random } from "#platform/random";
import { newSecret, sameText } from "#platform/secret";
import * as account from "./account.ts";
import { takeUp } from "./while-stopped.ts";
import { type Door, doors } from "./acts.ts";
import type { Cursor } from "./store.ts";

/** What the pages need to know of where they are. */
export type AccountPages = {
  /** Of the sign-in pages: the only origin that may ask for anything here. */
  readonly origin: string;
  readonly brand: string;
  readonly isSandbox: boolean;
  /** Where a holder adds a phone with a card, if cards have a host. */
  readonly cardPhone: string | undefined;
  /** Where a holder tries their card. */
  readonly cardTest: string | undefined;
  /** Where a stopped holder begins to read with their card. */
  readonly cardRead: string | undefined;
  /** The phones' own pages: where a contact that changed is said. */
  readonly phoneOrigin: string;
  readonly random: Random;
  /** The provider's token endpoint, on this very server. */
  readonly tokenPath: string;
  /** The Host it answers to. */
  readonly issuerHost: string;
  /** Folder of the built pages, `index.html` and `assets/`. */
  readonly dist: string;
};

/**
 * `__Host-`: this host only, so that no neighbouring name can plant one. The first is a visit; the second remembers a sign-in until it
 * comes back, and holds what only this browser knows of it (RFC 7636, RFC 9700 2.1).
 */
const visitCookie = "__Host-aval_account";
const signInCookie = "__Host-aval_account_entry";

const sections = [
  "telephones",
  "postes",
  "sonneries",
  "logiciels",
  "cles",
  "sessions",
  "historique",
  "alertes",
  "coordonnees",
  "demarches",
  "reglages",
  "bloquer",
] as const;

export function accountRoutes(
  app: FastifyInstance,
  deps: account.AccountDeps,
  pages: AccountPages,
): void {
  pageRoutes(app, pages);
  entryRoutes(app, deps, pages);
  readingRoutes(app, deps, pages);
  actingRoutes(app, deps, pages);
}

// The pages: one file for every address, and its assets.

const types: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

async function readBuilt(pages: AccountPages) {
  const { dist, brand, isSandbox, cardPhone, cardTest, cardRead, phoneOrigin } = pages;
  const addresses = [
    ` data-aval-phone="${escaped(phoneOrigin)}"`,
    cardPhone === undefined ? "" : ` data-aval-card-phone="${escaped(cardPhone)}"`,
    cardTest === undefined ? "" : ` data-aval-card-test="${escaped(cardTest)}"`,
    cardRead === undefined ? "" : ` data-aval-card-read="${escaped(cardRead)}"`,
  ].join("");
  const root = `<html lang="fr" data-aval-brand="${escaped(brand)}"${isSandbox ? " data-aval-sandbox" : ""}${addresses}>`;
  const index = (await readFile(join(dist, "index.html"), "utf8")).replace(
    /<html[^>]*>/,
    () => root,
  );
  const assets = new Map<string, { type: string; bytes: Buffer }>();
  for (const name of await readdir(join(dist, "assets")).catch(() => [])) {
    const type = types[extname(name)];
    if (type) assets.set(name, { type, bytes: await readFile(join(dist, "assets", name)) });
  }
  return { index, assets };
}

function pageRoutes(app: FastifyInstance, pages: AccountPages): void {
  let read: ReturnType<typeof readBuilt> | undefined;
  // A failure is not remembered: pages that are being built are there a moment later.
  const built = () => {
    read ??= readBuilt(pages).catch((fault: unknown) => {
      read = undefined;
      throw fault;
    });
    return read;
  };
  const show = async (_request: FastifyRequest, reply: FastifyReply) =>
    reply
      .type("text/html; charset=utf-8")
      .header("content-security-policy", pagePolicy())
      .send((await built()).index);
  app.get("/mon-acces", show);
  const known = z.strictObject({ section: z.enum(sections) });
  app
    .withTypeProvider<ZodTypeProvider>()
    .get("/mon-acces/:section", { schema: { params: known } }, show);
  app.get<{ Params: { name: string } }>("/mon-acces/assets/:name", async (request, reply) => {
    const asset = (await built()).assets.get(request.params.name);
    if (!asset) return problem(reply, "not_found");
    // Names carry a hash of the content.
    return reply
      .type(asset.type)
      .header("cache-control", "public, max-age=31536000, immutable")
      .send(asset.bytes);
  });
}

// Entering: as any service does, by the provider's own code flow with PKCE.

const wish = z.strictObject({
  pour: z.enum(["lire", "changer"]).default("lire"),
  vers: z.enum(["", ...sections]).default(""),
  lang: z.enum(["fr", "en"]).default("fr"),
});
type Entry = {
  readonly state: string;
  readonly verifier: string;
  readonly door: Door;
  readonly to: string;
};

function entryRoutes(app: FastifyInstance, deps: account.AccountDeps, pages: AccountPages): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.get("/mon-acces/entrer", { schema: { querystring: wish } }, async (request, reply) => {
    const { pour, vers, lang } = request.query;
    const door: Door = pour === "changer" ? "changing" : "reading";
    const entry: Entry = {
      state: newSecret(pages.random),
      verifier: newSecret(pages.random),
      door,
      to: vers,
    };
    const query = new URLSearchParams({
      response_type: "code",
      client_id: doors[door].id,
      redirect_uri: deps.redirectUri,
      scope: "openid",
      acr_values: "eidas1",
      state: entry.state,
      nonce: newSecret(pages.random),
      code_challenge: createHash("sha256").update(entry.verifier).digest("base64url"),
      code_challenge_method: "S256",
      ui_locales: lang,
      ...(door === "changing" ? { prompt: "login" } : {}),
    });
    const kept = Buffer.from(JSON.stringify(entry)).toString("base64url");
    return reply
      .header("set-cookie", cookie(signInCookie, kept, lifetimes.accountSignIn / 1000))
      .redirect(`${pages.origin}/auth?${query}`, 303);
  });

  const returned = z.object({
    code: z.string().max(1024).optional(),
    state: z.string().max(256).optional(),
  });
  routes.get("/mon-acces/retour", { schema: { querystring: returned } }, async (request, reply) => {
    const { code, state } = request.query;
    const entry = readEntry(request);
    const isOurs = entry && state !== undefined && sameText(state, entry.state);
    const session = isOurs && code ? await redeem(app, deps, pages, entry, code) : undefined;
    const before = cookieOf(request, visitCookie);
    const entered =
      entry && session ? await account.enter(deps, session, entry.door, before) : undefined;
    const to = `${pages.origin}/mon-acces${isOurs && entry.to !== "" ? `/${entry.to}` : ""}`;
    const over = cookie(signInCookie, "", 0);
    if (!entered?.ok) return reply.header("set-cookie", over).redirect(to, 303);
    return reply
      .header("set-cookie", [over, cookie(visitCookie, entered.value, lifetimes.session / 1000)])
      .redirect(to, 303);
  });
}

/** Asks the provider as a service on another machine would: whatever it checks of a code, it checks of ours. */
async function redeem(
  app: FastifyInstance,
  deps: account.AccountDeps,
  { tokenPath, issuerHost }: AccountPages,
  { door, verifier }: Entry,
  code: string,
) {
  const secret = await account.secretOf(deps, door);
  if (secret === undefined) return undefined;
  const answer = await app.inject({
    method: "POST",
    url: tokenPath,
    headers: {
      host: issuerHost,
      "content-type": "application/x-www-form-urlencoded",
      authorization: `Basic ${Buffer.from(`${doors[door].id}:${secret}`).toString("base64")}`,
    },
    payload: new URLSearchParams({
      grant_type: "authorization_code",
      code,
      redirect_uri: deps.redirectUri,
      code_verifier: verifier,
    }).toString(),
  });
  if (answer.statusCode !== 200) return undefined;
  const { session_state: session } = answer.json<{ session_state?: unknown }>();
  return isId("ses", session) ? session : undefined;
}

const cookie = (name: string, value: string, maxAgeSeconds: number) =>
  `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}`;

const cookieOf = ({ headers }: FastifyRequest, name: string) => readCookie(headers.cookie, name);

/** What this browser was given when it left for the sign-in page. Anything else is nothing. */
function readEntry(request: FastifyRequest): Entry | undefined {
  const kept = cookieOf(request, signInCookie);
  if (!kept) return undefined;
  try {
    const entry = entryForm.safeParse(JSON.parse(Buffer.from(kept, "base64url").toString("utf8")));
    return entry.success ? entry.data : undefined;
  } catch {
    return undefined;
  }
}
const entryForm = z.strictObject({
  state: z.string().min(1).max(64),
  verifier: z.string().min(43).max(64),
  door: z.enum(["reading", "changing"]),
  to: z.enum(["", ...sections]),
});

// Reading and acting.

async function seen(
  deps: account.AccountDeps,
  request: FastifyRequest,
): Promise<Outcome<account.Visitor, Refusal>> {
  return account.visitor(deps, cookieOf(request, visitCookie));
}

const answer = <T>(reply: FastifyReply, outcome: Outcome<T, Refusal>) =>
  outcome.ok ? outcome.value : problem(reply, outcome.refusal);

function readingRoutes(
  app: FastifyInstance,
  deps: account.AccountDeps,
  { origin }: AccountPages,
): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const own = { preHandler: ownPagesOnly(origin) };
  const read =
    <T>(of: (deps: account.AccountDeps, who: account.Visitor) => Promise<T>) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const who = await seen(deps, request);
      return answer(reply, who.ok ? done(await of(deps, who.value)) : who);
    };
  const home = read(account.home);
  // Whoever shows no cookie is told so, and refused nothing: a first visit is no fault.
  routes.get("/mon-acces/api/home", own, async (request, reply) =>
    cookieOf(request, visitCookie) === undefined ? { nobody: true } : home(request, reply),
  );
  routes.get("/mon-acces/api/phones", own, read(account.phones));
  routes.get("/mon-acces/api/places", own, read(account.places));
  routes.get("/mon-acces/api/bells", own, read(account.bells));
  routes.get("/mon-acces/api/software", own, read(account.software));
  routes.get("/mon-acces/api/keys", own, read(account.keys));
  routes.get("/mon-acces/api/sessions", own, read(account.sessions));
  routes.get("/mon-acces/api/alerts", own, read(account.alerts));
  routes.get("/mon-acces/api/contacts", own, read(account.contacts));
  routes.get("/mon-acces/api/steps", own, read(account.steps));
  routes.get("/mon-acces/api/settings", own, read(account.settings));

  const page = z.strictObject({
    before: z
      .string()
      .regex(/^\d{1,15}\.fct_[a-z0-9]{1,40}$/)
      .optional(),
  });
  routes.get(
    "/mon-acces/api/history",
    { ...own, schema: { querystring: page } },
    async (request, reply) => {
      const who = await seen(deps, request);
      if (!who.ok) return answer(reply, who);
      return account.history(deps, who.value, cursorOf(request.query.before));
    },
  );
}

export function cursorOf(before: string | undefined): Cursor | undefined {
  const [at, id] = before?.split(".") ?? [];
  return at === undefined || id === undefined ? undefined : { atMs: Number(at), id };
}

const nothing = z.strictObject({});
/** Milliseconds since the epoch. */
const moment = z.int().nonnegative().optional();
const span = z
  .strictObject({ from: moment, to: moment })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to);
const one = z.string().max(64);
const hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

function actingRoutes(
  app: FastifyInstance,
  deps: account.AccountDeps,
  { origin }: AccountPages,
): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const own = (body: z.ZodType) => ({ preHandler: fromOwnPage(origin), schema: { body } });
  const act =
    <B, T>(
      of: (
        deps: account.AccountDeps,
        who: account.Visitor,
        body: B,
      ) => Promise<Outcome<T, Refusal>>,
    ) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const who = await seen(deps, request);
      return answer(reply, who.ok ? await of(deps, who.value, request.body as B) : who);
    };

  routes.post(
    "/mon-acces/api/sessions/close",
    own(z.strictObject({ session: one })),
    act(async (its, who, { session }: { session: string }) =>
      session === "others" || isId("ses", session)
        ? account.closeSession(its, who, session)
        : deny("not_found"),
    ),
  );
  routes.post(
    "/mon-acces/api/places/end",
    own(z.strictObject({ place: one })),
    act(async (its, who, { place }: { place: string }) =>
      isId("plc", place) ? account.endPlace(its, who, place) : deny("not_found"),
    ),
  );
  routes.post(
    "/mon-acces/api/phones/suspend",
    own(z.strictObject({ phone: one })),
    act(async (its, who, { phone }: { phone: string }) =>
      isId("dev", phone) ? account.suspendPhone(its, who, phone) : deny("not_found"),
    ),
  );
  routes.post(
    "/mon-acces/api/history/disown",
    own(z.strictObject({ session: one })),
    act(async (its, who, { session }: { session: string }) =>
      isId("ses", session) ? account.disown(its, who, session) : deny("not_found"),
    ),
  );
  routes.post(
    "/mon-acces/api/bells/end",
    own(z.strictObject({ bell: one })),
    act(async (its, who, { bell }: { bell: string }) =>
      isId("bel", bell) ? account.endBell(its, who, bell) : deny("not_found"),
    ),
  );
  routes.post(
    "/mon-acces/api/software/end",
    own(z.strictObject({ software: one })),
    act(async (its, who, { software }: { software: string }) =>
      isId("ins", software) ? account.endSoftware(its, who, software) : deny("not_found"),
    ),
  );
  routes.post(
    "/mon-acces/api/keys/end",
    own(z.strictObject({ key: one })),
    act(async (its, who, { key }: { key: string }) =>
      isId("pky", key) ? account.endKey(its, who, key) : deny("not_found"),
    ),
  );
  routes.post(
    "/mon-acces/api/contacts/right",
    own(nothing),
    act((its, who) => account.sayContactsRight(its, who)),
  );
  routes.post(
    "/mon-acces/api/quiet-hours",
    own(z.strictObject({ hours: z.strictObject({ from: hour, to: hour }).nullable() })),
    act((its, who, { hours }: { hours: QuietHours | null }) => account.setQuiet(its, who, hours)),
  );
  routes.post(
    "/mon-acces/api/settings",
    own(z.strictObject({ moreTime: z.boolean() })),
    act((its, who, { moreTime }: { moreTime: boolean }) => account.setMoreTime(its, who, moreTime)),
  );
  routes.post(
    "/mon-acces/api/proofs",
    own(span),
    act((its, who, asked: z.infer<typeof span>) => account.takeProofs(its, who, asked)),
  );
  const ticked = z.strictObject({ step: z.enum(stepNames), isDone: z.boolean() });
  routes.post(
    "/mon-acces/api/steps",
    own(ticked),
    act((its, who, asked: z.infer<typeof ticked>) => account.tickStep(its, who, asked)),
  );
  const long = z.strictObject({ days: z.union(complaintDays.map((one) => z.literal(one))) });
  routes.post(
    "/mon-acces/api/complaint",
    own(long),
    act((its, who, asked: z.infer<typeof long>) => account.takeComplaint(its, who, asked)),
  );
  routes.post(
    "/mon-acces/api/block",
    own(nothing),
    act((its, who) => account.block(its, who)),
  );
  const handed = z.strictObject({ handed: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });
  routes.post("/mon-acces/api/read", own(handed), async (request, reply) => {
    const kept = await takeUp(deps, (request.body as z.infer<typeof handed>).handed);
    if (kept === undefined) return problem(reply, "account_signed_out");
    reply.header("set-cookie", cookie(visitCookie, kept, lifetimes.reading / 1000));
    return { done: true };
  });
  routes.post("/mon-acces/api/leave", own(nothing), async (request, reply) => {
    const who = await seen(deps, request);
    if (who.ok) await account.leave(deps, who.value);
    reply.header("set-cookie", cookie(visitCookie, "", 0));
    return reply.send({ left: true });
  });
}

/** An act must say that it comes from a page of ours: every browser says so of a POST, and a form of elsewhere says otherwise. */
function fromOwnPage(origin: string) {
  const own = ownPagesOnly(origin);
  return async (request: FastifyRequest, reply: FastifyReply) =>
    request.headers.origin === undefined ? problem(reply, "wrong_origin") : own(request, reply);
}
