import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { parseArgs } from "node:util";
import { createDirectory, faultSentences, type Imported, type Source } from "#modules/directory";
import { Halt } from "#platform/halt";
import { type WithDatabase, withDatabaseOf } from "./beside.ts";
import type { Command, Io } from "./io.ts";

const sources: readonly Source[] = ["rpps-public", "rpps-psc", "sandbox"];
/** Problems shown one by one; the others are counted here and kept in the database. */
const problemsShown = 20;
const progressEvery = 50_000;

const usage = `aval import rpps FILE [--source ${sources.join("|")}] [--strict] [--json]

Reads a full RPPS extract (Personne_activite), public or restricted, and applies its difference with what the same source
gave before. The layout is recognised from the header. Unzip the file first.

  --source  where it comes from; default: rpps-public or rpps-psc, after the layout
  --strict  one faulty line stops the import
  --json    ends with one line {lines, added, changed, removed, unchanged, problems}

Above 5 % of people changed or removed, or 0.5 % of contacts changed, nothing is applied and the status is 1.`;

export const command: Command = {
  usage,
  run: (argv, io) => importCommand(argv, io, withDatabaseOf(io)),
};

/** Reads the file named on the command line into the directory. */
export async function importCommand(
  argv: readonly string[],
  io: Io,
  withDatabase: WithDatabase,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      source: { type: "string" },
      strict: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  });
  const [path, ...others] = positionals;
  if (!path || others.length > 0) {
    io.err(usage);
    return 2;
  }
  const source = requiredSource(values.source);
  await requireReadable(path);

  const imported = await withDatabase(({ db, random, audit, config }) => {
    if (source === "sandbox" && config.mode !== "sandbox") {
      throw new Halt(
        "La source « sandbox » n'existe qu'au bac à sable.",
        'The source "sandbox" exists in the sandbox only.',
      );
    }
    return createDirectory({ db, random, audit }).importExtract(
      createReadStream(path, { highWaterMark: 256 * 1024 }),
      {
        ...(source ? { source } : {}),
        strict: values.strict,
        onProgress: progressTo(io),
      },
    );
  });
  tell(imported, io, values.json);
  return imported.state === "done" ? 0 : 1;
}

function requiredSource(text: string | undefined): Source | undefined {
  if (text === undefined) return undefined;
  const source = sources.find((one) => one === text);
  if (source) return source;
  throw new Halt(
    `D'où vient ce fichier ? --source ${sources.join(" | ")}.`,
    `Where does this file come from? --source ${sources.join(" | ")}.`,
  );
}

/** Told before any database is opened, or started. */
async function requireReadable(path: string): Promise<void> {
  try {
    const file = await open(path);
    const isFile = (await file.stat()).isFile();
    await file.close();
    if (isFile) return;
  } catch (cause) {
    throw new Halt(`« ${path} » ne peut pas être lu.`, `"${path}" cannot be read.`, { cause });
  }
  throw new Halt(`« ${path} » n'est pas un fichier.`, `"${path}" is not a file.`);
}

function progressTo(io: Io): (lines: number) => void {
  let told = 0;
  return (lines) => {
    if (lines - told < progressEvery) return;
    told = lines;
    io.err(`… ${lines} lignes / lines`);
  };
}

function tell(imported: Imported, io: Io, asJson: boolean): void {
  for (const { line, reason, column } of imported.problems.slice(0, problemsShown)) {
    const { fr, en } = faultSentences[reason];
    io.err(`${line}: ${fr} / ${en}${column ? ` (${column})` : ""}`);
  }
  if (imported.counts.problems > problemsShown) {
    const rest = imported.counts.problems - problemsShown;
    io.err(`… ${rest} autres / more${imported.run ? ` (import_problem, ${imported.run})` : ""}`);
  }
  if (imported.latin1Lines > 0)
    io.err(`${imported.latin1Lines} ligne(s) en Latin-1 / line(s) in Latin-1`);
  if (imported.stopped) io.err(`${imported.stopped.sentence.fr}\n${imported.stopped.sentence.en}`);

  const { lines, added, changed, removed, unchanged, problems } = imported.counts;
  if (asJson) {
    const stopped = imported.stopped ? { stopped: imported.stopped.reason } : {};
    io.out(JSON.stringify({ lines, added, changed, removed, unchanged, problems, ...stopped }));
    return;
  }
  const would = imported.state === "stopped" ? " (auraient été / would have been)" : "";
  io.out(`${lines} lignes / lines, ${problems} en erreur / faulty`);
  io.out(
    `Personnes / people${would}: +${added} ajoutées / added, ${changed} modifiées / changed, -${removed} retirées / removed, ${unchanged} inchangées / unchanged`,
  );
}
