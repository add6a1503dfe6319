import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { scrollNeeded } from "./keyboard.ts";

const place = fc.integer({ min: -800, max: 1600 });
const height = fc.integer({ min: 1, max: 400 });

test("above the keyboard the field is in sight, and its button too wherever both fit", () => {
  fc.assert(
    fc.property(
      place,
      height,
      height,
      fc.integer({ min: 48, max: 60 }),
      fc.integer({ min: 90, max: 800 }),
      (at, before, after, field, sight) => {
        const form = { top: at, bottom: at + before + field + after };
        const input = { top: at + before, bottom: at + before + field };
        const by = scrollNeeded(form, input, { top: 0, bottom: sight });
        assert.ok(input.top - by >= 0 && input.bottom - by <= sight, "the field is in sight");
        if (form.bottom - form.top <= sight - 24)
          assert.ok(form.top - by >= 0 && form.bottom - by <= sight, "the whole form is");
      },
    ),
  );
});

test("a form already in sight is left where it is", () => {
  const form = { top: 100, bottom: 300 };
  assert.equal(scrollNeeded(form, { top: 150, bottom: 206 }, { top: 0, bottom: 400 }), 0);
});
