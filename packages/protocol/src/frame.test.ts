import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { toBase64url } from "./base64url.ts";
import { frameInput, frameText, parseFrame } from "./frame.ts";
import { idFrom } from "./ids.ts";

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const frame = fc.tuple(bytes(17), fc.nat(999_999), bytes(16)).map(([drawn, number, mac]) => ({
  approval: idFrom("apr", drawn),
  number,
  mac: toBase64url(mac),
}));

test("a frame is read back as it was made", () => {
  fc.assert(fc.property(frame, (made) => assert.deepEqual(parseFrame(frameText(made)), made)));
});

test("a frame has one spelling: a text with one character changed is refused or is another frame", () => {
  fc.assert(
    fc.property(
      frame,
      fc.nat(80),
      fc.string({ minLength: 1, maxLength: 1 }),
      (made, at, character) => {
        const text = frameText(made);
        const place = at % text.length;
        const altered = text.slice(0, place) + character + text.slice(place + 1);
        fc.pre(altered !== text);
        assert.notDeepEqual(parseFrame(altered), made);
      },
    ),
  );
});

test("what is not a frame is not read: addresses, Wi-Fi codes, other kinds of ids, padded numbers, trailing text", () => {
  const approval = idFrom("apr", new Uint8Array(17));
  const mac = "A".repeat(22);
  assert.ok(parseFrame(`AVAL1.${approval}.0.${mac}`));
  for (const text of [
    "",
    "https://phone.example/",
    "WIFI:S:name;T:WPA;P:secret;;",
    `AVAL2.${approval}.0.${mac}`,
    `AVAL1.${idFrom("dev", new Uint8Array(17))}.0.${mac}`,
    `AVAL1.${approval}.00.${mac}`,
    `AVAL1.${approval}.-1.${mac}`,
    `AVAL1.${approval}.1e3.${mac}`,
    `AVAL1.${approval}.1000000.${mac}`,
    `AVAL1.${approval}.0.${mac}A`,
    `AVAL1.${approval}.0.${mac}\n`,
    ` AVAL1.${approval}.0.${mac}`,
  ]) {
    assert.equal(parseFrame(text), undefined, JSON.stringify(text));
  }
});

test("the bytes under a frame's MAC differ as soon as approval, number or browser differ", () => {
  fc.assert(
    fc.property(
      frame,
      frame,
      fc.constantFrom("bk1", "bk2"),
      fc.constantFrom("bk1", "bk2"),
      (a, b, bkA, bkB) => {
        const same = a.approval === b.approval && a.number === b.number && bkA === bkB;
        assert.equal(
          frameInput(a.approval, a.number, bkA) === frameInput(b.approval, b.number, bkB),
          same,
        );
      },
    ),
  );
});
