import { type PushPayload, type Signer, toBase64url } from "@aval/protocol";
import webPush from "web-push";
import type { Post } from "./outbound.ts";
import { type Clock, type Duration, epochSeconds } from "./time.ts";

/**
 * Wake-ups of phones, by Web Push (RFC 8030, 8291, 8292).
 *
 * A push service is somebody else's, often outside the EEA: it carries a few encrypted bytes that say nothing of anybody, and learns
 * at what address and when. It may be dead, slow or hostile: nothing waits for it, and nothing is worth less without it (P-55, P-62).
 */
export type PushSubscription = {
  /** Where the browser's push service takes what is meant for it. */
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
  /** `kid` of the key it was made with. */
  readonly key: string;
};

/** `gone`: it will never work again. `failed`: this one was not taken, and is not sent again. */
export type Pushed = "delivered" | "gone" | "failed";

export type Push = {
  send(subscription: PushSubscription, payload: PushPayload): Promise<Pushed>;
  /** Whether a subscription could be written to at all, as far as it can be told by looking. */
  accepts(subscription: PushSubscription): boolean;
};

export type PushDeps = {
  readonly clock: Clock;
  /** The key with this `kid`, while it is in use. */
  readonly signer: (kid: string) => Signer | undefined;
  readonly post: Post;
  /** Who we are, for a push service with a complaint: an address of ours. RFC 8292 section 2.1. */
  readonly subject: string;
  /** A sandbox, whose push service may be on this machine and speak plain HTTP. */
  readonly allowsPrivate: boolean;
  /** How long the service keeps it, how long it may take to answer, how long what proves us is good. */
  readonly ttl: Duration;
  readonly within: Duration;
  readonly token: Duration;
};

/** One topic: of two wake-ups that wait for a phone, the newer replaces the older. */
const topic = "aval";

export function createPush(deps: PushDeps): Push {
  return {
    accepts: (subscription) => isUsable(deps, subscription),
    send: (subscription, payload) => send(deps, subscription, payload),
  };
}

/** Addresses of push services are far shorter; what is longer is somebody filling a table. */
const endpointMax = 1024;

function isUsable({ allowsPrivate, signer }: PushDeps, given: PushSubscription): boolean {
  const url = URL.parse(given.endpoint);
  const isSpoken = url?.protocol === "https:" || (allowsPrivate && url?.protocol === "http:");
  const point = Buffer.from(given.p256dh, "base64url");
  return (
    isSpoken &&
    given.endpoint.length <= endpointMax &&
    point.length === 65 &&
    point[0] === 4 &&
    Buffer.from(given.auth, "base64url").length === 16 &&
    signer(given.key) !== undefined
  );
}

async function send(
  deps: PushDeps,
  subscription: PushSubscription,
  payload: PushPayload,
): Promise<Pushed> {
  const { endpoint, p256dh, auth, key } = subscription;
  const signer = deps.signer(key);
  if (!signer || !isUsable(deps, subscription)) return "gone";
  const request = encrypted({ endpoint, keys: { p256dh, auth } }, payload, deps.ttl);
  if (!request) return "gone";
  const status = await deps.post(endpoint, {
    headers: { ...request.headers, authorization: await authorization(deps, endpoint, signer) },
    body: request.body,
    within: deps.within,
    mayBePrivate: false,
  });
  if (status === undefined) return "failed";
  if (status === 404 || status === 410) return "gone";
  return status >= 200 && status < 300 ? "delivered" : "failed";
}

/** Undefined when the phone's key is no point of the curve. */
function encrypted(to: webPush.PushSubscription, payload: PushPayload, ttl: Duration) {
  try {
    const { headers, body } = webPush.generateRequestDetails(to, JSON.stringify(payload), {
      TTL: Math.floor(ttl / 1000),
      urgency: "high",
      topic,
      contentEncoding: "aes128gcm",
    });
    const all = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
    return { headers: Object.fromEntries(all) as Record<string, string>, body };
  } catch {
    return undefined;
  }
}

/** VAPID, by our own key: it stays where keys are, and signs nothing but this. RFC 8292 sections 2 and 3. */
async function authorization(
  { clock, subject, token }: PushDeps,
  endpoint: string,
  { jwk, sign }: Signer,
): Promise<string> {
  const text = (value: unknown) => toBase64url(new TextEncoder().encode(JSON.stringify(value)));
  const aud = new URL(endpoint).origin;
  const exp = epochSeconds(clock.now()) + Math.floor(token / 1000);
  const signed = `${text({ typ: "JWT", alg: "ES256" })}.${text({ aud, exp, sub: subject })}`;
  const signature = toBase64url(await sign(new TextEncoder().encode(signed)));
  const point = Buffer.concat([
    Uint8Array.of(4),
    Buffer.from(jwk.x, "base64url"),
    Buffer.from(jwk.y, "base64url"),
  ]);
  return `vapid t=${signed}.${signature}, k=${toBase64url(point)}`;
}
