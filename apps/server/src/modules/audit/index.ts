/**
 * The append-only log of what happened.
 *
 * A fact is inserted in the transaction of what it records, with the RFC 6962 hash of its leaf. One sequencer gives
 * facts their places within about a second and signs a checkpoint; nodes therefore never queue on one row. A leaf
 * commits to its fact under a key of its own, so that erasing the key leaves every checkpoint right while what the fact
 * said can no longer be proven. Another fact says that it was let go, at its term, or erased, by two people; a leaf that
 * lost its key without one is a fault (`erasing.ts`).
 *
 * It promises: what is acknowledged is in the log; nothing in the log changes unseen once a checkpoint is kept by
 * somebody else. It does not promise that a fact between its commit and the next checkpoint cannot be removed by
 * whoever writes to the database. The idea: golang/mod sumdb/tlog and RFC 6962.
 */
import type { Database } from "#platform/database";
import { type AuditDeps, appendFact, type CheckpointSigner, sequence } from "./audit.ts";
import { erase } from "./erasing.ts";
import type { Fact } from "./fact.ts";
import { publish } from "./seen-store.ts";
import { type AuditTables, backlog } from "./store.ts";

export type { CheckpointSigner } from "./audit.ts";
export {
  type CheckpointVerifier,
  type Verification,
  verify,
} from "./verifying.ts";
export { type CheckpointKey, checkpointVerifier, logKey, logOrigin } from "./checkpoint-keys.ts";
export { erasableKinds, factTerms } from "./erasing.ts";
export { type Fact, factRows } from "./fact.ts";
export { logPrefix, logRoutes } from "./routes.ts";
export { leafEntry, leafHash } from "./merkle.ts";
export { type Checkpoint, parseCheckpoint } from "./note.ts";
export { factsOf, isWitnessed, type ProvingHead, provingHead } from "./seen-store.ts";
export { type Note, noteKeyText, parseNoteKey, parseSignedNote, saidBy } from "./signed-note.ts";
export { spanRoots } from "./tree.ts";
export { askWitness } from "./witnessing.ts";
export { coverOf, rootByCover } from "./tree-proofs.ts";
export type { AuditTables } from "./store.ts";

/** What is taken for a complaint of a person and what is erased of them come one after the other. */
export const evidenceTurn = (professional: string): string => `aval.evidence/${professional}`;

export type Audit = {
  append(tx: Database<AuditTables>, fact: Fact): Promise<void>;
  /** Erases those of these facts that still have their key, under the fact that says so of exactly these. Returns them. */
  erase(
    tx: Database<AuditTables>,
    ids: readonly string[],
    says: (erased: readonly string[]) => Fact,
  ): Promise<readonly string[]>;
  /** One round of the sequencer. */
  sequence(db: Database<AuditTables>, signer: CheckpointSigner): Promise<number>;
  /** Shows the newest checkpoint to everybody, unless one was shown within the hour. */
  publish(db: Database<AuditTables>): Promise<void>;
  /** What waits for the sequencer. */
  backlog(
    db: Database<AuditTables>,
  ): Promise<{ readonly facts: number; readonly oldestMs: number }>;
};

export function createAudit(deps: AuditDeps): Audit {
  return {
    append: async (tx, fact) => {
      await appendFact(deps, tx, fact);
    },
    erase: (tx, ids, says) => erase(deps, tx, ids, says),
    sequence: (db, signer) => sequence(db, signer, deps.clock.now()),
    publish,
    backlog,
  };
}
