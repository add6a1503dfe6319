import assert from "node:assert/strict";
import test from "node:test";
import { quietZoneModules } from "./tokens.ts";
import fc from "fast-check";
import { encode } from "uqr";
import { drawQr } from "./qr.ts";

test("the drawing covers exactly the dark modules, and leaves the quiet zone white", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 80 }), (text) => {
      const { data, size } = encode(text, { ecc: "M", border: 0 });
      const drawn = drawQr(text);
      assert.equal(drawn.size, size + 2 * quietZoneModules);

      const painted = new Set<string>();
      for (const [, x, y, width, back] of drawn.d.matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g)) {
        assert.equal(width, back);
        for (let cell = 0; cell < Number(width); cell++) painted.add(`${Number(x) + cell},${y}`);
      }
      const dark = data.flatMap((row, y) =>
        row.flatMap((isDark, x) =>
          isDark ? [`${x + quietZoneModules},${y + quietZoneModules}`] : [],
        ),
      );
      assert.deepEqual([...painted].sort(), dark.sort());
    }),
    { numRuns: 30 },
  );
});
