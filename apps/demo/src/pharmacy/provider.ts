import { randomInt } from "node:crypto";
import { createRemoteJWKSet } from "jose";
import * as client from "openid-client";
import { approvalOf } from "../shared/approval.ts";
import { type LoggedOut, readLogoutToken } from "../shared/logout-token.ts";
import { readPerson } from "../shared/person.ts";
import {
  asFailure,
  createDiscovery,
  type Registration,
  SignInFailure,
} from "../shared/provider.ts";
import type { Asking, SignedIn } from "./sessions.ts";

const exchange = "urn:ietf:params:oauth:grant-type:token-exchange";

/** A request on its way: what the screen shows, and what will come of it. */
export type Asked = { readonly asking: Asking; readonly answer: Promise<SignedIn> };

export type Provider = ReturnType<typeof createProvider>;

/**
 * The provider as a desktop program reaches it, without any browser (OpenID Connect Client-Initiated Backchannel
 * Authentication, poll mode, as Pro Santé Connect has it): `openid-client` asks, waits its interval, slows down when told
 * to, and stops at the end of the request's life.
 */
export function createProvider(
  registration: Registration,
  now: () => number,
  /** Of a program whose installations have a key each (RFC 9449): every token is bound to it. */
  key?: CryptoKeyPair,
) {
  const configuration = createDiscovery(registration);

  const bound = (config: client.Configuration): client.DPoPOptions =>
    key ? { DPoP: client.getDPoPHandle(config, key) } : {};

  /**
   * Asks for this professional. The answer says nothing of whether they exist or have a phone: only silence follows then.
   * Two digits, drawn here: the person types them on the phone, which no call reaches and nothing makes ring.
   */
  async function ask(nationalId: string): Promise<Asked> {
    const config = await configuration();
    const number = String(randomInt(100)).padStart(2, "0");
    const response = await client
      .initiateBackchannelAuthentication(config, {
        scope: "openid scope_all",
        acr_values: "eidas1",
        login_hint: nationalId,
        binding_message: number,
        channel: "MOBILE",
      })
      .catch((fault: unknown) => {
        throw asFailure(fault);
      });
    return follow(config, response, number);
  }

  /** Polls for a request until its end, or until it is given up. */
  function follow(config: client.Configuration, response: Begun, number: string): Asked {
    const given = new AbortController();
    const over = AbortSignal.timeout(response.expires_in * 1_000);
    const answer = poll(config, response, AbortSignal.any([given.signal, over])).catch((fault) => {
      throw over.aborted ? new SignInFailure("expired", "", fault) : asFailure(fault);
    });
    const endsAt = now() + response.expires_in * 1_000;
    return { asking: { number, endsAt, cancel: () => given.abort() }, answer };
  }

  async function poll(
    config: client.Configuration,
    response: Begun,
    signal: AbortSignal,
  ): Promise<SignedIn> {
    const tokens = await client.pollBackchannelAuthenticationGrant(
      config,
      response,
      {},
      { signal, ...bound(config) },
    );
    const claims = tokens.claims();
    if (!claims) throw new SignInFailure("refused", "no id token");
    const { sub } = claims;
    const userinfo = await client.fetchUserInfo(config, tokens.access_token, sub, bound(config));
    const person = readPerson(userinfo);
    if (!person) throw new SignInFailure("refused", "userinfo names nobody");
    const { aval_session: session, sid } = claims;
    // What is not said to be full is treated as reduced.
    const rights = session === "full" ? "full" : "reduced";
    return {
      person,
      subject: claims.sub,
      session: typeof sid === "string" ? sid : undefined,
      idToken: tokens.id_token ?? "",
      ...keptOf(tokens),
      hintToken: hintIn(tokens),
      rights,
      ...approvalOf(claims, rights, now()),
    };
  }

  const keptOf = (tokens: client.TokenEndpointResponse) => ({
    accessToken: tokens.access_token,
    accessTokenEndsAt: now() + (tokens.expires_in ?? 0) * 1_000,
    refreshToken: tokens.refresh_token,
  });

  /** The session with tokens that stand; `undefined` when the provider says that it is over. */
  async function renewed(of: SignedIn): Promise<SignedIn | undefined> {
    if (now() < of.accessTokenEndsAt) return of;
    if (!of.refreshToken) return undefined;
    try {
      const config = await configuration();
      const { refreshToken } = of;
      const tokens = await client.refreshTokenGrant(config, refreshToken, {}, bound(config));
      return { ...of, ...keptOf(tokens) };
    } catch (fault) {
      const failure = asFailure(fault);
      if (failure.failure === "expired") return undefined;
      throw failure;
    }
  }

  /**
   * Reads another service in this person's name: this program's token is exchanged for one of that service's (RFC 8693), which
   * alone goes there, and ends with this session.
   */
  async function readAt(
    { address, clientId }: { readonly address: string; readonly clientId: string },
    of: SignedIn,
  ): Promise<unknown> {
    const config = await configuration();
    try {
      const theirs = await client.genericGrantRequest(config, exchange, {
        subject_token: of.accessToken,
        subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
        audience: clientId,
      });
      const url = new URL(address);
      const answer = await client.fetchProtectedResource(config, theirs.access_token, url, "GET");
      if (!answer.ok) throw new SignInFailure("refused", `${address}: ${answer.status}`);
      return await answer.json();
    } catch (fault) {
      throw asFailure(fault);
    }
  }

  /** Closes the provider's session, from this program to it: there is no browser to send. Silent when it does not answer. */
  async function signOut({ idToken }: SignedIn): Promise<void> {
    const address = client.buildEndSessionUrl(await configuration(), { id_token_hint: idToken });
    await fetch(address, { redirect: "manual", signal: AbortSignal.timeout(8_000) });
  }

  /** The session that a logout token says is over; `undefined` for anything else than a fresh one of our provider for us. */
  async function loggedOut(token: string): Promise<LoggedOut | undefined> {
    const { issuer, jwks_uri: address } = (await configuration()).serverMetadata();
    if (!address) throw new SignInFailure("unreachable", "no keys");
    try {
      const keys = createRemoteJWKSet(new URL(address));
      const audience = registration.clientId;
      return await readLogoutToken(token, { issuer, audience, keys });
    } catch (cause) {
      throw new SignInFailure("unreachable", "no keys", cause);
    }
  }

  return { configuration, ask, follow, renewed, readAt, signOut, loggedOut };
}

/** What the provider answers to a request that it has taken. */
type Begun = Awaited<ReturnType<typeof client.initiateBackchannelAuthentication>>;

/** A member of Aval's: what this installation asks by next time. */
function hintIn(tokens: client.TokenEndpointResponse): string | undefined {
  const { aval_login_hint_token: hint } = tokens as { readonly aval_login_hint_token?: unknown };
  return typeof hint === "string" ? hint : undefined;
}
