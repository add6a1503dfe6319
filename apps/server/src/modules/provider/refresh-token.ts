/**
 * Refresh tokens in the form of a JWT, whose last part is the secret itself.
 *
 * To us they stay opaque: only the secret is looked up, and what stands before it is read by nobody here. But Keycloak's,
 * hence Pro Santé Connect's, are JWTs, and clients written for those take them apart to learn when they end (keycloak-js
 * refuses to sign in otherwise). It is signed by nobody, and its `alg` says so: no verifier knows it.
 */
export function dressed(secret: string, claims: Readonly<Record<string, unknown>>): string {
  return `${part({ alg: "aval-opaque", typ: "JWT" })}.${part({ ...claims, typ: "Refresh" })}.${secret}`;
}

/** The secret of a refresh token, with or without what is before it. */
export function secretOf(token: string): string {
  return token.slice(token.lastIndexOf(".") + 1);
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
