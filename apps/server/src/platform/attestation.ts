import { X509Certificate } from "node:crypto";
import { z } from "zod";
import type { Instant } from "./time.ts";

/**
 * Which models of authenticator hold their keys in hardware, and who vouches for each: FIDO metadata statements of the operator's
 * file (FIDO Metadata Statement 3.0). Nothing is fetched.
 *
 * Who gains if this is wrong: whoever holds the holder's cloud account. A key that counts as held by hardware opens everything.
 */
export type Statements = ReadonlyMap<string, readonly X509Certificate[]>;

/** What the FIDO registry calls a key that software may not read. `remote_handle` and `software` are not in it. */
const isHeld = (protection: readonly string[]) =>
  ["hardware", "secure_element", "tee"].some((one) => protection.includes(one)) &&
  !protection.includes("software");

const statement = z.object({
  aaguid: z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  keyProtection: z.array(z.string()),
  attestationTypes: z.array(z.string()),
  attestationRootCertificates: z.array(z.string()),
});

/** Reads a list of statements; those that vouch for no hardware are left out. Throws, naming the number, at one it cannot read. */
export function readStatements(text: string): Statements {
  const found = new Map<string, readonly X509Certificate[]>();
  for (const [index, one] of z.array(z.unknown()).parse(JSON.parse(text)).entries()) {
    const read = statement.safeParse(one);
    if (!read.success) throw new Error(`metadata statement ${index + 1} cannot be read`);
    const { aaguid, keyProtection, attestationTypes, attestationRootCertificates } = read.data;
    if (!isHeld(keyProtection) || !attestationTypes.includes("basic_full")) continue;
    found.set(
      aaguid,
      attestationRootCertificates.map((der) => new X509Certificate(Buffer.from(der, "base64"))),
    );
  }
  return found;
}

/** What an authenticator said of a new key; its signature over it was verified with the first certificate. */
export type Attested = {
  readonly format: string;
  readonly aaguid: string;
  /** The authenticator's certificate first; empty where it attested nothing, or by the new key itself. */
  readonly certificates: readonly Uint8Array[];
  /** What may be backed up leaves its hardware, whoever made it. */
  readonly mayBeBackedUp: boolean;
};

/** The formats whose certificate is of the authenticator's model. */
const formats: ReadonlySet<string> = new Set(["packed", "tpm"]);

/** The authenticator's certificate, its authority, one between. */
const longestChain = 3;

export function isHardwareHeld(statements: Statements, attested: Attested, at: Instant): boolean {
  const { format, aaguid, certificates, mayBeBackedUp } = attested;
  const anchors = statements.get(aaguid);
  if (!anchors || mayBeBackedUp || !formats.has(format)) return false;
  const chain = readChain(certificates);
  return chain !== undefined && isVouchedFor(chain, anchors, at);
}

function readChain(certificates: readonly Uint8Array[]): readonly X509Certificate[] | undefined {
  if (certificates.length === 0 || certificates.length > longestChain) return undefined;
  try {
    return certificates.map((der) => new X509Certificate(der));
  } catch {
    return undefined;
  }
}

/** Each certificate is signed by the next, and one of them by an anchor: a model's own certificate may itself be one. */
function isVouchedFor(
  chain: readonly X509Certificate[],
  anchors: readonly X509Certificate[],
  at: Instant,
): boolean {
  for (const [index, below] of chain.entries()) {
    if (!isValidAt(below, at)) return false;
    if (anchors.some((anchor) => isValidAt(anchor, at) && isSignedBy(below, anchor))) return true;
    const above = chain[index + 1];
    if (!above?.ca || !isSignedBy(below, above)) return false;
  }
  return false;
}

const isSignedBy = (below: X509Certificate, above: X509Certificate) =>
  below.issuer === above.subject && below.verify(above.publicKey);

const isValidAt = (one: X509Certificate, at: Instant) =>
  one.validFromDate.getTime() <= at && at < one.validToDate.getTime();
