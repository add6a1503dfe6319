import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { LogLevel } from "./log.ts";
import { Secret } from "./secret.ts";
import {
  type Environment,
  isLoopback,
  nearest,
  originOf,
  reader,
  type SettingProblem,
  type SettingReader,
} from "./settings.ts";

/**
 * The settings: one pure function from the environment to `Config`, or every problem at once.
 *
 * Each setting of the table below can also be given as `<NAME>_FILE`, the path of a file that holds it: secrets then
 * stand in no list of processes. Everything has a default in the sandbox; production asks for its public addresses and
 * its database, and refuses what only a sandbox may have.
 */
export type Config = {
  /** `sandbox`: on loopback only, seeded, its clock can be moved. `production`: none of these. */
  readonly mode: "sandbox" | "production";
  readonly port: number;
  /** The address bound. Whoever can reach it meets the Host check next. */
  readonly bind: string;
  /** The OpenID issuer, without a slash at the end. */
  readonly issuer: string;
  readonly origins: Origins;
  readonly dataDir: string;
  /** Whoever reads this folder can sign contexts and tokens in Aval's name. */
  readonly keysDir: string;
  readonly database: DatabaseSettings;
  /** Whoever holds this file and a phone's image can try personal codes without being counted. */
  readonly pinKeyFile: string;
  /** The PIN program, when it runs apart. Absent: inside this process, on a thread of its own. */
  readonly pinUrl: string | undefined;
  /** What the server and the PIN program apart know each other by; absent: the sandbox's, in `pinSecretFile`. */
  readonly pinSecret: Secret | undefined;
  readonly pinSecretFile: string;
  /** How people are told. Absent: the sandbox catches its mail; a production tells nobody, and its doctor says so. */
  readonly mail: { readonly url: Secret; readonly from: string } | undefined;
  /** The card's host in production: its own port and TLS. Absent: a production has no card door; a sandbox makes its own. */
  readonly card: CardSettings | undefined;
  /** FIDO metadata statements, as JSON: which authenticators hold their keys in hardware. Absent: none is known to. */
  readonly passkeyMetadata: string | undefined;
  /** Where probes and figures answer machines of this house. Absent: the sandbox answers them on the issuer's port. */
  readonly internal: { readonly bind: string; readonly port: number } | undefined;
  /** Folder of PostgreSQL's own programs, for backups of a given database. Absent: the search path. */
  readonly pgBin: string | undefined;
  /** Proxies whose word on the caller's address is taken. Whoever is one can claim any address. */
  readonly trustedProxies: readonly string[];
  /** The name on screens. */
  readonly brand: string;
  readonly logLevel: LogLevel;
};

/** Where people and programs come in. The sign-in pages are on the issuer's origin unless told otherwise. */
export type Origins = {
  readonly login: string;
  readonly authenticator: string;
  readonly desk: string;
  readonly card: string;
  /** Caught mail; sandbox only. */
  readonly mail: string;
  /** The demonstration register; sandbox only. */
  readonly register: string;
  /** The demonstration of a pharmacy's program; sandbox only. */
  readonly pharmacy: string;
};

/** PEM, all three. `authorities`: whose cards count; whoever can add one can make anybody's card. */
export type CardSettings = {
  readonly port: number;
  readonly certificate: string;
  readonly key: Secret;
  readonly authorities: string;
};

export type DatabaseSettings =
  | { readonly kind: "embedded" }
  | {
      readonly kind: "given";
      readonly url: Secret;
      /** Given when `url` is the server's own role, which may not make the others. */
      readonly migrateUrl: Secret | undefined;
      readonly pinUrl: Secret | undefined;
    };

export type ConfigOutcome =
  | { readonly ok: true; readonly value: Config; readonly warnings: readonly SettingProblem[] }
  | { readonly ok: false; readonly problems: readonly SettingProblem[] };

