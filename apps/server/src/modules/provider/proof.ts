import Provider, { errors, type KoaContextWithOIDC } from "oidc-provider";
import validate, { checkDpopReplay } from "oidc-provider/lib/helpers/validate_dpop.js";

/**
 * Proofs of a key (DPoP, RFC 9449) where the engine asks for none: the engine's own check, which is at its token and userinfo
 * endpoints already, so that one clock and one memory of what was seen decide everywhere.
 *
 * Leans on the engine's source at 9.13.3, to which it is pinned.
 */

/**
 * The key that this request proves: its RFC 7638 thumbprint. `address`: what the proof must be made for, where the engine knows it by
 * another name. A proof is taken once.
 */
export async function provenKey(
  engine: Provider,
  ctx: KoaContextWithOIDC,
  address?: string,
): Promise<string> {
  if (address !== undefined) Object.assign(ctx.oidc, { urlFor: () => address });
  const proof = await validate(engine, ctx);
  if (!proof)
    throw new errors.InvalidRequest("a DPoP proof of this installation's key is required");
  const client = ctx.oidc.client?.clientId ?? "";
  await checkDpopReplay(engine, ctx, proof, client, errors.InvalidRequest);
  return proof.thumbprint;
}

/** The key that a request at the token endpoint has proved, which the engine has looked at already; `undefined` without a proof. */
export async function keyAtToken(
  engine: Provider,
  ctx: KoaContextWithOIDC,
): Promise<string | undefined> {
  return (await validate(engine, ctx))?.thumbprint;
}

/**
 * The key to which a token that comes of another is bound: the other's, proved again, so that whoever copied a bound token makes no free
 * one of it; of a free token the key that is proved now, if one is. A proof is taken once.
 */
export async function keyHandedOn(
  engine: Provider,
  ctx: KoaContextWithOIDC,
  { jkt: bound }: { readonly jkt?: string | undefined },
): Promise<string | undefined> {
  const proof = await validate(engine, ctx);
  if (bound !== undefined && bound !== proof?.thumbprint)
    throw new errors.InvalidGrant("a DPoP proof of the key that the token is bound to is required");
  if (proof)
    await checkDpopReplay(engine, ctx, proof, ctx.oidc.client?.clientId ?? "", errors.InvalidGrant);
  return proof?.thumbprint;
}
