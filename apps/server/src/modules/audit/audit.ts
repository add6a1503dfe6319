import { canonicalJson, type Json } from "@aval/protocol";
import { type AnyTables, type Database, transact } from "#platform/database";
import { newId, type Random } from "#platform/random";
import type { Clock, Instant } from "#platform/time";
import type { Fact } from "./fact.ts";
import { type Frontier, grow, leafEntry, leafHash, rootOf } from "./merkle.ts";
import { noteBody, parseCheckpoint } from "./note.ts";
import { type Note, type NoteKey, noteLine, parseSignedNote } from "./signed-note.ts";
import * as store from "./store.ts";
import { completeNodes, nodeFaults } from "./tree.ts";

export type AuditDeps = {
  readonly clock: Clock;
  readonly random: Random;
  /** Told of every fact appended, for the figures; a transaction may still take it back. */
  readonly happened?: ((fact: Fact) => void) | undefined;
  /** Whoever must hear of facts writes it down, in tables of its own and in the same transaction: `streams`, which tells services. */
  readonly appended?: (tx: Database<AnyTables>, fact: Fact) => Promise<void>;
};

/** Appends a fact in the transaction of what it records: both are kept, or neither. */
export async function append(
  { clock, random, happened, appended }: AuditDeps,
  tx: Database<store.AuditTables>,
  fact: Fact,
): Promise<void> {
  const { fact: kind, ...fields } = fact;
  const professional = "professional" in fields ? fields.professional : undefined;
  const id = newId("fct", random);
  const at = clock.now();
  const body = canonicalJson(fields as unknown as Json);
  const key = random.bytes(32);
  // One operator and one directory: facts of a narrower authority come with the desks that read by scope.
  const scope = "national";
  const leaf = leafHash(leafEntry({ id, kind, atMs: at, body, professional, scope }, key));
  await store.insertFact(tx, { id, kind, at, body, professional, scope, leaf }, key);
  await appended?.(tx, fact);
  happened?.(fact);
}

/** Signs a checkpoint with the deployment's checkpoint key. */
export type CheckpointSigner = {
  /** Its name is the log's origin. */
  readonly key: NoteKey;
  sign(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
};

const batch = 2000;

/**
 * Gives the facts committed so far their places, and signs the new head. Returns how many it placed.
 *
 * One sequencer at a time, by an advisory lock that dies with its transaction: two would give one place twice.
 */
export async function sequence(
  db: Database<store.AuditTables>,
  signer: CheckpointSigner,
  now: Instant,
): Promise<number> {
  return transact(db, async (tx) => {
    if (!(await store.tryBeSequencer(tx))) return 0;
    const facts = await store.unsequenced(tx, batch);
    if (facts.length === 0) return 0;

    const head = await store.head(tx);
    let { size } = head;
    let frontier: Frontier = head.frontier;
    for (const fact of facts) {
      frontier = grow(frontier, size, fact.leaf);
      size += 1;
    }
    const placed = await store.place(
      tx,
      facts.map((fact) => fact.id),
      head.size,
    );
    if (placed !== facts.length) throw new Error("two sequencers placed facts at once");

    const root = rootOf(frontier);
    const body = noteBody({ origin: signer.key.name, size, root });
    const signature = await signer.sign(new TextEncoder().encode(body));
    await store.insertCheckpoint(tx, {
      size,
      root,
      frontier,
      note: `${body}\n${noteLine(signer.key, signature)}\n`,
      at: now,
    });
    await completeNodes(tx, size);
    return placed;
  });
}

/** What a verification found. `faults` is empty when the log is whole; each fault is one sentence. */
export type Verification = {
  readonly facts: number;
  readonly unsequenced: number;
  readonly erased: number;
  readonly checkpoints: number;
  readonly faults: readonly string[];
};

/** Whether a key that the deployment's root certified signed this note. */
export type CheckpointVerifier = (note: Note) => Promise<boolean>;

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
        return { facts: size, unsequenced: 0, erased, checkpoints: next, faults };
      }
      if (!fact.key) {
        erased += 1;
        // Nothing here erases one: whoever did wrote to the database.
        faults.push(`fact ${fact.id} (place ${size}) has lost its key: what it said is not proven`);
      } else if (!sameBytes(leafHash(leafEntry({ ...fact, atMs: fact.at }, fact.key)), fact.leaf)) {
        faults.push(`fact ${fact.id} (place ${size}) is not what was logged`);
      }
      frontier = grow(frontier, size, fact.leaf);
      size += 1;
      await meetCheckpoint();
    }
    onProgress(size);
  }
  faults.push(...(await nodeFaults(db, size)));
  for (const note of notes.slice(next))
    faults.push(`checkpoint of size ${note.size} has no ${note.size} facts under it`);
  return {
    facts: size,
    unsequenced: await store.countUnsequenced(db),
    erased,
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
