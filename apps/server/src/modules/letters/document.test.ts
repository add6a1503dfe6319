import assert from "node:assert/strict";
import { test } from "node:test";
import { enablingIn, letterAddress, type LetterId } from "@aval/protocol";
import { openTypesetter } from "#platform/typeset";
import { instant } from "#platform/time";
import type { Professional, Structure } from "#modules/directory";
import { practiceAddress } from "./address.ts";
import { letterDocument } from "./document.ts";

const code = { letter: `ltr_${"0".repeat(26)}` as LetterId, mac: "A".repeat(22) };
const given = {
  lines: ["Solène #strong[ESSAI]", "PHARMACIE D'ESSAI", "4 PL DU PUITS", "99001 VILLEFICTIVE"],
  madeAt: instant(Date.UTC(2026, 10, 22, 9)),
  expiresAt: instant(Date.UTC(2026, 11, 13, 9)),
  address: letterAddress("https://phone.example.org", code),
  brand: "Aval",
  call: undefined,
  help: "https://connexion.example.org/aide",
};

test("no word of a letter enables anything: what does is in its code alone, and no number can be dictated", () => {
  const { files } = letterDocument(given);
  const text = files["letter.json"] ?? "";
  assert.deepEqual(enablingIn(text), []);
  assert.ok(!text.includes(code.mac) && !text.includes(code.letter));
  const dates = /(22 (novembre|November)|13 (décembre|December)) 2026/g;
  const numbers = text
    .replaceAll(dates, "")
    .replace("99001", "")
    .match(/\d{3,}/g);
  assert.equal(numbers, null);
});

test("French comes first, English beside it, and both say to give it to nobody and what to do", () => {
  const { files } = letterDocument({ ...given, call: "Aide d'essai, 01 99 00 00 00" });
  const { pages } = JSON.parse(files["letter.json"] ?? "") as {
    pages: { lang: string; keepText: string; notYoursText: string; help: string }[];
  };
  assert.deepEqual(
    pages.map(({ lang }) => lang),
    ["fr", "en"],
  );
  for (const page of pages) {
    assert.match(page.keepText, /Ne la donnez à personne|Give it to nobody/);
    assert.match(page.notYoursText, /Aide d'essai, 01 99 00 00 00/);
    assert.match(page.help, /connexion\.example\.org\/aide/);
  }
});

test("it is set as a tagged document of two pages, and what a name holds is text and no command", async () => {
  const typesetter = openTypesetter();
  try {
    const pdf = Buffer.from(await typesetter.set(letterDocument(given))).toString("latin1");
    assert.match(pdf, /^%PDF-/);
    assert.match(pdf, /StructTreeRoot/);
    assert.match(pdf, /\/Count 2\b/);
    await assert.rejects(typesetter.set({ source: "#nothing", files: {} }), /unknown variable/);
  } finally {
    await typesetter.close();
  }
});

const structure = {
  ...{ name: "CABINET", tradeName: "", addressee: "", geographicPoint: "", streetNumber: "12" },
  ...{ streetRepeat: "", streetTypeCode: "AV", streetName: "DES TILLEULS", distribution: "" },
  ...{ cedex: "99001 VILLEFICTIVE", countryCode: "99000" },
} as Structure;
const person = (...at: Partial<Structure>[]) =>
  ({
    exercises: [
      { activities: at.map((more) => ({ structure: { ...structure, ...more } as Structure })) },
    ],
  }) as unknown as Professional;

test("a letter goes to the first whole address of the directory in France, and to none else", () => {
  const lines = ["N", "CABINET", "12 AV DES TILLEULS", "99001 VILLEFICTIVE"];
  assert.deepEqual(practiceAddress("N", person({})), lines);
  assert.deepEqual(practiceAddress("N", person({ cedex: "" }, {})), lines);
  const nowhere = [
    { cedex: "" },
    { cedex: "99001" },
    { countryCode: "99109" },
    { streetNumber: "", streetTypeCode: "", streetName: "" },
  ];
  for (const one of nowhere) assert.equal(practiceAddress("N", person(one)), undefined);
  assert.equal(practiceAddress("N", person()), undefined);
});
