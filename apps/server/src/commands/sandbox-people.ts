import { once } from "node:events";
import { createWriteStream } from "node:fs";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { peopleMax } from "../sandbox/generate/person.ts";
import { type Population, population, type Written } from "../sandbox/generate/population.ts";
import { missing, notAllowed, oneOf, readArguments, wholeNumber } from "./arguments.ts";
import type { Command, Io } from "./io.ts";
import { requireSandbox } from "./settings.ts";

/** Told every so many people. */
const progressEvery = 100_000;

export const command: Command = {
  usage: `aval sandbox people --count N --out FILE|- [--seed S] [--layout public|psc] [--rosters FILE] [--changed SHARE] [--removed SHARE] [--json]

Writes an extract of N fictional people, to be read by aval import rpps. The same options write the same bytes.

  --count    people, at most ${peopleMax}; a greater count has the people of a smaller one, and more
  --seed     a whole number; another seed, another population under the same numbers; default: 1
  --layout   public (56 columns, no birth and no contact) or psc (51 columns); default: public
  --out      the file, or - for standard output
  --rosters  writes the dated duty of pharmacists and hospital doctors beside, one JSON object a line
  --changed  share of people of whom something is otherwise than without it, for a second file: 0.01
  --removed  share of people who are left out of it: 0.001
  --json     ends with one line {people, lines, bytes, duties}; on standard error when --out is -`,
  run: writePeople,
};

async function writePeople(argv: readonly string[], io: Io): Promise<number> {
  const { values } = readArguments(argv, {
    count: { type: "string" },
    seed: { type: "string", default: "1" },
    layout: { type: "string", default: "public" },
    out: { type: "string" },
    rosters: { type: "string" },
    changed: { type: "string", default: "0" },
    removed: { type: "string", default: "0" },
    json: { type: "boolean", default: false },
  });
  requireSandbox(io);
  const { count, out } = values;
  if (count === undefined) throw missing("--count N");
  if (out === undefined) throw missing("--out FILE");
  const asked = {
    count: wholeNumber("--count", count, 1, peopleMax),
    seed: String(wholeNumber("--seed", values.seed, 0, 4_294_967_295)),
    layout: oneOf("--layout", values.layout, ["public", "psc"]),
    changed: share("--changed", values.changed),
    removed: share("--removed", values.removed),
    withRosters: values.rosters !== undefined,
  } as const;

  const written = await write(asked, await openOut(out), values.rosters, io);
  const summary = values.json
    ? JSON.stringify(written)
    : `${written.people} personnes / people, ${written.lines} lignes / lines, ${written.bytes} octets / bytes`;
  if (out === "-") io.err(summary);
  else io.out(summary);
  return 0;
}

/** Piece by piece, waiting whenever the reader is slower: memory stays the same whatever the count. */
async function write(
  asked: Population,
  out: Writable,
  rosters: string | undefined,
  io: Io,
): Promise<Written> {
  const duties = rosters === undefined ? undefined : await openOut(rosters);
  let last: Written = { people: 0, lines: 0, bytes: 0, duties: 0 };
  let told = 0;
  for (const piece of population(asked)) {
    await put(out, piece.text);
    if (duties && piece.rosters !== "") await put(duties, piece.rosters);
    last = piece.written;
    if (last.people - told < progressEvery) continue;
    told = last.people;
    io.err(`… ${told} / ${asked.count}`);
  }
  await end(out);
  if (duties) await end(duties);
  return last;
}

async function put(out: Writable, text: string): Promise<void> {
  if (!out.write(text)) await once(out, "drain");
}

/** Standard output is not ours to close. */
async function end(out: Writable): Promise<void> {
  if (out === process.stdout) return;
  out.end();
  await finished(out);
}

async function openOut(path: string): Promise<Writable> {
  if (path === "-") return process.stdout;
  const file = createWriteStream(path, { highWaterMark: 1 << 20 });
  await once(file, "open");
  return file;
}

function share(option: string, text: string): number {
  const value = /^(0|1|0?\.[0-9]{1,9}|1\.0+)$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 0 && value <= 1) return value;
  throw notAllowed(option, text, "0 … 1");
}
