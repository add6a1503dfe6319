import type { Readable } from "node:stream";
import {
  contactFaultSentences,
  type ContactsImported,
  createDirectory,
  isAuthority,
} from "#modules/directory";
import { readArguments, takeWords } from "./arguments.ts";
import { type WithDatabase, withDatabaseOf } from "./beside.ts";
import { openExtract } from "./import-file.ts";
import type { Command, Io } from "./io.ts";
import { Misuse } from "./misuse.ts";

/** Problems shown one by one; the others are counted. */
const problemsShown = 20;

const usage = `aval import contacts FILE|- --authority SCOPE [--apply] [--strict] [--json]

Reads a registration authority's contact details: text with one value a line, whose first line names the columns identifiant;nature;valeur;date;justificatif
(nature: mail, telephone; justificatif: guichet, courrier, document, partenaire). Shows what would change; --apply changes it.
Whom the file does not name stays as they are. An empty value is kept, marked: from afar the last trusted one cannot be removed. A new
value is announced on the old and the new one, and relied on by nothing for 30 days.

  --authority  whose file it is: order:infirmiers, agency:ars, structure:F010000101…; lines about other people are left out
  --apply      changes what was shown
  --strict     one faulty line stops the import
  --json       ends with one line {lines, added, changed, removed, unchanged, problems}, in contacts

Above 0.5 % of the authority's contacts changed or removed, nothing is applied and the status is 1.`;

export const command: Command = {
  usage,
  run: (argv, io) => importContactsCommand(argv, io, withDatabaseOf(io), process.stdin),
};

/** Reads the file named on the command line into the directory's contacts. */
export async function importContactsCommand(
  argv: readonly string[],
  io: Io,
  withDatabase: WithDatabase,
  input: Readable,
): Promise<number> {
  const { values, words } = readArguments(
    argv,
    {
      authority: { type: "string" },
      apply: { type: "boolean", default: false },
      strict: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
    1,
  );
  const [path] = takeWords(words, ["FILE"]);
  const { authority } = values;
  if (authority === undefined || !isAuthority(authority))
    throw new Misuse(
      "--authority dit de quelle autorité vient le fichier : order:infirmiers, agency:ars, structure:ID ou national.",
      "--authority says whose file it is: order:infirmiers, agency:ars, structure:ID or national.",
    );
  const file = await openExtract(path, input);
  try {
    const asked = { authority, isApplied: values.apply, strict: values.strict };
    const imported = await withDatabase(({ db, random, audit }) =>
      createDirectory({ db, random, audit }).importContacts(file.bytes, asked),
    );
    tell(imported, io, values.json);
    return imported.state === "stopped" ? 1 : 0;
  } finally {
    await file.close();
  }
}

const conditional = " (seraient / would be)";

function tell(
  { state, stopped, counts, problems: found, run }: ContactsImported,
  io: Io,
  asJson: boolean,
): void {
  for (const { line, reason } of found.slice(0, problemsShown)) {
    const { fr, en } = contactFaultSentences[reason];
    io.err(`${line}: ${fr} / ${en}`);
  }
  if (counts.problems > problemsShown)
    io.err(
      `… ${counts.problems - problemsShown} autres / more${run ? ` (import_problem, ${run})` : ""}`,
    );
  if (stopped) io.err(`${stopped.sentence.fr}\n${stopped.sentence.en}`);
  if (state === "shown")
    io.err(
      "Rien n'a été changé : --apply applique cette différence. / Nothing was changed: --apply applies it.",
    );
  const { lines, added, changed, removed, unchanged, problems } = counts;
  if (asJson) {
    const why = stopped ? { stopped: stopped.reason } : {};
    io.out(JSON.stringify({ lines, added, changed, removed, unchanged, problems, ...why }));
    return;
  }
  io.out(`${lines} lignes / lines, ${problems} en erreur / faulty`);
  io.out(
    `Coordonnées / contacts${state === "done" ? "" : conditional}: +${added} ajoutées / added, ${changed} modifiées / changed, ${removed} retirées / withdrawn, ${unchanged} inchangées / unchanged`,
  );
}
