import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { type Refusal, errors as sentences } from "#errors";
import { lifetimes } from "#lifetimes";
import { readCookie } from "#platform/cookies";
import { isUnreachable } from "#platform/database";
import { readFormsAsBytes, utf8 } from "#platform/forms";
import { isTopLevelFormOf, ownPagesOnly, pagePolicy, problem } from "#platform/http";
import { deny, type Outcome } from "#platform/outcome";
import { askedScope, grantedScope } from "./claims.ts";
import { clearCookie, cookieHeader, cookieNames, isSignInId, setCookie } from "./cookies.ts";
import { discovery, ownGrant, paths, streamScope, strictGrants } from "./discovery.ts";
import type { LoginPages } from "./login-pages.ts";
import { disguise } from "./models.ts";
import { engineMessage } from "./mount.ts";
import { loginPage } from "./pages/login-page.ts";
import { closedPage, confirmPage, refusedPage } from "./pages/pages.ts";
import {
  authorizationMax,
  isScope,
  type ParameterRefusal,
  type Parameters,
  readParameters,
  written,
} from "./parameters.ts";
import * as provider from "./provider.ts";
import { schemeSource } from "./redirect.ts";
import { assets, type Runtime } from "./runtime.ts";

/** Every address of the issuer and of the login pages. */
export function providerRoutes(
  app: FastifyInstance,
  runtime: Runtime,
  pages: () => Promise<LoginPages>,
): void {
  app.register(async (scope) => {
    readBodies(scope);
    tellFaultsOnPages(scope, runtime);
    authorizationRoutes(scope, runtime);
    serviceRoutes(scope, runtime);
    leavingRoutes(scope, runtime);
    loginPageRoutes(scope, runtime, pages);
  });
  loginCallRoutes(app, runtime);
  assetRoutes(app, pages);
}

/** A fault meets a person as a page with a sentence and a reference; a program meets it as the platform tells it. */
function tellFaultsOnPages(scope: FastifyInstance, runtime: Runtime): void {
  scope.setErrorHandler((fault: FastifyError, request, reply) => {
    const isFault = fault.statusCode === undefined || fault.statusCode >= 500;
    if (!isFault || !request.headers.accept?.includes("text/html")) throw fault;
    const answer = refuse(
      runtime,
      request,
      reply,
      isUnreachable(fault) ? "unavailable" : "internal",
    );
    runtime.log.error("request_failed", fault, { reference: reply.refused?.reference });
    return answer;
  });
}

/** What is not a form is ours to refuse too, in the words of each endpoint. */
function readBodies(scope: FastifyInstance): void {
  readFormsAsBytes(scope);
  scope.addContentTypeParser("*", { parseAs: "buffer" }, (_request, _body, done) =>
    done(null, undefined),
  );
}

/** The parameters of a request: of its form when it has one, else of its query. */
function readParametersOf(
  request: FastifyRequest,
  most?: number,
): Outcome<Parameters, ParameterRefusal> {
  const isForm =
    request.method === "POST" && request.body instanceof Uint8Array && request.body.length > 0;
  const text = isForm ? utf8(request.body as Uint8Array) : queryOf(request);
  return text === undefined ? deny("malformed") : readParameters(text, most);
}

function parametersOf(request: FastifyRequest): Parameters | undefined {
  const read = readParametersOf(request);
  return read.ok ? read.value : undefined;
}

/** For the developer of a service, on the page that the sandbox shows. */
const parameterDetails: Readonly<Record<ParameterRefusal, string>> = {
  malformed: "invalid_request: a parameter is not UTF-8, or holds a control character",
  twice: "invalid_request: a parameter is given twice",
  too_long: `invalid_request: a parameter is too long (state: 2048, nonce: 1024), or all together (${authorizationMax})`,
};

function queryOf({ raw }: FastifyRequest): string {
  const at = raw.url?.indexOf("?") ?? -1;
  return at < 0 ? "" : (raw.url ?? "").slice(at + 1);
}

/** A body that is not a form, where a form is what the protocol says. */
const isOtherThanForm = ({ method, body, headers }: FastifyRequest) =>
  method === "POST" && !(body instanceof Uint8Array) && headers["content-type"] !== undefined;

// Pages.

function html(
  reply: FastifyReply,
  status: number,
  text: string,
  formAction: readonly (string | undefined)[] = [],
): FastifyReply {
  const targets = formAction.filter((target) => target !== undefined);
  return reply
    .code(status)
    .type("text/html; charset=utf-8")
    .header("content-security-policy", pagePolicy({ formAction: targets }))
    .send(text);
}

