import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { type Picture, readPng } from "./png.ts";

const folder = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));

/** A page of the README should not weigh more than a page of a service. */
const mostBytes = 150_000;
/** What an edge of a letter may differ by, of 255, and how many points may differ by more: fewer than the smallest word has. */
const mostLuma = 32;
const mostPoints = 25;
const command = "AVAL_WRITE_PICTURES=1 npm test -- in-pictures";

/**
 * The picture `docs/pictures/<lang>/<name>.png` of a window as it stands. With `AVAL_WRITE_PICTURES=1` it is taken; otherwise
 * the one that is kept must show the same, but for what `moving` names (selectors): a code, the time that is left, the hour.
 */
export async function picture(
  page: Page,
  lang: string,
  name: string,
  moving: readonly string[] = [],
): Promise<void> {
  const file = join(folder, lang, `${name}.png`);
  const taken = await page.screenshot({ type: "png" });
  if (process.env["AVAL_WRITE_PICTURES"]) {
    await mkdir(join(folder, lang), { recursive: true });
    await writeFile(file, taken);
  }
  const kept = await readFile(file).catch(() => undefined);
  assert.ok(kept, `${lang}/${name}.png is missing: ${command}`);
  assert.ok(kept.length <= mostBytes, `${lang}/${name}.png weighs ${kept.length} bytes`);
  const points = differing(readPng(kept), readPng(taken), await boxesOf(page, moving));
  if (points.length > mostPoints)
    assert.fail(
      `docs/pictures/${lang}/${name}.png is not what is drawn (${points.length} points, ${placeOf(points)}): ${command}, and look at it`,
    );
}

type Point = { readonly x: number; readonly y: number };
type Box = Point & { readonly width: number; readonly height: number };

async function boxesOf(page: Page, selectors: readonly string[]): Promise<readonly Box[]> {
  const found = await Promise.all(selectors.map((selector) => page.locator(selector).all()));
  for (const [index, { length }] of found.entries())
    assert.ok(length > 0, `nothing moves at ${selectors[index]}`);
  const boxes = await Promise.all(found.flat().map((one) => one.boundingBox()));
  return boxes.filter((box) => box !== null);
}

/** Where two pictures differ by more than an edge does, outside the boxes. Of different sizes, everywhere. */
export function differing(kept: Picture, taken: Picture, boxes: readonly Box[]): readonly Point[] {
  const isSameSize = kept.width === taken.width && kept.height === taken.height;
  const points: Point[] = [];
  for (let y = 0; y < taken.height; y++) {
    for (let x = 0; x < taken.width; x++) {
      const at = y * taken.width + x;
      const difference = Math.abs((kept.luma[at] ?? 0) - (taken.luma[at] ?? 0));
      if (isSameSize && (difference <= mostLuma || boxes.some((box) => isIn(box, x, y)))) continue;
      points.push({ x, y });
    }
  }
  return points;
}

const isIn = ({ x, y, width, height }: Box, px: number, py: number) =>
  px >= Math.floor(x) &&
  px <= Math.ceil(x + width) &&
  py >= Math.floor(y) &&
  py <= Math.ceil(y + height);

function placeOf(points: readonly Point[]): string {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const range = (values: number[]) =>
    `${values.reduce((a, b) => Math.min(a, b))}–${values.reduce((a, b) => Math.max(a, b))}`;
  return `x ${range(xs)}, y ${range(ys)}`;
}
