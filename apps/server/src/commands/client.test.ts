import assert from "node:assert/strict";
import { after as afterAll, before, test } from "node:test";
import { createAudit } from "#modules/audit";
import { readConfig } from "#platform/config";
import { fixedClock, seededRandom, type TestDatabase, testDatabase } from "#platform/testing";
import type { WithDatabase } from "./beside.ts";
import { clientCommand, command } from "./client.ts";
import { lastJson, saidByCommand } from "./testing/said.ts";

let database: TestDatabase;
const random = seededRandom(31);
const clock = fixedClock();
const audit = createAudit({ clock, random });
const outcome = readConfig({});
assert.ok(outcome.ok);
const config = outcome.value;
const withDatabase: WithDatabase = (work) =>
  work({ config, db: database.db, clock, random, audit });

before(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

async function run(...argv: string[]) {
  const said = await saidByCommand(
    { ...command, run: (words, io) => clientCommand(words, io, withDatabase) },
    argv,
  );
  return { ...said, last: () => lastJson(said) };
}

test("a service is added with its secret shown once, listed, shown without it, and removed", async () => {
  const added = await run(
    "add",
    "--id",
    "my-service",
    "--name",
    "Mon service",
    "--redirect-uri",
    "https://s.example/cb",
    "--json",
  );
  assert.equal(added.status, 0);
  const { clientId, clientSecret, sensitivity, redirectUris } = added.last();
  assert.deepEqual(
    [clientId, sensitivity, redirectUris],
    ["my-service", "sensitive", ["https://s.example/cb"]],
  );
  assert.equal(clientSecret.length, 43);

  const listed = await run("list", "--json");
  const shown = await run("show", "my-service", "--json");
  assert.deepEqual(listed.last(), [shown.last()]);
  for (const { out } of [listed, shown])
    assert.equal(out.join().includes(clientSecret) || out.join().includes("secretHash"), false);

  assert.equal((await run("remove", "my-service")).status, 0);
  assert.equal((await run("show", "my-service")).status, 1);
  assert.equal((await run("remove", "my-service")).status, 1);
  assert.deepEqual((await run("list", "--json")).last(), []);
});

test("whoever adds a service that its holders' places may enter is warned of nothing but the secret", async () => {
  const at = ["--redirect-uri", "https://w.example/cb", "--sensitivity", "sensitive"];
  const { status, err } = await run("add", "--name", "Service", ...at);
  assert.equal(status, 0);
  assert.deepEqual(err, [
    "Le secret ne sera plus jamais montré. / The secret will never be shown again.",
  ]);
});

test("a service is not added with an address that could be misused", async () => {
  const refused = await run("add", "--name", "X", "--redirect-uri", "http://s.example/cb");
  assert.equal(refused.status, 1);
  assert.match(refused.err.join("\n"), /This address cannot be registered/);
  assert.equal((await run("add", "--name", "X")).status, 2);
  assert.equal((await run("add", "--redirect-uri", "https://s.example/cb")).status, 2);
  assert.equal(
    (
      await run(
        "add",
        "--name",
        "X",
        "--redirect-uri",
        "https://s.example/cb",
        "--sensitivity",
        "none",
      )
    ).status,
    2,
  );
  assert.equal((await run("show")).status, 2);
});

test("whatever is asked of a service that is none says that it is none, and where they are listed", async () => {
  for (const argv of [
    ["show", "nobody"],
    ["remove", "nobody"],
    ["suspend", "nobody", "--reason", "why"],
    ["resume", "nobody", "--reason", "why"],
    ["transition", "nobody", "--end", "--reason", "why"],
    ["key", "list", "nobody"],
    ["bells", "restore", "nobody", "--reason", "why"],
  ]) {
    const { status, err } = await run(...argv);
    assert.equal(status, 1, argv.join(" "));
    assert.match(err.join("\n"), /« nobody »[\s\S]*aval client list/, argv.join(" "));
  }
});

test("a second service of a name is registered only by somebody who says that it is meant", async () => {
  const made = ["add", "--redirect-uri", "https://n.example/cb", "--json"];
  assert.equal((await run(...made, "--name", "Laboratoire", "--id", "labo")).status, 0);
  const count = async () => (await run("list", "--json")).last().length;
  const before = await count();
  for (const name of ["Laboratoire", "laboratoire "]) {
    const told = await run(...made, "--name", name);
    assert.deepEqual([told.status, told.last().error], [1, "service_name_taken"]);
    assert.match(told.last().message.fr, /client show labo .*--same-name/);
  }
  assert.equal(await count(), before);
  assert.equal((await run(...made, "--name", "Laboratoire", "--same-name")).status, 0);
});

test("a page without a secret is told which of its rules broke, and has no key to read the directory with", async () => {
  const page = ["add", "--name", "Page", "--id", "page", "--public", "--json"];
  const here = ["--redirect-uri", "http://localhost:3000/"];
  for (const [more, error] of [
    [here, "public_needs_open"],
    [[...here, "--sensitivity", "open", "--ciba"], "public_needs_browser"],
    [["--redirect-uri", "http://localhost/", "--sensitivity", "open"], "public_needs_port"],
  ] as const) {
    const told = await run(...page, ...more);
    assert.deepEqual([told.status, told.last().error], [1, error]);
  }
  const added = await run(...page, ...here, "--sensitivity", "open");
  assert.deepEqual([added.status, "clientSecret" in added.last()], [0, false]);
  const key = await run("key", "add", "page", "--json");
  assert.deepEqual([key.status, key.last().error], [1, "key_needs_secret"]);
  assert.deepEqual((await run("key", "list", "page", "--json")).last(), []);
});

test("a service is suspended and resumed by a person who says why, and the log keeps it", async () => {
  const made = ["add", "--name", "Logiciel", "--id", "logiciel", "--ciba", "--accept-psc-ciba"];
  assert.equal((await run(...made, "--sensitivity", "open", "--json")).last().acceptsPscCiba, true);
  const state = async () => (await run("show", "logiciel", "--json")).last().state;
  assert.equal((await run("suspend", "logiciel")).status, 2, "without a reason");
  for (let twice = 0; twice < 2; twice++)
    assert.equal((await run("suspend", "logiciel", "--reason", "refus en série")).status, 0);
  assert.equal(await state(), "suspended");
  assert.equal((await run("resume", "logiciel", "--reason", "corrigé")).status, 0);
  assert.equal(await state(), "active");
  assert.equal((await run("suspend", "nobody", "--reason", "x")).status, 1);
  const facts = await database.db
    .selectFrom("fact")
    .select("body")
    .where("kind", "in", ["service_suspended", "service_resumed"])
    .execute();
  const told = facts.map(({ body }: { body: string }) => JSON.parse(body));
  const reasons = told
    .filter((fact: { service: string }) => fact.service === "logiciel")
    .map((fact: { reason: string }) => fact.reason);
  assert.deepEqual(reasons, ["refus en série", "corrigé"]);
});

test("an open service lets in who was let into software, and short sessions, unless it is told to refuse them", async () => {
  const made = [
    "add",
    "--redirect-uri",
    "https://o.example/cb",
    "--json",
    "--name",
    "Ouvert",
    "--same-name",
  ];
  const registered = async (...more: string[]) => {
    const { acceptsReduced, acceptsPscCiba } = (await run(...made, ...more)).last();
    return { acceptsReduced, acceptsPscCiba };
  };
  const open = ["--sensitivity", "open"];
  const both = { acceptsReduced: true, acceptsPscCiba: true };
  assert.deepEqual(await registered(...open), both);
  assert.deepEqual(await registered(...open, "--refuse-psc-ciba"), {
    ...both,
    acceptsPscCiba: false,
  });
  assert.deepEqual(await registered(...open, "--refuse-reduced"), {
    ...both,
    acceptsReduced: false,
  });
  assert.deepEqual(await registered(), { acceptsReduced: false, acceptsPscCiba: false });
  const undecided = await run(...made, ...open, "--accept-psc-ciba", "--refuse-psc-ciba");
  assert.equal(undecided.status, 2);
});

test("a service whose bells were taken is listed so, and a person who says why gives them back", async () => {
  await run("add", "--name", "Sonneur", "--id", "ringer", "--redirect-uri", "https://r.example/");
  const bells = async () => (await run("show", "ringer", "--json")).last();
  assert.equal((await bells()).bells, "ring");
  assert.equal((await run("bells", "restore", "ringer", "--reason", "x")).status, 1, "it has them");
  await database.db
    .insertInto("bell_loss")
    .values({ service: "ringer", day: "2026-05-04", asked: 900, refused: 20, lost_at: new Date() })
    .execute();
  const { bells: state, bellsTakenOn, holdersAsked, holdersRefused } = await bells();
  assert.deepEqual(
    [state, bellsTakenOn, holdersAsked, holdersRefused],
    ["taken", "2026-05-04", 900, 20],
  );
  assert.match((await run("list")).out.join("\n"), /ringer .*bells taken/);
  assert.equal((await run("bells", "restore", "ringer")).status, 2, "without a reason");
  assert.equal((await run("bells", "restore", "ringer", "--reason", "corrigé")).status, 0);
  assert.equal((await bells()).bells, "ring");
  assert.equal((await run("bells", "restore", "nobody", "--reason", "x")).status, 1);
});

test("an identifier nobody has, and an action that is none, are said in both languages", async () => {
  const absent = await run("show", "nobody");
  assert.equal(absent.status, 1);
  assert.match(absent.err.join("\n"), /^Aucun service .* « nobody »[\s\S]*No service .*"nobody"/);
  const wrong = await run("frob");
  assert.equal(wrong.status, 2);
  assert.match(wrong.err[0] ?? "", /« frob » n'est pas une action : add \| list \| show/);
});

test("an operator sees who is told by signals, pauses and resumes one, and is told what there is none of", async () => {
  await database.db
    .insertInto("stream")
    .values({ id: "str_1", client: "my-told", method: "poll", requested: ["a/session-revoked"] })
    .execute();
  const [row] = (await run("stream", "list", "--json")).last();
  assert.deepEqual(row, {
    ...{ clientId: "my-told", state: "enabled", delivery: "poll", events: ["session-revoked"] },
  });
  assert.equal((await run("stream", "pause", "my-told")).status, 2, "a reason is asked for");
  assert.equal((await run("stream", "pause", "my-told", "--reason", "panne")).status, 0);
  assert.match((await run("stream", "list")).out.join(), /my-told +paused +poll +session-revoked/);
  assert.equal((await run("stream", "pause", "my-told", "--reason", "panne")).status, 1);
  assert.equal((await run("stream", "resume", "nobody", "--reason", "panne")).status, 1);
  assert.equal((await run("stream", "resume", "my-told", "--reason", "fin")).status, 0);
});
