import assert from "node:assert/strict";
import test from "node:test";
import { p256_oprf } from "@noble/curves/nist.js";
import { fromBase64url, toBase64url } from "./base64url.ts";
import type { Json } from "./canonical.ts";
import { frameText } from "./frame.ts";
import { idFrom } from "./ids.ts";
import {
  hashDocument,
  type MultiSigned,
  newKeyPair,
  peekCompact,
  peekMulti,
  type Signer,
  signCompact,
  signerOf,
  thumbprint,
  verifyCompact,
  verifyMulti,
} from "./jws.ts";
import {
  type Context,
  type DecisionMessage,
  type KeyCertificate,
  type PinCommitMessage,
  purposes,
} from "./messages.ts";
import { createPhone, type PhoneIdentity, PhoneRefusal, type PhoneWorld } from "./phone.ts";

const root = await signerOf(await newKeyPair());
const contextKey = await signerOf(await newKeyPair());
const ik = await signerOf(await newKeyPair());
const oprf = p256_oprf.voprf.generateKeyPair();
const drawn = (fill: number) => new Uint8Array(17).fill(fill);

const approval = idFrom("apr", drawn(1));
const context: Context = {
  v: purposes.context,
  approval,
  kind: "sign-in",
  service: { id: "register", name: "Registre des vaccinations", number: "1" },
  software: [],
  holder: { name: "Camille Étienne", nationalId: "899700000001" },
  browser: { standing: "unknown", declared: "Windows, Firefox" },
  distance: "unknown",
  transfer: "qr",
  rights: "reduced",
  reducedForSeconds: 3600,
  call: "none",
  reasons: [],
  shownAt: 1_800_000_000,
  claimedAt: 1_800_000_002,
  decideBy: 1_800_000_122,
};

const identity: PhoneIdentity = {
  ik,
  device: idFrom("dev", drawn(2)),
  enrolment: idFrom("enr", drawn(3)),
  deviceSecret: new Uint8Array(32).fill(9),
  pin: { keyId: "key_1", publicKey: toBase64url(oprf.publicKey) },
  root: root.jwk,
};

async function certify(
  signer: Signer,
  by = root,
  use: KeyCertificate["use"] = "context",
  at = 1_800_000_000,
): Promise<string> {
  const certificate = {
    v: purposes.key,
    use,
    jwk: signer.jwk,
    kid: await thumbprint(signer.jwk),
    iat: at,
  };
  return signCompact(certificate, purposes.key, by);
}

const signContext = (shown: Context, by = contextKey) =>
  signCompact(shown as unknown as Json, purposes.context, by);

type Sent = { path: string; body: Json | MultiSigned };
type Answer = { status: number; body: unknown };

/** A server of answers by path; remembers what it was sent. `evaluate` is answered with the real OPRF. */
function serverOf(
  answers: Record<string, (body: Json | MultiSigned) => Answer | Promise<Answer>>,
  key = oprf,
  now = () => 1_800_000_000_000,
) {
  const sent: Sent[] = [];
  const evaluate = (body: Json | MultiSigned): Answer => {
    const message = peekCompact((body as { jws: string }).jws)?.payload as { blinded: string };
    const made = p256_oprf.voprf.blindEvaluate(
      key.secretKey,
      key.publicKey,
      fromBase64url(message.blinded) as Uint8Array,
    );
    const publicKey = toBase64url(key.publicKey);
    const body200 = {
      keyId: "key_1",
      publicKey,
      evaluated: toBase64url(made.evaluated),
      proof: toBase64url(made.proof),
    };
    return { status: 200, body: { ...body200, evaluation: "ev_1", triesLeft: 9 } };
  };
  const world: PhoneWorld = {
    get: async (path) => (answers[path] ?? (() => ({ status: 404, body: {} })))({}),
    post: async (path, body) => {
      sent.push({ path, body });
      const answer =
        answers[path] ??
        (path.startsWith("/pin/") ? evaluate : () => ({ status: 404, body: undefined }));
      return answer(body);
    },
    now,
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
  };
  return { sent, phone: createPhone(world) };
}

const keysOf = async (...certificates: string[]) => ({
  "/api/keys": () => ({ status: 200, body: { root: root.jwk, certificates } }),
});
const claimAnswer = async (jws: string) => ({
  "/api/claims": () => ({ status: 200, body: { approval, context: jws } }),
});
const frame = frameText({ approval, number: 3, mac: "A".repeat(22) });
const decisionIn = (one: Sent | undefined) =>
  (one as unknown as { body: { decision: MultiSigned } }).body.decision;
