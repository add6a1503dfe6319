import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, beforeEach } from "node:test";
import { frameText, withCheckDigit } from "@aval/protocol";
import { readArguments } from "../commands/arguments.ts";
import { phoneWords } from "../commands/phone-words.ts";
import { phoneCommand, phoneOptions, phonePages, phoneUsage } from "./command.ts";
import { linesOf } from "./lines.ts";
import { type DeviceApi, deviceApi, problem } from "./testing/device-api.ts";

const folder = await mkdtemp(join(tmpdir(), "aval-phone-"));
const file = join(folder, "phone.json");
let api: DeviceApi;
const apis: DeviceApi[] = [];
after(async () => {
  await Promise.all(apis.map((one) => one.close()));
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await rm(file, { force: true });
  api = await deviceApi();
  apis.push(api);
});

async function* pieces(...texts: string[]): AsyncGenerator<string> {
  yield* texts;
}

type Ran = { status: number; out: string; err: string };

async function run(
  argv: readonly string[],
  world: { env?: Record<string, string>; input?: AsyncIterable<string> } = {},
): Promise<Ran> {
  let [out, err] = ["", ""];
  const { values, words } = readArguments(argv, phoneOptions, Number.POSITIVE_INFINITY);
  const status = await phoneCommand(values, words, {
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    stdin: world.input ?? pieces(),
    env: { ...world.env },
    ...phoneWords,
  });
  return { status, out, err };
}

const at = () => ["--state", file, "--server", api.url];
/** Runs with `--json`, and reads the one line that comes out. */
async function json(argv: readonly string[]) {
  const ran = await run([...argv, ...at(), "--json"]);
  assert.equal(ran.err, "");
  assert.equal(ran.out.split("\n").length, 2, ran.out);
  return { status: ran.status, value: JSON.parse(ran.out) };
}

const enrolled = async () => {
  const { status, value } = await json(["enrol", "--as", "899700000001", "--pin", "246813"]);
  assert.equal(status, 0, JSON.stringify(value));
  return value;
};
const frame = () => frameText({ approval: api.context.approval, number: 3, mac: "A".repeat(22) });

test("enrol goes through two registrars of one scope, those for everybody first, and ends active", async () => {
  const value = await enrolled();
  assert.equal(value.state, "active");
  assert.equal(value.level, "full");
  assert.equal(value.words.length, 4);
  assert.deepEqual(api.asked, [
    "/sandbox",
    "/api/keys",
    "/api/enrolments",
    "/sandbox/registrars",
    "/sandbox/desk",
    "/pin/register",
    "/pin/commit",
    "/pin/evaluate",
    "/api/enrolments/activate",
  ]);
});

test("when the first registrars may not sign for this person, those of another scope are asked", async () => {
  api.refuse("/sandbox/desk", 403, problem("evidence_refused"));
  const { status, value } = await json(["enrol", "--as", "899700000001", "--pin", "246813"]);
  assert.equal(status, 1);
  assert.equal(
    value.error,
    "http_500",
    "the second pair was asked, and this server knows only the first",
  );
});

test("the phone is one file, for this user alone, with no draft left beside it", {
  skip: process.platform === "win32",
}, async () => {
  await enrolled();
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.deepEqual(await readdir(folder), ["phone.json"]);
  const text = await readFile(file, "utf8");
  assert.ok(!text.includes("246813"), "the code is nowhere in it");
});

test("what is scanned is remembered, and approved exactly as it was shown, signed by the code's key", async () => {
  await enrolled();
  const shown = await json(["scan", "--frame", frame()]);
  assert.deepEqual(shown, {
    status: 0,
    value: { approval: api.context.approval, context: api.context },
  });
  const answer = await json(["approve", "--pin", "246813"]);
  assert.deepEqual(answer, {
    status: 0,
    value: { approval: api.context.approval, state: "approved" },
  });
  const { decision, context, signedByCode } = api.decided() ?? {};
  assert.deepEqual(
    { decision, context, signedByCode },
    { decision: "approve", context: api.contextHash, signedByCode: true },
  );
  assert.ok(!("claimed" in JSON.parse(await readFile(file, "utf8"))));
});

test("a phone whose file forgot what it scanned asks the server what waits", async () => {
  await enrolled();
  await json(["scan", "--frame", frame()]);
  const { claimed: _, ...forgotten } = JSON.parse(await readFile(file, "utf8"));
  await writeFile(file, JSON.stringify(forgotten));
  assert.equal((await json(["approve", "--pin", "246813"])).value.state, "approved");
});

