import type { PasskeyAssertion, PasskeyChallenge } from "@aval/protocol";
import { startAuthentication } from "@simplewebauthn/browser";

/**
 * Has a key of the reader's sign the page's challenge. No key is named: nobody types who they are, so the browser shows what it has
 * for this host, and the key says whose it is.
 */
export async function signByKey(asked: PasskeyChallenge): Promise<PasskeyAssertion | undefined> {
  try {
    const { id, response } = await startAuthentication({
      optionsJSON: { ...asked, userVerification: "required", allowCredentials: [] },
    });
    const { clientDataJSON, authenticatorData, signature } = response;
    return { id, clientDataJSON, authenticatorData, signature };
  } catch {
    return undefined;
  }
}
