#!/usr/bin/env node
/** The command: `npx aval …` in a checkout, on whatever Node npm runs with. */
import { join } from "node:path";
import { ensureInstalled, root, runNode } from "./bootstrap.mjs";

await ensureInstalled({ dev: false });
process.exitCode = await runNode([
  join(root, "apps", "server", "src", "aval.ts"),
  ...process.argv.slice(2),
]);
