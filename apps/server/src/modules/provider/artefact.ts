import { askedScope } from "./claims.ts";
import type { Payload } from "./store.ts";

/**
 * What is kept of an engine's artefact: never the secret that names it.
 *
 * The engine writes a code into the code's own payload (`jti`), a session's cookie into the sign-in that began with it, and a
 * sign-in's id into its address. With any of these, whoever reads the database could finish a sign-in in the holder's
 * place (facts/reliability, row 20).
 */
export function withoutSecrets(model: string, payload: Payload): Payload {
  const { jti: _secret, ...rest } = payload;
  if (model === "BackchannelAuthenticationRequest") return withoutHint(rest);
  if (model !== "Interaction") return rest;
  const { returnTo: _address, session, ...signIn } = rest;
  const { cookie: _cookie, ...began } = (session ?? {}) as Payload;
  return Object.keys(began).length === 0 ? signIn : { ...signIn, session: began };
}

/** Whom software named, and the digits it shows, are nobody's to read: what was asked for is enough. */
function withoutHint({ params, accountId: _named, ...request }: Payload): Payload {
  const asked = (params as Payload | undefined)?.[askedScope];
  return { ...request, params: asked === undefined ? {} : { [askedScope]: asked } };
}

/** The artefact as the engine wrote it, for whoever presents the secret. */
export function withSecret(
  secret: string,
  found: { readonly payload: Payload; readonly spent: string },
): Payload {
  return {
    ...found.payload,
    jti: secret,
    ...(found.spent === "no" ? {} : { consumed: found.spent }),
  };
}

/** The session of ours that an artefact derives from. */
export function sessionOf(model: string, payload: Payload): string | undefined {
  const named = model === "Session" ? payload["aval"] : payload["sid"];
  return typeof named === "string" ? named : undefined;
}

/** What the sign-in's result tells the engine, and us at the end. */
export type SignInResult = {
  readonly login: {
    readonly accountId: string;
    readonly acr: string;
    readonly amr: readonly string[];
    readonly ts: number;
    readonly remember: false;
  };
  /** Consent and the choice of a person are part of signing in: they are never asked apart. */
  readonly consent: Record<string, never>;
  readonly select_account: Record<string, never>;
  readonly aval: { readonly session: string };
};
