import assert from "node:assert/strict";
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import type { PhoneRefusal } from "@aval/protocol";
import { connectOnce } from "#platform/database";
import { openPostgres } from "#platform/postgres";
import {
  approveFrame,
  enrolHolder,
  type Holder,
  newBrowser,
  type Place,
  phoneAt,
  refusalOf,
  sandboxPeople,
  sandboxService,
  signIn,
  type Tokens,
} from "../testing/driver.ts";
import { freePorts } from "../testing/ports.ts";
import { answers, aval, endAll, type Program, startAval, until } from "../testing/programs.ts";

// A sandbox under load is backed up and killed with its PostgreSQL; the backup is restored elsewhere and in place. The same phones, with
// the same keys and codes, sign in; what was ended stays ended; the count of tries is neither given back nor run out.
const firstPort = await freePorts(20);
const otherPort = firstPort + 10;

let folder: string;
let running: Program;
let here: number;

const placeOf = (port: number): Place => ({ port, host: `localhost:${port}` });
const issuer = () => placeOf(here);
const phones = (): Place => ({ port: here + 1, host: `phone.localhost:${here + 1}` });

const environment = (data: string, port: number) => ({
  AVAL_DATA_DIR: join(folder, data),
  AVAL_PORT: String(port),
  AVAL_LOG_LEVEL: "warn",
});

async function start(data: string, port: number): Promise<void> {
  here = port;
  running = startAval(["sandbox", "--json"], environment(data, port));
  await until(() => answers(`http://127.0.0.1:${port}/readyz`), running);
}

/** The same phone, on the address where the server now is. */
const moved = ({ identity, code }: Holder): Holder => ({ phone: phoneAt(phones), identity, code });

async function killAll(data: string): Promise<void> {
  const pidFile = join(folder, data, "postgres", "postmaster.pid");
  const pid = Number((await readFile(pidFile, "utf8")).split("\n")[0]);
  await running.end("SIGKILL");
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Its keeper was faster.
  }
}

const wrongCode = "135790";

/** Shows a request to this phone and tries a wrong code on it. */
async function slip({ phone, identity }: Holder): Promise<PhoneRefusal> {
  const browser = await newBrowser(issuer);
  const page = await browser.open(sandboxService);
  const { view } = await browser.act(page.signIn, "begin");
  const { context } = await phone.claim(identity, view.frame ?? "");
  const refusal = await refusalOf(phone.approve(identity, context, wrongCode));
  await phone.refuse(identity, context, "mistake").catch(() => undefined);
  return refusal;
}

async function askDatabase<T extends object>(data: string, statement: string): Promise<T[]> {
  const postgres = await openPostgres({ dataDir: join(folder, data) });
  const client = await connectOnce(postgres.urls.owner);
  try {
    return (await client.query<T>(statement)).rows;
  } finally {
    await client.end();
    await postgres.close();
  }
}

let holders: Holder[];
let before_: Tokens;
let backup: string;

before(
  async () => {
    folder = await mkdtemp(join(tmpdir(), "aval-backup-"));
    backup = join(folder, "one.backup");
    await start("first", firstPort);
    const people = (await sandboxPeople(issuer())).slice(0, 4);
    holders = [];
    for (const person of people) holders.push(await enrolHolder(phones, person));
    const idp = [
      "idp",
      "add",
      "ch-fictif",
      "--issuer",
      "https://sso.example",
      "--client-id",
      "aval",
    ];
    const added = await aval(
      [...idp, "--structure", "F0X0000017"],
      environment("first", firstPort),
    );
    assert.equal(added.status, 0, added.said);
    before_ = (await signIn(holders[0] as Holder, issuer)).tokens;
  },
  { timeout: 180_000 },
);

after(async () => {
  await running?.end();
  endAll();
  await rm(folder, { recursive: true, force: true });
});

