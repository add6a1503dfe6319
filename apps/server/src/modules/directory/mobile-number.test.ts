import assert from "node:assert/strict";
import { test } from "node:test";
import { mobileNumber } from "./mobile-number.ts";

test("a mobile of France is written as operators write it, however a register did", () => {
  for (const written of [
    "06 39 98 12 34",
    "0639981234",
    "+33 6 39 98 12 34",
    "0033639981234",
    "06.39.98.12.34",
    "+33(0)639981234",
  ])
    assert.equal(mobileNumber(written), "+33639981234", written);
  assert.equal(mobileNumber("07 00 00 00 00"), "+33700000000");
});

test("overseas mobiles have their own country", () => {
  assert.equal(mobileNumber("0690 00 00 00"), "+590690000000");
  assert.equal(mobileNumber("0692 00 00 00"), "+262692000000");
  assert.equal(mobileNumber("+596 696 00 00 00"), "+596696000000");
});

test("a fixed line, a foreign number, a number too short and what is none get no message", () => {
  for (const written of [
    "01 99 00 12 34",
    "+44 7700 900123",
    "06 39 98 12",
    "0800 000 000",
    "",
    "+33 1 99 00 12 34",
    "06 39 98 12 34 poste 2",
  ])
    assert.equal(mobileNumber(written), undefined, written);
});
