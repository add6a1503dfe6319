import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  type CivilTraits,
  type CivilVerdict,
  compareTraits,
  type RegisteredTraits,
} from "./civil-identity.ts";

const registered: RegisteredTraits = {
  familyName: "D'ORVAL-LÉPINE",
  givenNames: "MARIE-ODETTE'ZOÉ'",
  birthDate: "1981-03-07",
  birthCommuneCode: "",
  birthCountryCode: "99000",
  birthPlace: "ST-FICTIF",
};
const said: CivilTraits = {
  birthFamilyName: "d’Orval Lépine",
  givenNames: "Marie-Odette Zoe",
  birthDate: "1981-03-07",
  birthPlace: { name: "Saint Fictif", country: "FR" },
};
const short = (verdict: CivilVerdict) =>
  verdict.verdict === "different"
    ? verdict.trait
    : verdict.verdict === "unknown"
      ? `unknown: ${verdict.because}`
      : "equal";
const asked = (
  changes: CivilTraits,
  register: Partial<RegisteredTraits> = {},
  from: CivilTraits = said,
) => short(compareTraits({ ...from, ...changes }, { ...registered, ...register }));

/** Every rule, both ways: what is compared, and what the rule says. */
const rows: readonly [string, CivilTraits, Partial<RegisteredTraits>, string][] = [
  ["case, accents, apostrophes and hyphens count for nothing", {}, {}, "equal"],
  ["a particle in front may be left out", { birthFamilyName: "ORVAL LEPINE" }, {}, "equal"],
  [
    "an article is part of a name",
    { birthFamilyName: "GOFF" },
    { familyName: "LE GOFF" },
    "family_name",
  ],
  [
    "a particle that is the whole name is the name",
    { birthFamilyName: "DE" },
    { familyName: "DU" },
    "family_name",
  ],
  ["ligatures are their letters", { birthFamilyName: "Lœil" }, { familyName: "LOEIL" }, "equal"],
  ["one letter is another name", { birthFamilyName: "D'ORVAL LEPINES" }, {}, "family_name"],
  [
    "a birth name that is withheld is missing",
    { birthFamilyName: undefined },
    {},
    "unknown: trait_missing",
  ],
  ["one of punctuation too", { birthFamilyName: "-" }, {}, "unknown: trait_missing"],
  ["and one that the register lacks", {}, { familyName: "" }, "unknown: trait_missing"],
  ["the first given name alone", { givenNames: "Marie-Odette" }, {}, "equal"],
  ["a hyphen ties two names into one", { givenNames: "Marie" }, {}, "given_names"],
  [
    "whichever side ties them",
    { givenNames: "Marie-Odette" },
    { givenNames: "MARIE''" },
    "given_names",
  ],
  [
    "names written apart may be one that a hyphen ties",
    { givenNames: "Marie Odette" },
    {},
    "equal",
  ],
  ["their order counts", { givenNames: "Zoé Marie-Odette" }, {}, "given_names"],
  ["a second name that differs", { givenNames: "Marie-Odette Albane" }, {}, "given_names"],
  ["another day", { birthDate: "1981-03-08" }, {}, "birth_date"],
  ["day and month exchanged", { birthDate: "1981-07-03" }, {}, "birth_date"],
  [
    "a day that the register does not know",
    {},
    { birthDate: "1981-03-00" },
    "unknown: trait_missing",
  ],
  ["a date that is none", { birthDate: "07/03/1981" }, {}, "unknown: trait_missing"],
  [
    "communes by their codes, whatever they are called",
    { birthPlace: { communeCode: "2A004", name: "Elsewhere" } },
    { birthCommuneCode: "2A004" },
    "equal",
  ],
  [
    "another commune of the same name",
    { birthPlace: { communeCode: "01004", name: "Saint Fictif" } },
    { birthCommuneCode: "2A004" },
    "birth_place",
  ],
  [
    "an arrondissement is its city",
    { birthPlace: { communeCode: "75056" } },
    { birthCommuneCode: "75115" },
    "equal",
  ],
  [
    "by name as well",
    { birthPlace: { name: "Lyon", country: "FR" } },
    { birthPlace: "LYON 3EME" },
    "equal",
  ],
  [
    "the same name in another country",
    { birthPlace: { name: "Saint Fictif", country: "BE" } },
    {},
    "birth_place",
  ],
  [
    "INSEE's code of a country and ISO's",
    { birthPlace: { name: "Saint Fictif", country: "99131" } },
    { birthCountryCode: "99131" },
    "equal",
  ],
  ["a country alone is no place", { birthPlace: { country: "FR" } }, {}, "unknown: trait_missing"],
  [
    "a place without its country",
    { birthPlace: { name: "Saint Fictif" } },
    {},
    "unknown: trait_missing",
  ],
  [
    "a country nobody listed",
    { birthPlace: { name: "Saint Fictif", country: "AQ" } },
    {},
    "unknown: trait_missing",
  ],
  ["no place", { birthPlace: undefined }, {}, "unknown: trait_missing"],
  ["no given name", { givenNames: " " }, {}, "unknown: trait_missing"],
  [
    "a difference is told before what is missing",
    { birthPlace: undefined, birthDate: "1981-03-08" },
    {},
    "birth_date",
  ],
  ["the public extract knows no birth", {}, { birthDate: "" }, "unknown: not_loaded"],
];

