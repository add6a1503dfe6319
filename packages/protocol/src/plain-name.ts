/** The longest name that a phone or a computer is given. */
const nameMax = 60;

/** Digits in a phone's name at most: fewer than any code, and than any telephone number. */
export const phoneNameDigits = 5;

/**
 * What somebody, or a program, calls a phone or a computer: short, and without what could pass for more on a screen where its holder reads
 * it: a telephone number, a code, an address, a mark that turns the line around. `undefined`: that is no name.
 */
export function plainName(given: unknown, digitsMax: number): string | undefined {
  if (typeof given !== "string") return undefined;
  const name = given.normalize("NFC").trim();
  const digits = name.match(/\p{N}/gu) ?? [];
  const isName = /^[\p{L}\p{M}\p{N} .,'’()#_-]+$/u.test(name) && !/\p{L}\.\p{L}/u.test(name);
  return isName && name.length <= nameMax && digits.length <= digitsMax ? name : undefined;
}
