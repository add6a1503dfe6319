import type { Database } from "#platform/database";
import { erasures } from "./erasing.ts";
import { type Frontier, grow, leafEntry, leafHash, rootOf } from "./merkle.ts";
import { parseCheckpoint } from "./note.ts";
import { type Note, parseSignedNote } from "./signed-note.ts";
import * as store from "./store.ts";
import { nodeFaults } from "./tree.ts";

/** What a verification found. `faults` is empty when the log is whole; each fault is one sentence. */
export type Verification = {
  readonly facts: number;
  readonly unsequenced: number;
  /** Without what they said. Of those that the log says were let go, `erasedBy` tells by which fact. */
  readonly erased: number;
  readonly erasedBy: Readonly<Record<string, number>>;
  readonly checkpoints: number;
  readonly faults: readonly string[];
};

/** Whether a key that the deployment's root certified signed this note. */
export type CheckpointVerifier = (note: Note) => Promise<boolean>;

const batch = 2000;

/**
 * Walks the whole log: every leaf is recomputed from its fact, every checkpoint from the leaves, every signature
 * from the certified keys. Memory is bounded by one batch.
 */
export async function verify(
  db: Database<store.AuditTables>,
  check: CheckpointVerifier,
  onProgress: (facts: number) => void = () => undefined,
): Promise<Verification> {
  const faults: string[] = [];
  const notes = await store.checkpoints(db);
  const gone = await erasures(db);
  let frontier: Frontier = [];
  let size = 0;
  let erased = 0;
  let next = 0;

  const meetCheckpoint = async () => {
    const note = notes[next];
    if (note?.size !== size) return;
    next += 1;
    faults.push(...(await faultsOf(note, rootOf(frontier), check)));
  };

  for (;;) {
    const facts = await store.logged(db, size, batch);
    if (facts.length === 0) break;
    for (const fact of facts) {
      if (fact.seq !== size) {
        faults.push(`place ${size} of the log is empty: a fact was removed`);
        return { facts: size, unsequenced: 0, erased, erasedBy: {}, checkpoints: next, faults };
      }
      if (!fact.key) {
        erased += 1;
        const fault = gone.faultOf(fact);
        if (fault) faults.push(fault);
      } else if (!sameBytes(leafHash(leafEntry({ ...fact, atMs: fact.at }, fact.key)), fact.leaf)) {
        faults.push(`fact ${fact.id} (place ${size}) is not what was logged`);
      }
      frontier = grow(frontier, size, fact.leaf);
      size += 1;
      await meetCheckpoint();
    }
    onProgress(size);
  }
  faults.push(...gone.faults(), ...(await nodeFaults(db, size)));
  for (const note of notes.slice(next))
    faults.push(`checkpoint of size ${note.size} has no ${note.size} facts under it`);
  return {
    facts: size,
    unsequenced: await store.countUnsequenced(db),
    erased,
    erasedBy: gone.met(),
    checkpoints: notes.length,
    faults,
  };
}

async function faultsOf(
  stored: { size: number; root: Uint8Array; note: string },
  root: Uint8Array,
  check: CheckpointVerifier,
): Promise<string[]> {
  const note = parseSignedNote(stored.note);
  const said = note && parseCheckpoint(note.body);
  if (!said) return [`checkpoint of size ${stored.size} cannot be read`];
  const faults: string[] = [];
  if (said.size !== stored.size || !sameBytes(said.root, root)) {
    faults.push(
      `checkpoint of size ${stored.size} does not match the facts: the log was rewritten`,
    );
  }
  if (!(await check(note))) {
    faults.push(`checkpoint of size ${stored.size} is not signed by a certified key`);
  }
  return faults;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
