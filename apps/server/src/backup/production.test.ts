import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, globSync } from "node:fs";
import {
  chmod,
  chown,
  copyFile,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test, { after, before } from "node:test";
import { promisify } from "node:util";
import { connectOnce } from "#platform/database";
import { freePorts } from "../testing/ports.ts";
import { aval, endAll, type Program, startAval, until } from "../testing/programs.ts";

// Production whole, on a PostgreSQL that the system brings (Debian's packages): from init to a restore into another database, each
// program with the rights it has in docs/operate.md. Without such a PostgreSQL it is skipped, and says so.
const run = promisify(execFile);
const newest = globSync("/usr/lib/postgresql/*/bin/initdb").sort().at(-1);
const bin = newest && existsSync(join(dirname(newest), "pg_dump")) ? dirname(newest) : undefined;
const isRoot = process.getuid?.() === 0;
const skip = bin ? false : "no PostgreSQL of the system (postgresql and postgresql-client)";

const base = await freePorts(10);
const ports = { postgres: base + 9, server: base, inside: base + 1, pin: base + 2 };
const passphrase = "four words drawn at random";
let folder: string;
let postgres: ReturnType<typeof spawn> | undefined;
let server: Program | undefined;
let pin: Program | undefined;

const url = (role: string, database: string) =>
  `postgresql://${role}:secret-of-${role}@127.0.0.1:${ports.postgres}/${database}`;

const common = (database: string): Record<string, string> => ({
  AVAL_MODE: "production",
  AVAL_ISSUER: "https://id.example.fr/auth/realms/esante-wallet",
  AVAL_AUTHENTICATOR_ORIGIN: "https://phone.example.fr",
  AVAL_DESK_ORIGIN: "https://desk.example.fr",
  AVAL_DATABASE_URL: url("aval_server", database),
  AVAL_KEYS_DIR: join(folder, "keys"),
  AVAL_PIN_KEY_FILE: join(folder, "pin", "pin.key"),
  AVAL_PIN_URL: `http://127.0.0.1:${ports.pin}`,
  AVAL_SMTP_URL: "smtps://mail.example.fr",
  AVAL_MAIL_FROM: "Aval <aval@example.fr>",
  AVAL_BIND: "127.0.0.1",
  AVAL_PORT: String(ports.server),
  AVAL_METRICS_PORT: String(ports.inside),
  AVAL_LOG_LEVEL: "warn",
});

const asOwner = (database: string): Record<string, string> => ({
  ...common(database),
  AVAL_MIGRATE_DATABASE_URL: url("aval_owner", database),
  AVAL_PIN_DATABASE_URL: url("aval_pin", database),
  AVAL_PG_BIN: bin ?? "",
});

async function startPostgres(): Promise<void> {
  const data = join(folder, "postgres");
  await mkdir(data);
  // PostgreSQL refuses to run as root.
  const guest = isRoot ? { uid: 65_534, gid: 65_534 } : {};
  await chmod(folder, 0o711);
  if (isRoot) await chown(data, 65_534, 65_534);
  const programs = bin ?? "";
  await run(join(programs, "initdb"), ["-D", data, "-U", "admin", "-A", "trust", "--no-sync"], {
    ...guest,
    cwd: data,
  });
  const settings = [`port=${ports.postgres}`, "unix_socket_directories=", "fsync=off"];
  postgres = spawn(
    join(programs, "postgres"),
    ["-D", data, "-h", "127.0.0.1", ...settings.flatMap((one) => ["-c", one])],
    { ...guest, cwd: data, stdio: "ignore" },
  );
  const admin = `postgresql://admin@127.0.0.1:${ports.postgres}/postgres`;
  await until(() =>
    connectOnce(admin).then(
      (client) => client.end().then(() => true),
      () => false,
    ),
  );
  const client = await connectOnce(admin);
  for (const role of ["aval_owner", "aval_server", "aval_pin"])
    await client.query(`create role ${role} login password 'secret-of-${role}'`);
  for (const database of ["aval", "aval_again"])
    await client.query(`create database ${database} owner aval_owner`);
  await client.end();
  // From here on by password, as on a real one.
  await writeFile(join(data, "pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
  await run("kill", ["-HUP", String(postgres.pid)]);
}

before(
  async () => {
    if (skip) return;
    folder = await mkdtemp(join(tmpdir(), "aval-production-"));
    await startPostgres();
  },
  { timeout: 300_000 },
);

after(async () => {
  if (skip) return;
  await server?.end();
  await pin?.end();
  endAll();
  if (postgres) {
    const left = once(postgres, "exit");
    postgres.kill("SIGINT");
    await left;
  }
  await rm(folder, { recursive: true, force: true });
});

async function startPin(database: string): Promise<void> {
  const secret = (await readFile(join(folder, "keys", "pin-internal.secret"), "utf8")).trim();
  pin = startAval(["pin-service", "--port", String(ports.pin)], {
    AVAL_MODE: "production",
    AVAL_PIN_DATABASE_URL: url("aval_pin", database),
    AVAL_PIN_KEY_FILE: join(folder, "pin", "pin.key"),
    AVAL_PIN_SECRET: secret,
    AVAL_LOG_LEVEL: "warn",
  });
  await until(
    () =>
      fetch(`http://127.0.0.1:${ports.pin}/readyz`).then(
        (a) => a.ok,
        () => false,
      ),
    pin,
  );
}

async function startServer(database: string): Promise<void> {
  server = startAval(["serve"], common(database));
  await until(
    () =>
      fetch(`http://127.0.0.1:${ports.inside}/readyz`).then(
        (a) => a.ok,
        () => false,
      ),
    server,
  );
}

/** fetch cannot say another Host. */
function asked(path: string, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const question = request(
      { port: ports.server, host: "127.0.0.1", path, headers: { host } },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      },
    );
    question.on("error", reject);
    question.end();
  });
}

