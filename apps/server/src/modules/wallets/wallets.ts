import { Openid4vpVerifier } from "@openid4vc/openid4vp";
import {
  type DeviceId,
  type EnrolmentId,
  isId,
  type Json,
  walletReturnAddress,
} from "@aval/protocol";
import { compactDecrypt, importJWK, type JWK, SignJWT } from "jose";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import type { Directory } from "#modules/directory";
import type { Limits } from "#modules/limits";
import type { AnyTables, Database } from "#platform/database";
import type { OutboundFetch } from "#platform/outbound";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId, type Random } from "#platform/random";
import { hashSecret } from "#platform/secret";
import { after, type Clock, epochSeconds } from "#platform/time";
import { readPresentation } from "./presentation.ts";
import { nonceOf, presentationOf, requestOf } from "./request.ts";
import type { WalletSettings } from "./settings.ts";
import * as store from "./store.ts";

export type WalletDeps = {
  readonly db: Database<AnyTables>;
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: Limits;
  readonly directory: Pick<Directory, "find" | "compareCivilIdentity" | "knowsBirths">;
  /** Absent: this deployment trusts no wallet. */
  readonly settings: WalletSettings | undefined;
  readonly fetch: OutboundFetch;
  /** The authenticator's. */
  readonly origin: string;
  readonly brand: string;
  /** A sandbox's wallet is on this machine. */
  readonly allowsPrivate: boolean;
  /** Told why an answer did not count, in words that name nobody. */
  readonly refused: (why: string) => void;
};

/** Whose phone asks: its enrolment, and the key that the answer is bound to. */
export type Asking = {
  readonly enrolment: EnrolmentId;
  readonly device: DeviceId;
  readonly ik: string;
};

/** Makes a request for the wallet on this phone, and the address that opens it there. Nobody is looked up: nothing is told. */
export async function ask(
  deps: WalletDeps,
  tx: Database<AnyTables>,
  asking: Asking,
  nationalId: string,
): Promise<Outcome<string, "wallet_closed">> {
  const { settings, random, origin } = deps;
  if (!settings || !(await deps.directory.knowsBirths(tx))) return deny("wallet_closed");
  const id = newId("wlr", random);
  const salt = Buffer.from(random.bytes(16)).toString("base64url");
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const { privateKey } = await crypto.subtle.generateKey(curve, true, ["deriveBits"]);
  const { kty, crv, x, y, d } = await crypto.subtle.exportKey("jwk", privateKey);
  await store.insertAsked(tx, {
    ...asking,
    id,
    nationalId,
    salt,
    decryptionKey: { kty, crv, x, y, d },
    lasts: lifetimes.walletRequest,
  });
  const address = new URL(settings.address);
  address.searchParams.set("client_id", settings.clientId);
  address.searchParams.set("request_uri", requestUri(origin, id));
  return done(address.href);
}

const requestUri = (origin: string, id: store.WalletRequestId) => `${origin}/wallet/requests/${id}`;
const responseUri = (origin: string, id: store.WalletRequestId) =>
  `${requestUri(origin, id)}/response`;

type Ready = {
  readonly settings: WalletSettings;
  readonly row: store.Asked;
  readonly request: ReturnType<typeof requestOf>;
};

async function waiting(deps: WalletDeps, id: string): Promise<Ready | undefined> {
  const { settings, db, origin, brand } = deps;
  const row = settings && isId("wlr", id) ? await store.findAsked(db, id) : undefined;
  if (!settings || !row) return undefined;
  const { x, y, crv } = row.decryptionKey;
  const { clientId } = settings;
  const request = requestOf({
    clientId,
    brand,
    id: row.id,
    nonce: nonceOf(row),
    responseUri: responseUri(origin, row.id),
    encryption: { x, y, crv },
  });
  return { settings, row, request };
}

/** What the library calls for the other side of the protocol, or for keys that are not asked for here. */
const never = () => {
  throw new Error("not on this side of the protocol");
};
const callbacks = {
  hash: never,
  signJwt: never,
  verifyJwt: never,
  encryptJwe: never,
  decryptJwe: never,
};

/** The signed request, for the wallet that fetches it. */
export async function requestObject(
  deps: WalletDeps,
  id: string,
): Promise<Outcome<string, "not_found">> {
  const ready = await waiting(deps, id);
  if (!ready) return deny("not_found");
  const { settings, row, request } = ready;
  const now = deps.clock.now();
  const made = await new Openid4vpVerifier({
    callbacks: {
      ...callbacks,
      signJwt: async (_signer, { header: { typ = "" }, payload }) => ({
        jwt: await new SignJWT(payload as Record<string, Json>)
          .setProtectedHeader({ alg: "ES256", typ, x5c: [...settings.chain] })
          .sign(settings.key),
        signerJwk: { kty: "EC" },
      }),
    },
  }).createOpenId4vpAuthorizationRequest({
    authorizationRequestPayload: request,
    jar: {
      requestUri: requestUri(deps.origin, row.id),
      jwtSigner: { method: "x5c", alg: "ES256", x5c: [...settings.chain] },
      expiresInSeconds: lifetimes.walletRequest / 1000,
      // A wallet that was found by its address, and not by its metadata: OpenID4VP 1.0, 5.8. Dated here, since the library looks at
      // this machine's clock.
      additionalJwtPayload: {
        aud: "https://self-issued.me/v2",
        iat: epochSeconds(now),
        exp: epochSeconds(after(now, lifetimes.walletRequest)),
      },
    },
  });
  if (!made.jar) throw new Error("a request that nobody signed");
  return done(made.jar.authorizationRequestJwt);
}

