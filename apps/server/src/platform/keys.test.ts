import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readdir, readFile, rm, stat, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { purposes, signCompact, thumbprint, verifyCompact } from "@aval/protocol";
import { addKey, readKeys, readRootKey } from "./key-files.ts";
import { certify, keyPurposes, makeKeys, openKeys, retireKey, rotateKey } from "./keys.ts";

let root: string;
let folder: string;

before(async () => {
  root = await mkdtemp(join(tmpdir(), "aval-keys-"));
});
after(() => rm(root, { recursive: true, force: true }));
beforeEach(async () => {
  folder = join(await mkdtemp(join(root, "case-")), "keys");
});

const open = (mode: "sandbox" | "production" = "sandbox") =>
  openKeys({ folder, mode, followMs: 0 });

/** Makes a key of the future one of the past. */
async function settle(): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const content = JSON.parse(await readFile(path, "utf8")) as { usableFrom?: number };
    if (content.usableFrom) await writeFile(path, JSON.stringify({ ...content, usableFrom: 1 }));
  }
}

test("a first start makes the root and every ring; the next start finds the same", async () => {
  const first = await open();
  const second = await open();
  assert.equal(first.fingerprint(), second.fingerprint());
  assert.equal(first.signer("context").kid, second.signer("context").kid);
  for (const name of await readdir(folder))
    assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600, name);
});

test("processes that start at once on one empty folder end with the same keys", async () => {
  const code = `
    const { openKeys } = await import(${JSON.stringify(join(import.meta.dirname, "keys.ts"))});
    const keys = await openKeys({ folder: ${JSON.stringify(folder)}, mode: "sandbox", followMs: 0 });
    console.log(keys.fingerprint(), keys.openid().current.kid, keys.secrets("cookies")[0]);`;
  const told = await Promise.all(
    [1, 2, 3].map(async () => {
      const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      let text = "";
      child.stdout.on("data", (chunk) => (text += chunk));
      const [status] = await once(child, "close");
      assert.equal(status, 0);
      return text;
    }),
  );
  assert.equal(new Set(told).size, 1, told.join());
  const names = (await readdir(folder)).sort();
  assert.deepEqual(
    names,
    [
      ...keyPurposes.map((purpose) => `${purpose}-0001.json`),
      "root-private.json",
      "root.json",
    ].sort(),
  );
});

test("what the context ring signs verifies under a certificate of the root, and under nothing else", async () => {
  const keys = await open();
  const signer = keys.signer("context");
  const jws = await signCompact({ v: purposes.context }, purposes.context, signer);
  const { root: rootJwk, certificates } = keys.keySet();
  const bodies = await Promise.all(
    certificates.map((one) => verifyCompact(one, purposes.key, rootJwk)),
  );
  const certificate = bodies.find(
    (body) => (body as { use: string }).use === "context",
  ) as unknown as { kid: string; jwk: typeof signer.jwk };
  assert.equal(certificate.kid, signer.kid);
  assert.ok(await verifyCompact(jws, purposes.context, certificate.jwk));
  assert.equal(await verifyCompact(jws, purposes.context, rootJwk), undefined);
  assert.deepEqual(bodies.map((body) => (body as { use: string }).use).sort(), [
    "checkpoint",
    "context",
    "openid",
    "pin-root",
    "vapid",
  ]);
});

test("after a rotation the old key signs until every node has read the new one, then the new one does, and both verify", async () => {
  const old = (await open()).openid().current.kid;
  const { kid } = await rotateKey(folder, "openid");
  const during = (await open()).openid();
  assert.equal(during.current.kid, old);
  assert.deepEqual(
    during.publicJwks.map((jwk) => jwk.kid),
    [old, kid],
  );
  await settle();
  const afterwards = (await open()).openid();
  assert.equal(afterwards.current.kid, kid);
  assert.deepEqual(
    afterwards.privateJwks.map((jwk) => jwk.kid),
    [kid, old],
  );
  assert.ok(
    afterwards.publicJwks.every((jwk) => !("d" in jwk)),
    "no secret half is published",
  );
});

test("a server that is running takes up a new key without a restart", async () => {
  const keys = await openKeys({ folder, mode: "sandbox", followMs: 20 });
  const changed = new Promise<void>((resolve) => keys.onChange(resolve));
  const { kid } = await rotateKey(folder, "context");
  await changed;
  assert.ok(keys.verifier("context", kid));
  keys.stop();
});

test("two rotations at once both stand, under numbers of their own", async () => {
  await open();
  const kids = (
    await Promise.all([rotateKey(folder, "context"), rotateKey(folder, "context")])
  ).map(({ kid }) => kid);
  const keys = await open();
  for (const kid of kids) assert.ok(keys.verifier("context", kid));
});

test("a subscription is pushed to by its own key while that is in use, and never once it is retired", async () => {
  const keys = await open();
  const first = await rotateKey(folder, "vapid");
  const [old] = (await pushKids()).filter((kid) => kid !== first.kid);
  assert.ok(old && keys.pushSigner(old));
  assert.ok((await open()).pushSigner(first.kid));
  assert.equal((await open()).pushSigner(keys.signer("context").kid), undefined);
  await settle();
  await retireKey(folder, "vapid", old);
  assert.equal((await open()).pushSigner(old), undefined);
});

