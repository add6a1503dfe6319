import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { errors, type Refusal } from "#errors";
import { limits, lifetimes } from "#lifetimes";
import { problem } from "#platform/http";
import type { Outcome } from "#platform/outcome";
import {
  configurationOf,
  poll as pollUrn,
  push as pushUrn,
  repeatsRightly,
  states,
} from "./stream.ts";
import type { Stream } from "./stream.ts";
import type { Streams } from "./index.ts";
import type { receive } from "./receiving.ts";

/** Who asks, by the token it was given at the token endpoint. */
export type Caller = { readonly service: string; readonly scopes: readonly string[] };
export type StreamRoutesDeps = {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly streams: Streams;
  /** `undefined`: no token of ours, over, or of a service that is at work no more. */
  readonly callerOf: (token: string) => Promise<Caller | undefined>;
  /** What a service found in a window of fraud that it was told of. */
  readonly answerWindow: (
    service: string,
    window: string,
    given: WindowGiven,
  ) => Promise<Outcome<void, Refusal>>;
  /** Takes an alert of a service's. */
  readonly receive: (token: string) => ReturnType<typeof receive>;
};

export const scopes = { manage: "ssf.manage", read: "ssf.read" } as const;

const id = z.string().min(1).max(64);
const ofStream = z.object({ stream_id: id });
const maybeOfStream = z.object({ stream_id: id.optional() });
const publicKey = z.object({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string().max(50),
  y: z.string().max(50),
});
const texts = z.array(z.string().max(200)).max(50);
/** What else is said of a stream is left out or, where it is ours, compared: the specification lets a service repeat all it was told. */
const configuration = z.looseObject({
  delivery: z
    .object({
      method: z.string().max(100),
      endpoint_url: z.string().max(2000).optional(),
      authorization_header: z.string().max(1000).optional(),
    })
    .optional(),
  events_requested: texts.optional(),
  description: z.string().max(2000).optional(),
  /** Ours: P-256 public keys by which this service signs its alerts. */
  aval_alert_keys: z.array(publicKey).max(5).optional(),
});
const changed = configuration.extend({ stream_id: id });
const status = z.object({
  stream_id: id,
  status: z.enum(states),
  reason: z.string().max(200).optional(),
});
const verification = z.object({ stream_id: id, state: z.string().max(1000).optional() });
const count = z.int().min(0).max(1_000_000);
const answered = z
  .strictObject({
    reviewed_by: z.string().trim().min(1).max(100),
    acts: count,
    cancelled: count,
    note: z.string().trim().min(1).max(1000).optional(),
  })
  .refine(({ acts, cancelled }) => cancelled <= acts);
const polling = z.object({
  maxEvents: z.int().min(0).max(1_000_000).optional(),
  returnImmediately: z.boolean().optional(),
  ack: z.array(z.string().max(64)).max(1000).optional(),
  setErrs: z
    .record(
      z.string().max(64),
      z.object({ err: z.string().max(100), description: z.string().max(1000).optional() }),
    )
    .refine((given) => Object.keys(given).length <= limits.signalsInPoll)
    .optional(),
});

/** What a service and we say to each other about its stream (SSF 1.0 sections 7 and 8; RFC 8936). */
export function streamRoutes(app: FastifyInstance, deps: StreamRoutesDeps): void {
  discoveryRoutes(app, deps);
  managementRoutes(app, deps);
  statusRoutes(app, deps);
  alertRoutes(app, deps);
  windowRoutes(app, deps);
}

const paths = {
  streams: "/ssf/streams",
  status: "/ssf/status",
  verify: "/ssf/verify",
  poll: "/ssf/poll",
  alerts: "/ssf/alerts",
  windows: "/ssf/fraud-windows",
} as const;

/** Where a service answers for a window. */
export const answerAddress = (issuer: string, window: string): string =>
  `${issuer}${paths.windows}/${window}`;