test("a phone is kept in a folder that was not there, which is then its user's alone", {
  skip: process.platform === "win32",
}, async () => {
  const inside = join(folder, "new", "deeper");
  const state = ["--state", join(inside, "phone.json"), "--server", api.url];
  const ran = await run(["enrol", "--as", "899700000001", "--pin", "246813", ...state]);
  assert.equal(ran.status, 0, ran.err);
  assert.deepEqual(await readdir(inside), ["phone.json"]);
  assert.equal((await stat(inside)).mode & 0o777, 0o700);
  await rm(join(folder, "new"), { recursive: true });
});

test("an identifier that nobody has leads to the list of the sandbox's people", async () => {
  api.refuse("/sandbox/desk", 404, problem("unknown_professional"));
  const ran = await run(["enrol", "--as", "899700000009", "--pin", "246813", ...at()]);
  assert.deepEqual([ran.status, /people\.json/.test(ran.err)], [1, true], ran.err);
});

test("the list of actions names every way by which a phone is enrolled", () => {
  assert.match(phoneUsage, /--via desk\|card\|old-phone\|eid-letter/);
});

test("refusing takes a reason and no code", async () => {
  await enrolled();
  await json(["scan", "--frame", frame()]);
  api.asked.length = 0;
  const answer = await json(["refuse", "--reason", "on_call"]);
  assert.equal(answer.value.state, "refused");
  assert.equal(api.decided()?.reason, "on_call");
  assert.equal(api.decided()?.signedByCode, false);
  assert.ok(!api.asked.includes("/pin/evaluate"));
});

test("blocking takes no code, and says what stands", async () => {
  await enrolled();
  const before = api.asked.length;
  assert.deepEqual(await json(["block"]), {
    status: 0,
    value: { state: "blocked", stops: [{ id: "stp_1", kind: "block" }], now: 1 },
  });
  assert.deepEqual(api.asked.slice(before), ["/sandbox", "/api/stops/block"]);
});

test("digits are claimed once their check digit holds, spaces or not; a slip asks nobody", async () => {
  await enrolled();
  const digits = withCheckDigit("12345");
  assert.equal((await json(["digits", `${digits.slice(0, 3)} ${digits.slice(3)}`])).status, 0);
  assert.equal((await json(["digits", digits.slice(0, 3), digits.slice(3)])).status, 0);
  api.asked.length = 0;
  const slip = await json([
    "digits",
    digits.replace(/.$/, (last) => String((Number(last) + 1) % 10)),
  ]);
  assert.deepEqual([slip.status, slip.value.error], [1, "phone_digits_shape"]);
  const other = await json(["scan", "--frame", "https://attacker.example/"]);
  assert.deepEqual([other.status, other.value.error], [1, "phone_not_a_frame"]);
  assert.deepEqual(api.asked, ["/sandbox", "/sandbox"]);
});

test("pending prints an array, empty or not", async () => {
  await enrolled();
  assert.deepEqual((await json(["pending"])).value, []);
  await json(["scan", "--frame", frame()]);
  assert.deepEqual((await json(["pending"])).value, [
    { approval: api.context.approval, context: api.context },
  ]);
  const words = await run(["pending", ...at()]);
  assert.match(words.out, /Registre des vaccinations/);
});

test("a wrong code is told with the tries left, and the request can still be answered", async () => {
  await enrolled();
  await json(["scan", "--frame", frame()]);
  const wrong = await json(["approve", "--pin", "975318"]);
  assert.equal(wrong.status, 1);
  assert.deepEqual(
    [wrong.value.error, wrong.value.triesLeft, wrong.value.reference],
    ["wrong_code", 8, "k7qf-2m9d"],
  );
  assert.equal((await json(["approve", "--pin", "246813"])).status, 0);
});

test("a request that is over is forgotten", async () => {
  await enrolled();
  await json(["scan", "--frame", frame()]);
  api.refuse(`/api/approvals/${api.context.approval}/decision`, 410, problem("approval_expired"));
  assert.equal((await json(["refuse", "--reason", "mistake"])).value.error, "approval_expired");
  assert.ok(!("claimed" in JSON.parse(await readFile(file, "utf8"))));
});