/** Every setting and what it is for; `aval config check` prints it. */
export const settingsTable = {
  AVAL_MODE: "sandbox | production (default sandbox)",
  AVAL_PORT: "first port; the sandbox's other origins use the next ones (default 4400)",
  AVAL_BIND: "address to bind, production only (default 0.0.0.0; the sandbox binds 127.0.0.1)",
  AVAL_ISSUER: "OpenID issuer (default http://localhost:<port>/auth/realms/esante-wallet)",
  AVAL_LOGIN_ORIGIN: "origin of the sign-in pages (default: the issuer's)",
  AVAL_AUTHENTICATOR_ORIGIN:
    "origin of the authenticator (default http://phone.localhost:<port + 1>)",
  AVAL_DESK_ORIGIN: "origin of the desk (default http://desk.localhost:<port + 2>)",
  AVAL_CARD_ORIGIN:
    "origin of the card page, TLS of its own (default https://card.localhost:<port + 7>)",
  AVAL_DATABASE_URL: "postgresql://…; absent: an embedded PostgreSQL in AVAL_DATA_DIR",
  AVAL_MIGRATE_DATABASE_URL: "the owner's URL, when AVAL_DATABASE_URL is the server's own role",
  AVAL_PIN_DATABASE_URL: "the PIN program's URL, likewise",
  AVAL_DATA_DIR:
    "folder of the embedded database and of the sandbox's keys (default .aval in the checkout)",
  AVAL_KEYS_DIR: "folder of the keys (default <AVAL_DATA_DIR>/keys)",
  AVAL_PIN_KEY_FILE: "the PIN program's key (default <AVAL_DATA_DIR>/pin/pin.key)",
  AVAL_PIN_URL: "address of the PIN program (default: inside this process)",
  AVAL_PIN_SECRET:
    "what the server and the PIN program apart know each other by, 32 characters at least",
  AVAL_SMTP_URL:
    "smtps://user:password@host or smtp://host: where mail goes out (default: the sandbox catches it)",
  AVAL_MAIL_FROM: "whom mail comes from: Aval <aval@example.org>",
  AVAL_CARD_PORT: "port of the card's own TLS listener, production only (default 8443)",
  AVAL_CARD_TLS_CERT: "its certificate and those above it, PEM (usually AVAL_CARD_TLS_CERT_FILE)",
  AVAL_CARD_TLS_KEY: "its key, PEM (usually AVAL_CARD_TLS_KEY_FILE)",
  AVAL_CARD_CA: "authorities whose cards count, roots included, PEM (usually AVAL_CARD_CA_FILE)",
  AVAL_PASSKEY_METADATA:
    "FIDO metadata statements, a JSON list (usually AVAL_PASSKEY_METADATA_FILE): keys held in hardware",
  AVAL_METRICS_PORT: "port of /metrics, /healthz and /readyz for this house's own machines",
  AVAL_METRICS_BIND: "address that port is bound to (default 127.0.0.1)",
  AVAL_PG_BIN:
    "folder of pg_dump and pg_restore, for aval backup and restore (default: the search path)",
  AVAL_TRUSTED_PROXIES: "addresses of proxies whose X-Forwarded-For is believed, comma separated",
  AVAL_BRAND: "the name on screens (default Aval)",
  AVAL_LOG_LEVEL: "info | warn | error | silent (default info)",
} as const;

/** The name of a setting. */
export type Setting = keyof typeof settingsTable;
/** Reads them. */
export type Read = SettingReader<Setting>;

/** What reading the settings needs of the machine: the text of a `…_FILE`, and where relative folders start. */
export type ConfigWorld = {
  readonly readFile: (path: string) => string;
  readonly cwd: string;
  /** The checkout: the default data folder is in it, wherever a command is run from. */
  readonly root: string;
};

/** This machine. */
export const systemWorld = (): ConfigWorld => ({
  readFile: (path) => readFileSync(path, "utf8"),
  cwd: process.cwd(),
  root: join(import.meta.dirname, "..", "..", "..", ".."),
});

/** The mode alone, for a program that reads nothing else of the server's. As `readConfig` reads it, its file included. */
export function readMode(
  environment: Environment,
  world: ConfigWorld = systemWorld(),
):
  | { readonly ok: true; readonly value: Config["mode"]; readonly warnings: readonly [] }
  | { readonly ok: false; readonly problems: readonly SettingProblem[] } {
  const read = reader<Setting>(environment, world.readFile);
  const value = modeOf(read);
  const { problems } = read;
  return problems.length === 0 ? { ok: true, value, warnings: [] } : { ok: false, problems };
}

const modeOf = (read: Read) => read.oneOf("AVAL_MODE", ["sandbox", "production"], "sandbox");