const pathOf = ({ issuer }: StreamRoutesDeps) => new URL(issuer).pathname.replace(/\/$/, "");

function discoveryRoutes(app: FastifyInstance, deps: StreamRoutesDeps): void {
  const at = (path: string) => `${deps.issuer}${path}`;
  const document = {
    spec_version: "1_0",
    issuer: deps.issuer,
    jwks_uri: deps.jwksUri,
    delivery_methods_supported: [pushUrn, pollUrn],
    configuration_endpoint: at(paths.streams),
    status_endpoint: at(paths.status),
    verification_endpoint: at(paths.verify),
    critical_subject_members: ["user", "session"],
    authorization_schemes: [{ spec_urn: "urn:ietf:rfc:6749" }],
    // Everybody who used the service lately. Nobody is added or taken away by name: a name would be a question.
    default_subjects: "ALL",
  };
  const name = "/.well-known/ssf-configuration";
  // Between host and path (SSF 1.0 section 7.2.1), and where the issuer's other document is.
  for (const path of [`${name}${pathOf(deps)}`, `${pathOf(deps)}${name}`])
    app.get(path, async (_request, reply) =>
      reply
        .header("access-control-allow-origin", "*")
        .header("cache-control", "public, max-age=300")
        .send(document),
    );
}

type Work = (caller: Caller) => Promise<unknown>;

/** Lets in whoever has a token for one of these scopes, and says what is missing as RFC 6750 section 3.1 does. */
async function admitted(
  { callerOf }: StreamRoutesDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: readonly string[],
  work: Work,
): Promise<unknown> {
  const token = /^Bearer ([\w~.+/-]{16,512})$/.exec(request.headers.authorization ?? "")?.[1];
  const caller = token === undefined ? undefined : await callerOf(token);
  const refuse = (refusal: Refusal, error: string) =>
    problem(reply.header("www-authenticate", `Bearer error="${error}"`), refusal);
  if (!caller) return refuse("stream_token_refused", "invalid_token");
  if (!asked.some((scope) => caller.scopes.includes(scope)))
    return refuse("stream_scope_missing", "insufficient_scope");
  return work(caller);
}

const reading = [scopes.read, scopes.manage];
const managing = [scopes.manage];

function managementRoutes(app: FastifyInstance, deps: StreamRoutesDeps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const { streams } = deps;
  const path = `${pathOf(deps)}${paths.streams}`;
  const shown = (stream: Stream) =>
    configurationOf(stream, {
      issuer: deps.issuer,
      pollAddress: `${deps.issuer}${paths.poll}/${stream.id}`,
      verifySeconds: lifetimes.streamVerification / 1000,
    });

  routes.post(path, { schema: { body: configuration } }, (request, reply) =>
    admitted(deps, request, reply, managing, async ({ service }) => {
      const made = await streams.create(service, request.body);
      return made.ok ? reply.code(201).send(shown(made.value)) : problem(reply, made.refusal);
    }),
  );
  routes.get(path, { schema: { querystring: maybeOfStream } }, (request, reply) =>
    admitted(deps, request, reply, reading, async ({ service }) => {
      const { stream_id: asked } = request.query;
      const found = await streams.find(service, asked);
      if (asked === undefined) return found ? [shown(found)] : [];
      return found ? shown(found) : problem(reply, "stream_not_found");
    }),
  );
  for (const method of ["patch", "put"] as const)
    routes[method](path, { schema: { body: changed } }, (request, reply) =>
      admitted(deps, request, reply, managing, async ({ service }) => {
        const found = await streams.find(service, request.body.stream_id);
        if (!found) return problem(reply, "stream_not_found");
        if (!repeatsRightly(request.body, shown(found))) return problem(reply, "invalid_request");
        const outcome = await streams.change(found, request.body, method === "put");
        return outcome.ok ? shown(outcome.value) : problem(reply, outcome.refusal);
      }),
    );
  routes.delete(path, { schema: { querystring: ofStream } }, (request, reply) =>
    admitted(deps, request, reply, managing, async ({ service }) =>
      (await streams.remove(service, request.query.stream_id))
        ? reply.code(204).send()
        : problem(reply, "stream_not_found"),
    ),
  );
}

