import { Halt, printable } from "#platform/halt";
import type { Command, Io } from "./io.ts";
import { Misuse, Refused } from "./misuse.ts";
import { systemFault } from "./system-fault.ts";

/**
 * Runs a command, and tells what stopped it alike for all of them: sentences on standard error, French first, or with
 * `--json` one line `{error, message: {fr, en}}` on standard output. The status is 0 for success, 1 for what was refused or
 * failed, 2 for a command that was not written as its page says. A bug is thrown again, and keeps its stack.
 */
export async function runCommand(
  name: string,
  command: Command,
  argv: readonly string[],
  io: Io,
): Promise<number> {
  const { page, words, written } = pageOf(command, argv);
  const options = argv.slice(0, argv.includes("--") ? argv.indexOf("--") : argv.length);
  if (options.includes("--help") || options.includes("-h")) {
    io.out(page);
    return 0;
  }
  try {
    return await command.run(argv, io);
  } catch (fault) {
    const told = toldOf(fault);
    if (options.includes("--json")) io.out(JSON.stringify(jsonOf(told)));
    else if (told)
      for (const line of linesOf(told, ["aval", name, words].filter(Boolean).join(" "), written))
        io.err(line);
    if (!told) throw fault;
    return told.error === "misuse" ? 2 : 1;
  }
}

type Told = { readonly error: string; readonly fr: string; readonly en: string };

function toldOf(fault: unknown): Told | undefined {
  if (fault instanceof Halt) {
    const error =
      fault instanceof Misuse ? "misuse" : fault instanceof Refused ? fault.code : "refused";
    return { error, fr: printable(fault.fr), en: printable(fault.en) };
  }
  const sentence = systemFault(fault);
  return sentence && { error: "system", fr: printable(sentence.fr), en: printable(sentence.en) };
}

function jsonOf(told: Told | undefined) {
  const { error, fr, en } = told ?? {
    error: "fault",
    fr: "Défaut d'Aval : la suite est sur la sortie d'erreur.",
    en: "A fault of Aval: the rest is on standard error.",
  };
  return { error, message: { fr, en } };
}

function linesOf(
  { error, fr, en }: Told,
  name: string,
  written: readonly string[],
): readonly string[] {
  return error === "misuse" ? [fr, en, "", ...written, "", `${name} --help`] : [fr, en];
}

const synopsisOf = (page: string): string => page.split("\n\n")[0] ?? "";

type Page = {
  readonly page: string;
  readonly words: string;
  /** How what was meant is written: the one action, or each of them where none was named. */
  readonly written: readonly string[];
};

/** The page of the longest run of words that has one of its own. */
function pageOf({ usage, pages = {} }: Command, argv: readonly string[]): Page {
  const words = argv.filter((word) => !word.startsWith("-"));
  for (let count = words.length; count > 0; count--) {
    const key = words.slice(0, count).join(" ");
    const page = Object.hasOwn(pages, key) ? pages[key] : undefined;
    if (page) return { page, words: key, written: [synopsisOf(page)] };
  }
  return { page: usage, words: "", written: writtenIn(usage) };
}

/** How each action on a page is written: one page may hold several, one after another. The first paragraph always counts. */
function writtenIn(usage: string): readonly string[] {
  const [first = "", ...rest] = usage.split("\n\n");
  return [...new Set([first, ...rest.filter((paragraph) => paragraph.startsWith("aval "))])];
}
