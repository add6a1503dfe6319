import { canonicalJson, type Json } from "@aval/protocol";
import { type AnyTables, type Database, transact } from "#platform/database";
import { newId, type Random } from "#platform/random";
import type { Clock, Instant } from "#platform/time";
import type { Fact } from "./fact.ts";
import { type Frontier, grow, leafEntry, leafHash, rootOf } from "./merkle.ts";
import { noteBody } from "./note.ts";
import { type NoteKey, noteLine } from "./signed-note.ts";
import * as store from "./store.ts";
import { completeNodes } from "./tree.ts";

export type AuditDeps = {
  readonly clock: Clock;
  readonly random: Random;
  /** Told of every fact appended, for the figures; a transaction may still take it back. */
  readonly happened?: ((fact: Fact) => void) | undefined;
  /** Whoever must hear of facts writes it down, in tables of its own and in the same transaction: `streams`, which tells services. */
  readonly appended?: (tx: Database<AnyTables>, fact: Fact) => Promise<void>;
};

/** Appends a fact in the transaction of what it records: both are kept, or neither. Returns its id. */
export async function appendFact(
  { clock, random, happened, appended }: AuditDeps,
  tx: Database<store.AuditTables>,
  fact: Fact,
): Promise<string> {
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
  return id;
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
