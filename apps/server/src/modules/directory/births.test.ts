import assert from "node:assert/strict";
import { test } from "node:test";
import type { CivilTraits, Directory } from "./index.ts";
import { doctor, fileOf, publicColumns, streamOf, within } from "./testing/extracts.ts";
import { restricted, withDirectory } from "./testing/world.ts";

const traits: CivilTraits = {
  birthFamilyName: "Morval",
  givenNames: "Albane Odette",
  birthDate: "1981-03-07",
  birthPlace: { name: "Villefictive", country: "FR" },
};
const twin = {
  ...doctor,
  "Identifiant PP": "99700000023",
  "Identification nationale PP": "899700000023",
  "Autres identifiants": "899700000023,RPPS,1",
};
const doctorOf = async (directory: Directory) => {
  const found = await directory.find("899700000015");
  assert.ok(found);
  return found.id;
};

test("a civil identity is equal to one professional's, and to neither of two who share every trait, also once one has left", () =>
  withDirectory(async (directory, { db }) => {
    await restricted(directory, [doctor, { ...twin, Prénoms: "AUDE'" }]);
    const id = await doctorOf(directory);
    const ask = (changes: CivilTraits = {}) =>
      directory.compareCivilIdentity(db, id, { ...traits, ...changes });
    assert.deepEqual(await ask(), { verdict: "equal" });
    const birthDate = { verdict: "different", trait: "birth_date" };
    assert.deepEqual(await ask({ birthDate: "1981-03-08" }), birthDate);

    const other = db.updateTable("professional").where("national_id", "=", "899700000023");
    await other.set({ given_names: "ALBANE'" }).execute();
    const shared = { verdict: "unknown", because: "shared" };
    assert.deepEqual(await ask(), shared);
    await other.set({ state: "deactivated", sources: [] }).execute();
    assert.deepEqual(await ask(), shared);
  }));

test("without the restricted extract nothing is equal, and nobody is", () =>
  withDirectory(async (directory, { db }) => {
    assert.equal(await directory.knowsBirths(db), false);
    await directory.importExtract(
      streamOf(fileOf(publicColumns, [within(publicColumns, doctor)])),
      {},
    );
    assert.equal(await directory.knowsBirths(db), false);
    const notLoaded = { verdict: "unknown", because: "not_loaded" };
    const id = await doctorOf(directory);
    assert.deepEqual(await directory.compareCivilIdentity(db, id, traits), notLoaded);
    await restricted(directory, [doctor]);
    assert.equal(await directory.knowsBirths(db), true);
    assert.deepEqual(await directory.compareCivilIdentity(db, id, traits), { verdict: "equal" });
  }));
