import {
  type BrowserMessage,
  isId,
  peekCompact,
  publicJwk,
  purposes,
  thumbprint,
  verifyCompact,
} from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import { checkStamp } from "#modules/devices";
import { deny, done, type Outcome } from "#platform/outcome";
import type { Instant } from "#platform/time";

/** A browser's message, with the thumbprint of the key that signed it. */
export type FromBrowser = {
  readonly browser: string;
  readonly message: BrowserMessage;
};

/**
 * Reads what a page sent: signed by the key it carries, for this page and this act, fresh.
 *
 * The key proves only that the same browser goes on; whose place it is, is another question. Without this check a stolen
 * cookie alone could take a sign-in over (P-23, P-52).
 */
export async function readBrowserMessage(
  jws: string,
  expected: { signIn: string; act: BrowserMessage["act"] },
  now: Instant,
): Promise<Outcome<FromBrowser, "invalid_message" | "clock_skew" | "browser_mismatch">> {
  const claimed = peekCompact(jws)?.payload as Partial<BrowserMessage> | undefined;
  const jwk = claimed?.bk && publicJwk(claimed.bk);
  if (!jwk) return deny("invalid_message");
  const message = (await verifyCompact(jws, purposes.browser, jwk)) as BrowserMessage | undefined;
  if (!message || message.v !== purposes.browser) return deny("invalid_message");
  if (message.approval !== undefined && !isId("apr", message.approval))
    return deny("invalid_message");
  if (message.signIn !== expected.signIn || message.act !== expected.act)
    return deny("browser_mismatch");
  const stamp = checkStamp(message, now, lifetimes.messageSkew);
  if (!stamp.ok) return stamp;
  return done({ browser: await thumbprint(jwk), message });
}
