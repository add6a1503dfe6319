import assert from "node:assert/strict";
import test from "node:test";
import { idFrom, purposes, type RegistrarMessage } from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import { instant } from "#platform/time";
import { agree } from "./registrars.ts";

const now = instant(1_800_000_000_000);
const enrolment = idFrom("enr", new Uint8Array(17).fill(1));
const by = (registrar: string, other: Partial<RegistrarMessage> = {}): RegistrarMessage => ({
  v: purposes.registrar,
  enrolment,
  ik: "this phone's key",
  nationalId: "899700000013",
  registrar,
  iat: now / 1000,
  ...other,
});
const verdict = (...messages: RegistrarMessage[]) =>
  agree(messages, { enrolment, ik: "this phone's key" }, now).ok;

test("two people who agree are a proof; none, one, one twice and three are not", () => {
  assert.equal(verdict(by("alix"), by("basile")), true);
  assert.equal(verdict(), false);
  assert.equal(verdict(by("alix")), false);
  assert.equal(verdict(by("alix"), by("alix")), false);
  assert.equal(verdict(by("alix"), by("basile"), by("clemence")), false);
});

test("what either says otherwise spoils it, whichever signed first", () => {
  const others: Partial<RegistrarMessage>[] = [
    { ik: "another phone's key" },
    { nationalId: "899700000021" },
    { enrolment: idFrom("enr", new Uint8Array(17).fill(2)) },
    { iat: (now - lifetimes.registrarSignature) / 1000 - 1 },
    { iat: (now + lifetimes.registrarSignature) / 1000 + 1 },
  ];
  for (const other of others) {
    assert.equal(verdict(by("alix"), by("basile", other)), false);
    assert.equal(verdict(by("alix", other), by("basile")), false);
  }
});
