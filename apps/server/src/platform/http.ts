import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { idFrom, type Problem } from "@aval/protocol";
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { errors, type Refusal } from "#errors";
import { type Attempt, inAttempt } from "./attempt.ts";
import { isUnreachable } from "./database.ts";
import type { Log } from "./log.ts";
import type { Answered } from "./metrics.ts";
import { type Random, systemRandom } from "./random.ts";
import { type Clock, epochSeconds } from "./time.ts";

/**
 * HTTP as every origin of Aval speaks it.
 *
 * Only the Host names it was given answer, so that a page of elsewhere cannot reach a loopback server through its own
 * name (DNS rebinding). Every answer, errors and unknown addresses included, carries the security headers; every
 * refusal is a `Problem` with a short reference; a fault is a 500 with that reference and nothing else, and the reference
 * finds the line in the log. The log has one line a request: the route's pattern, never the address as it was asked, since
 * query strings and paths carry codes and identifiers.
 */
export type HttpOptions = {
  readonly log: Log;
  /** What `Host` may say: `name:port`, in lower case. */
  readonly hosts: readonly string[];
  /** Gives refusals the server's time, by which a phone sets its own. */
  readonly clock?: Clock;
  /** Addresses (CIDR) of proxies whose `X-Forwarded-For` is believed. Whoever is listed can claim any address. */
  readonly trustedProxies?: readonly string[];
  /** Whether browsers may be told to come back by https only. */
  readonly isHttps?: boolean;
  readonly random?: Random;
  /** Told of every answer, for the figures. */
  readonly answered?: ((answer: Answered) => void) | undefined;
  /** Says a refusal better, of whom it concerns: what is said to whoever has proven who they are. */
  readonly explain?: ((refused: Attempt & Shown) => Promise<Explained | undefined>) | undefined;
  /** Told of every refusal, once it has been answered. */
  readonly refused?: ((refused: Refused) => void) | undefined;
};

type Shown = { readonly refusal: Refusal; readonly reference: string };
export type Explained = { readonly refusal: Refusal; readonly until: number };

/** A refusal that somebody was shown, by its reference. */
export type Refused = Attempt & {
  readonly reference: string;
  readonly refusal: Refusal;
  /** The route's pattern; `undefined` when none was met. */
  readonly route: string | undefined;
  readonly address: string;
};

declare module "fastify" {
  interface FastifyRequest {
    attempt: Attempt;
  }
  interface FastifyReply {
    /** What this request was refused with, for the log. */
    refused: Shown | undefined;
  }
  interface FastifyInstance {
    readonly problemStamp: () => { readonly reference: string; readonly now?: number };
  }
}

/**
 * How long a connection may take: headers and body must come in 15 seconds, looked at every five, so that a client that
 * sends a byte at a time holds nothing for long. For every server that listens, production's one port included.
 */
export const serverSettings = {
  headersTimeout: 15_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
} as const;

/** Largest request body, in bytes. The longest message of the protocol is a tenth of it. */
const bodyLimit = 64 * 1024;

