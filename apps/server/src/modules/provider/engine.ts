import Provider, {
  type AccessToken,
  type Account,
  type Configuration,
  errors,
  interactionPolicy,
  type KoaContextWithOIDC,
} from "oidc-provider";
import { lifetimes } from "#lifetimes";
import { changeAnswers } from "./answers.ts";
import { cibaFeature, cibaLife } from "./ciba.ts";
import {
  accessTokenClaims,
  askedScope,
  grantedScope,
  idTokenClaims,
  idTokenMembers,
  userinfoClaims,
  userinfoMembers,
} from "./claims.ts";
import { ownMembers, ServiceSuspended } from "./client.ts";
import { authenticationOf, type EngineDeps } from "./context.ts";
import { cookieNames } from "./cookies.ts";
import {
  assertionAlgorithms,
  clientAuthMethods,
  paths,
  proofAlgorithms,
  publicClientAuth,
  streamScope,
} from "./discovery.ts";
import { addExchange } from "./exchange.ts";
import { changeModels } from "./models.ts";
import { addStrictSoftware } from "./strict-software.ts";

/**
 * The authorization engine (`oidc-provider`), speaking PSC's dialect.
 *
 * What the engine has no setting for is replaced on its models: access tokens are JWTs that are stored all the same, and
 * nothing is found whose session no longer stands. A new engine over the same storage takes 3 ms, which is how
 * signing keys are renewed without a restart.
 *
 * Source: build-notes section 1, items 1 to 17; the engine's source at 9.13.3, to which it is pinned.
 */
export function createEngine(deps: EngineDeps): Provider {
  const engine = new (engineClass(deps.renderForm))(deps.issuer, configuration(deps));
  // Its own way of telling a fault prints; ours is the log.
  engine.silent = true;
  changeModels(engine, deps);
  addExchange(engine, deps);
  addStrictSoftware(engine, deps);
  changeAnswers(engine, deps);
  // Keycloak's member of the answer that takes the code back (psc-contract 1.3).
  engine.on("authorization.success", (ctx, answer) => {
    const session = ctx.oidc.session?.sidFor(ctx.oidc.client?.clientId ?? "");
    if (session && answer) Object.assign(answer, { session_state: session });
  });
  return engine;
}

type Handler = Parameters<Provider["registerResponseMode"]>[1];

/** The engine writes the page of `form_post` with an inline script; ours has none. A mode is registered while it is built. */
function engineClass(renderForm: EngineDeps["renderForm"]) {
  return class Engine extends Provider {
    override registerResponseMode(name: string, handler: Handler) {
      const ours: Handler = (ctx, address, fields) =>
        renderForm(ctx, address, fields as Record<string, string>);
      super.registerResponseMode(name, name === "form_post" ? ours : handler);
    }
  };
}

const inSeconds = (span: number) => Math.floor(span / 1000);

