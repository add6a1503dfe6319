import { Secret } from "./secret.ts";

/** One setting that cannot be used, and why, to be read after its name. */
export type SettingProblem = { readonly setting: string; readonly fr: string; readonly en: string };

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads settings one by one and gathers what is wrong with them, so that all is told at once. */
export type SettingReader<Name extends string> = {
  readonly problems: readonly SettingProblem[];
  readonly report: (name: Name, fr: string, en: string) => void;
  /** As given, directly or by file; `undefined` when absent or empty. */
  readonly text: (name: Name) => string | undefined;
  readonly list: (name: Name) => readonly string[];
  readonly oneOf: <T extends string>(name: Name, values: readonly [T, ...T[]], fallback: T) => T;
  readonly port: (name: Name, fallback: number) => number;
  readonly url: (name: Name) => string | undefined;
  readonly origin: (name: Name) => string | undefined;
  readonly databaseUrl: (name: Name) => Secret | undefined;
};

/** The sandbox's origins and the programs beside it take the nine ports after the first. */
const lastFirstPort = 65_535 - 9;

export function reader<Name extends string>(
  environment: Environment,
  readFile: (path: string) => string,
): SettingReader<Name> {
  const problems: SettingProblem[] = [];
  // The first thing wrong with a setting: what follows from it would only be noise.
  const report = (setting: Name, fr: string, en: string) => {
    if (!problems.some((problem) => problem.setting === setting))
      problems.push({ setting, fr, en });
  };
  const text = textReader(environment, readFile, report);
  return { problems, report, text, ...typedReaders(text, report) };
}

type Report<Name> = (name: Name, fr: string, en: string) => void;
type Text<Name> = (name: Name) => string | undefined;

function textReader<Name extends string>(
  environment: Environment,
  readFile: (path: string) => string,
  report: Report<Name>,
): Text<Name> {
  const remembered = new Map<Name, string | undefined>();
  const once = (name: Name) => {
    const direct = environment[name]?.trim() || undefined;
    const path = environment[`${name}_FILE`]?.trim();
    if (!path) return direct;
    if (direct)
      report(
        name,
        `est donné deux fois : retirez ${name} ou ${name}_FILE.`,
        `is given twice: remove ${name} or ${name}_FILE.`,
      );
    try {
      return readFile(path).trim() || undefined;
    } catch {
      report(
        name,
        `: le fichier ${path} ne peut pas être lu.`,
        `: the file ${path} cannot be read.`,
      );
      return undefined;
    }
  };
  return (name) => {
    if (!remembered.has(name)) remembered.set(name, once(name));
    return remembered.get(name);
  };
}

function typedReaders<Name extends string>(text: Text<Name>, report: Report<Name>) {
  const url = (name: Name) => {
    const given = text(name);
    if (given === undefined) return undefined;
    if (isHttpUrl(given)) return given;
    report(name, "n'est pas une adresse http(s).", "is not an http(s) address.");
    return undefined;
  };
  return {
    url,
    list: (name: Name) =>
      (text(name) ?? "")
        .split(",")
        .map((part) => part.trim())
        .filter((part) => part !== ""),
    oneOf: <T extends string>(name: Name, values: readonly [T, ...T[]], fallback: T): T => {
      const given = text(name);
      const value = given === undefined ? fallback : values.find((one) => one === given);
      if (value === undefined)
        report(name, `doit être : ${values.join(", ")}.`, `must be one of: ${values.join(", ")}.`);
      return value ?? fallback;
    },
    port: (name: Name, fallback: number) => {
      const given = text(name);
      if (given === undefined) return fallback;
      const port = /^\d{1,5}$/.test(given) ? Number(given) : 0;
      if (port >= 1 && port <= lastFirstPort) return port;
      report(
        name,
        `doit être un port de 1 à ${lastFirstPort}.`,
        `must be a port from 1 to ${lastFirstPort}.`,
      );
      return fallback;
    },
    origin: (name: Name) => {
      const given = url(name);
      if (given === undefined || originOf(given) === given) return given;
      report(
        name,
        "doit être une origine, sans chemin : https://nom[:port].",
        "must be an origin, without a path: https://name[:port].",
      );
      return undefined;
    },
    databaseUrl: (name: Name) => {
      const given = text(name);
      if (given === undefined) return undefined;
      const isPostgres =
        /^postgres(ql)?:\/\//.test(given) &&
        URL.canParse(given) &&
        new URL(given).pathname.length > 1;
      if (isPostgres) return new Secret(given);
      // The value is not repeated: it holds a password.
      report(
        name,
        "doit être postgresql://rôle:mot-de-passe@hôte/base.",
        "must be postgresql://role:password@host/database.",
      );
      return undefined;
    },
  };
}

function isHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && username === "" && search === "" && hash === "";
}

export function originOf(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).origin : undefined;
}

/** Whether only this machine can answer at that address. */
export function isLoopback(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname } = new URL(address);
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname) ||
    hostname === "[::1]"
  );
}

/** The candidate that is a typing error or two away, if one is. */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  const within = Math.max(2, Math.floor(text.length / 4));
  return candidates
    .map((candidate) => ({ candidate, distance: editDistance(text, candidate) }))
    .filter(({ distance }) => distance <= within)
    .sort((a, b) => a.distance - b.distance)[0]?.candidate;
}

/** Levenshtein: how many letters to add, remove or change. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const change = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
