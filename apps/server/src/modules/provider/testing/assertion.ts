import { type Signer, thumbprint, toBase64url } from "@aval/protocol";
import { systemRandom } from "#platform/random";

/**
 * What a service with keys sends in place of a secret (RFC 7523): a JWT it signed. Written by hand, since our own signer
 * writes canonical JSON only.
 */
export async function clientAssertion(
  signer: Signer,
  given: {
    readonly issuer: string;
    readonly client: string;
    readonly claims?: Readonly<Record<string, unknown>>;
    readonly header?: Readonly<Record<string, unknown>>;
  },
): Promise<Record<string, string>> {
  const now = Math.floor(Date.now() / 1000);
  const header = { alg: "ES256", kid: await thumbprint(signer.jwk), ...given.header };
  const claims = {
    iss: given.client,
    sub: given.client,
    aud: given.issuer,
    iat: now,
    exp: now + 60,
    jti: toBase64url(systemRandom.bytes(16)),
    ...given.claims,
  };
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${part(header)}.${part(claims)}`;
  const signature = await signer.sign(new Uint8Array(Buffer.from(text)));
  return {
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: `${text}.${toBase64url(signature)}`,
  };
}
