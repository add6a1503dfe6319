import { isId } from "@aval/protocol";
import type Provider from "oidc-provider";
import type { KoaContextWithOIDC } from "oidc-provider";
import { lifetimes } from "#lifetimes";
import type { Professional } from "#modules/directory";
import type { Standing } from "#modules/sessions";
import { accessTokenClaims } from "./claims.ts";
import { authenticationOf, type EngineDeps, subjectFor } from "./context.ts";
import { clearCookie, cookieNames, setCookie, withoutEngineCookies } from "./cookies.ts";
import { publicClientAuth } from "./discovery.ts";
import { newHint } from "./login-hint.ts";

/**
 * What is added to the engine's answers on their way out: Keycloak's members of a token response, the whole of an
 * introspection, and cookies that are ours.
 *
 * Source: psc-contract 1.4 and 1.6; build-notes 1, items 4, 6 and 7.
 */
export function changeAnswers(engine: Provider, deps: EngineDeps): void {
  engine.use(async (ctx, next) => {
    // The engine refuses to set secure cookies over http, which loopback is; browsers accept them there.
    Object.defineProperty(ctx, "secure", { value: true });
    await next();
    changeCookies(deps, ctx as KoaContextWithOIDC);
  });
  engine.use(async (ctx, next) => {
    await next();
    allowCredentials(ctx as KoaContextWithOIDC);
    const { route } = (ctx as KoaContextWithOIDC).oidc ?? {};
    if (ctx.status !== 200 || typeof ctx.body !== "object" || ctx.body === null) return;
    if (route === "token")
      ctx.body = await tokenAnswer(deps, ctx as KoaContextWithOIDC, ctx.body as Answer);
    if (route === "backchannel_authentication")
      ctx.body = { ...ctx.body, interval: lifetimes.cibaInterval / 1000 };
    if (route === "introspection")
      ctx.body = await introspection(deps, ctx as KoaContextWithOIDC, ctx.body as Answer);
  });
}

/**
 * Keycloak's own script asks with `credentials: "include"`, and a browser then wants this said. It gives nothing away: no cookie
 * reaches the token endpoint, and the origin is one of the client's own (`clientBasedCORS`).
 */
function allowCredentials(ctx: KoaContextWithOIDC): void {
  const { route, client } = ctx.oidc ?? {};
  const origin = ctx.get("origin");
  const isAllowed = origin !== "" && ctx.response.get("access-control-allow-origin") === origin;
  if (route === "token" && client?.clientAuthMethod === publicClientAuth && isAllowed)
    ctx.set("access-control-allow-credentials", "true");
}

type Answer = Readonly<Record<string, unknown>>;

function changeCookies({ notes }: EngineDeps, ctx: KoaContextWithOIDC): void {
  const set = ctx.res.getHeader("set-cookie");
  const kept = withoutEngineCookies(
    Array.isArray(set) ? set : set === undefined ? [] : [String(set)],
  );
  const { signInKey } = notes.of(ctx);
  const begun = ctx.oidc?.entities.Interaction?.uid;
  if (signInKey && begun)
    kept.push(setCookie(cookieNames.signIn(begun), signInKey, lifetimes.interaction / 1000));
  if (ctx.oidc?.route === "resume")
    for (const name of [cookieNames.signIn, cookieNames.resume])
      kept.push(clearCookie(name(String(ctx["params"].uid))));
  if (kept.length === 0) ctx.res.removeHeader("set-cookie");
  else ctx.res.setHeader("set-cookie", kept);
}

/** Clients written for PSC fail without `refresh_expires_in` and `session_state`. An id_token only for who asked `openid`. */
async function tokenAnswer(
  deps: EngineDeps,
  ctx: KoaContextWithOIDC,
  answer: Answer,
): Promise<Answer> {
  const { RefreshToken: refresh, AccessToken: access, Grant: grant } = ctx.oidc.entities;
  // What strict software asks at addresses of its own gives no token.
  if (!access) return answer;
  const asked = String((grant as { asked?: string } | undefined)?.asked ?? "").split(" ");
  const { id_token: idToken, ...rest } = answer;
  return {
    ...rest,
    ...(idToken !== undefined && asked.includes("openid") ? { id_token: idToken } : {}),
    ...(refresh && answer["refresh_token"] !== undefined
      ? { refresh_expires_in: refresh.expiration }
      : {}),
    "not-before-policy": 0,
    session_state: access.sid,
    ...(await renewedHint(deps, ctx, access)),
  };
}

/** Each answer to strict software brings what it asks by next: an installation that is used never has to be linked again. */
async function renewedHint(
  deps: EngineDeps,
  ctx: KoaContextWithOIDC,
  { jkt: key }: { readonly jkt?: string | undefined },
): Promise<Answer> {
  const { standing } = deps.notes.of(ctx);
  const { client } = ctx.oidc;
  if (standing?.proof !== "strict_software" || !client || key === undefined) return {};
  const { browser: installation, nationalId } = standing;
  if (!isId("ins", installation)) return {};
  const hint = { installation, nationalId, client, key, jti: deps.newJti() };
  return { aval_login_hint_token: await newHint(deps, hint) };
}

/** The token's own claims and who it names; of a refresh token the same, without the professional's id apart (INTRO). */
async function introspection(
  deps: EngineDeps,
  ctx: KoaContextWithOIDC,
  answer: Answer,
): Promise<Answer> {
  if (answer["active"] !== true) return { active: false };
  const { AccessToken: access, RefreshToken: refresh } = ctx.oidc.entities;
  const { standing } = deps.notes.of(ctx);
  const professional = standing && (await deps.holder(standing));
  if (!standing || professional?.state !== "active") return { active: false };
  const told = {
    ...answer,
    sub: subjectFor(deps, ctx.oidc.client, String((access ?? refresh)?.accountId)),
    username: professional.nationalId,
  };
  if (access) return { ...told, SubjectNameID: professional.nationalId };
  // The id of a refresh token is its secret: the engine leaves it out where it is the whole token, which ours is not.
  const { jti: _, ...rest } = told as Answer;
  return { ...rest, ...refreshTokenClaims(professional, standing, refresh) };
}

type Refresh = KoaContextWithOIDC["oidc"]["entities"]["RefreshToken"];

function refreshTokenClaims(professional: Professional, standing: Standing, refresh: Refresh) {
  const given = {
    service: refresh?.clientId ?? "",
    nonce: refresh?.nonce,
    authTime: refresh?.authTime,
  };
  return { ...accessTokenClaims(professional, authenticationOf(standing), given), typ: "Refresh" };
}
