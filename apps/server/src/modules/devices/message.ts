import { fromBase64url, isId, type DeviceId } from "@aval/protocol";
import { deny, done, type Outcome } from "#platform/outcome";
import { type Duration, type Instant, instant } from "#platform/time";

/** What every signed message says of itself, past its signature. */
export type Stamp = { readonly iat: number; readonly jti: string };

/**
 * Whether a message is fresh: its `iat` (seconds, server's clock) is within `skew` of `now`, and its `jti` is 16 bytes.
 * What a replayer gains without it: to spend a holder's tries, or to repeat a claim, with a message once seen.
 */
export function checkStamp(
  payload: unknown,
  now: Instant,
  skew: Duration,
): Outcome<Stamp, "invalid_message" | "clock_skew"> {
  const { iat, jti } = (payload ?? {}) as Record<string, unknown>;
  if (typeof iat !== "number" || !Number.isInteger(iat) || typeof jti !== "string")
    return deny("invalid_message");
  if (fromBase64url(jti)?.length !== 16) return deny("invalid_message");
  if (Math.abs(now - instant(iat * 1000)) > skew) return deny("clock_skew");
  return done({ iat, jti });
}

/** The phone a message says it comes from; to be verified with that phone's key. */
export function namedDevice(payload: unknown): DeviceId | undefined {
  const { device } = (payload ?? {}) as Record<string, unknown>;
  return isId("dev", device) ? device : undefined;
}
