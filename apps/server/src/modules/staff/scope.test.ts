import assert from "node:assert/strict";
import test from "node:test";
import { covers } from "./scope.ts";

test("a registrar signs for holders of the same authority only, a national one for everybody", () => {
  assert.equal(covers("order:medecins", ["order:medecins", "structure:R1"]), true);
  assert.equal(covers("structure:R1", ["order:medecins", "structure:R1"]), true);
  assert.equal(covers("structure:R2", ["order:medecins", "structure:R1"]), false);
  assert.equal(covers("order:pharmaciens", ["order:medecins"]), false);
  assert.equal(covers("national", ["order:medecins"]), true);
  assert.equal(covers("order:medecins", []), false);
});
