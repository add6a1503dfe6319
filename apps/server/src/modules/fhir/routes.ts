import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { errors, type Refusal } from "#errors";
import { lifetimes } from "#lifetimes";
import { networkOf } from "#modules/signals";
import { isUnreachable } from "#platform/database";
import { readFormsAsBytes, utf8 } from "#platform/forms";
import type { Log } from "#platform/log";
import * as fhir from "./fhir.ts";
import { acceptsJson, basicCredentials, isStrict } from "./media.ts";
import { refusalOutcome } from "./outcome.ts";
import { type Pair, readPairs } from "./query.ts";
import { types } from "./search-parameters.ts";

/** Where the interface is on the issuer's origin: the national one's path. */
export const fhirPath = "/fhir/v2";

export type FhirRoutesDeps = fhir.FhirDeps & {
  readonly log: Log;
  readonly capability: object;
};

/**
 * The directory's addresses. Everybody may read what the server can do; registered services read the rest. The log has the
 * route's pattern, as everywhere: neither an id nor what was searched.
 */
export function fhirRoutes(app: FastifyInstance, deps: FhirRoutesDeps): void {
  app.register(
    async (scope) => {
      answerInFhir(scope, deps);
      scope.get("/metadata", (request, reply) => {
        const asked = readAsked(request, reply);
        return asked && send(reply, asked, 200, deps.capability);
      });
      for (const type of types) {
        const search = (request: FastifyRequest, reply: FastifyReply) =>
          answerSearch(deps, type, request, reply);
        scope.get(`/${type}`, search);
        scope.post(`/${type}/_search`, search);
        scope.get<{ Params: { id: string } }>(`/${type}/:id`, (request, reply) =>
          answerRead(deps, type, request.params.id, request, reply),
        );
      }
    },
    { prefix: fhirPath },
  );
}

/** Errors are OperationOutcomes here, and bodies are forms. */
function answerInFhir(scope: FastifyInstance, { log }: FhirRoutesDeps): void {
  readFormsAsBytes(scope);
  scope.setErrorHandler((error: FastifyError, _request, reply) => {
    const refusal = refusalOf(error);
    const answer = refuse(reply, refusal);
    if (errors[refusal].status >= 500)
      log.error("request_failed", error, { reference: reply.refused?.reference });
    return answer;
  });
  scope.setNotFoundHandler((request, reply) => {
    if (request.method === "GET" || request.method === "HEAD")
      return refuse(reply, "fhir_unknown_type");
    return refuse(reply.header("allow", "GET, HEAD, POST"), "method_not_allowed");
  });
}

function refusalOf(error: FastifyError): Refusal {
  if (error.code === "FST_ERR_CTP_BODY_TOO_LARGE") return "too_large";
  if (error.code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") return "unsupported_media_type";
  const { statusCode = 500 } = error;
  if (statusCode >= 400 && statusCode < 500) return "invalid_request";
  return isUnreachable(error) ? "unavailable" : "internal";
}

type Asked = { readonly pairs: readonly Pair[]; readonly isPretty: boolean };

/** The parameters of the address and of the form, once JSON is known to be welcome. Refuses and returns nothing otherwise. */
function readAsked(request: FastifyRequest, reply: FastifyReply): Asked | undefined {
  const texts = [queryOf(request), formOf(request)];
  const read = texts.map((text) => (text === undefined ? undefined : readPairs(text)));
  const pairs = read.flatMap((one) => (one?.ok ? one.value : []));
  const last = (name: string) => pairs.findLast(([one]) => one === name)?.[1];
  if (!acceptsJson(request.headers.accept, last("_format"))) {
    refuse(reply, "fhir_not_acceptable");
    return undefined;
  }
  if (read.some((one) => !one?.ok)) {
    refuse(reply, "invalid_request");
    return undefined;
  }
  return { pairs, isPretty: last("_pretty") === "true" };
}

function queryOf({ raw }: FastifyRequest): string {
  const at = raw.url?.indexOf("?") ?? -1;
  return at < 0 ? "" : (raw.url ?? "").slice(at + 1);
}

/** `undefined`: not UTF-8. */
function formOf({ body }: FastifyRequest): string | undefined {
  return body instanceof Uint8Array ? utf8(body) : "";
}

/** The service that asks. Refuses and returns nothing otherwise: what is wrong with a key is told to nobody. */
async function admitted(
  deps: FhirRoutesDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<string | undefined> {
  const { "esante-api-key": key, authorization } = request.headers;
  const outcome = await fhir.admit(deps, {
    network: networkOf(request.ip),
    key: typeof key === "string" ? key : key?.[0],
    basic: basicCredentials(authorization),
  });
  if (outcome.ok) return outcome.value;
  if (outcome.refusal === "too_many")
    reply.header("retry-after", String(lifetimes.directoryReadWindow / 1000));
  else reply.header("www-authenticate", 'Basic realm="annuaire", charset="UTF-8"');
  refuse(reply, outcome.refusal);
  return undefined;
}

async function answerSearch(
  deps: FhirRoutesDeps,
  type: (typeof types)[number],
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const asked = readAsked(request, reply);
  const service = asked && (await admitted(deps, request, reply));
  if (!asked || service === undefined) return reply;
  const strict = isStrict(headerOf(request, "prefer"));
  const outcome = await fhir.search(deps, service, { type, pairs: asked.pairs, strict });
  return outcome.ok
    ? send(reply, asked, 200, outcome.value)
    : refuse(reply, outcome.refusal, outcome.about);
}

async function answerRead(
  deps: FhirRoutesDeps,
  type: (typeof types)[number],
  id: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const asked = readAsked(request, reply);
  const service = asked && (await admitted(deps, request, reply));
  if (!asked || service === undefined) return reply;
  const outcome = await fhir.read(deps, service, type, id);
  if (!outcome.ok) return refuse(reply, outcome.refusal);
  const { versionId, lastUpdated } = outcome.value.meta;
  reply.header("etag", `W/"${versionId}"`);
  reply.header("last-modified", new Date(lastUpdated).toUTCString());
  if (isKnown(headerOf(request, "if-none-match"), versionId)) return reply.code(304).send();
  return send(reply, asked, 200, outcome.value);
}

/** Whether the reader has this version already. */
function isKnown(header: string | undefined, versionId: string): boolean {
  const tags = header?.split(",").map((tag) => tag.trim().replace(/^W\//, "")) ?? [];
  return tags.includes(`"${versionId}"`) || tags.includes("*");
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(",") : value;
}

const mediaType = "application/fhir+json; charset=utf-8";

function send(
  reply: FastifyReply,
  { isPretty }: Pick<Asked, "isPretty">,
  status: number,
  resource: object,
): FastifyReply {
  const text = isPretty ? `${JSON.stringify(resource, null, 2)}\n` : JSON.stringify(resource);
  return reply.code(status).type(mediaType).serializer(String).send(text);
}

function refuse(reply: FastifyReply, refusal: Refusal, about?: string): FastifyReply {
  const { reference } = reply.server.problemStamp();
  reply.refused = { refusal, reference };
  const outcome = refusalOutcome(refusal, reference, about);
  return send(reply, { isPretty: false }, errors[refusal].status, outcome);
}
