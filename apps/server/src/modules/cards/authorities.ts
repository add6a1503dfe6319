import { X509Certificate } from "node:crypto";
import * as x509 from "#platform/x509";
import type { Instant } from "#platform/time";

/** A certificate read twice: `node` checks signatures with OpenSSL, `read` tells what stands in it. */
export type Certificate = { readonly node: X509Certificate; readonly read: x509.X509Certificate };

/** The authorities whose cards count, roots and those under them. Whoever can add one can make anybody's card. */
export type Authorities = readonly Certificate[];

export function readCertificate(der: Uint8Array): Certificate | undefined {
  try {
    return {
      node: new X509Certificate(der),
      read: new x509.X509Certificate(new Uint8Array(der)),
    };
  } catch {
    return undefined;
  }
}

/** Reads the operator's file. Throws, naming the number of the certificate, when it holds what is no authority. */
export function readAuthorities(pem: string): Authorities {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const read = blocks.map((block, index) => {
    const certificate = readCertificate(new X509Certificate(block).raw);
    if (!certificate || !isAuthority(certificate))
      throw new Error(`certificate ${index + 1} of the card authorities signs no certificates`);
    return certificate;
  });
  if (!read.some(isRoot)) throw new Error("the card authorities hold no root");
  return read;
}

/** A file of the operator's may hold anything; only what may sign certificates is an authority. */
function isAuthority({ node, read }: Certificate): boolean {
  const usages = read.getExtension(x509.KeyUsagesExtension)?.usages ?? 0;
  return node.ca && (usages & x509.KeyUsageFlags.keyCertSign) !== 0;
}

export const isRoot = ({ node }: Certificate) =>
  node.checkIssued(node) && node.verify(node.publicKey);

/** Card, authority, root, and one between: IGC-Santé has three. */
const longestChain = 3;

/**
 * Who signed it, up to a root of ours: the card's authority first. Only authorities of the file count: whatever else a browser
 * sends is not looked at. An authority that is not valid at `at` ends the chain.
 */
export function chainOf(
  leaf: Certificate,
  authorities: Authorities,
  at: Instant,
): readonly Certificate[] | undefined {
  const chain: Certificate[] = [];
  for (let below = leaf; chain.length < longestChain; ) {
    const above = authorities.find(
      (one) => isValidAt(one, at) && below.node.checkIssued(one.node) && signed(one, below),
    );
    if (!above) return undefined;
    chain.push(above);
    if (isRoot(above)) return chain;
    below = above;
  }
  return undefined;
}

const signed = (above: Certificate, below: Certificate) => below.node.verify(above.node.publicKey);

export const isValidAt = ({ node }: Certificate, at: Instant) =>
  node.validFromDate.getTime() <= at && at < node.validToDate.getTime();
