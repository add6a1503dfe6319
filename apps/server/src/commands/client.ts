import { parseArgs } from "node:util";
import { errors } from "#errors";
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
import { Halt } from "#platform/halt";
import { type WithDatabase, withDatabaseOf } from "./beside.ts";
import { keyActionOf, keyUsage } from "./client-key.ts";
import type { Command, Io } from "./io.ts";

const usage = `aval client add --name NAME --redirect-uri URI [--redirect-uri URI …] [options] [--json]
aval client list [--json]
aval client show ID [--json]
aval client remove ID [--json]

The services that may ask for a sign-in. add prints the secret once: only its hash is kept. remove stops a service at once
and for good; its id is never given again.

  --id ID                    the client_id; default: one is drawn
  --redirect-uri URI         compared character by character: https, or http on this machine, where an address
                             without a port matches any port
  --post-logout-uri URI      where a browser may be sent after the sign-out
  --backchannel-logout-uri URI
  --sensitivity LEVEL        ${sensitivities.join(" | ")} (default sensitive)
  --accept-reduced           lets sessions of one hour in; a sensitive service needs a back-channel logout address
  --ciba                     a program without a browser: asks on the phone instead of redirecting
  --public                   a page without a server of its own: no secret, PKCE required, open services only; its pages may
                             call from the origins of its redirect addresses
  --profile psc|strict       default psc

${keyUsage}`;

export const command: Command = {
  usage,
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
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: addOptions,
  });
  const [action, id, ...others] = positionals;
  const work =
    action === "key"
      ? keyActionOf(positionals.slice(1), values.days)
      : others.length > 0
        ? undefined
        : actionOf(action, id, values);
  if (!work) {
    io.err(usage);
    return 2;
  }
  return withDatabase(({ db, random, audit }) =>
    work({ software: createSoftware({ db, random, audit }), db, io, asJson: values.json }),
  );
}

const addOptions = {
  id: { type: "string" },
  name: { type: "string" },
  "redirect-uri": { type: "string", multiple: true },
  "post-logout-uri": { type: "string", multiple: true },
  "backchannel-logout-uri": { type: "string" },
  sensitivity: { type: "string", default: "sensitive" },
  "accept-reduced": { type: "boolean" },
  ciba: { type: "boolean", default: false },
  public: { type: "boolean", default: false },
  profile: { type: "string", default: "psc" },
  days: { type: "string" },
  json: { type: "boolean", default: false },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof addOptions }>>["values"];

function actionOf(
  action: string | undefined,
  id: string | undefined,
  values: Values,
): ((deps: Deps) => Promise<number>) | undefined {
  if (action === "add" && id === undefined) {
    const asked = registrationOf(values);
    return (deps) => add(deps, asked);
  }
  if (action === "list" && id === undefined) return list;
  if (action === "show" && id !== undefined) return (deps) => show(deps, id);
  if (action === "remove" && id !== undefined) return (deps) => remove(deps, id);
  return undefined;
}

function registrationOf(values: Values): Registration {
  if (!values.name)
    throw new Halt(
      "Comment s'appelle le service ? --name NOM.",
      "What is the service called? --name NAME.",
    );
  const redirectUris = values["redirect-uri"] ?? [];
  const code: readonly Grant[] =
    redirectUris.length > 0 ? ["authorization_code", "refresh_token"] : [];
  const grants: readonly Grant[] = [...code, ...(values.ciba ? (["ciba"] as const) : [])];
  if (grants.length === 0) {
    throw new Halt(
      "Où revenir après la connexion ? --redirect-uri ADRESSE, ou --ciba.",
      "Where does the sign-in return to? --redirect-uri ADDRESS, or --ciba.",
    );
  }
  return {
    name: values.name,
    sensitivity: oneOf<Sensitivity>("sensitivity", values.sensitivity, sensitivities),
    profile: oneOf("profile", values.profile, ["psc", "strict"] as const),
    isPublic: values.public,
    redirectUris,
    postLogoutRedirectUris: values["post-logout-uri"] ?? [],
    grants,
    ...(values.id === undefined ? {} : { id: values.id }),
    ...(values["accept-reduced"] === undefined ? {} : { acceptsReduced: values["accept-reduced"] }),
    ...(values["backchannel-logout-uri"] === undefined
      ? {}
      : { backchannelLogoutUri: values["backchannel-logout-uri"] }),
  };
}

function oneOf<T extends string>(option: string, given: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === given);
  if (found) return found;
  throw new Halt(`--${option} : ${allowed.join(" | ")}.`, `--${option}: ${allowed.join(" | ")}.`);
}

async function add({ software, db, io, asJson }: Deps, asked: Registration): Promise<number> {
  const outcome = await software.register(db, asked, { by: operator });
  if (!outcome.ok) return refused(io, outcome.refusal);
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
  if (!service) return unknown(io, id);
  if (asJson) io.out(JSON.stringify(shown(service)));
  else
    for (const [name, value] of Object.entries(shown(service)))
      io.out(`${name.padEnd(24)} ${Array.isArray(value) ? value.join(" ") : String(value ?? "")}`);
  return 0;
}

async function remove({ software, db, io, asJson }: Deps, id: string): Promise<number> {
  const outcome = await software.remove(db, id, operator);
  if (!outcome.ok) return unknown(io, id);
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

function refused(io: Io, refusal: keyof typeof errors): number {
  io.err(`${errors[refusal].fr}\n${errors[refusal].en}`);
  return 1;
}

function unknown(io: Io, id: string): number {
  io.err(`Aucun service n'a l'identifiant « ${id} ».\nNo service has the identifier "${id}".`);
  return 1;
}
