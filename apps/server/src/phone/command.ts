import {
  type AccountHistory,
  parseLinkFrame,
  type RefusalReason,
  refusalReasons,
} from "@aval/protocol";
import * as acts from "./acts.ts";
import * as bells from "./bells.ts";
import { cardLost } from "./card-lost.ts";
import { PhoneMisuse, pointingElsewhere, toldOf } from "./fault.ts";
import * as history from "./history.ts";
import { linesOf } from "./lines.ts";
import * as locums from "./locums.ts";
import { phonePages, phoneUsage } from "./pages.ts";
import * as places from "./places.ts";
import * as software from "./software.ts";
import { raiseAtDesk } from "./raise.ts";
import { requireRoom } from "./state-file.ts";
import { stopLines } from "./stop-texts.ts";
import * as stops from "./stops.ts";
import { both } from "./texts.ts";
import { ways } from "./ways.ts";
import { fetchWorld, requireSandbox } from "./world.ts";

export { phonePages, phoneUsage } from "./pages.ts";

/**
 * `aval phone`: a phone without a screen, for the sandbox and for tests. It speaks the public device protocol through the
 * same functions as the phone's page, hence it can do nothing the page cannot. Its state is one file (`state-file.ts`).
 */
export type PhoneIo = {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  readonly stdin: AsyncIterable<string | Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Lent by whoever starts it, since it is a program apart: the word that was meant, and an event in words. Without them neither is said. */
  readonly nearest?: (text: string, candidates: readonly string[]) => string | undefined;
  readonly eventWords?: history.EventWords;
};

/** Every action's options; which of them an action needs is its own to say. */
export const phoneOptions = {
  as: { type: "string" },
  pin: { type: "string" },
  state: { type: "string" },
  via: { type: "string" },
  frame: { type: "string" },
  reason: { type: "string" },
  server: { type: "string" },
  approval: { type: "string" },
  people: { type: "string" },
  place: { type: "string" },
  service: { type: "string" },
  bell: { type: "string" },
  from: { type: "string" },
  until: { type: "string" },
  locum: { type: "string" },
  before: { type: "string" },
  "on-call": { type: "boolean" },
  elsewhere: { type: "boolean" },
  old: { type: "string" },
  "old-pin": { type: "string" },
  card: { type: "string" },
  json: { type: "boolean", default: false },
} as const;

/** What was typed, read by those options. */
export type PhoneValues = {
  readonly [Name in keyof typeof phoneOptions]?:
    | ((typeof phoneOptions)[Name]["type"] extends "string" ? string : boolean)
    | undefined;
};

/** What an action gives to print: the same news as JSON and as sentences. */
type News = {
  readonly json: unknown;
  readonly text: string;
  /** What was asked is not done yet: the status says so too. */
  readonly isEarly?: boolean;
};
type Asked = {
  readonly at: acts.Phoning;
  readonly values: PhoneValues;
  readonly words: readonly string[];
  /** The authenticator's, as it is reached from here. */
  readonly server: string;
  /** Says that half a minute passes. */
  readonly waits: () => void;
  readonly eventWords: history.EventWords | undefined;
};
type Action = (asked: Asked) => Promise<News>;

