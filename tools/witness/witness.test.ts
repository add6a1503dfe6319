import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { noteBody } from "../../apps/server/src/modules/audit/note.ts";
import {
  type NoteKey,
  noteLine,
  parseSignedNote,
  saidBy,
  signatureTypes,
} from "../../apps/server/src/modules/audit/signed-note.ts";
import { consistencyOf } from "../../apps/server/src/modules/audit/tree-proofs.ts";
import { cosigner } from "./judge.ts";
import { readKept, setAside } from "./kept.ts";
import { serveWitness } from "./serve.ts";

const folder = await mkdtemp(join(tmpdir(), "aval-witness-"));
const now = 1_800_000_000;

const pair = (name: string, type: NoteKey["type"]) => {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const raw = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  return { key: { name, type, publicKey: new Uint8Array(raw) } as NoteKey, secret: privateKey };
};
const origin = "aval.test/log";
const log = pair(origin, signatureTypes.log);
const stranger = pair(origin, signatureTypes.log);
const own = pair("witness.test/w1", signatureTypes.cosignature);
const told: string[] = [];
const server = serveWitness({
  ...{ folder, logs: [log.key], nowSeconds: () => now, tell: (line) => void told.push(line) },
  cosign: cosigner(own.key, own.secret, () => now),
}).listen(0, "127.0.0.1");
await once(server, "listening");
after(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

type Log = readonly Buffer[];
const logOf = (size: number, word = ""): Log =>
  Array.from({ length: size }, (_, at) => createHash("sha256").update(`${word}${at}`).digest());

/** RFC 6962 section 2.1. */
function root(leaves: Log): Buffer {
  if (leaves.length === 1) return leaves[0] as Buffer;
  const split = 2 ** Math.floor(Math.log2(leaves.length - 1));
  const halves = [root(leaves.slice(0, split)), root(leaves.slice(split))];
  return createHash("sha256")
    .update(Buffer.concat([new Uint8Array([1]), ...halves]))
    .digest();
}
function noteOf(leaves: Log, by = log): string {
  const body = noteBody({ origin, size: leaves.length, root: root(leaves) });
  return `${body}\n${noteLine(by.key, sign(null, Buffer.from(body), by.secret))}\n`;
}
const proofOf = (old: number, leaves: Log) =>
  old === 0
    ? []
    : consistencyOf(old, leaves.length).map(({ from, to }) =>
        root(leaves.slice(from, to)).toString("base64"),
      );

async function ask(old: number, note: string, proof: readonly string[]) {
  const { port } = server.address() as AddressInfo;
  const body = [`old ${old}`, ...proof, "", note].join("\n");
  const answer = await fetch(`http://127.0.0.1:${port}/add-checkpoint`, { method: "POST", body });
  return {
    status: answer.status,
    type: answer.headers.get("content-type"),
    text: await answer.text(),
  };
}
const show = (old: number, leaves: Log, by = log) =>
  ask(old, noteOf(leaves, by), proofOf(old, leaves));

test("a witness signs each checkpoint that continues the last, with its time, and keeps it first", async () => {
  for (const [old, size] of [
    [0, 5],
    [5, 5],
    [5, 12],
    [12, 300],
  ] as const) {
    const { status, text } = await show(old, logOf(size));
    assert.equal(status, 200, text);
    const note = parseSignedNote(noteOf(logOf(size)) + text);
    assert.ok(note);
    const said = saidBy(own.key, note);
    assert.equal(said.is === "signed" && said.time, now);
    assert.equal(readKept(folder, origin)?.size, size);
  }
});

test("it never goes back, nor signs a fork, of which it keeps the proof", async () => {
  const kept = readKept(folder, origin);
  const back = await show(0, logOf(100));
  assert.deepEqual([back.status, back.type, back.text], [409, "text/x.tlog.size", "300\n"]);
  assert.equal((await ask(300, noteOf(logOf(200)), [])).status, 400);
  assert.equal(
    (await ask(300, noteOf(logOf(300, "fork")), [])).status,
    422,
    "another log of one size",
  );
  const fork = logOf(310, "fork");
  assert.equal((await show(300, fork)).status, 422);
  assert.deepEqual(readKept(folder, origin), kept);
  const proof = (await readdir(folder)).find((name) => name.includes("-fork-"));
  assert.ok(proof);
  const text = await readFile(join(folder, proof), "utf8");
  assert.ok(text.includes(kept?.note ?? "-") && text.includes(noteOf(fork)));
  assert.match(told.join("\n"), /FORK aval\.test\/log/);
});

test("a log it does not know, a note by another key, a proof that is wrong or nothing at all is refused", async () => {
  const longer = logOf(310);
  assert.equal((await show(300, longer, stranger)).status, 403);
  assert.equal(
    (await ask(300, noteOf(longer).replaceAll(origin, "other.test/log"), [])).status,
    404,
  );
  const [first = "", ...others] = proofOf(300, longer);
  assert.equal((await ask(300, noteOf(longer), others)).status, 422);
  assert.equal((await ask(300, noteOf(longer), [first, first, ...others])).status, 422);
  for (const body of ["", "old 1\n\n", `old 01\n\n${noteOf(longer)}`, "old 300\nAA==\n\nx"])
    assert.equal((await ask(0, body, ["x"])).status, 400);
  assert.equal(readKept(folder, origin)?.size, 300);
});

test("of two checkpoints at once one is signed and the other told where the log is", async () => {
  const both = await Promise.all([show(300, logOf(320)), show(300, logOf(330))]);
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409]);
});

test("its operator begins a log anew, and what it kept is set aside", async () => {
  assert.ok(await setAside(folder, origin, now));
  assert.equal((await show(0, logOf(7, "restored"))).status, 200);
  assert.ok((await readdir(folder)).some((name) => name.includes("-before-")));
});
