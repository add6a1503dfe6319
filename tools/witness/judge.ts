import { type KeyObject, sign } from "node:crypto";
import {
  cosignedText,
  fromBase64,
  type NoteKey,
  noteLine,
  parseSignedNote,
  saidBy,
} from "../../apps/server/src/modules/audit/signed-note.ts";
import { parseCheckpoint } from "../../apps/server/src/modules/audit/note.ts";
import { isConsistent } from "../../apps/server/src/modules/audit/tree-proofs.ts";

/**
 * What a witness does with a checkpoint (C2SP `tlog-witness`, `add-checkpoint`): it keeps the last one of each log and signs the next only
 * when that continues it. It never goes back, and never signs two that are not one log.
 */
export type Kept = { readonly size: number; readonly root: string; readonly note: string };

export type Verdict = {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly body: string;
  /** What to keep from now on, before the answer leaves. */
  readonly keep?: { readonly origin: string; readonly kept: Kept };
  /** A log that its own key signed, and that does not continue what was kept: proof of a fork, worth keeping beside it. */
  readonly fork?: { readonly origin: string; readonly note: string };
};

const no = (status: Verdict["status"], body: string): Verdict => ({ status, body: `${body}\n` });
const proofMax = 63;

export function judge(
  request: string,
  known: {
    readonly logs: readonly NoteKey[];
    readonly keptOf: (origin: string) => Kept | undefined;
    /** Signs under the witness's key. */
    readonly cosign: (body: string) => string;
  },
): Verdict {
  const asked = read(request);
  if (!asked) return no(400, "no checkpoint");
  const { old, proof, note, checkpoint, text } = asked;
  const { origin } = checkpoint;
  const keys = known.logs.filter(({ name }) => name === origin);
  if (keys.length === 0) return no(404, "a log that this witness does not know");
  const said = keys.map((key) => saidBy(key, note).is);
  if (said.includes("wrong") || !said.includes("signed")) return no(403, "not signed by the log");
  if (old > checkpoint.size) return no(400, "the old size is beyond the checkpoint");
  const kept = known.keptOf(origin);
  if (old !== (kept?.size ?? 0)) return no(409, String(kept?.size ?? 0));
  const root = Buffer.from(checkpoint.root).toString("base64");
  const continues = kept
    ? isConsistent({ size: old, root: Buffer.from(kept.root, "base64") }, checkpoint, proof)
    : proof.length === 0;
  if (!continues)
    return {
      ...no(422, "it does not continue what this witness keeps"),
      ...(kept && { fork: { origin, note: text } }),
    };
  const line = known.cosign(note.body);
  return {
    status: 200,
    body: `${line}\n`,
    keep: { origin, kept: { size: checkpoint.size, root, note: `${text}${line}\n` } },
  };
}

function read(request: string) {
  const end = request.indexOf("\n\n");
  if (end < 0) return undefined;
  const [first = "", ...lines] = request.slice(0, end).split("\n");
  const [, size] = /^old (0|[1-9]\d{0,15})$/.exec(first) ?? [];
  const proof = lines.map((line) => fromBase64(line));
  const isProof = proof.every((hash): hash is Buffer => hash?.length === 32);
  const text = request.slice(end + 2);
  const note = parseSignedNote(text);
  const checkpoint = note && parseCheckpoint(note.body);
  if (size === undefined || !isProof || proof.length > proofMax || !checkpoint) return undefined;
  return { old: Number(size), proof, note, checkpoint, text };
}

/** Signs that a checkpoint was seen now. */
export function cosigner(key: NoteKey, secret: KeyObject, nowSeconds: () => number) {
  return (body: string): string => {
    const time = nowSeconds();
    const stamp = Buffer.alloc(8);
    stamp.writeBigUInt64BE(BigInt(time));
    const signature = sign(null, Buffer.from(cosignedText(body, time)), secret);
    return noteLine(key, Buffer.concat([stamp, signature]));
  };
}
