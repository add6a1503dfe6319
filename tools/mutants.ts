/**
 * `npm run mutants`: plants each listed fault in a copy of the tree and prints the test that caught it. None may
 * survive. `npm run mutants -- WORD` plants only those whose law or file holds the word.
 */
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { testFolder } from "../apps/server/src/platform/testing/folder.ts";
import type { Fault } from "./mutants/fault.ts";
import { faults } from "./mutants/faults/index.ts";
import { copyTree, planted } from "./mutants/plant.ts";
import { runTests } from "./mutants/run-tests.ts";

const filesOf = (fault: Fault) => [...new Set(fault.edits.map((edit) => edit.file))].join(", ");
const root = fileURLToPath(new URL("..", import.meta.url));
const asksHelp = process.argv.includes("--help");
const word = process.argv[2]?.toLowerCase() ?? "";
const chosen = faults.filter((fault) =>
  `${fault.law} ${filesOf(fault)}`.toLowerCase().includes(word),
);

/** Fewer rounds of each race: a fault shows in the first ones or not at all. */
const env = { ...process.env, AVAL_TEST_ROUNDS: "8" };

type Testing = typeof import("../apps/server/src/platform/testing.ts");

/** Every test file must be green before a red one can mean anything. */
async function soundBefore(tree: string): Promise<boolean> {
  const files = [...new Set(chosen.flatMap((fault) => fault.caughtBy))];
  const verdict = await runTests(tree, files, env);
  if (verdict.kind === "passed") return true;
  console.log("Without any fault the tests are not green:");
  console.log(verdict.kind === "failed" ? verdict.tests.join("\n") : verdict.output);
  return false;
}

/** Whether the fault was caught. */
async function tryFault(tree: string, fault: Fault): Promise<boolean> {
  const verdict = await planted(tree, fault, () => runTests(tree, fault.caughtBy, env));
  const place = `${fault.law}  (${filesOf(fault)})`;
  if (verdict.kind === "failed")
    console.log(`caught    ${place}\n          by: ${verdict.tests[0]}`);
  if (verdict.kind === "passed") console.log(`SURVIVED  ${place}`);
  if (verdict.kind === "broken")
    console.log(`BROKEN    ${place}\n${verdict.output.slice(0, 2000)}`);
  return verdict.kind === "failed";
}

async function main(): Promise<number> {
  if (asksHelp) {
    console.log(`npm run mutants            plants each of the ${faults.length} listed faults (hours)
npm run mutants -- WORD    only those whose law or file holds the word`);
    return 0;
  }
  const tree = await realpath(await mkdtemp(join(tmpdir(), "aval-mutants-")));
  try {
    await copyTree(root, tree);
    const testing = (await import(join(tree, "apps/server/src/platform/testing.ts"))) as Testing;
    // Held for the whole run: otherwise it would start and stop for each fault.
    await testing.testPostgres();
    try {
      return await tryAll(tree);
    } finally {
      await testing.releaseTestPostgres();
    }
  } finally {
    await rm(testFolder(tree), { recursive: true, force: true });
    await rm(tree, { recursive: true, force: true });
  }
}

async function tryAll(tree: string): Promise<number> {
  if (!(await soundBefore(tree))) return 1;
  let caught = 0;
  for (const fault of chosen) if (await tryFault(tree, fault)) caught++;
  console.log(`${caught} of ${chosen.length} faults caught`);
  return caught === chosen.length && chosen.length > 0 ? 0 : 1;
}

process.exitCode = await main();
