import * as openid from "openid-client";
import { lifetimes } from "#lifetimes";
import type { CivilTraits } from "#modules/directory";
import type { Secret } from "#platform/secret";
import type { OutboundFetch } from "#platform/outbound";
import { after, type Clock, type Instant, minutes } from "#platform/time";

/*
 * The upstream provider of remote eIDs, by the code flow with PKCE, state and nonce: what it says of who is in front of it, and how
 * sure it is. FranceConnect+ names its claims so (given_name, family_name, birthdate, birthplace, birthcountry); its level is the `acr` of
 * the ID token, which is signed.
 */

/** The one provider of this deployment, from the settings. */
export type EidSettings = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** The `acr` values that are "substantial" or better there. */
  readonly acrValues: readonly string[];
  readonly scope: string;
};

export type EidProviderDeps = {
  readonly settings: EidSettings;
  readonly clock: Clock;
  readonly fetch: OutboundFetch;
  /** Where the browser comes back to, on the authenticator's origin. */
  readonly callback: string;
};

/** What was drawn for one passage. */
export type Drawn = { readonly state: string; readonly nonce: string; readonly verifier: string };

/** What the provider said, verified. */
export type Said = { readonly acr: string; readonly traits: CivilTraits };

export type EidProvider = ReturnType<typeof createEidProvider>;

/** How long what a provider says of itself is believed without asking again. */
const believed = minutes(10);

export function createEidProvider(deps: EidProviderDeps) {
  const { settings, clock, callback } = deps;
  let known: { readonly config: openid.Configuration; readonly until: Instant } | undefined;

  async function configuration(): Promise<openid.Configuration> {
    if (known && known.until > clock.now()) return known.config;
    const config = await openid.discovery(
      new URL(settings.issuer),
      settings.clientId,
      undefined,
      openid.ClientSecretPost(settings.clientSecret.reveal()),
      {
        [openid.customFetch]: (address, how) =>
          deps.fetch(address, { ...how, mayBePrivate: false, within: lifetimes.upstreamAnswer }),
        ...(new URL(settings.issuer).protocol === "http:"
          ? { execute: [openid.allowInsecureRequests] }
          : {}),
      },
    );
    known = { config, until: after(clock.now(), believed) };
    return config;
  }

  return {
    issuer: settings.issuer,
    /** Where the browser goes. Throws when the provider does not answer. */
    address: async ({ state, nonce, verifier }: Drawn): Promise<string> =>
      openid.buildAuthorizationUrl(await configuration(), {
        redirect_uri: callback,
        scope: settings.scope,
        acr_values: settings.acrValues.join(" "),
        prompt: "login",
        state,
        nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
      }).href,
    /** What it says of whoever came back with this. Throws for whatever does not verify; `undefined`: not sure enough. */
    said: async (query: URLSearchParams, drawn: Drawn): Promise<Said | undefined> => {
      const config = await configuration();
      const back = new URL(callback);
      back.search = query.toString();
      const tokens = await openid.authorizationCodeGrant(config, back, {
        pkceCodeVerifier: drawn.verifier,
        expectedNonce: drawn.nonce,
        expectedState: drawn.state,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      const acr = claims?.acr;
      if (!claims || typeof acr !== "string" || !settings.acrValues.includes(acr)) return undefined;
      const more = await openid.fetchUserInfo(config, tokens.access_token, claims.sub);
      return { acr, traits: traitsOf({ ...more, ...claims }) };
    },
  };
}

/** The claims as they are compared. INSEE writes a place of birth as five characters, and whoever is born abroad has none. */
export function traitsOf(claims: Readonly<Record<string, unknown>>): CivilTraits {
  const text = (name: string) => {
    const value = claims[name];
    return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
  };
  const place = text("birthplace");
  const isCode = place !== undefined && /^(\d{2}|2[AB])\d{3}$/.test(place);
  return {
    // By FranceConnect's own word `family_name` is the name of birth; what is borne now is `preferred_username`.
    birthFamilyName: text("family_name"),
    givenNames: text("given_name"),
    birthDate: text("birthdate"),
    birthPlace: {
      communeCode: isCode ? place : undefined,
      name: isCode ? undefined : place,
      country: text("birthcountry"),
    },
  };
}
