import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";

const folder = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));

/** A page of the README should not weigh more than a page of a service. */
const mostBytes = 150_000;

/**
 * The picture `docs/pictures/<lang>/<name>.png` of a window as it stands. With `AVAL_WRITE_PICTURES=1` it is taken; otherwise
 * the one that is kept must be there, small enough, and of this window's size: points differ with each code and hour.
 */
export async function picture(page: Page, lang: string, name: string): Promise<void> {
  const file = join(folder, lang, `${name}.png`);
  const taken = await page.screenshot({ type: "png" });
  if (process.env["AVAL_WRITE_PICTURES"]) {
    await mkdir(join(folder, lang), { recursive: true });
    await writeFile(file, taken);
  }
  const kept = await readFile(file).catch(() => undefined);
  assert.ok(kept, `${lang}/${name}.png is missing: AVAL_WRITE_PICTURES=1 npm test -- in-pictures`);
  assert.deepEqual(sizeOf(kept), sizeOf(taken), `${lang}/${name}.png is of another size`);
  assert.ok(kept.length <= mostBytes, `${lang}/${name}.png weighs ${kept.length} bytes`);
}

/** Width and height stand at the same place in every PNG (third edition, 11.2.1). */
function sizeOf(png: Buffer): readonly [number, number] {
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}