const actions: Readonly<Record<string, Action>> = {
  enrol: async ({ at, values, server, waits }) => {
    const given = {
      nationalId: required(values, "as"),
      code: required(values, "pin"),
      label: "Téléphone virtuel",
    };
    const { via = "desk" } = values;
    const status = await (ways[via] ?? ways.desk)(at, {
      ...{ given, server, waits },
      of: (name) => required(values, name),
    });
    return { json: status, text: both((say) => say.status(status)) };
  },
  scan: async ({ at, values }) => {
    const frame = required(values, "frame");
    if (parseLinkFrame(frame.trim())) {
      const linking = await software.scanLink(at, frame);
      return { json: linking, text: both((say) => say.linking(linking)) };
    }
    const shown = await acts.take(at, { frame });
    return { json: shown, text: both((say) => say.shown(shown)) };
  },
  digits: async ({ at, words }) => {
    if (words.length === 0) throw missing("123456");
    const shown = await acts.take(at, { digits: words.join("") });
    return { json: shown, text: both((say) => say.shown(shown)) };
  },
  pending: async ({ at }) => {
    const [waiting, ringing] = [await acts.pending(at), await bells.ringing(at)];
    return {
      json: [...waiting, ...ringing],
      text: both(
        (say) =>
          [...waiting.map(say.shown), ...ringing.map(say.ringing)].join("\n\n") || say.nothing,
      ),
    };
  },
  bell: async ({ at, values, words: [act = "list"] }) =>
    (bellDeeds[act] ?? bellDeeds.list)(at, values),
  approve: async ({ at, values }) => {
    const answer = await acts.approve(at, required(values, "pin"));
    return { json: answer, text: both((say) => say.decided(answer)) };
  },
  refuse: async ({ at, values }) => {
    const answer = await acts.refuse(at, reasonIn(values));
    return { json: answer, text: both((say) => say.decided(answer)) };
  },
  activate: async ({ at, values }) => {
    const status = await acts.activate(at, required(values, "pin"));
    return { json: status, text: both((say) => say.status(status)) };
  },
  raise: async ({ at, values }) => {
    const status = await raiseAtDesk(at, required(values, "pin"));
    return { json: status, text: both((say) => say.status(status)) };
  },
  block: async ({ at }) => ({ json: await stops.block(at), text: both((say) => say.blocked) }),
  lift: async ({ at, values }) => {
    const { pin, "on-call": onCall = false } = values;
    const standing =
      pin === undefined ? await stops.stops(at) : await stops.lift(at, { code: pin, onCall });
    const said = `${stopLines(standing, "fr")}\n\n${stopLines(standing, "en")}`;
    return { json: standing, text: pin === undefined ? said : both((say) => say.lifted(standing)) };
  },
  history: async ({ at, values, words: [act = "list", session], eventWords }) => {
    if (act === "not-me")
      return {
        json: await history.disown(at, session ?? raise(missing("SESSION"))),
        text: both((say) => say.disowned),
      };
    const found = await history.history(at, values.before);
    return { json: found, text: historyText(found, eventWords) };
  },
  places: async ({ at }) => {
    const found = await places.places(at);
    return { json: found, text: both((say) => found.map(say.place).join("\n") || say.noPlace) };
  },
  "place-make": async ({ at, values }) => {
    const { people = "alone" } = values;
    if (people !== "alone" && people !== "several")
      throw notAllowed("--people", people, "alone | several");
    const onCall = values["on-call"] === true;
    const making = await places.makePlace(at, {
      approval: required(values, "approval"),
      people,
      onCall,
    });
    return { json: making, text: both((say) => say.making(making)) };
  },
  "place-confirm": async ({ at, values }) => {
    const place = await places.confirmPlace(at, required(values, "place"), required(values, "pin"));
    return { json: place, text: both((say) => say.place(place)) };
  },
  "place-end": async ({ at, values }) => ({
    json: await places.endPlace(at, required(values, "place")),
    text: both((say) => say.placeEnded),
  }),
  announce: async ({ at, values }) => {
    const given = { place: required(values, "place"), nationalId: required(values, "as") };
    const days = { from: required(values, "from"), until: required(values, "until") };
    const code = required(values, "pin");
    const told = await locums.announceLocum(at, { ...given, ...days, code });
    return { json: told.place, text: both((say) => say.announced(told)) };
  },
  "announce-end": async ({ at, values }) => ({
    json: await locums.endLocum(at, required(values, "locum")),
    text: both((say) => say.locumEnded),
  }),
  software: async ({ at, words: [act = "list", client] }) => {
    if (act === "remove" && client === undefined) throw missing("CLIENT");
    const found = client ? await software.removeSoftware(at, client) : await software.software(at);
    return { json: found, text: both((say) => say.software(found)) };
  },
  "add-software": async ({ at, values, words: [client] }) => {
    if (client === undefined) throw missing("CLIENT");
    const found = await software.addSoftware(at, client, required(values, "pin"));
    return { json: found, text: both((say) => say.software(found)) };
  },
  link: async ({ at, values }) => {
    const given =
      values["on-call"] === true ? ({ onCall: true } as const) : { code: required(values, "pin") };
    const linking = await software.link(at, given);
    if (linking.state === "waiting")
      return { json: linking, text: both((say) => say.early(linking.link)), isEarly: true };
    return { json: linking, text: both((say) => say.linking(linking)) };
  },
  search: async ({ at, values, words: [number] }) => {
    if (number === undefined) throw missing("NN");
    const isElsewhere = values.elsewhere === true;
    const shown = await software
      .search(at, number, isElsewhere)
      .catch((fault) => raise(isElsewhere ? fault : pointingElsewhere(fault)));
    return { json: shown, text: both((say) => say.shown(shown)) };
  },
  "card-lost": async ({ at }) => ({
    json: await cardLost(at),
    text: both((say) => say.cardReported),
  }),
};

