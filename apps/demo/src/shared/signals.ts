import { randomBytes, randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import * as client from "openid-client";
import {
  asFailure,
  createDiscovery,
  keysOf,
  type Registration,
  SignInFailure,
} from "./provider.ts";
import { readSecurityEvent, type SecurityEvent } from "./security-event.ts";

/**
 * What a service and its provider tell each other between sign-ins, by Shared Signals (SSF 1.0): a stream that it makes for
 * itself, by the addresses that the provider publishes; events pushed to it (RFC 8935); and alerts of its own, signed by a key that it
 * made at its start. As any integrator would write it.
 */
export type Signals = Awaited<ReturnType<typeof createSignals>>;

/** Of its stream: not yet made, made, and heard from. */
export type Listening = "not_yet" | "made" | "verified";

const volumeAnomaly = "urn:aval:secevent:event-type:service-volume-anomaly";
const verification = "https://schemas.openid.net/secevent/ssf/event-type/verification";

/** Between two tries to make the stream, in seconds; the last one again and again. */
const tries = [1, 2, 5, 15, 60] as const;
/** Events that are remembered as taken: more than wait anywhere. */
const takenMax = 5_000;

/** `description`: what its stream is called. */
export async function createSignals(
  registration: Registration & { readonly description: string },
  now: () => number,
) {
  const configuration = createDiscovery(registration);
  const { publicKey, privateKey } = await generateKeyPair("ES256");
  const { kty, crv, x, y } = await exportJWK(publicKey);
  // What the provider shows when it pushes. Whoever has it still needs the provider's signature.
  const bearer = randomBytes(32).toString("base64url");
  const expected = randomUUID();
  const taken = new Set<string>();
  let listening: Listening = "not_yet";
  let timer: NodeJS.Timeout | undefined;
  const ending = new AbortController();
  const ask = asker(ending.signal);

  /** Makes the stream, or takes the one of an earlier start over, and asks for a first event. */
  async function listen(): Promise<void> {
    const config = await configuration();
    const { issuer } = config.serverMetadata();
    const offered = (await ask(`${issuer}/.well-known/ssf-configuration`)).body;
    const [streams, verify] = [offered["configuration_endpoint"], offered["verification_endpoint"]];
    if (typeof streams !== "string" || typeof verify !== "string") throw refused("no streams");
    const { access_token: token } = await client.clientCredentialsGrant(config, {
      scope: "ssf.manage ssf.read",
    });
    const wanted = {
      delivery: {
        method: "urn:ietf:rfc:8935",
        endpoint_url: `${registration.origin}/signals`,
        authorization_header: `Bearer ${bearer}`,
      },
      aval_alert_keys: [{ kty, crv, x, y }],
      description: registration.description,
    };
    let made = await ask(streams, { token, body: wanted });
    if (made.status === 409) {
      const [first] = Object.values((await ask(streams, { token })).body);
      const { stream_id } = (first ?? {}) as { stream_id?: string };
      made = await ask(streams, { token, method: "PATCH", body: { stream_id, ...wanted } });
    }
    const { stream_id } = made.body;
    if (made.status >= 300 || typeof stream_id !== "string") throw refused("no stream");
    listening = "made";
    // Asked twice within a minute it is refused, which says nothing against the stream.
    await ask(verify, { token, body: { stream_id, state: expected } });
  }

  async function begin(nth = 0): Promise<void> {
    try {
      await listen();
    } catch (fault) {
      if (ending.signal.aborted) return;
      if (!(fault instanceof SignInFailure)) asFailure(fault);
      const seconds = tries[Math.min(nth, tries.length - 1)] ?? 60;
      timer = setTimeout(() => void begin(nth + 1), seconds * 1_000).unref();
    }
  }

  /**
   * An event that was pushed, for `take` to act on once; `refused`: it is none of our provider's. What was taken before is taken again,
   * and does nothing: its sender did not hear the first answer.
   */
  async function receive(
    given: { readonly token: string; readonly bearer: string | undefined },
    take: (event: SecurityEvent) => void,
  ): Promise<"taken" | "refused"> {
    if (given.bearer !== bearer) return "refused";
    const config = await configuration();
    const { issuer } = config.serverMetadata();
    const keys = keysOf(config);
    const event = await readSecurityEvent(given.token, {
      ...{ issuer, keys, audience: registration.clientId },
    }).catch((cause: unknown) => {
      throw new SignInFailure("unreachable", "no keys", cause);
    });
    if (!event) return "refused";
    if (taken.has(event.jti)) return "taken";
    if (event.type === verification && event.body["state"] === expected) listening = "verified";
    else take(event);
    taken.add(event.jti);
    for (const oldest of taken) {
      if (taken.size <= takenMax) break;
      taken.delete(oldest);
    }
    return "taken";
  }

  /** Says that a session writes more than anybody does. False: the provider did not hear it. */
  async function report(session: string, acts: number, seconds: number): Promise<boolean> {
    try {
      const { issuer } = (await configuration()).serverMetadata();
      const alert = await new SignJWT({
        sub_id: { format: "opaque", id: session },
        events: { [volumeAnomaly]: { acts, window_seconds: seconds } },
      })
        .setProtectedHeader({ alg: "ES256", typ: "secevent+jwt" })
        .setIssuer(registration.clientId)
        .setAudience(issuer)
        .setIssuedAt(Math.floor(now() / 1_000))
        .setJti(randomUUID())
        .sign(privateKey);
      const answer = await fetch(`${issuer}/ssf/alerts`, {
        method: "POST",
        headers: { "content-type": "application/secevent+jwt" },
        body: alert,
        signal: AbortSignal.timeout(patienceMs),
      });
      return answer.status === 202;
    } catch (fault) {
      console.error(`${registration.clientId}:`, fault);
      return false;
    }
  }

  /** Answers for a time that it was told to look through. False: the provider did not take it. */
  async function answer(address: string, found: object): Promise<boolean> {
    const config = await configuration();
    // Its own credential goes to its own provider, whatever an event says.
    if (!address.startsWith(`${config.serverMetadata().issuer}/`)) return false;
    try {
      const { access_token: token } = await client.clientCredentialsGrant(config, {
        scope: "ssf.manage",
      });
      return (await ask(address, { token, body: found })).status === 204;
    } catch (fault) {
      throw asFailure(fault);
    }
  }

  return {
    answer,
    /** Begins to listen, and tries again until it is heard. It waits for nobody. */
    begin: () => void begin(),
    receive,
    report,
    listening: () => listening,
    close: () => {
      ending.abort();
      clearTimeout(timer);
    },
  };
}

const patienceMs = 8_000;
const refused = (detail: string) => new SignInFailure("refused", detail);

type Question = {
  readonly token?: string;
  readonly method?: "GET" | "POST" | "PATCH";
  readonly body?: object;
};

/** A GET, or what `method` says with a body; what is no JSON says nothing. `ending`: nothing is waited for any more. */
const asker =
  (ending: AbortSignal) =>
  async (
    address: string,
    { token, body, method = body ? "POST" : "GET" }: Question = {},
  ): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }> => {
    try {
      const answer = await fetch(address, {
        method,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body ? { "content-type": "application/json" } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
        signal: AbortSignal.any([ending, AbortSignal.timeout(patienceMs)]),
      });
      const text = await answer.text();
      return { status: answer.status, body: text ? JSON.parse(text) : {} };
    } catch (cause) {
      throw new SignInFailure("unreachable", "no answer", cause);
    }
  };
