import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { Halt } from "#platform/halt";
import { readArguments } from "./arguments.ts";
import { entries } from "./entries.ts";
import type { Command } from "./io.ts";
import { Refused } from "./misuse.ts";
import { runCommand } from "./run.ts";
import { saidBy, saidByCommand } from "./testing/said.ts";

const doing = (run: Command["run"]): Command => ({ usage: "aval test FILE\n\nDoes it.", run });
const throwing = (fault: unknown) => doing(() => Promise.reject(fault));
const fileFault = (code: string) => Object.assign(new Error(code), { code, path: "/x/\u001b[2Jy" });

for (const { words, load } of entries) {
  test(`aval ${words}: an unknown option is said in French and English, with how it is written, status 2, and nothing done`, async () => {
    const command = await load();
    const run = (...argv: string[]) =>
      saidBy((io) => runCommand(words, command, argv, { ...io, env: { AVAL_DATA_DIR: "/" } }));
    const told = await run("--jsno");
    assert.equal(told.status, 2);
    assert.deepEqual(told.out, []);
    assert.match(told.err[0] ?? "", /^Option inconnue : --jsno\. Vouliez-vous dire --json \?$/);
    assert.match(told.err[1] ?? "", /^Unknown option: --jsno\. Did you mean --json\?$/);
    assert.match(told.err.join("\n"), new RegExp(`\naval ${words.split(" ")[0]} .*--help$`));

    const asJson = await run("--jsno", "--json");
    assert.equal(asJson.status, 2);
    assert.deepEqual(asJson.err, []);
    assert.equal(asJson.out.length, 1);
    const { error, message } = JSON.parse(asJson.out[0] ?? "");
    assert.equal(error, "misuse");
    assert.ok(message.fr && message.en);

    const help = await run("--help");
    assert.deepEqual([help.status, help.out, help.err], [0, [command.usage], []]);
  });

  test(`aval ${words}: the page of each action is asked for by its words`, async () => {
    const command = await load();
    for (const [action, page] of Object.entries(command.pages ?? {})) {
      const help = await saidBy((io) =>
        runCommand(words, command, [...action.split(" "), "--help"], io),
      );
      assert.deepEqual([help.status, help.out], [0, [page]]);
      assert.ok(page.startsWith(`aval ${words} ${action} `), page);
    }
  });
}

test("an option without its value, with one it does not take, or one word too many, is said", async () => {
  const command = doing(async (argv) => {
    readArguments(argv, { out: { type: "string" }, dry: { type: "boolean" } }, 1);
    return 0;
  });
  for (const [argv, sentence] of [
    [["--out"], /^Il manque --out …\.$/],
    [["--out", "--dry"], /^Il manque --out …\.$/],
    [["--out="], /^Il manque --out …\.$/],
    [["--dry=yes"], /^--dry ne prend pas de valeur\.$/],
    [["a", "b"], /^« b » est de trop\.$/],
    [["-x"], /^Option inconnue : -x\.$/],
    [["--constructor"], /^Option inconnue : --constructor\.$/],
  ] as const) {
    const told = await saidByCommand(command, argv);
    assert.equal(told.status, 2, argv.join(" "));
    assert.match(told.err[0] ?? "", sentence);
    assert.match(told.err.join("\n"), /\naval test FILE\n\naval test --help$/);
  }
  for (const argv of [
    ["--out", "-"],
    ["--out=-x", "a"],
    ["--", "--help"],
  ])
    assert.equal((await saidByCommand(command, argv)).status, 0, argv.join(" "));
});

test("whoever names no action, or one that is not there, is shown how each is written", async () => {
  const pages = { add: "aval test add NAME\n\nAdds.", list: "aval test list\n\nLists." };
  const command: Command = {
    usage: Object.values(pages).join("\n\n"),
    pages,
    run: async (argv) => {
      readArguments(argv, {}, 0);
      return 0;
    },
  };
  const { err } = await saidByCommand(command, ["dance"]);
  assert.deepEqual(err.slice(2), [
    "",
    "aval test add NAME",
    "aval test list",
    "",
    "aval test --help",
  ]);
  const { err: known } = await saidByCommand(command, ["add", "x", "y"]);
  assert.deepEqual(known.slice(2), ["", "aval test add NAME", "", "aval test add --help"]);
});

