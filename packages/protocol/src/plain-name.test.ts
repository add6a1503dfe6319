import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { phoneNameDigits, plainName } from "./plain-name.ts";

test("no name of a phone holds a code, a telephone number, an address, or what no screen shows", () => {
  const anything = fc.oneof(
    fc.string({ unit: "binary", maxLength: 80 }),
    fc.string({ unit: fc.constantFrom(..."0123456789 .-()'’#_,aé+:/@\u202e\n٣²"), maxLength: 70 }),
  );
  fc.assert(
    fc.property(anything, (given) => {
      const name = plainName(given, phoneNameDigits);
      if (name === undefined) return;
      assert.ok(name.length > 0 && name.length <= 60 && name === name.trim());
      assert.ok((name.match(/\p{N}/gu) ?? []).length < 6, "six digits are a code");
      assert.doesNotMatch(name, /[@:/+]|\p{L}\.\p{L}|[\p{Cc}\p{Cf}]/u);
    }),
    { numRuns: 300 },
  );
});

test("what people call their phones is a name", () => {
  for (const name of ["Celui du cabinet", "iPhone d’Anne (2)", "Galaxy S24", "Téléphone n. 3"])
    assert.equal(plainName(` ${name} `, phoneNameDigits), name);
  for (const none of [
    "",
    " ",
    3,
    undefined,
    "06 99 12 34 56",
    "246813",
    "aval.example",
    "a\u202eb",
  ])
    assert.equal(plainName(none, phoneNameDigits), undefined, String(none));
});
