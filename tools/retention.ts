/**
 * Writes `docs/retention.md` from `apps/server/src/operate/retention.ts`: how long each table keeps what it has. Run it after changing a row:
 * `npx node tools/retention.ts`. The test beside it compares.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { retention } from "../apps/server/src/operate/retention.ts";

export const retentionFile = join(import.meta.dirname, "..", "docs", "retention.md");

const heading = `# How long what is kept

Every table of the database, how long it keeps a row, why, and the file whose statement lets it go (under \`apps/server/src\`). Each node runs these every ten
minutes. Where no file stands, nothing is deleted: six years and twelve months are then what is *meant* ([legal.md](legal.md)), for the operator to justify or to shorten.

Written by \`tools/retention.ts\` from \`apps/server/src/operate/retention.ts\`: do not edit.

| table | kept | why | lets it go |
|---|---|---|---|
`;

/** The page, in the order of the tables' names. */
export function retentionPage(): string {
  const rows = Object.entries(retention)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([table, { kept, why, by }]) => {
      const cells = [`\`${table}\``, kept, why, by === undefined ? "–" : `\`${by}\``];
      return `| ${cells.join(" | ")} |`;
    });
  return `${heading}${rows.join("\n")}\n`;
}

if (import.meta.main) await writeFile(retentionFile, retentionPage());
