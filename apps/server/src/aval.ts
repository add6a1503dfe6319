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
  if (!found || isOfItsGroup(found, argv)) return withoutCommand(argv);
  return runCommand(found.words, await found.load(), argv.slice(found.words.split(" ").length), io);
}

/** Whether a word follows that could only be meant for one of the longer commands: `sandbox clok`, where `sandbox` alone takes none. */
function isOfItsGroup({ words }: Entry, argv: readonly string[]): boolean {
  const [next = "-"] = argv.slice(words.split(" ").length);
  return !next.startsWith("-") && entries.some((other) => other.words.startsWith(`${words} `));
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
  const among = group.length > 0 ? group : entries;
  const run = () => Promise.reject(notFound(argv, among));
  const unknown = { usage: commandsOf(among), run };
  return runCommand(group.length > 0 ? first : "", unknown, argv, io);
}

/** What was typed, and which command is nearest: of the group whose name was right, if one was. */
function notFound(argv: readonly string[], among: readonly Entry[]): Misuse {
  const words = argv.filter((word) => !word.startsWith("-"));
  const [first = argv[0] ?? "", second] = words;
  const names = among.map(({ words }) => words);
  const typed = words.slice(0, 2).join(" ") || first;
  const meant =
    (second === undefined ? undefined : nearest(typed, names)) ??
    nearest(first, names) ??
    (second === undefined ? names.find((name) => name.startsWith(first)) : undefined);
  return new Misuse(
    `Commande inconnue : « ${typed} ».${meant ? ` Vouliez-vous dire « aval ${meant} » ?` : ""}`,
    `Unknown command: "${typed}".${meant ? ` Did you mean "aval ${meant}"?` : ""}`,
  );
}

function overview(among: readonly Entry[]): string {
  return [
    "aval COMMANDE [options] ; aval COMMANDE --help ; aval --version",
    "",
    commandsOf(among),
  ].join("\n");
}

function commandsOf(among: readonly Entry[]): string {
  return among.map(({ words, fr, en }) => `  aval ${words.padEnd(15)} ${fr} / ${en}`).join("\n");
}

// Whoever reads us has seen enough (`| head`).
process.stdout.on("error", (fault: NodeJS.ErrnoException) => {
  if (fault.code !== "EPIPE") throw fault;
  process.exit(1);
});
process.exitCode = await main(process.argv.slice(2));
