import { type InstallationId, isId } from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import { epochSeconds } from "#platform/time";
import { type EngineDeps, subjectFor } from "./context.ts";

/**
 * `login_hint_token`: by what a linked installation asks. Signed by us, for one client, one holder and one key; good for thirty days,
 * and renewed by each use. Without its key it opens and rings nothing (P-48).
 *
 * It is for us to read: `aud` is our own issuer and the client is in `azp`, and its header has a type of its own, so that no library
 * takes a token of thirty days for an id_token.
 */
export const hintSeconds = lifetimes.loginHintToken / 1000;

const headerTyp = "login-hint+jwt";

/** Makes one. `profile`: in whose terms the holder is named. */
export function newHint(
  { signer, issuer, clock, subjects }: Pick<EngineDeps, "signer" | "issuer" | "clock" | "subjects">,
  given: {
    readonly installation: InstallationId;
    readonly nationalId: string;
    readonly client: { readonly clientId: string; readonly aval_profile?: unknown };
    readonly key: string;
    readonly jti: string;
  },
): Promise<string> {
  const now = epochSeconds(clock.now());
  const { installation, nationalId, client, key, jti } = given;
  const claims = {
    typ: "LoginHint",
    iss: issuer,
    aud: issuer,
    azp: client.clientId,
    sub: subjectFor({ subjects }, client, subjects.of(nationalId)),
    cnf: { jkt: key },
    aval_installation: installation,
    jti,
    iat: now,
    exp: now + hintSeconds,
  };
  return signer.sign(claims, headerTyp);
}

/** The installation that a token names, for its own client and by its own key, while it is good; nothing for any other. */
export async function installationIn(
  { signer, clock, issuer }: Pick<EngineDeps, "signer" | "clock" | "issuer">,
  token: string,
  { client, key }: { readonly client: string; readonly key: string },
): Promise<InstallationId | undefined> {
  const claims = await signer.read(token, "LoginHint", headerTyp);
  const { aud, azp, cnf, exp, aval_installation: installation } = claims ?? {};
  const isOurs = aud === issuer;
  const isTheirs = azp === client && (cnf as { jkt?: unknown } | undefined)?.jkt === key;
  const isGood = typeof exp === "number" && exp > epochSeconds(clock.now());
  return isOurs && isTheirs && isGood && isId("ins", installation) ? installation : undefined;
}
