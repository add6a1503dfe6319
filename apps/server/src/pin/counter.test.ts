import assert from "node:assert/strict";
import test from "node:test";
import { type DeviceId, idFrom, type PublicJwk } from "@aval/protocol";
import fc from "fast-check";
import { limits } from "#lifetimes";
import { seededRandom } from "#platform/testing";
import { instant } from "#platform/time";
import {
  type Counter,
  closed,
  confirmed,
  counted,
  isSpent,
  macInput,
  settle,
  toRemember,
  triesLeft,
} from "./counter.ts";
import { createSeal } from "./seal.ts";

const device: DeviceId = idFrom("dev", new Uint8Array(17).fill(1));
const jwk = (x: string): PublicJwk => ({ kty: "EC", crv: "P-256", x, y: "y" });
const now = instant(1_800_000_000_000);

const row: Counter = {
  device,
  keyId: "pky_1",
  ik: jwk("ik"),
  uk: jwk("uk"),
  tries: 2,
  version: 7,
  epoch: "e1",
  lastEvaluation: "evl_1",
  confirmedEvaluation: "evl_0",
  nextTryAt: now,
  state: "open",
};

const seal = createSeal(new Uint8Array(32).fill(3));

test("a row is genuine until any one of its columns is written by somebody without the key file", () => {
  const mac = seal.mac(row);
  assert.ok(seal.isGenuine(row, mac));
  const forged: Partial<Counter>[] = [
    { device: idFrom("dev", new Uint8Array(17).fill(2)) },
    { keyId: "pky_2" },
    { ik: jwk("attacker") },
    { uk: jwk("attacker") },
    { uk: undefined },
    { tries: 0 },
    { version: 8 },
    { epoch: "e2" },
    { lastEvaluation: undefined },
    { lastEvaluation: "evl_0" },
    { confirmedEvaluation: "evl_1" },
    { confirmedEvaluation: undefined },
    { nextTryAt: instant(0) },
    { state: "disabled" },
  ];
  // Every column is tried: one that was left out of the MAC would be missing here too.
  assert.deepEqual(new Set(forged.flatMap(Object.keys)), new Set(Object.keys(row)));
  for (const change of forged)
    assert.ok(!seal.isGenuine({ ...row, ...change }, mac), JSON.stringify(change));
  assert.ok(!createSeal(new Uint8Array(32).fill(4)).isGenuine(row, mac), "another key file");
  for (const other of ["", "AAAA", `${mac}A`, mac.slice(1)]) assert.ok(!seal.isGenuine(row, other));
});

test("the text under the MAC says the value of each column and what it is for", () => {
  assert.deepEqual(JSON.parse(macInput(row)), { v: "aval.pin-counter.v1", ...row });
});

test("an OPRF key opens only for its phone and its key id, under its key file, unaltered", () => {
  const secretKey = new Uint8Array(32).fill(9);
  const name = { device, keyId: "pky_1" };
  const wrapped = seal.wrap(name, secretKey, seededRandom(1));
  assert.deepEqual(seal.unwrap(name, wrapped), secretKey);
  assert.throws(() => seal.unwrap({ ...name, keyId: "pky_2" }, wrapped));
  assert.throws(() => seal.unwrap({ ...name, device: "dev_other" }, wrapped));
  assert.throws(() => createSeal(new Uint8Array(32)).unwrap(name, wrapped));
  for (let at = 0; at < wrapped.length; at++) {
    const altered = Buffer.from(wrapped);
    altered[at] = (altered[at] as number) ^ 1;
    assert.throws(() => seal.unwrap(name, altered), `byte ${at}`);
  }
  assert.throws(() => seal.unwrap(name, wrapped.subarray(0, 20)));
});

const counters = fc
  .record({
    tries: fc.integer({ min: 0, max: 10 }),
    version: fc.integer({ min: 1, max: 20 }),
    epoch: fc.constantFrom("e1", "e2"),
  })
  .map((drawn): Counter => ({ ...row, ...drawn }));
const memory = fc.option(
  fc.record({ version: fc.integer({ min: 1, max: 20 }), tries: fc.integer({ min: 0, max: 10 }) }),
  {
    nil: undefined,
  },
);

test("a row put back from an older state wins no try: the journal's count", () => {
  fc.assert(
    fc.property(counters, memory, (stored, remembered) => {
      const { counter, doubt } = settle(stored, remembered, "e1");
      const older = remembered !== undefined && stored.version < remembered.version;
      const foreign = Math.max(stored.tries, remembered?.tries ?? 0, limits.pinTries - 1);
      if (older && stored.epoch === "e1") assert.equal(counter.tries, remembered.tries);
      else if (older) assert.equal(counter.tries, Math.max(remembered.tries, limits.pinTries - 1));
      else assert.equal(counter.tries, stored.epoch === "e1" ? stored.tries : foreign);
      assert.equal(doubt !== undefined, older || stored.epoch !== "e1");
      if (doubt)
        assert.equal(counter.lastEvaluation, undefined, "an evaluation from before resets nothing");
      else assert.deepEqual(counter, stored);
    }),
  );
});

test("a row of another epoch has one try left, however few were counted", () => {
  assert.equal(triesLeft(settle({ ...row, tries: 0 }, undefined, "e2").counter), 1);
});

test("two programs that count on one database with a folder each are told apart from a restore", () => {
  assert.equal(settle(row, undefined, "e2").doubt, "other_epoch");
  assert.equal(settle(row, { version: row.version - 1, tries: 0 }, "e2").doubt, "two_epochs");
  assert.equal(settle(row, { version: row.version + 1, tries: 0 }, "e2").doubt, "rolled_back");
});

test("every change has a version above the row's and above the journal's", () => {
  fc.assert(
    fc.property(counters, memory, (stored, remembered) => {
      const { counter } = settle(stored, remembered, "e1");
      for (const next of [
        counted(counter, "evl_2", now),
        confirmed(counter, "evl_1", now),
        closed(counter, "disabled"),
      ]) {
        assert.ok(next.version > Math.max(stored.version, remembered?.version ?? 0));
        assert.equal(next.epoch, "e1");
      }
    }),
  );
});

test("the wait before each try is the one of the table", () => {
  let counter: Counter = { ...row, tries: 0 };
  for (const seconds of limits.pinBackOffSeconds.slice(1)) {
    counter = counted(counter, "evl_2", now);
    assert.equal(counter.nextTryAt, now + seconds * 1000);
  }
});

test("a phone that is closed is remembered with no try left", () => {
  assert.equal(toRemember(row).tries, 2);
  for (const state of ["disabled", "retired"] as const) {
    assert.equal(toRemember(closed(row, state)).tries, limits.pinTries);
    assert.equal(triesLeft(closed(row, state)), 0);
    assert.ok(isSpent(closed(row, state)));
  }
});