export function readConfig(
  environment: Environment,
  world: ConfigWorld = systemWorld(),
): ConfigOutcome {
  const read = reader<Setting>(environment, world.readFile);
  const mode = modeOf(read);
  const port = read.port("AVAL_PORT", 4400);
  const issuer = read.url("AVAL_ISSUER") ?? `http://localhost:${port}/auth/realms/esante-wallet`;
  const dataDir = folder(read, world, "AVAL_DATA_DIR") ?? join(world.root, ".aval");
  const keysDir = folder(read, world, "AVAL_KEYS_DIR") ?? join(dataDir, "keys");
  const config: Config = {
    mode,
    port,
    bind: mode === "production" ? (read.text("AVAL_BIND") ?? "0.0.0.0") : "127.0.0.1",
    issuer: issuer.replace(/\/+$/, ""),
    origins: readOrigins(read, port, issuer),
    dataDir,
    keysDir,
    database: readDatabase(read),
    pinKeyFile: folder(read, world, "AVAL_PIN_KEY_FILE") ?? join(dataDir, "pin", "pin.key"),
    pinUrl: read.url("AVAL_PIN_URL"),
    pinSecret: readPinSecret(read),
    pinSecretFile: join(keysDir, "pin-internal.secret"),
    mail: readMail(read),
    card: readCard(read),
    passkeyMetadata: read.text("AVAL_PASSKEY_METADATA"),
    internal: readInternal(read),
    pgBin: folder(read, world, "AVAL_PG_BIN"),
    trustedProxies: read.list("AVAL_TRUSTED_PROXIES"),
    brand: readBrand(read),
    logLevel: readLogLevel(read),
  };
  if (mode === "production") refuseSandboxWays(read);
  else refuseStrangers(read);
  refuseSharedHosts(read, config);
  refuseOpenPinProgram(read, mode);
  return read.problems.length > 0
    ? { ok: false, problems: read.problems }
    : { ok: true, value: config, warnings: unknownSettings(environment) };
}

/** How much the log tells. */
export const readLogLevel = (read: Read): LogLevel =>
  read.oneOf("AVAL_LOG_LEVEL", ["info", "warn", "error", "silent"], "info");

/** A folder or file, relative to where the command was typed. */
export function folder(read: Read, world: ConfigWorld, name: Setting): string | undefined {
  const given = read.text(name);
  return given === undefined ? undefined : resolve(world.cwd, given);
}

function readOrigins(read: Read, port: number, issuer: string): Origins {
  return {
    login: read.origin("AVAL_LOGIN_ORIGIN") ?? originOf(issuer) ?? "",
    authenticator: read.origin("AVAL_AUTHENTICATOR_ORIGIN") ?? `http://phone.localhost:${port + 1}`,
    desk: read.origin("AVAL_DESK_ORIGIN") ?? `http://desk.localhost:${port + 2}`,
    card: read.origin("AVAL_CARD_ORIGIN") ?? `https://card.localhost:${port + 7}`,
    mail: `http://mail.localhost:${port + 6}`,
    register: `http://register.localhost:${port + 3}`,
    pharmacy: `http://pharmacy.localhost:${port + 5}`,
  };
}

function readDatabase(read: Read): DatabaseSettings {
  const url = read.databaseUrl("AVAL_DATABASE_URL");
  const migrateUrl = read.databaseUrl("AVAL_MIGRATE_DATABASE_URL");
  const pinUrl = read.databaseUrl("AVAL_PIN_DATABASE_URL");
  if (url) {
    if (migrateUrl && !pinUrl) {
      read.report(
        "AVAL_PIN_DATABASE_URL",
        "va avec AVAL_MIGRATE_DATABASE_URL : le propriétaire donne ses droits au rôle du service PIN.",
        "goes with AVAL_MIGRATE_DATABASE_URL: the owner gives the PIN program's role its rights.",
      );
    }
    return { kind: "given", url, migrateUrl, pinUrl };
  }
  if (migrateUrl || pinUrl) {
    read.report(
      "AVAL_DATABASE_URL",
      "manque, alors que les deux autres rôles sont donnés.",
      "is missing though the other roles are given.",
    );
  }
  return { kind: "embedded" };
}

/** Short enough to be typed is short enough to be guessed. */
const shortestSecret = 32;

