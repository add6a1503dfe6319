import type { Readable } from "node:stream";
import {
  createDirectory,
  faultSentences,
  type Imported,
  type Progress,
  type Source,
} from "#modules/directory";
import { Halt } from "#platform/halt";
import { oneOf, readArguments, takeWords } from "./arguments.ts";
import { type Beside, type WithDatabase, withDatabaseOf } from "./beside.ts";
import { type ExtractFile, openExtract } from "./import-file.ts";
import type { Command, Io } from "./io.ts";

const sources: readonly Source[] = ["rpps-public", "rpps-psc", "sandbox"];
/** Problems shown one by one; the others are counted here and kept in the database. */
const problemsShown = 20;
const progressEvery = 100_000;

const usage = `aval import rpps FILE|- [--source ${sources.join("|")}] [--strict] [--json]

Reads a full RPPS extract (Personne_activite), public or restricted, and applies its difference with what the same source
gave before. The layout is recognised from the header. FILE may be the zip as it was fetched, - is standard input. An import that
was killed changed nothing: start it again.

  --source  where it comes from; default: rpps-public or rpps-psc, after the layout
  --strict  one faulty line stops the import
  --json    ends with one line {lines, added, changed, removed, unchanged, problems}

Above 5 % of people changed or removed, or 0.5 % of contacts changed, nothing is applied and the status is 1.`;

export const command: Command = {
  usage,
  run: (argv, io) => importCommand(argv, io, withDatabaseOf(io), process.stdin),
};

/** Reads the file named on the command line into the directory. */
export async function importCommand(
  argv: readonly string[],
  io: Io,
  withDatabase: WithDatabase,
  input: Readable,
): Promise<number> {
  const { values, words } = readArguments(
    argv,
    {
      source: { type: "string" },
      strict: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
    1,
  );
  const [path] = takeWords(words, ["FILE"]);
  const source =
    values.source === undefined ? undefined : oneOf("--source", values.source, sources);
  // Opened before any database is, or started.
  const file = await openExtract(path, input);
  try {
    const imported = await withDatabase((beside) =>
      importFrom(beside, file, { source, strict: values.strict }, io),
    );
    tell(imported, io, values.json);
    return imported.state === "done" ? 0 : 1;
  } finally {
    await file.close();
  }
}

function importFrom(
  { db, random, audit, config }: Beside,
  file: ExtractFile,
  asked: { source: Source | undefined; strict: boolean },
  io: Io,
): Promise<Imported> {
  const { source, strict } = asked;
  if (source === "sandbox" && config.mode !== "sandbox") {
    throw new Halt(
      "La source « sandbox » n'existe qu'au bac à sable.",
      'The source "sandbox" exists in the sandbox only.',
    );
  }
  return createDirectory({ db, random, audit }).importExtract(file.bytes, {
    ...(source ? { source } : {}),
    strict,
    onProgress: progressTo(io, file.size),
  });
}

const stepSentences: Readonly<Record<Progress["step"], string>> = {
  reading: "lecture / reading",
  comparing: "comparaison / comparing",
  applying: "application / applying",
};

function progressTo(io: Io, size: number | undefined): (progress: Progress) => void {
  const since = performance.now();
  let told = 0;
  let step: Progress["step"] = "reading";
  return (progress) => {
    const { lines, bytes } = progress;
    if (progress.step === step && lines - told < progressEvery) return;
    told = lines;
    step = progress.step;
    const seconds = (performance.now() - since) / 1000;
    const share = size ? ` ${Math.min(100, Math.floor((bytes / size) * 100))} %` : "";
    const pace = step === "reading" ? `, ${Math.round(lines / seconds)}/s` : "";
    io.err(
      `… ${stepSentences[step]}${share}: ${lines} lignes / lines${pace}, ${seconds.toFixed(0)} s`,
    );
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
