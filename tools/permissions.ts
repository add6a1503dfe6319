/**
 * Writes `docs/permissions.md` from `modules/staff/permissions.ts`: what each role may do in the console. Run it after changing a row:
 * `npx node tools/permissions.ts`. The tidy test compares.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { emergencyActs, permissions, roles } from "../apps/server/src/modules/staff/permissions.ts";

const root = join(import.meta.dirname, "..");
export const permissionsFile = join(root, "docs", "permissions.md");
const source = join(root, "apps", "server", "src", "modules", "staff", "permissions.ts");

const heading = `# What each role may do in the console

Each act is one row, and the console has no other rule: a test asks the real server for every act with every role. Acts about people hold within the
member's scope (\`national\`, an Order, an establishment) and each view of a person is shown to that person. *Emergency*: two people with two
keys, for an hour ([decision 0090](decisions/0090-emergency-by-two-keys.md)).

Written by \`tools/permissions.ts\` from \`apps/server/src/modules/staff/permissions.ts\`: do not edit.

| act | what | ${roles.join(" | ")} | emergency |
|---|---|${"---|".repeat(roles.length)}---|
`;

/** The page, in the order of the source, each act with the comment that stands over it there: over the first of several, it is of all. */
export async function permissionsPage(): Promise<string> {
  const text = await readFile(source, "utf8");
  const rows = Object.entries(permissions).map(([act, held]) => {
    const before = text.slice(0, text.indexOf(`  ${act}: [`));
    const said = before.slice(before.lastIndexOf("/**") + 3, before.lastIndexOf("*/"));
    const may = roles.map((role) => ((held as readonly string[]).includes(role) ? "✓" : ""));
    const isEmergency = (emergencyActs as readonly string[]).includes(act) ? "✓" : "";
    return `| ${[`\`${act}\``, said.replace(/\s*\n\s*\*?\s*/g, " ").trim(), ...may, isEmergency].join(" | ")} |`;
  });
  return `${heading}${rows.join("\n")}\n`;
}

if (import.meta.main) await writeFile(permissionsFile, await permissionsPage());
