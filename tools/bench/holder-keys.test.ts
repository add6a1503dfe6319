import assert from "node:assert/strict";
import { test } from "node:test";
import { blindCode, fromBase64url, signerOfScalar, toBase64url, unlock } from "@aval/protocol";
import { p256_oprf } from "@noble/curves/nist.js";
import { benchCode, createKeyring, publicJwkOf, publicPoint, signerOfKey } from "./holder-keys.ts";

test("a holder's code key is the one a real phone unlocks with the PIN service's evaluation", () => {
  const keyring = createKeyring("a seed");
  // Both parities of the ordinate come up among these.
  for (let index = 0; index < 12; index++) {
    const keys = keyring.holder(index);
    const hidden = blindCode(benchCode, keyring.deviceSecret);
    const publicKey = publicPoint(keys.oprf);
    const made = p256_oprf.voprf.blindEvaluate(keys.oprf, publicKey, hidden.blinded);
    const answer = { evaluated: toBase64url(made.evaluated), proof: toBase64url(made.proof) };
    assert.deepEqual(
      Buffer.from(unlock(hidden, answer, toBase64url(publicKey)) ?? []),
      Buffer.from(keys.uk),
    );
    assert.deepEqual(publicJwkOf(keys.uk), signerOfScalar(keys.uk).jwk);
  }
});

test("the same seed and number give the same holder, others another", () => {
  const one = createKeyring("a seed").holder(7);
  assert.deepEqual(createKeyring("a seed").holder(7), one);
  for (const other of [createKeyring("a seed").holder(8), createKeyring("other").holder(7)]) {
    assert.notEqual(other.device, one.device);
    assert.notDeepEqual(other.ik, one.ik);
    assert.notDeepEqual(other.uk, one.uk);
  }
});

test("what a holder signs is verified by the key the server has", async () => {
  const keys = createKeyring("a seed").holder(3);
  const signer = signerOfKey(keys.ik);
  const bytes = new TextEncoder().encode("to sign");
  const key = await crypto.subtle.importKey(
    "jwk",
    { ...signer.jwk },
    { name: "ECDSA", namedCurve: "P-256" },
    false,
    ["verify"],
  );
  const signature = await signer.sign(bytes);
  const by = { name: "ECDSA", hash: "SHA-256" };
  assert.ok(await crypto.subtle.verify(by, key, signature as BufferSource, bytes));
  assert.equal(fromBase64url(signer.jwk.x)?.length, 32);
});
