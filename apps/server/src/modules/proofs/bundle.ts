import { canonicalJson, hashText, type Json } from "@aval/protocol";
import { z } from "zod";

/**
 * A file of proofs, as `docs/proof.md` describes it: what the log holds about one person, with all that is needed to verify it without us.
 *
 * Its text is canonical JSON and a line feed, so that one content has one text. Times are milliseconds since the epoch. Hashes and keys of
 * leaves are base64 with padding, as in the log's own notes.
 */
export const bundleVersion = "aval.bundle.v1";

const text = z.string();
const count = z.int().nonnegative();
const point = z.strictObject({ kty: z.literal("EC"), crv: z.literal("P-256"), x: text, y: text });

const fact = z.strictObject({
  seq: count,
  id: text,
  kind: text,
  at: count,
  scope: text,
  /** base64 SHA-256: the leaf, as it is in the log. */
  leaf: text,
  /** Canonical JSON. Absent, with `key`, when the key was erased: then nothing shows what this fact said. */
  body: text.optional(),
  key: text.optional(),
});

const bundle = z.strictObject({
  v: z.literal(bundleVersion),
  made: count,
  holder: z.strictObject({ professional: text, nationalIds: z.array(text).min(1) }),
  span: z.strictObject({ from: count, to: count }),
  root: point,
  /** By the root: of the keys that signed anything here. */
  certificates: z.array(text),
  /** A signed note, with the witnesses' lines. */
  checkpoint: text,
  /** Keys of the witnesses whose lines it has, as this deployment knows them. */
  witnesses: z.array(text),
  facts: z.array(fact).min(1),
  /** What phones were shown, each signed by a context key. */
  contexts: z.array(text),
  /** The hashes of the spans of the log that hold none of the facts, from left to right. */
  inclusion: z.array(text),
  /** A JWS by a context key over all the rest. */
  seal: text,
});

export type BundleFact = z.infer<typeof fact>;
export type Bundle = z.infer<typeof bundle>;

export function bundleText(content: Bundle): string {
  return `${canonicalJson(content as unknown as Json)}\n`;
}

/** What the seal is over. */
export function sealedHash(content: Omit<Bundle, "seal"> & { seal?: string }): Promise<string> {
  const { seal: _, ...rest } = content;
  return hashText(canonicalJson(rest as unknown as Json));
}

/** The file's content, **not yet verified**, or `undefined` when it is no bundle of this version in its one spelling. */
export function parseBundle(file: string): Bundle | undefined {
  try {
    const read = bundle.safeParse(JSON.parse(file));
    return read.success && bundleText(read.data) === file ? read.data : undefined;
  } catch {
    return undefined;
  }
}
