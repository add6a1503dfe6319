import { readFile } from "node:fs/promises";
import {
  isId,
  type Json,
  parseWorkstationFrame,
  purposes,
  type Signer,
  signCompact,
} from "@aval/protocol";
import { createDirectory, type Directory, scopeOfStructure } from "#modules/directory";
import { createWorkstations, type Workstation, type Workstations } from "#modules/places";
import { announceEnd } from "#modules/provider";
import { createSessions } from "#modules/sessions";
import { createStaff, type Staff } from "#modules/staff";
import { openKeys } from "#platform/keys";
import { linesOf } from "../phone/lines.ts";
import { momentText } from "../phone/moment.ts";
import { registrarKeyOf, registrars, signerOfJwk } from "../sandbox/registrars.ts";
import { actionOf, missing, readArguments, takeWords, wholeNumber } from "./arguments.ts";
import { type Beside, type WithDatabase, withDatabaseOf } from "./beside.ts";
import type { Command, Io } from "./io.ts";
import { Refused, refusedBy } from "./misuse.ts";
import { progressTo } from "./progress.ts";

const monthsMost = 12;

const pages = {
  add: `aval workstation add --structure ID --registrar ID [--key FILE] [--months N] [--json]

Registers the workstation whose page (/poste) shows frames. Reads frames from standard input, one a line, as a hand scanner types
them, until one is good: each is good for three seconds. The registrar stands in front of the screen and signs with their key.

  --structure ID             the establishment, by the technical id the directory gives it
  --registrar ID             who signs: a registrar of that establishment, or of the whole country
  --key FILE                 their private key (JWK, P-256); in the sandbox, the seeded one by default
  --months N                 for how long, 1 to ${monthsMost} (default ${monthsMost})`,
  list: `aval workstation list [--structure ID] [--json]

Lists the workstations that are registered, those that end first at the top.`,
  remove: `aval workstation remove WORKSTATION [--json]

Ends a registration at once, and what is open there for those whose place it is not.`,
};

export const command: Command = {
  usage: Object.values(pages).join("\n\n"),
  pages,
  run: (argv, io) => workstationCommand(argv, io, withDatabaseOf(io), process.stdin),
};

const options = {
  structure: { type: "string" },
  registrar: { type: "string" },
  key: { type: "string" },
  months: { type: "string", default: String(monthsMost) },
  json: { type: "boolean", default: false },
} as const;

type Values = ReturnType<typeof readArguments<typeof options>>["values"];
type Asked = {
  readonly beside: Beside;
  readonly workstations: Workstations;
  readonly staff: Staff;
  readonly directory: Directory;
  readonly frames: AsyncIterable<string | Uint8Array>;
  readonly io: Io;
};
type Work = (asked: Asked) => Promise<number>;

/** What follows `aval workstation`, read before any database is opened. */
const actions: Readonly<Record<string, (words: readonly string[], values: Values) => Work>> = {
  add: (words, values) => {
    takeWords(words, []);
    const { structure, registrar, key, json } = values;
    if (structure === undefined) throw missing("--structure ID");
    if (registrar === undefined) throw missing("--registrar ID");
    const months = wholeNumber("--months", values.months, 1, monthsMost);
    return (asked) => add(asked, { structure, registrar, key, months, json });
  },
  list: (words, { structure, json }) => {
    takeWords(words, []);
    return async ({ workstations, io }) => {
      const found = await workstations.list(structure);
      if (json) io.out(JSON.stringify(found.map(told)));
      else for (const one of found) io.out(lineOf(one));
      return 0;
    };
  },
  remove: (words, { json }) => {
    const [id] = takeWords(words, ["WORKSTATION"]);
    return async ({ workstations, io }) => {
      if (!isId("wks", id) || !(await workstations.remove(id)))
        throw refusedBy("workstation_not_found");
      io.out(json ? JSON.stringify({ id, removed: true }) : `${id} : retiré / removed`);
      return 0;
    };
  },
};