/** What a wallet posts: its encrypted answer, or that its holder would not. */
export type WalletAnswer = { readonly response: string } | { readonly error: string };

/**
 * A wallet answers, once. It learns where to send its phone's browser back to and nothing of what its answer came to: that is for the
 * installation that asked.
 */
export async function receive(
  deps: WalletDeps,
  id: string,
  answer: WalletAnswer,
): Promise<Outcome<{ readonly redirect_uri: string }, Refusal>> {
  const { db, limits, random } = deps;
  const ready = await waiting(deps, id);
  if (!ready) return deny("not_found");
  const window = lifetimes.walletRequest;
  if (!(await limits.spend(db, "wallet_answer", ready.row.id, bounds.walletAnswers, window)))
    return deny("too_many");
  const said: store.Said =
    "error" in answer ? { said: "declined" } : await weigh(deps, ready, answer.response);
  const secret = Buffer.from(random.bytes(16)).toString("base64url");
  const returned = `${ready.row.id}.${secret}`;
  const given = { ...said, returnHash: hashSecret(secret) };
  if (!(await store.recordAnswered(db, ready.row.id, given))) return deny("not_found");
  return done({ redirect_uri: walletReturnAddress(deps.origin, returned) });
}

async function weigh(deps: WalletDeps, ready: Ready, response: string): Promise<store.Said> {
  const { clock, directory, db } = deps;
  const { settings, row } = ready;
  const presented = await readResponse(ready, response)
    .then((presentation) =>
      readPresentation(presentation, {
        trust: settings.trust,
        now: clock.now(),
        nonce: nonceOf(row),
        audience: settings.clientId,
        within: lifetimes.walletRequest,
        fetchStatus: (address) => fetchStatus(deps, address),
      }),
    )
    .catch((fault: unknown) => deps.refused(fault instanceof Error ? fault.message : "unknown"));
  if (!presented) return { said: "not_accepted" };
  const { traits, proof } = presented;
  const professional = await directory.find(row.nationalId);
  if (professional?.state !== "active") return { said: "not_equal" };
  const { verdict } = await directory.compareCivilIdentity(db, professional.id, traits);
  return verdict === "equal"
    ? { said: "equal", professional: professional.id, proof }
    : { said: "not_equal" };
}

/** Decrypts an answer by the library, and gives the one presentation in it. */
async function readResponse({ row, request }: Ready, response: string): Promise<string> {
  const { x, y, crv } = row.decryptionKey as JWK;
  const parsed = await new Openid4vpVerifier({ callbacks }).parseOpenid4vpAuthorizationResponse({
    authorizationResponse: { response },
    authorizationRequestPayload: request,
    callbacks: {
      ...callbacks,
      decryptJwe: async (jwe: string) => {
        const key = await importJWK(row.decryptionKey as JWK, "ECDH-ES");
        const { plaintext } = await compactDecrypt(jwe, key, {
          keyManagementAlgorithms: ["ECDH-ES"],
          contentEncryptionAlgorithms: ["A128GCM", "A256GCM"],
        });
        const payload = new TextDecoder().decode(plaintext);
        return { decrypted: true, payload, decryptionJwk: { kty: "EC", x, y, crv } };
      },
    },
  });
  const given = parsed.type === "dcql" ? presentationOf(parsed.dcql.presentations) : undefined;
  if (typeof given !== "string") throw new Error("not the one presentation that was asked for");
  return given;
}

async function fetchStatus({ fetch, allowsPrivate }: WalletDeps, address: string): Promise<string> {
  const answer = await fetch(address, {
    method: "GET",
    headers: { accept: "application/statuslist+jwt" },
    within: lifetimes.walletStatus,
    mayBePrivate: allowsPrivate,
  });
  if (answer.status !== 200) throw new Error(`no status list: ${answer.status}`);
  return answer.text();
}

const returnedForm = /^(wlr_[0-9a-z]{26})\.([A-Za-z0-9_-]{22})$/;

function partsOf(returned: string): { id: store.WalletRequestId; returnHash: string } | undefined {
  const [, id, secret] = returnedForm.exec(returned) ?? [];
  return isId("wlr", id) && secret ? { id, returnHash: hashSecret(secret) } : undefined;
}

type Refused =
  | "wallet_return_refused"
  | "wallet_not_accepted"
  | "wallet_not_enough"
  | "wallet_declined";

/**
 * The installation that asked takes the answer, with what the wallet sent its browser back with. That it does not name this holder is one
 * refusal, whoever was named: a stranger with a document of their own learns nothing of anybody (law 7).
 */
export async function take(
  tx: Database<AnyTables>,
  asking: Asking,
  returned: string,
): Promise<Outcome<Extract<store.Said, { said: "equal" }>, Refused>> {
  const parts = partsOf(returned);
  const within = lifetimes.walletReturn;
  const said = parts && (await store.recordTaken(tx, { ...parts, ...asking, within }));
  switch (said?.said) {
    case "equal":
      return done(said);
    case "not_equal":
      return deny("wallet_not_enough");
    case "not_accepted":
      return deny("wallet_not_accepted");
    case "declined":
      return deny("wallet_declined");
    default:
      return deny("wallet_return_refused");
  }
}

/** A browser that asked for nothing was sent back to: what it was sent with is worth nothing any more. */
export async function end(tx: Database<AnyTables>, returned: string): Promise<void> {
  const parts = partsOf(returned);
  if (parts) await store.recordEnded(tx, parts);
}