function configuration(deps: EngineDeps): Configuration {
  return {
    adapter: deps.adapter,
    jwks: { keys: deps.keys.privateJwks },
    routes: {
      authorization: paths.authorization,
      token: paths.token,
      userinfo: paths.userinfo,
      jwks: paths.jwks,
      introspection: paths.introspection,
      revocation: paths.revocation,
      end_session: paths.endSession,
      backchannel_authentication: paths.ciba,
    },
    features: {
      devInteractions: { enabled: false },
      introspection: { enabled: true, allowedPolicy: isItsOwnAndProven },
      revocation: { enabled: true, allowedPolicy: isItsOwn },
      rpInitiatedLogout: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      dPoP: { enabled: true },
      // For its stream of signals, and nothing else (`streams`).
      clientCredentials: { enabled: true },
      ciba: cibaFeature(deps),
    },
    scopes: [...grantedScope.split(" "), ...streamScope.split(" ")],
    claims: {
      openid: [...idTokenMembers],
      scope_all: [...userinfoMembers],
      profile: [],
      identity: [],
    },
    acrValues: ["eidas1"],
    responseTypes: ["code"],
    ...clientRules(deps),
    // Tokens die with our session, which the finders ask (`models.ts`); the engine's own is only a browser's.
    expiresWithSession: () => false,
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed("refresh_token"),
    rotateRefreshToken: true,
    ttl: lives(deps),
    cookies: {
      names: { session: cookieNames.session, ...cookieNames.engine },
      long: { httpOnly: true, sameSite: "lax", secure: true, path: "/", signed: false },
      // These stay between the engine and us.
      short: { httpOnly: true, sameSite: "lax", path: "/", signed: false },
    },
    interactions: {
      policy: policy(),
      url: (_ctx, signIn) => `${deps.loginOrigin}/login/${signIn.uid}`,
    },
    // A service's own token concerns nobody.
    extraTokenClaims: async (ctx, token) =>
      token.kind === "ClientCredentials"
        ? undefined
        : extraTokenClaims(deps, ctx, token as AccessToken),
    findAccount: (ctx, subject) => findAccount(deps, ctx, subject),
    loadExistingGrant: (ctx) => newGrant(ctx),
    renderError: (ctx, out, fault) =>
      deps.renderError(
        ctx,
        fault instanceof errors.SessionNotFound
          ? { error: "sign_in_over" }
          : fault instanceof ServiceSuspended
            ? { error: "service_suspended" }
            : out,
      ),
  };
}

/** Only the client a token was issued to learns of it or revokes it; to others it does not exist. */
const isItsOwn = async (
  _ctx: unknown,
  client: { readonly clientId: string; readonly clientAuthMethod?: string | undefined },
  token: { readonly clientId?: string | undefined },
) => client.clientId === token.clientId;

/** Whoever holds a token of a public service can say its name: to be told what the token says takes a secret or a key. */
const isItsOwnAndProven: typeof isItsOwn = async (ctx, client, token) =>
  client.clientAuthMethod !== publicClientAuth && (await isItsOwn(ctx, client, token));

/** How services prove who they are, and what is asked of each. */
function clientRules({ issuer, clock }: EngineDeps): Partial<Configuration> {
  return {
    clientAuthMethods: [...clientAuthMethods, publicClientAuth],
    enabledJWA: {
      idTokenSigningAlgValues: ["RS256"],
      clientAuthSigningAlgValues: [...assertionAlgorithms],
      dPoPSigningAlgValues: [...proofAlgorithms],
    },
    extraClientMetadata: { properties: [...ownMembers] },
    // `channel`: which means a PSC client would like asked. The phone is the only one here.
    extraParams: [askedScope, "channel", "kc_idp_hint"],
    allowOmittingSingleRegisteredRedirectUri: false,
    clockTolerance: inSeconds(lifetimes.assertionSkew),
    pkce: {
      required: (_ctx, client) =>
        client["aval_profile"] === "strict" || client.clientAuthMethod === publicClientAuth,
    },
    assertJwtClientAuthClaimsAndHeader: async (_ctx, claims) => {
      // RFC 7523bis: an assertion made for another endpoint or server must not be good here.
      if (claims["aud"] !== issuer)
        throw new errors.InvalidClientAuth("audience (aud) must be the issuer");
      const life = Number(claims["exp"]) - clock.now() / 1000;
      if (life > inSeconds(lifetimes.assertion))
        throw new errors.InvalidClientAuth("expiration is too far away");
    },
    clientBasedCORS: (_ctx, origin, client) =>
      (client.redirectUris ?? []).some((uri) => URL.parse(uri)?.origin === origin),
  };
}

