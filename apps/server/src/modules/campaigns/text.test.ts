import assert from "node:assert/strict";
import { test } from "node:test";
import type { CampaignTexts, TextFault } from "@aval/protocol";
import fc from "fast-check";
import { limits as bounds } from "#lifetimes";
import { instant } from "#platform/time";
import { faultIn, faultsOf, filled, isByDay } from "./text.ts";

const good: CampaignTexts = {
  fr: {
    title: "Personne ne vous demandera de code",
    text: "{brand} ne demande jamais de code, 24 h/24 et 7 j/7.\nÀ partir du 12 mars 2027 : refusez ce que vous n'avez pas demandé.",
  },
  en: {
    title: "Nobody will ask you for a code",
    text: "{brand} never asks for a code. From 12 March 2027, refuse what you did not ask for.",
  },
};

test("a text of plain sentences, with dates and what is filled in, is sent; filled in on its day", () => {
  assert.deepEqual(faultsOf(good), []);
  const sent = filled(good, { brand: "Aval", at: instant(Date.UTC(2027, 2, 1, 12)) });
  assert.match(sent.fr.text, /^Aval ne demande/);
  assert.equal(
    filled(
      { ...good, en: { title: "x", text: "{day}" } },
      { brand: "", at: instant(Date.UTC(2027, 2, 1, 12)) },
    ).en.text,
    "1 March 2027",
  );
});

const wrong: readonly (readonly [string, TextFault])[] = [
  ["", "empty"],
  ["  \n ", "empty"],
  ["x".repeat(bounds.campaignText + 1), "long"],
  ["Votre code : 482 913", "digits"],
  ["Votre code : 4-8-2-9-1-3", "digits"],
  ["Votre code : 4 . 8 . 2", "digits"],
  ["Appelez le 01 99 00 12 34.", "digits"],
  ["Dites 2034 à qui appelle", "digits"],
  ["En mars 20345", "digits"],
  ["Dites quatre, huit, deux", "digits"],
  ["Say four eight two", "digits"],
  ["Code ²³⁴", "letters"],
  ["Code ٤٨٢", "letters"],
  ["Écrivez à aide@exemple", "address"],
  ["Allez sur https://exemple", "address"],
  ["Allez sur www.exemple", "address"],
  ["Allez sur exemple.care", "address"],
  ["Allez sur exemple.anything/x", "address"],
  ["Bonjour {name}", "placeholder"],
  ["Bonjour {{brand}}", "placeholder"],
  ["Bonjour <b>vous</b>", "letters"],
  ["Bonjour \u202e tout le monde", "letters"],
  ["Bonjour \u200b tout le monde", "letters"],
];

for (const [text, fault] of wrong)
  test(`not sent, ${fault}: ${JSON.stringify(text).slice(0, 40)}`, () => {
    assert.equal(faultIn(text, bounds.campaignText), fault);
  });

test("a title is one line of a short message: too long, or with what is filled in later, it is not sent", () => {
  const titled = (title: string) =>
    faultsOf({ ...good, en: { ...good.en, title } }).map(({ lang, field, fault }) =>
      [lang, field, fault].join(" "),
    );
  assert.deepEqual(titled("x".repeat(bounds.campaignTitle + 1)), ["en title long"]);
  assert.deepEqual(titled("News from {brand}"), ["en title placeholder"]);
});

test("no text that passes holds three digits in a row, however they are set apart, nor an address", () => {
  const piece = fc.oneof(
    fc.constantFrom("1", "2", "3", " ", ".", "-", "/", " ", "a", "é", "mars", "2026", "@", "fr"),
    fc.string({ maxLength: 2, unit: "binary" }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const text = pieces.join("");
      if (faultIn(text, bounds.campaignText)) return;
      const undated = text.replaceAll(/mars 20\d\d(?!\d)/g, "");
      assert.doesNotMatch(undated, /\d[ .\-/]?\d[ .\-/]?\d/);
      assert.doesNotMatch(text, /@|\w\.\p{L}/u);
    }),
  );
});

test("short messages sound by day in Paris, in summer and in winter", () => {
  const at = (month: number, hour: number) => isByDay(instant(Date.UTC(2026, month, 10, hour)));
  assert.deepEqual(
    [6, 7, 18, 19].map((hour) => at(0, hour)),
    [false, true, true, false],
  );
  assert.deepEqual(
    [5, 6, 17, 18].map((hour) => at(6, hour)),
    [false, true, true, false],
  );
});
