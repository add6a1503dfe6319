import type { StepContact } from "@aval/protocol";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { LogLevel } from "./log.ts";
import { limits } from "#lifetimes";
import { readStepContacts } from "./step-contacts.ts";
import { Secret } from "./secret.ts";
import type { SmsSettings } from "./sms.ts";
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
  /** How telephones are told. Absent: the sandbox catches it too; a production tells telephones nothing. */
  readonly sms: SmsSettings | undefined;
  /** The card's host in production: its own port and TLS. Absent: a production has no card door; a sandbox makes its own. */
  readonly card: CardSettings | undefined;
  /** What identity wallets are asked with. Absent: a production asks none; a sandbox makes its own. */
  readonly wallet: WalletFiles | undefined;
  /** The upstream provider of remote eIDs. Absent: a production has no such door; a sandbox asks its own. */
  readonly eid: EidFiles | undefined;
  /** Where letters are put for whoever prints them. Absent: a production posts none; a sandbox catches them. */
  readonly lettersDir: string | undefined;
  /** Whom a letter says to call. */
  readonly helpContact: string | undefined;
  /** Whom to turn to after a fraud; absent: nobody is named. */
  readonly stepContacts: readonly StepContact[] | undefined;
  /** Whom to write to about a weakness of this deployment, as URIs, the preferred one first. Empty: no page says so. */
  readonly securityContacts: readonly string[];
  /** Who outside keeps the log's checkpoints: where each takes them, and its key. Empty: nobody does. */
  readonly witnesses: readonly { readonly address: string; readonly key: string }[];
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
  /** Fictional people's remote eID; sandbox only. */
  readonly eid: string;
  /** The demonstration register; sandbox only. */
  readonly register: string;
  /** The demonstration service of tests' results; sandbox only. */
  readonly results: string;
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

/** `trust`: whose identity credentials count, JSON; `certificate` and `key`, PEM: who asks; `address`: what opens a wallet. */
export type WalletFiles = {
  readonly trust: string;
  readonly certificate: string;
  readonly key: Secret;
  readonly address: string;
};

/** `acrValues`: which of its levels are "substantial" or better. */
export type EidFiles = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly acrValues: readonly string[];
  readonly scope: string;
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
  AVAL_SMS_ACCOUNT:
    "account at the operator of short messages, Twilio's Messages API (default: the sandbox catches them, a production sends none)",
  AVAL_SMS_TOKEN: "its token, which also signs receipts (usually AVAL_SMS_TOKEN_FILE)",
  AVAL_SMS_FROM: "whom they come from: a number as +33…, or a sender's name of 11 letters",
  AVAL_SMS_URL:
    "where that API answers (default https://api.dublin.ie1.twilio.com, its region in the EEA)",
  AVAL_CARD_PORT: "port of the card's own TLS listener, production only (default 8443)",
  AVAL_CARD_TLS_CERT: "its certificate and those above it, PEM (usually AVAL_CARD_TLS_CERT_FILE)",
  AVAL_CARD_TLS_KEY: "its key, PEM (usually AVAL_CARD_TLS_KEY_FILE)",
  AVAL_CARD_CA: "authorities whose cards count, roots included, PEM (usually AVAL_CARD_CA_FILE)",
  AVAL_WALLET_TRUST:
    "whose identity credentials count, a JSON list (usually AVAL_WALLET_TRUST_FILE): docs/wallet.md",
  AVAL_WALLET_CERT:
    "certificate that requests to wallets are signed with, PEM (usually AVAL_WALLET_CERT_FILE)",
  AVAL_WALLET_KEY: "its key, P-256, PEM (usually AVAL_WALLET_KEY_FILE)",
  AVAL_WALLET_ADDRESS: "what opens a wallet on a telephone (default openid4vp://authorize)",
  AVAL_EID_ISSUER:
    "OpenID provider of remote eIDs (default: the sandbox's own; a production without it has no such door)",
  AVAL_EID_CLIENT_ID: "our client there",
  AVAL_EID_CLIENT_SECRET: "its secret (usually AVAL_EID_CLIENT_SECRET_FILE)",
  AVAL_EID_ACR:
    "its levels that are substantial or better, comma separated (default eidas2,eidas3)",
  AVAL_EID_SCOPE:
    "what is asked for there (default openid given_name family_name birthdate birthplace birthcountry)",
  AVAL_LETTERS_DIR:
    "folder from which letters are printed (default: the sandbox catches them, a production posts none): docs/letters.md",
  AVAL_HELP_CONTACT: "whom a letter says to call: a name and a number, 120 characters at most",
  AVAL_STEPS_CONTACTS:
    "whom a holder turns to after a fraud, a JSON array (docs/complaints.md); rather AVAL_STEPS_CONTACTS_FILE",
  AVAL_SECURITY_CONTACT:
    "whom to write to about a weakness, as /.well-known/security.txt says: mail addresses, https: or tel:, comma separated (default: no such page)",
  AVAL_WITNESSES:
    "witnesses of the log, comma separated: an address and, after a space, the key it printed (default: none): docs/operate.md",
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
    sms: readSms(read),
    card: readCard(read),
    wallet: readWallet(read),
    eid: readEid(read),
    lettersDir: folder(read, world, "AVAL_LETTERS_DIR"),
    helpContact: readHelpContact(read),
    stepContacts: readSteps(read),
    securityContacts: readSecurityContacts(read),
    witnesses: readWitnesses(read, mode),
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
  refuseLongSmsLinks(read, config);
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
    eid: `http://eid.localhost:${port + 8}`,
    register: `http://register.localhost:${port + 3}`,
    results: `http://results.localhost:${port + 4}`,
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