/** The secret of the server and the PIN program. */
export function readPinSecret(read: Read): Secret | undefined {
  const given = read.text("AVAL_PIN_SECRET");
  if (given !== undefined && given.length < shortestSecret) {
    read.report(
      "AVAL_PIN_SECRET",
      `compte moins de ${shortestSecret} caractères : tirez-le au hasard (aval init en fait un).`,
      `has fewer than ${shortestSecret} characters: draw it at random (aval init makes one).`,
    );
  }
  return given === undefined ? undefined : new Secret(given);
}

/** Both or neither: a server nobody may write from, or an address without a server, tells nobody. */
function readMail(read: Read): Config["mail"] {
  const [url, from] = [read.text("AVAL_SMTP_URL"), read.text("AVAL_MAIL_FROM")];
  if (url === undefined && from === undefined) return undefined;
  // The value is not repeated: it may hold a password.
  if (url === undefined || !/^smtps?:\/\/[^/]/.test(url) || !URL.canParse(url)) {
    read.report(
      "AVAL_SMTP_URL",
      "doit être smtps://nom:mot-de-passe@hôte, ou smtp://hôte.",
      "must be smtps://user:password@host, or smtp://host.",
    );
    return undefined;
  }
  if (from === undefined || !/^([^<>\r\n]* <)?[^\s<>@]+@[^\s<>@]+>?$/.test(from)) {
    read.report(
      "AVAL_MAIL_FROM",
      "doit être une adresse : Aval <aval@exemple.fr>.",
      "must be an address: Aval <aval@example.org>.",
    );
    return undefined;
  }
  return { url: new Secret(url), from };
}

const cardSettings = ["AVAL_CARD_TLS_CERT", "AVAL_CARD_TLS_KEY", "AVAL_CARD_CA"] as const;

/** All or none: a listener without authorities would take anybody's card, one without its own key cannot listen. */
function readCard(read: Read): CardSettings | undefined {
  const [certificate, key, authorities] = cardSettings.map((name) => read.text(name));
  if (certificate === undefined && key === undefined && authorities === undefined) return undefined;
  for (const name of cardSettings) {
    if (read.text(name) !== undefined) continue;
    read.report(
      name,
      `manque : la page de la carte prend ${cardSettings.join(", ")} ensemble.`,
      `is missing: the card page takes ${cardSettings.join(", ")} together.`,
    );
  }
  if (read.text("AVAL_CARD_ORIGIN") === undefined)
    read.report("AVAL_CARD_ORIGIN", "est nécessaire avec une carte.", "is needed with a card.");
  return {
    port: read.port("AVAL_CARD_PORT", 8443),
    certificate: certificate ?? "",
    key: new Secret(key ?? ""),
    authorities: authorities ?? "",
  };
}

function readInternal(read: Read): Config["internal"] {
  const bind = read.text("AVAL_METRICS_BIND") ?? "127.0.0.1";
  if (read.text("AVAL_METRICS_PORT") === undefined) return undefined;
  return { bind, port: read.port("AVAL_METRICS_PORT", 9464) };
}

function readBrand(read: Read): string {
  const brand = read.text("AVAL_BRAND") ?? "Aval";
  if (brand.length > 40)
    read.report("AVAL_BRAND", "compte plus de 40 caractères.", "has more than 40 characters.");
  return brand;
}

const addressSettings = [
  "AVAL_ISSUER",
  "AVAL_LOGIN_ORIGIN",
  "AVAL_AUTHENTICATOR_ORIGIN",
  "AVAL_DESK_ORIGIN",
  "AVAL_CARD_ORIGIN",
] as const;

/** The addresses somebody chose; the defaults are the sandbox's own. */
function givenAddresses(read: Read): readonly (readonly [Setting, string])[] {
  return addressSettings.flatMap((setting) => {
    const given = read.text(setting);
    return given === undefined ? [] : [[setting, given] as const];
  });
}

