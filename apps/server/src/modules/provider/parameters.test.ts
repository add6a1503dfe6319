import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { utf8 } from "#platform/forms";
import { authorizationMax, readParameters, written } from "./parameters.ts";

const refusal = (text: string) => {
  const read = readParameters(text);
  return read.ok ? undefined : read.refusal;
};

test("a form that was written is read as it was", () => {
  const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
  const honest = (text: string) => text.isWellFormed() && !/[\u0000-\u001f\u007f]/.test(text);
  const form = fc.dictionary(
    name.filter(honest),
    fc.string({ unit: "grapheme", maxLength: 50 }).filter(honest),
    { maxKeys: 20 },
  );
  fc.assert(
    fc.property(form, (given) => {
      const map = new Map(Object.entries(given));
      const read = readParameters(written(map));
      assert.deepEqual(read, { ok: true, value: map });
    }),
  );
});

test("a parameter given twice is refused, even with the same value, even spelt otherwise", () => {
  for (const text of ["state=a&state=b", "state=a&state=a", "state=a&st%61te=b", "x&x"])
    assert.equal(refusal(text), "twice", text);
});

test("what is not UTF-8, or holds a control character, is refused and never reaches the database", () => {
  for (const text of [
    "state=%ff",
    "state=%c0%80",
    "state=%ed%a0%80",
    "state=%",
    "state=%zz",
    "%ff=1",
  ])
    assert.equal(refusal(text), "malformed", text);
  for (const text of ["state=%00", "st%00ate=1", "scope=a%0d%0ab", "state=%7f", "state=\u0000"])
    assert.equal(refusal(text), "malformed", text);
  assert.equal(utf8(Uint8Array.of(0x61, 0xff)), undefined);
  assert.equal(utf8(Uint8Array.of(0x61)), "a");
});

test("nothing oversized goes further: a scope of 50 000 characters, a huge state, a thousand parameters", () => {
  assert.equal(refusal(`scope=${"a".repeat(50_000)}`), "too_long");
  assert.equal(refusal(`code=${"s".repeat(8_193)}`), "too_long");
  assert.equal(refusal(`code=${"s".repeat(8_192)}`), undefined);
  assert.equal(refusal(`client_id=${"c".repeat(256)}`), "too_long");
  assert.equal(refusal(`id_token_hint=${"h".repeat(20_000)}`), undefined);
  for (const name of ["constructor", "__proto__", "toString"])
    assert.equal(refusal(`${name}=${"x".repeat(8_193)}`), "too_long", name);
  assert.equal(refusal(Array.from({ length: 61 }, (_, at) => `p${at}=1`).join("&")), "too_long");
});

test("what an authorization says is bounded, each part and the whole: it is kept for an hour", () => {
  const bounds = {
    state: 2_048,
    nonce: 1_024,
    redirect_uri: 2_048,
    code_challenge: 128,
    claims: 4_096,
    ui_locales: 255,
    prompt: 255,
  };
  for (const [name, most] of Object.entries(bounds)) {
    assert.equal(refusal(`${name}=${"x".repeat(most)}`), undefined, name);
    assert.equal(refusal(`${name}=${"x".repeat(most + 1)}`), "too_long", name);
  }
  const whole = (length: number) =>
    readParameters("id_token_hint=".padEnd(length, "h"), authorizationMax);
  assert.equal(whole(8_192).ok, true);
  assert.deepEqual(whole(8_193), { ok: false, refusal: "too_long" });
});

test("reading never throws, whatever comes in", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => void readParameters(text)),
    { numRuns: 1_000 },
  );
});
