import { compactVerify, createLocalJWKSet, SignJWT } from "jose";
import type { OpenidKeys } from "#platform/keys";

/**
 * Access tokens as PSC makes them: an RS256 JWT that services may verify by themselves, without `aud`, for 120 s.
 *
 * The engine stores them like opaque tokens, under the `jti`. The signature says that the token is one of ours, the row
 * whether it still lives: revoking works at once, and a `jti` without its signature is worth nothing.
 *
 * `typ` in the payload is `Bearer`: an id_token (`ID`) or any other document signed by the same key is no access token.
 *
 * Source: psc-contract 1.6.
 */
export type Claims = Readonly<Record<string, unknown>>;

/** The ring of signing keys at work: the newest signs, all verify. */
export type Signer = {
  /** `header`: the type its header says, so that one kind of document is not taken for another (RFC 8725 3.11). */
  readonly sign: (claims: Claims, header?: HeaderTyp) => Promise<string>;
  /** A document signed by one of our keys, expired or not. `typ`: which kind of document it says it is. */
  readonly read: (
    text: string,
    typ: "Bearer" | "ID" | "LoginHint",
    header?: HeaderTyp,
  ) => Promise<Claims | undefined>;
};

type HeaderTyp = "JWT" | "login-hint+jwt";

export function signerOf({ current, publicJwks }: OpenidKeys, issuer: string): Signer {
  const verifying = createLocalJWKSet({ keys: [...publicJwks] });
  return {
    sign: (claims, typ = "JWT") =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg: "RS256", typ, kid: current.kid })
        .sign(current.key),
    read: async (text, typ, header) => {
      try {
        const { payload, protectedHeader } = await compactVerify(text, verifying, {
          algorithms: ["RS256"],
        });
        const claims = JSON.parse(
          new TextDecoder("utf-8", { fatal: true }).decode(payload),
        ) as Claims | null;
        if (header && protectedHeader.typ !== header) return undefined;
        return claims?.["iss"] === issuer && claims["typ"] === typ ? claims : undefined;
      } catch {
        return undefined; // Not a JWS, not by a key of ours, or not JSON.
      }
    },
  };
}
