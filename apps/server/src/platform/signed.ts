import { z } from "zod";

/**
 * The bodies that carry signed messages, bounded before anything in them is looked at: the longest message of the protocol is
 * under a thousand characters, and whoever sends more is not a phone.
 */
export const compactJws = z.string().min(1).max(4096);

/** `{jws}`: one compact JWS (RFC 7515 section 7.1). */
export const signedBody = z.strictObject({ jws: compactJws });

const signature = z.strictObject({
  protected: z.string().min(1).max(1024),
  signature: z.string().min(1).max(128),
});

/**
 * One payload with between `least` and two signatures (RFC 7515 section 7.2.1): IK, then UK where a code is needed; three where one code
 * takes the place of another.
 */
export const multiSignedBody = (least: 1 | 2 | 3) =>
  z.strictObject({
    payload: z.string().min(1).max(4096),
    signatures: z.array(signature).min(least).max(Math.max(2, least)),
  });
