import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { connectOnce } from "./database.ts";
import { openPostgres } from "./postgres.ts";
import { derivedUrls, loginOf } from "./roles.ts";

// One data folder for all of them: to make one costs more than everything else here.
let folder: string;
let dataDir: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "aval-postgres-test-"));
  dataDir = join(folder, "state");
});
after(async () => {
  for (const child of users) child.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

const users = new Set<ChildProcess>();

/** Another process that opens the same PostgreSQL and keeps it until it is told to end. */
async function otherUser(): Promise<ChildProcess & { readonly owner: string }> {
  const code = `
    const { openPostgres } = await import(${JSON.stringify(join(import.meta.dirname, "postgres.ts"))});
    const opened = await openPostgres({ dataDir: ${JSON.stringify(dataDir)}, durable: false });
    console.log(opened.urls.owner);
    process.stdin.once("data", async () => { await opened.close(); process.exit(0); });`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  users.add(child);
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
  return Object.assign(child, { owner: String(line).trim() });
}

async function end(child: ChildProcess, how: "politely" | "killed"): Promise<void> {
  const left = once(child, "exit");
  if (how === "killed") child.kill("SIGKILL");
  else child.stdin?.write("end\n");
  await left;
}

async function postmasterPid(): Promise<number | undefined> {
  const text = await readFile(join(dataDir, "postgres", "postmaster.pid"), "utf8").catch(() => "");
  return text ? Number(text.split("\n")[0]) : undefined;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 1_000; attempt++) {
    if (await holds()) return;
    await delay(20);
  }
  assert.fail("it never came about");
}

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = await connectOnce(url);
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

test("two first starts at once end with one PostgreSQL, whose rows both see", async () => {
  const [one, two] = await Promise.all([otherUser(), otherUser()]);
  assert.equal(one.owner, two.owner);
  await ask(one.owner, "create table public.kept (n integer); insert into public.kept values (1)");
  await end(one, "politely");
  assert.deepEqual(await ask(two.owner, "select n from public.kept"), [{ n: 1 }]);
  await end(two, "politely");
  assert.equal(await postmasterPid(), undefined, "the last user stopped it");
});

test("the last user that is killed leaves no PostgreSQL behind, and loses nothing it was told was kept", async () => {
  const user = await otherUser();
  await ask(
    user.owner,
    "create table public.kept7 (n integer); insert into public.kept7 values (7)",
  );
  await end(user, "killed");
  await until(async () => (await postmasterPid()) === undefined);
  const again = await openPostgres({ dataDir, durable: false });
  assert.deepEqual(await ask(again.urls.owner, "select n from public.kept7"), [{ n: 7 }]);
  await again.close();
});

test("a PostgreSQL whose starter and keeper were both killed is adopted by whoever comes next", async () => {
  const starter = await otherUser();
  const pid = await postmasterPid();
  // Without its keeper nobody stops PostgreSQL when the pipe closes: an orphan, as a killed group leaves one.
  for (const keeper of await keepersOf(starter.owner)) process.kill(keeper, "SIGKILL");
  await end(starter, "killed");
  await delay(100);
  assert.equal(await postmasterPid(), pid, "it runs alone");
  const adopted = await openPostgres({ dataDir, durable: false });
  assert.equal(await postmasterPid(), pid);
  await ask(adopted.urls.owner, "select 1");
  await adopted.close();
  assert.equal(await postmasterPid(), undefined, "and it is stopped as if it had been ours");
});

/** The shell and the reader of its pipe, found by the socket's folder in their command line. */
async function keepersOf(url: string): Promise<number[]> {
  const socketFolder = new URL(url).searchParams.get("host") as string;
  const found: number[] = [];
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const words = await readFile(`/proc/${name}/cmdline`, "utf8").catch(() => "");
    if (words.includes(`${socketFolder}/users`)) found.push(Number(name));
  }
  return found;
}

test("a PostgreSQL killed under its user comes back at the same address with every committed row", async () => {
  const opened = await openPostgres({ dataDir });
  await ask(
    opened.urls.owner,
    "create table public.kept3 (n integer); insert into public.kept3 values (3)",
  );
  process.kill((await postmasterPid()) as number, "SIGKILL");
  await opened.revive();
  assert.deepEqual(await ask(opened.urls.owner, "select n from public.kept3"), [{ n: 3 }]);
  await opened.close();
});

test("a file of a killed PostgreSQL whose number another program now has does not stop the start", async () => {
  const first = await openPostgres({ dataDir, durable: false });
  const pidFile = join(dataDir, "postgres", "postmaster.pid");
  const text = await readFile(pidFile, "utf8");
  await first.close();
  // Our parent lives and is no PostgreSQL.
  await writeFile(pidFile, text.replace(/^\d+/, String(process.ppid)));
  const second = await openPostgres({ dataDir, durable: false });
  await ask(second.urls.owner, "select 1");
  await second.close();
});

test("the password file is ours alone, and only PostgreSQL's folder is given away", async () => {
  const opened = await openPostgres({ dataDir, durable: false });
  assert.equal((await stat(join(dataDir, "postgres.json"))).mode & 0o777, 0o600);
  const isRoot = process.getuid?.() === 0;
  assert.equal((await stat(dataDir)).mode & 0o777, isRoot ? 0o711 : 0o700);
  assert.equal((await stat(dataDir)).uid, process.getuid?.());
  assert.equal((await stat(join(dataDir, "postgres"))).uid, isRoot ? 65_534 : process.getuid?.());
  await opened.close();
});

test("the socket stands in a short folder of its own, however deep the data folder, and is gone after the last user", async () => {
  // The folder above is 0700: as root, PostgreSQL's user cannot come by this path at all.
  assert.equal((await stat(folder)).mode & 0o777, 0o700);
  const opened = await openPostgres({ dataDir: join(folder, "a".repeat(120)), durable: false });
  const socketFolder = new URL(opened.urls.owner).searchParams.get("host") as string;
  assert.ok(`${socketFolder}/.s.PGSQL.5432`.length < 104);
  assert.equal(dirname(socketFolder), tmpdir());
  await opened.close();
  await until(() =>
    stat(socketFolder).then(
      () => false,
      () => true,
    ),
  );
});

test("without its password file an existing database is refused with what to do", async () => {
  await (await openPostgres({ dataDir, durable: false })).close();
  await rm(join(dataDir, "postgres.json"));
  await assert.rejects(openPostgres({ dataDir, durable: false }), {
    name: "Halt",
    message: /postgres\.json is missing/,
  });
});

test("roles derived from one owner's URL agree between processes and tell nothing of each other", () => {
  const owner = "postgresql://boss:s3cret@db.example:5432/aval";
  const here = derivedUrls(owner);
  const there = derivedUrls(owner.replace("db.example:5432", "10.0.0.7:5432"));
  assert.deepEqual(loginOf(here.server), loginOf(there.server));
  assert.equal(loginOf(here.server).name, "aval_server");
  assert.equal(loginOf(here.pin).name, "aval_pin");
  const passwords = [here.owner, here.server, here.pin].map((url) => loginOf(url).password);
  assert.equal(new Set(passwords).size, 3);
  assert.notEqual(
    loginOf(derivedUrls(owner.replace("s3cret", "other")).pin).password,
    loginOf(here.pin).password,
  );
});
