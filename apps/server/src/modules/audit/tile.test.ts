import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { isWithin, parseTilePath, tilePath } from "./tile.ts";

test("a tile has one address, in groups of three digits", () => {
  assert.equal(tilePath({ level: 0, place: 1_234_067, width: 256 }), "0/x001/x234/067");
  assert.equal(tilePath({ level: 1, place: 0, width: 17 }), "1/000.p/17");
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 5 }),
      fc.nat({ max: 10 ** 12 }),
      fc.integer({ min: 1, max: 256 }),
      (level, place, width) => {
        const tile = { level, place, width };
        assert.deepEqual(parseTilePath(tilePath(tile)), tile);
      },
    ),
  );
  for (const other of [
    ...["", "0", "0/0", "0/1000", "0/x000/001", "0/001.p/0", "0/001.p/257", "0/001.p/256"],
    ...["0/001.p/05", "6/000", "0/../001", "0/x001", "00/001", "entries/000"],
  ])
    assert.equal(parseTilePath(other), undefined, other);
});

test("a tree of 70 000 has the tiles that the specification counts", () => {
  const within = (path: string) => {
    const tile = parseTilePath(path);
    return tile !== undefined && isWithin(tile, 70_000);
  };
  assert.ok(within("0/272") && within("0/273.p/112") && within("1/000") && within("1/001.p/17"));
  assert.ok(within("2/000.p/1"));
  assert.ok(!within("0/273") && !within("0/273.p/113") && !within("1/001.p/18"));
  assert.ok(!within("2/000.p/2") && !within("3/000.p/1"));
});