function refuse(
  runtime: Runtime,
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
  detail?: string,
): FastifyReply {
  const { reference } = reply.server.problemStamp();
  const { status } = sentences[refusal];
  reply.refused = { refusal, reference };
  const told = { refusal, reference, detail: runtime.detail(detail) };
  return html(reply, status, refusedPage(frameOf(runtime, request), told));
}

/**
 * A refusal of any address of this origin (one that does not exist, one that a foreign page asks for) meets a browser that
 * opens it as a page. Programs, our own pages' calls included, are told as the platform tells them.
 */
export function showRefusals(app: FastifyInstance, runtime: Runtime): void {
  app.addHook("onSend", async (request, reply, payload) => {
    const { refused } = reply;
    const isProblem = String(reply.getHeader("content-type")).startsWith("application/json");
    if (!refused || !isProblem || !request.headers.accept?.includes("text/html")) return payload;
    reply.type("text/html; charset=utf-8").removeHeader("content-length");
    return refusedPage(frameOf(runtime, request), refused);
  });
}

const frameOf = (runtime: Runtime, request: FastifyRequest, uiLocales?: string) =>
  runtime.frame(uiLocales, request.headers["accept-language"]);

// The engine.

type ToEngine = {
  readonly path: string;
  readonly parameters: Parameters;
  readonly origin: string;
  readonly method?: "GET";
  readonly cookies?: Readonly<Record<string, string | undefined>>;
};

async function byEngine(
  runtime: Runtime,
  request: FastifyRequest,
  reply: FastifyReply,
  to: ToEngine,
): Promise<FastifyReply> {
  const { callback } = await runtime.running();
  const message = engineMessage({
    ...to,
    method: to.method ?? (request.method as "GET" | "POST" | "OPTIONS"),
    mountPath: runtime.issuerPath,
    headers: request.headers,
    cookie: cookieHeader(to.cookies ?? {}),
    address: request.ip,
  });
  reply.hijack();
  await callback(message, reply.raw);
  return reply;
}

// Authorization: where browsers come in.

function authorizationRoutes(scope: FastifyInstance, runtime: Runtime): void {
  const { loginOrigin, issuerPath } = runtime;
  const begin = async (request: FastifyRequest, reply: FastifyReply) => {
    const read = readParametersOf(request, authorizationMax);
    if (!read.ok)
      return refuse(runtime, request, reply, "invalid_request", parameterDetails[read.refusal]);
    if (isOtherThanForm(request)) return refuse(runtime, request, reply, "invalid_request");
    const parameters = read.value;
    // Cookies live on one host: a browser that came by another name is sent to it before anything begins.
    if (isElsewhere(runtime, request))
      return reply.redirect(`${loginOrigin}/auth?${written(parameters)}`, 303);
    const session = readCookie(request.headers.cookie, cookieNames.session);
    return byEngine(runtime, request, reply, {
      method: "GET",
      path: paths.authorization,
      parameters: withGrantedScope(parameters),
      origin: loginOrigin,
      cookies: { [cookieNames.session]: session },
    });
  };
  for (const path of [...new Set(["/auth", `${issuerPath}${paths.authorization}`])]) {
    scope.route({ method: ["GET", "POST"], url: path, exposeHeadRoute: false, handler: begin });
  }
  scope.get<{ Params: { id: string } }>(
    `${issuerPath}${paths.authorization}/:id`,
    { exposeHeadRoute: false },
    (request, reply) => resume(runtime, request, reply, request.params.id),
  );
}

const isElsewhere = ({ loginOrigin }: Runtime, request: FastifyRequest) =>
  request.headers.host?.toLowerCase() !== new URL(loginOrigin).host;

/**
 * The engine works with the scope that is granted, whatever was asked: PSC's clients find it in every answer, and some ask
 * for `scope_all` without `openid`, with parameters the engine ties to `openid`. What was asked is kept beside it.
 */
function withGrantedScope(parameters: Parameters): Parameters {
  const asked = parameters.get("scope") ?? "";
  const changed = new Map(parameters);
  changed.delete(askedScope);
  if (!isScope(asked)) return changed; // For the engine to refuse.
  return changed.set("scope", grantedScope).set(askedScope, asked);
}

/**
 * Back from the login page, with the secret that it was given as it concluded. Of all requests that resume one sign-in, on
 * any node, the engine lets one go on to a code.
 */
