import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { type Parameters, written } from "./parameters.ts";

/**
 * A request as the engine is given it: made by us from what was read strictly, never the one that came in.
 *
 * The engine derives addresses from `Host`, `originalUrl` and the connection, so these are pinned to the deployment's own;
 * cookies are those we vouch for; forwarded headers do not reach it. It runs under the issuer's path without knowing
 * (build-notes 1, items 1 to 4).
 */
export type EngineRequest = {
  readonly method: "GET" | "POST" | "OPTIONS";
  /** Within the issuer: `/protocol/openid-connect/token`. */
  readonly path: string;
  readonly parameters: Parameters;
  /** The origin this endpoint answers on, and the issuer's path there. */
  readonly origin: string;
  readonly mountPath: string;
  readonly headers: IncomingHttpHeaders;
  readonly cookie: string | undefined;
  readonly address: string;
};

const passed = [
  "accept",
  "accept-language",
  "authorization",
  "dpop",
  "origin",
  "access-control-request-method",
  "access-control-request-headers",
] as const;

export function engineMessage(request: EngineRequest): IncomingMessage {
  const { method, path, parameters, mountPath } = request;
  const origin = new URL(request.origin);
  const text = written(parameters);
  const body = method === "POST" ? Buffer.from(text) : undefined;
  const url = method === "POST" || text === "" ? path : `${path}?${text}`;
  const headers: Record<string, string> = { host: origin.host };
  for (const name of passed) {
    const value = request.headers[name];
    if (typeof value === "string") headers[name] = value;
  }
  if (request.cookie !== undefined) headers["cookie"] = request.cookie;
  if (body) {
    headers["content-type"] = "application/x-www-form-urlencoded";
    headers["content-length"] = String(body.length);
  }
  return Object.assign(Readable.from(body ? [body] : []), {
    method,
    url,
    originalUrl: `${mountPath}${url}`,
    headers,
    httpVersion: "1.1",
    socket: { encrypted: origin.protocol === "https:", remoteAddress: request.address },
  }) as unknown as IncomingMessage;
}
