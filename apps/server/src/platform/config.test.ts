import assert from "node:assert/strict";
import { test } from "node:test";
import { describeConfig, readConfig, readMode, settingsTable } from "./config.ts";
import { readPinConfig } from "./pin-config.ts";

const world = {
  readFile: (path: string) => {
    if (path === "/run/secrets/database") return "postgresql://aval:from-file@db/aval\n";
    throw new Error("no such file");
  },
  cwd: "/home/somebody",
  root: "/srv/aval",
};
const read = (environment: Record<string, string>) => readConfig(environment, world);

function accepted(environment: Record<string, string>) {
  const outcome = read(environment);
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value;
}

function problemsOf(environment: Record<string, string>): readonly string[] {
  const outcome = read(environment);
  assert.equal(outcome.ok, false);
  return outcome.ok ? [] : outcome.problems.map(({ setting }) => setting).sort();
}

const production = {
  AVAL_MODE: "production",
  AVAL_ISSUER: "https://id.example.fr/auth/realms/esante-wallet",
  AVAL_AUTHENTICATOR_ORIGIN: "https://phone.example.fr",
  AVAL_DESK_ORIGIN: "https://desk.example.fr",
  AVAL_DATABASE_URL: "postgresql://aval:secret-word@db/aval",
  AVAL_KEYS_DIR: "/etc/aval/keys",
};

test("with nothing set it is the sandbox, on loopback, at the addresses people were told", () => {
  const config = accepted({});
  assert.equal(config.mode, "sandbox");
  assert.equal(config.bind, "127.0.0.1");
  assert.equal(config.issuer, "http://localhost:4400/auth/realms/esante-wallet");
  assert.deepEqual(config.origins, {
    login: "http://localhost:4400",
    authenticator: "http://phone.localhost:4401",
    desk: "http://desk.localhost:4402",
    register: "http://register.localhost:4403",
    results: "http://results.localhost:4404",
    pharmacy: "http://pharmacy.localhost:4405",
    mail: "http://mail.localhost:4406",
    card: "https://card.localhost:4407",
    eid: "http://eid.localhost:4408",
  });
  assert.equal(config.dataDir, "/srv/aval/.aval");
  assert.equal(config.keysDir, "/srv/aval/.aval/keys");
  assert.deepEqual(config.database, { kind: "embedded" });
});

test("the sandbox's addresses follow its port", () => {
  const config = accepted({ AVAL_PORT: "5500" });
  assert.equal(config.issuer, "http://localhost:5500/auth/realms/esante-wallet");
  assert.equal(config.origins.register, "http://register.localhost:5503");
});

test("a folder that was given is relative to where the command was typed", () => {
  assert.equal(accepted({ AVAL_DATA_DIR: "state" }).dataDir, "/home/somebody/state");
  assert.equal(accepted({ AVAL_DATA_DIR: "/var/lib/aval" }).keysDir, "/var/lib/aval/keys");
});

test("every problem is told at once", () => {
  assert.deepEqual(
    problemsOf({
      AVAL_MODE: "prod",
      AVAL_PORT: "70000",
      AVAL_ISSUER: "nowhere",
      AVAL_AUTHENTICATOR_ORIGIN: "http://phone.localhost:4401/path",
      AVAL_DATABASE_URL: "mysql://x/y",
      AVAL_LOG_LEVEL: "loud",
      AVAL_BRAND_FILE: "/nowhere",
    }),
    [
      "AVAL_AUTHENTICATOR_ORIGIN",
      "AVAL_BRAND",
      "AVAL_DATABASE_URL",
      "AVAL_ISSUER",
      "AVAL_LOG_LEVEL",
      "AVAL_MODE",
      "AVAL_PORT",
    ],
  );
});

test("the mode alone is read as all settings are: from its file, and never guessed", () => {
  const files: Readonly<Record<string, string>> = { "/run/mode": "production\n" };
  const world = {
    readFile: (path: string) => {
      const text = files[path];
      if (text === undefined) throw new Error(`no ${path}`);
      return text;
    },
    cwd: "/",
    root: "/",
  };
  const modeOf = (given: Record<string, string>) => {
    const outcome = readMode(given, world);
    return outcome.ok ? outcome.value : "refused";
  };
  assert.equal(modeOf({}), "sandbox");
  assert.equal(modeOf({ AVAL_MODE: " production " }), "production");
  assert.equal(modeOf({ AVAL_MODE_FILE: "/run/mode" }), "production");
  assert.equal(modeOf({ AVAL_MODE_FILE: "/run/none" }), "refused");
  assert.equal(modeOf({ AVAL_MODE: "Production" }), "refused");
});

