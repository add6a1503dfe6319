const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** The simulator's phones as it kept them; one when it kept nothing that can be read. */
export function readPhones(kept: string | null): readonly string[] {
  const names = parse(kept);
  const isList =
    Array.isArray(names) && names.every((name) => typeof name === "string" && /^[A-Z]$/.test(name));
  return isList && names.length > 0 ? (names as string[]) : ["A"];
}

function parse(kept: string | null): unknown {
  try {
    return JSON.parse(kept ?? "");
  } catch {
    return undefined;
  }
}

/** One phone more, under the first letter that is free: a letter used before would find the vault of a removed phone. */
export function addPhone(names: readonly string[]): readonly string[] {
  const free = [...letters].find((letter) => !names.includes(letter));
  return free === undefined ? names : [...names, free];
}

/**
 * The demonstration register of the same sandbox. The sandbox's origins are counted from one port: the phones have the
 * second, the register the fourth.
 */
export function registerAddress(phones: URL): string {
  const register = new URL("/", phones);
  register.hostname = "register.localhost";
  register.port = String(Number(phones.port) + 2);
  return register.href;
}
