import type { ProfessionalId } from "@aval/protocol";
import * as openid from "openid-client";
import { lifetimes } from "#lifetimes";
import { type Directory, scopeOfStructure } from "#modules/directory";
import type { IdentityProvider, IdentityProviders, Software } from "#modules/software";
import type { AnyTables, Database } from "#platform/database";
import type { OutboundFetch } from "#platform/outbound";
import type { Random } from "#platform/random";
import { hashSecret, newSecret } from "#platform/secret";
import { rightsOf } from "./rights.ts";
import * as store from "./upstream-store.ts";

/*
 * An establishment's own identity provider: the sign-in page goes to it and comes back, by the code flow with PKCE.
 *
 * It may say of its own people only who they are: the national identifier in a claim agreed on, of somebody whom the directory
 * attaches to that establishment. Everything else that can come back looks the same. State and nonce are drawn here for one page
 * of one browser key; what comes back is worth nothing but to that page and key, within ten seconds, once.
 *
 * Who gains if it is wrong: whoever runs, or has broken into, an establishment's directory of users. This table of rights keeps them
 * from `critical` services, from people of elsewhere, and from everything that would outlast the session.
 */

export type UpstreamDeps = {
  readonly db: Database<AnyTables>;
  readonly random: Random;
  readonly providers: Pick<IdentityProviders, "find" | "hold">;
  readonly directory: Pick<Directory, "find" | "scopesOf">;
  readonly software: Pick<Software, "find">;
  /** Our key, with which we prove ourselves there (private_key_jwt): no secret of theirs is kept. */
  readonly key: () => { readonly kid: string; readonly key: CryptoKey };
  readonly fetch: OutboundFetch;
  /** Where the browser comes back to, on the sign-in origin. */
  readonly callback: string;
  /** What each provider said of itself, while it is believed. */
  readonly known: Map<string, Known>;
  /** Aval's own services: never entered so. */
  readonly isOurs: (service: string) => boolean;
};

/** Of the hint of a request: what the page can offer. */
export async function doorOf(
  { providers, isOurs }: Pick<UpstreamDeps, "providers" | "isOurs">,
  hint: string,
  service: string,
): Promise<{ readonly label: string } | undefined> {
  const found = isOurs(service) ? undefined : await providers.find(hint);
  return found && { label: found.label };
}

/** The page goes there: the address, for this very page; `undefined` when the provider does not answer, or there is none. */
export async function begin(
  deps: UpstreamDeps,
  given: { hint: string; signIn: string; browser: string; service: string },
): Promise<string | undefined> {
  const { hint, signIn, browser, service } = given;
  const provider = deps.isOurs(service) ? undefined : await deps.providers.find(hint);
  const config = provider && (await configurationOf(deps, provider).catch(() => undefined));
  if (!provider || !config) return undefined;
  const [state, nonce, verifier] = [
    newSecret(deps.random),
    newSecret(deps.random),
    newSecret(deps.random),
  ];
  const id = `upv_${newSecret(deps.random).slice(0, 26)}`;
  const stateHash = hashSecret(state);
  const visit = {
    id,
    stateHash,
    signIn,
    browser,
    service,
    provider: provider.name,
    nonce,
    verifier,
  };
  await store.insertVisit(deps.db, visit, lifetimes.upstreamVisit);
  return openid.buildAuthorizationUrl(config, {
    redirect_uri: deps.callback,
    scope: "openid",
    state,
    nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    prompt: "login",
  }).href;
}

/**
 * The browser came back: which page it goes to, and what it shows there. `undefined` for everything that does not hold, whatever
 * it is: a state that nobody began with or that came twice, another browser than the one that left, another nonce, a signature that
 * is not theirs, somebody of elsewhere, a means too weak for the service.
 *
 * `isBegunHere`: whether this browser holds the secret of that page. Without it a holder who was sent the address of somebody
 * else's page would sign in there, and read out what came back (RFC 6749 section 10.12).
 */
