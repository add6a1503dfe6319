import {
  type DeviceId,
  type EnrolmentId,
  type PhoneIdentity,
  type PhonePin,
  type PublicJwk,
  signerOf,
} from "@aval/protocol";

/**
 * How far this phone is: `asked` the server knows its key; `proved` a desk has said whose it is; `coded` the code is
 * set; `active` it may approve.
 */
export type Stage = "asked" | "proved" | "coded" | "active";

/** What a phone keeps between two openings; the whole list, with how long, is `docs/storage.md`. */
export type KeptPhone = {
  readonly stage: Stage;
  /** The installation key. Its private half is not extractable: scripts can sign with it and never read it. */
  readonly ik: CryptoKeyPair;
  /** 32 random bytes that enter the derivation of the code's key and never leave. */
  readonly deviceSecret: Uint8Array<ArrayBuffer>;
  readonly device: DeviceId;
  readonly enrolment: EnrolmentId;
  /** The deployment's root key, pinned at enrolment: later keys must be certified by it. */
  readonly root: PublicJwk;
  /** Two keys while a change of code was not heard to end. */
  readonly pin: PhonePin | undefined;
  readonly holder: { readonly name: string; readonly nationalId: string } | undefined;
};

/** The phone as the protocol wants it, or `undefined` before a code was set. */
export async function identityOf(kept: KeptPhone): Promise<PhoneIdentity | undefined> {
  if (!kept.pin) return undefined;
  return {
    ik: await signerOf(kept.ik),
    device: kept.device,
    enrolment: kept.enrolment,
    deviceSecret: kept.deviceSecret,
    pin: kept.pin,
    root: kept.root,
  };
}