async function resume(
  runtime: Runtime,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
): Promise<FastifyReply> {
  const { cookie } = request.headers;
  const deps = await runtime.useCases();
  const signIn = await provider.findEnded(deps, id, cookie);
  if (!signIn) return refuse(runtime, request, reply, "sign_in_not_found");
  const keeps = await provider.mayKeepSession(deps, signIn, cookie);
  const session = keeps ? readCookie(cookie, cookieNames.session) : undefined;
  return byEngine(runtime, request, reply, {
    path: `${paths.authorization}/${id}`,
    parameters: new Map(),
    origin: runtime.loginOrigin,
    cookies: { [cookieNames.session]: session, [cookieNames.engine.resume]: id },
  });
}

// Services: token, userinfo, introspection, revocation, keys, discovery.

function serviceRoutes(scope: FastifyInstance, runtime: Runtime): void {
  const { issuer, loginOrigin, issuerPath } = runtime;
  const { origin } = new URL(issuer);
  const serve = (
    path: string,
    methods: ("GET" | "POST")[],
    change: (parameters: Parameters) => Parameters = (given) => given,
    /** Where the engine serves it. */
    inside = path,
  ) => {
    scope.route({
      method: [...methods, "OPTIONS"],
      url: `${issuerPath}${path}`,
      exposeHeadRoute: false,
      handler: async (request, reply) => {
        const parameters = parametersOf(request);
        if (!parameters || isOtherThanForm(request)) return oauthRefusal(reply);
        return byEngine(runtime, request, reply, {
          ...{ path: inside, parameters: change(parameters), origin },
        });
      },
    });
  };
  serve(paths.token, ["POST"], (given) => ownScope(wholeScope(given)));
  serve(paths.userinfo, ["GET", "POST"]);
  serve(paths.introspection, ["POST"], disguised);
  serve(paths.revocation, ["POST"], disguised);
  serve(paths.jwks, ["GET"]);
  serve(paths.ciba, ["POST"], withGrantedScope);
  for (const name of ["link", "linkFrame", "cibaFrame"] as const)
    serve(
      paths[name],
      ["POST"],
      (given) => new Map(given).set("grant_type", strictGrants[name]),
      paths.token,
    );

  const document = discovery({ issuer, loginOrigin });
  for (const path of paths.discovery) {
    scope.get(`${issuerPath}${path}`, async (_request, reply) =>
      reply
        .header("access-control-allow-origin", "*")
        .header("cache-control", "public, max-age=300")
        .send(document),
    );
  }
}

/** For programs: what they sent could not be read. RFC 6749 5.2. */
function oauthRefusal(reply: FastifyReply): FastifyReply {
  reply.refused = { refusal: "invalid_request", reference: reply.server.problemStamp().reference };
  return reply.code(400).header("pragma", "no-cache").send({
    error: "invalid_request",
    error_description: "malformed, repeated or oversized parameters, or not a form",
  });
}

/** A refresh that asks for part of what was granted gets the whole: part of it would lose `openid`, and userinfo with it. */
function wholeScope(parameters: Parameters): Parameters {
  const asked = parameters.get("scope")?.split(" ");
  const granted = new Set(grantedScope.split(" "));
  if (
    parameters.get("grant_type") !== "refresh_token" ||
    !asked?.every((scope) => granted.has(scope))
  )
    return parameters;
  return new Map([...parameters].filter(([name]) => name !== "scope"));
}

/** A service that asks for itself is given what is for services, and nothing that is somebody's. */
function ownScope(parameters: Parameters): Parameters {
  if (parameters.get("grant_type") !== ownGrant) return parameters;
  const asked = (parameters.get("scope") ?? "").split(" ");
  const given = streamScope.split(" ").filter((scope) => asked.includes(scope));
  return new Map(parameters).set("scope", given.join(" "));
}

/** See `disguise`: the engine would refuse an access token here because it is a JWT. */
function disguised(parameters: Parameters): Parameters {
  const token = parameters.get("token");
  return token?.split(".").length === 3
    ? new Map(parameters).set("token", `${disguise}${token}`)
    : parameters;
}

// Leaving.

