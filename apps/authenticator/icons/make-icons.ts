/**
 * Draws the icons of the installed app from the mark of `@aval/design`: `node apps/authenticator/icons/make-icons.ts`.
 *
 * The pictures are committed: whoever builds the page needs no drawing program, and whoever reads the repository can
 * draw them again and compare. Plain arithmetic: the distance of each point to the mark's lines gives its colour.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { crc32, deflateSync } from "node:zlib";
import { colours, markPaths } from "@aval/design";

type Point = readonly [number, number];
type Colour = readonly [number, number, number];

const folder = fileURLToPath(new URL("../public/icons/", import.meta.url));
const ground = rgb(colours.act.light);
const leg = rgb("#ffffff");
const tick = rgb(colours.accent.dark);
/** Half the width of the mark's strokes, in its own 32 × 32 box. */
const halfStroke = 1.9;

// The two lines of the mark, as points of its box: `markPaths`, spelt out.
const legLine: readonly Point[] = [
  [4, 28],
  [16, 4],
  [28, 28],
];
const tickLine: readonly Point[] = [
  [9.5, 18.5],
  [15, 24],
  [27, 10.5],
];

type Shape = {
  readonly size: number;
  /** The mark's box as a share of the icon: a maskable icon keeps it inside the safe circle (80 % of the side). */
  readonly share: number;
  /** Corner radius as a share of the side; 0 fills the square, which the system then cuts. */
  readonly corner: number;
};

const pictures: Readonly<Record<string, Shape>> = {
  "aval-192.png": { size: 192, share: 0.62, corner: 0.22 },
  "aval-512.png": { size: 512, share: 0.62, corner: 0.22 },
  "aval-180.png": { size: 180, share: 0.6, corner: 0 },
  "aval-maskable-512.png": { size: 512, share: 0.5, corner: 0 },
};

function rgb(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** Distance from a point to a line of segments. */
function distance([x, y]: Point, line: readonly Point[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const [index, [x2, y2]] of line.entries()) {
    if (index === 0) continue;
    const [x1, y1] = line[index - 1] as Point;
    const [dx, dy] = [x2 - x1, y2 - y1];
    const along = Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)));
    least = Math.min(least, Math.hypot(x - x1 - along * dx, y - y1 - along * dy));
  }
  return least;
}

/** How far inside the rounded square a point is, in pixels (negative: outside). */
function inside([x, y]: Point, size: number, radius: number): number {
  const half = size / 2;
  const dx = Math.abs(x - half) - (half - radius);
  const dy = Math.abs(y - half) - (half - radius);
  return radius - Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) - Math.min(Math.max(dx, dy), 0);
}

const cover = (depth: number) => Math.min(1, Math.max(0, depth + 0.5));
const mix = (under: Colour, over: Colour, share: number): Colour =>
  [0, 1, 2].map(
    (i) => (under[i] as number) * (1 - share) + (over[i] as number) * share,
  ) as unknown as Colour;

function draw({ size, share, corner }: Shape): Buffer {
  const scale = 32 / (size * share);
  const margin = (size * (1 - share)) / 2;
  const rows = Buffer.alloc(size * (size * 4 + 1));
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const pixel: Point = [column + 0.5, row + 0.5];
      const point: Point = [(pixel[0] - margin) * scale, (pixel[1] - margin) * scale];
      const stroke = (line: readonly Point[]) =>
        cover((halfStroke - distance(point, line)) / scale);
      const colour = mix(mix(ground, leg, stroke(legLine)), tick, stroke(tickLine));
      const alpha = corner === 0 ? 1 : cover(inside(pixel, size, size * corner));
      rows.set(
        [...colour.map(Math.round), Math.round(alpha * 255)],
        row * (size * 4 + 1) + 1 + column * 4,
      );
    }
  }
  return png(size, rows);
}

/** A PNG of eight bits a channel, RGBA, no filter. Source: PNG third edition, sections 5 and 11. */
function png(size: number, rows: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, bytes: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), bytes]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(bytes.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

const strokes = `fill="none" stroke-width="${2 * halfStroke}" stroke-linecap="round" stroke-linejoin="round"`;
const vector = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 52 52"><rect width="52" height="52" rx="11.4" fill="${colours.act.light}"/><g transform="translate(10 10)" ${strokes}><path d="${markPaths.leg}" stroke="#ffffff"/><path d="${markPaths.tick}" stroke="${colours.accent.dark}"/></g></svg>\n`;
const monochrome = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><g transform="translate(16 16)" ${strokes} stroke="#000000"><path d="${markPaths.leg}"/><path d="${markPaths.tick}"/></g></svg>\n`;

await mkdir(folder, { recursive: true });
for (const [name, shape] of Object.entries(pictures))
  await writeFile(`${folder}${name}`, draw(shape));
await writeFile(`${folder}aval.svg`, vector);
await writeFile(`${folder}aval-monochrome.svg`, monochrome);
