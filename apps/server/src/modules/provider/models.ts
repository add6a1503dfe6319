import Provider, { type AccessToken, type RefreshToken } from "oidc-provider";
import type { Standing } from "#modules/sessions";
import { changePolls } from "./ciba.ts";
import { type EngineDeps, type Replay, subjectFor } from "./context.ts";
import { cibaGrant } from "./discovery.ts";
import { isRegistered } from "./redirect.ts";
import { dressed, secretOf } from "./refresh-token.ts";

/**
 * What the engine has no setting for, changed on the models of one engine.
 *
 * Everything here leans on the engine's source at 9.13.3, to which it is pinned; `provider.test.ts` holds each change.
 */
export function changeModels(engine: Provider, deps: EngineDeps): void {
  keepOwnMembers(engine);
  changeClients(engine, deps);
  changeAccessTokens(engine, deps);
  changeRefreshTokens(engine, deps);
  changeSpendables(engine, deps);
  changeSubjects(engine, deps);
  changePolls(engine, deps);
}

/** Members of ours in the engine's records: the session a browser has, and what a grant was asked for. */
function keepOwnMembers(engine: Provider): void {
  for (const [model, member] of [
    [engine.Session, "aval"],
    [engine.Grant, "asked"],
  ] as const) {
    const members = [...(model as unknown as { IN_PAYLOAD: string[] }).IN_PAYLOAD, member];
    Object.defineProperty(model, "IN_PAYLOAD", { get: () => members });
  }
}

function changeClients(engine: Provider, { secretMatches }: EngineDeps): void {
  Object.assign(engine.Client.prototype, {
    // Every token names its session, whether or not the service asked for logout notices.
    includeSid: () => true,
    compareClientSecret(this: { clientSecret: string }, given: string) {
      return secretMatches(given, this.clientSecret);
    },
    redirectUriAllowed(this: { redirectUris: string[] }, asked: string) {
      return isRegistered(asked, this.redirectUris);
    },
  });
}

/** Access tokens are signed documents outside and stored like any other inside. */
function changeAccessTokens(engine: Provider, deps: EngineDeps): void {
  const { notes, signer, issuer } = deps;
  const model = engine.AccessToken as unknown as Finder & { prototype: AccessToken };
  const plainPayload = (model.prototype as unknown as Saved).getValueAndPayload;
  Object.assign(model.prototype, {
    async getValueAndPayload(this: AccessToken) {
      const { payload } = await plainPayload.call(this);
      const { extra, jti, iat, exp, scope, clientId, accountId } = payload;
      const sub = subjectFor(deps, this.client, accountId);
      const claims = {
        ...extra,
        jti,
        iat,
        exp,
        iss: issuer,
        sub,
        scope,
        ...(clientId ? { azp: clientId } : {}),
        ...(this.jkt === undefined ? {} : { cnf: { jkt: this.jkt } }),
      };
      const value = await signer.sign(claims);
      const here = notes.here();
      if (here) here.accessToken = value;
      return { value, payload };
    },
  });

  const findById = model.find.bind(model);
  model.find = async (value, options) => {
    const claims = await signer.read(
      value.startsWith(disguise) ? value.slice(disguise.length) : value,
      "Bearer",
    );
    const token =
      typeof claims?.["jti"] === "string" ? await findById(claims["jti"], options) : undefined;
    return token && (await standingOf(deps, token)) ? token : undefined;
  };
}

/** Refresh tokens look like Keycloak's outside, and are stored like any other inside. */
function changeRefreshTokens(engine: Provider, { issuer }: EngineDeps): void {
  const model = engine.RefreshToken as unknown as Finder & { prototype: RefreshToken };
  const plainPayload = (model.prototype as unknown as Saved).getValueAndPayload;
  Object.assign(model.prototype, {
    async getValueAndPayload(this: RefreshToken) {
      // The engine binds those of clients without a secret only; of software, every copy has it.
      const { client, entities } = Provider.ctx?.oidc ?? {};
      if (client?.grantTypeAllowed(cibaGrant)) this.jkt ??= entities?.AccessToken?.jkt;
      const { payload } = await plainPayload.call(this);
      const { iat, exp, scope, sid, clientId: azp } = payload;
      const told = { iat, exp, iss: issuer, azp, scope, sid, session_state: sid };
      return { value: dressed(this.jti, told), payload };
    },
  });
  const findBySecret = model.find.bind(model);
  model.find = (value, options) => findBySecret(secretOf(value), options);
}

