import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { subjectsOf } from "./subject.ts";

const subjects = subjectsOf({ uuid: "550dc1c8-0000-4000-8000-000000000000", salt: "salt" });

test("the public subject is Keycloak's form and gives the national id back, slashes and colons included", () => {
  assert.equal(subjects.of("899900000017"), "f:550dc1c8-0000-4000-8000-000000000000:899900000017");
  fc.assert(
    fc.property(fc.string(), (id) => assert.equal(subjects.nationalId(subjects.of(id)), id)),
  );
  assert.equal(subjects.nationalId("f:another-uuid:899900000017"), undefined);
});

test("a pairwise subject differs by service, and tells neither the person nor the service", () => {
  const [one, other] = ["svc-a", "svc-b"].map((service) =>
    subjects.pairwise(subjects.of("899900000017"), service),
  );
  assert.notEqual(one, other);
  assert.match(one ?? "", /^[\w-]{43}$/);
  assert.equal(one, subjects.pairwise(subjects.of("899900000017"), "svc-a"));
});
