import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  type Json,
  newKeyPair,
  type PublicJwk,
  publicJwk,
  type RegistrarMessage,
  type RegistrarReopenMessage,
  type Signer,
  signCompact,
  signerOf,
} from "@aval/protocol";

/**
 * The registrars of the sandbox and their keys, which lie in `<data>/sandbox/registrars.json`: whoever reads that file can
 * enrol anybody, which is why production refuses it. Two act for the whole country; the others are pairs of one Order or of
 * one establishment, and sign for its people only.
 */
export const registrars = [
  { id: "stf_anouk", name: "Anouk Ferrandon (agence)", scope: "national" },
  { id: "stf_basile", name: "Basile Courtemer (agence)", scope: "national" },
  { id: "stf_clarisse", name: "Clarisse Vaudreil (Ordre des médecins)", scope: "order:medecins" },
  { id: "stf_dorian", name: "Dorian Lespagne (Ordre des médecins)", scope: "order:medecins" },
  {
    id: "stf_elvire",
    name: "Elvire Montagnac (Ordre des pharmaciens)",
    scope: "order:pharmaciens",
  },
  {
    id: "stf_fabrice",
    name: "Fabrice Noirtier (Ordre des pharmaciens)",
    scope: "order:pharmaciens",
  },
  {
    id: "stf_gaelle",
    name: "Gaëlle Trévignon (centre hospitalier de Villefictive)",
    scope: "structure:F0X0000017",
  },
  {
    id: "stf_hector",
    name: "Hector Malbuisson (centre hospitalier de Villefictive)",
    scope: "structure:F0X0000017",
  },
] as const;

export type RegistrarId = (typeof registrars)[number]["id"];
type Stored = Readonly<Record<string, JsonWebKey>>;

const fileIn = (dataDir: string) => join(dataDir, "sandbox", "registrars.json");

/** Makes the keys that are missing, at the first start all of them. Two servers starting at once agree: the first file stays. */
export async function ensureRegistrarKeys(
  dataDir: string,
): Promise<ReadonlyMap<RegistrarId, PublicJwk>> {
  const path = fileIn(dataDir);
  const before = await read(path);
  if (!before || registrars.some(({ id }) => !before[id])) {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const draft = `${path}.${process.pid}`;
    await writeFile(draft, JSON.stringify({ ...(await newKeys()), ...before }), { mode: 0o600 });
    if (before) await rename(draft, path);
    else await linkFirst(draft, path);
  }
  const stored = await read(path);
  const keys = new Map<RegistrarId, PublicJwk>();
  for (const { id } of registrars) {
    const jwk =
      stored?.[id] &&
      publicJwk(stored[id] as { kty?: string; crv?: string; x?: string; y?: string });
    if (!jwk) throw new Error(`${path} has no key for ${id}: remove the file and start again`);
    keys.set(id, jwk);
  }
  return keys;
}

async function linkFirst(draft: string, path: string): Promise<void> {
  await link(draft, path).catch((fault: NodeJS.ErrnoException) => {
    if (fault.code !== "EEXIST") throw fault;
  });
  await rm(draft);
}

async function newKeys(): Promise<Stored> {
  const keys: Record<string, JsonWebKey> = {};
  for (const { id } of registrars) {
    const { privateKey } = await newKeyPair(true);
    keys[id] = (await crypto.subtle.exportKey("jwk", privateKey)) as JsonWebKey;
  }
  return keys;
}

async function read(path: string): Promise<Stored | undefined> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Stored);
}

/** The key of a seeded registrar, for a command beside the sandbox; `undefined` for somebody unknown. */
export async function registrarKeyOf(dataDir: string, id: string): Promise<JsonWebKey | undefined> {
  return (await read(fileIn(dataDir)))?.[id];
}

/** A registrar's signature, as that person's own key would make it; `undefined` for somebody unknown. */
export async function signAsRegistrar(
  dataDir: string,
  id: string,
  message: RegistrarMessage | RegistrarReopenMessage,
): Promise<string | undefined> {
  const jwk = await registrarKeyOf(dataDir, id);
  if (!jwk) return undefined;
  return signCompact(message as unknown as Json, message.v, await signerOfJwk(jwk));
}

/** Signs with a private key that lies in a file. */
export async function signerOfJwk(jwk: JsonWebKey): Promise<Signer> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const privateKey = await crypto.subtle.importKey("jwk", jwk, algorithm, false, ["sign"]);
  const { d: _secret, ...open } = jwk;
  const publicKey = await crypto.subtle.importKey(
    "jwk",
    { ...open, key_ops: ["verify"] },
    algorithm,
    true,
    ["verify"],
  );
  return signerOf({ privateKey, publicKey });
}
