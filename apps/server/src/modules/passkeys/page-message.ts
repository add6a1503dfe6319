import {
  type PasskeyAct,
  type PasskeyPageMessage,
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

/** What the page said, with the thumbprint of the browser key that signed it. */
export type FromPage = { readonly browser: string; readonly message: PasskeyPageMessage };

/** Reads what the page on which a key is added sent: signed by the key it carries, for this addition and this act, fresh. */
export async function readPageMessage(
  jws: string,
  expected: { readonly addition: string; readonly act: PasskeyAct },
  now: Instant,
): Promise<Outcome<FromPage, "invalid_message" | "clock_skew" | "browser_mismatch">> {
  const claimed = peekCompact(jws)?.payload as Partial<PasskeyPageMessage> | undefined;
  const jwk = claimed?.bk && publicJwk(claimed.bk);
  if (!jwk) return deny("invalid_message");
  const verified = await verifyCompact(jws, purposes.passkeyPage, jwk);
  const message = verified as PasskeyPageMessage | undefined;
  if (message?.v !== purposes.passkeyPage) return deny("invalid_message");
  if (message.addition !== expected.addition || message.act !== expected.act)
    return deny("browser_mismatch");
  const stamp = checkStamp(message, now, lifetimes.messageSkew);
  if (!stamp.ok) return stamp;
  return done({ browser: await thumbprint(jwk), message });
}