test("listen approves each line it reads, frame or digits, and says of each what became of it", async () => {
  await enrolled();
  const digits = withCheckDigit("54321");
  const input = pieces(frame().slice(0, 20), `${frame().slice(20)}\n\nnonsense\n`, digits);
  const ran = await run(["listen", "--pin", "246813", "--json", ...at()], { input });
  const lines = ran.out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    lines.map((line) => line.state ?? line.error),
    ["approved", "phone_not_a_frame", "approved"],
  );
  assert.deepEqual([ran.status, ran.err], [1, ""]);
  const good = await run(["listen", "--pin", "246813", ...at()], { input: pieces(`${frame()}\n`) });
  assert.deepEqual([good.status, good.out], [0, "Demande acceptée.\nRequest approved.\n"]);
  assert.match(good.err, /À l'écoute[\s\S]*Listening/);
});

test("lines are read whole, however their pieces fall", async () => {
  const bytes = new TextEncoder().encode("é1\r\né2\né3");
  async function* singly() {
    for (const byte of bytes) yield Uint8Array.of(byte);
  }
  const lines: string[] = [];
  for await (const line of linesOf(singly())) lines.push(line);
  assert.deepEqual(lines, ["é1", "é2", "é3"]);
});

test("a server that does not call itself a sandbox is refused before anything is sent to it", async () => {
  const production = await deviceApi({ sandbox: false });
  apis.push(production);
  for (const argv of [
    ["enrol", "--as", "899700000001", "--pin", "246813"],
    ["pending"],
    ["scan", "--frame", "x"],
    ["listen", "--pin", "246813"],
  ]) {
    const ran = await run([...argv, "--state", file, "--server", production.url]);
    assert.equal(ran.status, 1);
    assert.match(ran.err, /phone_not_sandbox/);
  }
  assert.deepEqual(new Set(production.asked), new Set(["/sandbox"]));
});

test("a common code and one of another shape are refused, the sandbox's own are not", async () => {
  for (const [code, refusal] of [
    ["123456", "phone_code_common"],
    ["111111", "phone_code_common"],
    ["24681", "phone_code_shape"],
    ["24681a", "phone_code_shape"],
  ]) {
    const { status, value } = await json([
      "enrol",
      "--as",
      "899700000001",
      "--pin",
      code as string,
    ]);
    assert.deepEqual([status, value.error], [1, refusal]);
  }
  assert.deepEqual(new Set(api.asked), new Set(["/sandbox"]));
  await enrolled();
  await rm(file);
  assert.equal((await json(["enrol", "--as", "899700000001", "--pin", "975318"])).status, 0);
});

test("what was never announced is a misuse", async () => {
  for (const argv of [
    [],
    ["dance"],
    ["scan"],
    ["approve"],
    ["refuse", "--reason", "bored"],
    ["digits"],
    ["search"],
    ["search", "4", "2"],
    ["add-software", "--pin", "246813"],
    ["add-software", "client"],
    ["software", "dance"],
    ["software", "remove"],
    ["history", "dance"],
    ["history", "not-me"],
    ["history", "not-me", "ses_1"],
    ["history", "--before", "yesterday"],
    ["enrol", "--pin", "246813"],
    ["pending", "more"],
    ["enrol", "--via", "pigeon", "--as", "1", "--pin", "1"],
  ]) {
    const ran = await run([...argv, ...at()]);
    assert.equal(ran.status, 2, argv.join(" "));
    const [action = ""] = argv;
    const own = Object.hasOwn(phonePages, action) ? action : "ACTION";
    assert.match(ran.err, new RegExp(`^aval phone ${own} `, "m"), "the page of what was meant");
    assert.equal(ran.out, "");
    const told = await json(argv);
    assert.deepEqual([told.status, told.value.error], [2, "misuse"]);
    assert.ok(told.value.message.fr !== told.value.message.en, told.value.message.fr);
  }
  assert.equal((await run(["pending", "--server", api.url])).status, 2, "no --state");
  assert.equal((await run(["pending", "--state", file, "--server", "phone:4401"])).status, 2);
  assert.deepEqual(
    api.asked.filter((path) => path !== "/sandbox"),
    [],
  );
});

