import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { createDirectory } from "#modules/directory";
import { type HoldersKnown, knowHolders } from "#modules/enrolment";
import { readArguments, takeWords } from "./arguments.ts";
import { type Beside, type WithDatabase, withDatabaseOf } from "./beside.ts";
import { type ExtractFile, openExtract } from "./import-file.ts";
import { problemLine, tellProblems } from "./import-problems.ts";
import type { Command, Io } from "./io.ts";

const usage = `aval import holders FILE|- [--victims FILE] [--json]

The first day: reads who had a means before (an e-CPS, say), one national identifier a line; # begins a remark. That means opens nothing
here. The server then tells each of them at every contact of the directory, and freezes those of --victims, whom a fraud is already
known of, until two people clear it. Read twice, a list changes nothing.

  --victims FILE             the same, of people who start frozen; they need not be in the other
  --json                     ends with one line {lines, added, changed, removed, unchanged, problems}`;

export const command: Command = {
  usage,
  run: (argv, io) => importHoldersCommand(argv, io, withDatabaseOf(io), process.stdin),
};

/** Reads the lists named on the command line. Victims first: between the two nobody enrols for them. */
export async function importHoldersCommand(
  argv: readonly string[],
  io: Io,
  withDatabase: WithDatabase,
  input: Readable,
): Promise<number> {
  const { values, words } = readArguments(
    argv,
    { victims: { type: "string" }, json: { type: "boolean", default: false } },
    1,
  );
  const [path] = takeWords(words, ["FILE"]);
  const lists = [
    ...(values.victims === undefined ? [] : [{ path: values.victims, areVictims: true }]),
    { path, areVictims: false },
  ];
  // Both are opened before any is read: a name mistyped is found before something was done.
  const files: { path: string; areVictims: boolean; file: ExtractFile }[] = [];
  for (const list of lists) files.push({ ...list, file: await openExtract(list.path, input) });
  try {
    const known = await withDatabase(async (beside) => {
      const all: { path: string; areVictims: boolean; known: HoldersKnown }[] = [];
      for (const { path: from, file, areVictims } of files)
        all.push({ path: from, areVictims, known: await read(beside, file.bytes, areVictims) });
      return all;
    });
    tell(known, io, values.json);
    return 0;
  } finally {
    for (const { file } of files) await file.close();
  }
}

function read(
  { db, random, audit }: Beside,
  bytes: AsyncIterable<Uint8Array>,
  areVictims: boolean,
): Promise<HoldersKnown> {
  const directory = createDirectory({ db, random, audit });
  const list = createInterface({
    input: Readable.from(bytes),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  return knowHolders({ db, directory, audit }, list, { areVictims });
}

function tell(
  all: readonly {
    readonly path: string;
    readonly areVictims: boolean;
    readonly known: HoldersKnown;
  }[],
  io: Io,
  asJson: boolean,
): void {
  const sum = { lines: 0, added: 0, changed: 0, removed: 0, unchanged: 0, problems: 0 };
  let victims = 0;
  for (const { path, areVictims, known } of all) {
    if (areVictims) victims += known.added + known.changed;
    const { lines, added, changed, problems } = known;
    const unknown = { fr: "inconnu du répertoire", en: "unknown to the directory" };
    tellProblems(
      io,
      problems.map((line) => problemLine(`${path}:${line}`, unknown)),
    );
    sum.lines += lines;
    sum.added += added;
    sum.changed += changed;
    sum.problems += problems.length;
    sum.unchanged += lines - added - changed - problems.length;
  }
  if (asJson) {
    io.out(JSON.stringify(sum));
    return;
  }
  io.out(`${sum.lines} lignes / lines, ${sum.problems} inconnues / unknown`);
  io.out(
    `Titulaires / holders: +${sum.added} connus / known, ${victims} victimes de plus, qui seront gelées / more victims, who will be frozen, ${sum.unchanged} inchangés / unchanged`,
  );
}
