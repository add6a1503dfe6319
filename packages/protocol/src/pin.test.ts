import assert from "node:assert/strict";
import test from "node:test";
import { p256_oprf } from "@noble/curves/nist.js";
import fc from "fast-check";
import { fromBase64url, toBase64url } from "./base64url.ts";
import { signerOfScalar } from "./jws.ts";
import { type BlindedCode, blindCode, isCommonCode, unlock } from "./pin.ts";
import vectors from "./pin.vectors.json" with { type: "json" };

const { voprf } = p256_oprf;
const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));
const hex = (value: Uint8Array) => Buffer.from(value).toString("hex");

const secretKey = bytes(vectors.secretKey);
const publicKey = bytes(vectors.publicKey);
const pinned = toBase64url(publicKey);
const deviceSecret = fromBase64url(vectors.code.deviceSecret) as Uint8Array;

/** What an honest service with this key answers. */
function evaluate(hidden: BlindedCode, key = { secretKey, publicKey }) {
  const { evaluated, proof } = voprf.blindEvaluate(key.secretKey, key.publicKey, hidden.blinded);
  return { evaluated: toBase64url(evaluated), proof: toBase64url(proof) };
}

const sixDigits = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 6, maxLength: 6 });

test("RFC 9497 A.3: the OPRF is the one of the standard", () => {
  const key = voprf.deriveKeyPair(bytes(vectors.seed), bytes(vectors.keyInfo));
  assert.equal(hex(key.secretKey), vectors.secretKey);
  assert.equal(hex(key.publicKey), vectors.publicKey);
  assert.equal(
    hex(voprf.blindEvaluate(secretKey, publicKey, bytes(vectors.blinded)).evaluated),
    vectors.evaluated,
  );
  const output = voprf.finalize(
    bytes(vectors.input),
    bytes(vectors.blind),
    bytes(vectors.evaluated),
    bytes(vectors.blinded),
    publicKey,
    bytes(vectors.proof),
  );
  assert.equal(hex(output), vectors.output);
});

test("the key a code gives never changes between versions: a change would lock every phone out", () => {
  const hidden = blindCode(vectors.code.code, deviceSecret);
  const scalar = unlock(hidden, evaluate(hidden), pinned) as Uint8Array;
  assert.equal(toBase64url(scalar), vectors.code.scalar);
  assert.equal(signerOfScalar(scalar).jwk.x, vectors.code.x);
  assert.equal(signerOfScalar(scalar).jwk.y, vectors.code.y);
});

test("the same code gives the same key through every blinding, another code or another phone another key", () => {
  fc.assert(
    fc.property(sixDigits, sixDigits, (code, other) => {
      fc.pre(code !== other);
      const keyOf = (typed: string, secret: Uint8Array) => {
        const hidden = blindCode(typed, secret);
        return toBase64url(unlock(hidden, evaluate(hidden), pinned) as Uint8Array);
      };
      const key = keyOf(code, deviceSecret);
      assert.equal(keyOf(code, deviceSecret), key);
      assert.notEqual(keyOf(other, deviceSecret), key);
      assert.notEqual(keyOf(code, new Uint8Array(32)), key);
    }),
    { numRuns: 4 },
  );
});

test("what leaves the phone says nothing of the code: the same code is blinded anew each time", () => {
  const sent = new Set(
    Array.from({ length: 20 }, () => toBase64url(blindCode("246813", deviceSecret).blinded)),
  );
  assert.equal(sent.size, 20);
});

test("P-39: an evaluation under any key but the pinned one is refused by the phone", () => {
  const hidden = blindCode("246813", deviceSecret);
  const other = voprf.generateKeyPair();
  assert.equal(unlock(hidden, evaluate(hidden, other), pinned), undefined);
  // A server that proves honestly for its own key and claims the pinned one, and one that mixes the two.
  assert.equal(
    unlock(hidden, evaluate(hidden, { secretKey: other.secretKey, publicKey }), pinned),
    undefined,
  );
  assert.equal(
    unlock(hidden, { ...evaluate(hidden), proof: evaluate(hidden, other).proof }, pinned),
    undefined,
  );
  assert.notEqual(unlock(hidden, evaluate(hidden), pinned), undefined);
});

test("a damaged answer is refused, never thrown on", () => {
  const hidden = blindCode("246813", deviceSecret);
  const good = evaluate(hidden);
  fc.assert(
    fc.property(
      fc.string(),
      fc.base64String(),
      fc.constantFrom("evaluated", "proof"),
      (text, coded, member) => {
        assert.equal(unlock(hidden, { ...good, [member]: text }, pinned), undefined);
        assert.equal(unlock(hidden, { ...good, [member]: coded }, pinned), undefined);
      },
    ),
    { numRuns: 25 },
  );
  const identity = toBase64url(new Uint8Array(33));
  assert.equal(unlock(hidden, { ...good, evaluated: identity }, pinned), undefined);
  assert.equal(unlock(hidden, good, identity), undefined);
});

test("about a tenth of the codes are too common to choose, and the two of the sandbox are not", () => {
  let common = 0;
  for (let code = 0; code < 1_000_000; code++)
    if (isCommonCode(String(code).padStart(6, "0"))) common++;
  assert.ok(common > 70_000 && common < 130_000, `${common} of a million`);
  for (const code of ["246813", "975318"]) assert.ok(!isCommonCode(code), code);
});

test("the codes people choose first are refused", () => {
  for (const code of [
    "123456",
    "654321",
    "000000",
    "121212",
    "112233",
    "123123",
    "123321",
    "159753",
    "147258",
    "890123",
    "140789",
    "198503",
    "071984",
  ]) {
    assert.ok(isCommonCode(code), code);
  }
});
