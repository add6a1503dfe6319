import { inflateSync } from "node:zlib";
import { attachmentName } from "./complaint-document.ts";

/** Longer than any file of proofs: what unpacks to more is none. */
const mostBytes = 256 * 1024 * 1024;

/**
 * The proofs that a complaint file carries: our own PDF, read by its one attachment and nothing else; **not yet verified**. `undefined`: there is
 * none. What is found is checked as any file of proofs, so that a reader more clever than this one gains nothing.
 */
export function attachedProofs(pdf: Buffer): string | undefined {
  const text = pdf.toString("latin1");
  if (!text.startsWith("%PDF-") || !text.includes(attachmentName)) return undefined;
  const found = /<<((?:(?!endobj).)*?\/Type \/EmbeddedFile\b.*?)stream\r?\n/s.exec(
    text.slice(Math.max(0, lastObjectBefore(text))),
  );
  if (!found) return undefined;
  const begins = Math.max(0, lastObjectBefore(text)) + found.index + found[0].length;
  const length = Number(/\/Length (\d+)/.exec(found[1] ?? "")?.[1] ?? "");
  const bytes = pdf.subarray(begins, begins + length);
  try {
    const isPacked = /\/Filter\s*\[?\s*\/FlateDecode/.test(found[1] ?? "");
    return (isPacked ? inflateSync(bytes, { maxOutputLength: mostBytes }) : bytes).toString("utf8");
  } catch {
    return undefined;
  }
}

/** Where the object of the attachment begins: the file may be long, and its other streams hold anything. */
function lastObjectBefore(text: string): number {
  return text.lastIndexOf(" obj", text.indexOf("/Type /EmbeddedFile"));
}
