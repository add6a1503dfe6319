/**
 * Writes `docs/retention.md` from `apps/server/src/operate/retention.ts`: how long each table keeps what it has. Run it after changing a row:
 * `npx node tools/retention.ts`. The test beside it compares.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { retention } from "../apps/server/src/operate/retention.ts";

export const retentionFile = join(import.meta.dirname, "..", "docs", "retention.md");

const heading = `# How long what is kept

Every table of the database, how long it keeps a row, why, and what lets it go.

- **The job** (module \`retention\`) applies the terms once a day: six years for evidence, twelve months for networks. One node does each row of the day, in batches. A row stays while another row names it, and while an
  open case, or a complaint file younger than the term, is about its person or its case. Console, *Conservation*, shows what left and what waits; \`aval doctor\` says when nobody has looked for three days.
- **A fact** of the log keeps its place, kind and time. Six years later what it says, whom it names and its leaf's key go, and another fact says so. Facts that hold the keys of phones stay, and those that name no holder.
- **A file** (under \`apps/server/src\`) lets go, every ten minutes, what came to nothing or serves for minutes.

Six years and twelve months are for the operator to justify ([legal.md](legal.md)). Written by \`tools/retention.ts\` from \`apps/server/src/operate/retention.ts\`: do not edit.

| table | kept | why | lets it go |
|---|---|---|---|
`;

/** The page, in the order of the tables' names. */
export function retentionPage(): string {
  const rows = Object.entries(retention)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([table, { kept, why, by, terms }]) => {
      const isDriven = terms !== undefined || table === "aval.fact";
      const goes = [...(by ? [`\`${by}\``] : []), ...(isDriven ? ["the job"] : [])].join("; ");
      return `| ${[`\`${table}\``, kept, why, goes || "–"].join(" | ")} |`;
    });
  return `${heading}${rows.join("\n")}\n`;
}

if (import.meta.main) await writeFile(retentionFile, retentionPage());
