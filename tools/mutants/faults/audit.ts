import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src/modules/audit", ["audit.test.ts"]);

export const auditFaults = [
  fault(
    "a changed fact is found",
    edit(
      "verifying.ts",
      "else if (!sameBytes(leafHash(leafEntry({ ...fact, atMs: fact.at }, fact.key)), fact.leaf)) {",
      "else if (fact.leaf.length === 0) {",
    ),
  ),
  fault(
    "a leaf that lost its key is found",
    edit("verifying.ts", "if (fault) faults.push(fault);", ""),
  ),
  fault(
    "a removed fact is found",
    edit("verifying.ts", "if (fact.seq !== size) {", "if (fact.seq < 0) {"),
  ),
  fault(
    "a rewritten log does not match its checkpoints",
    edit(
      "verifying.ts",
      "if (said.size !== stored.size || !sameBytes(said.root, root)) {",
      "if (said.size !== stored.size) {",
    ),
  ),
  fault(
    "a checkpoint is signed by a certified key",
    edit("verifying.ts", "if (!(await check(note))) {", "if (note.body.length === 0) {"),
  ),
  fault(
    "leaves and nodes hash apart (RFC 6962)",
    edit("merkle.ts", "new Uint8Array([1])", "new Uint8Array([0])"),
  ),
  fault(
    "a leaf commits to what its fact says",
    edit(
      "merkle.ts",
      "canonicalJson({ body, professional, scope })",
      "canonicalJson({ professional, scope })",
    ),
  ),
  fault(
    "a leaf commits to whom its fact concerns",
    edit(
      "merkle.ts",
      "canonicalJson({ body, professional, scope })",
      "canonicalJson({ body, scope })",
    ),
  ),
  fault(
    "two sequencers never give one place twice",
    edit("audit.ts", "if (!(await store.tryBeSequencer(tx))) return 0;", ""),
  ),
  fault(
    "a longer log is proven to begin with the shorter one",
    edit(
      "tree-proofs.ts",
      "same(old, before.root) && same(fresh, now.root)",
      "same(fresh, now.root)",
    ),
    ["tree-proofs.test.ts"],
  ),
  fault(
    "a proof has no hash that nothing needs",
    edit("tree-proofs.ts", "used === hashes.length ? root : undefined", "root"),
    ["tree-proofs.test.ts"],
  ),
  fault(
    "places of a proof rise",
    edit("tree-proofs.ts", "if (!isRising || leaves.length === 0) return undefined;", ""),
    ["tree-proofs.test.ts"],
  ),
  fault(
    "strangers see no tile beyond the checkpoint of the hour",
    edit("routes.ts", "!seen || !isWithin(tile, seen.size)", "!seen || !tile"),
    ["tree.test.ts"],
  ),
  fault(
    "strangers see a new checkpoint once an hour",
    edit("seen-store.ts", "published_at > aval_now() -", "published_at > aval_now() +"),
    ["tree.test.ts"],
  ),
  fault(
    "a note is signed by the key that its line names",
    edit(
      "signed-note.ts",
      "return verify(null, Buffer.from(text), key, signature);",
      "return true;",
    ),
    ["signed-note.test.ts"],
  ),
  fault(
    "a note has one spelling",
    edit("signed-note.ts", 'bytes.toString("base64") === text ? bytes : undefined', "bytes"),
    ["signed-note.test.ts"],
  ),
  fault(
    "a node that is not the root of its tile is found",
    edit("tree.ts", "Buffer.compare(computed, hash) !== 0", "computed.length !== hash.length"),
    ["tree.test.ts"],
  ),
];
