import { z } from "zod";
import * as x509 from "#platform/x509";
import type { Instant } from "#platform/time";

/**
 * Whose identity credentials count: a file of the operator's, since no list of Europe's is read by itself yet.
 *
 * Who gains if an entry is wrong: whoever holds a key under it can be every professional whose birth they know.
 */
export type TrustedIssuer = {
  readonly name: string;
  readonly authorities: readonly x509.X509Certificate[];
  /** Where its status lists may be fetched from; nothing else is ever called. */
  readonly statusOrigins: readonly string[];
};

const entry = z.strictObject({
  name: z.string().min(1).max(100),
  authorities: z.array(z.string().min(1).max(8192)).min(1).max(20),
  statusOrigins: z.array(z.url().refine((text) => new URL(text).origin === text)).max(10),
});

/** Throws, in words for the operator, when the file cannot be used. */
export function readTrust(text: string): readonly TrustedIssuer[] {
  const entries = z.array(entry).min(1).max(100).parse(JSON.parse(text));
  return entries.map(({ name, authorities, statusOrigins }) => ({
    name,
    statusOrigins,
    authorities: authorities.map((pem) => new x509.X509Certificate(pem)),
  }));
}

/** Leaf and authorities between: longer chains are nobody's. */
const chainAtMost = 4;

export type Signed = { readonly issuer: TrustedIssuer; readonly key: CryptoKey };

/**
 * Who vouches for these certificates, leaf first as `x5c` has them, and the leaf's key: each is signed by the next, all are valid now,
 * and the last is signed by an authority of the list. `undefined`: nobody does.
 */
export async function signerOf(
  trust: readonly TrustedIssuer[],
  x5c: unknown,
  now: Instant,
): Promise<Signed | undefined> {
  const encoded = z.array(z.string().min(1).max(8192)).min(1).max(chainAtMost).safeParse(x5c);
  const chain = encoded.data && readChain(encoded.data);
  const [leaf] = chain ?? [];
  if (!chain || !leaf || isAuthority(leaf)) return undefined;
  for (const [at, certificate] of chain.entries()) {
    if (!isValid(certificate, now) || (at > 0 && !isAuthority(certificate))) return undefined;
    const issuer = await issuerOf(trust, certificate, now);
    if (issuer) return { issuer, key: await keyOf(leaf) };
    const above = chain[at + 1];
    if (!above || !(await isSignedBy(certificate, above))) return undefined;
  }
  return undefined;
}

function readChain(encoded: readonly string[]): x509.X509Certificate[] | undefined {
  try {
    return encoded.map((der) => new x509.X509Certificate(der));
  } catch {
    return undefined;
  }
}

async function issuerOf(
  trust: readonly TrustedIssuer[],
  certificate: x509.X509Certificate,
  now: Instant,
): Promise<TrustedIssuer | undefined> {
  for (const issuer of trust)
    for (const authority of issuer.authorities)
      if (isValid(authority, now) && (await isSignedBy(certificate, authority))) return issuer;
  return undefined;
}

const isAuthority = (certificate: x509.X509Certificate) =>
  certificate.getExtension(x509.BasicConstraintsExtension)?.ca === true;

const isValid = ({ notBefore, notAfter }: x509.X509Certificate, now: Instant) =>
  notBefore.getTime() <= now && now < notAfter.getTime();

async function isSignedBy(
  certificate: x509.X509Certificate,
  above: x509.X509Certificate,
): Promise<boolean> {
  if (certificate.issuer !== above.subject) return false;
  return certificate.verify({ publicKey: above.publicKey, signatureOnly: true }).catch(() => false);
}

/** The leaf's key, for the one algorithm that is taken (ES256: OpenID4VC High Assurance Interoperability Profile 1.0). */
const keyOf = (leaf: x509.X509Certificate): Promise<CryptoKey> =>
  leaf.publicKey.export({ name: "ECDSA", namedCurve: "P-256" }, ["verify"]);