/** One application: an origin, or several that share a port. */
export function createApp(options: HttpOptions): FastifyInstance {
  const { log, clock, random = systemRandom } = options;
  const app = Fastify({
    bodyLimit,
    requestTimeout: serverSettings.requestTimeout,
    keepAliveTimeout: serverSettings.keepAliveTimeout,
    http: serverSettings,
    forceCloseConnections: "idle",
    trustProxy: options.trustedProxies?.length ? [...options.trustedProxies] : false,
    routerOptions: { maxParamLength: 200 },
    clientErrorHandler: (_error, socket) => answerUnreadable(socket),
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  // Text is what a form of another site can send without being asked about it first.
  app.removeContentTypeParser("text/plain");
  app.decorateReply("refused", undefined);
  app.decorateRequest("attempt");
  app.decorate("problemStamp", () => ({
    reference: newReference(random),
    ...(clock && { now: epochSeconds(clock.now()) }),
  }));

  const allowed = new Set(options.hosts.map((host) => host.toLowerCase()));
  const headers = { ...securityHeaders, ...(options.isHttps && httpsHeaders) };
  app.addHook("onRequest", async (request, reply) => {
    // Asked for now, Node remembers it; of a connection that has since gone it would know nothing.
    void request.raw.socket.remoteAddress;
    request.attempt = {};
    // On the raw answer, so that one written by the authorization engine carries them too.
    for (const [name, value] of Object.entries(headers)) reply.raw.setHeader(name, value);
    if (!allowed.has(request.headers.host?.toLowerCase() ?? ""))
      return problem(reply, "wrong_host");
  });
  // After the body was read: what comes of a socket's own events is in nobody's context.
  app.addHook("preHandler", (request, _reply, done) => inAttempt(request.attempt, done));
  const { explain } = options;
  if (explain)
    app.addHook("onSend", async (request, reply, payload) => {
      const { refused } = reply;
      const better = refused && (await explain({ ...request.attempt, ...refused }));
      if (!better || typeof payload !== "string") return payload;
      reply.refused = { ...refused, refusal: better.refusal };
      const { fr, en } = errors[better.refusal];
      const { refusal: error, until } = better;
      return JSON.stringify({ ...JSON.parse(payload), error, message: { fr, en }, until });
    });
  app.addHook("onResponse", async (request, reply) => {
    logRequest(log, request, reply);
    const { url: route } = request.routeOptions;
    if (reply.refused)
      options.refused?.({ ...request.attempt, ...reply.refused, route, address: request.ip });
    options.answered?.({
      method: request.method,
      route: request.routeOptions.url,
      status: reply.raw.statusCode,
      seconds: reply.elapsedTime / 1000,
      refusal: reply.refused?.refusal,
    });
  });
  const known = knownAddresses(app);
  app.setNotFoundHandler((request, reply) => {
    const methods = known(request.url.split("?")[0] ?? "");
    if (methods.length === 0) return problem(reply, "not_found");
    return problem(reply.header("allow", methods.join(", ")), "method_not_allowed");
  });
  app.setErrorHandler((error: FastifyError, _request, reply) => answerError(log, error, reply));
  return app;
}

/** Answers with a refusal of the closed list. `extra` adds what the phone can use: tries left, when to come back. */
export function problem(
  reply: FastifyReply,
  refusal: Refusal,
  extra?: Partial<Omit<Problem, "error" | "reference" | "message">>,
): FastifyReply {
  const { status, fr, en } = errors[refusal];
  const stamp = reply.server.problemStamp();
  const body: Problem = { error: refusal, message: { fr, en }, ...stamp, ...extra };
  reply.refused = { refusal, reference: stamp.reference };
  if (extra?.retryAfterSeconds !== undefined)
    reply.header("retry-after", String(extra.retryAfterSeconds));
  return reply
    .code(status)
    .type("application/json; charset=utf-8")
    .serializer(JSON.stringify)
    .send(body);
}

/** A refusal that another program of ours gave is passed on as it came: its reference is the one that was shown. */
export function notePassedOn(
  reply: FastifyReply,
  { error, reference }: { readonly error?: unknown; readonly reference?: unknown },
): void {
  if (typeof error === "string" && Object.hasOwn(errors, error) && typeof reference === "string")
    reply.refused = { refusal: error as Refusal, reference };
}

/** The methods that an address answers, so that a wrong one is told apart from a wrong address. */
function knownAddresses(app: FastifyInstance): (path: string) => readonly string[] {
  const routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];
  app.addHook("onRoute", ({ url, method }) => {
    // A wildcard serves whatever its owner says: it has no methods of its own to tell.
    if (url.includes("*")) return;
    const pattern = new RegExp(
      `^${url.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll(/:[A-Za-z]+/g, "[^/]+")}$`,
    );
    routes.push({ pattern, methods: [method].flat() });
  });
  return (path) => [
    ...new Set(
      routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods),
    ),
  ];
}

