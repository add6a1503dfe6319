import { errors, type JWTVerifyGetKey, jwtVerify } from "jose";

/** Who is signed out, and of which session; without a session, of all that are older than this. */
export type LoggedOut = {
  readonly subject: string;
  readonly session: string | undefined;
  /** Milliseconds since the epoch. */
  readonly at: number;
};

const event = "http://schemas.openid.net/event/backchannel-logout";

/**
 * A logout token as OpenID Connect Back-Channel Logout 1.0 section 2.6 has it verified; `undefined` when anything is not as it
 * should be. Whoever posts one is nobody: only the signature says who speaks, and the rest that it is about us, about an end,
 * and about now, by this machine's clock, as the provider's other tokens are read. Throws when the keys cannot be had: that says nothing of the token.
 *
 * The same token may come twice, when our first answer was lost. It ends nothing that began after it, hence a second time nothing.
 */
export async function readLogoutToken(
  token: string,
  expected: {
    readonly issuer: string;
    readonly audience: string;
    readonly keys: JWTVerifyGetKey;
  },
): Promise<LoggedOut | undefined> {
  const { issuer, audience, keys } = expected;
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      typ: "logout+jwt",
      algorithms: ["RS256"],
      maxTokenAge: "3 minutes",
      clockTolerance: "30 seconds",
      requiredClaims: ["exp", "jti"],
    });
    const { sub, sid, events, nonce, iat } = payload;
    const isEnd = typeof events === "object" && events !== null && event in events;
    if (!isEnd || nonce !== undefined || sub === undefined || iat === undefined) return undefined;
    return { subject: sub, session: typeof sid === "string" ? sid : undefined, at: iat * 1_000 };
  } catch (fault) {
    if (isAboutKeys(fault)) throw fault;
    return undefined;
  }
}

/** No answer, a late one, or one that is no key set. A key set without the right key is about the token. */
export function isAboutKeys(fault: unknown): boolean {
  if (!(fault instanceof errors.JOSEError)) return true;
  return ["ERR_JWKS_TIMEOUT", "ERR_JWKS_INVALID", "ERR_JOSE_GENERIC"].includes(fault.code);
}
