import { isIP } from "node:net";

/**
 * The network an address belongs to, as far as an address tells: /24 for IPv4, /56 for IPv6, one for a whole loopback.
 * An IPv4 address written as IPv6 (`::ffff:…`) is the IPv4 address: a limit could else be passed by respelling. No
 * address: somebody who was gone before they could be asked.
 */
export function networkOf(address: string | undefined): string {
  if (address === undefined) return "unknown";
  const plain = address.startsWith("::ffff:") ? address.slice(7) : address;
  if (plain === "::1" || plain.startsWith("127.")) return "loopback";
  if (isIP(plain) === 4) return `${plain.split(".").slice(0, 3).join(".")}.0/24`;
  if (isIP(plain) === 6) return `${expand(plain).slice(0, 14)}/56`;
  return "unknown";
}

/** The 32 hexadecimal digits of an IPv6 address, zeros written out; a /56 is the first 14 of them. */
function expand(address: string): string {
  const [head = "", tail] = address.split("%")[0]?.split("::") ?? [];
  const left = head ? head.split(":") : [];
  const right = tail ? tail.split(":") : [];
  const middle =
    tail === undefined
      ? []
      : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0");
  return [...left, ...middle, ...right].map((group) => group.padStart(4, "0")).join("");
}

/** Only what is known: the same network, another one, or nothing. Never an estimate, never a town. */
export function distance(a: string, b: string): "same_network" | "other_network" | "unknown" {
  if (a === "unknown" || b === "unknown") return "unknown";
  return a === b ? "same_network" : "other_network";
}
