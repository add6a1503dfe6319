import type { Readable } from "node:stream";
import {
  createDirectory,
  faultSentences,
  type Imported,
  interrupted,
  type Source,
} from "#modules/directory";
import { isImportAgreed } from "#modules/desk";
import { createStaff } from "#modules/staff";
import { Halt } from "#platform/halt";
import { oneOf, readArguments, takeWords } from "./arguments.ts";
import { type Beside, type WithDatabase, withDatabaseOf } from "./beside.ts";
import { type ExtractFile, openExtract } from "./import-file.ts";
import { importProgressTo } from "./import-progress.ts";
import { problemLine, tellProblems } from "./import-problems.ts";
import type { Command, Io } from "./io.ts";
import { awaitStop } from "./signals.ts";

const sources: readonly Source[] = ["rpps-public", "rpps-psc", "sandbox"];

const usage = `aval import rpps FILE|- [--source ${sources.join("|")}] [--strict] [--json]

Reads a full RPPS extract (Personne_activite), public or restricted, and applies its difference with what the same source
gave before. The layout is recognised from the header. FILE may be the zip as it was fetched, - is standard input. A text that stops
inside a line is refused. An import that was interrupted or killed changed nothing: start it again.

  --source  where it comes from; default: rpps-public or rpps-psc, after the layout
  --strict  one faulty line stops the import
  --json    ends with one line {lines, added, changed, removed, unchanged, problems}

Above 5 % of people changed or removed, or 0.5 % of contacts changed, nothing is applied and the status is 1: two operators sign the file in the console
(Annuaire), each by a key; the same command then applies that very file, once, within three days, if nothing else was imported meanwhile.`;

export const command: Command = {
  usage,
  run: async (argv, io) => {
    const stop = awaitStop();
    const stopping = new AbortController();
    void stop.asked.then(() => stopping.abort());
    try {
      return await importCommand(
        argv,
        io,
        withDatabaseOf(io, { mayBegin: true }),
        process.stdin,
        stopping.signal,
      );
    } finally {
      stop.letGo();
    }
  },
};

/** Reads the file named on the command line into the directory. */
export async function importCommand(
  argv: readonly string[],
  io: Io,
  withDatabase: WithDatabase,
  input: Readable,
  signal?: AbortSignal,
): Promise<number> {
  // Whoever feeds us may go on for long, or never: what they say is not waited for.
  signal?.addEventListener("abort", () => input.destroy());
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
  const file = await openExtract(path, input).catch((fault) => {
    throw signal?.aborted ? new Halt(interrupted.fr, interrupted.en, { cause: fault }) : fault;
  });
  try {
    const imported = await withDatabase((beside) =>
      importFrom(beside, file, { source, strict: values.strict, signal }, io),
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
  asked: { source: Source | undefined; strict: boolean; signal: AbortSignal | undefined },
  io: Io,
): Promise<Imported> {
  const { source, strict, signal } = asked;
  if (source === "sandbox" && config.mode !== "sandbox") {
    throw new Halt(
      "La source « sandbox » n'existe qu'au bac à sable.",
      'The source "sandbox" exists in the sandbox only.',
    );
  }
  const staff = createStaff({ db });
  return createDirectory({ db, random, audit }).importExtract(file.bytes, {
    isAgreed: (tx, waiting) => isImportAgreed({ staff }, tx, waiting),
    ...(source ? { source } : {}),
    ...(signal ? { signal } : {}),
    strict,
    onProgress: importProgressTo(io, file.size),
  });
}

function tell(imported: Imported, io: Io, asJson: boolean): void {
  const lineOf = ({ line, reason, column }: Imported["problems"][number]) =>
    problemLine(`${line}`, faultSentences[reason], column);
  const { counts, run } = imported;
  tellProblems(io, imported.problems.map(lineOf), { of: counts.problems, run });
  if (imported.latin1Lines > 0)
    io.err(`${imported.latin1Lines} ligne(s) en Latin-1 / line(s) in Latin-1`);
  if (imported.stopped) io.err(`${imported.stopped.sentence.fr}\n${imported.stopped.sentence.en}`);
  if (imported.waits)
    io.err(`SHA-256 : ${Buffer.from(imported.waits.file, "base64url").toString("hex")}`);

  const { lines, added, changed, removed, unchanged, problems } = counts;
  if (asJson) {
    const stopped = imported.stopped ? { stopped: imported.stopped.reason } : {};
    const waits = imported.waits ? { waits: imported.waits.id } : {};
    const of = { lines, added, changed, removed, unchanged, problems };
    io.out(JSON.stringify({ ...of, ...waits, ...stopped }));
    return;
  }
  const would = imported.state === "stopped" ? " (auraient été / would have been)" : "";
  io.out(`${lines} lignes / lines, ${problems} en erreur / faulty`);
  io.out(
    `Personnes / people${would}: +${added} ajoutées / added, ${changed} modifiées / changed, -${removed} retirées / removed, ${unchanged} inchangées / unchanged`,
  );
}
