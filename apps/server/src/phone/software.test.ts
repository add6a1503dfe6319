import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  type Context,
  newKeyPair,
  type SoftwareAnswer,
  signerOf,
  toBase64url,
} from "@aval/protocol";
import { moveClock } from "#platform/testing";
import { seconds } from "#platform/time";
import { sandboxSecret } from "../sandbox/services.ts";
import { sandboxPeople } from "../testing/driver.ts";
import { startWhole, type WholeServer } from "../testing/whole.ts";
import { phoneCommand, type PhoneValues } from "./command.ts";
import { both } from "./texts.ts";

// `aval phone` against the whole server: one's own software, through the public device protocol.
let server: WholeServer;
let folder: string;
before(async () => {
  server = await startWhole();
  folder = await mkdtemp(join(tmpdir(), "aval-software-"));
});
after(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

test("what the command shows of a request says which software asks, and no browser", () => {
  const context = {
    ...{ service: { id: "p", name: "Officine Fictive", number: "LGO-0107" }, kind: "sign-in" },
    ...{ holder: { name: "Camille Rousselet", nationalId: "899700000017" }, rights: "reduced" },
    ...{ browser: { standing: "own_software", declared: "" }, distance: "same_network" },
    decideBy: 1_795_162_320,
  } as Context;
  const shown = (given: Context) =>
    both((say) => say.shown({ approval: given.approval, context: given }));
  const asked = shown(context);
  assert.match(asked, /Logiciel : votre Officine Fictive, même réseau\n/);
  assert.match(asked, /Software: your Officine Fictive, same network\n/);
  assert.doesNotMatch(asked, /Navigateur|Browser|\(déclaré\)|\(declared\)/);

  const machine = shown({ ...context, browser: { ...context.browser, declared: "Comptoir 2" } });
  // Plain software's session may be exchanged where it is accepted; that of an installation opens one service.
  assert.match(asked, /Accès réduit : ce logiciel et les services qui l'acceptent, une heure\./);
  assert.match(asked, /Reduced access: this software and the services that accept it, one hour\./);
  const linked = shown({ ...context, browser: { ...context.browser, linked: "new" } });
  assert.match(linked, /Accès réduit : ce seul service[\s\S]*Reduced access: this one service/);
  assert.match(machine, /votre Officine Fictive, Comptoir 2 \(déclaré\), même réseau/);
  const silent = shown({ ...context, browser: { standing: "unknown", declared: "" } });
  assert.match(silent, /Navigateur : non décrit, inconnu, même réseau/);
});

async function phone(words: readonly string[], values: PhoneValues = {}) {
  let told = "";
  const io = {
    stdout: { write: (text: string) => (told += text) },
    stderr: { write: () => undefined },
    stdin: (async function* () {})(),
    env: {},
  };
  const at = { state: join(folder, "phone.json"), server: `http://127.0.0.1:${server.phone.port}` };
  const status = await phoneCommand({ ...at, json: true, ...values }, words, io);
  return { status, told: JSON.parse(told) };
}

test("software is added by the code, serves from another day, is found by nothing until then, and goes without the code", async () => {
  const [person] = await sandboxPeople(server.issuer);
  assert.ok(person);
  const pin = "246813";
  assert.equal((await phone(["enrol"], { as: person, pin })).status, 0);
  const mine = async () => ((await phone(["software"])).told as SoftwareAnswer).mine;
  assert.deepEqual(await mine(), []);

  const wrong = await phone(["add-software", "sandbox-software"], { pin: "975318" });
  assert.deepEqual([wrong.status, wrong.told.error], [1, "wrong_code"]);
  assert.equal((await phone(["add-software", "sandbox-software"], { pin })).status, 0);
  const [added] = await mine();
  assert.ok(added?.client === "sandbox-software" && added.usableFrom > added.addedAt);

  const nothing = await phone(["search", "42"], { elsewhere: true });
  assert.deepEqual([nothing.status, nothing.told.error], [1, "search_nothing"]);
  const shape = await phone(["search", "4"]);
  assert.deepEqual([shape.status, shape.told.error], [1, "phone_number_shape"]);

  assert.equal((await phone(["software", "remove", "sandbox-software"])).status, 0);
  assert.deepEqual(await mine(), []);
});

test("a program is linked by its frame, half a minute and the code, listed with its machine, and goes alone", async () => {
  const person = (await sandboxPeople(server.issuer))[1];
  const pin = "246813";
  const state = join(folder, "linking.json");
  const mine = async () => ((await phone(["software"], { state })).told as SoftwareAnswer).mine;
  assert.ok(person);
  assert.equal((await phone(["enrol"], { as: person, pin, state })).status, 0);
  assert.equal((await phone(["link"], { pin, state })).status, 2, "nothing was scanned");

  const program = await newProgram(server.issuer.port, "sandbox-strict-software");
  const link = async () => {
    const { link } = await program("link", { machine: "Comptoir 2" });
    const { frame } = await program("link/frame", { link });
    const scanned = await phone(["scan"], { frame, state });
    assert.equal(scanned.status, 0, JSON.stringify(scanned.told));
    assert.deepEqual(
      [scanned.told.state, scanned.told.link.name, scanned.told.link.machine],
      ["waiting", "Logiciel d'essai à relier", "Comptoir 2"],
    );
    return link;
  };

  const unwanted = await link();
  assert.equal((await phone(["link"], { "on-call": true, state })).told.state, "stopped");
  assert.equal((await program("link/frame", { link: unwanted })).state, "cancelled");

  const wanted = await link();
  const early = await phone(["link"], { pin, state });
  assert.deepEqual(
    [early.status, early.told.state],
    [1, "waiting"],
    "what is not linked is no success",
  );
  assert.deepEqual(await mine(), []);
  await moveClock(server.database.db, seconds(33));
  const wrong = await phone(["link"], { pin: "975318", state });
  assert.deepEqual([wrong.status, wrong.told.error], [1, "wrong_code"]);
  assert.equal((await phone(["link"], { pin, state })).told.state, "linked");
  assert.equal((await program("link/frame", { link: wanted })).state, "linked");

  const [linked] = await mine();
  assert.ok(linked?.kind === "strict" && linked.machine === "Comptoir 2");
  assert.equal(linked.place?.state, "new");
  const listed = both((say) => say.software({ mine: [linked], registry: [] }));
  assert.match(listed, /Logiciel d'essai à relier \(Comptoir 2, déclaré\), nouveau/);
  assert.equal((await phone(["software", "remove", linked.id], { state })).status, 0);
  assert.deepEqual(await mine(), []);
});

type LinkTold = { readonly link: string; readonly frame: string; readonly state: string };

/** One installation of a program, with a key of its own that it proves (RFC 9449): sends a form beside the backchannel endpoint. */
async function newProgram(port: number, client: string) {
  const signer = await signerOf(await newKeyPair());
  const { kty, crv, x, y } = signer.jwk;
  const part = (value: unknown) => toBase64url(new TextEncoder().encode(JSON.stringify(value)));
  const basic = Buffer.from(`${client}:${sandboxSecret}`).toString("base64");
  return async (path: string, form: Record<string, string>): Promise<LinkTold> => {
    const address = `http://localhost:${port}/auth/realms/esante-wallet/protocol/openid-connect/ext/ciba/${path}`;
    const stamp = { iat: Math.floor(Date.now() / 1000), jti: crypto.randomUUID() };
    const header = part({ typ: "dpop+jwt", alg: "ES256", jwk: { kty, crv, x, y } });
    const text = `${header}.${part({ htm: "POST", htu: address, ...stamp })}`;
    const signature = await signer.sign(new TextEncoder().encode(text));
    const answer = await fetch(address, {
      method: "POST",
      headers: { authorization: `Basic ${basic}`, dpop: `${text}.${toBase64url(signature)}` },
      body: new URLSearchParams(form),
    });
    assert.equal(answer.status, 200, await answer.clone().text());
    return (await answer.json()) as LinkTold;
  };
}
