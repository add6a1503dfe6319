import assert from "node:assert/strict";
import test from "node:test";
import { p256, p256_oprf } from "@noble/curves/nist.js";
import fc from "fast-check";
import { nativeOprf } from "./native-oprf.ts";

const { voprf } = p256_oprf;
const order = p256.Point.Fn.ORDER;
const scalar = fc.bigInt({ min: 1n, max: order - 1n });
const bytesOf = (value: bigint) => p256.Point.Fn.toBytes(value);
/** The library's source of randomness, the same for both: their proofs then have the same bytes. */
const drawn = (seed: number) => (length: number | undefined) =>
  Uint8Array.from({ length: length ?? 32 }, (_, index) => (seed * 31 + index * 7 + 1) & 0xff);

test("an evaluation and its proof are, byte for byte, the library's own", () => {
  fc.assert(
    fc.property(scalar, scalar, fc.nat(255), (secret, blinding, seed) => {
      const publicKey = p256.Point.BASE.multiply(secret).toBytes();
      const blinded = p256.Point.BASE.multiply(blinding).toBytes();
      const given = [bytesOf(secret), publicKey, blinded, drawn(seed)] as const;
      assert.deepEqual(nativeOprf.blindEvaluate(...given), voprf.blindEvaluate(...given));
    }),
    { numRuns: 30 },
  );
});

test("the scalars at the ends of the range are multiplied as any other", () => {
  const blinded = p256.Point.BASE.multiply(5n).toBytes();
  for (const secret of [1n, 2n, 3n, order - 3n, order - 2n, order - 1n]) {
    const publicKey = p256.Point.BASE.multiply(secret).toBytes();
    const given = [bytesOf(secret), publicKey, blinded, drawn(3)] as const;
    assert.deepEqual(nativeOprf.blindEvaluate(...given), voprf.blindEvaluate(...given));
  }
});

test("the base itself, blinded by one, is evaluated as any other point", () => {
  const publicKey = p256.Point.BASE.multiply(9n).toBytes();
  const given = [bytesOf(9n), publicKey, p256.Point.BASE.toBytes(), drawn(4)] as const;
  assert.deepEqual(nativeOprf.blindEvaluate(...given), voprf.blindEvaluate(...given));
});

/** RFC 9497, appendix A.3.2 (P256-SHA256, VOPRF), test vector 1. */
test("the RFC's own vector comes out", () => {
  const hex = (text: string) => Uint8Array.from(Buffer.from(text, "hex"));
  const secret = hex("ca5d94c8807817669a51b196c34c1b7f8442fde4334a7121ae4736364312fca6");
  const publicKey = hex("03e17e70604bcabe198882c0a1f27a92441e774224ed9c702e51dd17038b102462");
  const blinded = hex("02dd05901038bb31a6fae01828fd8d0e49e35a486b5c5d4b4994013648c01277da");
  const made = nativeOprf.blindEvaluate(secret, publicKey, blinded);
  assert.equal(
    Buffer.from(made.evaluated).toString("hex"),
    "0209f33cab60cf8fe69239b0afbcfcd261af4c1c5632624f2e9ba29b90ae83e4a2",
  );
  const blind = hex("3338fa65ec36e0290022b48eb562889d89dbfa691d1cde91517fa222ed7ad364");
  const output = voprf.finalize(hex("00"), blind, made.evaluated, blinded, publicKey, made.proof);
  assert.equal(
    Buffer.from(output).toString("hex"),
    "0412e8f78b02c415ab3a288e228978376f99927767ff37c5718d420010a645a1",
  );
});

test("what is no point of the curve, the identity, and a scalar out of range are refused", () => {
  const publicKey = p256.Point.BASE.toBytes();
  const blinded = p256.Point.BASE.multiply(5n).toBytes();
  assert.throws(() => nativeOprf.blindEvaluate(bytesOf(1n), publicKey, new Uint8Array(33)));
  assert.throws(() => nativeOprf.blindEvaluate(bytesOf(1n), publicKey, new Uint8Array([0])));
  assert.throws(() => nativeOprf.blindEvaluate(new Uint8Array(32), publicKey, blinded));
  assert.throws(() => nativeOprf.blindEvaluate(new Uint8Array(32).fill(0xff), publicKey, blinded));
});
