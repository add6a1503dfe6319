import {
  type BellLoss,
  createSoftware,
  type Grant,
  type Registration,
  type Sensitivity,
  type Service,
  type Software,
  sensitivities,
} from "#modules/software";
import type { Audit } from "#modules/audit";
import type { AnyTables, Database } from "#platform/database";
import type { Random } from "#platform/random";
import { type Instant, instant } from "#platform/time";
import {
  actionOf,
  type Arguments,
  missing,
  notAllowed,
  oneOf,
  readArguments,
  takeWords,
} from "./arguments.ts";
import { type WithDatabase, withDatabaseOf } from "./beside.ts";
import { bellActions, bellPages } from "./client-bells.ts";
import { keyActions, keyPages, unknownService } from "./client-key.ts";
import { streamActions, streamPages } from "./client-stream.ts";
import type { Command, Io } from "./io.ts";
import { Refused, refusedBy } from "./misuse.ts";

const pages = {
  add: `aval client add --name NAME --redirect-uri URI [--redirect-uri URI …] [options] [--json]

Registers a service that may ask for a sign-in. Prints its secret once: only its hash is kept.

  --name NAME                shown on phones and pages, the same in every language
  --same-name                registers it though another service has that name: people tell them apart by number alone
  --id ID                    the client_id; default: one is drawn
  --redirect-uri URI         compared character by character: https, or http on this machine, where an address
                             without a port matches any port
  --post-logout-uri URI      where a browser may be sent after the sign-out
  --backchannel-logout-uri URI
                             told by a signed token when a session ends (OpenID Back-Channel Logout 1.0)
  --backchannel-logout-inside
                             that address is inside your network: private addresses are called for no other service
  --sensitivity LEVEL        ${sensitivities.join(" | ")} (default sensitive)
  --accept-reduced, --refuse-reduced
                             whether sessions of one hour are let in: by open services unless told otherwise, by others only
                             when told so; a sensitive service needs a back-channel logout address for it
  --accept-psc-ciba, --refuse-psc-ciba
                             the same of who was let into plain Pro Santé Connect software by two digits
  --ciba                     a program without a browser: asks on the phone instead of redirecting
  --public                   a page without a server of its own: no secret, PKCE required, open services only; its pages may
                             call from the origins of its redirect addresses
  --profile psc|strict       default psc; strict with --ciba: each installation of the program is linked by its holder, proves a
                             key of its own (DPoP), and may ring`,
  list: `aval client list [--json]

Lists the services: number, client_id, sensitivity, state, name; and whose bells were taken, since too many holders refused them.`,
  show: `aval client show ID [--json]

Shows what is registered of one service. Never its secret, of which only the hash is kept.`,
  suspend: `aval client suspend ID --reason TEXT [--json]

Stops a service at once: it signs nobody in, renews no token, and its software is offered and found no more. The reason is kept
in the log.`,
  transition: `aval client transition ID --until YYYY-MM-DD --reason TEXT [--json]
aval client transition ID --end --reason TEXT [--json]

The first day: until that date (0 h in Paris) a phone to be confirmed (limited) enters this service from any browser, for one hour, and its holder is
told each time. For sensitive services that accept reduced sessions, a year at most; it ends by itself. The reason is kept in the log.`,
  resume: `aval client resume ID --reason TEXT [--json]

Lets a suspended service work again.`,
  remove: `aval client remove ID [--json]

Stops a service at once and for good; its id is never given again.`,
  ...bellPages,
  ...keyPages,
  ...streamPages,
};

export const command: Command = {
  usage: Object.values(pages).join("\n\n"),
  pages: {
    ...pages,
    bells: Object.values(bellPages).join("\n\n"),
    key: Object.values(keyPages).join("\n\n"),
    stream: Object.values(streamPages).join("\n\n"),
  },
  run: (argv, io) => clientCommand(argv, io, withDatabaseOf(io)),
};

const operator = "operator";

type Deps = {
  readonly software: Software;
  readonly db: Database<AnyTables>;
  readonly random: Random;
  readonly audit: Audit;
  readonly io: Io;
  readonly asJson: boolean;
};

/** Registers, lists, shows and removes services. */
export async function clientCommand(
  argv: readonly string[],
  io: Io,
  withDatabase: WithDatabase,
): Promise<number> {
  const { values, words } = readArguments(argv, options, 4);
  const [name, ...rest] = words;
  const work = actionOf(name, actions)(rest, values);
  return withDatabase(({ db, random, audit }) =>
    work({
      software: createSoftware({ db, random, audit }),
      ...{ db, random, audit, io, asJson: values.json },
    }),
  );
}