test("the sandbox stays on this machine: no other issuer, no other bind", () => {
  assert.deepEqual(
    problemsOf({ AVAL_ISSUER: "http://192.168.1.4:4400/auth/realms/esante-wallet" }),
    ["AVAL_ISSUER"],
  );
  assert.deepEqual(problemsOf({ AVAL_ISSUER: "http://localhost.evil.example/x" }), ["AVAL_ISSUER"]);
  assert.deepEqual(problemsOf({ AVAL_AUTHENTICATOR_ORIGIN: "https://phone.example.fr" }), [
    "AVAL_AUTHENTICATOR_ORIGIN",
  ]);
  assert.deepEqual(problemsOf({ AVAL_BIND: "0.0.0.0" }), ["AVAL_BIND"]);
  for (const host of ["localhost", "id.localhost", "127.0.0.1", "127.8.8.8", "[::1]"]) {
    assert.equal(accepted({ AVAL_ISSUER: `http://${host}:4400/r` }).mode, "sandbox");
  }
});

test("production needs its addresses, its database and its keys, and refuses http", () => {
  assert.deepEqual(problemsOf({ AVAL_MODE: "production" }), [
    "AVAL_AUTHENTICATOR_ORIGIN",
    "AVAL_DATABASE_URL",
    "AVAL_ISSUER",
    "AVAL_KEYS_DIR",
  ]);
  assert.deepEqual(problemsOf({ ...production, AVAL_ISSUER: "http://id.example.fr/r" }), [
    "AVAL_ISSUER",
  ]);
  assert.deepEqual(
    problemsOf({ ...production, AVAL_AUTHENTICATOR_ORIGIN: "http://phone.example.fr" }),
    ["AVAL_AUTHENTICATOR_ORIGIN"],
  );
  const config = accepted(production);
  assert.equal(config.bind, "0.0.0.0");
  assert.equal(config.origins.login, "https://id.example.fr");
});

test("two origins on one host are refused, whatever their ports: they would share cookies and passkeys", () => {
  assert.deepEqual(
    problemsOf({ ...production, AVAL_AUTHENTICATOR_ORIGIN: "https://id.example.fr:8443" }),
    ["AVAL_AUTHENTICATOR_ORIGIN"],
  );
  assert.deepEqual(problemsOf({ AVAL_AUTHENTICATOR_ORIGIN: "http://localhost:4401" }), [
    "AVAL_AUTHENTICATOR_ORIGIN",
  ]);
});

test("a secret can come from a file, and not from both", () => {
  const config = accepted({ AVAL_DATABASE_URL_FILE: "/run/secrets/database" });
  assert.equal(
    config.database.kind === "given" && config.database.url.reveal(),
    "postgresql://aval:from-file@db/aval",
  );
  assert.deepEqual(
    problemsOf({
      AVAL_DATABASE_URL: "postgresql://a:b@c/d",
      AVAL_DATABASE_URL_FILE: "/run/secrets/database",
    }),
    ["AVAL_DATABASE_URL"],
  );
});

test("the owner comes with both other roles; the server's role alone is enough to serve", () => {
  const one = "postgresql://a:b@c/d";
  assert.deepEqual(problemsOf({ AVAL_DATABASE_URL: one, AVAL_MIGRATE_DATABASE_URL: one }), [
    "AVAL_PIN_DATABASE_URL",
  ]);
  assert.deepEqual(problemsOf({ AVAL_PIN_DATABASE_URL: one, AVAL_MIGRATE_DATABASE_URL: one }), [
    "AVAL_DATABASE_URL",
  ]);
  accepted({ AVAL_DATABASE_URL: one });
  accepted({ AVAL_DATABASE_URL: one, AVAL_PIN_DATABASE_URL: one });
});

test("in production the way to a PIN program elsewhere is encrypted, since their secret passes there", () => {
  accepted({ ...production, AVAL_PIN_URL: "http://127.0.0.1:4490" });
  accepted({ ...production, AVAL_PIN_URL: "https://pin.internal:4490" });
  const open = { ...production, AVAL_PIN_URL: "http://pin.internal:4490" };
  assert.deepEqual(problemsOf(open), ["AVAL_PIN_URL"]);
  accepted({ AVAL_PIN_URL: "http://127.0.0.1:4490" });
  assert.deepEqual(problemsOf({ AVAL_PIN_SECRET: "too-short" }), ["AVAL_PIN_SECRET"]);
});

const pinProduction = {
  AVAL_MODE: "production",
  AVAL_PIN_DATABASE_URL: "postgresql://aval_pin:secret-word@db/aval",
  AVAL_PIN_KEY_FILE: "/var/lib/aval-pin/pin.key",
  AVAL_PIN_SECRET: "x".repeat(43),
};