function historyText(
  { events, next }: AccountHistory,
  words: history.EventWords | undefined,
): string {
  const more = next === undefined ? [] : [both((say) => say.earlier(next))];
  return (
    [...events.map((event) => history.eventLine(event, words)), ...more].join("\n") ||
    both((say) => say.noEvent)
  );
}

/** `aval phone bell …`: by the word that follows. */
type BellDeed = (at: acts.Phoning, values: PhoneValues) => Promise<News>;
const bellDeeds: Readonly<Record<string, BellDeed>> & { readonly list: BellDeed } = {
  list: async (at) => {
    const found = await bells.bells(at);
    return { json: found, text: both((say) => say.bells(found)) };
  },
  add: async (at, values) => {
    const given = { place: required(values, "place"), service: required(values, "service") };
    const bell = await bells.addBell(at, given);
    return { json: bell, text: both((say) => say.bell(bell)) };
  },
  remove: async (at, values) => ({
    json: await bells.removeBell(at, required(values, "bell")),
    text: both((say) => say.bellEnded),
  }),
  refuse: async (at, values) => ({
    json: await bells.refuseRing(at, reasonIn(values)),
    text: both((say) => say.decided({ state: "refused" })),
  }),
};

function reasonIn(values: PhoneValues): RefusalReason {
  const reason = required(values, "reason");
  if (refusalReasons.includes(reason as RefusalReason)) return reason as RefusalReason;
  throw notAllowed("--reason", reason, refusalReasons.join(" | "));
}

/** The words that may follow an action's name, where only these may. */
const deedsOf: Readonly<Record<string, readonly string[]>> = {
  bell: Object.keys(bellDeeds),
  history: ["list", "not-me"],
  software: ["list", "remove"],
};

/** How many words stand after an action's name, where any do. */
const wordsAfter: Readonly<Record<string, number>> = {
  digits: Number.POSITIVE_INFINITY,
  bell: 1,
  software: 2,
  history: 2,
  "add-software": 1,
  search: 1,
};

function required(
  values: PhoneValues,
  name:
    | "as"
    | "card"
    | "pin"
    | "old"
    | "old-pin"
    | "frame"
    | "reason"
    | "state"
    | "approval"
    | "place"
    | "service"
    | "bell"
    | "from"
    | "until"
    | "locum",
): string {
  return values[name] ?? raise(missing(`--${name} …`));
}

function raise(fault: Error): never {
  throw fault;
}

const missing = (fr: string, en: string = fr) =>
  new PhoneMisuse(`Il manque ${fr}.`, `${en} is missing.`);

/** A word that is none of those there are: all of them are said, and the nearest. */
function unknownWord(
  what: string,
  given: string,
  known: readonly string[],
  { nearest }: Pick<PhoneIo, "nearest">,
): PhoneMisuse {
  const meant = nearest?.(given, known);
  const all = known.join(" | ");
  return new PhoneMisuse(
    `${what} : « ${given} » n'existe pas. Il y a : ${all}.${meant ? ` Vouliez-vous dire « ${meant} » ?` : ""}`,
    `${what}: "${given}" does not exist. There is: ${all}.${meant ? ` Did you mean "${meant}"?` : ""}`,
  );
}

const notAllowed = (what: string, given: string, allowed: string) =>
  new PhoneMisuse(
    `${what} : « ${given} » n'est pas permis (${allowed}).`,
    `${what}: "${given}" is not allowed (${allowed}).`,
  );

