import assert from "node:assert/strict";
import { test } from "node:test";
import { type Cells, doctor, doctorAtHospital, nurse, nurses } from "./testing/extracts.ts";
import { restricted, said, withDirectory } from "./testing/world.ts";

const place = (n: number, name: string): Cells =>
  nurse(n, { "Identifiant technique de la structure": "R1", "Raison sociale site": name });
const renamed: Cells = { ...doctorAtHospital, "Nom de famille": "AUTRE" };
const specialist: Cells = { ...doctorAtHospital, "Code savoir-faire": "SM04" };

/** Files one after the other; what each says of the same people depends on who speaks first. */
const sequences: readonly (readonly [law: string, ...files: (readonly Cells[])[]])[] = [
  ["a person's first line speaks for them", [doctor, renamed], [renamed, doctor]],
  ["an exercise's first line speaks for it", [doctor, specialist], [specialist, doctor]],
  [
    "a structure's first line speaks for it",
    [place(70, "X"), place(71, "Y")],
    [place(71, "Y"), place(70, "X")],
  ],
  [
    "a structure that was contradicted says what those who stayed say",
    [place(70, "X"), place(71, "X")],
    [place(71, "Y"), place(70, "X")],
    [place(70, "X")],
  ],
  [
    "a structure nobody contradicts any more says what its own say again",
    [place(70, "X")],
    [place(71, "Y"), place(70, "X")],
    [place(70, "X"), place(71, "X")],
  ],
];

for (const [law, ...files] of sequences) {
  test(`in the order of today's file, whatever yesterday's was: ${law}`, () =>
    withDirectory(async (alone, fresh) => {
      const last = files.at(-1) ?? [];
      await restricted(alone, [...last, ...nurses(60)]);
      await withDirectory(async (directory, database) => {
        for (const file of files)
          assert.equal((await restricted(directory, [...file, ...nurses(60)])).state, "done");
        assert.deepEqual(await said(database), await said(fresh));
      });
    }));
}
