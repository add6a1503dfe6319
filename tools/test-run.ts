/**
 * Runs the tests: every `*.test.ts` of apps, packages and tools, and the stories among them, one file more at a time than there are
 * cores: a file waits nearly half of its time, as people and clocks do (docs/decisions/0083). A story that fails in a whole run is told
 * once more, alone, and named (docs/decisions/0052). Words after the command keep the files whose path holds one of them;
 * `--quick` leaves out the stories and the races. The last line is the whole run's.
 */
import { glob } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join, relative } from "node:path";
import type { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { releaseTestPostgres, testPostgres } from "../apps/server/src/platform/testing.ts";

const root = join(import.meta.dirname, "..");
const isQuick = process.argv.includes("--quick");
const words = process.argv.slice(2).filter((word) => !word.startsWith("--"));
if (process.env["AVAL_TEST_LONG"]) {
  // The counts the laws are stated with; a plain run takes fewer, to end in time.
  process.env["AVAL_TEST_ROUNDS"] ??= "200";
  process.env["AVAL_TEST_RUNS"] ??= "1000";
}
/** A test that takes longer hangs; so does a file that is still there half a minute later. */
const fileTimeoutMs = process.env["AVAL_TEST_LONG"] ? 3_600_000 : 1_500_000;
process.env["AVAL_TEST_END_MS"] ??= String(fileTimeoutMs + 30_000);
/** Twice what a whole run takes on two quiet cores: what is slow is told apart from what hangs. */
const runTimeoutMs = process.env["AVAL_TEST_LONG"] ? 4 * fileTimeoutMs : 75 * 60_000;

const filesAtATime = Math.max(2, availableParallelism()) + 1;
/** What takes longest begins first: at the end of a run it would hold one core alone. */
const isLong = /^stories\/gallery\/|[/.]crash\.race|\/backup\//;
/** More than this many at once is no accident of a loaded machine. */
const storiesToldAgain = 3;

type Totals = { tests: number; passed: number; failed: number; skipped: number };
type Told = Totals & { readonly failures: Map<string, number> };

async function filesOf(pattern: string): Promise<string[]> {
  const found: string[] = [];
  for await (const path of glob(pattern, {
    cwd: root,
    exclude: (name) => name === "node_modules" || name === "dist",
  })) {
    found.push(path);
  }
  return found
    .filter((path) => words.length === 0 || words.some((word) => path.includes(word)))
    .filter((path) => !isQuick || !path.includes(".race."))
    .sort()
    .map((path) => join(root, path));
}

/** What came of these files, and how many tests failed in each that has one. */
async function runFiles(files: readonly string[], concurrency: number): Promise<Told> {
  const totals: Told = { tests: 0, passed: 0, failed: 0, skipped: 0, failures: new Map() };
  if (files.length === 0) return totals;
  const events = run({
    files: [...files],
    concurrency,
    timeout: fileTimeoutMs,
    cwd: root,
    execArgv: ["--import", new URL("test-end.ts", import.meta.url).href],
    signal: outOfTime.signal,
  });
  events.on("test:dequeue", ({ nesting, name }) => nesting === 0 && running.add(name));
  events.on("test:complete", ({ nesting, name }) => nesting === 0 && running.delete(name));
  events.on("test:summary", ({ file, counts, success, duration_ms }) => {
    if (file !== undefined) {
      took.set(file, duration_ms);
      // One a file, then one of them all.
      if (!success) totals.failures.set(file, failedOf(counts));
      return;
    }
    totals.tests += counts.tests;
    totals.passed += counts.passed;
    totals.skipped += counts.skipped + counts.todo;
    totals.failed += failedOf(counts);
    if (!success && totals.failed === 0) totals.failed = 1;
  });
  const report = events.compose(new spec()) as Readable;
  report.pipe(process.stdout, { end: false });
  await finished(report);
  return totals;
}

const failedOf = (counts: { tests: number; passed: number; skipped: number; todo: number }) =>
  counts.tests - counts.passed - counts.skipped - counts.todo;

/** All of them; the stories that failed once more, alone. One that then holds is said to have failed first, and fails nothing. */
async function runAll(units: readonly string[], stories: readonly string[]): Promise<Told> {
  const told = await runFiles(inOrder(units, stories), filesAtATime);
  const failed = stories.filter((file) => told.failures.has(file));
  const isWhole = words.length === 0 && !process.env["AVAL_TEST_LONG"];
  if (!isWhole || failed.length === 0 || failed.length > storiesToldAgain) return told;
  console.log(`\nOnce more, alone: ${failed.map(nameOf).join(", ")}`);
  const again = await runFiles(failed, 1);
  for (const file of failed) {
    if (again.failures.has(file) || again.tests === 0) continue;
    const count = told.failures.get(file) ?? 0;
    told.failed -= count;
    told.passed += count;
    console.log(`Failed beside others and held alone: ${nameOf(file)}`);
  }
  return told;
}

/** The long ones, then the others with the stories spread evenly among them: a story waits while a unit computes. */
function inOrder(units: readonly string[], stories: readonly string[]): readonly string[] {
  const placed = [units, stories].flatMap((files) =>
    files.map((file, index) => ({
      file,
      place: isLong.test(nameOf(file)) ? 0 : (index + 1) / files.length,
    })),
  );
  return placed.sort((a, b) => a.place - b.place).map(({ file }) => file);
}

const nameOf = (file: string) => relative(root, file);

/** How long each file took, in milliseconds. */
const took = new Map<string, number>();

/** What to shorten when the run has grown. */
function tellSlowest(): void {
  const slowest = [...took].sort((a, b) => b[1] - a[1]).slice(0, 15);
  if (took.size === slowest.length) return;
  console.log("\nThe slowest, in seconds:");
  for (const [file, ms] of slowest)
    console.log(`${String(Math.round(ms / 1_000)).padStart(5)}  ${nameOf(file)}`);
}

/** Stops what is left, so that whoever reads the log learns what it was. */
const outOfTime = new AbortController();
const running = new Set<string>();
setTimeout(() => {
  console.error(`The tests have not ended after ${runTimeoutMs / 60_000} minutes. Still running:`);
  for (const name of running) console.error(`  ${name}`);
  outOfTime.abort();
}, runTimeoutMs).unref();

async function main(): Promise<number> {
  const files = await filesOf("{apps,packages,tools}/**/*.test.ts");
  const stories = isQuick ? [] : await filesOf("stories/**/*.test.ts");
  if (files.length + stories.length === 0) {
    console.error(`No test file matches: ${words.join(" ")}`);
    return 1;
  }
  // Held for the whole run: otherwise it would stop and start between two files.
  await testPostgres();
  const told = await runAll(files, stories);
  await releaseTestPostgres();

  tellSlowest();
  console.log(`\n${files.length} files, ${stories.length} stories, ${told.tests} tests`);
  console.log(`tests: ${told.passed} passed, ${told.failed} failed, ${told.skipped} skipped`);
  return told.failed === 0 && told.tests > 0 ? 0 : 1;
}

process.exitCode = await main();
