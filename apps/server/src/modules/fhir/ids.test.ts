import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { idsWith, practitionerIdentifiers } from "./identifiers.ts";
import { organizationId, organizationKey, practitionerKey, roleKey } from "./ids.ts";

const md5 = (text: string) => createHash("md5").update(text).digest("hex");

test("every key of a structure has one id that FHIR allows, and leads back to it", () => {
  const key = fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 40 }),
    fc.string({ unit: fc.constantFrom("a", "Z", "9", "/", "-", ".", "é", ":", " "), minLength: 1 }),
  );
  fc.assert(
    fc.property(key, key, (one, other) => {
      fc.pre(one.isWellFormed() && other.isWellFormed());
      const id = organizationId(one, md5(one));
      assert.match(id, /^[A-Za-z0-9.-]{1,64}$/);
      assert.deepEqual(organizationKey(id), id.startsWith("--") ? { md5: md5(one) } : { key: one });
      assert.equal(organizationId(other, md5(other)) === id, one === other);
    }),
  );
});

test("a text that is no id leads to nothing", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const key = organizationKey(text);
      if (key && "key" in key) assert.equal(organizationId(key.key, ""), text);
      if (practitionerKey(text)) assert.match(text, /^[0-9a-z]{26}$/);
      if (roleKey(text)) assert.ok(BigInt(text) > 0n && BigInt(text) < 2n ** 63n);
    }),
  );
});

/** Ids as registers write them, and whatever else. */
const registerId = fc.oneof(
  fc.integer({ min: 0, max: 99_999_999_999 }).map((n) => `8${String(n).padStart(11, "0")}`),
  fc.integer({ min: 0, max: 999_999_999 }).map((n) => `0${String(n).padStart(9, "0")}`),
  fc.uuid(),
  fc.constantFrom("500000001815646/CPAT00045", "ANS20260101", "3/1", "02A1234567"),
  fc.string({ minLength: 1 }),
);

test("an identifier we release finds whoever has it, by its system, and nobody by another", () => {
  fc.assert(
    fc.property(registerId, fc.array(registerId, { maxLength: 3 }), (own, others) => {
      const listed = others.map((value) => ({ value, origin: "X" }));
      const known = [own, ...others];
      for (const { system, value } of practitionerIdentifiers(own, listed)) {
        assert.ok(idsWith(undefined, value).some((id) => known.includes(id)));
        assert.ok(idsWith(system ?? "", value).some((id) => known.includes(id)));
        assert.deepEqual(idsWith("https://elsewhere.example", value), []);
      }
    }),
  );
});