/** Registers, lists and removes the workstations of establishments: an operator on the host, with a registrar beside them. */
export async function workstationCommand(
  argv: readonly string[],
  io: Io,
  withDatabase: WithDatabase,
  frames: AsyncIterable<string | Uint8Array>,
): Promise<number> {
  const { values, words } = readArguments(argv, options, 2);
  const [name, ...rest] = words;
  const work = actionOf(name, actions)(rest, values);
  return withDatabase(async (beside) => {
    const { db, clock, random, audit, config } = beside;
    const keys = await openKeys({ folder: config.keysDir, mode: config.mode, followMs: 0 });
    const sessions = createSessions({ db, clock, random, audit, ended: announceEnd });
    const [staff, directory] = [createStaff({ db }), createDirectory({ db, random, audit })];
    const workstations = createWorkstations({
      db,
      clock,
      random,
      audit,
      staff,
      directory,
      secrets: () => keys.secrets("cookies"),
      recognise: () => Promise.reject(new Error("a command shows no page")),
      closeKnown: async (tx, browser, reason) => {
        await sessions.closeKnown(tx, browser, reason);
      },
    });
    return work({ beside, workstations, staff, directory, frames, io }).finally(keys.stop);
  });
}

/** Before anybody stands in front of a screen with a scanner in hand. */
async function refuseEarly(
  { staff, directory }: Asked,
  { structure, registrar }: { structure: string; registrar: string },
): Promise<void> {
  if ((await directory.structureName(structure)) === undefined)
    throw refusedBy("unknown_structure");
  if (!(await staff.maySign(registrar, [scopeOfStructure(structure)])))
    throw refusedBy("workstation_refused");
}

async function add(
  asked: Asked,
  given: {
    structure: string;
    registrar: string;
    key: string | undefined;
    months: number;
    json: boolean;
  },
): Promise<number> {
  const { structure, registrar, months, json } = given;
  const { beside, workstations, frames, io } = asked;
  const signer = await signerFor(beside, registrar, given.key);
  await refuseEarly(asked, given);
  progressTo(io, json)(
    `Ouvrez ${beside.config.origins.login}/poste sur le poste, et scannez-y le code. J'attends, un code par ligne.`,
    `Open ${beside.config.origins.login}/poste on the workstation, and scan its code. Waiting, one code a line.`,
  );
  for await (const line of linesOf(frames)) {
    const text = line.trim();
    if (text === "") continue;
    const iat = Math.floor(beside.clock.now() / 1000);
    const browser = parseWorkstationFrame(text)?.browser ?? "";
    const until = laterBy(months, iat);
    const message: Json = { v: purposes.workstation, browser, structure, until, registrar, iat };
    const signature = await signCompact(message, purposes.workstation, signer);
    const outcome = await workstations.register({ frame: text, signature });
    if (outcome.ok) {
      io.out(json ? JSON.stringify(told(outcome.value)) : lineOf(outcome.value));
      return 0;
    }
    if (outcome.refusal !== "frame_refused") throw refusedBy(outcome.refusal);
    io.err("Ce code n'est plus valable, scannez l'écran de nouveau. / Stale: scan again.");
  }
  throw refusedBy("frame_refused");
}

/** The same day, that many months later. */
function laterBy(months: number, at: number): number {
  const date = new Date(at * 1000);
  date.setUTCMonth(date.getUTCMonth() + months);
  return Math.floor(date.getTime() / 1000);
}

async function signerFor(
  { config }: Beside,
  registrar: string,
  file: string | undefined,
): Promise<Signer> {
  const seeded = config.mode === "sandbox" && file === undefined;
  if (!seeded && file === undefined) throw missing("--key FILE");
  const jwk = seeded
    ? await registrarKeyOf(config.dataDir, registrar)
    : await readFile(file ?? "", "utf8").then(
        (text) => JSON.parse(text) as JsonWebKey,
        () => undefined,
      );
  const signer = jwk && (await signerOfJwk(jwk).catch(() => undefined));
  if (signer) return signer;
  const known = seeded ? ` (${registrars.map(({ id }) => id).join(", ")})` : "";
  throw new Refused(
    "registrar_key",
    `Pas de clé privée lisible (JWK, P-256) pour « ${registrar} »${known}.`,
    `No readable private key (JWK, P-256) for "${registrar}"${known}.`,
  );
}

const iso = (at: number) => new Date(at).toISOString();

const told = ({ id, browser, structure, registrar, registeredAt, until }: Workstation) => ({
  id,
  browser,
  structure,
  registrar,
  registeredAt: iso(registeredAt),
  until: iso(until),
});

const lineOf = ({ id, structure, until, browser }: Workstation) =>
  `${id}  ${structure}  → ${momentText(until)}  ${browser.slice(0, 8)}…`;