test("a backup is taken while people sign in, and refuses to replace another", {
  timeout: 180_000,
}, async () => {
  let isOver = false;
  let count = 0;
  const load = (holders.slice(0, 2) as Holder[]).map(async (holder) => {
    while (!isOver) {
      await signIn(holder, issuer);
      count++;
    }
  });
  await until(async () => count >= 4);
  const made = await aval(["backup", "--out", backup, "--json"], environment("first", firstPort));
  const atBackup = count;
  assert.equal(made.status, 0, made.said);
  const told = JSON.parse(made.out) as { rows: number; holds: string[]; sha256: string };
  assert.ok(told.rows > 100);
  assert.deepEqual(told.holds, ["database", "keys", "pin-key", "sandbox"]);
  await until(async () => count > atBackup + 2);
  isOver = true;
  await Promise.all(load);
  const again = await aval(["backup", "--out", backup], environment("first", firstPort));
  assert.equal(again.status, 1);
  assert.match(again.said, /replaces no other/);
});

test("no key and no journal of the PIN program is in it in clear once it is encrypted; the journal never is", {
  timeout: 60_000,
}, async () => {
  const passphrase = join(folder, "passphrase");
  await writeFile(passphrase, "four words drawn at random\n");
  const out = join(folder, "sealed.backup");
  const words = ["backup", "--out", out, "--passphrase-file", passphrase, "--json"];
  const made = await aval(words, environment("first", firstPort));
  assert.equal(made.status, 0, made.said);
  const nowhere = environment("nowhere", otherPort);
  const blind = await aval(["restore", "--from", out, "--check"], nowhere);
  assert.match(blind.said, /This backup is encrypted/);
  const seen = await aval(
    ["restore", "--from", out, "--check", "--passphrase-file", passphrase, "--json"],
    nowhere,
  );
  assert.equal(seen.status, 0, seen.said);
  const { readArchive } = await import("./archive.ts");
  const names: string[] = [];
  for await (const { name } of readArchive(backup, undefined)) names.push(name);
  assert.ok(names.includes("pin-key/pin.key"));
  assert.deepEqual(
    names.filter((name) => /journal|epoch|\bstate|artefact/.test(name)),
    [],
  );
});

test("a restore refuses a server that runs, a place that is not empty, and a file that is damaged, and changes nothing", {
  timeout: 120_000,
}, async () => {
  const env = environment("first", firstPort);
  const full = await aval(["restore", "--from", backup], env);
  assert.equal(full.status, 1);
  assert.match(full.said, /There is a database in .* already/);
  const live = await aval(["restore", "--from", backup, "--replace", "--yes"], env);
  assert.equal(live.status, 1);
  assert.match(live.said, /uses .*: stop it/);
  const unsure = await aval(["restore", "--from", backup, "--replace"], env);
  assert.match(unsure.said, /add --yes/);

  const bad = join(folder, "bad.backup");
  await copyFile(backup, bad);
  const bytes = await readFile(bad);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  await writeFile(bad, bytes);
  const elsewhere = await aval(["restore", "--from", bad], environment("bad", otherPort));
  assert.equal(elsewhere.status, 1);
  assert.match(elsewhere.said, /damaged|cut short/);
  assert.deepEqual(await readdir(join(folder, "bad")).catch(() => []), []);
  await signIn(holders[2] as Holder, issuer);
});