function statusRoutes(app: FastifyInstance, deps: StreamRoutesDeps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const { streams } = deps;
  const base = pathOf(deps);
  routes.get(`${base}${paths.status}`, { schema: { querystring: ofStream } }, (request, reply) =>
    admitted(deps, request, reply, reading, async ({ service }) => {
      const found = await streams.find(service, request.query.stream_id);
      return found ? statusOf(found) : problem(reply, "stream_not_found");
    }),
  );
  routes.post(`${base}${paths.status}`, { schema: { body: status } }, (request, reply) =>
    admitted(deps, request, reply, managing, async ({ service }) => {
      const { stream_id: asked, status: state, reason } = request.body;
      const found = await streams.find(service, asked);
      if (!found) return problem(reply, "stream_not_found");
      await streams.setState(found, { state, reason });
      const now = await streams.find(service, asked);
      return now ? statusOf(now) : problem(reply, "stream_not_found");
    }),
  );
  routes.post(`${base}${paths.verify}`, { schema: { body: verification } }, (request, reply) =>
    admitted(deps, request, reply, managing, async ({ service }) => {
      const found = await streams.find(service, request.body.stream_id);
      if (!found) return problem(reply, "stream_not_found");
      const outcome = await streams.verify(found, request.body.state);
      if (outcome.ok) return reply.code(204).send();
      reply.header("retry-after", String(lifetimes.streamVerification / 1000));
      return problem(reply, outcome.refusal);
    }),
  );
  routes.post(
    `${base}${paths.poll}/:stream`,
    { schema: { params: z.object({ stream: id }), body: polling } },
    (request, reply) =>
      admitted(deps, request, reply, reading, async ({ service }) => {
        const outcome = await streams.poll(service, request.params.stream, request.body);
        return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
      }),
  );
}

/**
 * What services tell us, pushed (RFC 8935). A sender that has not proven who it is is told so; one that has is answered the same
 * whomever it named, known to it or not, and however often.
 */
function alertRoutes(app: FastifyInstance, deps: StreamRoutesDeps): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      "application/secevent+jwt",
      { parseAs: "string" },
      (_request, body, parsed) => parsed(null, body),
    );
    scope.post(`${pathOf(deps)}${paths.alerts}`, async (request, reply) => {
      const outcome = await deps.receive(typeof request.body === "string" ? request.body : "");
      if (outcome.ok) return reply.code(202).send();
      if (outcome.refusal === "too_many") {
        reply.header("retry-after", String(lifetimes.alertWindow / 1000));
        return problem(reply, outcome.refusal);
      }
      const { reference } = reply.server.problemStamp();
      reply.refused = { refusal: outcome.refusal, reference };
      const { en } = errors[outcome.refusal];
      return reply.code(400).send({ err: "authentication_failed", description: en, reference });
    });
  });
}

export type WindowGiven = z.output<typeof answered>;

/** A service's answer for a window of fraud, by its own token: what it was not told of is not there, whoever was. */
function windowRoutes(app: FastifyInstance, deps: StreamRoutesDeps): void {
  app
    .withTypeProvider<ZodTypeProvider>()
    .post(
      `${pathOf(deps)}${paths.windows}/:window`,
      { schema: { params: z.object({ window: id }), body: answered } },
      (request, reply) =>
        admitted(deps, request, reply, managing, async ({ service }) => {
          const outcome = await deps.answerWindow(service, request.params.window, request.body);
          return outcome.ok ? reply.code(204).send() : problem(reply, outcome.refusal);
        }),
    );
}

const statusOf = ({ id: stream, state, reason }: Stream) => ({
  stream_id: stream,
  status: state,
  ...(reason === undefined ? {} : { reason }),
});
