import assert from "node:assert/strict";
import test from "node:test";
import {
  hashDocument,
  type Json,
  newKeyPair,
  purposes,
  type Signer,
  signerOf,
  signMulti,
} from "@aval/protocol";
import type { BundleFact } from "./bundle.ts";
import { answerFaults, phoneKeys, shownOf } from "./decisions.ts";

// What the deployment itself could write into its log, having every key of its own and none of a phone's.
const [ik, uk, theirs, theirCode] = (await Promise.all(
  Array.from({ length: 4 }, async () => signerOf(await newKeyPair())),
)) as [Signer, Signer, Signer, Signer];
const context = { v: purposes.context, approval: "apr_1", holder: { nationalId: "8" } };
const shown = new Map([["apr_1", await shownOf(context)]]);
const other = await hashDocument({ ...context, approval: "apr_2" });
const right = {
  v: purposes.decision,
  approval: "apr_1",
  context: await hashDocument(context),
  decision: "approve",
  device: "dev_mine",
};

const factOf = (kind: string, body: object): BundleFact => ({
  ...{ seq: 1, id: "fct_1", kind, at: 1, scope: "national", leaf: "", key: "" },
  body: JSON.stringify(body),
});
const keys = phoneKeys([
  factOf("device_added", { device: "dev_mine", ik: ik.jwk, uk: uk.jwk }),
  factOf("device_added", { device: "dev_theirs", ik: theirs.jwk, uk: theirCode.jwk }),
]);

async function faultOf(
  payload: object,
  signers: readonly Signer[],
  { kind = "approval_approved", purpose = purposes.decision as string, ...more } = {},
): Promise<string | undefined> {
  const decision = await signMulti(payload as Json, purpose, signers);
  const fact = factOf(kind, { approval: "apr_1", decision, ...more });
  return (await answerFaults(fact, shown, keys))[0]?.fault;
}

test("an answer by its phone and its code, over what was shown, is proven", async () => {
  assert.equal(await faultOf(right, [ik, uk]), undefined);
  const refusal = { ...right, decision: "refuse", reason: "not_me" };
  const kind = "approval_refused";
  assert.equal(await faultOf(refusal, [ik], { kind, reason: "not_me" } as object), undefined);
});

test("an answer over another context, for another request or of another kind is not", async () => {
  assert.equal(await faultOf({ ...right, context: other }, [ik, uk]), "decision");
  assert.equal(await faultOf({ ...right, approval: "apr_2" }, [ik, uk]), "decision");
  assert.equal(await faultOf({ ...right, decision: "refuse" }, [ik, uk]), "decision");
  assert.equal(await faultOf(right, [ik, uk], { purpose: purposes.lift }), "decision");
  assert.equal(await faultOf(right, [ik], { kind: "approval_refused" }), "decision");
});

test("an approval without the code's signature is not, nor one by another phone's keys", async () => {
  assert.equal(await faultOf(right, [ik]), "decision");
  assert.equal(await faultOf(right, [uk, ik]), "keys");
  assert.equal(await faultOf(right, [theirs, theirCode]), "keys");
  assert.equal(await faultOf(right, [ik, theirCode]), "keys");
  assert.equal(await faultOf({ ...right, device: "dev_theirs" }, [ik, uk]), "keys");
  assert.equal(await faultOf({ ...right, device: "dev_unknown" }, [ik, uk]), "keys");
});

test("what a refusal's fact says of why is what was signed", async () => {
  const refusal = { ...right, decision: "refuse", reason: "mistake" };
  const more = { kind: "approval_refused", reason: "not_me" } as object;
  assert.equal(await faultOf(refusal, [ik], more), "decision");
});

test("an answer whose screen is not in the file is not proven", async () => {
  const decision = await signMulti(right as Json, purposes.decision, [ik, uk]);
  const fact = factOf("approval_approved", { approval: "apr_9", decision });
  assert.deepEqual(await answerFaults(fact, shown, keys), [{ fault: "context", about: "fct_1" }]);
});
