import type { Readable } from "node:stream";
import { deskFaultSentences, type DesksImported, importDesks } from "#modules/help";
import { readArguments, takeWords } from "./arguments.ts";
import { type WithDatabase, withDatabaseOf } from "./beside.ts";
import { openExtract } from "./import-file.ts";
import { problemLine, tellProblems } from "./import-problems.ts";
import type { Command, Io } from "./io.ts";

const usage = `aval import desks FILE|- [--json]

Reads the list of desks that help shows, with their hours: text with one desk a line, whose first line names the columns
autorite;nom;adresse;code_postal;ville;telephone;lundi;mardi;mercredi;jeudi;vendredi;samedi;dimanche;fermetures;actes;source
(hours: 08:30-12:00 13:30-17:00, empty: closed; fermetures: 2026-12-25 2027-08-01/2027-08-15; actes: telephone, rouvrir, coordonnees).
The file takes the place of the whole list. A line that cannot be read is told and left out; a file without one good line changes nothing.

  --json  ends with one line {lines, added, changed, removed, unchanged, problems}`;

export const command: Command = {
  usage,
  run: (argv, io) => importDesksCommand(argv, io, withDatabaseOf(io), process.stdin),
};

/** Reads the file named on the command line into the list of desks. */
export async function importDesksCommand(
  argv: readonly string[],
  io: Io,
  withDatabase: WithDatabase,
  input: Readable,
): Promise<number> {
  const { values, words } = readArguments(argv, { json: { type: "boolean", default: false } }, 1);
  const [path] = takeWords(words, ["FILE"]);
  const file = await openExtract(path, input);
  try {
    const imported = await withDatabase((beside) => importDesks(beside, file.bytes));
    tell(imported, io, values.json);
    return imported.stopped ? 1 : 0;
  } finally {
    await file.close();
  }
}

function tell({ stopped, counts, problems: found }: DesksImported, io: Io, asJson: boolean): void {
  const lineOf = ({ line, reason }: (typeof found)[number]) =>
    problemLine(`${line}`, deskFaultSentences[reason]);
  tellProblems(io, found.map(lineOf));
  if (stopped) io.err(stopWords(stopped));
  const { lines, added, changed, removed, unchanged, problems } = counts;
  if (asJson) {
    const why = stopped ? { stopped: stopped.reason } : {};
    io.out(JSON.stringify({ lines, added, changed, removed, unchanged, problems, ...why }));
    return;
  }
  io.out(`${lines} lignes / lines, ${problems} en erreur / faulty`);
  io.out(
    `Guichets / desks: +${added} ajoutés / added, ${changed} modifiés / changed, -${removed} retirés / removed, ${unchanged} inchangés / unchanged`,
  );
}

function stopWords(stopped: NonNullable<DesksImported["stopped"]>): string {
  switch (stopped.reason) {
    case "header":
      return `La première ligne n'a pas, ou a deux fois, la colonne « ${stopped.missing} ». Rien n'a été changé.\nThe first line lacks the column "${stopped.missing}", or names it twice. Nothing was changed.`;
    case "damaged":
      return "Le fichier s'arrête au milieu d'une ligne : il est incomplet. Rien n'a été changé.\nThe file stops inside a line: it is incomplete. Nothing was changed.";
    case "no_desk":
      return "Aucune ligne n'est un guichet. Rien n'a été changé.\nNo line is a desk. Nothing was changed.";
  }
}
