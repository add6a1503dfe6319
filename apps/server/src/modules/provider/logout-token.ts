import { createHash } from "node:crypto";
import type { SessionId } from "@aval/protocol";
import { SignJWT } from "jose";
import { limits, lifetimes } from "#lifetimes";
import type { OpenidKeys } from "#platform/keys";
import { epochSeconds, type Instant } from "#platform/time";

/** What a service did with a token, as far as HTTP says. `unanswered`: no connection, or nothing in time. */
export type Answered = "accepted" | "refused" | "failed" | "unanswered";

/**
 * A logout token: this session of this person is over, for this service.
 *
 * `sid` is always there, whether or not the service registered that it needs one: it is the `session_state` of PSC's tokens, and
 * without it a service would have to close whatever the person has open. `jti` is the same at each try, so that a service that
 * answered and was not heard sees that it was told before. The header's `typ` keeps it from being taken for another document
 * of the same keys, and the absent `nonce` from being taken for an id_token.
 *
 * Source: OpenID Connect Back-Channel Logout 1.0 sections 2.4 and 4; ASVS 10.5.5.
 */
export async function logoutToken(
  { current }: Pick<OpenidKeys, "current">,
  given: {
    readonly issuer: string;
    readonly subject: string;
    readonly service: string;
    readonly session: SessionId;
    readonly now: Instant;
  },
): Promise<string> {
  const iat = epochSeconds(given.now);
  return new SignJWT({
    iss: given.issuer,
    sub: given.subject,
    aud: given.service,
    iat,
    exp: iat + Math.floor(lifetimes.logoutToken / 1000),
    jti: jtiOf(given.session, given.service),
    sid: given.session,
    events: { "http://schemas.openid.net/event/backchannel-logout": {} },
  })
    .setProtectedHeader({ alg: "RS256", typ: "logout+jwt", kid: current.kid })
    .sign(current.key);
}

/** A session ends once, and each service is told of it once: the two name the message. */
function jtiOf(session: SessionId, service: string): string {
  return createHash("sha256")
    .update(JSON.stringify(["aval.logout.v1", session, service]))
    .digest("base64url");
}

/** What a status means. A redirect is no answer: it would carry the token to an address that nobody registered. */
export function answeredBy(status: number | undefined): Answered {
  if (status === undefined) return "unanswered";
  // 204: what some frameworks make of an empty 200 (section 2.8).
  if (status === 200 || status === 204) return "accepted";
  return status >= 400 && status < 500 && !isPassing(status) ? "refused" : "failed";
}

/** Too slow, too early, too many: what the service itself expects to pass. */
const isPassing = (status: number) => status === 408 || status === 425 || status === 429;

/** Seconds until the next try, after `tries` that failed; `undefined`: there is none. */
export function waitAfter(tries: number, answered: Exclude<Answered, "accepted">) {
  if (answered === "refused" && tries >= limits.logoutRefusals) return undefined;
  return limits.logoutWaitSeconds[tries - 1];
}
