import { createOPRF } from "@noble/curves/abstract/oprf.js";
import { p256, p256_hasher } from "@noble/curves/nist.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { multiplierOf, type Point } from "./native-point.ts";

/**
 * The PIN program's half of the verifiable OPRF (RFC 9497, P256-SHA256): the library's protocol over points that Node's
 * OpenSSL multiplies, in a time that does not tell the scalar.
 *
 * The library adds and multiplies multiples of one point, and asks for bytes at the end. `Multiple` therefore only counts how
 * many times its point it is, modulo the order, and multiplies once, when its bytes are asked. A wrong product here would
 * give a wrong `UK` or a proof that no phone accepts; it gives nobody a secret.
 */
const { Fp, Fn } = p256.Point;

/** A point known as so many times another. */
class Multiple {
  static readonly Fp = Fp;
  static readonly Fn = Fn;
  static readonly BASE = new Multiple(p256.Point.BASE);
  static readonly ZERO = new Multiple(p256.Point.BASE, 0n);
  static readonly fromBytes = (bytes: Uint8Array) => new Multiple(p256.Point.fromBytes(bytes));
  static readonly fromHex = (hex: string) => new Multiple(p256.Point.fromHex(hex));
  static readonly fromAffine = (at: { x: bigint; y: bigint }) =>
    new Multiple(p256.Point.fromAffine(at));

  readonly #of: Point;
  readonly #times: bigint;
  #product: Point | undefined;

  constructor(of: Point, times = 1n) {
    this.#of = of;
    this.#times = times;
  }

  get #point(): Point {
    this.#product ??= multiplierOf(this.#of)(this.#times);
    return this.#product;
  }

  add(other: Multiple): Multiple {
    if (other.#times === 0n) return this;
    if (this.#times === 0n) return other;
    return this.#of === other.#of
      ? new Multiple(this.#of, Fn.add(this.#times, other.#times))
      : new Multiple(this.#point.add(other.#point));
  }

  double(): Multiple {
    return this.add(this);
  }

  negate(): Multiple {
    return new Multiple(this.#of, Fn.neg(this.#times));
  }

  multiply(scalar: bigint): Multiple {
    if (!Fn.isValidNot0(scalar)) throw new RangeError("a scalar is from 1 to the order less one");
    return new Multiple(this.#of, Fn.mul(this.#times, scalar));
  }

  equals(other: Multiple): boolean {
    return this.#point.equals(other.#point);
  }

  toBytes(): Uint8Array {
    return this.#point.toBytes();
  }
}

export const nativeOprf = createOPRF({
  name: "P256-SHA256",
  // The members its server half uses; its types ask for every member of its own class.
  Point: Multiple as unknown as typeof p256.Point,
  hash: sha256,
  hashToGroup: p256_hasher.hashToCurve,
  hashToScalar: p256_hasher.hashToScalar,
}).voprf;
