import assert from "node:assert/strict";
import { test } from "node:test";
import { intakeKinds, intakes, readTold } from "./intakes.ts";
import { publicAddresses, tellPage, toldPage } from "./public-pages.ts";
import { intakeWords } from "./public-words.ts";

const frame = { brand: "Aval", isSandbox: false, stylesheet: "/aval.css" };

test("every button of the table has words in both languages and stands on its page, and nothing else is asked but one identifier", () => {
  for (const kind of intakeKinds)
    for (const lang of ["fr", "en"] as const) {
      const page = tellPage(frame, lang, kind);
      const asked = Object.entries<readonly string[]>(intakes[kind].facts);
      assert.equal(asked.length, 4, "four facts");
      for (const [name, values] of asked) {
        const words = intakeWords[lang][kind].facts[name];
        assert.ok(words?.asks, name);
        assert.deepEqual(Object.keys(words.says).sort(), [...values].sort(), name);
        for (const value of values) assert.ok(page.includes(`name="${name}" value="${value}"`));
      }
      assert.equal(page.match(/<input/g)?.length, asked.flatMap(([, values]) => values).length + 1);
      assert.doesNotMatch(page, /<textarea/);
      assert.ok(page.includes(`action="${publicAddresses[kind][lang]}"`));
      assert.notEqual(toldPage(frame, lang, kind), toldPage(frame, lang, kind, true));
    }
});

test("a form that says what no button says is none of ours; an identifier that is none is left out", () => {
  const read = (text: string) => readTold("call", new URLSearchParams(text));
  assert.deepEqual(read("asked=code&isOnLine=no&nationalId=8997 0000 0017"), {
    facts: { asked: "code", isOnLine: "no" },
    nationalId: "899700000017",
  });
  assert.deepEqual(read(""), { facts: {}, nationalId: undefined });
  assert.deepEqual(read("nationalId=ab'; drop"), { facts: {}, nationalId: undefined });
  for (const text of [
    ...["asked=everything", "words=hello", "asked=code&asked=card", "document=other"],
    ...["constructor=code", "__proto__=code"],
  ])
    assert.equal(read(text), undefined, text);
});
