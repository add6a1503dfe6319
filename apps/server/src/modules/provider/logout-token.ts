import { createHash } from "node:crypto";
import type { SessionId } from "@aval/protocol";
import { SignJWT } from "jose";
import { lifetimes } from "#lifetimes";
import type { OpenidKeys } from "#platform/keys";
import { epochSeconds, type Instant } from "#platform/time";

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