/** Before an access token that is asked about or revoked: the engine refuses there whatever looks like a JWT. */
export const disguise = "~";

type Token = {
  jti: string;
  sid?: string;
  clientId?: string;
  accountId?: string;
  grantId?: string;
  consumed?: unknown;
  extra?: { act?: { client_id?: unknown } };
};
type Finder = { find(value: string, options?: unknown): Promise<Token | undefined> };
type Saved = {
  getValueAndPayload(): Promise<{
    payload: Record<string, unknown> & { extra?: object; accountId: string };
  }>;
};

/** The live session behind an artefact, noted for the steps after. Nothing outlives its session or serves another client. */
async function standingOf(
  { standing, notes, subjects }: EngineDeps,
  token: Token,
): Promise<Standing | undefined> {
  const found = token.sid ? await standing(token.sid) : undefined;
  if (!found || subjects.nationalId(token.accountId ?? "") !== found.nationalId) return undefined;
  const serves = found.client === token.clientId || isExchanged(found, token);
  if (found.rights === "reduced" && !serves) return undefined;
  const here = notes.here();
  if (here) here.standing = found;
  return found;
}

/** A token that a session's own software exchanged for another service's. Who it was for stands in what we stored of it. */
const isExchanged = ({ client, proof }: Standing, { extra }: Token) =>
  proof === "plain_software" && client !== undefined && extra?.act?.client_id === client;

/**
 * Codes and refresh tokens. Presented at the token endpoint a second time, they end what came of the first
 * (RFC 9700 4.5 and 4.14): whoever has a copy has it from somebody. A refresh token sent again within ten seconds by its own
 * client is an answer that got lost, and only gets nothing (DESIGN 5).
 */
function changeSpendables(engine: Provider, deps: EngineDeps): void {
  const change = (artefact: Replay["artefact"], model: Finder & RevokedByGrant) => {
    const findAny = model.find.bind(model);
    model.find = async (value, options) => {
      const token = await findAny(value, options);
      const standing = token && (await standingOf(deps, token));
      if (!token || !standing) return undefined;
      const client = presentedBy();
      const here = deps.notes.here();
      if (here && client !== undefined) here.client = client;
      if (client === undefined || !isReplay(artefact, token, client)) return token;
      if (isTheft(artefact, token, client))
        await deps.replayed({ artefact, standing, client, grant: token.grantId ?? "" });
      return undefined;
    };
    notByOneToken(model);
  };
  change("code", engine.AuthorizationCode as unknown as Finder & RevokedByGrant);
  change("refresh_token", engine.RefreshToken as unknown as Finder & RevokedByGrant);
  notByOneToken(engine.AccessToken as unknown as RevokedByGrant);
}

/** Who presents an artefact to be spent; `undefined` elsewhere than at the token endpoint. */
function presentedBy(): string | undefined {
  const oidc = Provider.ctx?.oidc;
  return oidc?.route === "token" ? oidc.client?.clientId : undefined;
}

/** A code sent by another client is refused by the engine and left to its own. */
function isReplay(artefact: Replay["artefact"], token: Token, client: string): boolean {
  return Boolean(token.consumed) || (artefact === "refresh_token" && token.clientId !== client);
}

function isTheft(artefact: Replay["artefact"], token: Token, client: string): boolean {
  return artefact === "code" || token.clientId !== client || token.consumed !== "just_now";
}

type RevokedByGrant = { revokeByGrantId(grant: string): Promise<void> };

/** Revoking one access token ends that token; the engine would end the whole family. */
function notByOneToken(model: RevokedByGrant): void {
  const revokeAll = model.revokeByGrantId.bind(model);
  model.revokeByGrantId = async (grant) => {
    const oidc = Provider.ctx?.oidc;
    if (oidc?.route === "revocation" && oidc.entities.AccessToken) return;
    await revokeAll(grant);
  };
}

function changeSubjects(engine: Provider, deps: EngineDeps): void {
  const { Claims } = engine as unknown as {
    Claims: { prototype: { client: unknown; result(): Promise<{ sub?: string }> } };
  };
  const { result } = Claims.prototype;
  Claims.prototype.result = async function () {
    const claims = await result.call(this);
    return claims.sub === undefined
      ? claims
      : { ...claims, sub: subjectFor(deps, this.client, claims.sub) };
  };
}