const options = {
  id: { type: "string" },
  name: { type: "string" },
  "same-name": { type: "boolean", default: false },
  "redirect-uri": { type: "string", multiple: true },
  "post-logout-uri": { type: "string", multiple: true },
  "backchannel-logout-uri": { type: "string" },
  "backchannel-logout-inside": { type: "boolean", default: false },
  sensitivity: { type: "string", default: "sensitive" },
  "accept-reduced": { type: "boolean", default: false },
  "refuse-reduced": { type: "boolean", default: false },
  "accept-psc-ciba": { type: "boolean", default: false },
  "refuse-psc-ciba": { type: "boolean", default: false },
  ciba: { type: "boolean", default: false },
  reason: { type: "string" },
  until: { type: "string" },
  end: { type: "boolean", default: false },
  public: { type: "boolean", default: false },
  profile: { type: "string", default: "psc" },
  days: { type: "string" },
  json: { type: "boolean", default: false },
} as const;

type Values = Arguments<typeof options>["values"];

/** Reads the words of an action before any database is opened. */
const actions: Readonly<
  Record<string, (words: readonly string[], values: Values) => (deps: Deps) => Promise<number>>
> = {
  add: (words, values) => {
    takeWords(words, []);
    const asked = registrationOf(values);
    return async (deps) => {
      if (!values["same-name"]) await requireOwnName(deps.software, asked.name);
      return add(deps, asked);
    };
  },
  list: (words) => {
    takeWords(words, []);
    return list;
  },
  show: (words) => {
    const [id] = takeWords(words, ["ID"]);
    return (deps) => show(deps, id);
  },
  suspend: (words, values) => moved("suspended", words, values),
  transition: (words, values) => transition(words, values),
  resume: (words, values) => moved("active", words, values),
  remove: (words) => {
    const [id] = takeWords(words, ["ID"]);
    return (deps) => remove(deps, id);
  },
  bells: ([name, ...rest], { reason }) => actionOf(name, bellActions)(rest, reason),
  key: ([name, ...rest], values) => actionOf(name, keyActions)(rest, values.days),
  stream: ([name, ...rest], { reason }) => actionOf(name, streamActions)(rest, reason),
};

function registrationOf(values: Values): Registration {
  if (!values.name) throw missing("--name NAME");
  const redirectUris = values["redirect-uri"] ?? [];
  const code: readonly Grant[] =
    redirectUris.length > 0 ? ["authorization_code", "refresh_token"] : [];
  const grants: readonly Grant[] = [...code, ...(values.ciba ? (["ciba"] as const) : [])];
  if (grants.length === 0) throw missing("--redirect-uri URI | --ciba");
  return {
    name: values.name,
    sensitivity: oneOf<Sensitivity>("--sensitivity", values.sensitivity, sensitivities),
    profile: oneOf("--profile", values.profile, ["psc", "strict"]),
    isPublic: values.public,
    redirectUris,
    postLogoutRedirectUris: values["post-logout-uri"] ?? [],
    grants,
    ...(values.id === undefined ? {} : { id: values.id }),
    ...choice("acceptsReduced", values, "reduced"),
    ...choice("acceptsPscCiba", values, "psc-ciba"),
    ...(values["backchannel-logout-uri"] === undefined
      ? {}
      : { backchannelLogoutUri: values["backchannel-logout-uri"] }),
    backchannelLogoutInside: values["backchannel-logout-inside"],
  };
}

/** What `--accept-…` or `--refuse-…` says; neither: what the registry gives services of that sensitivity. */
function choice<Name extends string>(
  name: Name,
  values: Values,
  what: "reduced" | "psc-ciba",
): { readonly [N in Name]?: boolean } {
  const { [`accept-${what}` as const]: accepts, [`refuse-${what}` as const]: refuses } = values;
  if (accepts && refuses) throw notAllowed(`--accept-${what}`, `--refuse-${what}`, "1");
  if (!accepts && !refuses) return {};
  return { [name]: accepts } as { readonly [N in Name]?: boolean };
}

/** Two services of one name look alike on a phone: a slip is told before it is made. No law: an operator may want it. */
async function requireOwnName(software: Software, name: string): Promise<void> {
  const plain = (text: string) => text.trim().toLowerCase();
  const other = (await software.list()).find((one) => plain(one.name) === plain(name));
  if (!other) return;
  throw new Refused(
    "service_name_taken",
    `Un service s'appelle déjà « ${other.name} » : ${other.id} (${other.number}). Voyez « aval client show ${other.id} » ; ou, pour un second du même nom, ajoutez --same-name.`,
    `A service is called "${other.name}" already: ${other.id} (${other.number}). See "aval client show ${other.id}"; or, for a second of that name, add --same-name.`,
  );
}

