import { quietZoneModules } from "./tokens.ts";
import { encode } from "uqr";

/** A QR code as one SVG path: `d` draws the dark modules in a box of `size` modules, quiet zone included. */
export type QrDrawing = { readonly size: number; readonly d: string };

/**
 * Draws the text of a frame.
 *
 * Level M: a frame lives a second, and a coarser grid is read faster from a counter's distance than a finer one with
 * more redundancy. Runs of dark modules become one rectangle, so that scaling leaves no hairline between cells.
 */
export function drawQr(text: string): QrDrawing {
  const { data, size } = encode(text, { ecc: "M", border: 0 });
  const d = data.flatMap((row, y) =>
    runs(row).map(
      ([x, width]) => `M${x + quietZoneModules} ${y + quietZoneModules}h${width}v1h-${width}z`,
    ),
  );
  return { size: size + 2 * quietZoneModules, d: d.join("") };
}

/** Start and length of each run of dark modules. */
function runs(row: readonly boolean[]): [number, number][] {
  const found: [number, number][] = [];
  row.forEach((dark, x) => {
    const last = found.at(-1);
    if (!dark) return;
    if (last && last[0] + last[1] === x) last[1] += 1;
    else found.push([x, 1]);
  });
  return found;
}
