import * as x509 from "#platform/x509";
import { type Instant, instant } from "#platform/time";
import type { Certificate } from "./authorities.ts";
import { serialOf } from "./card.ts";

/** A revocation list that its authority signed: RFC 5280 5. */
export type RevocationList = {
  readonly from: Instant;
  /** When the next one is due: after this it tells nothing any more. */
  readonly until: Instant;
  readonly serials: ReadonlySet<string>;
};

/** Reads a list as it came, or nothing: not the authority's, without an end, partial, or for some reasons only. */
export async function readList(
  der: Uint8Array,
  authority: Certificate,
): Promise<RevocationList | undefined> {
  try {
    const list = new x509.X509Crl(new Uint8Array(der));
    if (list.issuer !== authority.read.subject || !list.nextUpdate) return undefined;
    // A critical extension (a delta, a part of the list) changes what the list means: RFC 5280 5.2.
    if (list.extensions.some(({ critical }) => critical)) return undefined;
    if (!(await list.verify({ publicKey: authority.read }))) return undefined;
    return {
      from: instant(list.thisUpdate.getTime()),
      until: instant(list.nextUpdate.getTime()),
      serials: new Set(list.entries.map(({ serialNumber }) => serialOf(serialNumber))),
    };
  } catch {
    return undefined;
  }
}

/** Where a certificate says its authority's list is. */
export function listAddress({ read }: Certificate): string | undefined {
  const points = read.getExtension(x509.CRLDistributionPointsExtension)?.distributionPoints ?? [];
  return points
    .flatMap(({ distributionPoint }) => distributionPoint?.fullName ?? [])
    .map(({ uniformResourceIdentifier }) => uniformResourceIdentifier)
    .find((address) => address !== undefined && /^https?:/.test(address));
}
