import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { settingsTable } from "../apps/server/src/platform/config.ts";
import { root } from "./tidy/sources.ts";
import { entries } from "../apps/server/src/commands/entries.ts";

/*
 * What an operator copies: units, settings, the image, and the page that says how. Nothing here starts them; it holds that they name
 * only what exists, agree with one another, and keep the sandboxing they promise.
 */
const run = promisify(execFile);
const text = (path: string) => readFile(join(root, path), "utf8");
const units = ["aval.service", "aval-pin.service"] as const;
const known = new Set(Object.keys(settingsTable).flatMap((name) => [name, `${name}_FILE`]));

type Unit = { readonly lines: readonly (readonly [string, string])[]; readonly text: string };

async function unitOf(name: string): Promise<Unit> {
  const content = await text(`deploy/systemd/${name}`);
  const lines = content
    .split("\n")
    .filter((line) => line !== "" && !/^[#[]/.test(line))
    .map((line) => {
      const at = line.indexOf("=");
      assert.ok(at > 0, `${name}: ${line}`);
      return [line.slice(0, at), line.slice(at + 1)] as const;
    });
  return { lines, text: content };
}

const values = ({ lines }: Unit, key: string) =>
  lines.filter(([name]) => name === key).map(([, value]) => value);

test("every setting that a unit, an example, the image or docs/operate.md names exists", async () => {
  const files = [
    ...units.map((name) => `deploy/systemd/${name}`),
    "deploy/aval.env",
    "deploy/aval-pin.env",
    "deploy/Dockerfile",
    "deploy/nginx.conf",
    "docs/operate.md",
  ];
  for (const path of files) {
    const named = [...(await text(path)).matchAll(/\bAVAL_[A-Z_]+[A-Z]\b/g)].map(([name]) => name);
    assert.deepEqual(
      named.filter((name) => !known.has(name)),
      [],
      path,
    );
  }
});

test("every command that a unit, the image or docs/operate.md gives exists", async () => {
  const words = entries.map((entry) => entry.words);
  const starts = (said: string) => words.some((one) => `${said} `.startsWith(`${one} `));
  for (const name of units) {
    const [line = ""] = values(await unitOf(name), "ExecStart");
    const said = /aval\.ts (.*)$/.exec(line)?.[1] ?? "";
    assert.ok(starts(said), line);
  }
  const page = await text("docs/operate.md");
  const said = [...page.matchAll(/(?:^|[` ;])(?:npx )?aval ([a-z][a-z-]+(?: [a-z]+)?)/gm)].map(
    (match) => match[1] as string,
  );
  assert.ok(said.length > 30);
  // "create database aval owner …", "systemctl enable --now … aval nginx".
  const notCommands = /^(owner aval|nginx)$/; // create database aval owner …
  assert.deepEqual(
    said.filter((one) => !starts(one) && !notCommands.test(one)),
    [],
  );
});

test("the paths of the units and of the examples are the ones that docs/operate.md makes", async () => {
  const page = await text("docs/operate.md");
  for (const path of [...units.map((name) => `deploy/systemd/${name}`), "deploy/aval.env"]) {
    const named = [...(await text(path)).matchAll(/\/(?:etc\/aval|var\/lib)\/[\w./-]*\w/g)];
    for (const [one] of named) assert.ok(page.includes(one), `${path}: ${one}`);
  }
  for (const name of units) {
    const unit = await unitOf(name);
    assert.match(page, new RegExp(`useradd --system .* ${values(unit, "User")[0]}\n`));
  }
});

test("each program is shut in: no rights, nothing to write but its own, no secret in its environment, and an account of its own", async () => {
  const read = await Promise.all(units.map(unitOf));
  assert.equal(new Set(read.flatMap((unit) => values(unit, "User"))).size, units.length);
  for (const unit of read) {
    for (const [key, value] of Object.entries({
      ProtectSystem: "strict",
      ProtectHome: "yes",
      NoNewPrivileges: "yes",
      CapabilityBoundingSet: "",
      PrivateDevices: "yes",
      RestrictAddressFamilies: "AF_INET AF_INET6 AF_UNIX",
      Restart: "on-failure",
    }))
      assert.deepEqual(values(unit, key), [value], key);
    assert.ok(values(unit, "SystemCallFilter").includes("~@privileged @resources"));
    // V8 cannot live with it; Node cannot answer to the other. The unit says why.
    assert.deepEqual(values(unit, "MemoryDenyWriteExecute"), []);
    assert.deepEqual(values(unit, "WatchdogSec"), []);
    assert.match(unit.text, /# .*MemoryDenyWriteExecute/);
    for (const one of values(unit, "Environment"))
      assert.doesNotMatch(one, /^AVAL_(PIN_)?(DATABASE_URL|SECRET)=/);
    for (const one of values(unit, "LoadCredential"))
      assert.match(unit.text, new RegExp(`_FILE=%d/${one.split(":")[0]}\n`), one);
  }
  const pin = read[1] as Unit;
  assert.doesNotMatch(pin.text, /AVAL_(MIGRATE_)?DATABASE_URL|AVAL_KEYS_DIR/);
  assert.doesNotMatch((read[0] as Unit).text, /AVAL_PIN_KEY_FILE|pin\.key|pin-secret/);
});

const analyzer = "/usr/bin/systemd-analyze";

test("systemd itself finds nothing wrong with the units", {
  skip: existsSync(analyzer) ? false : "no systemd-analyze here",
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), "aval-units-"));
  try {
    for (const name of units) {
      // It looks whether the program is there, which on this machine is another Node's place.
      const unit = (await text(`deploy/systemd/${name}`)).replace(
        "/usr/local/bin/node",
        process.execPath,
      );
      await writeFile(join(folder, name), unit);
    }
    const said = await run(analyzer, ["verify", ...units.map((name) => join(folder, name))], {
      env: { ...process.env, LC_ALL: "C" },
    });
    const ours = said.stderr.split("\n").filter((line) => line.includes("aval"));
    assert.deepEqual(ours, []);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

type Lint = {
  validate(content: string): readonly { readonly message: string }[];
};

test("the image is linted, pinned by name, runs as nobody of weight, is looked after, and copies every workspace", async () => {
  const { validate } = createRequire(import.meta.url)("dockerfile-utils") as Lint;
  const dockerfile = await text("deploy/Dockerfile");
  assert.deepEqual(
    validate(dockerfile).map(({ message }) => message),
    [],
  );
  const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map((match) => match[1]);
  assert.ok(bases.length >= 2);
  for (const base of bases) assert.match(base ?? "", /^node:\d+\.\d+\.\d+-[a-z]+-slim$/);
  const last = dockerfile.slice(dockerfile.lastIndexOf("\nFROM "));
  assert.match(last, /^USER node$/m);
  assert.match(last, /^HEALTHCHECK .*\/healthz/m);
  assert.match(dockerfile, /--read-only --cap-drop=ALL/);
  for (const kind of ["apps", "packages"]) {
    for (const name of await readdir(join(root, kind))) {
      const manifest = `${kind}/${name}/package.json`;
      if (existsSync(join(root, manifest)))
        assert.ok(dockerfile.includes(`COPY ${manifest} ${kind}/${name}/`), manifest);
    }
  }
  const ignored = (await text("deploy/Dockerfile.dockerignore")).split("\n");
  for (const one of [".git", ".aval", "**/node_modules", "**/*.key", "**/keys"])
    assert.ok(ignored.includes(one), one);
});