/** Runs one action. The exit status is 0 only when it succeeded, 1 when it was refused, 2 when it was not well formed. */
export async function phoneCommand(
  values: PhoneValues,
  [name, ...words]: readonly string[],
  io: PhoneIo,
): Promise<number> {
  try {
    return await run(values, name, words, io);
  } catch (fault) {
    const told = toldOf(fault);
    if (!told) throw fault;
    const isMisuse = fault instanceof PhoneMisuse;
    if (values.json) io.stdout.write(`${JSON.stringify(told)}\n`);
    else if (isMisuse)
      io.stderr.write(`${told.message.fr}\n${told.message.en}\n\n${howTo(name)}\n`);
    else io.stderr.write(`${both((say) => say.refused(told))}\n`);
    return isMisuse ? 2 : 1;
  }
}

/** How an action is written, as every command says it to whoever mistyped; all of them where no action was named. */
function howTo(name: string | undefined): string {
  const page = name !== undefined && Object.hasOwn(phonePages, name) ? pages[name] : undefined;
  return page ? `${page.split("\n\n")[0]}\n\naval phone ${name} --help` : phoneUsage;
}

const pages: Readonly<Record<string, string>> = phonePages;

async function run(
  values: PhoneValues,
  name: string | undefined,
  words: readonly string[],
  io: PhoneIo,
): Promise<number> {
  const names = [...Object.keys(actions), "listen"];
  if (name === undefined) throw missing("l'action", "the action");
  const { via = "desk" } = values;
  if (!names.includes(name)) throw unknownWord("aval phone", name, names, io);
  if (!Object.hasOwn(ways, via)) throw unknownWord("--via", via, Object.keys(ways), io);
  const [deed] = words;
  const deeds = deedsOf[name];
  if (deeds && deed !== undefined && !deeds.includes(deed))
    throw unknownWord(`aval phone ${name}`, deed, deeds, io);
  if (words.length > (wordsAfter[name] ?? 0))
    throw notAllowed(`aval phone ${name}`, words.join(" "), "--…");
  const path = required(values, "state");
  const server = serverOf(values, io.env);
  const world = fetchWorld(server);
  const at = acts.phoning(world, path);
  if (name === "enrol") await requireRoom(path);
  await requireSandbox(world);
  const action = actions[name];
  if (!action)
    return listen(at, { code: required(values, "pin"), asJson: values.json === true }, io);
  const { json, text, isEarly } = await action({
    at,
    values,
    words,
    server,
    eventWords: io.eventWords,
    waits: () => io.stderr.write(`${both((say) => say.opening)}\n`),
  });
  io.stdout.write(values.json ? `${JSON.stringify(json)}\n` : `${text}\n`);
  return isEarly ? 1 : 0;
}

/** What became of each line read, in the same order: a line of JSON, or its sentences. */
async function listen(
  at: acts.Phoning,
  { code, asJson }: { code: string; asJson: boolean },
  io: PhoneIo,
): Promise<number> {
  let status = 0;
  if (!asJson) io.stderr.write(`${both((say) => say.listening)}\n`);
  for await (const { answer, fault } of acts.listen(at, code, linesOf(io.stdin))) {
    const told = answer ? undefined : toldOf(fault);
    if (!answer && !told) throw fault;
    if (told) status = 1;
    if (asJson) io.stdout.write(`${JSON.stringify(answer ?? told)}\n`);
    else if (answer) io.stdout.write(`${both((say) => say.decided(answer))}\n`);
    else if (told) io.stderr.write(`${both((say) => say.refused(told))}\n`);
  }
  return status;
}

function serverOf({ server }: PhoneValues, env: PhoneIo["env"]): string {
  if (server !== undefined && !/^https?:$/.test(URL.parse(server)?.protocol ?? ""))
    throw notAllowed("--server", server, "http://…");
  if (server !== undefined) return server;
  const given = env["AVAL_PORT"] || "4400";
  const port = Number(given);
  if (!Number.isInteger(port) || port < 1 || port > 65_534)
    throw notAllowed("AVAL_PORT", given, "1 … 65534");
  return `http://127.0.0.1:${port + 1}`;
}
