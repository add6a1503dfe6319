/** What `npm start`, `npm test` and their like do. Each installs what is missing first, hence no syntax newer than Node 18. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ensureInstalled, halt, root, runNode } from "./bootstrap.mjs";
import { buildPages } from "./build-pages.mjs";

const [name, ...rest] = process.argv.slice(2);
const inRoot = { cwd: root };
const bin = (tool) => join(root, "node_modules", ...tool.split("/"));

async function start() {
  await ensureInstalled({ dev: false });
  await buildPages();
  return runNode([join(root, "apps", "server", "src", "aval.ts"), "sandbox", ...rest], inRoot);
}

/** The pages alone: what a server that npm does not start needs before `aval serve`. */
async function build() {
  await ensureInstalled({ dev: false });
  await buildPages();
  return 0;
}

async function test(env) {
  await ensureInstalled({ dev: true });
  await buildPages();
  return runNode([join(root, "tools", "test-run.ts"), ...rest], { ...inRoot, env });
}

async function testLong() {
  const status = await test({ AVAL_TEST_LONG: "1" });
  return status === 0 ? mutants() : status;
}

async function mutants() {
  await ensureInstalled({ dev: true });
  if (!existsSync(join(root, "tools", "mutants.ts"))) return 0;
  return runNode([join(root, "tools", "mutants.ts"), ...rest], inRoot);
}

async function bench() {
  await ensureInstalled({ dev: true });
  await buildPages();
  return runNode([join(root, "tools", "bench.ts"), ...rest], inRoot);
}

async function interop() {
  await ensureInstalled({ dev: true });
  await buildPages();
  return runNode([join(root, "tools", "interop.ts"), ...rest], inRoot);
}

/** Fastest first; all of it runs, so that one look shows everything. */
async function check() {
  await ensureInstalled({ dev: true });
  const biome = bin("@biomejs/biome/bin/biome");
  const steps = [
    ["format", [biome, "format", "."]],
    ["types", [bin("typescript/bin/tsc"), "-p", root]],
    ["lint", [biome, "lint", "."]],
    ["tidy", ["--test", "--test-reporter=dot", join(root, "tools", "tidy.test.ts")]],
    ["tests", [join(root, "tools", "test-run.ts"), "--quick"]],
  ];
  const failed = [];
  for (const [step, args] of steps) {
    process.stdout.write(`\n== ${step}\n`);
    if ((await runNode(args, inRoot)) !== 0) failed.push(step);
  }
  process.stdout.write(
    failed.length === 0 ? "\ncheck: all good\n" : `\ncheck: ${failed.join(", ")} failed\n`,
  );
  return failed.length === 0 ? 0 : 1;
}

const commands = {
  start,
  build,
  test: () => test({}),
  "test:long": testLong,
  check,
  mutants,
  bench,
  interop,
};
const command = commands[name];
if (!command) {
  halt(
    `Commande inconnue : ${name}. Il y a : ${Object.keys(commands).join(", ")}.`,
    `Unknown command: ${name}. There are: ${Object.keys(commands).join(", ")}.`,
  );
}
process.exitCode = await command();
