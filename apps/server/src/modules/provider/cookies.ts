/**
 * The cookies of the sign-in origin. All are `__Host-`: this host only, whole path, secure, so that no neighbouring
 * name can plant one (RFC 6265bis 4.1.3.2).
 *
 * - `__Host-aval_session`: the engine's session, which names a session of ours. Alone it opens nothing: the login page
 *   must prove the browser key as well (decision 0009).
 * - `__Host-aval_signin_<id>`: 32 random bytes that only the browser that began a sign-in holds. The sign-in's id is in
 *   the address bar, hence on a shared screen; without this secret somebody who reads it could finish in our place.
 * - `__Host-aval_resume_<id>`: 32 random bytes given to the page that proved the browser key as it concluded. Resuming
 *   needs them: the cookie above was there from the beginning, and whoever stole it could otherwise wait for the end and
 *   take the code.
 */
export const cookieNames = {
  session: "__Host-aval_session",
  signIn: (id: string) => `__Host-aval_signin_${id}`,
  resume: (id: string) => `__Host-aval_resume_${id}`,
  /** Names the engine uses between its own requests; they never reach a browser. */
  engine: { interaction: "engine_interaction", resume: "engine_resume" },
} as const;

/** A sign-in's id as the engine makes it. */
export function isSignInId(text: string): boolean {
  return /^[A-Za-z0-9_-]{21,64}$/.test(text);
}

/** A `Cookie` header with these and nothing else. */
export function cookieHeader(
  cookies: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const pairs = Object.entries(cookies).filter(
    ([, value]) => value !== undefined && /^[\x21-\x3a\x3c-\x7e]*$/.test(value),
  );
  return pairs.length === 0
    ? undefined
    : pairs.map(([name, value]) => `${name}=${value}`).join("; ");
}

export function setCookie(name: string, value: string, maxAgeSeconds: number): string {
  return `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}`;
}

export function clearCookie(name: string): string {
  return setCookie(name, "", 0);
}

/** What the engine sets, without its internal cookies. */
export function withoutEngineCookies(setCookies: readonly string[]): string[] {
  const internal = Object.values(cookieNames.engine).map((name) => `${name}=`);
  return setCookies.filter((cookie) => !internal.some((name) => cookie.startsWith(name)));
}
