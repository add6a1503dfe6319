import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addPhone, readPhones, registerAddress } from "../simulator/phones.ts";
import { phoneName, vaultName } from "./vault.ts";

test("each simulated phone has a vault of its own, and none is the ordinary phone's", () => {
  const name = fc.stringMatching(/^[A-Za-z0-9-]{1,20}$/);
  fc.assert(
    fc.property(name, name, (one, other) => {
      assert.equal(phoneName(`?phone=${one}`), one);
      assert.notEqual(vaultName(one), vaultName(undefined));
      assert.equal(vaultName(one) === vaultName(other), one === other);
    }),
  );
});

test("an address that names no plain phone opens the ordinary one", () => {
  for (const search of [
    "",
    "?",
    "?phone=",
    "?phone=a%2Fb",
    "?phone=../x",
    `?phone=${"a".repeat(21)}`,
    "?other=A",
  ]) {
    assert.equal(phoneName(search), undefined, search);
  }
});

test("what the simulator cannot read is one new phone", () => {
  for (const kept of [null, "", "{", "[]", "[1]", '["a"]', '"AB"'])
    assert.deepEqual(readPhones(kept), ["A"]);
  assert.deepEqual(readPhones('["A","C"]'), ["A", "C"]);
});

test("the register is found beside the simulator, wherever the sandbox was put", () => {
  assert.equal(
    registerAddress(new URL("http://phone.localhost:4401/simulator")),
    "http://register.localhost:4403/",
  );
  assert.equal(
    registerAddress(new URL("http://127.0.0.1:38401/simulator")),
    "http://register.localhost:38403/",
  );
});

test("a phone added takes the first free letter", () => {
  assert.deepEqual(addPhone(["A", "C"]), ["A", "C", "B"]);
  assert.equal(addPhone([..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"]).length, 26);
});