function leavingRoutes(scope: FastifyInstance, runtime: Runtime): void {
  const { loginOrigin, issuerPath } = runtime;
  const path = `${issuerPath}${paths.endSession}`;
  const begin = async (request: FastifyRequest, reply: FastifyReply) => {
    const parameters = parametersOf(request);
    if (!parameters || isOtherThanForm(request))
      return refuse(runtime, request, reply, "invalid_request");
    if (isElsewhere(runtime, request) && !parameters.has("id_token_hint")) {
      return reply.redirect(`${loginOrigin}${path}?${written(parameters)}`, 303);
    }
    const asked = await leavingOf(runtime, parameters);
    const left = await provider.leave(await runtime.useCases(), asked, request.headers.cookie);
    return left.ok
      ? answerLeaving(runtime, request, reply, parameters, left.value)
      : refuse(runtime, request, reply, left.refusal);
  };
  scope.route({ method: ["GET", "POST"], url: path, exposeHeadRoute: false, handler: begin });

  scope.post(
    `${path}/confirm`,
    { preHandler: ownPagesOnly(loginOrigin) },
    async (request, reply) => {
      const parameters = parametersOf(request);
      if (!parameters || isOtherThanForm(request))
        return refuse(runtime, request, reply, "invalid_request");
      const asked = await leavingOf(runtime, parameters);
      const left = await provider.confirmLeaving(
        await runtime.useCases(),
        asked,
        parameters.get("proof") ?? "",
        request.headers.cookie,
      );
      return left.ok
        ? answerLeaving(runtime, request, reply, parameters, left.value)
        : refuse(runtime, request, reply, left.refusal);
    },
  );
}

async function leavingOf(runtime: Runtime, parameters: Parameters): Promise<provider.Leaving> {
  const given = parameters.get("id_token_hint");
  const { signer } = await runtime.running();
  return {
    hint: given === undefined ? "absent" : ((await signer.read(given, "ID")) ?? "invalid"),
    client: parameters.get("client_id"),
    redirectUri: parameters.get("post_logout_redirect_uri"),
    state: parameters.get("state"),
  };
}

function answerLeaving(
  runtime: Runtime,
  request: FastifyRequest,
  reply: FastifyReply,
  parameters: Parameters,
  left: provider.Left,
): FastifyReply {
  const frame = frameOf(runtime, request, parameters.get("ui_locales"));
  if (left.step === "ask") {
    const kept = ["client_id", "post_logout_redirect_uri", "state"] as const;
    const fields = Object.fromEntries(
      kept.flatMap((name) => (parameters.has(name) ? [[name, parameters.get(name) ?? ""]] : [])),
    );
    const action = `${runtime.issuerPath}${paths.endSession}/confirm`;
    const page = confirmPage(frame, { action, fields: { ...fields, proof: left.proof } });
    return html(reply, 200, page, [schemeSource(parameters.get("post_logout_redirect_uri"))]);
  }
  if (left.clears) reply.header("set-cookie", clearCookie(cookieNames.session));
  return left.address === undefined
    ? html(reply, 200, closedPage(frame))
    : reply.redirect(left.address, 303);
}

// The login page.

const acts = {
  begin: "begin",
  frame: "frame",
  digits: "digits",
  restart: "restart",
  "more-time": "more_time",
  cancel: "cancel",
  card: "card",
  establishment: "establishment",
  passkey: "passkey",
  assertion: "assertion",
  "change-person": "change_person",
  "this-phone": "this_phone",
  back: "back",
  ring: "ring",
} as const;

const said = z.strictObject({ jws: z.string().min(1).max(4096) });
const actParams = z.strictObject({
  id: z.string().max(64),
  act: z.enum(Object.keys(acts) as [keyof typeof acts]),
});

