import assert from "node:assert/strict";
import test from "node:test";
import {
  type Json,
  newKeyPair,
  purposes,
  type Signer,
  signerOf,
  verifyCompact,
} from "@aval/protocol";
import { type ApiWorld, createApi, read } from "./api.ts";

const service = { id: "register", name: "Registre", sensitivity: "open" };
const view = { state: "shown", service, now: 5_000 };
const message = { fr: "Non.", en: "No." };

type Sent = { readonly path: string; readonly payload: Record<string, Json> };

async function world(
  answers: readonly { status: number; body: unknown }[],
): Promise<{ world: ApiWorld; sent: Sent[]; signer: Signer }> {
  const signer = await signerOf(await newKeyPair());
  const sent: Sent[] = [];
  let count = 0;
  let kept: string | undefined;
  const made: ApiWorld = {
    signer,
    now: () => 1_000_000,
    randomBytes: (length) => new Uint8Array(length).fill(++count),
    signIn: "uid/with?odd#characters",
    pass: undefined,
    ratchet: {
      kept: async () => kept,
      keep: async (value) => {
        kept = value;
      },
    },
    post: async (path, body) => {
      const payload = await verifyCompact(
        (body as { jws: string }).jws,
        purposes.browser,
        signer.jwk,
      );
      assert.ok(payload, "each call is signed by the browser's key, for this purpose");
      sent.push({ path, payload: payload as Record<string, Json> });
      const answer = answers[sent.length - 1];
      if (!answer) throw new TypeError("fetch failed");
      return answer;
    },
  };
  return { world: made, sent, signer };
}

test("each call names its act, its sign-in and its request, and is never the same message twice", async () => {
  const {
    world: given,
    sent,
    signer,
  } = await world([
    { status: 200, body: view },
    { status: 200, body: view },
  ]);
  const api = createApi(given);
  await api.call("begin", undefined);
  await api.call("more_time", "apr_00000000000000000000000001");

  assert.deepEqual(
    sent.map((one) => one.path),
    [
      "/login/uid%2Fwith%3Fodd%23characters/begin",
      "/login/uid%2Fwith%3Fodd%23characters/more-time",
    ],
  );
  assert.deepEqual(sent[1]?.payload["bk"], signer.jwk);
  assert.equal(sent[1]?.payload["approval"], "apr_00000000000000000000000001");
  assert.equal(sent[1]?.payload["act"], "more_time");
  assert.equal(sent[0]?.payload["signIn"], "uid/with?odd#characters");
  assert.notEqual(sent[0]?.payload["jti"], sent[1]?.payload["jti"]);
});

test("messages follow the server's clock: after a view, and after being told of a skew", async () => {
  const skewed = {
    status: 401,
    body: { error: "clock_skew", reference: "K", message, now: 9_000 },
  };
  const { world: given, sent } = await world([
    skewed,
    { status: 200, body: view },
    { status: 200, body: view },
  ]);
  const api = createApi(given);
  assert.equal((await api.call("begin", undefined)).kind, "view");
  await api.call("frame", undefined);
  assert.deepEqual(
    sent.map((one) => one.payload["iat"]),
    [1_000, 9_000, 5_000],
  );
});

test("a clock that stays wrong is told, not tried for ever", async () => {
  const skewed = {
    status: 401,
    body: { error: "clock_skew", reference: "K", message, now: 9_000 },
  };
  const { world: given, sent } = await world([skewed, skewed, skewed]);
  assert.equal((await createApi(given).call("begin", undefined)).kind, "problem");
  assert.equal(sent.length, 2);
});

test("no network is down, not a problem", async () => {
  const { world: given } = await world([]);
  assert.deepEqual(await createApi(given).call("begin", undefined), {
    kind: "down",
    why: "offline",
  });
});

test("what is not one of our answers is never shown as a state", () => {
  const odd = [
    undefined,
    null,
    "<html>",
    [],
    {},
    { state: "approved" },
    { state: "approved", now: "5", service },
  ];
  for (const body of odd) assert.equal(read(200, body).kind, "down");
  assert.equal(read(404, { error: "not_found" }).kind, "down");
});

test("refusals are problems; too many and broken servers pass by themselves", () => {
  const body = { error: "x", reference: "K", message, retryAfterSeconds: 7 };
  for (const status of [400, 401, 403, 404, 409, 410])
    assert.equal(read(status, body).kind, "problem");
  for (const status of [429, 500, 502, 503])
    assert.deepEqual(read(status, body), { kind: "down", why: "server", waitSeconds: 7 });
  assert.deepEqual(read(502, undefined, 3), { kind: "down", why: "server", waitSeconds: 3 });
});

test("the value beside the browser's key is shown when a page begins, replaced by the answer's, and shown by no other call", async () => {
  const answered = (ratchet: string) => ({ status: 200, body: { ...view, ratchet } });
  const { world: given, sent } = await world([
    answered("first"),
    { status: 200, body: view },
    answered("second"),
    answered("third"),
  ]);
  const api = createApi(given);
  await api.call("begin", undefined);
  await api.call("frame", undefined);
  await api.call("begin", undefined);
  await api.call("begin", undefined);
  assert.deepEqual(
    sent.map((one) => one.payload["ratchet"]),
    [undefined, undefined, "first", "second"],
  );
});

test("a page that lost the answer shows the value it still has", async () => {
  const { world: given, sent } = await world([
    { status: 200, body: { ...view, ratchet: "first" } },
    { status: 502, body: undefined },
    { status: 200, body: view },
  ]);
  const api = createApi(given);
  await api.call("begin", undefined);
  await api.call("begin", undefined);
  await api.call("begin", undefined);
  assert.deepEqual(
    sent.map((one) => one.payload["ratchet"]),
    [undefined, "first", "first"],
  );
});
