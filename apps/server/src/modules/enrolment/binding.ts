import { createHmac } from "node:crypto";
import { type Binding, bindingInput, type EnrolmentPageId, toBase64url } from "@aval/protocol";
import { sameText } from "#platform/secret";

/** The binding of a page at one second: HMAC-SHA-256 under the page's own secret, first 16 bytes. */
export function bindingAt(secret: Uint8Array, page: EnrolmentPageId, number: number): Binding {
  const mac = createHmac("sha256", secret).update(bindingInput(page, number)).digest();
  return { page, number, mac: toBase64url(mac.subarray(0, 16)) };
}

/** Whether this binding is one that we made for this page, in constant time. Its age is checked in SQL. */
export function isOurs(binding: Binding, secret: Uint8Array): boolean {
  return sameText(binding.mac, bindingAt(secret, binding.page, binding.number).mac);
}