type Finding = { check: string; level: "ok" | "warn" | "wrong" };

async function doctor(database: string): Promise<Record<string, Finding["level"]>> {
  const { out, said } = await aval(["doctor", "--json"], common(database));
  assert.ok(out, said);
  return Object.fromEntries(
    (JSON.parse(out) as Finding[]).map(({ check, level }) => [check, level]),
  );
}

test("from init to serve, each program with its own role: what is missing is said in one sentence, and doctor ends without a NON", {
  skip,
  timeout: 240_000,
}, async () => {
  const checked = await aval(["config", "check", "--json"], common("aval"));
  assert.equal(checked.status, 0, checked.said);
  const early = await aval(["serve"], common("aval"));
  assert.match(early.said, /lacks migration 0001_platform\.sql: run "aval migrate"/);
  const keyless = await aval(["migrate"], asOwner("aval"));
  assert.match(keyless.said, /There are no keys .*aval init/);
  const made = await aval(["init", "--root", join(folder, "root.json"), "--json"], common("aval"));
  assert.equal(made.status, 0, made.said);
  const unowned = await aval(["migrate"], common("aval"));
  assert.match(unowned.said, /AVAL_MIGRATE_DATABASE_URL/);
  const migrated = await aval(["migrate"], asOwner("aval"));
  assert.equal(migrated.status, 0, migrated.said);

  await startPin("aval");
  await startServer("aval");
  assert.equal(
    await asked("/auth/realms/esante-wallet/.well-known/openid-configuration", "id.example.fr"),
    200,
  );
  assert.equal(await asked("/api/keys", "phone.example.fr"), 200);
  assert.equal(await asked("/metrics", "id.example.fr"), 404);

  const found = await doctor("aval");
  assert.equal(found["pin copy"], "wrong", "nobody has tested a copy of the PIN program's key");
  assert.equal(found["standby"], "warn");
  assert.equal(found["roles"], "ok");
  const keyFile = join(folder, "pin", "pin.key");
  const copy = join(folder, "copy-of-pin.key");
  const onPin = { AVAL_PIN_KEY_FILE: keyFile };
  await writeFile(copy, Buffer.alloc(32));
  assert.equal((await aval(["pin-copy", copy], onPin)).status, 1);
  assert.equal((await doctor("aval"))["pin copy"], "wrong");
  await copyFile(keyFile, copy);
  assert.equal((await aval(["pin-copy", copy], onPin)).status, 0);
  const after = await doctor("aval");
  assert.deepEqual(
    Object.entries(after).filter(([, level]) => level === "wrong"),
    [],
  );
});

test("backed up by the server's own pg_dump while it serves, restored into an empty database, it serves again and its log is whole", {
  skip,
  timeout: 240_000,
}, async () => {
  const added = await aval(
    [
      "client",
      "add",
      "--id",
      "register-1",
      "--name",
      "Registre",
      "--redirect-uri",
      "https://register.example.fr/cb",
      "--json",
    ],
    common("aval"),
  );
  assert.equal(added.status, 0, added.said);
  const secretFile = join(folder, "passphrase");
  await writeFile(secretFile, `${passphrase}\n`);
  const out = join(folder, "production.backup");

  const open = await aval(["backup", "--out", out], asOwner("aval"));
  assert.match(open.said, /carries no keys in clear: give --passphrase-file/);
  const toolless = await aval(["backup", "--out", out, "--without-keys"], {
    ...asOwner("aval"),
    AVAL_PG_BIN: folder,
  });
  assert.equal(toolless.status, 1);
  assert.match(toolless.said, /There is no pg_dump in .*postgresql-client/);
  assert.equal(existsSync(out), false, "a backup that failed has no name");
  const sealed = ["--passphrase-file", secretFile];
  const done = await aval(["backup", "--out", out, ...sealed, "--json"], asOwner("aval"));
  assert.equal(done.status, 0, done.said);
  assert.deepEqual((JSON.parse(done.out) as { holds: string[] }).holds, ["database", "keys"]);
  assert.equal((await stat(out)).mode & 0o777, 0o600);
  assert.doesNotMatch((await readFile(out)).toString("latin1"), /register-1|PRIVATE/);

  await server?.end();
  await pin?.end();
  const full = await aval(["restore", "--from", out, ...sealed], asOwner("aval"));
  assert.match(full.said, /This database is not empty: make another/);
  await rm(join(folder, "keys"), { recursive: true });
  const restored = await aval(["restore", "--from", out, ...sealed], asOwner("aval_again"));
  assert.equal(restored.status, 0, restored.said);

  await startPin("aval_again");
  await startServer("aval_again");
  const shown = await aval(["client", "show", "register-1", "--json"], common("aval_again"));
  assert.equal(shown.status, 0, shown.said);
  const verified = await aval(["audit", "verify", "--json"], common("aval_again"));
  assert.equal(verified.status, 0, verified.said);
  assert.equal((await doctor("aval_again"))["roles"], "ok");
});