test("a word that is none is told with all there are, and with the nearest, before anything else is missed", async () => {
  for (const [argv, all, near] of [
    [["enrl"], /enrol \| scan \|/, /Did you mean "enrol"\?/],
    [["bell", "ad"], /list \| add \| remove \| refuse/, /Did you mean "add"\?/],
    [["history", "notme"], /list \| not-me/, /Did you mean "not-me"\?/],
    [["enrol", "--via", "oldphone"], /desk \| card \|/, /Did you mean "old-phone"\?/],
  ] as const) {
    const { status, err } = await run([...argv]);
    assert.equal(status, 2, argv.join(" "));
    assert.match(err, all);
    assert.match(err, near);
    assert.match(err, /n'existe pas\. Il y a : /);
  }
});

test("every action is in the help, and has a page of its own", () => {
  for (const [action, page] of Object.entries(phonePages)) {
    assert.match(phoneUsage, new RegExp(`^ {2}${action} `, "m"));
    assert.ok(page.startsWith(`aval phone ${action} `));
  }
});

test("a file that is a phone's is never enrolled over: it says whose, and asks nothing of the server", async () => {
  await enrolled();
  const before = await readFile(file, "utf8");
  api.asked.length = 0;
  const again = ["enrol", "--as", "899700000002", "--pin", "246813"];
  const { status, value } = await json(again);
  assert.deepEqual([status, value.error], [1, "phone_state_taken"]);
  assert.match(value.message.fr, /Camille ESSAI, 899700000001/);
  assert.equal(await readFile(file, "utf8"), before);
  await writeFile(file, "something of somebody's");
  assert.equal((await json(again)).value.error, "phone_bad_state");
  assert.equal(await readFile(file, "utf8"), "something of somebody's");
  assert.deepEqual(api.asked, []);
});

test("a phone that could not be kept is not enrolled", async () => {
  // A link to nowhere: nothing can be kept below it, and no folder made in its place.
  const other = join(folder, "nowhere");
  await symlink(join(folder, "gone"), other);
  for (const path of [join(other, "below", "x.json"), join(file, "x.json")]) {
    await writeFile(file, "");
    const ran = await run([
      ...["enrol", "--as", "899700000001", "--pin", "246813", "--json"],
      ...["--state", path, "--server", api.url],
    ]);
    assert.equal(ran.status, 1);
    assert.equal(
      JSON.parse(ran.out).error,
      path.includes("nowhere") ? "phone_unwritable" : "phone_bad_state",
    );
  }
  assert.deepEqual(api.asked, []);
});

test("no phone in the file, a damaged file, a phone without a code: each says what to do", async () => {
  assert.equal((await json(["pending"])).value.error, "phone_no_state");
  await writeFile(file, "{");
  assert.equal((await json(["pending"])).value.error, "phone_bad_state");
  await writeFile(file, "[]");
  assert.equal((await json(["pending"])).value.error, "phone_bad_state");
  await rm(file);
  await enrolled();
  const { pin: _, ...without } = JSON.parse(await readFile(file, "utf8"));
  await writeFile(file, JSON.stringify(without));
  assert.equal((await json(["approve", "--pin", "246813"])).value.error, "phone_no_code");
  await enrolled(); // Where an enrolment stopped on the way, another may begin.
  assert.equal((await json(["approve", "--pin", "246813"])).value.error, "phone_nothing_pending");
});

test("sentences are French, then English; a refusal has its code and reference", async () => {
  await enrolled();
  await json(["scan", "--frame", frame()]);
  const wrong = await run(["approve", "--pin", "975318", ...at()]);
  assert.match(
    wrong.err,
    /^Refusé : wrong_code\. Essais restants : 8\. \[wrong_code, référence k7qf-2m9d\]\nRefused: wrong_code\. Tries left: 8\. \[wrong_code, reference k7qf-2m9d\]\n$/,
  );
  assert.equal(wrong.out, "");
  const shown = await run(["scan", "--frame", frame(), ...at()]);
  assert.match(shown.out, /Accès réduit[\s\S]*Reduced access/);
});

test("without --server the phone speaks to the sandbox's own port, and says so when nobody is there", async () => {
  const ran = await run(["pending", "--state", file, "--json"], { env: { AVAL_PORT: "1" } });
  assert.equal(ran.status, 1);
  assert.equal(JSON.parse(ran.out).error, "phone_offline");
  assert.match(JSON.parse(ran.out).message.fr, /\(http:\/\/[\d.]+:\d+\)$/, "the address it tried");
  const port = Number(new URL(api.url).port);
  await enrolled();
  assert.equal(
    (await run(["pending", "--state", file], { env: { AVAL_PORT: String(port - 1) } })).status,
    0,
  );
  assert.equal((await run(["pending", "--state", file], { env: { AVAL_PORT: "http" } })).status, 2);
});