function loginPageRoutes(
  scope: FastifyInstance,
  runtime: Runtime,
  pages: () => Promise<LoginPages>,
): void {
  const { loginOrigin, authenticatorOrigin } = runtime;

  scope.get<{ Params: { id: string } }>("/login/:id", async (request, reply) => {
    const { id } = request.params;
    const { cookie } = request.headers;
    const deps = await runtime.useCases();
    if (await provider.findEnded(deps, id, cookie))
      return reply.redirect(resumeAddress(runtime, id), 303);
    const signIn = await provider.findSignIn(deps, id, cookie);
    if (!signIn) return refuse(runtime, request, reply, "sign_in_not_found");
    const issuer = new URL(runtime.issuer).origin;
    const { index } = await pages();
    const frame = frameOf(runtime, request, signIn.uiLocales);
    // Its forms that go to the card's host and to the phone's own authenticator have to say where they come from; the address
    // itself stays untold.
    reply.header("referrer-policy", "strict-origin");
    return html(reply, 200, loginPage(index, frame), [
      issuer === loginOrigin ? undefined : issuer,
      schemeSource(signIn.redirectUri),
      runtime.cardOrigin,
      authenticatorOrigin,
    ]);
  });

  // The page on which a holder adds a key: nothing is opened by looking at it.
  scope.get("/passkeys", async (request, reply) => {
    const { index } = await pages();
    return html(reply, 200, loginPage(index, frameOf(runtime, request), "passkeys"));
  });

  // The page for a phone that forgot everything: nothing is opened by looking at it.
  scope.get("/telephone", async (request, reply) => {
    const { index } = await pages();
    return html(reply, 200, loginPage(index, frameOf(runtime, request), "wiped"));
  });

  // The page on which a registrar finds a workstation: nothing is registered by looking at it.
  scope.get("/poste", async (request, reply) => {
    const { index } = await pages();
    return html(reply, 200, loginPage(index, frameOf(runtime, request), "workstation"));
  });

  // An establishment's own provider sends the browser back. Whatever does not hold looks the same; what does is worth something to
  // the page that began only, which shows it with its browser's key.
  scope.get("/login/establishment", async (request, reply) => {
    const query = new URLSearchParams(queryOf(request));
    const { cookie } = request.headers;
    const back = await provider.comeFromEstablishment(await runtime.useCases(), query, cookie);
    if (!back) return refuse(runtime, request, reply, "establishment_refused");
    reply.header("referrer-policy", "no-referrer");
    return reply.redirect(`${loginOrigin}/login/${back.signIn}#card=${back.nonce}`, 303);
  });

  // A phone's own browser comes back from its authenticator. No cookie comes with a form of another origin, and none is
  // needed: the page that is answered shows the browser's key.
  scope.post("/login/return", async (request, reply) => {
    if (!isTopLevelFormOf(authenticatorOrigin, request))
      return refuse(runtime, request, reply, "wrong_origin");
    const secret = parametersOf(request)?.get("secret");
    const arrival = await provider.arrive(await runtime.useCases(), secret ?? "");
    if (!arrival.ok) return refuse(runtime, request, reply, arrival.refusal);
    const { index } = await pages();
    return html(reply, 200, loginPage(index, frameOf(runtime, request), arrival.value));
  });

  // A form and not a call: the answer takes the whole browser back to the service.
  scope.post<{ Params: { id: string } }>(
    "/login/:id/conclude",
    { preHandler: ownPagesOnly(loginOrigin) },
    async (request, reply) => {
      const { id } = request.params;
      const jws = parametersOf(request)?.get("jws");
      if (!jws || !isSignInId(id)) return refuse(runtime, request, reply, "invalid_request");
      const outcome = await provider.conclude(await runtime.useCases(), id, {
        jws,
        ...seenIn(request),
      });
      if (!outcome.ok) return refuse(runtime, request, reply, outcome.refusal);
      const life = lifetimes.interaction / 1000;
      reply.header("set-cookie", setCookie(cookieNames.resume(id), outcome.value, life));
      return reply.redirect(resumeAddress(runtime, id), 303);
    },
  );
}

function loginCallRoutes(app: FastifyInstance, runtime: Runtime): void {
  app
    .withTypeProvider<ZodTypeProvider>()
    .post(
      "/login/:id/:act",
      { schema: { params: actParams, body: said }, preHandler: ownPagesOnly(runtime.loginOrigin) },
      async (request, reply) => {
        const { id, act } = request.params;
        const outcome = await provider.act(await runtime.useCases(), id, acts[act], {
          jws: request.body.jws,
          ...seenIn(request),
        });
        return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
      },
    );
}

function assetRoutes(app: FastifyInstance, pages: () => Promise<LoginPages>): void {
  app.get<{ Params: { name: string } }>("/login/assets/:name", async (request, reply) => {
    const asset = (await pages()).assets.get(request.params.name);
    if (!asset) return problem(reply, "not_found");
    // Names carry a hash of the content.
    return reply
      .type(asset.type)
      .header("cache-control", "public, max-age=31536000, immutable")
      .send(asset.bytes);
  });
  for (const [address, pick] of [
    [assets.stylesheet, "stylesheet"],
    [assets.submit, "submit"],
  ] as const) {
    app.get(address, async (_request, reply) => {
      const { type, bytes } = (await pages())[pick];
      return reply.type(type).header("cache-control", "public, max-age=3600").send(bytes);
    });
  }
}

const resumeAddress = ({ loginOrigin, issuerPath }: Runtime, id: string) =>
  `${loginOrigin}${issuerPath}${paths.authorization}/${id}`;

const seenIn = (request: FastifyRequest) => ({
  observed: { address: request.ip, userAgent: request.headers["user-agent"] ?? "" },
  cookies: request.headers.cookie,
});
