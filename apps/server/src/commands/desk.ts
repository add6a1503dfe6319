import type { Alert, CaseRow } from "#modules/cases";
import { createDesk, type Sending } from "#modules/desk";
import { days } from "#platform/time";
import { momentText } from "../phone/moment.ts";
import { actionOf, readArguments, takeWords, wholeNumber } from "./arguments.ts";
import { type WithDatabase, withDatabaseOf } from "./beside.ts";
import { alertWords } from "./alert-words.ts";
import type { Command, Io } from "./io.ts";

const pages = {
  alerts: `aval desk alerts [--days N] [--json]

What happened lately that somebody should look at, oldest first: when, what, and whose. A refusal says whether a case is due for
it (a caller, not the holder's own place, the second in 24 hours); one that its holder took back is not there.

  --days N                   how far back (default 30)
  --json                     one array of {id, kind, nationalId, at}; kind not_me also has caseDue and because, kind
                             service_bells_lost and service_alert have service`,
  outbox: `aval desk outbox [--days N] [--json]

What services and people are to be told, and how far it got: what waits, however old, and what arrived or was given up lately. No
address is shown. A notice is sent once its receiver's own server, the operator's receipt or the push service said that it has it;
handed: an operator has it and has not said; openedAt: its page was opened. The moment is when it began to wait or, once it is
over, when it ended; nextAt is when it is tried next, or its operator asked again.

  --days N                   how far back what is over is shown (default 30)
  --json                     one array of {id, service, kind, state, tries, at, event, nationalId, openedAt, nextAt}`,
  cases: `aval desk cases [--days N] [--json]

The cases that analysts work on, the first due first: where each stands, how bad it may be, until when somebody should have looked,
who has it, of how many alerts and people. Whom a case is about is shown in the console only, where each view is a fact.

  --days N                   how far back closed ones are shown (default 30)
  --json                     one array of {id, state, severity, openedAt, dueAt, owner, alerts, people}; owner is null or a
                             member's id`,
  "first-day": `aval desk first-day [--json]

How far the first day is: who was named by aval import holders, whose contacts were told, who starts frozen, who has a full phone.

  --json                     one array of one {known, told, victims, enrolled}`,
};

/** Reads for the desk, by the operator on the host. It changes nothing. */
export const command: Command = {
  usage: Object.values(pages).join("\n\n"),
  pages,
  run: (argv, io) => deskCommand(argv, io, withDatabaseOf(io)),
};

const options = {
  days: { type: "string", default: "30" },
  json: { type: "boolean", default: false },
} as const;

const daysMax = 3650;

type Desk = ReturnType<typeof createDesk>;
type Asked = { readonly desk: Desk; readonly span: ReturnType<typeof days> };

const actions: Readonly<
  Record<string, (asked: Asked) => Promise<{ rows: readonly object[]; lines: readonly string[] }>>
> = {
  alerts: async ({ desk, span }) => {
    const rows = await desk.alerts(span);
    return { rows, lines: rows.map(alertLine) };
  },
  cases: async ({ desk, span }) => {
    const rows = (await desk.cases(span)).map(caseFigures);
    return { rows, lines: rows.map(caseLine) };
  },
  "first-day": async ({ desk }) => {
    const row = await desk.firstDay();
    const { known, told, victims, enrolled } = row;
    return {
      rows: [row],
      lines: [
        `${known} connus / known, ${told} prévenus / told, ${victims} gelés / frozen, ${enrolled} avec un téléphone / with a phone`,
      ],
    };
  },
  outbox: async ({ desk, span }) => {
    const rows = await desk.outbox(span);
    return { rows, lines: rows.map(sendingLine) };
  },
};

export async function deskCommand(
  argv: readonly string[],
  io: Io,
  withDatabase: WithDatabase,
): Promise<number> {
  const { values, words } = readArguments(argv, options, 1);
  const [name, ...rest] = words;
  const read = actionOf(name, actions);
  takeWords(rest, []);
  const span = days(wholeNumber("--days", String(values.days), 1, daysMax));
  const { rows, lines } = await withDatabase(({ db, clock }) =>
    read({ desk: createDesk({ db, clock }), span }),
  );
  if (values.json) io.out(JSON.stringify(rows));
  else for (const line of lines) io.out(line);
  if (rows.length === 0 && !values.json) io.err("Rien à montrer. / Nothing to show.");
  return 0;
}

function alertLine({ at, kind, nationalId, service, caseDue, because }: Alert): string {
  const due = caseDue ? `  dossier dû / case due (${because?.join(", ")})` : "";
  return `${momentText(Date.parse(at))}  ${kind.padEnd(22)} ${nationalId ?? service ?? "-"}  ${alertWords[kind].fr} / ${alertWords[kind].en}${due}`;
}

const caseFigures = ({ held, alerts, people }: CaseRow) => ({
  id: held.id,
  state: held.state,
  severity: held.severity,
  openedAt: new Date(held.openedAt).toISOString(),
  dueAt: new Date(held.dueAt).toISOString(),
  owner: "owner" in held ? held.owner : null,
  alerts,
  people,
});

function caseLine({ id, state, severity, dueAt, owner, alerts, people }: CaseFigures): string {
  const due = `à regarder avant / due ${momentText(Date.parse(dueAt))}`;
  const size = `${alerts} alerte(s) / alert(s), ${people} personne(s) / people`;
  return `${id}  ${state.padEnd(8)} ${severity.padEnd(6)} ${due}  ${size}  ${owner ?? "-"}`;
}

type CaseFigures = ReturnType<typeof caseFigures>;

function sendingLine({ at, kind, state, tries, service, id, ...row }: Sending): string {
  const whose =
    row.event === null
      ? (service ?? "-")
      : `${row.nationalId ?? "-"}  ${row.event}${kind === "signal" ? `  ${service}` : ""}`;
  const opened = row.openedAt === null ? "" : "  ouvert / opened";
  const next =
    row.nextAt === null ? "" : `  prochain essai / next try ${momentText(Date.parse(row.nextAt))}`;
  return `${momentText(Date.parse(at))}  ${kind.padEnd(7)} ${state.padEnd(10)} ${String(tries).padStart(3)}  ${whose}  ${id}${opened}${next}`;
}
