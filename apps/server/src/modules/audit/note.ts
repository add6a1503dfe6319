import { fromBase64 } from "./signed-note.ts";

/**
 * A checkpoint as the text of a signed note (C2SP `tlog-checkpoint`): origin, size in decimal, base64 root hash, each ended by a line
 * feed. A witness keeps it.
 */
export type Checkpoint = {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
};

export function noteBody(checkpoint: Checkpoint): string {
  return `${checkpoint.origin}\n${checkpoint.size}\n${Buffer.from(checkpoint.root).toString("base64")}\n`;
}

/** What the body of a note says, or `undefined` when it is no checkpoint. Ours have no further lines. */
export function parseCheckpoint(body: string): Checkpoint | undefined {
  const [, origin, size, text] = /^(\S+)\n([1-9][0-9]{0,15})\n(\S{44})\n$/u.exec(body) ?? [];
  const root = fromBase64(text ?? "");
  if (origin === undefined || root?.length !== 32 || !Number.isSafeInteger(Number(size)))
    return undefined;
  return { origin, size: Number(size), root };
}