/** The sandbox is for the person at this machine: it seeds people, signs for them and moves its clock. */
function refuseStrangers(read: Read): void {
  if (read.text("AVAL_BIND")) {
    read.report(
      "AVAL_BIND",
      "ne va qu'avec AVAL_MODE=production : le bac à sable n'écoute que 127.0.0.1.",
      "goes with AVAL_MODE=production only: the sandbox listens on 127.0.0.1 alone.",
    );
  }
  for (const [setting, address] of givenAddresses(read)) {
    if (isLoopback(address)) continue;
    read.report(
      setting,
      "n'est pas une adresse de cette machine : le bac à sable n'accepte que localhost, *.localhost et 127.0.0.1.",
      "is not an address of this machine: the sandbox accepts localhost, *.localhost and 127.0.0.1 only.",
    );
  }
}

function refuseSandboxWays(read: Read): void {
  const wanted: readonly Setting[] = [
    "AVAL_ISSUER",
    "AVAL_AUTHENTICATOR_ORIGIN",
    "AVAL_DATABASE_URL",
    "AVAL_KEYS_DIR",
  ];
  for (const setting of wanted) {
    if (read.text(setting) === undefined) {
      read.report(setting, "est nécessaire en production.", "is needed in production.");
    }
  }
  for (const [setting, address] of givenAddresses(read)) {
    if (address.startsWith("https://")) continue;
    read.report(
      setting,
      "doit commencer par https:// en production.",
      "must begin with https:// in production.",
    );
  }
}

/** Ports of one host share cookies and passkeys: two origins on one host would hand each other the keys. */
function refuseSharedHosts(read: Read, { origins }: Config): void {
  const seen = new Map<string, Setting>();
  const hosts: readonly [Setting, string][] = [
    ["AVAL_LOGIN_ORIGIN", origins.login],
    ["AVAL_AUTHENTICATOR_ORIGIN", origins.authenticator],
    ["AVAL_DESK_ORIGIN", origins.desk],
    ["AVAL_CARD_ORIGIN", origins.card],
  ];
  for (const [setting, origin] of hosts) {
    const host = URL.canParse(origin) ? new URL(origin).hostname : origin;
    const other = seen.get(host);
    if (other) {
      read.report(
        setting,
        `a le même nom d'hôte que ${other} : ils partageraient cookies et clés d'accès.`,
        `has the host name of ${other}: they would share cookies and passkeys.`,
      );
    }
    seen.set(host, setting);
  }
}

/** The way to the PIN program carries the secret of both: in clear it stays on this machine. */
function refuseOpenPinProgram(read: Read, mode: Config["mode"]): void {
  const url = read.url("AVAL_PIN_URL");
  if (!url || mode !== "production") return;
  if (!url.startsWith("https://") && !isLoopback(url)) {
    read.report(
      "AVAL_PIN_URL",
      "doit être en https:// hors de cette machine : aval pin-service --tls-cert … --tls-key …",
      "must be https:// beyond this machine: aval pin-service --tls-cert … --tls-key …",
    );
  }
}

/** A setting nobody reads is most often a typing error, and a security setting mistyped is a hole. */
export function unknownSettings(environment: Environment): readonly SettingProblem[] {
  const known = new Set(Object.keys(settingsTable).flatMap((name) => [name, `${name}_FILE`]));
  return Object.keys(environment)
    .filter(
      (name) => name.startsWith("AVAL_") && !name.startsWith("AVAL_TEST_") && !known.has(name),
    )
    .map((setting) => {
      const meant = nearest(setting, [...known]);
      return {
        setting,
        fr: `n'est pas un réglage d'Aval${meant ? ` ; vouliez-vous dire ${meant} ?` : "."}`,
        en: `is not a setting of Aval${meant ? `; did you mean ${meant}?` : "."}`,
      };
    });
}

/** The settings as they stand, a line each, secrets hidden: printed at start. */
export function describeConfig(config: Config): readonly string[] {
  const database =
    config.database.kind === "embedded"
      ? `embedded (${config.dataDir})`
      : hidePassword(config.database.url.reveal());
  return [
    `mode           ${config.mode}`,
    `issuer         ${config.issuer}`,
    `login          ${config.origins.login}`,
    `authenticator  ${config.origins.authenticator}`,
    `bind           ${config.bind}:${config.port}`,
    `database       ${database}`,
    `keys           ${config.keysDir}`,
    `pin            ${config.pinUrl ?? `in this process (${config.pinKeyFile})`}`,
  ];
}

function hidePassword(url: string): string {
  const shown = new URL(url);
  if (shown.password) shown.password = "secret";
  return shown.href;
}
