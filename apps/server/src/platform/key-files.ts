import {
  chmod,
  link,
  mkdir,
  readdir,
  readFile,
  rename,
  stat,
  unlink,
  writeFile,
} from "node:fs/promises";
import { basename, join } from "node:path";
import type { PublicJwk } from "@aval/protocol";
import type { JWK } from "jose";
import { z } from "zod";
import { Halt } from "./halt.ts";

/**
 * The keys on disk, one file a key: `<purpose>-<number>.json`, and `root.json`. Files are written whole under another
 * name, then linked or renamed: two processes that start together agree, and nobody reads half a key. Mode 0600.
 */
export const keyPurposes = [
  "context",
  "checkpoint",
  "pin-root",
  "openid",
  "vapid",
  "cookies",
] as const;
/**
 * `context` signs what a phone shows, `checkpoint` the audit log, `pin-root` the PIN program's epochs, `openid` tokens, `vapid` what wakes
 * phones; `cookies` is a secret shared by the nodes.
 */
export type KeyPurpose = (typeof keyPurposes)[number];

const text = z.string().min(1);
const ecPublic = z.object({ kty: z.literal("EC"), crv: z.literal("P-256"), x: text, y: text });

const storedKey = z.strictObject({
  v: z.literal(1),
  purpose: z.enum(keyPurposes),
  kid: text,
  /** Milliseconds since the epoch. A new key signs only once every node has read it. */
  usableFrom: z.number(),
  /** The whole key, with its secret half. Absent once retired: then it verifies what it signed, and signs no more. */
  private: z.record(z.string(), z.unknown()).optional(),
  public: z.record(z.string(), z.unknown()).optional(),
  /** A `KeyCertificate` by the root. Secrets have none. */
  certificate: text.optional(),
  retired: z.boolean(),
});

const storedRoot = z.strictObject({
  v: z.literal(1),
  /** Keys of a sandbox are refused in production, and the reverse. */
  mode: z.enum(["sandbox", "production"]),
  public: ecPublic,
});

const storedRootKey = storedRoot.extend({ private: z.record(z.string(), z.unknown()) });

export type StoredKey = Omit<z.infer<typeof storedKey>, "private" | "public"> & {
  readonly private?: JWK | undefined;
  readonly public?: JWK | undefined;
  readonly number: number;
};
export type StoredRoot = { readonly mode: "sandbox" | "production"; readonly public: PublicJwk };
export type StoredRootKey = StoredRoot & { readonly private: JWK };

const fileOf = (purpose: KeyPurpose, number: number) =>
  `${purpose}-${String(number).padStart(4, "0")}.json`;
const namePattern = new RegExp(`^(${keyPurposes.join("|")})-(\\d{4})\\.json$`);

export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
}

/** Adds the next key of its purpose. Whoever takes the number first has it; the other takes the next, or gives up. */
export async function addKey(
  folder: string,
  key: Omit<StoredKey, "number">,
  number: number,
): Promise<boolean> {
  return writeOnce(join(folder, fileOf(key.purpose, number)), key);
}

export async function replaceKey(folder: string, { number, ...key }: StoredKey): Promise<void> {
  const path = join(folder, fileOf(key.purpose, number));
  const draft = await writeDraft(path, key);
  await rename(draft, path);
}

/** Every key of the folder, oldest first. */
export async function readKeys(folder: string): Promise<readonly StoredKey[]> {
  const names = (await readdir(folder)).filter((name) => namePattern.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const number = Number(namePattern.exec(name)?.[2]);
      return { ...(await readJson(join(folder, name), storedKey)), number } as StoredKey;
    }),
  );
}

/** Names and times of change: equal means nothing was added, replaced or removed. */
export async function folderState(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => namePattern.test(name)).sort();
  const states = await Promise.all(
    names.map(async (name) => `${name}@${(await stat(join(folder, name))).mtimeMs}`),
  );
  return states.join();
}

export async function readRoot(folder: string): Promise<StoredRoot | undefined> {
  return readJson(join(folder, "root.json"), storedRoot).catch(unlessAbsent);
}

export async function writeRoot(folder: string, root: StoredRoot): Promise<void> {
  await writeOnce(join(folder, "root.json"), { v: 1, mode: root.mode, public: root.public });
}

/** The secret half of the root: beside the keys in a sandbox, elsewhere (offline) in production. */
export async function readRootKey(path: string): Promise<StoredRootKey | undefined> {
  return readJson(path, storedRootKey).catch(unlessAbsent) as Promise<StoredRootKey | undefined>;
}

/** Returns false when there is one already. */
export async function writeRootKey(path: string, root: StoredRootKey): Promise<boolean> {
  return writeOnce(path, { v: 1, ...root });
}

function unlessAbsent(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
  throw error;
}

async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  await refuseReadable(path);
  const content = await readFile(path, "utf8");
  const parsed = schema.safeParse(jsonOrNothing(content));
  if (parsed.success) return parsed.data;
  // What the file holds is not told: it is a key.
  throw new Halt(`Le fichier de clé ${path} est abîmé.`, `The key file ${path} is damaged.`);
}

function jsonOrNothing(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

async function refuseReadable(path: string): Promise<void> {
  if (process.platform === "win32") return; // No such bits.
  if (((await stat(path)).mode & 0o077) === 0) return;
  throw new Halt(
    `D'autres que vous peuvent lire la clé ${path} : chmod 600 ${path}, et faites tourner cette clé si ce fut longtemps.`,
    `Others than you can read the key ${path}: chmod 600 ${path}, and rotate that key if it was so for long.`,
  );
}

async function writeDraft(path: string, value: unknown): Promise<string> {
  const draft = join(path, "..", `.${basename(path)}.${process.pid}.${performance.now()}`);
  await writeFile(draft, `${JSON.stringify(value, undefined, 2)}\n`, {
    mode: 0o600,
    flag: "wx",
    flush: true,
  });
  await chmod(draft, 0o600);
  return draft;
}

/** Writes a file that must not exist. Returns false when it does. */
async function writeOnce(path: string, value: unknown): Promise<boolean> {
  const draft = await writeDraft(path, value);
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await unlink(draft);
  }
}