/** In seconds, as the engine counts. Tokens end with their session at the latest. */
function lives({ notes, clock }: EngineDeps): Configuration["ttl"] {
  const untilSessionEnds = (longest: number) => () => {
    const standing = notes.here()?.standing;
    const left = standing ? standing.endsAt - clock.now() : longest;
    return Math.max(1, inSeconds(Math.min(longest, left)));
  };
  return {
    AccessToken: untilSessionEnds(lifetimes.accessToken),
    AuthorizationCode: inSeconds(lifetimes.authorizationCode),
    BackchannelAuthenticationRequest: (ctx) => cibaLife(ctx),
    ClientCredentials: inSeconds(lifetimes.streamToken),
    Grant: inSeconds(lifetimes.session),
    IdToken: inSeconds(lifetimes.accessToken),
    Interaction: inSeconds(lifetimes.interaction),
    RefreshToken: untilSessionEnds(lifetimes.refreshToken),
    Session: inSeconds(lifetimes.session),
  };
}

/** Every authorization passes the login page (decision 0009): a cookie alone is never enough. Consent is never asked. */
function policy() {
  const { Prompt, Check } = interactionPolicy;
  const always = new Check(
    "sign_in",
    "the browser's key must answer",
    "login_required",
    (ctx) => ctx.oidc.result?.login === undefined,
  );
  return [
    new Prompt({ name: "login", requestable: true }, always),
    new Prompt({ name: "consent", requestable: true }),
    new Prompt({ name: "select_account", requestable: true }),
  ];
}

/** One grant an authorization: what a replayed code ends is what that code gave, and no other tab's tokens. */
async function newGrant(ctx: KoaContextWithOIDC) {
  const { client, session, account, result, params } = ctx.oidc;
  const opened = (result?.["aval"] as { session: string } | undefined)?.session;
  if (!opened || !client || !session || !account) return undefined;
  session.sidFor(client.clientId, opened);
  Object.assign(session, { aval: opened });
  const asked = String(params?.[askedScope] ?? "");
  const grant = new ctx.oidc.provider.Grant({
    accountId: account.accountId,
    clientId: client.clientId,
    ...{ asked },
  });
  grant.addOIDCScope(grantedScope);
  await grant.save();
  return grant;
}

async function extraTokenClaims(
  { notes }: EngineDeps,
  ctx: KoaContextWithOIDC,
  token: AccessToken,
) {
  const { standing, professional } = notes.of(ctx);
  if (!standing || !professional)
    throw new Error("a token is made for a session and a professional");
  const { AuthorizationCode, BackchannelAuthenticationRequest, RefreshToken } = ctx.oidc.entities;
  const source = AuthorizationCode ?? RefreshToken ?? BackchannelAuthenticationRequest;
  // Whose session it is, where another service's token came of it.
  const isExchanged = standing.client !== undefined && standing.client !== token.clientId;
  const given = { service: token.clientId ?? "", nonce: source?.nonce, authTime: source?.authTime };
  const claims = accessTokenClaims(professional, authenticationOf(standing), given);
  return isExchanged ? { ...claims, act: { client_id: standing.client } } : claims;
}

async function findAccount(
  deps: EngineDeps,
  ctx: KoaContextWithOIDC,
  subject: string,
): Promise<Account | undefined> {
  const here = deps.notes.of(ctx);
  const nationalId = deps.subjects.nationalId(subject);
  if (nationalId === undefined) return undefined;
  // Whom software names is not looked up: the answer must not know.
  if (ctx.oidc.route === "backchannel_authentication")
    return { accountId: subject, claims: async () => ({ sub: subject }) };
  const professional = await (here.standing
    ? deps.holder(here.standing)
    : deps.professional(nationalId));
  if (professional?.state !== "active") return undefined;
  here.professional = professional;
  return {
    accountId: subject,
    claims: async (use) => {
      if (!here.standing) throw new Error("claims are given for a session");
      const authentication = authenticationOf(here.standing);
      if (use === "userinfo")
        return { sub: subject, ...userinfoClaims(professional, authentication.authMode) };
      // The engine hashes whatever stands under `at_hash`.
      const hashed = here.accessToken === undefined ? {} : { at_hash: here.accessToken };
      return {
        sub: subject,
        ...idTokenClaims(professional, authentication, ctx.oidc.client?.clientId ?? ""),
        ...hashed,
      };
    },
  };
}
