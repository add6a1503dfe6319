import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { access, copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { testDatabase } from "#platform/testing";
import { freePorts } from "./testing/ports.ts";

// One sandbox, as people start it: by the command, in a process of its own, and stopped and killed as they come.
const command = join(import.meta.dirname, "aval.ts");
const started = new Set<ChildProcess>();
let folder: string;
let environment: NodeJS.ProcessEnv;
let port: number;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "aval-main-"));
  port = await freePorts(10);
  environment = {
    ...process.env,
    AVAL_DATA_DIR: join(folder, "state"),
    AVAL_PORT: String(port),
    AVAL_LOG_LEVEL: "warn",
  };
});

after(async () => {
  for (const child of started) child.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

type Running = { readonly child: ChildProcess; readonly said: () => string };

function run(words: readonly string[], more: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(process.execPath, [command, ...words], {
    env: { ...environment, ...more },
    // With a channel to its parent, as npm start gives it one: a server that does not start must not stay for its sake.
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  started.add(child);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (text += chunk));
  return { child, said: () => text };
}

async function aval(...words: readonly string[]): Promise<{ status: number | null; said: string }> {
  const { child, said } = run(words);
  const [status] = (await once(child, "close")) as [number | null];
  return { status, said: said() };
}

async function startSandbox(): Promise<Running> {
  const running = run(["sandbox"]);
  await until(async () => {
    if (running.child.exitCode !== null) assert.fail(running.said());
    return (await readiness()) === 200;
  });
  return running;
}

const readiness = () =>
  fetch(`http://localhost:${port}/readyz`).then(
    ({ status }) => status,
    () => 0,
  );

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 1_200; attempt++) {
    if (await holds()) return;
    await delay(50);
  }
  assert.fail("it never came about");
}

async function end({ child }: Running, signal: NodeJS.Signals): Promise<number | null> {
  const left = once(child, "exit");
  child.kill(signal);
  await left;
  return child.exitCode;
}

async function postmasterPid(): Promise<number> {
  const text = await readFile(join(folder, "state", "postgres", "postmaster.pid"), "utf8").catch(
    () => "0",
  );
  return Number(text.split("\n")[0]);
}

test("a sandbox starts on nothing, says where it is, and a second one on its data is refused in words", {
  timeout: 300_000,
}, async () => {
  const running = await startSandbox();
  assert.match(running.said(), new RegExp(`http://localhost:${port}/auth/realms/esante-wallet`));
  assert.match(running.said(), /Ctrl-C pour arrêter/);
  const second = await aval("sandbox");
  assert.equal(second.status, 1);
  assert.match(second.said, /Un serveur Aval tourne déjà sur/);
  assert.match(second.said, /An Aval server already runs on/);
  assert.equal(await readiness(), 200, "and the first goes on");
  assert.equal(await end(running, "SIGTERM"), 0, running.said());
  assert.equal(await postmasterPid(), 0, "PostgreSQL stopped with it");
});

test("commands beside it join its database; the clock moves days at once for whoever asks", {
  timeout: 300_000,
}, async () => {
  const running = await startSandbox();
  const now = async () =>
    ((await (await fetch(`http://127.0.0.1:${port + 1}/api/time`)).json()) as { now: number }).now;
  const before = await now();
  const moved = await aval("sandbox", "clock", "--advance", "8d", "--json");
  assert.equal(moved.status, 0, moved.said);
  assert.ok((await now()) - before >= 8 * 86_400);
  for (const words of [
    ["doctor"],
    ["audit", "verify", "--json"],
    ["migrate", "--json"],
    ["keys", "list"],
  ]) {
    const { status, said } = await aval(...words);
    assert.equal(status, 0, `${words.join(" ")}: ${said}`);
  }
  assert.equal(await readiness(), 200, "a clock moved on purpose is no skew");
  assert.equal(await end(running, "SIGINT"), 0, running.said());
});

test("a server killed outright comes back on the same data, and nothing is left of the dead one", {
  timeout: 300_000,
}, async () => {
  const killed = await startSandbox();
  await end(killed, "SIGKILL");
  const again = await startSandbox();
  assert.equal(await end(again, "SIGTERM"), 0);
  assert.equal(await postmasterPid(), 0);
});

test("a PostgreSQL killed under the server is started again, and the server is ready without a restart", {
  timeout: 300_000,
}, async () => {
  const running = await startSandbox();
  const pid = await postmasterPid();
  process.kill(pid, "SIGKILL");
  await until(async () => {
    const now = await postmasterPid();
    return now !== 0 && now !== pid && (await readiness()) === 200;
  });
  const second = await aval("sandbox");
  assert.match(
    second.said,
    /An Aval server already runs on/,
    "it has taken its right to serve again",
  );
  assert.equal(await end(running, "SIGTERM"), 0, running.said());
});

test("a port that is taken is named, and nothing stays behind", { timeout: 300_000 }, async () => {
  const blocker = createServer().listen(port + 1, "127.0.0.1");
  await once(blocker, "listening");
  const { status, said } = await aval("sandbox");
  const first = run(["sandbox"], { AVAL_DATA_DIR: join(folder, "first") });
  const [refused] = (await once(first.child, "close")) as [number | null];
  blocker.close();
  assert.equal(status, 1);
  assert.match(said, new RegExp(`Port ${port + 1} is taken`));
  assert.equal(await postmasterPid(), 0);
  assert.equal(refused, 1);
  assert.match(first.said(), new RegExp(`Port ${port + 1} is taken`));
  await assert.rejects(access(join(folder, "first")), "a first start makes no folder");
});

test("a database that does not answer is named at once, without its password", {
  timeout: 300_000,
}, async () => {
  const { child, said } = run(["serve"], {
    AVAL_MODE: "production",
    AVAL_ISSUER: "https://id.example.fr/auth/realms/esante-wallet",
    AVAL_AUTHENTICATOR_ORIGIN: "https://phone.example.fr",
    AVAL_DESK_ORIGIN: "https://desk.example.fr",
    AVAL_DATABASE_URL: "postgresql://nobody:x@127.0.0.1:1/aval",
    AVAL_KEYS_DIR: join(folder, "state", "keys"),
  });
  const [status] = await once(child, "close");
  assert.equal(status, 1);
  assert.match(said(), /PostgreSQL does not answer at 127\.0\.0\.1:1\/aval/);
  assert.doesNotMatch(said(), /:x@/);
});

test("production serves with keys made once by init, and refuses a sandbox's keys and a sandbox's database", {
  timeout: 300_000,
}, async () => {
  const database = await testDatabase();
  const production = {
    AVAL_MODE: "production",
    AVAL_ISSUER: "https://id.example.fr/auth/realms/esante-wallet",
    AVAL_AUTHENTICATOR_ORIGIN: "https://phone.example.fr",
    AVAL_DESK_ORIGIN: "https://desk.example.fr",
    AVAL_LOGIN_ORIGIN: "https://wallet.example.fr",
    AVAL_BIND: "127.0.0.1",
    // A node is given the server's role, and the PIN program's since it runs that in its own process; never the owner's.
    AVAL_DATABASE_URL: database.serverUrl,
    AVAL_PIN_DATABASE_URL: database.pinUrl,
    AVAL_METRICS_PORT: String(port + 2),
    AVAL_DATA_DIR: join(folder, "production"),
    AVAL_KEYS_DIR: join(folder, "production", "keys"),
  };
  const ended = async (words: readonly string[], more: NodeJS.ProcessEnv) => {
    const { child, said } = run(words, { ...production, ...more });
    const [status] = (await once(child, "close")) as [number | null];
    return { status, said: said() };
  };
  const early = await ended(["serve"], {});
  assert.match(early.said, /There are no keys/);
  const root = join(folder, "root-offline.json");
  const inside = join(folder, "production", "keys", "root.json");
  assert.match((await ended(["init", "--root", inside], {})).said, /a file of another folder/);
  assert.equal((await ended(["init", "--root", root], {})).status, 0);
  assert.match((await ended(["init", "--root", root], {})).said, /replaces none/);
  const forgotten = join(folder, "production", "keys", "aval-root.json");
  await copyFile(root, forgotten);
  assert.match((await ended(["doctor"], {})).said, /NON root/);
  await rm(forgotten);
  assert.match((await ended(["doctor"], {})).said, /ok {2}root/);
  const owners = { AVAL_MIGRATE_DATABASE_URL: database.url };
  assert.match((await ended(["migrate"], {})).said, /This needs the owner's role/);
  assert.match((await ended(["migrate", "--dry-run", "--json"], owners)).said, /"planned":\[\]/);
  assert.match((await ended(["serve"], {})).said, /not taken into use yet: run "aval migrate"/);
  assert.equal((await ended(["migrate"], owners)).status, 0);
  const otherKeys = await ended(["serve"], { AVAL_KEYS_DIR: join(folder, "state", "keys") });
  assert.match(otherKeys.said, /made for "sandbox"/);

  const running = run(["serve"], production);
  const ready = () => asked(port, "/readyz", "id.example.fr");
  await until(async () => {
    if (running.child.exitCode !== null) assert.fail(running.said());
    return (await ready()) === 200;
  });
  assert.equal(
    await asked(port, "/developer/people.json", "id.example.fr"),
    404,
    "nothing of the sandbox",
  );
  assert.equal(await asked(port, "/readyz", "127.0.0.1"), 421, "and no Host but its own");
  const document = "/auth/realms/esante-wallet/.well-known/openid-configuration";
  assert.equal(await asked(port, document, "id.example.fr"), 200, "services come to the issuer");
  assert.equal(await asked(port, "/auth", "wallet.example.fr"), 400, "browsers to the pages");
  assert.equal(await asked(port, "/metrics", "id.example.fr"), 404, "figures are not public");
  const figures = await fetch(`http://127.0.0.1:${port + 2}/metrics`);
  assert.match(await figures.text(), /^aval_pin_up\{program="server"\} 1$/m);
  assert.equal((await fetch(`http://127.0.0.1:${port + 2}/readyz`)).status, 200);
  assert.equal(await asked(port + 2, "/metrics", "id.example.fr"), 421);
  assert.equal(await end(running, "SIGTERM"), 0, running.said());

  const asSandbox = {
    AVAL_MODE: "sandbox",
    AVAL_ISSUER: "",
    AVAL_LOGIN_ORIGIN: "",
    AVAL_AUTHENTICATOR_ORIGIN: "",
    AVAL_DESK_ORIGIN: "",
    AVAL_BIND: "",
  };
  const back = await ended(["sandbox"], {
    ...asSandbox,
    ...owners,
    AVAL_KEYS_DIR: join(folder, "state", "keys"),
  });
  assert.equal(back.status, 1);
  assert.match(back.said, /made for "production": it will never serve as "sandbox"/);
  await database.close();
});

/** fetch cannot say another Host. */
function asked(at: number, path: string, host: string): Promise<number> {
  return new Promise((resolve) => {
    const question = request({ port: at, host: "127.0.0.1", path, headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    question.on("error", () => resolve(0));
    question.end();
  });
}

test("a word that is no command is told with the nearest one, and the status is 2", async () => {
  const { status, said } = await aval("sandbx");
  assert.equal(status, 2);
  assert.match(said, /Did you mean "aval sandbox"\?/);
  assert.equal((await aval()).status, 2);
  assert.equal((await aval("--help")).status, 0);
  const wrong = await aval("doctor", "--loud");
  assert.equal(wrong.status, 2);
  assert.match(wrong.said, /aval doctor \[--json\]/);
});

test("every command has its help, and none of them starts anything to tell it", async () => {
  const { said } = await aval("--help");
  const names = [...said.matchAll(/^ {2}aval ([a-z -]+?) {2}/gm)].map(
    (match) => match[1] as string,
  );
  assert.ok(names.length > 10);
  await Promise.all(
    names.map(async (name) => {
      const help = await aval(...name.split(" "), "--help");
      assert.equal(help.status, 0, name);
      assert.match(help.said, new RegExp(`aval ${name.split(" ")[0]}`), name);
    }),
  );
});
