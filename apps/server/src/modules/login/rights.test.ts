import assert from "node:assert/strict";
import test from "node:test";
import {
  entersSilently,
  type Proof,
  proofOf,
  type Rights,
  rightsOf,
  rightsTable,
  type Sensitivity,
  type Where,
} from "./rights.ts";

// The rows of DESIGN section 5, written a second time from the page: proof, where, then open, sensitive where reduced
// sessions are accepted, sensitive where they are not, critical.
const rows: readonly [
  Proof,
  Where,
  Rights | undefined,
  Rights | undefined,
  Rights | undefined,
  Rights | undefined,
][] = [
  ["full_phone_qr", "own_place", "full", "full", "full", undefined],
  ["full_phone_qr", "own_place_l5", "full", "full", "full", "full"],
  ["full_phone_qr", "known_workstation", "full", "full", "full", undefined],
  ["full_phone_qr", "unknown", "reduced", "reduced", undefined, undefined],
  ["full_phone_digits", "own_place", "full", "full", "full", undefined],
  ["full_phone_digits", "own_place_l5", "full", "full", "full", undefined],
  ["full_phone_digits", "known_workstation", "reduced", undefined, undefined, undefined],
  ["full_phone_digits", "unknown", "reduced", undefined, undefined, undefined],
  ["limited_phone_qr", "own_place", "full", "reduced", undefined, undefined],
  ["limited_phone_qr", "own_place_l5", "full", "reduced", undefined, undefined],
  ["limited_phone_qr", "known_workstation", "reduced", undefined, undefined, undefined],
  ["limited_phone_qr", "unknown", "reduced", undefined, undefined, undefined],
  ["limited_phone_digits", "own_place", undefined, undefined, undefined, undefined],
  ["limited_phone_digits", "own_place_l5", undefined, undefined, undefined, undefined],
  ["limited_phone_digits", "known_workstation", undefined, undefined, undefined, undefined],
  ["limited_phone_digits", "unknown", undefined, undefined, undefined, undefined],
];

test("every cell of the rights table opens what DESIGN's row says, and nothing else", () => {
  for (const [proof, where, open, accepting, strict, critical] of rows) {
    const at = (sensitivity: Sensitivity, acceptsReduced: boolean) =>
      rightsOf(proof, where, { sensitivity, acceptsReduced });
    assert.equal(at("open", false), open, `${proof} ${where} open`);
    assert.equal(at("sensitive", true), accepting, `${proof} ${where} sensitive, accepting`);
    assert.equal(at("sensitive", false), strict, `${proof} ${where} sensitive`);
    assert.equal(at("critical", true), critical, `${proof} ${where} critical`);
  }
});

test("the test above has a row for every cell", () => {
  const cells = Object.entries(rightsTable).flatMap(([proof, places]) =>
    Object.keys(places).map((where) => `${proof} ${where}`),
  );
  assert.deepEqual(rows.map(([proof, where]) => `${proof} ${where}`).sort(), cells.sort());
});

test("a reduced session enters nothing silently, a critical service always asks, a known workstation shares no sign-on with a sensitive one", () => {
  for (const [proof, where] of rows) {
    for (const sensitivity of ["open", "sensitive", "critical"] as const) {
      assert.equal(entersSilently({ proof, where, rights: "reduced" }, { sensitivity }), false);
    }
    assert.equal(
      entersSilently({ proof, where, rights: "full" }, { sensitivity: "critical" }),
      false,
    );
  }
  assert.equal(
    entersSilently(
      { proof: "full_phone_qr", where: "known_workstation", rights: "full" },
      { sensitivity: "sensitive" },
    ),
    false,
  );
  assert.equal(
    entersSilently(
      { proof: "full_phone_qr", where: "known_workstation", rights: "full" },
      { sensitivity: "open" },
    ),
    true,
  );
  assert.equal(
    entersSilently(
      { proof: "full_phone_qr", where: "own_place", rights: "full" },
      { sensitivity: "sensitive" },
    ),
    true,
  );
});

test("a proof is told by the phone's level and by how the screen was tied to it", () => {
  assert.equal(proofOf("full", "qr"), "full_phone_qr");
  assert.equal(proofOf("limited", "digits"), "limited_phone_digits");
});
