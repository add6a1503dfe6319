/** A JSON value as RFC 8785 knows it. `undefined` members are left out, as `JSON.stringify` does. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json | undefined };

/**
 * Canonical JSON (RFC 8785): members sorted by UTF-16 code units, no white space, ECMAScript numbers.
 *
 * What is signed and what is shown are compared by the hash of this text: two spellings of one value
 * would let an attacker have one thing shown and another signed.
 *
 * Throws on what JSON cannot say (NaN, infinities, lone surrogates).
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new TypeError("canonical JSON has no NaN and no infinity");
    return JSON.stringify(value);
  }
  if (typeof value === "string") return canonicalText(value);
  if (Array.isArray(value))
    return `[${value.map((item) => canonicalJson(item as Json)).join(",")}]`;

  const object = value as { readonly [name: string]: Json | undefined };
  const members = Object.keys(object)
    .filter((name) => object[name] !== undefined)
    .sort()
    .map((name) => `${canonicalText(name)}:${canonicalJson(object[name] as Json)}`);
  return `{${members.join(",")}}`;
}

function canonicalText(text: string): string {
  if (!text.isWellFormed()) throw new TypeError("canonical JSON has no lone surrogate");
  return JSON.stringify(text);
}
