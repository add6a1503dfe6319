/**
 * Whether an address asked for is one of those registered: character by character, since every looser comparison has
 * been an open redirector somewhere (prefixes, patterns, normalised forms).
 *
 * One exception, RFC 8252 section 7.3: `http` on a loopback name **registered without a port** matches any port, for
 * programs on the holder's machine that take a free one. `localhost` and `127.0.0.1` stay two names.
 */
export function isRegistered(asked: string, registered: readonly string[]): boolean {
  if (registered.includes(asked)) return true;
  const anyPort = withoutPort(asked);
  return anyPort !== undefined && registered.includes(anyPort);
}

/** `http://localhost:1234/callback` without its port; `undefined` for anything that is not loopback with a port. */
function withoutPort(address: string): string | undefined {
  const parts = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\]):([1-9]\d{0,4})([/?][^#]*)?$/.exec(
    address,
  );
  if (!parts || Number(parts[2]) > 65_535) return undefined;
  return `http://${parts[1]}${parts[3] ?? ""}`;
}

/** An address with parameters added to its query, which the address may already have. */
export function withParameters(
  address: string,
  parameters: Readonly<Record<string, string | undefined>>,
): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) url.searchParams.append(name, value);
  return url.href;
}

/**
 * Where the login page's form may end up, for its `form-action`. Browsers check the whole chain of redirects that a
 * form begins, and the service goes on redirecting within its own site, so that its scheme is all that can be said.
 */
export function schemeSource(redirectUri: string | undefined): string | undefined {
  const protocol = redirectUri === undefined ? undefined : URL.parse(redirectUri)?.protocol;
  return protocol && /^[a-z][a-z0-9+.-]*:$/.test(protocol) ? protocol : undefined;
}