for (const [rule, changes, register, expected] of rows)
  test(`${rule}: ${expected}`, () => assert.equal(asked(changes, register), expected));

const name = fc
  .array(fc.constantFrom(..."AÉŒLNÇ"), { minLength: 1, maxLength: 8 })
  .map((letters) => letters.join(""));
const person = fc.record({
  familyName: fc.array(name, { minLength: 1, maxLength: 3 }),
  givenNames: fc.array(fc.array(name, { minLength: 1, maxLength: 2 }), {
    minLength: 1,
    maxLength: 3,
  }),
  birthDate: fc
    .tuple(
      fc.integer({ min: 1930, max: 2005 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 28 }),
    )
    .map(([year, ...rest]) => [year, ...rest.map((n) => String(n).padStart(2, "0"))].join("-")),
  birthPlace: fc.array(name, { minLength: 1, maxLength: 3 }),
  country: fc.constantFrom(["99000", "FR"] as const, ["99131", "BE"] as const),
});
type Person = typeof person extends fc.Arbitrary<infer Of> ? Of : never;

const asRegistered = (of: Person): RegisteredTraits => ({
  familyName: of.familyName.join("-"),
  givenNames: of.givenNames.map((names) => `${names.join("-")}'`).join(""),
  birthDate: of.birthDate,
  birthCommuneCode: "",
  birthCountryCode: of.country[0],
  birthPlace: of.birthPlace.join(" "),
});
const asSaid = (of: Person, isPlain: boolean): CivilTraits => {
  const spell = (text: string) =>
    isPlain
      ? text.toLowerCase().normalize("NFD").replaceAll(/\p{M}/gu, "").replaceAll("œ", "oe")
      : text;
  return {
    birthFamilyName: spell(of.familyName.join(" ")),
    givenNames: spell(of.givenNames.map((names) => names.join("-")).join(" ")),
    birthDate: of.birthDate,
    birthPlace: { name: spell(of.birthPlace.join("-")), country: of.country[1] },
  };
};
const letters = (text: string) =>
  text
    .normalize("NFD")
    .replaceAll(/[\p{M}\s'-]/gu, "")
    .replaceAll("Œ", "OE");

test("whoever is registered is equal to themselves, however it is spelt", () =>
  fc.assert(
    fc.property(person, fc.boolean(), (of, isPlain) => {
      assert.equal(short(compareTraits(asSaid(of, isPlain), asRegistered(of))), "equal");
    }),
    { numRuns: 60 },
  ));

test("two people are equal only when the letters of all their traits are", () =>
  fc.assert(
    fc.property(
      person,
      person,
      fc.subarray(["familyName", "givenNames", "birthDate", "birthPlace"] as const),
      (one, other, taken) => {
        const mixed: Person = { ...one, country: one.country };
        for (const trait of taken) Object.assign(mixed, { [trait]: other[trait] });
        const verdict = compareTraits(asSaid(mixed, true), asRegistered(one));
        const same = (trait: "familyName" | "birthPlace") =>
          letters(mixed[trait].join("")) === letters(one[trait].join(""));
        const isAlike =
          same("familyName") &&
          same("birthPlace") &&
          mixed.birthDate === one.birthDate &&
          letters(mixed.givenNames.flat()[0] ?? "") === letters(one.givenNames.flat()[0] ?? "");
        if (verdict.verdict === "equal") assert.ok(isAlike, JSON.stringify([mixed, one]));
        else assert.equal(verdict.verdict, "different");
      },
    ),
    { numRuns: 200 },
  ));
