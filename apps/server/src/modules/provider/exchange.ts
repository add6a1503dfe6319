import { errors, type KoaContextWithOIDC } from "oidc-provider";
import type Provider from "oidc-provider";
import { grantedScope } from "./claims.ts";
import type { EngineDeps } from "./context.ts";
import { exchangeGrant } from "./discovery.ts";
import { keyHandedOn } from "./proof.ts";

/**
 * Token exchange (RFC 8693), for one use: software that a holder let in by two digits reaches a service that accepts it, by a token
 * of that service's.
 *
 * The one exception to a reduced session serving one client (DESIGN section 5). The token is the service's, names the software in
 * `act`, is not renewed, and dies with the session it came from, like all that derives from it. The service is entered: it stands in
 * the holder's list, and is told when the session ends. A token that is bound to a key is exchanged for one that is bound to it.
 *
 * Who gains if a check is missing: whoever has a software's token, or its secret, at services that never agreed to such sessions.
 */
export function addExchange(engine: Provider, deps: EngineDeps): void {
  const parameters = [
    "subject_token",
    "subject_token_type",
    "requested_token_type",
    "audience",
    "scope",
  ];
  engine.registerGrantType(exchangeGrant, (ctx) => exchange(engine, deps, ctx), parameters);
}

const accessTokenType = "urn:ietf:params:oauth:token-type:access_token";

async function exchange(
  engine: Provider,
  deps: EngineDeps,
  ctx: KoaContextWithOIDC,
): Promise<void> {
  const { audience, ...asked } = (ctx.oidc.params ?? {}) as Record<string, string | undefined>;
  if (
    asked["subject_token_type"] !== accessTokenType ||
    (asked["requested_token_type"] ?? accessTokenType) !== accessTokenType
  )
    throw new errors.InvalidRequest("access tokens only");
  if (!asked["subject_token"] || !audience)
    throw new errors.InvalidRequest("subject_token and audience are required");

  const own = ctx.oidc.client?.clientId;
  const subject = await engine.AccessToken.find(asked["subject_token"]);
  const here = deps.notes.of(ctx);
  const { standing } = here;
  if (!subject || !standing || subject.clientId !== own || standing.client !== own)
    throw new errors.InvalidGrant("subject_token is not a token of this software's session");
  const key = await keyHandedOn(engine, ctx, subject);
  const target = await engine.Client.find(audience);
  const holder = target && (await deps.holder(standing));
  if (holder?.state !== "active" || !(await deps.exchanges(standing, audience)))
    throw new errors.InvalidTarget("this service does not accept such sessions");

  here.professional = holder;
  const { accountId } = subject;
  const grant = new engine.Grant({ accountId, clientId: audience });
  grant.addOIDCScope(grantedScope);
  const given = {
    ...{ accountId, client: target, grantId: await grant.save(), gty: "token_exchange" },
    ...{ scope: grantedScope, sid: standing.id },
  };
  const token = new engine.AccessToken(given as never);
  if (key !== undefined) token.setThumbprint("jkt", key);
  ctx.oidc.entity("AccessToken", token);
  ctx.body = {
    access_token: await token.save(),
    issued_token_type: accessTokenType,
    token_type: token.tokenType,
    expires_in: token.expiration,
    scope: grantedScope,
  };
}
