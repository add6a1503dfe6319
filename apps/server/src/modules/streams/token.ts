import { SignJWT } from "jose";
import type { OpenidKeys } from "#platform/keys";
import { epochSeconds, type Instant } from "#platform/time";

/** Whom an event concerns, as the one service that is told knows them (RFC 9493). */
export type Subject =
  | { readonly kind: "stream"; readonly id: string }
  | { readonly kind: "person"; readonly sub: string }
  | { readonly kind: "session"; readonly sub: string; readonly session: string };

function subjectId(issuer: string, subject: Subject): Readonly<Record<string, unknown>> {
  if (subject.kind === "stream") return { format: "opaque", id: subject.id };
  const user = { format: "iss_sub", iss: issuer, sub: subject.sub };
  if (subject.kind === "person") return user;
  // The person alone would mean every session of theirs: one screen is closed, the counter beside it goes on.
  return { format: "complex", user, session: { format: "opaque", id: subject.session } };
}

/**
 * A security event token. The same event gives the same token, byte for byte, however often it is sent: `jti` and `iat` are those of
 * the event. `sub` and `exp` must be absent and the header says what it is, so that it is taken for no other document of these keys.
 *
 * Source: RFC 8417; SSF 1.0 section 4; CAEP interoperability profile (RS256).
 */
export async function securityEventToken(
  { current }: Pick<OpenidKeys, "current">,
  given: {
    readonly issuer: string;
    readonly audience: string;
    readonly jti: string;
    readonly txn: string;
    readonly at: Instant;
    readonly subject: Subject;
    readonly type: string;
    readonly body: Readonly<Record<string, unknown>>;
  },
): Promise<string> {
  return new SignJWT({
    iss: given.issuer,
    aud: given.audience,
    iat: epochSeconds(given.at),
    jti: given.jti,
    txn: given.txn,
    sub_id: subjectId(given.issuer, given.subject),
    events: { [given.type]: given.body },
  })
    .setProtectedHeader({ alg: "RS256", typ: "secevent+jwt", kid: current.kid })
    .sign(current.key);
}