/** The keys for pushes that phones are told of. */
async function pushKids(): Promise<string[]> {
  const { certificates, root } = (await open()).keySet();
  const read = await Promise.all(certificates.map((one) => verifyCompact(one, purposes.key, root)));
  const all = read as unknown as { use: string; kid: string }[];
  return all.filter(({ use }) => use === "vapid").map(({ kid }) => kid);
}

test("a retired key is published no more and its secret is erased, yet what it signed still verifies", async () => {
  const old = (await open()).signer("context").kid;
  await rotateKey(folder, "context");
  await assert.rejects(
    retireKey(folder, "context", old),
    { name: "Halt", message: /rotate it first/ },
    "the new one does not sign yet",
  );
  await settle();
  await retireKey(folder, "context", old);
  const keys = await open();
  assert.ok(keys.verifier("context", old));
  assert.notEqual(keys.signer("context").kid, old);
  assert.doesNotMatch(await readFile(join(folder, "context-0001.json"), "utf8"), /"d"/);
  const uses = await Promise.all(
    keys.keySet().certificates.map((one) => verifyCompact(one, purposes.key, keys.root)),
  );
  assert.ok(!uses.some((body) => (body as { kid: string }).kid === old));
});

test("checkpoints are signed by an Ed25519 key; one of the older kind is kept for what it signed", async () => {
  await open();
  const other = join(root, "older");
  await openKeys({ folder: other, mode: "sandbox", followMs: 0 });
  const before = await open();
  const { kid, jwk } = before.checkpointSigner();
  assert.equal(jwk.crv, "Ed25519");
  assert.ok(!("d" in jwk));
  // As a folder was before: its checkpoint key is of P-256, certified by the same root.
  const { kid: olderKid } = await rotateKey(folder, "pin-root");
  const [older] = (await readKeys(folder)).filter((key) => key.kid === olderKid);
  assert.ok(older);
  const secret = await readRootKey(join(folder, "root-private.json"));
  assert.ok(secret);
  const { number: _, ...stored } = older;
  const certificate = await certify(secret, "checkpoint", olderKid, older.public ?? {});
  await unlink(join(folder, "checkpoint-0001.json"));
  await addKey(folder, { ...stored, purpose: "checkpoint", certificate }, 1);
  const upgraded = await open();
  const signer = upgraded.checkpointSigner();
  assert.notEqual(signer.kid, olderKid);
  assert.notEqual(signer.kid, kid);
  assert.equal(signer.jwk.kty, "OKP");
  assert.deepEqual(
    upgraded.checkpointKeys().map((key) => key.kid),
    [olderKid, signer.kid],
  );
});

test("a key that the root did not certify is refused at the start", async () => {
  await open();
  const other = join(root, "other");
  await openKeys({ folder: other, mode: "sandbox", followMs: 0 });
  await writeFile(
    join(folder, "context-0002.json"),
    await readFile(join(other, "context-0001.json")),
    { mode: 0o600 },
  );
  await assert.rejects(open(), { name: "Halt", message: /not certified by the root/ });
});

test("a key certified for one purpose is refused for another", async () => {
  await open();
  const moved = JSON.parse(await readFile(join(folder, "context-0001.json"), "utf8")) as object;
  await writeFile(
    join(folder, "checkpoint-0002.json"),
    JSON.stringify({ ...moved, purpose: "checkpoint" }),
    { mode: 0o600 },
  );
  await assert.rejects(open(), { name: "Halt", message: /not certified by the root/ });
});

test("a key that others can read is refused, with the command that mends it", {
  skip: process.platform === "win32",
}, async () => {
  await open();
  await chmod(join(folder, "openid-0001.json"), 0o644);
  await assert.rejects(open(), { name: "Halt", message: /chmod 600/ });
});

test("a sandbox's keys are refused in production, production's in the sandbox, and production makes none by itself", async () => {
  await open();
  await assert.rejects(open("production"), { name: "Halt", message: /made for "sandbox"/ });
  folder = `${folder}-other`;
  await makeKeys({ folder, mode: "production", rootFile: join(root, "offline.json") });
  await assert.rejects(open("sandbox"), { name: "Halt", message: /made for "production"/ });
  assert.ok(
    !(await readdir(folder)).includes("root-private.json"),
    "the root's secret is not beside the keys",
  );
  folder = `${folder}-empty`;
  await assert.rejects(open("production"), { name: "Halt", message: /There are no keys/ });
});

test("in production a rotation needs the root's own file", async () => {
  const rootFile = join(root, `root-${Math.trunc(performance.now())}.json`);
  await makeKeys({ folder, mode: "production", rootFile });
  await assert.rejects(rotateKey(folder, "context"), { name: "Halt", message: /--root/ });
  const stranger = join(root, "stranger");
  await makeKeys({
    folder: stranger,
    mode: "production",
    rootFile: join(stranger, "..", "stranger-root.json"),
  });
  await assert.rejects(rotateKey(folder, "context", join(root, "stranger-root.json")), {
    name: "Halt",
    message: /not the one of/,
  });
  const { kid } = await rotateKey(folder, "context", rootFile);
  const keys = await open("production");
  assert.equal(
    await thumbprint(keys.verifier("context", kid) as Parameters<typeof thumbprint>[0]),
    kid,
  );
});
