import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { contactValue, readContactHeader, readContactLine } from "./contact-line.ts";

const text = "Identifiant;Nature;Valeur;Date;Justificatif";

function headerOf(first: string) {
  const header = readContactHeader(first);
  assert.ok(!("missing" in header));
  return header;
}
const read = (line: string, first = text) => readContactLine(headerOf(first), Buffer.from(line), 2);

test("columns are found by name, in any order, with others between; a missing or doubled one is named", () => {
  const first = "valeur;x;Justificatif;NATURE;identifiant;date";
  assert.deepEqual(read('"a@example.org";;guichet;Mail;899;2026-01-31', first), {
    nationalId: "899",
    kind: "email",
    value: "a@example.org",
    dated: "2026-01-31",
    proof: "desk",
  });
  assert.deepEqual(readContactHeader("identifiant;nature;valeur;date"), {
    missing: "justificatif",
  });
  assert.deepEqual(readContactHeader(`${text};date`), { missing: "date" });
});

test("each fault of a line is said, and an empty line is none", () => {
  const faults = {
    "899;mail;a@example.org;2026-01-31": "cell_count",
    ";mail;a@example.org;;guichet": "national_id",
    "899;fax;0199000000;;guichet": "kind",
    "899;mail;a@example.org,b@example.org;;guichet": "value",
    "899;telephone;12;;guichet": "value",
    "899;mail;a@example.org;2026-02-30;guichet": "date",
    "899;mail;a@example.org;;promesse": "proof",
    "899;mail;a\u0000@example.org;;guichet": "control_character",
  };
  for (const [line, fault] of Object.entries(faults)) assert.deepEqual(read(line), { fault }, line);
  assert.equal(read("  "), undefined);
  assert.deepEqual(read("x".repeat(70_000)), { fault: "too_long" });
});

test("a value never holds what a mail header, a list or a COPY would read as its own", () => {
  fc.assert(
    fc.property(fc.constantFrom("email" as const, "phone" as const), fc.string(), (kind, given) => {
      const value = contactValue(kind, given);
      if (value) assert.doesNotMatch(value, /[\s,;<>"\\\p{Cc}]/u);
    }),
    { numRuns: 60 },
  );
  assert.equal(contactValue("phone", "06 39.98-10 (01)"), "0639981001");
  assert.equal(contactValue("phone", "+33 6 39 98 10 01"), "+33639981001");
  assert.equal(contactValue("email", "a@b"), undefined);
});
