import assert from "node:assert/strict";
import test from "node:test";
import type { Door, Transfer } from "@aval/protocol";
import type { Where } from "#modules/places";
import {
  doorsTo,
  entersSilently,
  isByTransition,
  type Proof,
  proofOf,
  proofsOf,
  rankOf,
  type Rights,
  rightsOf,
  rightsTable,
  type Sensitivity,
  stillOpens,
  strongest,
  whereFor,
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
  ["waiting_phone_qr", "own_place", "full", "reduced", undefined, undefined],
  ["waiting_phone_qr", "own_place_l5", "full", "reduced", undefined, undefined],
  ["waiting_phone_qr", "known_workstation", undefined, undefined, undefined, undefined],
  ["waiting_phone_qr", "unknown", undefined, undefined, undefined, undefined],
  ["this_phone_full", "own_place", "full", "full", "full", undefined],
  ["this_phone_full", "own_place_l5", "full", "full", "full", undefined],
  ["this_phone_full", "known_workstation", "full", "full", "full", undefined],
  ["this_phone_full", "unknown", "full", "full", "full", undefined],
  ["this_phone_limited", "own_place", "reduced", undefined, undefined, undefined],
  ["this_phone_limited", "own_place_l5", "reduced", undefined, undefined, undefined],
  ["this_phone_limited", "known_workstation", "reduced", undefined, undefined, undefined],
  ["this_phone_limited", "unknown", "reduced", undefined, undefined, undefined],
  ["plain_software", "own_place", "reduced", "reduced", undefined, undefined],
  ["plain_software", "own_place_l5", "reduced", "reduced", undefined, undefined],
  ["plain_software", "known_workstation", "reduced", "reduced", undefined, undefined],
  ["plain_software", "unknown", "reduced", "reduced", undefined, undefined],
  ["strict_software", "own_place", "full", "full", "full", undefined],
  ["strict_software", "own_place_l5", "full", "full", "full", undefined],
  ["strict_software", "known_workstation", "reduced", undefined, undefined, undefined],
  ["strict_software", "unknown", "reduced", undefined, undefined, undefined],
  ["hardware_key", "own_place", "full", "full", "full", "full"],
  ["hardware_key", "own_place_l5", "full", "full", "full", "full"],
  ["hardware_key", "known_workstation", "full", "full", "full", "full"],
  ["hardware_key", "unknown", "full", "full", "full", "full"],
  ["passkey", "own_place", "full", "full", "full", undefined],
  ["passkey", "own_place_l5", "full", "full", "full", undefined],
  ["passkey", "known_workstation", undefined, undefined, undefined, undefined],
  ["passkey", "unknown", undefined, undefined, undefined, undefined],
  ["passkey_and_phone", "own_place", "full", "full", "full", undefined],
  ["passkey_and_phone", "own_place_l5", "full", "full", "full", undefined],
  ["passkey_and_phone", "known_workstation", "full", "full", "full", undefined],
  ["passkey_and_phone", "unknown", "full", "full", "full", undefined],
  ["card", "own_place", "full", "full", "full", "full"],
  ["card", "own_place_l5", "full", "full", "full", "full"],
  ["card", "known_workstation", "full", "full", "full", "full"],
  ["card", "unknown", "full", "full", "full", "full"],
  ["establishment", "own_place", "full", undefined, undefined, undefined],
  ["establishment", "own_place_l5", "full", undefined, undefined, undefined],
  ["establishment", "known_workstation", "full", undefined, undefined, undefined],
  ["establishment", "unknown", "full", undefined, undefined, undefined],
  ["establishment_with_key", "own_place", "full", "full", "full", undefined],
  ["establishment_with_key", "own_place_l5", "full", "full", "full", undefined],
  ["establishment_with_key", "known_workstation", "full", "full", "full", undefined],
  ["establishment_with_key", "unknown", "full", "full", "full", undefined],
];

/** A service that accepts the reduced sessions of this proof, or, when it does not, every other's. */
const serviceFor = (proof: Proof, sensitivity: Sensitivity, accepts: boolean) =>
  proof === "plain_software"
    ? { sensitivity, acceptsReduced: !accepts, acceptsPscCiba: accepts }
    : { sensitivity, acceptsReduced: accepts };