// A phone is told by its own command, beside (phone/command.test.ts).
for (const { words, load } of entries.filter((entry) => entry.words !== "phone"))
  test(`aval ${words}: a word that it does not have is misuse, and every action it has is shown`, async () => {
    const command = await load();
    if (!command.pages) return;
    const told = await saidBy((io) => runCommand(words, command, ["zzzzzz"], io));
    assert.equal(told.status, 2);
    assert.match(told.err.slice(0, 2).join("\n"), /« zzzzzz »[^\n]*\n[^\n]*"zzzzzz"/);
    const shown = told.err.slice(2).join("\n");
    for (const action of Object.keys(command.pages ?? {}))
      assert.ok(shown.includes(action), `${action} is not in: ${shown}`);
  });

test("an action mistyped by a letter is offered; one that is like nothing is not guessed", async () => {
  const client = await entries.find(({ words }) => words === "client")?.load();
  assert.ok(client);
  const near = await saidByCommand(client, ["transitoin"]);
  assert.match(near.err[0] ?? "", /Vouliez-vous dire « transition » \?$/);
  assert.match(near.err[1] ?? "", /Did you mean "transition"\?$/);
  const far = await saidByCommand(client, ["zzzzzzzz"]);
  assert.doesNotMatch(far.err.join("\n"), /Vouliez-vous dire|Did you mean/);
});

test("a group's mistyped command shows that group's, the nearest first named, and status 2", async () => {
  const aval = join(import.meta.dirname, "..", "aval.ts");
  const run = promisify(execFile);
  const said = (...argv: string[]) =>
    run(process.execPath, [aval, ...argv]).then(
      () => ({ status: 0, err: "" }),
      ({ code, stderr }: { code: number; stderr: string }) => ({ status: code, err: stderr }),
    );
  const [clock, rpps, none] = await Promise.all([
    said("sandbox", "clok", "--advance", "8d"),
    said("import", "rps", "FILE"),
    said("audit", "zzzzzz"),
  ]);
  assert.match(clock.err, /Did you mean "aval sandbox clock"\?/);
  assert.match(rpps.err, /Did you mean "aval import rpps"\?/);
  assert.doesNotMatch(none.err, /Did you mean/);
  assert.match(none.err, /aval audit verify/);
  assert.doesNotMatch(clock.err, /aval doctor/);
  assert.deepEqual([clock.status, rpps.status, none.status], [2, 2, 2]);
});

test("what is refused is two sentences and status 1; with --json, one line under its code", async () => {
  const plain = await saidByCommand(throwing(new Halt("Non.", "No.")), []);
  assert.deepEqual(plain, { status: 1, out: [], err: ["Non.", "No."] });
  const refused = await saidByCommand(throwing(new Refused("taken", "Pris.", "Taken.")), [
    "--json",
  ]);
  assert.deepEqual(refused, {
    status: 1,
    out: ['{"error":"taken","message":{"fr":"Pris.","en":"Taken."}}'],
    err: [],
  });
});

test("what the machine refuses is a sentence about the path, which drives no terminal; a bug keeps its stack", async () => {
  for (const code of ["ENOENT", "EACCES", "EISDIR", "ENOTDIR", "ENOSPC", "EROFS"]) {
    const { status, err } = await saidByCommand(throwing(fileFault(code)), []);
    assert.equal(status, 1, code);
    assert.equal(err.length, 2);
    for (const line of err) assert.match(line, /^["«] ?\/x\/�\[2Jy/);
  }
  const bug = new TypeError("undefined is not a function");
  await assert.rejects(saidByCommand(throwing(bug), []), bug);
  const full = await saidByCommand(throwing(Object.assign(new Error("x"), { code: "ENOSPC" })), []);
  assert.match(full.err.join("\n"), /plus de place[\s\S]*no room left/);
  const pathless = Object.assign(new Error("x"), { code: "ENOENT" });
  await assert.rejects(saidByCommand(throwing(pathless), []), pathless);
});

test("what a sandbox alone may be asked is refused in production, before anything is read", async () => {
  const names = [
    "sandbox",
    "sandbox clock",
    "sandbox people",
    "sandbox card",
    "sandbox wallet",
    "sandbox demo",
  ];
  assert.deepEqual(
    entries.map(({ words }) => words).filter((words) => words.startsWith("sandbox")),
    names,
  );
  const neededBy: Readonly<Record<string, readonly string[]>> = {
    "sandbox people": ["--count", "1", "--out", "/x/y"],
    "sandbox card": ["--for", "899700000001", "--out", "/x/y"],
  };
  for (const { words, load } of entries.filter(({ words }) => names.includes(words))) {
    const argv = neededBy[words] ?? [];
    const told = await saidByCommand(await load(), [...argv, "--json"], {
      AVAL_MODE: "production",
    });
    assert.equal(told.status, 1, words);
    assert.equal(JSON.parse(told.out[0] ?? "").error, "not_sandbox");
  }
});
