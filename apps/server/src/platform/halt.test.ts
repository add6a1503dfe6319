import assert from "node:assert/strict";
import { test } from "node:test";
import { Halt } from "./halt.ts";

test("what a file is called cannot drive the terminal it is told on", () => {
  const name = "a\u001b]0;done\u0007\u001b[2J\u009b31m\u202eb\r.txt";
  const said = new Halt(`Fichier ${name}`, `File ${name}`).sentences();
  assert.equal(said.split("\n").length, 2);
  assert.doesNotMatch(said, /[^\P{C}\n]/u);
  assert.match(said, /^Fichier a.*b.*\.txt\nFile a/u);
});
