/**
 * Six digits (eight when crowded): the last is an ISO/IEC 7064 MOD 11,10 check digit.
 *
 * The check digit turns a slip of the finger into "look again" on the phone instead of a spent try. It is no
 * defence: of six digits, five are random, so a blind guess hits a given request once in 100 000 (P-15).
 */
export function withCheckDigit(digits: string): string {
  return digits + checkDigit(digits);
}

/** Whether this is six or eight digits with a right check digit. Spaces between groups are the caller's to remove. */
export function isWellFormed(digits: string): boolean {
  if (!/^([0-9]{6}|[0-9]{8})$/.test(digits)) return false;
  return checkDigit(digits.slice(0, -1)) === digits.at(-1);
}

function checkDigit(digits: string): string {
  let product = 10;
  for (const digit of digits) {
    const sum = (product + Number(digit)) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return String((11 - product) % 10);
}
