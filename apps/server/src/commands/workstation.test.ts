import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  newKeyPair,
  purposes,
  type Signer,
  signCompact,
  signerOf,
  toBase64url,
  type WorkstationView,
} from "@aval/protocol";
import { readConfig } from "#platform/config";
import { systemRandom } from "#platform/random";
import {
  approveFrame,
  enrolHolder,
  newBrowser,
  sandboxPeople,
  sandboxService,
  send,
} from "../testing/driver.ts";
import { startWhole, type WholeServer } from "../testing/whole.ts";
import { withDatabaseOf } from "./beside.ts";
import { lastJson, saidByCommand } from "./testing/said.ts";
import { command, workstationCommand } from "./workstation.ts";

// `aval workstation` beside the whole server: its page, a registrar's key of the sandbox, and who may then sign in there.
let server: WholeServer;
before(async () => {
  server = await startWhole();
});
after(() => server.stop());

const hospital = "F0X0000017";

/** What the page of a workstation asks, once. */
async function look(key: Signer): Promise<WorkstationView> {
  const message = {
    v: purposes.workstationAsk,
    bk: { ...key.jwk },
    begins: true,
    iat: Math.floor(Date.now() / 1000),
    jti: toBase64url(systemRandom.bytes(16)),
  };
  const answer = await send(server.issuer, {
    method: "POST",
    path: "/poste/frame",
    headers: { "content-type": "application/json", origin: `http://${server.issuer.host}` },
    body: JSON.stringify({ jws: await signCompact(message, purposes.workstationAsk, key) }),
  });
  assert.equal(answer.status, 200, answer.text);
  return JSON.parse(answer.text) as WorkstationView;
}

async function aval(argv: readonly string[], frames: AsyncIterable<string> = none()) {
  const env = {
    AVAL_PORT: String(server.issuer.port),
    AVAL_DATA_DIR: server.dataDir,
    AVAL_DATABASE_URL: server.database.url,
  };
  assert.ok(readConfig(env).ok);
  return saidByCommand(
    {
      ...command,
      run: (words, io) => {
        const here = { ...io, env };
        return workstationCommand(words, here, withDatabaseOf(here), frames);
      },
    },
    argv,
  );
}

async function* none(): AsyncGenerator<string> {}

/** What a hand scanner types: a stale frame, then the one that is shown now. */
async function* scanned(key: Signer): AsyncGenerator<string> {
  yield `AVALP1.${"x".repeat(43)}.1790000000.${"y".repeat(22)}\n`;
  yield `${(await look(key)).frame}\n`;
}

const add = ["add", "--structure", hospital, "--registrar", "stf_gaelle", "--json"];

test("a registrar registers the workstation before them; who works there signs in on it, and nobody else", async () => {
  const key = await signerOf(await newKeyPair());
  const added = await aval(add, scanned(key));
  assert.equal(added.status, 0, JSON.stringify(added));
  const { id } = lastJson(added) as { id: string };
  assert.equal((await look(key)).workstation?.structure, "CENTRE HOSPITALIER DE VILLEFICTIVE");
  assert.equal((lastJson(await aval(["list", "--json"])) as object[]).length, 1);

  const [pharmacist] = await sandboxPeople(server.issuer);
  const doctor = await enrolHolder(() => server.phone, "899700000047");
  const other = await enrolHolder(() => server.phone, pharmacist ?? "");
  const standingOf = async (holder: typeof doctor) => {
    const browser = await newBrowser(() => server.issuer);
    const { signIn } = await browser.open(sandboxService);
    const begun = await browser.visit({
      method: "POST",
      path: `/login/${signIn}/begin`,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jws: await browser.say(signIn, "begin", key) }),
    });
    const view = JSON.parse(begun.text) as { frame?: string };
    const context = await approveFrame(holder, view.frame ?? "");
    return `${context.browser.standing} ${context.rights}`;
  };
  assert.equal(await standingOf(doctor), "known_workstation full");
  assert.equal(await standingOf(other), "unknown reduced");
  assert.equal((await aval(["remove", id])).status, 0);
  assert.equal((await aval(["remove", id])).status, 1);
  assert.equal(await standingOf(doctor), "unknown reduced");
});

test("who may not register there, and an establishment nobody knows, are told before anything is scanned", async () => {
  const unread: AsyncIterable<string> = {
    [Symbol.asyncIterator]: () => assert.fail("a frame was waited for"),
  };
  for (const [registrar, structure, refusal] of [
    ["stf_elvire", hospital, "workstation_refused"],
    ["stf_anouk", "F0X9999999", "unknown_structure"],
  ] as const) {
    const argv = ["add", "--structure", structure, "--registrar", registrar, "--json"];
    const said = await aval(argv, unread);
    assert.deepEqual([said.status, lastJson(said).error], [1, refusal]);
  }
  const waiting = await aval(add.slice(0, -1), none());
  assert.match(waiting.err.join("\n"), /\/poste sur le poste[\s\S]*\/poste on the workstation/);
});

test("a registrar of elsewhere, an unknown one, an unknown establishment and a photograph register nothing", async () => {
  const key = await signerOf(await newKeyPair());
  const tried = async (registrar: string, structure = hospital, frames = scanned(key)) => {
    const argv = ["add", "--structure", structure, "--registrar", registrar, "--json"];
    const said = await aval(argv, frames);
    assert.notEqual(said.status, 0);
    return (lastJson(said) as { error: string }).error;
  };
  assert.equal(await tried("stf_elvire"), "workstation_refused");
  assert.equal(await tried("stf_nobody"), "registrar_key");
  assert.equal(await tried("stf_anouk", "F0X9999999"), "unknown_structure");
  assert.equal(await tried("stf_gaelle", hospital, none()), "frame_refused");
  assert.ok((await look(key)).frame);
});

test("the page itself is a page of the sign-in origin, and its calls come from there only", async () => {
  const page = await send(server.issuer, { path: "/poste", headers: { accept: "text/html" } });
  assert.equal(page.status, 200);
  assert.match(page.text, /data-aval-workstation/);
  const foreign = await send(server.issuer, {
    method: "POST",
    path: "/poste/frame",
    headers: { "content-type": "application/json", origin: "https://elsewhere.example" },
    body: JSON.stringify({ jws: "x.y.z" }),
  });
  assert.equal(foreign.status, 403);
});
