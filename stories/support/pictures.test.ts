import assert from "node:assert/strict";
import { test } from "node:test";
import { differing } from "./pictures.ts";

const [width, height] = [200, 100];
const blank = { width, height, luma: new Uint8Array(width * height).fill(255) };
const inked = (luma: number, count: number, from = 0) => {
  const picture = { ...blank, luma: blank.luma.slice() };
  picture.luma.fill(luma, from, from + count);
  return picture;
};

test("two pictures differ where their points do, not where an edge is a little lighter", () => {
  assert.equal(differing(blank, blank, []).length, 0);
  assert.equal(differing(blank, inked(225, 90), []).length, 0);
  const points = differing(blank, inked(0, 3, width + 7), []);
  assert.deepEqual(points, [
    { x: 7, y: 1 },
    { x: 8, y: 1 },
    { x: 9, y: 1 },
  ]);
});

test("what moves is left out, and what lies beside it is not", () => {
  const box = { x: 0, y: 0, width: 49.5, height: 0.2 };
  assert.equal(differing(blank, inked(0, 51), [box]).length, 0);
  assert.equal(differing(blank, inked(0, 60), [box]).length, 9);
});

test("a picture of another size differs everywhere", () => {
  const wider = { width: 201, height, luma: new Uint8Array(201 * height).fill(255) };
  assert.equal(differing(blank, wider, []).length, 201 * height);
});
