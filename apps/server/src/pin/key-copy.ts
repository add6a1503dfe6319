import { createHmac, timingSafeEqual } from "node:crypto";
import { mkdir, open, rename } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type Instant, instant } from "#platform/time";
import { readIfThere, syncFolder } from "./files.ts";

/**
 * The proof that a copy of the key file exists elsewhere and is the right one.
 *
 * Losing the key file enrols every holder anew, so `aval doctor` fails until somebody has brought a copy back and had it
 * compared (`aval pin-copy`). Kept beside the journal, hence never in a backup: a restored deployment is asked again. It says
 * which key was compared, by a MAC that tells nothing of the key; a new key file asks again.
 */
const record = z.strictObject({ v: z.literal(1), key: z.string(), testedAt: z.number() });

const pathOf = (keyFile: string) => join(`${keyFile}.state`, "key-copy.json");

function nameOf(key: Uint8Array): string {
  return createHmac("sha256", key).update("aval-pin-key-copy-v1").digest("base64url");
}

/** Whether the copy is the key; if so, remembers when that was seen. */
export async function testKeyCopy(
  keyFile: string,
  key: Uint8Array,
  copy: Uint8Array,
  now: Instant,
): Promise<boolean> {
  if (copy.length !== key.length || !timingSafeEqual(copy, key)) return false;
  const path = pathOf(keyFile);
  await mkdir(`${keyFile}.state`, { recursive: true, mode: 0o700 });
  const handle = await open(`${path}.draft`, "w", 0o600);
  try {
    await handle.writeFile(JSON.stringify({ v: 1, key: nameOf(key), testedAt: now }));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${path}.draft`, path);
  await syncFolder(`${keyFile}.state`);
  return true;
}

/** When a copy of this very key was last compared; `undefined`: never, or of another key. */
export async function keyCopyTested(
  keyFile: string,
  key: Uint8Array,
): Promise<Instant | undefined> {
  const text = await readIfThere(pathOf(keyFile));
  const parsed = record.safeParse(text && jsonOrNothing(text.toString("utf8")));
  return parsed.success && parsed.data.key === nameOf(key)
    ? instant(parsed.data.testedAt)
    : undefined;
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
