import assert from "node:assert/strict";
import { test } from "node:test";
import type { Context } from "@aval/protocol";
import fc from "fast-check";
import { context } from "../testing/events.ts";
import { isShowable } from "./showable.ts";

test("a context as the server makes it can be shown, reduced or not", () => {
  assert.ok(isShowable(context()));
  const { reducedForSeconds: _left, ...full } = context(1, {
    rights: "full",
    software: [{ name: "LGO Demo", declared: true }],
  });
  assert.ok(isShowable(full));
});

test("a context with a member this page cannot show is refused, wherever the member is", () => {
  const known = new Set([
    "__proto__",
    ...Object.keys(context()),
    "id",
    "name",
    "number",
    "declared",
    "standing",
    "nationalId",
  ]);
  const unknown = fc.string({ minLength: 1, maxLength: 12 }).filter((name) => !known.has(name));
  fc.assert(
    fc.property(
      unknown,
      fc.constantFrom<"" | "service" | "holder" | "browser">("", "service", "holder", "browser"),
      (name, place) => {
        const whole = context() as unknown as Record<string, object>;
        const changed =
          place === ""
            ? { ...whole, [name]: 1 }
            : { ...whole, [place]: { ...whole[place], [name]: 1 } };
        assert.equal(isShowable(changed), false);
      },
    ),
  );
});

test("a context that lacks a member, or says one in an unknown way, is refused", () => {
  for (const name of Object.keys(context()).filter((member) => member !== "reducedForSeconds")) {
    const { [name as keyof Context]: _left, ...rest } = context();
    assert.equal(isShowable(rest), false, name);
    assert.equal(isShowable({ ...context(), [name]: { unheard: "of" } }), false, name);
  }
  for (const changed of [
    { kind: "mandate" },
    { rights: "more" },
    { call: "soon" },
    { distance: "town" },
    { transfer: "bell" },
    { decideBy: "later" },
    { software: [{ name: "x" }] },
  ]) {
    assert.equal(isShowable({ ...context(), ...changed }), false, JSON.stringify(changed));
  }
  for (const other of [undefined, null, "text", [], 7]) assert.equal(isShowable(other), false);
});
