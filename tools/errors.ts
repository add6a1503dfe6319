/**
 * Writes `docs/errors.md` from `apps/server/src/errors.ts`: what each refusal means, what the person reads, what support
 * does. Run it after changing a row: `npx node tools/errors.ts`. The tidy test compares.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ErrorRow, errors } from "../apps/server/src/errors.ts";

export const errorsFile = join(import.meta.dirname, "..", "docs", "errors.md");

const heading = `# Errors

Every refusal Aval can answer with, and nothing else. \`code\` is the member \`error\` of the answer; the sentences are its
\`message\`. Each answer also has a short \`reference\`, which finds the attempt in the log: ask for it first.

Written by \`tools/errors.ts\` from \`apps/server/src/errors.ts\`: do not edit.

| code | status | ce que lit la personne | what the person reads | ce que fait le support |
|---|--:|---|---|---|
`;

/** The page, in the order of the codes. */
export function errorsPage(): string {
  const rows = Object.entries(errors as Readonly<Record<string, ErrorRow>>)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { status, fr, en, support }]) => {
      const cells = [`\`${code}\``, String(status), fr, en, support];
      return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
    });
  return `${heading}${rows.join("\n")}\n`;
}

if (import.meta.main) await writeFile(errorsFile, errorsPage());