async function add({ software, db, io, asJson }: Deps, asked: Registration): Promise<number> {
  const outcome = await software.register(db, asked, { by: operator });
  if (!outcome.ok) throw refusedBy(outcome.refusal);
  const { service, secret } = outcome.value;
  if (asJson) io.out(JSON.stringify({ ...shown(service, []), clientSecret: secret?.reveal() }));
  else {
    io.out(`client_id      ${service.id}`);
    if (secret) io.out(`client_secret  ${secret.reveal()}`);
    io.out(`numéro/number  ${service.number}`);
    if (secret)
      io.err("Le secret ne sera plus jamais montré. / The secret will never be shown again.");
  }
  return 0;
}

async function list({ software, io, asJson }: Deps): Promise<number> {
  const services = await software.list();
  const losses = await software.bellLosses();
  if (asJson) io.out(JSON.stringify(services.map((one) => shown(one, losses))));
  else
    for (const one of services) {
      const isLost = losses.some(({ service }) => service === one.id);
      const bells = isLost ? "  (sonneries retirées / bells taken)" : "";
      io.out(
        `${one.number}  ${one.id.padEnd(32)} ${one.sensitivity.padEnd(9)} ${one.state.padEnd(9)} ${one.name}${bells}`,
      );
    }
  return 0;
}

async function show({ software, io, asJson }: Deps, id: string): Promise<number> {
  const service = await software.find(id);
  if (!service) throw unknownService(id);
  const fields = shown(service, await software.bellLosses());
  if (asJson) io.out(JSON.stringify(fields));
  else
    for (const [name, value] of Object.entries(fields))
      io.out(`${name.padEnd(24)} ${Array.isArray(value) ? value.join(" ") : String(value ?? "")}`);
  return 0;
}

function moved(state: Service["state"], words: readonly string[], { reason }: Values) {
  const [id] = takeWords(words, ["ID"]);
  if (!reason?.trim()) throw missing("--reason TEXT");
  return (deps: Deps) => setState(deps, id, { state, reason: reason.trim() });
}

function transition(words: readonly string[], { reason, until: date, end }: Values) {
  const [id] = takeWords(words, ["ID"]);
  if (!reason?.trim()) throw missing("--reason TEXT");
  if ((date === undefined) !== end) throw missing("--until YYYY-MM-DD | --end");
  const until = date === undefined ? undefined : startOfDay(date);
  return async ({ software, db, io, asJson }: Deps) => {
    if (!(await software.find(id))) throw unknownService(id);
    const how = { until, by: operator, reason: reason.trim() };
    const outcome = await software.setTransition(db, id, how);
    if (!outcome.ok) throw refusedBy(outcome.refusal);
    const said = date === undefined ? "terminée / ended" : `jusqu'au / until ${date}`;
    io.out(
      asJson ? JSON.stringify({ clientId: id, until: date ?? null }) : `${id} : transition ${said}`,
    );
    return 0;
  };
}

/** Midnight in Paris, or an hour off it in summer: a day is what a transition is dated by. */
function startOfDay(date: string): Instant {
  const at = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(`${date}T00:00:00+01:00`) : Number.NaN;
  if (Number.isNaN(at)) throw missing("--until YYYY-MM-DD");
  return instant(at);
}

async function setState(
  { software, db, io, asJson }: Deps,
  id: string,
  how: { readonly state: Service["state"]; readonly reason: string },
): Promise<number> {
  const outcome = await software.setState(db, id, { ...how, by: operator });
  if (!outcome.ok) throw unknownService(id);
  const { state } = how;
  const said = state === "active" ? "en service / active" : "suspendu / suspended";
  io.out(asJson ? JSON.stringify({ clientId: id, state }) : `${id} : ${said}`);
  return 0;
}

async function remove({ software, db, io, asJson }: Deps, id: string): Promise<number> {
  const outcome = await software.remove(db, id, operator);
  if (!outcome.ok) throw unknownService(id);
  io.out(asJson ? JSON.stringify({ clientId: id, removed: true }) : `${id} : retiré / removed`);
  return 0;
}

/** What is registered, without the hash of the secret: nobody who reads a terminal needs it. */
function shown({ id, secretHash, jwks, ...rest }: Service, losses: readonly BellLoss[]) {
  const loss = losses.find(({ service }) => service === id);
  return {
    clientId: id,
    ...rest,
    bells: loss ? "taken" : "ring",
    ...(loss && {
      bellsTakenOn: loss.day,
      holdersAsked: loss.asked,
      holdersRefused: loss.refused,
    }),
    authentication: jwks ? "private_key_jwt" : secretHash ? "client_secret" : "none",
  };
}
