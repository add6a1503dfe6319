import assert from "node:assert/strict";
import { test } from "node:test";
import { isScope } from "#modules/staff";
import { isAuthority } from "./scope.ts";

test("a structure without an identifier, a register and a profession without an Order are no authority of contacts; every one can have registrars", () => {
  for (const none of ["structure:", "structure: ", "order:", "order:inventé", "rpps-psc", ""])
    assert.equal(isAuthority(none), false, none);
  for (const one of ["national", "agency:ars", "order:infirmiers", "structure:F010000101"])
    assert.deepEqual([isAuthority(one), isScope(one)], [true, true], one);
});
