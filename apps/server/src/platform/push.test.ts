import assert from "node:assert/strict";
import { createPublicKey } from "node:crypto";
import test, { after, before } from "node:test";
import { newKeyPair, type Signer, signerOf } from "@aval/protocol";
import { jwtVerify } from "jose";
import { type PushService, startPushService } from "../testing/push-sink.ts";
import { createPost, type Post } from "./outbound.ts";
import { createPush } from "./push.ts";
import { type Duration, instant, ms, seconds } from "./time.ts";

let service: PushService;
let signer: Signer;
before(async () => {
  service = await startPushService();
  signer = await signerOf(await newKeyPair());
});
after(() => service.close());

const pushing = ({
  allowsPrivate = true,
  within = seconds(5),
  post = createPost({ allowsPrivate }),
}: {
  allowsPrivate?: boolean;
  within?: Duration;
  post?: Post;
} = {}) =>
  createPush({
    clock: { now: () => instant(Date.now()) },
    signer: (kid) => (kid === "key-1" ? signer : undefined),
    post,
    subject: "https://login.example.fr",
    allowsPrivate,
    ttl: seconds(60),
    within,
    token: seconds(600),
  });

const subscribed = () => ({ ...service.subscribe(), key: "key-1" });
const payload = { v: 1, id: "rng_00000000000000000000000000" } as const;

test("a push says an opaque name to the phone's worker, and nothing to whoever carries it", async () => {
  service.behaves("taken");
  assert.equal(await pushing().send(subscribed(), payload), "delivered");
  const { clear, headers } = service.carried.at(-1) ?? assert.fail();
  assert.deepEqual(JSON.parse(clear), payload);
  const { ttl, urgency, topic, "content-encoding": encoding } = headers;
  assert.deepEqual(
    { ttl, urgency, topic, encoding },
    {
      ttl: "60",
      urgency: "high",
      topic: "aval",
      encoding: "aes128gcm",
    },
  );
});

test("it proves who sends it, to that service alone and for a while", async () => {
  service.behaves("taken");
  await pushing().send(subscribed(), payload);
  const said = service.carried.at(-1)?.headers.authorization ?? "";
  const [, token = "", key = ""] = /^vapid t=([^,]+), k=(\S+)$/.exec(said) ?? [];
  const point = Buffer.from(key, "base64url");
  assert.equal(point.subarray(1, 33).toString("base64url"), signer.jwk.x);
  const open = createPublicKey({ key: { ...signer.jwk }, format: "jwk" });
  const { payload: claims } = await jwtVerify(token, open, { audience: service.origin });
  assert.equal(claims.sub, "https://login.example.fr");
  assert.ok((claims.exp ?? 0) * 1000 - Date.now() <= 600_000);
});

test("a subscription ends when the service says so, or when it cannot be written to", async () => {
  const to = subscribed();
  for (const [mood, outcome] of [
    ["gone", "gone"],
    ["busy", "failed"],
  ] as const) {
    service.behaves(mood);
    assert.equal(await pushing().send(to, payload), outcome);
  }
  const nowhere = Buffer.alloc(65, 7);
  nowhere[0] = 4;
  const offTheCurve = { ...to, p256dh: nowhere.toString("base64url") };
  assert.equal(await pushing().send(offTheCurve, payload), "gone");
  assert.equal(await pushing().send({ ...to, key: "retired" }, payload), "gone");
});

test("a service that never answers is given up, and so is one that is not there", async () => {
  service.behaves("hang");
  assert.equal(await pushing({ within: ms(50) }).send(subscribed(), payload), "failed");
  const dead = { ...subscribed(), endpoint: "http://127.0.0.1:1/send" };
  assert.equal(await pushing().send(dead, payload), "failed");
});

test("outside a sandbox only public addresses over TLS are pushed to", async () => {
  const push = pushing({ allowsPrivate: false });
  const to = subscribed();
  const before = service.carried.length;
  assert.equal(push.accepts(to), false);
  assert.equal(await push.send(to, payload), "gone");
  const inside = { ...to, endpoint: `https://127.0.0.1:${new URL(service.origin).port}/x` };
  assert.equal(await push.send(inside, payload), "failed");
  const asked: boolean[] = [];
  const told = pushing({
    allowsPrivate: false,
    post: async (_address, { mayBePrivate }) => {
      asked.push(mayBePrivate);
      return undefined;
    },
  });
  await told.send(inside, payload);
  assert.deepEqual(asked, [false], "whoever connects is told to look at the address");
  assert.equal(service.carried.length, before);
  assert.ok(push.accepts({ ...to, endpoint: "https://push.example.net/send/1" }));
  for (const wrong of [
    { endpoint: `https://push.example.net/${"a".repeat(1024)}` },
    { endpoint: "https" },
    { p256dh: "AAAA" },
    { auth: "AAAA" },
    { key: "key-2" },
  ])
    assert.equal(push.accepts({ ...to, endpoint: "https://push.example.net/1", ...wrong }), false);
});
