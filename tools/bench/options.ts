import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Operated } from "./load-worker.ts";
import type { Spacing } from "./schedule.ts";
import type { TargetOptions } from "./target.ts";

export const operationNames = [
  "sign-in",
  "listening",
  "exchange",
  "refresh",
  "userinfo",
  "introspection",
  "discovery",
  "jwks",
] as const satisfies readonly Operated[];

/** What `--only` may also name: ways of measuring. */
const kindNames = ["stages", "open", "maximum", "phones", "effort", "console"] as const;

export const usage = `npm run bench -- [options]

Whole sign-ins and the token paths, against servers of its own full of real holders. Prints tables and writes
bench/results.json. In about three minutes: 10 000 holders, everything on one server process, the highest rates on two.

  --quick                          just that, whatever else is given
  --holders 10000,100000,1000000   sizes of the population; made once and kept in bench/.cache
  --processes 1,2                  server processes on one database; from two on the PIN program runs apart
  --only sign-in,refresh,…         of: ${operationNames.join(", ")}; also stages, open, maximum, phones; effort or console alone
  --seconds 4                      of each measure
  --rate 20                        operations a second, instead of each one's own
  --spacing poisson|uniform        how operations are due (poisson)
  --max-in-flight 256              beyond, an operation that is due is not begun, and counted as shed
  --phones 1000                    phones that listen beside sign-ins, with --only phones
  --facts 400000                   in the log, with --only console: how fast the console's pages are over --holders people
  --group 60                       sign-ins whose steps are measured one by one
  --pin inside|apart               where the PIN program runs (inside for one process)
  --profile before                 profiles the server; writes bench/profiles/<word>-<operation>.txt
  --port 4700                      first port of the servers, ten each (wherever there is room)
  --json                           prints bench/results.json instead of tables
  --seed aval                      of the population and of all that is drawn

Another OpenID provider, by its addresses, for the token paths:

  --target ISSUER --client ID --secret SECRET
  --discovery URL                  of its discovery document, when not under the issuer
  --auth basic|post                how the client gives its secret (basic)
  --grant client_credentials,refresh   which of the two to measure (both, where they can be)
  --refresh-token TOKEN,…|@FILE    each is used by one request at a time, and replaced when it is rotated; a file has one a line
  --scope SCOPE                    of client credentials
  --pid PID,…                      its programs on this machine: their CPU is told
  --postmaster PID                 its PostgreSQL's first process, likewise
`;

export type Options = {
  /** Of more than one server process only the highest rates. */
  readonly quick: boolean;
  readonly holders: readonly number[];
  readonly processes: readonly number[];
  readonly only: ReadonlySet<string>;
  readonly seconds: number;
  readonly rate: number | undefined;
  readonly spacing: Spacing;
  readonly maxInFlight: number;
  readonly group: number;
  readonly phones: number;
  readonly facts: number;
  readonly pin: "inside" | "apart" | undefined;
  readonly profile: string | undefined;
  readonly port: number | undefined;
  readonly json: boolean;
  readonly seed: string;
  readonly target: TargetOptions | undefined;
};

const spelling = {
  quick: { type: "boolean", default: false },
  holders: { type: "string", default: "10000" },
  processes: { type: "string", default: "1,2" },
  only: { type: "string", default: "" },
  seconds: { type: "string", default: "4" },
  rate: { type: "string" },
  spacing: { type: "string", default: "poisson" },
  "max-in-flight": { type: "string", default: "256" },
  group: { type: "string", default: "60" },
  phones: { type: "string", default: "1000" },
  facts: { type: "string", default: "400000" },
  pin: { type: "string" },
  profile: { type: "string" },
  port: { type: "string" },
  json: { type: "boolean", default: false },
  seed: { type: "string", default: "aval" },
  target: { type: "string" },
  client: { type: "string", default: "" },
  secret: { type: "string", default: "" },
  discovery: { type: "string" },
  auth: { type: "string", default: "basic" },
  grant: { type: "string", default: "client_credentials,refresh" },
  "refresh-token": { type: "string", default: "" },
  scope: { type: "string" },
  pid: { type: "string", default: "" },
  postmaster: { type: "string" },
  help: { type: "boolean", default: false },
} as const;

/** The options, or `help`. Throws on one that is unknown or is no number. */
export function readOptions(argv: readonly string[]): Options | "help" {
  const values = parsed(argv);
  if (values.help) return "help";
  const words = list(values.only);
  const known: readonly string[] = [...operationNames, "client credentials", ...kindNames];
  const unknown = words.find((word) => !known.includes(word));
  if (unknown) throw new Error(`--only ${unknown}: there are ${known.join(", ")}`);
  const isChosen = argv.some((word) => /^--(holders|processes|only|seconds|rate)\b/.test(word));
  return {
    quick: values.quick || !isChosen,
    holders: list(values.holders).map((text) => count("holders", text)),
    processes: list(values.processes).map((text) => count("processes", text)),
    only: new Set(words),
    seconds: count("seconds", values.seconds),
    rate: optional("rate", values.rate),
    spacing: oneOf("spacing", values.spacing, ["poisson", "uniform"]),
    maxInFlight: count("max-in-flight", values["max-in-flight"]),
    group: count("group", values.group),
    phones: count("phones", values.phones),
    facts: count("facts", values.facts),
    pin:
      values.pin === undefined
        ? undefined
        : oneOf<"inside" | "apart">("pin", values.pin, ["inside", "apart"]),
    profile: values.profile,
    port: optional("port", values.port),
    json: values.json,
    seed: values.seed,
    target: values.target === undefined ? undefined : readTarget(values.target, values),
  };
}

const parsed = (argv: readonly string[]) =>
  parseArgs({ args: [...argv], options: spelling }).values;

const list = (text: string) => text.split(",").filter(Boolean);

function readTarget(issuer: string, values: ReturnType<typeof parsed>): TargetOptions {
  const tokens = values["refresh-token"];
  return {
    issuer,
    discovery: values.discovery,
    client: values.client,
    secret: values.secret,
    auth: oneOf("auth", values.auth, ["basic", "post"]),
    scope: values.scope,
    grants: list(values.grant).map((text) =>
      oneOf("grant", text, ["client_credentials", "refresh"]),
    ),
    refreshTokens: tokens.startsWith("@")
      ? readFileSync(tokens.slice(1), "utf8").split("\n").filter(Boolean)
      : list(tokens),
    pids: list(values.pid).map((text) => count("pid", text)),
    postmaster: optional("postmaster", values.postmaster),
    seed: values.seed,
  };
}

function count(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name} ${text}: not a number above 0`);
  return value;
}

const optional = (name: string, text: string | undefined) =>
  text === undefined ? undefined : count(name, text);

function oneOf<T extends string>(name: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((word) => word === text);
  if (found === undefined) throw new Error(`--${name} ${text}: one of ${allowed.join(", ")}`);
  return found;
}