const refusedAs = (code: string) => (fault: unknown) =>
  fault instanceof PhoneRefusal && fault.code === code;

test("a phone shows only a context signed by a context key that its pinned root has certified", async () => {
  const good = {
    ...(await keysOf(await certify(contextKey))),
    ...(await claimAnswer(await signContext(context))),
  };
  assert.deepEqual((await serverOf(good).phone.claim(identity, frame)).context, context);

  const other = await signerOf(await newKeyPair());
  const hostile = [
    await keysOf(await certify(contextKey, other)), // certified by another root
    await keysOf(await certify(contextKey, root, "checkpoint")), // our key, for another use
    await keysOf(await certify(other)), // another key of ours
    await keysOf(), // none
  ];
  for (const keys of hostile) {
    await assert.rejects(
      serverOf({ ...good, ...keys }).phone.claim(identity, frame),
      refusedAs("phone_context_not_signed"),
    );
  }
});

test("keys asked for ahead open the next contexts; a new key is asked for at once, a withdrawn one dies in minutes", async () => {
  const next = await signerOf(await newKeyPair());
  let [asked, now, certificates, jws] = [0, 1_800_000_000_000, "", ""];
  certificates = await certify(contextKey);
  jws = await signContext(context);
  const { phone } = serverOf(
    {
      "/api/keys": () => {
        asked++;
        return { status: 200, body: { root: root.jwk, certificates: [certificates] } };
      },
      "/api/claims": () => ({ status: 200, body: { approval, context: jws } }),
    },
    oprf,
    () => now,
  );
  await phone.prepare();
  await phone.claim(identity, frame);
  await phone.claim(identity, frame);
  assert.equal(asked, 1, "one journey for a claim");

  certificates = await certify(next);
  jws = await signContext(context, next);
  await phone.claim(identity, frame);
  assert.equal(asked, 2, "a key not heard yet is asked for");

  certificates = await certify(contextKey);
  now += 5 * 60_000;
  await assert.rejects(phone.claim(identity, frame), refusedAs("phone_context_not_signed"));
});

test("a context altered after it was signed is not shown, whatever key its header names", async () => {
  const [head, , signature] = (await signContext(context)).split(".");
  const [, altered] = (await signContext({ ...context, rights: "full" })).split(".");
  const { phone } = serverOf({
    ...(await keysOf(await certify(contextKey))),
    ...(await claimAnswer(`${head}.${altered}.${signature}`)),
  });
  await assert.rejects(phone.claim(identity, frame), refusedAs("phone_context_not_signed"));
});

test("a context made for another request is not shown for this one", async () => {
  const elsewhere = await signContext({ ...context, approval: idFrom("apr", drawn(8)) });
  const { phone } = serverOf({
    ...(await keysOf(await certify(contextKey))),
    ...(await claimAnswer(elsewhere)),
  });
  await assert.rejects(phone.claim(identity, frame), refusedAs("phone_context_not_signed"));
});

test("a text that is not a frame is not sent anywhere", async () => {
  const { phone, sent } = serverOf({});
  await assert.rejects(
    phone.claim(identity, "https://attacker.example/"),
    refusedAs("phone_not_a_frame"),
  );
  assert.equal(sent.length, 0);
});

test("what an approval signs is the hash of exactly the context shown, by IK then by the code's key", async () => {
  const path = `/api/approvals/${approval}/decision`;
  const { phone, sent } = serverOf({
    [path]: () => ({ status: 200, body: { approval, state: "approved" } }),
  });
  await phone.approve(identity, context, "246813");

  const decision = decisionIn(sent.at(-1));
  const message = peekMulti(decision) as DecisionMessage;
  assert.equal(message.context, await hashDocument(context as unknown as Json));
  assert.equal(message.decision, "approve");
  assert.equal(message.evaluation, "ev_1");
  const uk = (await phone.tryCode(identity, "246813")).uk;
  assert.deepEqual(await verifyMulti(decision, purposes.decision, [ik.jwk, uk.jwk]), message);
});

test("a refusal needs no code: IK alone, and no try is spent", async () => {
  const path = `/api/approvals/${approval}/decision`;
  const { phone, sent } = serverOf({
    [path]: () => ({ status: 200, body: { approval, state: "refused" } }),
  });
  await phone.refuse(identity, context, "on_call");
  assert.deepEqual(
    sent.map((one) => one.path),
    [path],
  );
  const decision = decisionIn(sent[0]);
  const message = (await verifyMulti(decision, purposes.decision, [
    ik.jwk,
  ])) as unknown as DecisionMessage;
  assert.equal(message.reason, "on_call");
});

