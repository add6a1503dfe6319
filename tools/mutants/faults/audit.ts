import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src/modules/audit", ["audit.test.ts"]);

export const auditFaults = [
  fault(
    "a changed fact is found",
    edit(
      "audit.ts",
      "else if (!sameBytes(leafHash(leafEntry({ ...fact, atMs: fact.at }, fact.key)), fact.leaf)) {",
      "else if (fact.leaf.length === 0) {",
    ),
  ),
  fault(
    "a removed fact is found",
    edit("audit.ts", "if (fact.seq !== size) {", "if (fact.seq < 0) {"),
  ),
  fault(
    "a rewritten log does not match its checkpoints",
    edit(
      "audit.ts",
      "if (note.checkpoint.size !== stored.size || !sameBytes(note.checkpoint.root, root)) {",
      "if (note.checkpoint.size !== stored.size) {",
    ),
  ),
  fault(
    "a checkpoint is signed by a certified key",
    edit(
      "audit.ts",
      "if (!(await check(note.kid, note.body, note.signature))) {",
      "if (note.kid.length === 0) {",
    ),
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
];
