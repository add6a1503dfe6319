import dns from "node:dns";

/**
 * Teaches this program the names under `localhost`: browsers know them (RFC 6761 6.3), the machine's own resolver need not. For the proxy
 * that Playwright runs here, between a browser with a card and the hosts it opens.
 */
export function knowLoopbackNames(): void {
  const { lookup } = dns.promises;
  const known = (name: string) => (name.endsWith(".localhost") ? "127.0.0.1" : name);
  const told = (name: string, options: dns.LookupAllOptions) => lookup(known(name), options);
  dns.promises.lookup = told as typeof lookup;
}
