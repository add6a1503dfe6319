import { createHmac } from "node:crypto";
import { type LinkFrame, type LinkId, linkFrameInput, toBase64url } from "@aval/protocol";
import { sameText } from "#platform/secret";

/** The frame of a link at this second of its own: HMAC-SHA-256, first 16 bytes, under a secret that never leaves the server. */
export function linkFrameOf(
  secret: Uint8Array,
  { link, number, key }: { readonly link: LinkId; readonly number: number; readonly key: string },
): LinkFrame {
  const mac = createHmac("sha256", secret)
    .update(linkFrameInput(link, number, key))
    .digest();
  return { link, number, mac: toBase64url(mac.subarray(0, 16)) };
}

/** Whether we made this frame for this key, in constant time. Its age is decided in SQL. */
export function isOurs({ mac, ...frame }: LinkFrame, secret: Uint8Array, key: string): boolean {
  return sameText(mac, linkFrameOf(secret, { ...frame, key }).mac);
}