export async function finish(
  deps: UpstreamDeps,
  query: URLSearchParams,
  isBegunHere: (signIn: string) => Promise<boolean>,
): Promise<{ readonly signIn: string; readonly nonce: string } | undefined> {
  const state = query.get("state") ?? "";
  const visit = await store.recordReturned(deps.db, hashSecret(state));
  const provider = visit && (await deps.providers.find(visit.provider));
  if (!visit || !provider || !(await isBegunHere(visit.signIn))) return undefined;
  const said = await identityOf(deps, provider, visit, query, state).catch(() => undefined);
  const professional = said && (await personOf(deps, provider, said.nationalId));
  const service = await deps.software.find(visit.service);
  if (!said || !professional || !service) return undefined;
  const proof = said.hasKey ? "establishment_with_key" : "establishment";
  if (!rightsOf(proof, "unknown", service)) return undefined;
  const nonce = newSecret(deps.random);
  const { id, signIn } = visit;
  const proven = { id, professional, hasKey: said.hasKey, returnHash: hashSecret(nonce) };
  const isKept = await store.recordProven(deps.db, proven, lifetimes.upstreamReturn);
  return isKept ? { signIn, nonce } : undefined;
}

/** RFC 8176: a key held in hardware, or a smart card. */
const withKey: ReadonlySet<unknown> = new Set(["hwk", "sc"]);

/** What the provider says, verified: by its own key, for us, for this very passage. */
async function identityOf(
  deps: UpstreamDeps,
  provider: IdentityProvider,
  { nonce, verifier }: store.Visit,
  query: URLSearchParams,
  state: string,
): Promise<{ readonly nationalId: string; readonly hasKey: boolean } | undefined> {
  const config = await configurationOf(deps, provider);
  const back = new URL(deps.callback);
  back.search = query.toString();
  const tokens = await openid.authorizationCodeGrant(config, back, {
    pkceCodeVerifier: verifier,
    expectedNonce: nonce,
    expectedState: state,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  const nationalId = claims?.[provider.claim];
  if (typeof nationalId !== "string" || nationalId === "") return undefined;
  const amr: unknown = claims?.["amr"];
  return { nationalId, hasKey: Array.isArray(amr) && amr.some((method) => withKey.has(method)) };
}

/** Somebody of its own, in activity: whom the directory attaches to its establishment. */
export async function personOf(
  { directory }: Pick<UpstreamDeps, "directory">,
  { structure }: Pick<IdentityProvider, "structure">,
  nationalId: string,
): Promise<ProfessionalId | undefined> {
  const person = await directory.find(nationalId);
  if (person?.state !== "active") return undefined;
  return directory.scopesOf(person).includes(scopeOfStructure(structure)) ? person.id : undefined;
}

/** Who that is, while the provider of this name stands and may name them. */
export async function names(
  deps: UpstreamDeps,
  provider: string,
  nationalId: string,
): Promise<ProfessionalId | undefined> {
  const found = await deps.providers.find(provider);
  return found && personOf(deps, found, nationalId);
}

type Known = { readonly config: openid.Configuration; readonly until: number };
/** How long what a provider says of itself is believed without asking again. */
const believedMs = 600_000;

/** What the provider says of itself, and how we speak to it. Its keys are asked for anew when it signs by another. */
async function configurationOf(
  deps: UpstreamDeps,
  { issuer, clientId, isInside }: IdentityProvider,
): Promise<openid.Configuration> {
  const { kid, key } = deps.key();
  const name = [issuer, clientId, kid].join("\n");
  const found = deps.known.get(name);
  if (found && found.until > performance.now()) return found.config;
  const config = await openid.discovery(
    new URL(issuer),
    clientId,
    { token_endpoint_auth_method: "private_key_jwt" },
    openid.PrivateKeyJwt(
      { key, kid },
      {
        [openid.modifyAssertion]: (header) => {
          // Nobody may take it for a token of ours.
          header["typ"] = "client-authentication+jwt";
        },
      },
    ),
    {
      [openid.customFetch]: (address, how) =>
        deps.fetch(address, { ...how, mayBePrivate: isInside, within: lifetimes.upstreamAnswer }),
      ...(new URL(issuer).protocol === "http:" ? { execute: [openid.allowInsecureRequests] } : {}),
    },
  );
  deps.known.set(name, { config, until: performance.now() + believedMs });
  return config;
}

/** What a page brings back: spent when it is this page's; `undefined` when it is not of this kind at all. */
export function comeBack(
  { db }: Pick<UpstreamDeps, "db">,
  given: { nonce: string; signIn: string; browser: string },
): Promise<store.Spent | "refused" | undefined> {
  const { nonce, signIn, browser } = given;
  return store.recordCameBack(db, { returnHash: hashSecret(nonce), signIn, browser });
}
