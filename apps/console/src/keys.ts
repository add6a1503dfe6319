import type { ConsoleKeyCreation, PasskeyAssertion } from "@aval/protocol";
import { startAuthentication, startRegistration } from "@simplewebauthn/browser";

/**
 * What the browser asks a security key. Nothing when its holder stopped it or the key would not: the page says so, and no more is
 * known (WebAuthn tells a page no reason, so that none can be fished for).
 */
export async function signedBy(asked: {
  readonly challenge: string;
  readonly rpId: string;
}): Promise<PasskeyAssertion | undefined> {
  try {
    const { id, response } = await startAuthentication({
      optionsJSON: { ...asked, userVerification: "required", timeout: 120_000 },
    });
    const { clientDataJSON, authenticatorData, signature } = response;
    return { id, clientDataJSON, authenticatorData, signature };
  } catch {
    return undefined;
  }
}

export async function madeBy(creation: ConsoleKeyCreation) {
  try {
    const made = await startRegistration({
      optionsJSON: {
        challenge: creation.challenge,
        rp: creation.rp,
        user: creation.user,
        pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: "public-key", alg })),
        excludeCredentials: creation.exclude.map((id) => ({ type: "public-key", id })),
        attestation: "direct",
        authenticatorSelection: {
          residentKey: "required",
          requireResidentKey: true,
          userVerification: "required",
        },
      },
    });
    const { clientDataJSON, attestationObject, transports = [] } = made.response;
    return { id: made.id, clientDataJSON, attestationObject, transports: [...transports] };
  } catch {
    return undefined;
  }
}
