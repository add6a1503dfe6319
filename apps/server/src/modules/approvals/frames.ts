import { createHmac } from "node:crypto";
import { type ApprovalId, type Frame, frameInput, toBase64url } from "@aval/protocol";
import { sameText } from "#platform/secret";

/**
 * The MAC of a frame: HMAC-SHA-256, first 16 bytes, under the approval's own secret, over id, number and browser key.
 * The secret never leaves the server (P-26): whoever had it could make frames for a screen that shows none.
 */
export function frameMac(
  secret: Uint8Array,
  approval: ApprovalId,
  number: number,
  browser: string,
): string {
  const mac = createHmac("sha256", secret)
    .update(frameInput(approval, number, browser))
    .digest();
  return toBase64url(mac.subarray(0, 16));
}

/** Whether this frame is one we made for this approval and browser, in constant time. Its age is checked in SQL. */
export function isOurs(frame: Frame, secret: Uint8Array, browser: string): boolean {
  return sameText(frame.mac, frameMac(secret, frame.approval, frame.number, browser));
}
