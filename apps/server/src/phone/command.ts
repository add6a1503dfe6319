import { parseArgs } from "node:util";
import { type RefusalReason, refusalReasons } from "@aval/protocol";
import * as acts from "./acts.ts";
import { PhoneFault, toldOf } from "./fault.ts";
import { linesOf } from "./lines.ts";
import { type Language, languageOf, texts } from "./texts.ts";
import { fetchWorld, requireSandbox } from "./world.ts";

/**
 * `aval phone`: a phone without a screen, for the sandbox and for tests. It speaks the public device protocol through the
 * same functions as the phone's page, hence it can do nothing the page cannot. Its state is one file (`state-file.ts`).
 */
export type PhoneIo = {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  readonly stdin: AsyncIterable<string | Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
};

export const phoneUsage = `aval phone ACTION --state FICHIER [options]

  enrol --as IDENTIFIANT --pin CODE [--via desk]  nouveau téléphone, au guichet / new phone, at the desk
  scan --frame TEXTE       lire le code à l'écran / read the frame on a screen
  digits CHIFFRES          taper les chiffres de l'écran / type the screen's digits
  pending                  ce qui attend une réponse / what waits for an answer
  approve --pin CODE       accepter la demande lue / approve what was read
  refuse --reason MOTIF    refuser : not_me, on_call, mistake, other / refuse
  activate --pin CODE      activer un téléphone prouvé / activate a proven phone
  listen --pin CODE        accepter chaque code ou chiffres lus sur l'entrée standard / approve each line of standard input

  --json                   une ligne de JSON / one line of JSON
  --server URL             origine de l'authentificateur / the authenticator's origin
                           (http://127.0.0.1:4401, ou AVAL_PORT + 1)`;

const options = {
  as: { type: "string" },
  pin: { type: "string" },
  state: { type: "string" },
  via: { type: "string", default: "desk" },
  frame: { type: "string" },
  reason: { type: "string" },
  server: { type: "string" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>["values"];

/** The command was not well formed: nothing was asked of anybody. */
class Misuse extends Error {}

/** What an action gives to print: the same news as JSON and as sentences. */
type News = { readonly json: unknown; readonly text: string };
type Asked = {
  readonly at: acts.Phoning;
  readonly values: Values;
  readonly words: readonly string[];
  readonly say: (typeof texts)[Language];
};
type Action = (asked: Asked) => Promise<News>;

const actions: Readonly<Record<string, Action>> = {
  enrol: async ({ at, values, say }) => {
    const given = {
      nationalId: required(values, "as"),
      code: required(values, "pin"),
      label: "Téléphone virtuel",
    };
    const status = await acts.enrol(at, given);
    return { json: status, text: say.status(status) };
  },
  scan: async ({ at, values, say }) => {
    const shown = await acts.take(at, { frame: required(values, "frame") });
    return { json: shown, text: say.shown(shown) };
  },
  digits: async ({ at, words, say }) => {
    if (words.length === 0) throw new Misuse("digits 123456");
    const shown = await acts.take(at, { digits: words.join("") });
    return { json: shown, text: say.shown(shown) };
  },
  pending: async ({ at, say }) => {
    const waiting = await acts.pending(at);
    return { json: waiting, text: waiting.map(say.shown).join("\n\n") || say.nothing };
  },
  approve: async ({ at, values, say }) => {
    const answer = await acts.approve(at, required(values, "pin"));
    return { json: answer, text: say.decided(answer) };
  },
  refuse: async ({ at, values, say }) => {
    const reason = required(values, "reason");
    if (!refusalReasons.includes(reason as RefusalReason))
      throw new Misuse(`--reason ${refusalReasons.join("|")}`);
    const answer = await acts.refuse(at, reason as RefusalReason);
    return { json: answer, text: say.decided(answer) };
  },
  activate: async ({ at, values, say }) => {
    const status = await acts.activate(at, required(values, "pin"));
    return { json: status, text: say.status(status) };
  },
};

/** In the contract, and not served by this version. */
const announced = new Set(["add-software", "search", "block"]);
const announcedEvidence = new Set(["card", "old-phone", "eid-letter"]);

function required(values: Values, name: "as" | "pin" | "frame" | "reason"): string {
  const value = values[name];
  if (value === undefined || value === "") throw new Misuse(`--${name}`);
  return value;
}

/** Runs one action. The exit status is 0 only when it succeeded, 1 when it was refused, 2 when it was not well formed. */
export async function phoneCommand(argv: readonly string[], io: PhoneIo): Promise<number> {
  const language = languageOf(io.env);
  try {
    const { values, words } = parse(argv);
    if (values.help) {
      io.stdout.write(`${phoneUsage}\n`);
      return 0;
    }
    return await run(values, words, io, language);
  } catch (fault) {
    if (!(fault instanceof Misuse)) throw fault;
    io.stderr.write(`${fault.message}\n\n${phoneUsage}\n`);
    return 2;
  }
}

function parse(argv: readonly string[]): { values: Values; words: string[] } {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
    return { values, words: positionals };
  } catch (fault) {
    // Options of what is not served yet (`--old`, `--elsewhere`) are said to be so by the action's name.
    if (argv.some((word) => announced.has(word) || announcedEvidence.has(word)))
      return { values: emptyValues(argv), words: [...argv] };
    throw new Misuse(fault instanceof Error ? fault.message : String(fault));
  }
}

const emptyValues = (argv: readonly string[]): Values => ({
  via: argv.find((word) => announcedEvidence.has(word)) ?? "desk",
  json: argv.includes("--json"),
  help: false,
});

async function run(
  values: Values,
  [name, ...words]: readonly string[],
  io: PhoneIo,
  language: Language,
): Promise<number> {
  const say = texts[language];
  try {
    if (name === undefined) throw new Misuse("aval phone ACTION");
    if (announced.has(name) || announcedEvidence.has(values.via))
      throw new PhoneFault("phone_not_served");
    const action = actions[name];
    if ((!action && name !== "listen") || values.via !== "desk")
      throw new Misuse(`aval phone ${name}`);
    if (!values.state) throw new Misuse("--state");
    const world = fetchWorld(values.server ?? defaultServer(io.env));
    const at = acts.phoning(world, values.state);
    await requireSandbox(world);
    if (!action) return await listen(at, required(values, "pin"), io);
    const { json, text } = await action({ at, values, words, say });
    io.stdout.write(values.json ? `${JSON.stringify(json)}\n` : `${text}\n`);
    return 0;
  } catch (fault) {
    const told = toldOf(fault);
    if (!told) throw fault;
    if (values.json) io.stdout.write(`${JSON.stringify(told)}\n`);
    else io.stderr.write(`${say.refused(told)}\n`);
    return 1;
  }
}

/** One line of JSON for each line read, in the same order. */
async function listen(at: acts.Phoning, code: string, io: PhoneIo): Promise<number> {
  let status = 0;
  for await (const { answer, fault } of acts.listen(at, code, linesOf(io.stdin))) {
    const told = answer ? undefined : toldOf(fault);
    if (!answer && !told) throw fault;
    if (told) status = 1;
    io.stdout.write(`${JSON.stringify(answer ?? told)}\n`);
  }
  return status;
}

function defaultServer(env: PhoneIo["env"]): string {
  const port = Number(env["AVAL_PORT"] || 4400);
  if (!Number.isInteger(port) || port < 1 || port > 65_534) throw new Misuse("AVAL_PORT");
  return `http://127.0.0.1:${port + 1}`;
}
