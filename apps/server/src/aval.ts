import { type Entry, entries } from "./commands/entries.ts";
import type { Io } from "./commands/io.ts";
import { Misuse } from "./commands/misuse.ts";
import { runCommand } from "./commands/run.ts";
import { nearest } from "./platform/settings.ts";
import { programVersion } from "./version.ts";

/** The command: finds the sub-command that the first words name, and runs it. */
const io: Io = {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
  env: process.env,
};

async function main(argv: readonly string[]): Promise<number> {
  const found = entries
    .filter(({ words }) => startsWith(argv, words.split(" ")))
    .sort((a, b) => b.words.length - a.words.length)[0];
  if (!found) return withoutCommand(argv);
  return runCommand(found.words, await found.load(), argv.slice(found.words.split(" ").length), io);
}

function startsWith(argv: readonly string[], words: readonly string[]): boolean {
  return words.every((word, index) => argv[index] === word);
}

async function withoutCommand(argv: readonly string[]): Promise<number> {
  const [first] = argv;
  if (first === "--version" || first === "-v") {
    io.out(await programVersion());
    return 0;
  }
  if (first === undefined || first === "--help" || first === "-h" || first === "help") {
    io.out(overview(entries));
    return first === undefined ? 2 : 0;
  }
  const group = entries.filter(({ words }) => words.startsWith(`${first} `));
  if (group.length > 0 && (argv.includes("--help") || argv.includes("-h"))) {
    io.out(overview(group));
    return 0;
  }
  const unknown = { usage: overview(group.length > 0 ? group : entries), run: notFound };
  return runCommand(group.length > 0 ? first : "", unknown, argv, io);
}

async function notFound(argv: readonly string[]): Promise<number> {
  const [first = ""] = argv;
  const typed = argv
    .filter((word) => !word.startsWith("-"))
    .slice(0, 2)
    .join(" ");
  const names = entries.map(({ words }) => words);
  const meant =
    nearest(typed, names) ?? nearest(first, names) ?? names.find((name) => name.startsWith(first));
  throw new Misuse(
    `Commande inconnue : « ${typed || first} ».${meant ? ` Vouliez-vous dire « aval ${meant} » ?` : ""}`,
    `Unknown command: "${typed || first}".${meant ? ` Did you mean "aval ${meant}"?` : ""}`,
  );
}

function overview(among: readonly Entry[]): string {
  const lines = among.map(({ words, fr, en }) => `  aval ${words.padEnd(14)} ${fr} / ${en}`);
  return ["aval COMMANDE [options] ; aval COMMANDE --help ; aval --version", "", ...lines].join(
    "\n",
  );
}

// Whoever reads us has seen enough (`| head`).
process.stdout.on("error", (fault: NodeJS.ErrnoException) => {
  if (fault.code !== "EPIPE") throw fault;
  process.exit(1);
});
process.exitCode = await main(process.argv.slice(2));
