import * as x509 from "#platform/x509";
import { deny, done, type Outcome } from "#platform/outcome";
import { type Instant, instant } from "#platform/time";
import type { Certificate } from "./authorities.ts";

/** What a card says of itself, once its certificate fits. */
export type Card = {
  readonly nationalId: string;
  /** Its number at its authority, hexadecimal, without zeros before. */
  readonly serial: string;
  /** SHA-256 of the authority's certificate that signed it, base64url: with the serial it names one card in the world. */
  readonly issuer: string;
  readonly validFrom: Instant;
  readonly validUntil: Instant;
};

/** What is asked of a card's certificate, and why: each row is a way in when it is missing. psc-contract 5; RFC 5280 4.2.1. */
export const profile: readonly {
  readonly holds: (certificate: Certificate) => boolean;
  readonly otherwise: string;
}[] = [
  {
    holds: ({ read }) => !isAuthority(read),
    otherwise: "an authority would sign itself in as anybody",
  },
  {
    holds: ({ read }) => hasUsage(read, x509.KeyUsageFlags.digitalSignature),
    otherwise: "a key for something else was not made to prove who is there",
  },
  {
    // A CPS has two key pairs; what was signed with the other binds its holder in law, and must not open a door too.
    holds: ({ read }) => !hasUsage(read, x509.KeyUsageFlags.nonRepudiation),
    otherwise: "the card's signature key is for documents",
  },
  {
    holds: ({ read }) =>
      read
        .getExtension(x509.ExtendedKeyUsageExtension)
        ?.usages.includes(x509.ExtendedKeyUsage.clientAuth) ?? true,
    otherwise: "a certificate for mail or for servers is no card",
  },
  {
    holds: ({ node }) => {
      const { modulusLength = 0 } = node.publicKey.asymmetricKeyDetails ?? {};
      return node.publicKey.asymmetricKeyType === "rsa"
        ? modulusLength >= 2048
        : node.publicKey.asymmetricKeyType === "ec";
    },
    otherwise: "a short key can be computed",
  },
  {
    holds: ({ read }) => /^SHA-(256|384|512)$/.test(hashOf(read)),
    otherwise: "a certificate under a broken hash may be a copy of another's",
  },
];

const isAuthority = (read: x509.X509Certificate) =>
  read.getExtension(x509.BasicConstraintsExtension)?.ca === true;

const hasUsage = (read: x509.X509Certificate, usage: number) =>
  ((read.getExtension(x509.KeyUsagesExtension)?.usages ?? 0) & usage) !== 0;

function hashOf({ signatureAlgorithm }: x509.X509Certificate): string {
  const { hash } = signatureAlgorithm as { hash?: { name?: string } };
  return hash?.name ?? "";
}

/** National ids are opaque; this is what any of them can be written with (psc-contract 6). */
const nationalIdShape = /^[0-9A-Za-z][0-9A-Za-z/-]{5,63}$/;

/** Reads the card's certificate against the profile. Whose it is, is its common name: one, and a national id. */
export function readCard(
  certificate: Certificate,
  issuer: Certificate,
): Outcome<Card, "card_foreign"> {
  if (profile.some(({ holds }) => !holds(certificate))) return deny("card_foreign");
  const names = certificate.read.subjectName.getField("CN");
  const [nationalId = ""] = names;
  if (names.length !== 1 || !nationalIdShape.test(nationalId)) return deny("card_foreign");
  return done({
    nationalId,
    serial: serialOf(certificate.read.serialNumber),
    issuer: Buffer.from(issuer.node.fingerprint256.replaceAll(":", ""), "hex").toString(
      "base64url",
    ),
    validFrom: instant(certificate.node.validFromDate.getTime()),
    validUntil: instant(certificate.node.validToDate.getTime()),
  });
}

/** One writing for one number, wherever it was read. */
export const serialOf = (hex: string) => hex.toLowerCase().replace(/^0+/, "");