test("every cell of the rights table opens what DESIGN's row says, and nothing else", () => {
  for (const [proof, where, open, accepting, strict, critical] of rows) {
    const at = (sensitivity: Sensitivity, accepts: boolean) =>
      rightsOf(proof, where, serviceFor(proof, sensitivity, accepts));
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

const sensitivities = ["open", "sensitive", "critical"] as const;
const wheres: readonly Where[] = ["own_place", "own_place_l5", "known_workstation", "unknown"];

test("a session enters silently only where the table says yes both for where it was opened and for where it is now; a reduced one and a critical service never", () => {
  for (const [proof, opened] of rows)
    for (const now of wheres)
      for (const sensitivity of sensitivities) {
        const session = (rights: Rights) => ({ proof, where: opened, rights });
        assert.equal(entersSilently(session("reduced"), now, { sensitivity }), false);
        const isYes = [opened, now].every(
          (where) => rightsTable[proof][where][sensitivity] === "yes",
        );
        const expected = isYes && sensitivity !== "critical";
        const told = `${proof} ${opened}, now ${now}, ${sensitivity}`;
        assert.equal(entersSilently(session("full"), now, { sensitivity }), expected, told);
      }
  const counter = { proof: "full_phone_qr", where: "known_workstation", rights: "full" } as const;
  assert.equal(
    entersSilently(counter, "known_workstation", { sensitivity: "sensitive" }),
    false,
    "a known workstation shares no sign-on with a sensitive service",
  );
});

test("a session goes on while the service's row, as it stands now, gives what the session was opened with", () => {
  for (const [proof, where, open, accepting, strict, critical] of rows) {
    const goesOn = (rights: Rights, sensitivity: Sensitivity, accepts: boolean) =>
      stillOpens({ proof, where, rights }, serviceFor(proof, sensitivity, accepts));
    for (const [given, sensitivity, accepts] of [
      [open, "open", false],
      [accepting, "sensitive", true],
      [strict, "sensitive", false],
      [critical, "critical", true],
    ] as const) {
      const told = `${proof} ${where} ${sensitivity}`;
      assert.equal(goesOn("full", sensitivity, accepts), given === "full", told);
      assert.equal(goesOn("reduced", sensitivity, accepts), given !== undefined, told);
    }
  }
});

test("the doors are those that open more, and each opens more by the table", () => {
  const service = { sensitivity: "sensitive", acceptsReduced: false } as const;
  const from = (where: Where, opens: Rights | undefined, more: object = {}) =>
    doorsTo({ ...service, ...more }, where, opens);
  const critical = { sensitivity: "critical" };
  assert.deepEqual(only(from("unknown", undefined)), ["place", "workstation"]);
  assert.deepEqual(only(from("own_place", undefined)), ["scan"]);
  assert.deepEqual(only(from("unknown", undefined, critical)), ["place_l5"]);
  assert.deepEqual(only(from("own_place_l5", undefined, critical)), ["scan"]);
  assert.deepEqual(only(from("own_place", undefined, critical)), ["place_l5"]);
  assert.deepEqual(from("own_place", "full"), [], "nothing opens more than everything");
});

/** Doors of a phone and a place; means of other modules have their own tests. */
const only = (found: readonly Door[]) =>
  found.filter((door) => door === "scan" || door.startsWith("place") || door === "workstation");

test("a proof is told by the phone's level and by how the screen was tied to it", () => {
  assert.equal(proofOf("full", "qr"), "full_phone_qr");
  assert.equal(proofOf("limited", "digits"), "limited_phone_digits");
});

test("a phone that waits proves something by a scan alone, beside nothing, and never what a limited one proves", () => {
  for (const isBesideKey of [true, false])
    for (const transfer of ["qr", "digits", "this_phone", "search", "practice"] as const)
      assert.deepEqual(
        proofsOf("waiting", transfer, isBesideKey),
        transfer === "qr" ? ["waiting_phone_qr"] : [],
      );
  assert.equal(rankOf({ state: "waiting", level: "limited" }), "waiting");
  assert.equal(rankOf({ state: "active", level: "limited" }), "limited");
});

test("a passkey of a computer opens on a place that nobody else uses, and a shared one is elsewhere to it alone", () => {
  const shared = { where: "own_place", isShared: true } as const;
  assert.equal(whereFor("passkey", shared), "unknown");
  assert.equal(whereFor("passkey", { ...shared, isShared: false }), "own_place");
  for (const proof of ["hardware_key", "card", "full_phone_qr", "passkey_and_phone"] as const)
    assert.equal(whereFor(proof, shared), "own_place");
});

test("a key beside a full phone adds rights and takes none; beside a limited one, or this phone itself, it adds nothing", () => {
  const beside = (level: "limited" | "full", transfer: Transfer) => proofsOf(level, transfer, true);
  assert.deepEqual(beside("full", "qr"), ["full_phone_qr", "passkey_and_phone"]);
  assert.deepEqual(beside("full", "digits"), ["full_phone_digits", "passkey_and_phone"]);
  assert.deepEqual(beside("full", "this_phone"), ["this_phone_full"]);
  assert.deepEqual(beside("limited", "qr"), ["limited_phone_qr"]);
  assert.deepEqual(proofsOf("full", "qr", false), ["full_phone_qr"]);
  const critical = { sensitivity: "critical", acceptsReduced: false } as const;
  const opened = strongest(beside("full", "qr"), "own_place_l5", critical);
  assert.deepEqual(opened, { proof: "full_phone_qr", rights: "full" });
  const open = { sensitivity: "open", acceptsReduced: false } as const;
  const more = strongest(beside("full", "digits"), "unknown", open);
  assert.deepEqual(more, { proof: "passkey_and_phone", rights: "full" });
});

test("R15: a limited phone enters a sensitive service in its dated transition, reduced, by its QR alone, and nothing else changes", () => {
  const service = { sensitivity: "sensitive", acceptsReduced: true } as const;
  const during = { ...service, inTransition: true };
  for (const [proof, row] of Object.entries(rightsTable) as [Proof, object][])
    for (const where of Object.keys(row) as Where[]) {
      const [before, then] = [rightsOf(proof, where, service), rightsOf(proof, where, during)];
      const isOpened = proof === "limited_phone_qr" && !where.startsWith("own_place");
      assert.equal(then, isOpened ? "reduced" : before, `${proof} ${where}`);
      assert.equal(isByTransition({ proof, where }, service), isOpened);
      for (const sensitivity of ["open", "critical"] as const)
        assert.equal(
          rightsOf(proof, where, { ...during, sensitivity }),
          rightsOf(proof, where, { ...service, sensitivity }),
        );
      if (!isOpened) continue;
      assert.equal(rightsOf(proof, where, { ...during, acceptsReduced: false }), undefined);
      assert.equal(
        stillOpens({ proof, where, rights: "reduced" }, service),
        false,
        "past its date",
      );
    }
});