/** Eight characters, two groups, no letter that is read as another: `k7qf-2m9d`. */
function newReference(random: Random): string {
  const text = idFrom("ref", random.bytes(17)).slice(-8);
  return `${text.slice(0, 4)}-${text.slice(4)}`;
}

const refusalOf: Readonly<Record<string, Refusal>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: "too_large",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "unsupported_media_type",
};

function answerError(log: Log, error: FastifyError, reply: FastifyReply): FastifyReply {
  const known = refusalOf[error.code];
  if (known) return problem(reply, known);
  // What the client got wrong: a body that is not JSON, a member too many, a length that does not hold.
  if (
    error.validation ||
    (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
  ) {
    return problem(reply, "invalid_request");
  }
  const answer = problem(reply, isUnreachable(error) ? "unavailable" : "internal");
  log.error("request_failed", error, { reference: reply.refused?.reference });
  return answer;
}

function logRequest(log: Log, request: FastifyRequest, reply: FastifyReply): void {
  log.info("request", {
    method: request.method,
    route: request.routeOptions.url ?? "(none)",
    status: reply.raw.statusCode,
    ms: Math.round(reply.elapsedTime * 10) / 10,
    ...reply.refused,
  });
}

/** What could not be read as HTTP at all. */
export function answerUnreadable(socket: Socket): void {
  if (!socket.writable) return;
  const head = [`HTTP/1.1 400 ${STATUS_CODES[400]}`, "connection: close", "content-length: 0"];
  for (const [name, value] of Object.entries(securityHeaders)) head.push(`${name}: ${value}`);
  socket.end(`${head.join("\r\n")}\r\n\r\n`);
}

/**
 * The content security policy of a page of ours: its own scripts, styles, pictures and workers, and nothing inline.
 *
 * `formAction`: where its forms may lead. Chromium holds the redirect after a form to it as well, hence a sign-in page
 * names the origin the service waits at.
 */
export function pagePolicy(
  options: { readonly formAction?: readonly string[]; readonly connect?: readonly string[] } = {},
): string {
  const self = (more: readonly string[] = []) => ["'self'", ...more].join(" ");
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self' blob:",
    "manifest-src 'self'",
    "worker-src 'self'",
    `connect-src ${self(options.connect)}`,
    `form-action ${self(options.formAction)}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    // No page makes script or markup from text, hence no policy may be made either.
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

const securityHeaders: Readonly<Record<string, string>> = {
  "content-security-policy": pagePolicy(),
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  // Not `no-referrer`: with it the browser's own form posts would say `Origin: null`.
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy":
    "camera=(self), display-capture=(self), geolocation=(), microphone=(), payment=(), usb=()",
  "origin-agent-cluster": "?1",
  "cache-control": "no-store",
};

const httpsHeaders = { "strict-transport-security": "max-age=63072000" };

/**
 * Whether a request is a form that a page of `origin` sent as the whole tab goes: what a link, a frame, a script or a page of
 * elsewhere cannot make a browser send. `Origin` decides, and must be said; browsers that also say how they fetch must agree.
 */
export function isTopLevelFormOf(origin: string, { method, headers }: FastifyRequest): boolean {
  const told = (name: "site" | "mode" | "dest", ...allowed: readonly string[]) => {
    const value = headers[`sec-fetch-${name}`];
    return value === undefined || allowed.includes(String(value));
  };
  return (
    method === "POST" &&
    headers.origin === origin &&
    told("site", "same-site", "cross-site") &&
    told("mode", "navigate") &&
    told("dest", "document")
  );
}

/**
 * For what only our own pages may ask: refuses a request that says it comes from another origin. Programs that are not
 * browsers say nothing and pass; they hold no cookie of a holder's.
 */
export function ownPagesOnly(origin: string) {
  return async (
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply | undefined> => {
    const { origin: from, "sec-fetch-site": site } = request.headers;
    const isForeign =
      (from !== undefined && from !== origin) || site === "cross-site" || site === "same-site";
    return isForeign ? problem(reply, "wrong_origin") : undefined;
  };
}
