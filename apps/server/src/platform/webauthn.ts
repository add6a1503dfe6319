import type { PasskeyAssertion } from "@aval/protocol";
import {
  SettingsService,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { decodeAttestationObject } from "@simplewebauthn/server/helpers";
import type { Attested } from "./attestation.ts";

/**
 * What a browser brings back from an authenticator, verified (WebAuthn level 3, sections 7.1 and 7.2): for our challenge, by a
 * page of our own origin, for our host and no parent of it, with the holder verified by the authenticator.
 *
 * Whoever relays our pages from another host brings another origin, and another host's hash, and gets nothing (P-20).
 */
export type Expected = {
  readonly challenge: string;
  readonly origin: string;
  readonly rpId: string;
};

/** What a browser made. */
export type Registration = {
  readonly id: string;
  readonly clientDataJSON: string;
  readonly attestationObject: string;
  readonly transports: readonly string[];
};

export type NewKey = {
  readonly credential: Uint8Array<ArrayBuffer>;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly counter: number;
  readonly aaguid: string;
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  readonly transports: readonly string[];
  readonly attested: Attested;
};

// The library would follow addresses that stand in certificates to lists of revoked ones, for the makers it knows by itself. Who
// vouches for a model is in the operator's file alone, and a stranger's certificate makes this server fetch nothing.
for (const identifier of [
  "android-key",
  "android-safetynet",
  "apple",
  "fido-u2f",
  "packed",
  "tpm",
] as const)
  SettingsService.setRootCertificates({ identifier, certificates: [] });

/** ES256 first: every authenticator has it. Then EdDSA and RS256, which Windows' own uses. COSE numbers. */
export const algorithms: readonly number[] = [-7, -8, -257];

/** The new key, or nothing where anything about it does not hold. */
export async function readRegistration(
  made: Registration,
  expected: Expected,
): Promise<NewKey | undefined> {
  const { id, clientDataJSON, attestationObject, transports } = made;
  const verified = await verifyRegistrationResponse({
    response: {
      id,
      rawId: id,
      type: "public-key",
      response: {
        clientDataJSON,
        attestationObject,
      },
      clientExtensionResults: {},
    },
    expectedChallenge: expected.challenge,
    expectedOrigin: expected.origin,
    expectedRPID: expected.rpId,
    requireUserVerification: true,
    supportedAlgorithmIDs: [...algorithms],
  }).catch(() => undefined);
  if (!verified?.verified) return undefined;
  const { fmt, aaguid, credential, credentialDeviceType, credentialBackedUp } =
    verified.registrationInfo;
  const backupEligible = credentialDeviceType === "multiDevice";
  const statement = decodeAttestationObject(
    new Uint8Array(verified.registrationInfo.attestationObject),
  ).get("attStmt");
  return {
    credential: new Uint8Array(Buffer.from(credential.id, "base64url")),
    publicKey: credential.publicKey,
    counter: credential.counter,
    aaguid,
    backupEligible,
    backedUp: credentialBackedUp,
    transports,
    attested: {
      format: fmt,
      aaguid,
      certificates: statement.get("x5c") ?? [],
      mayBeBackedUp: backupEligible || credentialBackedUp,
    },
  };
}

/** A public key that nobody has the other half of in mind: what is signed by an unknown key is verified against it, in the same time. */
const nobodysKey = new Uint8Array(
  Buffer.from(
    "a5010203262001215820" +
      "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296" +
      "225820" +
      "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
    "hex",
  ),
);

/** What a signature that holds says; counters are compared where they are written. */
export type Signed = { readonly counter: number; readonly backedUp: boolean };

export async function readAssertion(
  given: PasskeyAssertion,
  expected: Expected,
  publicKey: Uint8Array<ArrayBuffer> | undefined,
): Promise<Signed | undefined> {
  const { id, clientDataJSON, authenticatorData, signature } = given;
  const verified = await verifyAuthenticationResponse({
    response: {
      id,
      rawId: id,
      type: "public-key",
      response: { clientDataJSON, authenticatorData, signature },
      clientExtensionResults: {},
    },
    expectedChallenge: expected.challenge,
    expectedOrigin: expected.origin,
    expectedRPID: expected.rpId,
    requireUserVerification: true,
    credential: { id, publicKey: publicKey ?? nobodysKey, counter: 0 },
  }).catch(() => undefined);
  if (!publicKey || !verified?.verified) return undefined;
  const { newCounter, credentialBackedUp } = verified.authenticationInfo;
  return { counter: newCounter, backedUp: credentialBackedUp };
}
