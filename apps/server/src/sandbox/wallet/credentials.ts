import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";
import { SignJWT } from "jose";
import type { Random } from "#platform/random";
import { days, type Instant } from "#platform/time";
import * as x509 from "#platform/x509";
import type { WalletPair, WalletPki } from "./pki.ts";

/**
 * The sandbox's state, which issues identity credentials (PID, as SD-JWT VC) to the people of `people.txt`: an outside party, which reads
 * that file as its own register of births and nothing of Aval's.
 */
export type Civil = {
  readonly nationalId: string;
  readonly familyName: string;
  readonly givenName: string;
  readonly birthdate: string;
  readonly locality: string;
};

/** How credentials differ: one that counts, and the three that must not. */
export const credentialKinds = ["good", "expired", "revoked", "foreign"] as const;
export type CredentialKind = (typeof credentialKinds)[number];

export async function civils(): Promise<readonly Civil[]> {
  const file = await readFile(join(import.meta.dirname, "..", "people.txt"), "utf8");
  const [header = "", ...lines] = file.split("\n").filter((line) => line !== "");
  const names = header.split("|");
  const seen = new Map<string, Civil>();
  for (const line of lines) {
    const cells = line.split("|");
    const cell = (name: string) => cells[names.indexOf(name)] ?? "";
    const nationalId = cell("Identification nationale PP");
    const [day, month, year] = cell("Date de naissance").split("/");
    if (!year || seen.has(nationalId)) continue;
    seen.set(nationalId, {
      nationalId,
      familyName: spelt(cell("Nom de famille")),
      givenName: cell("Prénoms").split("'").filter(Boolean).map(spelt).join(" "),
      birthdate: `${year}-${month}-${day}`,
      locality: spelt(cell("Lieu de naissance")),
    });
  }
  return [...seen.values()];
}

/** As a state spells it, and not in a register's capitals. */
const spelt = (text: string) =>
  text
    .toLocaleLowerCase("fr")
    .replace(
      /(^|[\s-])(\p{L})/gu,
      (_, before: string, letter: string) => before + letter.toLocaleUpperCase("fr"),
    );

export const es256 = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

export const sha256 = (given: string | ArrayBuffer) =>
  new Uint8Array(
    createHash("sha256")
      .update(typeof given === "string" ? given : new Uint8Array(given))
      .digest(),
  );

const keyOf = ({ key }: WalletPair) =>
  crypto.subtle.importKey("pkcs8", x509.PemConverter.decodeFirst(key), es256, false, ["sign"]);
const chainOf = ({ certificate }: WalletPair) =>
  x509.PemConverter.decode(certificate).map((der) => Buffer.from(der).toString("base64"));

export const signerOf = (key: CryptoKey) => async (data: string) =>
  Buffer.from(await crypto.subtle.sign(es256, key, Buffer.from(data))).toString("base64url");

/** Whose number in the status list is whose: the one stands, the other was taken back. */
const statusOf: Readonly<Record<CredentialKind, number>> = {
  good: 0,
  expired: 0,
  foreign: 0,
  revoked: 1,
};

/** Issues a credential to whoever holds this key. */
export async function issuePid(
  { pki, random, statusAddress, now }: Issuing,
  given: { readonly civil: Civil; readonly kind: CredentialKind; readonly holder: JsonWebKey },
): Promise<string> {
  const { civil, kind, holder } = given;
  const pair = pki[kind === "foreign" ? "foreign" : "issuer"];
  const key = await keyOf(pair);
  const from = Math.floor((now - (kind === "expired" ? days(200) : days(1))) / 1000);
  const issuing = new SDJwtVcInstance({
    signer: signerOf(key),
    signAlg: "ES256",
    hasher: sha256,
    hashAlg: "sha-256",
    saltGenerator: (length) => Buffer.from(random.bytes(length)).toString("base64url"),
  });
  return issuing.issue(
    {
      vct: "urn:eudi:pid:1",
      iss: new URL(statusAddress).origin,
      iat: from,
      exp: from + days(90) / 1000,
      cnf: { jwk: { kty: "EC", crv: "P-256", x: holder.x, y: holder.y } },
      status: { status_list: { idx: statusOf[kind], uri: statusAddress } },
      family_name: civil.familyName,
      birth_family_name: civil.familyName,
      given_name: civil.givenName,
      birthdate: civil.birthdate,
      place_of_birth: { locality: civil.locality, country: "FR" },
      nationalities: ["FR"],
    },
    {
      _sd: ["family_name", "birth_family_name", "given_name", "birthdate", "nationalities"],
      place_of_birth: { _sd: ["locality", "country"] },
    },
    { header: { typ: "dc+sd-jwt", x5c: chainOf(pair) } },
  );
}

export type Issuing = {
  readonly pki: WalletPki;
  readonly random: Random;
  readonly now: Instant;
  /** Where the list below is. */
  readonly statusAddress: string;
};

/** The issuer's status list (one bit each): the second credential was taken back. It is dated wide, for a sandbox whose clock is moved. */
export async function statusList({ pki, now, statusAddress }: Issuing): Promise<string> {
  const at = Math.floor(now / 1000);
  const numbers = Buffer.from([0b0000_0010]);
  return new SignJWT({
    iss: new URL(statusAddress).origin,
    sub: statusAddress,
    iat: at - days(1) / 1000,
    exp: at + days(36_500) / 1000,
    status_list: { bits: 1, lst: deflateSync(numbers).toString("base64url") },
  })
    .setProtectedHeader({ typ: "statuslist+jwt", alg: "ES256", x5c: chainOf(pki.issuer) })
    .sign(await keyOf(pki.issuer));
}
