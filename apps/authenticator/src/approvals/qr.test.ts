import assert from "node:assert/strict";
import { test } from "node:test";
import { frameText, idFrom } from "@aval/protocol";
import fc from "fast-check";
import { qrKind } from "./qr.ts";

const frame = frameText({
  approval: idFrom("apr", new Uint8Array(17).fill(7)),
  number: 12,
  mac: "abcdefghijklmnopqrstuv",
});

test("only a frame as the server makes it is taken for a frame", () => {
  assert.equal(qrKind(frame), "frame");
  fc.assert(
    fc.property(fc.nat({ max: frame.length - 1 }), fc.constantFrom(..."!é \n#"), (at, other) => {
      assert.notEqual(qrKind(frame.slice(0, at) + other + frame.slice(at + 1)), "frame");
    }),
  );
  assert.notEqual(qrKind(` ${frame}`), "frame");
  assert.notEqual(qrKind(`${frame}x`), "frame");
});

test("a QR of the wrong kind is called by its name", () => {
  assert.equal(qrKind("https://example.org/?x=AVAL1.apr_"), "web");
  assert.equal(qrKind("WIFI:T:WPA;S:salle;P:secret;;"), "wifi");
  assert.equal(qrKind("BEGIN:VCARD\nFN:Ada\nEND:VCARD"), "contact");
  assert.equal(qrKind("tel:+33199000000"), "telephone");
  assert.equal(qrKind("MAILTO:a@example.org"), "mail");
  assert.equal(qrKind("FIDO:/0123456789"), "passkey");
  assert.equal(qrKind("BCD\n002\n1\nSCT"), "payment");
  assert.equal(qrKind(frame.slice(0, -1)), "damaged");
  assert.equal(qrKind("3760094310634"), "other");
  assert.equal(qrKind(""), "other");
});
