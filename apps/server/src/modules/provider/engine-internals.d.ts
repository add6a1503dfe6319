/** A part of the engine that its published types leave out. */
declare module "oidc-provider/lib/helpers/validate_dpop.js" {
  import type Provider from "oidc-provider";
  import type { KoaContextWithOIDC } from "oidc-provider";

  type Proof = { readonly thumbprint: string; readonly jti: string; readonly iat: number };

  /** The proof of a request, checked; `undefined` when it has none. Throws when it has a wrong one. */
  export default function validateDpop(
    engine: Provider,
    ctx: KoaContextWithOIDC,
    accessToken?: string,
  ): Promise<Proof | undefined>;

  /** Throws when the proof was seen before. */
  export function checkDpopReplay(
    engine: Provider,
    ctx: KoaContextWithOIDC,
    proof: Proof,
    client: string,
    Refused: new (description: string) => Error,
  ): Promise<void>;
}
