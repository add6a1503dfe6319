import { createHash, createPublicKey, type JsonWebKey, verify } from "node:crypto";

/*
 * What a step has to have brought, whatever the client says of it.
 */
type Claims = Readonly<Record<string, unknown>>;

function expect(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new Error(sentence);
}

function part(token: string, index: 0 | 1): Claims {
  return JSON.parse(Buffer.from(token.split(".")[index] ?? "", "base64url").toString()) as Claims;
}

/** The claims of a token whose signature was checked before. */
export const claimsOf = (token: string): Claims => part(token, 1);

export type Key = JsonWebKey & { readonly kid?: string };

/** What every id_token has to be, its client being one that looks or not. */
export type Expected = {
  readonly issuer: string;
  readonly clientId: string;
  readonly nationalId: string;
  /** What the issuer publishes. */
  readonly keys: readonly Key[];
};

/** An id_token that any client of PSC accepts: RS256, bound to its access token, naming whoever approved. */
export function judgeIdToken(idToken: string, accessToken: string, expected: Expected): void {
  const claims = claimsOf(idToken);
  expect(isSigned(idToken, expected.keys), "the id_token is not signed with RS256 by the issuer");
  expect(claims["iss"] === expected.issuer, `the id_token comes from ${claims["iss"]}`);
  expect(claims["aud"] === expected.clientId, `the id_token is for ${claims["aud"]}`);
  expect(typeof claims["nonce"] === "string" && claims["nonce"] !== "", "there is no nonce");
  // OpenID Connect Core 3.1.3.6: the left half of the hash.
  const hash = createHash("sha256").update(accessToken).digest().subarray(0, 16);
  expect(claims["at_hash"] === hash.toString("base64url"), "at_hash is of another access token");
  expect(claims["acr"] === "eidas1", `acr is ${claims["acr"]}`);
  judgePerson(claims, expected.nationalId);
}

function isSigned(token: string, keys: readonly Key[]): boolean {
  const { alg, kid } = part(token, 0);
  const key = keys.find((one) => one.kid === kid);
  const at = token.lastIndexOf(".");
  const signature = Buffer.from(token.slice(at + 1), "base64url");
  return (
    alg === "RS256" &&
    key !== undefined &&
    verify(
      "RSA-SHA256",
      Buffer.from(token.slice(0, at)),
      createPublicKey({ key, format: "jwk" }),
      signature,
    )
  );
}

function judgePerson(claims: Claims, nationalId: string): void {
  expect(
    claims["SubjectNameID"] === nationalId,
    `SubjectNameID is ${JSON.stringify(claims["SubjectNameID"])}, and ${nationalId} approved`,
  );
}

const professional = [
  "codeProfession",
  "codeCategorieProfessionnelle",
  "nomDexercice",
  "prenomDexercice",
];
const activity = ["codeModeExercice", "codeSecteurDactivite", "raisonSocialeSite"];

/**
 * The claims of PSC's userinfo as the client hands them on: who it is, and the professional file still nested, with its
 * strings. A client may hand nested claims on as JSON text (headers do).
 */
export function judgeUserinfo(claims: Claims, nationalId: string): void {
  judgePerson(claims, nationalId);
  for (const name of ["sub", "family_name", "given_name", "preferred_username"])
    expect(typeof claims[name] === "string" && claims[name] !== "", `${name} is missing`);
  const given = claims["SubjectRefPro"];
  const file = (typeof given === "string" ? JSON.parse(given) : given) as
    | { readonly exercices?: readonly Claims[] }
    | undefined;
  const [exercise] = file?.exercices ?? [];
  expect(exercise !== undefined, "SubjectRefPro has no exercice");
  for (const name of professional)
    expect(typeof exercise[name] === "string", `SubjectRefPro: ${name} is no string`);
  const [first] = (exercise["activities"] ?? []) as readonly Claims[];
  expect(first !== undefined, "SubjectRefPro has no activity");
  for (const name of activity)
    expect(typeof first[name] === "string", `SubjectRefPro: ${name} is no string`);
}

/** A refresh gave another token, and the server takes it. */
export function judgeRefresh(before: string, after: string, status: number): void {
  expect(after !== "" && after !== before, "the access token is the one of before");
  expect(status === 200, `userinfo answered ${status} to the refreshed token`);
}

/** The session is over: for its tokens, and in the server's own table. */
export function judgeSignOut(status: number, closedReason: string | null | undefined): void {
  expect(status === 401, `userinfo answered ${status} to a token of a session that was left`);
  expect(closedReason === "signed_out", `the server says of the session: ${closedReason}`);
}
