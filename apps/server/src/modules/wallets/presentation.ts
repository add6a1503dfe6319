import { createHash } from "node:crypto";
import { inflateSync } from "node:zlib";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { z } from "zod";
import type { CivilTraits } from "#modules/directory";
import type { Duration, Instant } from "#platform/time";
import { pidType } from "./request.ts";
import { type Signed, signerOf, type TrustedIssuer } from "./trust.ts";

/**
 * What a wallet presents, checked: who issued it and that it still stands, that its holder answered this very request, and the traits
 * that it says. The SD-JWT itself is the library's; what the library leaves to its caller is here: whose keys count, the
 * audience, the age of the answer, an end, and where status lists come from.
 */
export type Presented = {
  readonly traits: CivilTraits;
  /** What is kept of it: who vouched, and its digest. */
  readonly proof: { readonly issuer: string; readonly digest: string };
};

export type PresentationDeps = {
  readonly trust: readonly TrustedIssuer[];
  readonly now: Instant;
  /** Made for this request and this phone's key. */
  readonly nonce: string;
  /** Our client id: an answer made for somebody else is not taken. */
  readonly audience: string;
  /** How old the holder's answer may be, and how far ahead its clock. */
  readonly within: Duration;
  /** Fetches a status list, of an origin that was looked at. Throws when nothing came. */
  readonly fetchStatus: (address: string) => Promise<string>;
};

const text = z.string().min(1).max(200);
const claims = z.object({
  vct: z.literal(pidType),
  exp: z.number(),
  birth_family_name: text,
  given_name: text,
  birthdate: z.iso.date(),
  place_of_birth: z.object({ locality: text, country: text }),
  status: z
    .object({ status_list: z.object({ idx: z.int().min(0), uri: z.url().max(500) }) })
    .optional(),
});

/** Throws where it is anything but a whole, valid answer of a trusted issuer's holder; why is for the log's reader alone. */
export async function readPresentation(
  presented: string,
  deps: PresentationDeps,
): Promise<Presented> {
  const header = decodeProtectedHeader(presented.split("~")[0] ?? "");
  const signer = await signerOf(deps.trust, header["x5c"], deps.now);
  if (!signer || header.alg !== "ES256" || header.typ !== "dc+sd-jwt")
    throw new Error("nobody of the list vouches for it");
  const { payload, kb } = await verifiedBy(signer, deps).verify(presented, {
    currentDate: Math.floor(deps.now / 1000),
    keyBindingNonce: deps.nonce,
  });
  if (kb?.payload.aud !== deps.audience) throw new Error("it was made for somebody else");
  if (Math.abs(kb.payload.iat * 1000 - deps.now) > deps.within)
    throw new Error("the holder's answer is not of now");
  const said = claims.parse(payload);
  return {
    traits: {
      birthFamilyName: said.birth_family_name,
      givenNames: said.given_name,
      birthDate: said.birthdate,
      birthPlace: { name: said.place_of_birth.locality, country: said.place_of_birth.country },
    },
    proof: {
      issuer: signer.issuer.name,
      digest: createHash("sha256").update(presented).digest("base64url"),
    },
  };
}

/** A list of a state's whole population is far below this; a bomb is above. */
const statusListMost = 2 ** 22;

function verifiedBy({ issuer, key }: Signed, { trust, now, fetchStatus }: PresentationDeps) {
  let statusKey: CryptoKey | undefined;
  return new SDJwtVcInstance({
    hasher: (given, algorithm) => {
      if (algorithm.toLowerCase() !== "sha-256") throw new Error("another hash");
      const bytes = typeof given === "string" ? given : new Uint8Array(given);
      return new Uint8Array(createHash("sha256").update(bytes).digest());
    },
    verifier: (signed, signature) => isSigned(key, signed, signature),
    kbVerifier: async (signed, signature, { cnf }) =>
      isSigned(await holderKey(cnf), signed, signature),
    statusListFetcher: async (address) => {
      if (!issuer.statusOrigins.includes(new URL(address).origin))
        throw new Error("a status list from elsewhere");
      const list = await fetchStatus(address);
      const header = decodeProtectedHeader(list);
      const signer = await signerOf(trust, header["x5c"], now);
      if (signer?.issuer !== issuer || header.alg !== "ES256" || header.typ !== "statuslist+jwt")
        throw new Error("a status list that is not its issuer's");
      checkList(list, address);
      statusKey = signer.key;
      return list;
    },
    statusVerifier: async (signed, signature) =>
      statusKey !== undefined && (await isSigned(statusKey, signed, signature)),
    statusValidator: async (status) => {
      if (status !== 0) throw new Error("it was taken back");
    },
  });
}

/** Token Status List, 8.3: for this address, with an end; and no larger, unpacked, than a list is. */
function checkList(list: string, address: string): void {
  const payload = decodeJwt(list);
  const { lst } = z.object({ lst: z.string() }).parse(payload["status_list"]);
  if (payload.sub !== address || payload.exp === undefined)
    throw new Error("a status list of something else");
  inflateSync(Buffer.from(lst, "base64url"), { maxOutputLength: statusListMost });
}

const holderJwk = z.object({
  jwk: z.object({ kty: z.literal("EC"), crv: z.literal("P-256"), x: z.string(), y: z.string() }),
});
const es256 = { name: "ECDSA", namedCurve: "P-256" };

function holderKey(confirmation: unknown): Promise<CryptoKey> {
  const { jwk } = holderJwk.parse(confirmation);
  return crypto.subtle.importKey("jwk", jwk, es256, false, ["verify"]);
}

/** ES256: 64 bytes, over what stands before the last point. */
function isSigned(key: CryptoKey, signed: string, signature: string): Promise<boolean> {
  return crypto.subtle.verify(
    { name: "ECDSA", hash: "SHA-256" },
    key,
    Buffer.from(signature, "base64url"),
    Buffer.from(signed),
  );
}
