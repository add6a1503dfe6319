import {
  createSoftware,
  type Grant,
  type Registration,
  type Sensitivity,
  type Service,
  type Software,
  sensitivities,
} from "#modules/software";
import type { AnyTables, Database } from "#platform/database";
import { actionOf, type Arguments, missing, oneOf, readArguments, takeWords } from "./arguments.ts";
import { type WithDatabase, withDatabaseOf } from "./beside.ts";
import { keyActions, keyPages, unknownService } from "./client-key.ts";
import type { Command, Io } from "./io.ts";
import { refusedBy } from "./misuse.ts";

const pages = {
  add: `aval client add --name NAME --redirect-uri URI [--redirect-uri URI …] [options] [--json]

Registers a service that may ask for a sign-in. Prints its secret once: only its hash is kept.

  --name NAME                shown on phones and pages, the same in every language
  --id ID                    the client_id; default: one is drawn
  --redirect-uri URI         compared character by character: https, or http on this machine, where an address
                             without a port matches any port
  --post-logout-uri URI      where a browser may be sent after the sign-out
  --backchannel-logout-uri URI
                             told by a signed token when a session ends (OpenID Back-Channel Logout 1.0)
  --backchannel-logout-inside
                             that address is inside your network: private addresses are called for no other service
  --sensitivity LEVEL        ${sensitivities.join(" | ")} (default sensitive)
  --accept-reduced           lets sessions of one hour in; a sensitive service needs a back-channel logout address
  --accept-psc-ciba          lets in who was let into plain Pro Santé Connect software by two digits; a sensitive service
                             needs a back-channel logout address
  --ciba                     a program without a browser: asks on the phone instead of redirecting
  --public                   a page without a server of its own: no secret, PKCE required, open services only; its pages may
                             call from the origins of its redirect addresses
  --profile psc|strict       default psc`,
  list: `aval client list [--json]

Lists the services: number, client_id, sensitivity, state, name.`,
  show: `aval client show ID [--json]

Shows what is registered of one service. Never its secret, of which only the hash is kept.`,
  suspend: `aval client suspend ID --reason TEXT [--json]

Stops a service at once: it signs nobody in, renews no token, and its software is offered and found no more. The reason is kept
in the log.`,
  resume: `aval client resume ID --reason TEXT [--json]

Lets a suspended service work again.`,
  remove: `aval client remove ID [--json]

Stops a service at once and for good; its id is never given again.`,
  ...keyPages,
};

export const command: Command = {
  usage: Object.values(pages).join("\n\n"),
  pages: { ...pages, key: Object.values(keyPages).join("\n\n") },
  run: (argv, io) => clientCommand(argv, io, withDatabaseOf(io)),
};

const operator = "operator";

type Deps = {
  readonly software: Software;
  readonly db: Database<AnyTables>;
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
    work({ software: createSoftware({ db, random, audit }), db, io, asJson: values.json }),
  );
}

const options = {
  id: { type: "string" },
  name: { type: "string" },
  "redirect-uri": { type: "string", multiple: true },
  "post-logout-uri": { type: "string", multiple: true },
  "backchannel-logout-uri": { type: "string" },
  "backchannel-logout-inside": { type: "boolean", default: false },
  sensitivity: { type: "string", default: "sensitive" },
  "accept-reduced": { type: "boolean" },
  "accept-psc-ciba": { type: "boolean" },
  ciba: { type: "boolean", default: false },
  reason: { type: "string" },
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
    return (deps) => add(deps, asked);
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
  resume: (words, values) => moved("active", words, values),
  remove: (words) => {
    const [id] = takeWords(words, ["ID"]);
    return (deps) => remove(deps, id);
  },
  key: ([name, ...rest], values) => actionOf(name, keyActions)(rest, values.days),
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
    ...(values["accept-reduced"] === undefined ? {} : { acceptsReduced: values["accept-reduced"] }),
    ...(values["accept-psc-ciba"] === undefined
      ? {}
      : { acceptsPscCiba: values["accept-psc-ciba"] }),
    ...(values["backchannel-logout-uri"] === undefined
      ? {}
      : { backchannelLogoutUri: values["backchannel-logout-uri"] }),
    backchannelLogoutInside: values["backchannel-logout-inside"],
  };
}

async function add({ software, db, io, asJson }: Deps, asked: Registration): Promise<number> {
  const outcome = await software.register(db, asked, { by: operator });
  if (!outcome.ok) throw refusedBy(outcome.refusal);
  const { service, secret } = outcome.value;
  if (asJson) io.out(JSON.stringify({ ...shown(service), clientSecret: secret?.reveal() }));
  else {
    io.out(`client_id      ${service.id}`);
    if (secret) io.out(`client_secret  ${secret.reveal()}`);
    io.out(`numéro/number  ${service.number}`);
    for (const line of warning(service)) io.err(line);
    if (secret)
      io.err("Le secret ne sera plus jamais montré. / The secret will never be shown again.");
  }
  return 0;
}

async function list({ software, io, asJson }: Deps): Promise<number> {
  const services = await software.list();
  if (asJson) io.out(JSON.stringify(services.map(shown)));
  else
    for (const one of services)
      io.out(
        `${one.number}  ${one.id.padEnd(32)} ${one.sensitivity.padEnd(9)} ${one.state.padEnd(9)} ${one.name}`,
      );
  return 0;
}

async function show({ software, io, asJson }: Deps, id: string): Promise<number> {
  const service = await software.find(id);
  if (!service) throw unknownService(id);
  if (asJson) io.out(JSON.stringify(shown(service)));
  else
    for (const [name, value] of Object.entries(shown(service)))
      io.out(`${name.padEnd(24)} ${Array.isArray(value) ? value.join(" ") : String(value ?? "")}`);
  return 0;
}

function moved(state: Service["state"], words: readonly string[], { reason }: Values) {
  const [id] = takeWords(words, ["ID"]);
  if (!reason?.trim()) throw missing("--reason TEXT");
  return (deps: Deps) => setState(deps, id, { state, reason: reason.trim() });
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

/** What this release cannot do yet for a service like this one: better read here than after a scan. */
function warning({ sensitivity, acceptsReduced }: Service): readonly string[] {
  if (sensitivity === "open" || (sensitivity === "sensitive" && acceptsReduced)) return [];
  return [
    "Attention : cette version ne connaît aucun poste, donc personne n'entrera dans ce service. Pour essayer : --sensitivity open.",
    "Beware: this version knows no workstation, hence nobody will enter this service. To try: --sensitivity open.",
  ];
}

/** What is registered, without the hash of the secret: nobody who reads a terminal needs it. */
function shown({ id, secretHash, jwks, ...rest }: Service) {
  return {
    clientId: id,
    ...rest,
    authentication: jwks ? "private_key_jwt" : secretHash ? "client_secret" : "none",
  };
}
