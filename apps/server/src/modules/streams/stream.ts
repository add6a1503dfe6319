import { type PublicJwk, publicJwk } from "@aval/protocol";
import { isRegistrable } from "#modules/software";
import { supported } from "./events.ts";

export const push = "urn:ietf:rfc:8935";
export const poll = "urn:ietf:rfc:8936";

export const states = ["enabled", "paused", "disabled"] as const;
export type StreamState = (typeof states)[number];

/** A header that opens a receiver's door: as it was just given, or as it is kept. */
export type Header = { readonly clear: string } | { readonly sealed: string };

export type Delivery =
  | {
      readonly method: "push";
      readonly endpoint: string;
      /** Sent with each push, as the service gave it. */
      readonly authorization: Header | undefined;
    }
  | { readonly method: "poll" };

/** What a service asked to be told, and how. One service has one. */
export type Stream = {
  readonly id: string;
  readonly client: string;
  readonly state: StreamState;
  readonly reason: string | undefined;
  readonly delivery: Delivery;
  readonly requested: readonly string[];
  readonly description: string | undefined;
  /** By which the service signs what it tells us. */
  readonly alertKeys: readonly PublicJwk[];
};

/** What a service says of its stream, as SSF writes it. */
export type Asked = {
  readonly delivery?:
    | {
        readonly method: string;
        readonly endpoint_url?: string | undefined;
        readonly authorization_header?: string | undefined;
      }
    | undefined;
  readonly events_requested?: readonly string[] | undefined;
  readonly description?: string | undefined;
  readonly aval_alert_keys?: readonly PublicJwk[] | undefined;
};

export type Wanted = Pick<Stream, "delivery" | "requested" | "description" | "alertKeys">;

/** What was asked, on top of what there was; `undefined`: it cannot be. Absent delivery is polling (SSF 1.0 section 8.1.1.1). */
export function wanted(asked: Asked, before?: Wanted): Wanted | undefined {
  const delivery = asked.delivery ? deliveryOf(asked.delivery) : before?.delivery;
  if (asked.delivery && !delivery) return undefined;
  const alertKeys = asked.aval_alert_keys?.map((key) => publicJwk(key)) ?? before?.alertKeys ?? [];
  if (!alertKeys.every((key) => key !== undefined)) return undefined;
  return {
    alertKeys,
    delivery: delivery ?? { method: "poll" },
    // What is not understood is left out, as the specification says.
    requested: asked.events_requested
      ? supported.filter((type) => asked.events_requested?.includes(type))
      : (before?.requested ?? supported),
    description: asked.description?.slice(0, 200) ?? before?.description,
  };
}

/** Visible characters, spaces and tabs between them: what a header's value may be (RFC 9110 5.5). */
const headerValue = /^[\x21-\x7e](?:[\t\x20-\x7e]{0,998}[\x21-\x7e])?$/;

function deliveryOf(given: NonNullable<Asked["delivery"]>): Delivery | undefined {
  if (given.method === poll) return { method: "poll" };
  const { endpoint_url: endpoint, authorization_header: authorization } = given;
  if (given.method !== push || endpoint === undefined || !isRegistrable(endpoint)) return undefined;
  if (authorization !== undefined && !headerValue.test(authorization)) return undefined;
  const header = authorization === undefined ? undefined : { clear: authorization };
  return { method: "push", endpoint, authorization: header };
}

/** A stream as its service reads it. The authorization header is never said again. */
export function configurationOf(
  stream: Stream,
  given: { readonly issuer: string; readonly pollAddress: string; readonly verifySeconds: number },
): Readonly<Record<string, unknown>> {
  const { delivery, description } = stream;
  return {
    stream_id: stream.id,
    iss: given.issuer,
    aud: stream.client,
    events_supported: supported,
    events_requested: stream.requested,
    events_delivered: stream.requested,
    delivery:
      delivery.method === "push"
        ? { method: push, endpoint_url: delivery.endpoint }
        : { method: poll, endpoint_url: given.pollAddress },
    min_verification_interval: given.verifySeconds,
    ...(description === undefined ? {} : { description }),
    ...(stream.alertKeys.length > 0 ? { aval_alert_keys: stream.alertKeys } : {}),
  };
}

const transmitterSupplied = [
  "iss",
  "aud",
  "events_supported",
  "events_delivered",
  "min_verification_interval",
] as const;

/** Whether what a service repeats of ours is as it is (SSF 1.0 section 8.1.1.3). */
export function repeatsRightly(
  said: Readonly<Record<string, unknown>>,
  ours: Readonly<Record<string, unknown>>,
): boolean {
  return transmitterSupplied.every(
    (name) => said[name] === undefined || JSON.stringify(said[name]) === JSON.stringify(ours[name]),
  );
}