test("the code and the device's secret never leave the phone", async () => {
  const { phone, sent } = serverOf({ "/pin/commit": () => ({ status: 200, body: {} }) });
  await phone.setCode(ik, identity.device, "246813", identity.deviceSecret);
  const everything = sent.map(({ body }) => {
    const parts =
      "jws" in (body as object)
        ? (body as { jws: string }).jws.split(".")
        : [(body as MultiSigned).payload];
    return parts.map((part) => Buffer.from(part, "base64url").toString("latin1")).join();
  });
  for (const text of everything) {
    assert.ok(!text.includes("246813"));
    assert.ok(!text.includes(toBase64url(identity.deviceSecret)));
  }
  const commit = sent.at(-1)?.body as MultiSigned;
  const uk = (peekMulti(commit) as PinCommitMessage).uk;
  assert.ok(await verifyMulti(commit, purposes.pinCommit, [ik.jwk, uk]));
});

test("P-39: a phone that pinned one key stops when the service answers with another", async () => {
  const { phone, sent } = serverOf({}, p256_oprf.voprf.generateKeyPair());
  await assert.rejects(phone.approve(identity, context, "246813"), refusedAs("phone_pin_proof"));
  assert.deepEqual(
    sent.map((one) => one.path),
    ["/pin/evaluate"],
  );
});

test("a phone with a wrong clock sets itself by the server's once, and signs a new message", async () => {
  const serverNow = 1_900_000_000;
  const { phone, sent } = serverOf({
    "/api/pending": (body) => {
      const message = peekCompact((body as { jws: string }).jws)?.payload as { iat: number };
      if (message.iat !== serverNow)
        return { status: 401, body: { error: "clock_skew", now: serverNow, message: { en: "" } } };
      return { status: 200, body: [] };
    },
  });
  assert.deepEqual(await phone.pending(identity), []);
  const stamps = sent.map(
    ({ body }) =>
      peekCompact((body as { jws: string }).jws)?.payload as { iat: number; jti: string },
  );
  assert.deepEqual(
    stamps.map((stamp) => stamp.iat),
    [1_800_000_000, serverNow],
  );
  assert.notEqual(stamps[0]?.jti, stamps[1]?.jti);
  await phone.pending(identity);
  assert.equal(sent.length, 3, "the clock stays set");
});

test("a server that always says clock_skew is not asked for ever", async () => {
  const { phone, sent } = serverOf({
    "/api/pending": () => ({
      status: 401,
      body: { error: "clock_skew", now: 1, message: { en: "" } },
    }),
  });
  await assert.rejects(phone.pending(identity), refusedAs("clock_skew"));
  assert.equal(sent.length, 2);
});

test("a refusal keeps the server's code, sentences and tries left; an answer that is none keeps its status", async () => {
  const problem = {
    error: "wrong_code",
    reference: "AB12",
    triesLeft: 4,
    message: { fr: "Code incorrect.", en: "Wrong code." },
  };
  const path = `/api/approvals/${approval}/decision`;
  const { phone } = serverOf({
    [path]: () => ({ status: 403, body: problem }),
    "/api/history": () => ({ status: 502, body: undefined }),
    "/api/keys": () => ({
      status: 503,
      body: { error: "unavailable", reference: "X", message: { fr: "", en: "" } },
    }),
  });
  await assert.rejects(phone.approve(identity, context, "246813"), (fault) => {
    assert.ok(fault instanceof PhoneRefusal);
    assert.deepEqual(fault.problem, problem);
    return fault.code === "wrong_code";
  });
  await assert.rejects(phone.history(identity), refusedAs("http_502"));
  await assert.rejects(
    phone.openContext(await signContext(context), root.jwk),
    refusedAs("unavailable"),
  );
});

test("every message a phone signs says what it is for, in its header and in its payload", async () => {
  const empty = () => ({ status: 200, body: [] });
  const { phone, sent } = serverOf({
    ...(await keysOf()),
    "/api/enrolments": empty,
    "/api/enrolments/status": empty,
    "/api/pending": empty,
    "/api/history": empty,
  });
  await phone.enrol(ik, "Téléphone");
  await phone.enrolmentStatus(ik, identity.enrolment);
  await phone.pending(identity);
  await phone.history(identity);
  await phone.tryCode(identity, "246813");
  const expected = [
    purposes.enrol,
    purposes.enrolmentStatus,
    purposes.pending,
    purposes.history,
    purposes.pinEvaluate,
  ];
  for (const [index, typ] of expected.entries()) {
    const { jws } = (sent[index] as Sent).body as { jws: string };
    assert.equal(((await verifyCompact(jws, typ, ik.jwk)) as { v: string }).v, typ);
  }
});