test("restored elsewhere, the same phone signs in with the same code; one that slips once is out, not given ten tries", {
  timeout: 240_000,
}, async () => {
  await killAll("first");
  const restored = await aval(
    ["restore", "--from", backup, "--data-dir", join(folder, "second"), "--json"],
    environment("ignored", otherPort),
  );
  assert.equal(restored.status, 0, restored.said);
  const { sessions, asleep } = JSON.parse(restored.out) as { sessions: number; asleep: string[] };
  assert.ok(sessions > 0, "somebody was signed in, and is no more");
  assert.deepEqual(asleep, ["ch-fictif"], "it may have been removed since");

  const halves = await askDatabase<{ kind: string; rows: number; facts: number }>(
    "second",
    `select state as kind, count(*)::int as rows,
            (select count(*)::int from aval.fact where kind = case a.state when 'spent' then 'approval_spent' else 'approval_refused' end) as facts
       from aval.approval a where state in ('spent', 'refused') group by state`,
  );
  assert.ok(halves.length > 0);
  for (const { kind, rows, facts } of halves) assert.equal(rows, facts, kind);
  const [approved] = await askDatabase<{ rows: number; facts: number }>(
    "second",
    `select (select count(*)::int from aval.approval where decision is not null and state <> 'refused') as rows,
            (select count(*)::int from aval.fact where kind = 'approval_approved') as facts`,
  );
  assert.equal(approved?.rows, approved?.facts, "a decision is there with its fact or not at all");

  await start("second", otherPort);
  const verified = await aval(["audit", "verify", "--json"], environment("second", otherPort));
  assert.equal(verified.status, 0, verified.said);
  const doctor = await aval(["doctor", "--json"], environment("second", otherPort));
  assert.equal(doctor.status, 0);
  assert.match(doctor.said + doctor.out, /aval idp confirm/);
  const confirm = ["idp", "confirm", "ch-fictif"];
  assert.equal((await aval(confirm, environment("second", otherPort))).status, 0);
  assert.equal((await aval(confirm, environment("second", otherPort))).status, 1, "once");

  const browser = await newBrowser(issuer);
  assert.equal((await browser.userinfo(before_.access_token)).status, 401);
  const stale = await browser.refresh(sandboxService, before_.refresh_token ?? "");
  assert.equal(stale.status, 400, "a refresh token of before is worth nothing");

  const { tokens } = await signIn(moved(holders[0] as Holder), issuer);
  assert.ok(tokens.access_token);
  const slipped = await slip(moved(holders[1] as Holder));
  assert.equal(slipped.code, "pin_disabled", "nobody knows how many tries were made since");
  assert.equal((await slip(moved(holders[0] as Holder))).problem?.triesLeft, 9);
  await running.end();
});

test("restored in place, beside the PIN program's journal, tries made since the backup still count and nobody is locked out", {
  timeout: 240_000,
}, async () => {
  await start("first", firstPort);
  const third = holders[2] as Holder;
  assert.equal((await slip(third)).problem?.triesLeft, 9);
  await running.end();

  const env = environment("first", firstPort);
  const restored = await aval(["restore", "--from", backup, "--replace", "--yes"], env);
  assert.equal(restored.status, 0, restored.said);
  const aside = (await readdir(join(folder, "first"))).filter((name) =>
    name.startsWith("before-restore-"),
  );
  assert.equal(aside.length, 1, "what was there is kept");
  await start("first", firstPort);
  assert.equal((await slip(third)).problem?.triesLeft, 8, "not nine again, and not none");
  await signIn(third, issuer);
  await signIn(holders[3] as Holder, issuer);
  await approvedAgain(holders[0] as Holder);
  await running.end();
});

/** A phone that has approved since the backup is further on than its restored row, and still signs in. */
async function approvedAgain(holder: Holder): Promise<void> {
  const browser = await newBrowser(issuer);
  const page = await browser.open(sandboxService);
  const { view } = await browser.act(page.signIn, "begin");
  await approveFrame(holder, view.frame ?? "");
}

test("a restore that was cut short is not served, and is begun again", {
  timeout: 120_000,
}, async () => {
  const data = join(folder, "half");
  const env = environment("half", otherPort);
  const restored = await aval(["restore", "--from", backup], env);
  assert.equal(restored.status, 0, restored.said);
  await writeFile(join(data, "restore-unfinished"), "");
  const refused = await aval(["sandbox"], env);
  assert.equal(refused.status, 1);
  assert.match(refused.said, /did not end: run aval restore again/);
  const again = await aval(["restore", "--from", backup], env);
  assert.equal(again.status, 0, again.said);
});
