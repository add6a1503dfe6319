import assert from "node:assert/strict";
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import test from "node:test";
import fc from "fast-check";
import {
  cosignedText,
  type NoteKey,
  noteKeyText,
  noteLine,
  parseNoteKey,
  parseSignedNote,
  saidBy,
  signatureTypes,
} from "./signed-note.ts";

const pair = (name: string, type: NoteKey["type"]) => {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const raw = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  return { key: { name, type, publicKey: new Uint8Array(raw) }, secret: privateKey };
};
const log = pair("aval.test/log", signatureTypes.log);
const witness = pair("witness.test/w1", signatureTypes.cosignature);
const body = "aval.test/log\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
const time = 1_800_000_000;

const signedBy = (secret: KeyObject, text: string) => sign(null, Buffer.from(text), secret);
function cosigned(at: number): Uint8Array {
  const stamp = Buffer.alloc(8);
  stamp.writeBigUInt64BE(BigInt(at));
  return Buffer.concat([stamp, signedBy(witness.secret, cosignedText(body, at))]);
}
const note = [
  body,
  noteLine(log.key, signedBy(log.secret, body)),
  noteLine(witness.key, cosigned(time)),
  "",
].join("\n");

test("the note that the specification gives as its example is read and verified", () => {
  const key = parseNoteKey("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
  const example = parseSignedNote(
    "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n",
  );
  assert.ok(key && example);
  assert.equal(saidBy(key, example).is, "signed");
  assert.equal(
    noteKeyText(key),
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
  );
});

test("a log's signature and a witness's, with its time, are told apart", () => {
  const read = parseSignedNote(note);
  assert.ok(read);
  assert.deepEqual(saidBy(log.key, read).is, "signed");
  const said = saidBy(witness.key, read);
  assert.equal(said.is === "signed" && said.time, time);
  assert.equal(saidBy(pair("aval.test/log", signatureTypes.log).key, read).is, "absent");
  const asLog = { ...witness.key, type: signatureTypes.log };
  assert.equal(saidBy(asLog, read).is, "absent", "one key is not another's for another purpose");
});

test("no byte of a note can be changed without both its keys noticing, or one", () => {
  const bytes = Buffer.from(note);
  fc.assert(
    fc.property(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 0, max: 7 }), (at, bit) => {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] as number) ^ (1 << bit);
      const read = parseSignedNote(changed.toString("utf8"));
      const said = read && [log.key, witness.key].map((key) => saidBy(key, read).is);
      assert.notDeepEqual(said, ["signed", "signed"]);
    }),
    { numRuns: 400 },
  );
});

test("a key as text that is not exactly that key is none", () => {
  const text = noteKeyText(log.key);
  assert.deepEqual(parseNoteKey(text), log.key);
  for (const other of [text.replace("aval", "avel"), `${text}=`, text.slice(1), "x+00000000+AA=="])
    assert.equal(parseNoteKey(other), undefined);
});
