import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { fromBase64url, toBase64url } from "./base64url.ts";

test("bytes survive the way there and back, in the spelling Node uses", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const text = toBase64url(bytes);
      assert.equal(text, Buffer.from(bytes).toString("base64url"));
      assert.deepEqual(fromBase64url(text), new Uint8Array(bytes));
    }),
  );
});

test("one value has one spelling: every other text is refused", () => {
  // Padding, the other alphabet, white space, an impossible length, stray bits in the last character.
  for (const text of ["AA==", "AA=", "+/+/", " AAAA", "AAAA\n", "A", "AAAAA", "AB", "AAB", "é"]) {
    assert.equal(fromBase64url(text), undefined, JSON.stringify(text));
  }
  assert.deepEqual(fromBase64url(""), new Uint8Array());
});

test("a text that is read is exactly the text its bytes would be written as", () => {
  const character = fc.constantFrom(
    ..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=",
  );
  fc.assert(
    fc.property(fc.string({ unit: character, maxLength: 12 }), (text) => {
      const bytes = fromBase64url(text);
      if (bytes) assert.equal(toBase64url(bytes), text);
    }),
  );
});
