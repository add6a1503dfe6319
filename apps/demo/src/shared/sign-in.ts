import * as client from "openid-client";
import { approvalOf } from "./approval.ts";
import { type LoggedOut, readLogoutToken } from "./logout-token.ts";
import { type Person, readPerson } from "./person.ts";
import {
  asFailure,
  createDiscovery,
  keysOf,
  type Registration,
  SignInFailure,
} from "./provider.ts";
import type { Leaving, SignedIn } from "./visits.ts";

export type Provider = ReturnType<typeof createProvider>;

/**
 * The provider as `openid-client` sees it: discovered at first use, so that both may start in any order. Nothing here is
 * special to Aval but three lines: the scope, the `acr_values`, and `aval_session` in the id token.
 */
export function createProvider(registration: Registration, now: () => number) {
  const configuration = createDiscovery(registration);

  /** Where to send the browser, and what to remember until it is back. */
  async function depart(lang: string): Promise<{ address: URL; state: string; leaving: Leaving }> {
    const config = await configuration();
    const leaving = {
      nonce: client.randomNonce(),
      codeVerifier: client.randomPKCECodeVerifier(),
      leftAt: now(),
    };
    const state = client.randomState();
    const address = client.buildAuthorizationUrl(config, {
      redirect_uri: `${registration.origin}/callback`,
      scope: "openid scope_all",
      acr_values: "eidas1",
      ui_locales: lang,
      state,
      nonce: leaving.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(leaving.codeVerifier),
      code_challenge_method: "S256",
    });
    return { address, state, leaving };
  }

  /** Exchanges the code. `state`, `iss`, `nonce` and the code verifier are checked by the library. */
  async function arrive(address: URL, state: string, leaving: Leaving): Promise<SignedIn> {
    const config = await configuration();
    try {
      const tokens = await client.authorizationCodeGrant(config, address, {
        expectedState: state,
        expectedNonce: leaving.nonce,
        pkceCodeVerifier: leaving.codeVerifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) throw new SignInFailure("refused", "no id token");
      const given = { subject: claims.sub, idToken: tokens.id_token ?? "", claims };
      return await complete(config, tokens, given);
    } catch (fault) {
      throw asFailure(fault);
    }
  }

  async function complete(
    config: client.Configuration,
    tokens: client.TokenEndpointResponse & client.TokenEndpointResponseHelpers,
    given: { subject: string; idToken: string; claims: Readonly<Record<string, unknown>> },
  ): Promise<SignedIn> {
    const userinfo = await client.fetchUserInfo(config, tokens.access_token, given.subject);
    const person = readPerson(userinfo);
    if (!person) throw new SignInFailure("refused", "userinfo names nobody");
    const { aval_session: session, sid } = given.claims;
    // What is not said to be full is treated as reduced.
    const rights = session === "full" ? "full" : "reduced";
    return {
      person,
      userinfo,
      subject: given.subject,
      session: typeof sid === "string" ? sid : undefined,
      idToken: given.idToken,
      accessToken: tokens.access_token,
      accessTokenEndsAt: now() + (tokens.expires_in ?? 0) * 1_000,
      refreshToken: tokens.refresh_token,
      rights,
      ...approvalOf(given.claims, rights, now()),
    };
  }

  /** New tokens for a session that still stands; `undefined` when the provider says it is over. */
  async function refresh(before: SignedIn): Promise<SignedIn | undefined> {
    if (!before.refreshToken) return undefined;
    const config = await configuration();
    try {
      const tokens = await client.refreshTokenGrant(config, before.refreshToken);
      const { subject, session: sid, rights, approvedAt, endsAt } = before;
      const claims = tokens.claims();
      const after = await complete(config, tokens, {
        subject,
        idToken: tokens.id_token ?? before.idToken,
        claims: claims ?? { aval_session: rights, sid },
      });
      // No new id token: the approval is the one it said before.
      const approval = claims ? {} : { approvedAt, endsAt };
      const refreshToken = after.refreshToken ?? before.refreshToken;
      return { ...after, ...approval, refreshToken };
    } catch (fault) {
      const failure = asFailure(fault);
      // Only the provider's own word ends a session: an outage does not.
      if (failure.failure === "expired") return undefined;
      throw failure;
    }
  }

  /** What the provider says of this person now. */
  async function userinfo(of: SignedIn): Promise<Readonly<Record<string, unknown>>> {
    try {
      return await client.fetchUserInfo(await configuration(), of.accessToken, of.subject);
    } catch (fault) {
      throw asFailure(fault);
    }
  }

  /**
   * Whose token this is, when it was issued for this register and stands: a program that calls for somebody exchanged theirs for
   * it. `undefined` for any other token, whoever holds it.
   */
  async function callerOf(token: string): Promise<Person | undefined> {
    const config = await configuration();
    try {
      const { active, client_id: issuedFor } = await client.tokenIntrospection(config, token);
      if (!active || issuedFor !== registration.clientId) return undefined;
      return readPerson(await client.fetchUserInfo(config, token, client.skipSubjectCheck));
    } catch (fault) {
      const failure = asFailure(fault);
      // Over between the two questions.
      if (failure.failure === "expired") return undefined;
      throw failure;
    }
  }

  /** Where to send the browser to close the provider's session too. */
  async function signOut(of: SignedIn): Promise<{ address: URL; state: string }> {
    const state = client.randomState();
    const address = client.buildEndSessionUrl(await configuration(), {
      id_token_hint: of.idToken,
      post_logout_redirect_uri: `${registration.origin}/`,
      state,
    });
    return { address, state };
  }

  /** The session that a logout token says is over; `undefined` for anything else than a fresh one of our provider for us. */
  async function loggedOut(token: string): Promise<LoggedOut | undefined> {
    const config = await configuration();
    const { issuer } = config.serverMetadata();
    const keys = keysOf(config);
    try {
      return await readLogoutToken(token, { issuer, audience: registration.clientId, keys });
    } catch (cause) {
      throw new SignInFailure("unreachable", "no keys", cause);
    }
  }

  return { depart, arrive, refresh, userinfo, callerOf, signOut, loggedOut };
}
