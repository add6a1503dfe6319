import { createHash, randomBytes } from "node:crypto";
import { join } from "node:path";
import {
  type Json,
  type KeyCertificate,
  type KeySet,
  type PublicJwk,
  publicJwk,
  purposes,
  type Signer,
  signCompact,
  signerOf,
  verifyCompact,
} from "@aval/protocol";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from "jose";
import { Halt } from "./halt.ts";
import {
  addKey,
  folderState,
  type KeyPurpose,
  keyPurposes,
  makeFolder,
  readKeys,
  readRoot,
  readRootKey,
  replaceKey,
  type StoredKey,
  type StoredRootKey,
  writeRoot,
  writeRootKey,
} from "./key-files.ts";
import type { Log } from "./log.ts";

export { type KeyPurpose, keyPurposes } from "./key-files.ts";

/**
 * The keys of a deployment: one ring a purpose, each key certified by the root that phones and verifiers pin, so that
 * online keys can be renewed and a stolen one replaced without touching a phone.
 *
 * The newest usable key of a ring signs; older ones stay published and verify until they are retired. A running server
 * reads the folder again every two seconds, and a new key signs five seconds after it was made: by then every node that
 * shares the folder publishes it. In the sandbox the root is made at the first start and lies beside the keys; in
 * production it is made once (`aval init`) and kept offline.
 */
