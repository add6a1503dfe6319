import assert from "node:assert/strict";
import test from "node:test";
import { blindCode, toBase64url, unlock } from "@aval/protocol";
import { seededRandom } from "#platform/testing";
import { createEvaluator, isElement, makeOprfKey } from "./evaluator.ts";

const key = makeOprfKey(seededRandom(1));
const hidden = blindCode("246813", new Uint8Array(32));

test("evaluations asked together each come back whole, with a proof the phone accepts, on whatever thread", async () => {
  const evaluator = createEvaluator(2);
  const codes = ["246813", "975318", "135790", "864209", "113355"].map((code) =>
    blindCode(code, new Uint8Array(32)),
  );
  const made = await Promise.all(
    codes.map(({ blinded }) => evaluator.evaluate({ ...key, blinded })),
  );
  const keys = made.map(({ evaluated, proof }, index) =>
    unlock(
      codes[index] as typeof hidden,
      { evaluated: toBase64url(evaluated), proof: toBase64url(proof) },
      toBase64url(key.publicKey),
    ),
  );
  assert.equal(new Set(keys.map((scalar) => toBase64url(scalar as Uint8Array))).size, codes.length);
  await evaluator.close();
});

test("what cannot be evaluated is refused, and the thread goes on", async () => {
  const evaluator = createEvaluator(1);
  await assert.rejects(evaluator.evaluate({ ...key, blinded: new Uint8Array(33) }));
  await assert.rejects(
    evaluator.evaluate({ ...key, secretKey: new Uint8Array(32), blinded: hidden.blinded }),
  );
  assert.equal(
    (await evaluator.evaluate({ ...key, blinded: hidden.blinded })).evaluated.length,
    33,
  );
  await evaluator.close();
});

test("whoever waits for a thread that ends is told, and the next one gets a new thread", async () => {
  const evaluator = createEvaluator(1);
  const waiting = evaluator.evaluate({ ...key, blinded: hidden.blinded });
  const refused = assert.rejects(waiting, /has ended/);
  await evaluator.close();
  await refused;
  assert.equal((await evaluator.evaluate({ ...key, blinded: hidden.blinded })).proof.length, 64);
  await evaluator.close();
});

test("two phones have two keys", () => {
  const random = seededRandom(2);
  assert.notDeepEqual(makeOprfKey(random).secretKey, makeOprfKey(random).secretKey);
});

test("only a point of the curve that is not the identity can be evaluated", () => {
  assert.ok(isElement(toBase64url(hidden.blinded)));
  for (const bytes of [
    new Uint8Array(33),
    new Uint8Array(32),
    new Uint8Array(33).fill(5),
    new Uint8Array(33).fill(255).fill(2, 0, 1),
    new Uint8Array(),
  ]) {
    assert.ok(!isElement(toBase64url(bytes)), toBase64url(bytes));
  }
  assert.ok(!isElement("not base64url!"));
});
