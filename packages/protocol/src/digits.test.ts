import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { isWellFormed, withCheckDigit } from "./digits.ts";
import vectors from "./digits.vectors.json" with { type: "json" };

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: length, maxLength: length });
const shown = fc.oneof(digits(5), digits(7)).map(withCheckDigit);

test("ISO/IEC 7064 MOD 11,10: the check digit of numbers others have published", () => {
  for (const number of vectors.numbers) assert.equal(withCheckDigit(number.slice(0, -1)), number);
});

test("what a screen shows is well formed, with six digits or eight", () => {
  fc.assert(fc.property(shown, (text) => assert.ok(isWellFormed(text))));
});

test("a slip of one digit is always seen", () => {
  fc.assert(
    fc.property(shown, fc.nat(7), fc.integer({ min: 1, max: 9 }), (text, at, step) => {
      const place = at % text.length;
      const slipped = String((Number(text[place]) + step) % 10);
      assert.ok(!isWellFormed(text.slice(0, place) + slipped + text.slice(place + 1)));
    }),
  );
});

test("of all six-digit values exactly one in ten is well formed", () => {
  let wellFormed = 0;
  for (let value = 0; value < 1_000_000; value++)
    if (isWellFormed(String(value).padStart(6, "0"))) wellFormed++;
  assert.equal(wellFormed, 100_000);
});

test("other lengths and other characters are never well formed", () => {
  for (const text of [
    "",
    "12345",
    withCheckDigit("123456"),
    withCheckDigit("12345678"),
    "12345a",
    "１２３４５６",
    " 123456",
    "123456\n",
  ]) {
    assert.ok(!isWellFormed(text), JSON.stringify(text));
  }
});
