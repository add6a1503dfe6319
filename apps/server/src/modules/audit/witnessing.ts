import type { Database } from "#platform/database";
import type { OutboundFetch } from "#platform/outbound";
import { lifetimes } from "#lifetimes";
import { parseNoteKey, parseSignedNote, saidBy, signatureTypes } from "./signed-note.ts";
import type { AuditTables } from "./store.ts";
import { cosignedSize, insertCosignature, newestCheckpoint } from "./seen-store.ts";
import { spanRoots } from "./tree.ts";
import { consistencyOf } from "./tree-proofs.ts";

/** A witness as the settings name it: where it takes checkpoints, and its key as C2SP writes one. */
export type Witness = { readonly address: string; readonly key: string };

/**
 * What came of showing a witness the newest checkpoint. `refused`: it keeps something that ours does not continue, or does not know this log: either
 * the log was rewritten or restored, or a setting is wrong. `ahead`: it keeps a longer log than we have.
 */
export type Witnessed = "nothing_new" | "kept" | "ahead" | "refused" | "unanswered";

/** Shows one witness the newest checkpoint (C2SP `tlog-witness`), proven to continue what it kept, and keeps its line. */
export async function askWitness(
  { db, fetch }: { readonly db: Database<AuditTables>; readonly fetch: OutboundFetch },
  witness: Witness,
): Promise<Witnessed> {
  const key = parseNoteKey(witness.key);
  if (key?.type !== signatureTypes.cosignature) return "refused";
  const head = await newestCheckpoint(db);
  const last = await cosignedSize(db, witness.key);
  if (!head || head.size === last) return "nothing_new";

  const ask = async (old: number) => {
    const spans = old === 0 ? [] : consistencyOf(old, head.size);
    const proof = (await spanRoots(db, spans)).map((hash) => Buffer.from(hash).toString("base64"));
    const body = [`old ${old}`, ...proof, "", head.note].join("\n");
    return fetch(`${witness.address.replace(/\/$/, "")}/add-checkpoint`, {
      ...{ method: "POST", headers: { "content-type": "text/plain" }, body },
      ...{ within: lifetimes.witnessAnswer, mayBePrivate: true },
    }).catch(() => undefined);
  };
  let answer = await ask(last);
  if (answer?.status === 409) {
    // It has kept another since: another node's, or one whose line we lost.
    const kept = Number(await answer.text());
    if (!Number.isSafeInteger(kept) || kept < 0) return "refused";
    if (kept > head.size) return "ahead";
    answer = await ask(kept);
  }
  if (!answer || answer.status >= 500 || answer.status === 409) return "unanswered";
  if (answer.status !== 200) return "refused";
  const note = parseSignedNote(`${head.note}${await answer.text()}`);
  const said = note && saidBy(key, note);
  if (said?.is !== "signed") return "refused";
  await insertCosignature(db, { size: head.size, witness: witness.key, line: said.line });
  return "kept";
}
