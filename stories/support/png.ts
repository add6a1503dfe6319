import assert from "node:assert/strict";
import { inflateSync } from "node:zlib";

/** Brightness of each point, 0 to 255, line by line. */
export type Picture = {
  readonly width: number;
  readonly height: number;
  readonly luma: Uint8Array;
};

/**
 * Reads what a browser's screenshot is: PNG, eight bits a channel, RGB or RGBA, not interlaced.
 * Source: PNG third edition, sections 5, 9 and 11.
 */
export function readPng(file: Uint8Array): Picture {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  assert.equal(view.getUint32(0), 0x89504e47, "not a PNG");
  const header = chunks(file, view).find((chunk) => chunk.type === "IHDR")?.bytes;
  assert(header, "a PNG opens with its header");
  const size = new DataView(header.buffer, header.byteOffset);
  const [width, height] = [size.getUint32(0), size.getUint32(4)];
  const channels = { 2: 3, 6: 4 }[header[9] as number];
  assert(
    header[8] === 8 && channels && header[12] === 0,
    "a screenshot is RGB or RGBA, eight bits, not interlaced",
  );

  const packed = chunks(file, view).filter((chunk) => chunk.type === "IDAT");
  const lines = inflateSync(Buffer.concat(packed.map((chunk) => chunk.bytes)));
  return {
    width,
    height,
    luma: brightness(unfilter(lines, width * channels, height, channels), channels),
  };
}

function chunks(file: Uint8Array, view: DataView): { type: string; bytes: Uint8Array }[] {
  const found = [];
  for (let at = 8; at < file.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    found.push({ type, bytes: file.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return found;
}

/** Each line was stored as the difference from its neighbours, in one of five ways named by its first byte. */
function unfilter(lines: Uint8Array, stride: number, height: number, channels: number): Uint8Array {
  const out = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (stride + 1)] as number;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x >= channels ? (out[at - channels] as number) : 0;
      const up = y > 0 ? (out[at - stride] as number) : 0;
      const corner = x >= channels && y > 0 ? (out[at - stride - channels] as number) : 0;
      out[at] = (lines[y * (stride + 1) + 1 + x] as number) + predicted(filter, left, up, corner);
    }
  }
  return out;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const estimate = left + up - corner;
  const [a, b, c] = [
    Math.abs(estimate - left),
    Math.abs(estimate - up),
    Math.abs(estimate - corner),
  ];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** Rec. 601 luma of each point. */
function brightness(points: Uint8Array, channels: number): Uint8Array {
  const luma = new Uint8Array(points.length / channels);
  for (let i = 0; i < luma.length; i++) {
    const at = i * channels;
    luma[i] =
      0.299 * (points[at] as number) +
      0.587 * (points[at + 1] as number) +
      0.114 * (points[at + 2] as number);
  }
  return luma;
}