const smsSettings = ["AVAL_SMS_ACCOUNT", "AVAL_SMS_TOKEN", "AVAL_SMS_FROM"] as const;
/** The operator's region whose data stay in the EEA. DESIGN 12. */
const smsInEurope = "https://api.dublin.ie1.twilio.com";

/** All or none: an account without its token sends nothing, and could verify no receipt. */
function readSms(read: Read): Config["sms"] {
  const [account, token, from] = smsSettings.map((name) => read.text(name));
  if (account === undefined && token === undefined && from === undefined) return undefined;
  for (const name of smsSettings) {
    if (read.text(name) !== undefined) continue;
    read.report(
      name,
      `manque : les SMS prennent ${smsSettings.join(", ")} ensemble.`,
      `is missing: short messages take ${smsSettings.join(", ")} together.`,
    );
  }
  if (from !== undefined && !/^(\+[1-9]\d{5,14}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/.test(from))
    read.report(
      "AVAL_SMS_FROM",
      "doit être un numéro (+33…) ou un nom de 11 lettres ou chiffres au plus.",
      "must be a number (+33…) or a name of 11 letters or digits at most.",
    );
  const url = read.url("AVAL_SMS_URL") ?? smsInEurope;
  // The account's token goes with each request.
  if (!url.startsWith("https://") && !isLoopback(url))
    read.report("AVAL_SMS_URL", "doit commencer par https://.", "must begin with https://.");
  return {
    url: url.replace(/\/+$/, ""),
    account: account ?? "",
    token: new Secret(token ?? ""),
    from: from ?? "",
  };
}

/** The link that stops and one line are one message: a longer origin would leave no room for words. */
function refuseLongSmsLinks(read: Read, { sms, origins }: Config): void {
  if (!sms || origins.login.length <= limits.smsOrigin) return;
  read.report(
    "AVAL_LOGIN_ORIGIN",
    `compte plus de ${limits.smsOrigin} caractères : le lien d'un SMS n'y tient pas.`,
    `has more than ${limits.smsOrigin} characters: a short message has no room for its link.`,
  );
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

const walletSettings = ["AVAL_WALLET_TRUST", "AVAL_WALLET_CERT", "AVAL_WALLET_KEY"] as const;

/** All or none: without a list anybody's credential would count, and without a key no wallet answers. */
function readWallet(read: Read): WalletFiles | undefined {
  const [trust, certificate, key] = walletSettings.map((name) => read.text(name));
  if (trust === undefined && certificate === undefined && key === undefined) return undefined;
  for (const name of walletSettings) {
    if (read.text(name) !== undefined) continue;
    read.report(
      name,
      `manque : un portefeuille d'identité prend ${walletSettings.join(", ")} ensemble.`,
      `is missing: an identity wallet takes ${walletSettings.join(", ")} together.`,
    );
  }
  const address = read.text("AVAL_WALLET_ADDRESS") ?? "openid4vp://authorize";
  if (!URL.canParse(address))
    read.report("AVAL_WALLET_ADDRESS", "n'est pas une adresse.", "is not an address.");
  return {
    trust: trust ?? "",
    certificate: certificate ?? "",
    key: new Secret(key ?? ""),
    address,
  };
}

const eidSettings = ["AVAL_EID_ISSUER", "AVAL_EID_CLIENT_ID", "AVAL_EID_CLIENT_SECRET"] as const;
const eidScope = "openid given_name family_name birthdate birthplace birthcountry";

/** All or none: half a provider is a door that lets nobody in and says so too late. */
function readEid(read: Read): EidFiles | undefined {
  const [, clientId, secret] = eidSettings.map((name) => read.text(name));
  const issuer = read.url("AVAL_EID_ISSUER");
  if (issuer === undefined && clientId === undefined && secret === undefined) return undefined;
  for (const name of eidSettings) {
    if (read.text(name) !== undefined) continue;
    read.report(
      name,
      `manque : une identité numérique prend ${eidSettings.join(", ")} ensemble.`,
      `is missing: remote eIDs take ${eidSettings.join(", ")} together.`,
    );
  }
  if (issuer !== undefined && !issuer.startsWith("https://") && !isLoopback(issuer))
    read.report("AVAL_EID_ISSUER", "doit commencer par https://.", "must begin with https://.");
  const given = read.list("AVAL_EID_ACR");
  return {
    issuer: issuer ?? "",
    clientId: clientId ?? "",
    clientSecret: new Secret(secret ?? ""),
    acrValues: given.length > 0 ? given : ["eidas2", "eidas3"],
    scope: read.text("AVAL_EID_SCOPE") ?? eidScope,
  };
}

function readSteps(read: Read): readonly StepContact[] | undefined {
  const text = read.text("AVAL_STEPS_CONTACTS");
  const contacts = text === undefined ? undefined : readStepContacts(text);
  if (text !== undefined && !contacts)
    read.report(
      "AVAL_STEPS_CONTACTS",
      "n'est pas une liste de contacts en JSON : voyez docs/complaints.md.",
      "is no list of contacts in JSON: see docs/complaints.md.",
    );
  return contacts;
}

function readHelpContact(read: Read): string | undefined {
  const contact = read.text("AVAL_HELP_CONTACT");
  if (contact !== undefined && contact.length > 120)
    read.report(
      "AVAL_HELP_CONTACT",
      "compte plus de 120 caractères.",
      "has more than 120 characters.",
    );
  return contact;
}

/** A bare mail address is meant as one. What a browser would follow over http is not a place to tell a weakness to (RFC 9116, 2.5.3). */
function readSecurityContacts(read: Read): readonly string[] {
  return read.list("AVAL_SECURITY_CONTACT").map((given) => {
    const contact = /^[^\s:@]+@[^\s:@]+$/.test(given) ? `mailto:${given}` : given;
    if (!/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+|tel:\+?[0-9.()-]+)$/.test(contact))
      read.report(
        "AVAL_SECURITY_CONTACT",
        `: « ${given} » n'est ni une adresse de courriel, ni https://…, ni tel:+….`,
        `: "${given}" is neither a mail address, nor https://…, nor tel:+….`,
      );
    return contact;
  });
}

function readWitnesses(read: Read, mode: Config["mode"]): Config["witnesses"] {
  return read.list("AVAL_WITNESSES").flatMap((given) => {
    const [, address, key] = /^(https?:\/\/\S+) +([^\s+]+\+[0-9a-f]{8}\+\S+)$/.exec(given) ?? [];
    if (address && key && (mode === "sandbox" || address.startsWith("https:")))
      return [{ address, key }];
    read.report(
      "AVAL_WITNESSES",
      `: « ${given} » n'est pas une adresse https, un espace et la clé d'un témoin.`,
      `: "${given}" is not an https address, a space and a witness's key.`,
    );
    return [];
  });
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
