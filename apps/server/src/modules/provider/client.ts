import { type AllClientMetadata, errors } from "oidc-provider";
import type { Grant, Service } from "#modules/software";
import { cibaGrant, exchangeGrant, ownGrant, responseModes, strictGrants } from "./discovery.ts";

/** What the engine is told of a service, besides the standard members. */
export const ownMembers = ["aval_profile"] as const;

export type ClientMetadata = AllClientMetadata & { readonly aval_profile: Service["profile"] };

/**
 * A service that was suspended asks: its editor is told so, in place of being told that it is unknown. Who is registered, and
 * whether it is at work, is no secret; whom it would have signed in is not looked at.
 */
export class ServiceSuspended extends errors.UnauthorizedClient {
  constructor() {
    super(
      "this service is suspended by the operator: it signs nobody in, and its tokens open nothing",
    );
  }
}

/**
 * A registered service as the engine knows clients. A suspended one does not exist.
 *
 * The secret given to the engine is its hash: the comparison is ours, and nothing can be signed or decrypted with a
 * secret nobody keeps. Hence no `client_secret_jwt`.
 */
export function clientOf(service: Service): ClientMetadata | undefined {
  if (service.state !== "active") return undefined;
  const has = (grant: Grant) => service.grants.includes(grant);
  const hasCode = has("authorization_code") && service.redirectUris.length > 0;
  const isStrict = service.profile === "strict";
  // PSC's software renews its tokens, and reads `refresh_expires_in` (psc-contract 1.4).
  const renews = has("ciba") || (hasCode && has("refresh_token"));
  return {
    client_id: service.id,
    client_name: service.name,
    // The registry takes `https` anywhere and `http` on loopback names; comparing them is ours (`redirect.ts`).
    application_type: "web",
    redirect_uris: hasCode ? service.redirectUris : [],
    response_types: hasCode ? ["code"] : [],
    response_modes: responseModes,
    grant_types: [
      ...(hasCode ? ["authorization_code"] : []),
      ...(has("ciba") ? [cibaGrant] : []),
      ...(has("ciba") && !isStrict ? [exchangeGrant] : []),
      ...(has("ciba") && isStrict ? Object.values(strictGrants) : []),
      ...(renews ? ["refresh_token"] : []),
      ...(hasStream(service) ? [ownGrant] : []),
    ],
    ...(has("ciba") ? { backchannel_token_delivery_mode: "poll" as const } : {}),
    // Each installation of strict software proves a key of its own, and so do its tokens.
    ...(has("ciba") && isStrict ? { dpop_bound_access_tokens: true } : {}),
    aval_profile: service.profile,
    ...authentication(service),
  };
}

/**
 * Whether a service may be told by a stream: it proves who it is by what it alone has. The secret of a program is in every copy of it,
 * and whoever has one would read whose means were revoked.
 */
export const hasStream = ({ isPublic, grants, secretHash, jwks }: Service): boolean =>
  !isPublic && !grants.includes("ciba") && (secretHash !== undefined || jwks !== undefined);

function authentication(service: Service): AllClientMetadata {
  if (service.jwks)
    return { token_endpoint_auth_method: "private_key_jwt", jwks: { keys: service.jwks.keys } };
  if (service.isPublic) return { token_endpoint_auth_method: "none" };
  // A service without any secret cannot prove who it is: nothing compares equal to an empty hash.
  return {
    token_endpoint_auth_method: "client_secret_basic",
    client_secret: service.secretHash ?? "no secret",
  };
}

/** Whether a text could be the id of a service, before the database is asked. */
export function isClientId(text: string): boolean {
  return /^[\x21-\x7e]{1,255}$/.test(text);
}
