import assert from "node:assert/strict";
import { test } from "node:test";
import { traitsOf } from "./eid-provider.ts";

test("claims are read as FranceConnect+ writes them: the name of birth, and a place by its code or its name", () => {
  const said = { family_name: "MARCHEVOIX", given_name: "Solène Rose", birthdate: "1979-02-14" };
  const common = {
    birthFamilyName: "MARCHEVOIX",
    givenNames: "Solène Rose",
    birthDate: "1979-02-14",
  };
  assert.deepEqual(traitsOf({ ...said, birthplace: "2A004", birthcountry: "99100" }), {
    ...common,
    birthPlace: { communeCode: "2A004", name: undefined, country: "99100" },
  });
  assert.deepEqual(traitsOf({ ...said, birthplace: "RIVELEGENDE", birthcountry: "99000" }), {
    ...common,
    birthPlace: { communeCode: undefined, name: "RIVELEGENDE", country: "99000" },
  });
});

test("what is missing, empty or no text is missing, and nothing else stands for it", () => {
  const { birthFamilyName, givenNames, birthPlace } = traitsOf({
    ...{ family_name: 7, given_name: "  ", preferred_username: "MARCHEVOIX", birthplace: "" },
  });
  assert.deepEqual([birthFamilyName, givenNames], [undefined, undefined]);
  assert.deepEqual(birthPlace, { communeCode: undefined, name: undefined, country: undefined });
});
