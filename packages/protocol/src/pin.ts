import { p256_oprf } from "@noble/curves/nist.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { fromBase64url, toBase64url } from "./base64url.ts";

/**
 * The personal code, on the phone's side: a verifiable OPRF (RFC 9497, P-256, SHA-256) with the PIN service.
 *
 * The code never leaves the phone, and nothing on the phone can tell a right code from a wrong one: every guess
 * costs one evaluation that the PIN service counts first. The proof shows that the service used the key pinned at
 * enrolment (P-39): without it, a service in the attacker's hands could answer with a key per guess.
 *
 * Source: facts/attacks-and-properties 5.4.
 */
const utf8 = new TextEncoder();
/** The order of P-256 minus one: `UK` is drawn from 1 to n−1 without bias (48 bytes reduced). */
const orderMinusOne = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550n;

export type BlindedCode = {
  readonly input: Uint8Array;
  readonly blind: Uint8Array;
  readonly blinded: Uint8Array;
};

/** Hides the code for one evaluation. `deviceSecret`: 32 random bytes made on the phone, which never leave it. */
export function blindCode(code: string, deviceSecret: Uint8Array): BlindedCode {
  const input = new Uint8Array([...utf8.encode(`aval-pin-v1|${code}|`), ...deviceSecret]);
  const { blind, blinded } = p256_oprf.voprf.blind(input);
  return { input, blind, blinded };
}

/**
 * The scalar of `UK` for this code, or `undefined` when the proof does not hold under the pinned key.
 * Texts are base64url as on the wire.
 */
export function unlock(
  hidden: BlindedCode,
  answer: { readonly evaluated: string; readonly proof: string },
  pinnedKey: string,
): Uint8Array | undefined {
  const evaluated = fromBase64url(answer.evaluated);
  const proof = fromBase64url(answer.proof);
  const key = fromBase64url(pinnedKey);
  if (!evaluated || !proof || !key) return undefined;
  try {
    const output = p256_oprf.voprf.finalize(
      hidden.input,
      hidden.blind,
      evaluated,
      hidden.blinded,
      key,
      proof,
    );
    return scalarFrom(output);
  } catch {
    return undefined; // The proof does not hold, or an element is not on the curve.
  }
}

function scalarFrom(output: Uint8Array): Uint8Array {
  const wide = hkdf(sha256, output, undefined, utf8.encode("aval-uk-v1"), 48);
  let value = 0n;
  for (const byte of wide) value = (value << 8n) | BigInt(byte);
  value = (value % orderMinusOne) + 1n;
  const scalar = new Uint8Array(32);
  for (let index = 31; index >= 0; index--) {
    scalar[index] = Number(value & 0xffn);
    value >>= 8n;
  }
  return scalar;
}

export function blindedText(hidden: BlindedCode): string {
  return toBase64url(hidden.blinded);
}

/**
 * Whether a code is among those people choose most: repeats, runs, patterns, dates. About a tenth of the million.
 *
 * Checked on the phone only, since the code goes nowhere else. Ten tries against what is left is what a thief gets
 * (P-32). Source: facts/attacks-and-properties 5.4 (S52: short lists do nothing).
 */
export function isCommonCode(code: string): boolean {
  return isPattern(code) || isRun(code) || isDate(code) || famous.has(code);
}

const famous = new Set([
  "314159",
  "271828",
  "141421",
  "161803",
  "147258",
  "258369",
  "369258",
  "159357",
  "357159",
  "159753",
  "753159",
  "123654",
  "321456",
  "142536",
  "112358",
  "101112",
  "007007",
  "420420",
  "696969",
  "147852",
  "963852",
  "789456",
  "456789",
  "741852",
  "852963",
  "159951",
]);

function isPattern(code: string): boolean {
  const [a, b, c, d, e, f] = code;
  if (new Set(code).size <= 2) return true; // 111111, 121212, 112211
  if (a === d && b === e && c === f) return true; // 123123
  if (a === f && b === e && c === d) return true; // 123321
  return a === b && c === d && e === f; // 112233
}

/** Every digit follows the one before by the same step of ±1, wrapping at 9 (234567, 987654, 890123). */
function isRun(code: string): boolean {
  const steps = [...code]
    .slice(1)
    .map((digit, index) => (Number(digit) - Number(code[index]) + 10) % 10);
  return steps.every((step) => step === steps[0]) && [1, 9].includes(steps[0] as number);
}

/** A date as people write it: day-month-year, month-day-year, year-month-day, or a year of four digits and more. */
function isDate(code: string): boolean {
  const first = Number(code.slice(0, 2));
  const middle = Number(code.slice(2, 4));
  const last = Number(code.slice(4, 6));
  const isDay = (value: number) => value >= 1 && value <= 31;
  const isMonth = (value: number) => value >= 1 && value <= 12;
  if (isDay(first) && isMonth(middle)) return true;
  if (isMonth(first) && isDay(middle)) return true;
  if (isMonth(middle) && isDay(last)) return true;
  const startsWithYear = Number(code.slice(0, 4));
  const endsWithYear = Number(code.slice(2, 6));
  const isYear = (value: number) => value >= 1930 && value <= 2030;
  return (
    (isYear(startsWithYear) && isMonth(last)) ||
    (isYear(endsWithYear) && (isMonth(first) || first === 0))
  );
}
