import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { fromBase64url, toBase64url } from "./base64url.ts";
import { canonicalJson, type Json } from "./canonical.ts";
import {
  newKeyPair,
  type PublicJwk,
  peekCompact,
  peekMulti,
  publicJwk,
  type Signer,
  signCompact,
  signerOf,
  signerOfScalar,
  signMulti,
  thumbprint,
  verifyCompact,
  verifyMulti,
} from "./jws.ts";
import vectors from "./jws.vectors.json" with { type: "json" };

const typ = "aval.pending.v1";
const alice = await signerOf(await newKeyPair());
const bob = await signerOf(await newKeyPair());
const encode = (text: string) => toBase64url(new TextEncoder().encode(text));

/** A compact JWS with any header and any payload text, rightly signed by `signer`: what a hostile phone can send. */
async function forge(header: unknown, payload: string, signer: Signer): Promise<string> {
  const input = `${encode(JSON.stringify(header))}.${encode(payload)}`;
  return `${input}.${toBase64url(await signer.sign(new TextEncoder().encode(input)))}`;
}

test("RFC 7638: the thumbprint of the key in RFC 9449 is the one printed there", async () => {
  assert.equal(await thumbprint(vectors.thumbprint.jwk as PublicJwk), vectors.thumbprint.value);
});

test("a message signed with the key of RFC 7515 A.3 has the text both ends have agreed on", async () => {
  const signer = signerOfScalar(fromBase64url(vectors.key.d) as Uint8Array);
  assert.equal(signer.jwk.x, vectors.key.x);
  assert.equal(await signCompact(vectors.payload, vectors.typ, signer), vectors.jws);
  assert.deepEqual(
    await verifyCompact(vectors.jws, vectors.typ, publicJwk(vectors.key) as PublicJwk),
    vectors.payload,
  );
});

test("any document survives signing and verifying, by either kind of key", async () => {
  const code = signerOfScalar(new Uint8Array(32).fill(7));
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.constantFrom(alice, code), async (value, signer) => {
      const payload = JSON.parse(JSON.stringify(value)) as Json;
      assert.deepEqual(
        await verifyCompact(await signCompact(payload, typ, signer), typ, signer.jwk),
        payload,
      );
    }),
    { numRuns: 40 },
  );
});

test("a message with any one character changed is worth nothing", async () => {
  const jws = await signCompact({ v: typ, n: 1 }, typ, alice);
  await fc.assert(
    fc.asyncProperty(
      fc.nat(jws.length - 1),
      fc.constantFrom(..."Aa0-_.="),
      async (at, character) => {
        fc.pre(jws[at] !== character);
        const altered = jws.slice(0, at) + character + jws.slice(at + 1);
        assert.equal(await verifyCompact(altered, typ, alice.jwk), undefined);
      },
    ),
    { numRuns: 150 },
  );
});

test("a signature made for one purpose or by one key is worth nothing for another", async () => {
  const jws = await signCompact({ v: typ }, typ, alice);
  assert.equal(await verifyCompact(jws, "aval.claim.v1", alice.jwk), undefined);
  assert.equal(await verifyCompact(jws, typ, bob.jwk), undefined);
  assert.notEqual(await verifyCompact(jws, typ, alice.jwk), undefined);
});

test("the header says ES256, whose key and what for, and nothing else", async () => {
  const kid = await thumbprint(alice.jwk);
  const good = { alg: "ES256", kid, typ };
  assert.deepEqual(await verifyCompact(await forge(good, "{}", alice), typ, alice.jwk), {});
  for (const header of [
    { ...good, alg: "none" },
    { ...good, alg: "HS256" },
    { ...good, alg: "es256" },
    { ...good, crit: ["exp"] },
    { ...good, jwk: alice.jwk },
    { ...good, jku: "https://attacker.example/keys" },
    { ...good, b64: false },
    { ...good, kid: await thumbprint(bob.jwk) },
    { alg: "ES256", typ },
    { alg: "ES256", kid },
    { ...good, typ: [typ] },
    [good],
    null,
  ]) {
    assert.equal(
      await verifyCompact(await forge(header, "{}", alice), typ, alice.jwk),
      undefined,
      JSON.stringify(header),
    );
  }
});

test("one message has one text: a payload spelt in another way is refused though rightly signed", async () => {
  const header = { alg: "ES256", kid: await thumbprint(alice.jwk), typ };
  for (const payload of [
    '{"b":1,"a":2}',
    '{ "a":2}',
    '{"a":2.0}',
    '{"a":2,"a":2}',
    '"\\u0061"',
    '"\\ud800"',
    "",
    "{",
    '{"a":1}\n',
  ]) {
    assert.equal(
      await verifyCompact(await forge(header, payload, alice), typ, alice.jwk),
      undefined,
      payload,
    );
  }
});

test("a text that is not a compact JWS is refused, never thrown on", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.base64String().map((part) => `${part}.${part}.${part}`),
      ),
      async (text) => {
        assert.equal(await verifyCompact(text, typ, alice.jwk), undefined);
        peekCompact(text);
      },
    ),
    { numRuns: 60 },
  );
});

test("a key that is not a point of P-256 verifies nothing", async () => {
  const wrong: PublicJwk = { ...alice.jwk, y: bob.jwk.y };
  const jws = await signCompact({}, typ, { jwk: wrong, sign: alice.sign });
  assert.equal(await verifyCompact(jws, typ, wrong), undefined);
});

test("a private member never travels with a public key", async () => {
  const pair = await newKeyPair(true);
  const jwk = await crypto.subtle.exportKey("jwk", pair.privateKey);
  assert.ok(jwk.d);
  assert.deepEqual(Object.keys(publicJwk(jwk as PublicJwk) ?? {}).sort(), ["crv", "kty", "x", "y"]);
  assert.equal(publicJwk({ ...alice.jwk, crv: "P-384" }), undefined);
  assert.equal(publicJwk({ ...alice.jwk, x: "AAAA" }), undefined);
});

test("a key is made so that scripts cannot read it", async () => {
  const pair = await newKeyPair();
  await assert.rejects(crypto.subtle.exportKey("jwk", pair.privateKey));
});

test("several keys sign one payload; every one of them, in order, and no other", async () => {
  const payload = { v: typ, n: 1 };
  const both = await signMulti(payload, typ, [alice, bob]);
  const keys = [alice.jwk, bob.jwk];
  assert.deepEqual(await verifyMulti(both, typ, keys), payload);
  assert.deepEqual(peekMulti(both), payload);

  const [first, second] = both.signatures as [
    (typeof both.signatures)[0],
    (typeof both.signatures)[0],
  ];
  assert.equal(await verifyMulti(both, typ, [alice.jwk]), undefined);
  assert.equal(await verifyMulti(both, typ, [bob.jwk, alice.jwk]), undefined);
  assert.equal(await verifyMulti({ ...both, signatures: [first] }, typ, keys), undefined);
  assert.equal(await verifyMulti({ ...both, signatures: [first, first] }, typ, keys), undefined);
  assert.equal(
    await verifyMulti({ ...both, signatures: [first, second, second] }, typ, keys),
    undefined,
  );
  assert.equal(
    await verifyMulti({ ...both, payload: encode(canonicalJson({ v: typ, n: 2 })) }, typ, keys),
    undefined,
  );
  assert.equal(await verifyMulti(both, "aval.claim.v1", keys), undefined);
});