export type Keys = {
  readonly root: PublicJwk;
  /** `GET /api/keys`: the root, and the certificates of the keys in use. */
  readonly keySet: () => KeySet;
  readonly signer: (purpose: "context" | "pin-root") => Signer & { readonly kid: string };
  /** The key that signed under this `kid`, retired ones included: what was signed stays provable. */
  readonly verifier: (purpose: "context" | "pin-root", kid: string) => PublicJwk | undefined;
  /** Signs the log's checkpoints: Ed25519, which foreign verifiers and witnesses read (decision 0061). */
  readonly checkpointSigner: () => CheckpointKey & {
    sign(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
  };
  /** Every key that has signed checkpoints, retired ones and those of the older kind included. */
  readonly checkpointKeys: () => readonly CheckpointKey[];
  /** The root's word on a key, of any age: what was signed by it can be proven by this. */
  readonly certificate: (kid: string) => string | undefined;
  readonly openid: () => OpenidKeys;
  /** The key for pushes with this `kid`, while it is in use: a subscription takes no other. */
  readonly pushSigner: (kid: string) => Signer | undefined;
  /** Shared secrets, the one to use first; the others are still accepted. */
  readonly secrets: (purpose: "cookies") => readonly [string, ...string[]];
  /** The same on every node that holds the same keys. */
  readonly fingerprint: () => string;
  /** Called after keys were added, replaced or retired, or another one has begun to sign. */
  readonly onChange: (listener: () => void) => void;
  readonly stop: () => void;
};

/** `jwk`: the public half. */
export type CheckpointKey = { readonly kid: string; readonly jwk: JWK };

export type OpenidKeys = {
  readonly current: { readonly kid: string; readonly key: CryptoKey };
  /** With their secret halves, the current one first: for the authorization engine. */
  readonly privateJwks: readonly JWK[];
  /** What the certificates endpoint publishes. */
  readonly publicJwks: readonly JWK[];
};

export type KeysOptions = {
  readonly folder: string;
  readonly mode: "sandbox" | "production";
  readonly log?: Log;
  /** How often the folder is looked at. 0: never. */
  readonly followMs?: number;
};

const followMs = 2_000;
/** A new key signs this long after it was made: more than two looks at the folder. */
const settleMs = 5_000;
/** By then every running server signs with a key just made. */
export const rotationSeenMs = settleMs + followMs;
const rsaBits = 2048;
const rootKeyName = "root-private.json";

/** Opens the folder; in the sandbox, makes what is missing. */
export async function openKeys(options: KeysOptions): Promise<Keys> {
  const { folder, mode } = options;
  if (mode === "sandbox") await makeKeys({ folder, mode, rootFile: join(folder, rootKeyName) });
  const root = await requiredRoot(folder, mode);
  let ring = await loadRing(folder, root);
  let state = await folderState(folder);
  let current = currentKids(ring);
  const listeners: (() => void)[] = [];

  const look = async () => {
    const seen = await folderState(folder);
    if (seen !== state) ring = await loadRing(folder, root);
    // A key that has just become old enough to sign changes no file.
    else if (currentKids(ring) === current) return;
    state = seen;
    current = currentKids(ring);
    for (const listener of listeners) listener();
  };
  const every = options.followMs ?? followMs;
  const timer =
    every > 0
      ? setInterval(
          () => look().catch((fault: unknown) => options.log?.error("keys_not_read", fault)),
          every,
        )
      : undefined;
  timer?.unref();

  return {
    root,
    keySet: () => ({
      root,
      certificates: ring.flatMap((key) => (key.retired ? [] : (key.certificate ?? []))),
    }),
    signer: (purpose) => signerIn(ring, purpose),
    verifier: (purpose, kid) => {
      const found = ring.find((key) => key.purpose === purpose && key.kid === kid);
      return found?.public && publicJwk(found.public);
    },
    checkpointSigner: () => checkpointSignerIn(ring),
    checkpointKeys: () =>
      ring.flatMap(({ purpose, kid, public: jwk }) =>
        purpose === "checkpoint" && jwk ? { kid, jwk } : [],
      ),
    certificate: (kid) => ring.find((key) => key.kid === kid)?.certificate,
    openid: () => openidIn(ring),
    pushSigner: (kid) => usable(ring, "vapid").find((key) => key.kid === kid)?.signer,
    secrets: (purpose) => secretsIn(ring, purpose),
    fingerprint: () => fingerprintOf(root, ring),
    onChange: (listener) => void listeners.push(listener),
    stop: () => clearInterval(timer),
  };
}

const algorithms = {
  RSA: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
  OKP: { name: "Ed25519" },
  EC: { name: "ECDSA", namedCurve: "P-256" },
} as const;

type Loaded = StoredKey & {
  readonly key: CryptoKey | undefined;
  readonly signer: Signer | undefined;
};
type Ring = readonly Loaded[];

async function requiredRoot(folder: string, mode: "sandbox" | "production"): Promise<PublicJwk> {
  const root = await readRoot(folder);
  if (!root) {
    throw new Halt(
      `Il n'y a pas de clés dans ${folder}. Faites-les une fois pour tous les nœuds : aval init.`,
      `There are no keys in ${folder}. Make them once for all nodes: aval init.`,
    );
  }
  if (root.mode !== mode) {
    throw new Halt(
      `Les clés de ${folder} ont été faites pour « ${root.mode} » et ce serveur démarre en « ${mode} ».`,
      `The keys in ${folder} were made for "${root.mode}" and this server starts as "${mode}".`,
    );
  }
  return root.public;
}

async function loadRing(folder: string, root: PublicJwk): Promise<Ring> {
  const stored = await readKeys(folder);
  const ring = await Promise.all(stored.map((key) => load(key, root)));
  for (const purpose of keyPurposes) {
    if (ring.some((key) => key.purpose === purpose && signsNow(key))) continue;
    throw new Halt(
      `Il manque une clé « ${purpose} » dans ${folder}.`,
      `A key "${purpose}" is missing in ${folder}.`,
    );
  }
  return ring;
}

/** Checkpoints are signed by Ed25519 keys only: an older one verifies what it signed, as a retired one does. */
function signsNow({ purpose, private: secret }: StoredKey): boolean {
  return secret !== undefined && (purpose !== "checkpoint" || secret.kty === "OKP");
}

async function load(stored: StoredKey, root: PublicJwk): Promise<Loaded> {
  if (stored.purpose === "cookies") return { ...stored, key: undefined, signer: undefined };
  await refuseUncertified(stored, root);
  if (!stored.private || !stored.public) return { ...stored, key: undefined, signer: undefined };
  const kty = stored.private.kty as keyof typeof algorithms;
  const algorithm = algorithms[kty];
  const key = await crypto.subtle.importKey("jwk", stored.private as JsonWebKey, algorithm, false, [
    "sign",
  ]);
  if (kty !== "EC") return { ...stored, key, signer: undefined };
  const publicKey = await crypto.subtle.importKey(
    "jwk",
    stored.public as JsonWebKey,
    algorithm,
    true,
    ["verify"],
  );
  return { ...stored, key, signer: await signerOf({ privateKey: key, publicKey }) };
}

/** A key that the root did not certify was put there by somebody who can write the folder, and no more. */
async function refuseUncertified(stored: StoredKey, root: PublicJwk): Promise<void> {
  const verified = await verifyCompact(stored.certificate ?? "", purposes.key, root);
  const certificate = verified as (Omit<KeyCertificate, "jwk"> & { jwk: JWK }) | undefined;
  const kid = stored.public && (await calculateJwkThumbprint(stored.public));
  const holds =
    certificate?.use === stored.purpose &&
    certificate.kid === stored.kid &&
    kid === stored.kid &&
    (await calculateJwkThumbprint(certificate.jwk)) === stored.kid;
  if (holds) return;
  throw new Halt(
    `La clé ${stored.purpose} n° ${stored.number} n'est pas certifiée par la racine. Retirez-la, ou refaites-la : aval keys rotate ${stored.purpose}.`,
    `Key ${stored.purpose} number ${stored.number} is not certified by the root. Remove it, or make it anew: aval keys rotate ${stored.purpose}.`,
  );
}

/** The keys of a purpose that can sign, the one to use first. A key made seconds ago comes after the one before it. */
function usable(ring: Ring, purpose: KeyPurpose): readonly Loaded[] {
  const now = Date.now();
  const newestFirst = ring
    .filter((key) => key.purpose === purpose && signsNow(key) && !key.retired)
    .reverse();
  const settled = newestFirst.filter((key) => key.usableFrom <= now);
  return [...settled, ...newestFirst.filter((key) => key.usableFrom > now)];
}

function currentKids(ring: Ring): string {
  return keyPurposes.map((purpose) => usable(ring, purpose)[0]?.kid).join();
}

function signerIn(ring: Ring, purpose: KeyPurpose): Signer & { readonly kid: string } {
  const [current] = usable(ring, purpose);
  if (!current?.signer) throw new Error(`no ${purpose} key`);
  return { ...current.signer, kid: current.kid };
}

function checkpointSignerIn(ring: Ring): ReturnType<Keys["checkpointSigner"]> {
  const [current] = usable(ring, "checkpoint");
  const secret = current?.key;
  if (!secret || !current.public) throw new Error("no checkpoint key");
  return {
    kid: current.kid,
    jwk: current.public,
    sign: async (bytes) => new Uint8Array(await crypto.subtle.sign("Ed25519", secret, bytes)),
  };
}

function openidIn(ring: Ring): OpenidKeys {
  const all = usable(ring, "openid");
  const [current] = all;
  if (!current?.key) throw new Error("no openid key");
  const described = (jwk: JWK | undefined, kid: string): JWK => ({
    ...jwk,
    kid,
    use: "sig",
    alg: "RS256",
  });
  return {
    current: { kid: current.kid, key: current.key },
    privateJwks: all.map((key) => described(key.private, key.kid)),
    publicJwks: all.map((key) => described(key.public, key.kid)),
  };
}

function secretsIn(ring: Ring, purpose: "cookies"): readonly [string, ...string[]] {
  const [current, ...others] = usable(ring, purpose).map((key) => String(key.private?.k));
  if (current === undefined) throw new Error(`no ${purpose} secret`);
  return [current, ...others];
}

function fingerprintOf(root: PublicJwk, ring: Ring): string {
  const kids = ring.filter((key) => !key.retired).map((key) => `${key.purpose}:${key.kid}`);
  return createHash("sha256")
    .update([root.x, ...kids.sort()].join())
    .digest("base64url")
    .slice(0, 16);
}

export type MakeOptions = {
  readonly folder: string;
  readonly mode: "sandbox" | "production";
  /** Where the root's secret half is, or is to be. */
  readonly rootFile: string;
};

/** Makes the root and one key a purpose, whichever are missing. Several processes may do so at once: all end with the same keys. */
export async function makeKeys({ folder, mode, rootFile }: MakeOptions): Promise<void> {
  await makeFolder(folder);
  const there = await readRoot(folder);
  const stored = there ? await readKeys(folder) : [];
  const signing = new Set(stored.filter(signsNow).map((key) => key.purpose));
  const missing = keyPurposes.filter((purpose) => !signing.has(purpose));
  if (missing.length === 0) return;
  if (!(await readRootKey(rootFile))) {
    if (there) throw missingRootKey(rootFile);
    const { private: secret, public: open } = await newEcKey();
    await writeRootKey(rootFile, { mode, public: ecOf(open), private: secret });
  }
  const root = await requiredRootKey(rootFile);
  await writeRoot(folder, root);
  for (const purpose of missing) {
    const last = Math.max(0, ...stored.filter((key) => key.purpose === purpose).map(numberOf));
    await addKey(folder, await newKey(purpose, root, Date.now()), last + 1);
  }
}

const numberOf = ({ number }: StoredKey) => number;

async function requiredRootKey(path: string): Promise<StoredRootKey> {
  const root = await readRootKey(path);
  if (!root) throw missingRootKey(path);
  return root;
}

function missingRootKey(path: string): Halt {
  return new Halt(
    `La clé racine n'est pas à ${path}. Donnez son fichier : --root FICHIER.`,
    `The root key is not at ${path}. Give its file: --root FILE.`,
  );
}

/** Adds a new key, which signs once every node has read it. The others stay published until they are retired. */
export async function rotateKey(
  folder: string,
  purpose: KeyPurpose,
  rootFile = join(folder, rootKeyName),
): Promise<{ readonly kid: string; readonly usableFrom: number }> {
  const root = await requiredRootKey(rootFile);
  const published = await readRoot(folder);
  if (published?.public.x !== root.public.x) {
    throw new Halt(
      `La racine de ${rootFile} n'est pas celle de ${folder}.`,
      `The root in ${rootFile} is not the one of ${folder}.`,
    );
  }
  const key = await newKey(purpose, root, Date.now() + settleMs);
  for (;;) {
    const numbers = (await readKeys(folder))
      .filter((one) => one.purpose === purpose)
      .map((one) => one.number);
    if (await addKey(folder, key, Math.max(0, ...numbers) + 1))
      return { kid: key.kid, usableFrom: key.usableFrom };
  }
}

/** Takes a key out of use: it is published no more, and its secret half is erased. The last of a ring cannot be retired. */
export async function retireKey(folder: string, purpose: KeyPurpose, kid: string): Promise<void> {
  const ring = (await readKeys(folder)).filter((key) => key.purpose === purpose && !key.retired);
  const key = ring.find((one) => one.kid === kid);
  if (!key)
    throw new Halt(
      `Il n'y a pas de clé ${purpose} « ${kid} » en service.`,
      `There is no ${purpose} key "${kid}" in use.`,
    );
  if (!ring.some((one) => one !== key && one.usableFrom <= Date.now())) {
    throw new Halt(
      `C'est la seule clé ${purpose} en service : faites-la d'abord tourner.`,
      `It is the only ${purpose} key in use: rotate it first.`,
    );
  }
  await replaceKey(folder, { ...key, private: undefined, retired: true });
}

async function newKey(
  purpose: KeyPurpose,
  root: StoredRootKey,
  usableFrom: number,
): Promise<Omit<StoredKey, "number">> {
  const base = { v: 1 as const, purpose, usableFrom, retired: false };
  if (purpose === "cookies") {
    const kid = randomBytes(9).toString("base64url");
    return { ...base, kid, private: { kty: "oct", k: randomBytes(32).toString("base64url") } };
  }
  const pair = await newPair(purpose);
  const kid = await calculateJwkThumbprint(pair.public);
  return { ...base, kid, ...pair, certificate: await certify(root, purpose, kid, pair.public) };
}

/** The root's word that this key is for this use. */
export async function certify(
  root: StoredRootKey,
  use: KeyCertificate["use"],
  kid: string,
  jwk: JWK,
): Promise<string> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.importKey("jwk", root.private as JsonWebKey, algorithm, false, ["sign"]),
    crypto.subtle.importKey("jwk", { ...root.public, ext: true }, algorithm, true, ["verify"]),
  ]);
  const payload = { v: purposes.key, use, jwk, kid, iat: Math.floor(Date.now() / 1000) };
  return signCompact(
    payload as unknown as Json,
    purposes.key,
    await signerOf({ privateKey, publicKey }),
  );
}

type Pair = { readonly private: JWK; readonly public: JWK };

function newPair(purpose: KeyPurpose): Promise<Pair> {
  if (purpose === "openid") return newRsaKey();
  return purpose === "checkpoint" ? newEdKey() : newEcKey();
}

async function newEdKey(): Promise<Pair> {
  const pair = await generateKeyPair("Ed25519", { extractable: true });
  return {
    private: await exportJWK(pair.privateKey),
    public: await exportJWK(pair.publicKey),
  };
}

async function newEcKey(): Promise<Pair> {
  const pair = await generateKeyPair("ES256", { extractable: true });
  return {
    private: await exportJWK(pair.privateKey),
    public: { ...ecOf(await exportJWK(pair.publicKey)) },
  };
}

async function newRsaKey(): Promise<Pair> {
  const pair = await generateKeyPair("RS256", { extractable: true, modulusLength: rsaBits });
  return { private: await exportJWK(pair.privateKey), public: await exportJWK(pair.publicKey) };
}

function ecOf(jwk: JWK): PublicJwk {
  const open = publicJwk(jwk as Parameters<typeof publicJwk>[0]);
  if (!open) throw new Error("not a P-256 key");
  return open;
}
