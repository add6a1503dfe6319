import { createECDH } from "node:crypto";
import { p256 } from "@noble/curves/nist.js";

/** A point of P-256, as the library has it. */
export type Point = typeof p256.Point.BASE;

const { Fp, Fn, BASE, ZERO } = p256.Point;
const curve = p256.Point.CURVE();

/**
 * Multiplies one point by scalars, from 0 to the order less one. OpenSSL sees the secret, in a time that does not tell it; the
 * arithmetic around it sees what the product tells anyway.
 *
 * A key agreement gives the x of k·P alone. With that of (k+1)·P the y follows: the Montgomery ladder's last step, on this curve's
 * form (Brier and Joye, *Weierstraß elliptic curves and side-channel attacks*, PKC 2002, proposition 3):
 *
 *     2·yP·yQ = 2b + (a + xP·xQ)(xP + xQ) − x(P+Q)·(xP − xQ)²
 */
export function multiplierOf(point: Point): (times: bigint) => Point {
  if (point.is0()) return () => ZERO;
  if (point.equals(BASE))
    return (times) => (times === 0n ? ZERO : p256.Point.fromBytes(keyOf(times).getPublicKey()));
  const { x: px, y: py } = point;
  const whole = point.toBytes(false);
  const perTwoY = Fp.inv(Fp.add(py, py));
  const abscissa = (scalar: bigint) => Fp.fromBytes(keyOf(scalar).computeSecret(whole));
  return (times) => {
    if (times === 0n) return ZERO;
    if (times === 1n) return point;
    if (times === Fn.ORDER - 1n) return point.negate();
    const [x, xOfSum] = [abscissa(times), abscissa(times + 1n)];
    const symmetric = Fp.mul(Fp.add(curve.a, Fp.mul(px, x)), Fp.add(px, x));
    const twice = Fp.sub(
      Fp.add(Fp.add(curve.b, curve.b), symmetric),
      Fp.mul(xOfSum, Fp.sqr(Fp.sub(px, x))),
    );
    const found = p256.Point.fromAffine({ x, y: Fp.mul(twice, perTwoY) });
    found.assertValidity();
    return found;
  };
}

function keyOf(scalar: bigint) {
  const key = createECDH("prime256v1");
  key.setPrivateKey(Fn.toBytes(scalar));
  return key;
}
