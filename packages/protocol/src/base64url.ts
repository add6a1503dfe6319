/** Base64url without padding (RFC 4648 section 5), the only binary-in-text encoding of Aval. */
export function toBase64url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The bytes, or `undefined` when the text is not canonical base64url (padding, other alphabets, stray bits). */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return undefined;
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  // One value has one spelling: without this, a replayed message could be respelt and look new.
  return toBase64url(bytes) === text ? bytes : undefined;
}