test("the PIN program apart asks for its own three settings, and refuses to hold the server's or the owner's database role", () => {
  const outcome = readPinConfig({ ...pinProduction, AVAL_PIN_URL: "http://127.0.0.1:4490" }, world);
  assert.ok(outcome.ok);
  assert.deepEqual(outcome.value.hosts, ["127.0.0.1:4490"]);
  assert.doesNotMatch(JSON.stringify(outcome), /secret-word|xxxx/);
  const wrong = (environment: Record<string, string>) => {
    const read = readPinConfig(environment, world);
    return read.ok ? [] : read.problems.map(({ setting }) => setting).sort();
  };
  assert.deepEqual(wrong({}), ["AVAL_PIN_DATABASE_URL", "AVAL_PIN_KEY_FILE", "AVAL_PIN_SECRET"]);
  for (const setting of ["AVAL_DATABASE_URL", "AVAL_MIGRATE_DATABASE_URL"])
    assert.deepEqual(wrong({ ...pinProduction, [setting]: "postgresql://a:b@c/d" }), [setting]);
});

test("mail goes out by a server and from an address, both or neither, and their password is told nowhere", () => {
  const mail = {
    AVAL_SMTP_URL: "smtps://aval:secret-word@mail.example.fr",
    AVAL_MAIL_FROM: "Aval <aval@example.fr>",
  };
  assert.equal(accepted({ ...production, ...mail }).mail?.from, "Aval <aval@example.fr>");
  assert.equal(accepted(production).mail, undefined);
  const { AVAL_SMTP_URL, AVAL_MAIL_FROM } = mail;
  assert.deepEqual(problemsOf({ ...production, AVAL_SMTP_URL }), ["AVAL_MAIL_FROM"]);
  assert.deepEqual(problemsOf({ ...production, AVAL_MAIL_FROM }), ["AVAL_SMTP_URL"]);
  for (const url of ["mail.example.fr", "http://mail.example.fr", "smtp:///"])
    assert.deepEqual(problemsOf({ ...mail, AVAL_SMTP_URL: url }), ["AVAL_SMTP_URL"], url);
  for (const from of ["aval", "a@b, c@d", "Aval <a@b>\r\nBcc: <c@d>"])
    assert.deepEqual(problemsOf({ ...mail, AVAL_MAIL_FROM: from }), ["AVAL_MAIL_FROM"], from);
  const told = JSON.stringify(accepted({ ...production, ...mail }));
  assert.doesNotMatch(told, /secret-word/);
});

test("a password is printed nowhere: not in the description, not in a problem, not in JSON", () => {
  const config = accepted(production);
  assert.doesNotMatch(describeConfig(config).join("\n") + JSON.stringify(config), /secret-word/);
  const outcome = read({ AVAL_DATABASE_URL: "postgres:secret-word@nowhere" });
  assert.equal(outcome.ok, false);
  assert.doesNotMatch(JSON.stringify(outcome), /secret-word/);
});

test("a mistyped setting is told, with the one that was meant, and stops nothing", () => {
  const outcome = read({ AVAL_DATABSE_URL: "postgresql://a:b@c/d" });
  assert.ok(outcome.ok);
  assert.match(outcome.warnings[0]?.en ?? "", /did you mean AVAL_DATABASE_URL/);
});

test("every setting says what it is for, and its problems are told in both languages", () => {
  for (const [name, meaning] of Object.entries(settingsTable)) assert.ok(meaning.length > 10, name);
  const outcome = read({
    AVAL_MODE: "x",
    AVAL_PORT: "x",
    AVAL_ISSUER: "x",
    AVAL_BRAND: "x".repeat(50),
    AVAL_DATABASE_URL: "x",
  });
  assert.equal(outcome.ok, false);
  if (!outcome.ok)
    for (const { fr, en } of outcome.problems)
      assert.ok(fr.length > 5 && en.length > 5 && fr !== en);
});

test("telephones are told by an account, its token and a sender together, over TLS, where a link has room", () => {
  assert.equal(accepted({}).sms, undefined);
  const all = { AVAL_SMS_ACCOUNT: "AC1", AVAL_SMS_TOKEN: "token", AVAL_SMS_FROM: "+33939000000" };
  const { sms } = accepted(all);
  assert.deepEqual(
    [sms?.url, sms?.account, sms?.from],
    ["https://api.dublin.ie1.twilio.com", "AC1", "+33939000000"],
  );
  assert.equal(sms?.token.reveal(), "token");
  for (const name of Object.keys(all)) {
    const { [name as keyof typeof all]: _, ...rest } = all;
    assert.deepEqual(problemsOf(rest), [name]);
  }
  assert.deepEqual(problemsOf({ ...all, AVAL_SMS_FROM: "Un nom trop long" }), ["AVAL_SMS_FROM"]);
  assert.deepEqual(problemsOf({ ...all, AVAL_SMS_URL: "http://sms.example.org" }), [
    "AVAL_SMS_URL",
  ]);
  const long = `https://connexion.${"x".repeat(30)}.example.org`;
  assert.deepEqual(problemsOf({ ...production, ...all, AVAL_LOGIN_ORIGIN: long }), [
    "AVAL_LOGIN_ORIGIN",
  ]);
});
