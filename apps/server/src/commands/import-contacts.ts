import type { Readable } from "node:stream";
import { keepHeld } from "#modules/contacts";
import {
  contactFaultSentences,
  type ContactsAsked,
  type ContactsImported,
  createDirectory,
  isAuthority,
} from "#modules/directory";
import { readArguments, takeWords } from "./arguments.ts";
import { type WithDatabase, withDatabaseOf } from "./beside.ts";
import { openExtract } from "./import-file.ts";
import type { Command, Io } from "./io.ts";
import { problemLine, tellProblems } from "./import-problems.ts";
import { Misuse } from "./misuse.ts";

const usage = `aval import contacts FILE|- --authority SCOPE [--apply] [--strict] [--json]
aval import contacts --undo IMPORT --authority SCOPE [--apply] [--json]

Reads a registration authority's contact details: text with one value a line, whose first line names the columns identifiant;nature;valeur;date;justificatif
(nature: mail, telephone; justificatif: guichet, courrier, document, partenaire). Shows what would change; --apply changes it.
Whom the file does not name stays as they are. An empty value is kept, marked: from afar the last trusted one cannot be removed. A new
value is announced on the old and the new one, and relied on by nothing for 30 days.

  --authority  whose file it is: order:infirmiers, agency:ars, structure:F010000101…; lines about other people are left out
  --apply      changes what was shown
  --undo       puts back what one import changed, where nothing newer stands; both values are told again
  --strict     one faulty line stops the import
  --json       ends with one line {lines, added, changed, removed, unchanged, problems}, in contacts

Above 0.5 % of the authority's contacts changed or removed, what its files changed in the last seven days included, nothing is applied and the status
is 1: the list waits in the console for two people of the authority. A line about somebody whose access is stopped waits there for one of them.`;

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
      undo: { type: "string" },
      apply: { type: "boolean", default: false },
      strict: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
    1,
  );
  const { authority, undo } = values;
  const [path] = undo === undefined ? takeWords(words, ["FILE"]) : [...takeWords(words, []), ""];
  if (authority === undefined || !isAuthority(authority))
    throw new Misuse(
      "--authority dit de quelle autorité vient le fichier : order:infirmiers, agency:ars, structure:ID ou national.",
      "--authority says whose file it is: order:infirmiers, agency:ars, structure:ID or national.",
    );
  const file = undo === undefined ? await openExtract(path, input) : undefined;
  try {
    const imported = await withDatabase(({ db, random, audit }) => {
      const directory = createDirectory({ db, random, audit });
      const asked: ContactsAsked = {
        ...{ authority, isApplied: values.apply, strict: values.strict },
        keepHeld: (tx, given) => keepHeld({ random, audit, directory }, tx, given),
      };
      return file
        ? directory.importContacts(file.bytes, asked)
        : directory.undoContacts(undo ?? "", asked);
    });
    tell(imported, io, values.json);
    return imported.state === "stopped" ? 1 : 0;
  } finally {
    await file?.close();
  }
}

const moves: Readonly<Record<string, string>> = {
  set: "modifiée / changed",
  added: "ajoutée / added",
  given_again: "donnée à nouveau / given again",
  withdrawn: "retirée / withdrawn",
  held: "attend, l'accès de cette personne est arrêté / waits, this person's access is stopped",
};

/** A dry run says which lines do what, and what would become of it. */
function tellShown({ moved, counts, held, stopped }: ContactsImported, io: Io): void {
  for (const { line, move } of moved) io.err(`${line}: ${moves[move] ?? move}`);
  const rest = counts.added + counts.changed + counts.removed + held - moved.length;
  if (rest > 0) io.err(`… ${rest} autres / more`);
  io.err(
    stopped
      ? "Rien n'a été changé, et --apply s'arrêterait de même. / Nothing was changed, and --apply would stop alike."
      : "Rien n'a été changé : --apply applique cette différence. / Nothing was changed: --apply applies it.",
  );
}

const conditional = " (seraient / would be)";

function tell(imported: ContactsImported, io: Io, asJson: boolean): void {
  const { state, stopped, counts, held, ended, problems: found, run, isKept } = imported;
  const lineOf = ({ line, reason }: (typeof found)[number]) =>
    problemLine(`${line}`, contactFaultSentences[reason]);
  tellProblems(io, found.map(lineOf), { of: counts.problems, run });
  if (stopped) io.err(`${stopped.sentence.fr}\n${stopped.sentence.en}`);
  if (state === "shown") tellShown(imported, io);
  const { lines, added, changed, removed, unchanged, problems } = counts;
  if (asJson) {
    const why = stopped ? { stopped: stopped.reason } : {};
    const more = {
      ...(held > 0 ? { held } : {}),
      ...(ended > 0 ? { ended } : {}),
      ...(isKept ? { waits: run } : {}),
      ...why,
    };
    io.out(JSON.stringify({ lines, added, changed, removed, unchanged, problems, ...more }));
    return;
  }
  io.out(`${lines} lignes / lines, ${problems} en erreur / faulty`);
  io.out(
    `Coordonnées / contacts${state === "done" ? "" : conditional}: +${added} ajoutées / added, ${changed} modifiées / changed, ${removed} retirées / withdrawn, ${unchanged} inchangées / unchanged`,
  );
  if (held > 0) io.out(`${held} en attente, accès arrêté / waiting, access stopped`);
  if (ended > 0) io.out(`${ended} attentes d'avant finies / earlier waits ended`);
  if (state === "done" && run) io.out(`Import ${run} : --undo ${run} le défait / undoes it`);
}
