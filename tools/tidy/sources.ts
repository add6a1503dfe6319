import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The checkout. */
export const root = join(import.meta.dirname, "..", "..");

/** One file of ours. */
export type Source = {
  /** From the checkout's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** Without comments and with strings kept: what runs. */
  readonly code: string;
};

const skipped = new Set(["node_modules", "dist", ".cache", ".aval", ".git"]);

function find(pattern: string): readonly string[] {
  return globSync(pattern, {
    cwd: root,
    exclude: (path) => skipped.has(path.split(/[\\/]/).at(-1) ?? ""),
  })
    .map((path) => path.replaceAll("\\", "/"))
    .sort();
}

export function readSources(pattern: string): readonly Source[] {
  return find(pattern).map((path) => {
    const text = readFileSync(join(root, path), "utf8");
    return { path, text, code: withoutComments(text) };
  });
}

/**
 * The text with comments blanked, line numbers kept. Strings, templates and regular expressions are passed over well enough for
 * the words searched here; no file of ours nests them to deceive.
 */
function withoutComments(text: string): string {
  const tokens =
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|(\/\*[\s\S]*?\*\/|(?<![:\\/"'[])\/\/[^\n]*)/g;
  return text.replace(
    tokens,
    (_whole, kept: string | undefined, comment: string | undefined) =>
      kept ?? (comment ?? "").replaceAll(/[^\n]/g, " "),
  );
}

/** Every module a file names in an import, static, dynamic or re-exported. */
export function importsOf({ code }: Source): readonly string[] {
  const pattern = /(?:\bfrom\s*|\bimport\s*\(?\s*)"([^"\n]+)"/g;
  return [...code.matchAll(pattern)].map((match) => match[1] as string);
}

export const isTest = ({ path }: Source) =>
  /\.test\.tsx?$/.test(path) || /\/testing(\/|\.ts)/.test(path);

/** The line of a position in the text, from 1. */
export function lineAt(text: string, position: number): number {
  return text.slice(0, position).split("\n").length;
}
