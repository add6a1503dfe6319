import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { sql } from "kysely";
import { createAudit } from "#modules/audit";
import { endAll } from "#modules/installations";
import { transact } from "#platform/database";
import { systemRandom } from "#platform/random";
import { hours } from "#platform/time";
import { type SetUp, setUp } from "./testing/setup.ts";
import { softwareCalls, softwarePhone } from "./testing/software.ts";
import { serviceCalls } from "./testing/visitor.ts";

let it: SetUp;
before(async () => {
  it = await setUp();
  const ciba = { sensitivity: "open", redirectUris: [], grants: ["ciba"] } as const;
  await it.world.register({ id: "officine", name: "Officine Fictive", ...ciba });
  await it.world.register({ id: "cabinet", name: "Cabinet Fictif", ...ciba });
});
after(() => it.close());

test("a full phone adds software from the registry, by its registered name, once", async () => {
  const phone = await softwarePhone(it.world);
  for (let twice = 0; twice < 2; twice++) {
    const added = await phone.add("officine");
    assert.ok(added.ok, JSON.stringify(added));
    assert.deepEqual(
      added.value.mine.map(({ client, name, kind }) => [client, name, kind]),
      [["officine", "Officine Fictive", "plain"]],
    );
  }
  const list = await phone.list();
  assert.ok(list.ok);
  const offered = list.value.registry.map(({ client }) => client);
  assert.deepEqual(offered, ["cabinet", "officine"], "services with a browser are not offered");
  const facts = await it.facts("installation_added");
  assert.equal(facts.filter((fact) => fact["professional"] === phone.professional).length, 1);
});

test("nothing is added on the telephone, by a limited phone, while a stop holds it, or that is not in the registry", async () => {
  const refusal = async (work: Promise<{ ok: boolean; refusal?: string }>) => (await work).refusal;
  const phone = await softwarePhone(it.world);
  assert.equal(await refusal(phone.add("officine", true)), "invalid_message");
  assert.equal(await refusal(phone.add("service")), "unknown_software");
  assert.equal(await refusal(phone.add("nobody")), "unknown_software");
  const { professional } = phone;
  const limited = await softwarePhone(it.world, { professional, level: "limited" });
  assert.equal(await refusal(limited.add("officine")), "software_not_possible");
  it.world.held.add("join");
  assert.equal(await refusal(phone.add("officine")), "holder_stopped");
  it.world.held.delete("join");
  const list = await phone.list();
  assert.ok(list.ok && list.value.mine.length === 0);
});

test("a limited phone sees no software of its holder's and takes none away", async () => {
  const phone = await softwarePhone(it.world);
  const { professional } = phone;
  const limited = await softwarePhone(it.world, { professional, level: "limited" });
  assert.ok((await phone.add("officine")).ok);
  const list = await limited.list();
  assert.ok(list.ok && list.value.mine.length === 0);
  const removed = await limited.remove("officine");
  assert.equal(removed.ok, false);
  const kept = await phone.list();
  assert.ok(kept.ok && kept.value.mine.length === 1);
});

test("software that was taken away asks no more, and counts from the day after when it is added again", async () => {
  const phone = await softwarePhone(it.world);
  assert.ok((await phone.add("officine")).ok);
  await it.advance(hours(24));
  const program = softwareCalls(serviceCalls(it.world, "officine", ""));
  await program.ask(phone.nationalId, "42");
  assert.ok((await phone.remove("officine")).ok);
  assert.equal(await phone.search("42", true), "search_nothing");
  assert.ok((await phone.add("officine")).ok);
  assert.equal(await phone.search("42", true), "search_nothing");
});

test("an approval given before the software was taken away opens nothing after it", async () => {
  const phone = await softwarePhone(it.world);
  assert.ok((await phone.add("officine")).ok);
  await it.advance(hours(24));
  const program = softwareCalls(serviceCalls(it.world, "officine", ""));
  const asked = await program.ask(phone.nationalId, "42");
  const found = await phone.search("42", true);
  assert.ok(typeof found !== "string");
  assert.equal(await phone.approve(found), "approved");
  assert.ok((await phone.remove("officine")).ok);
  assert.equal((await program.poll(asked.body["auth_req_id"])).body["error"], "access_denied");
});

test("a stopped holder's request is found by nobody, and an approval of before the stop opens nothing", async () => {
  const phone = await softwarePhone(it.world);
  assert.ok((await phone.add("officine")).ok);
  await it.advance(hours(24));
  const program = softwareCalls(serviceCalls(it.world, "officine", ""));
  const asked = await program.ask(phone.nationalId, "42");
  const found = await phone.search("42", true);
  assert.ok(typeof found !== "string");
  assert.equal(await phone.approve(found), "approved");
  it.world.held.add("enter");
  assert.equal((await program.poll(asked.body["auth_req_id"])).body["error"], "access_denied");
  await program.ask(phone.nationalId, "43");
  assert.equal(await phone.search("43", true), "holder_stopped");
  it.world.held.delete("enter");
});

test("after a restore no software may ask: what was taken away since is not known", async () => {
  const phone = await softwarePhone(it.world);
  assert.ok((await phone.add("officine")).ok);
  const { clock, db } = it.world;
  const audit = createAudit({ clock, random: systemRandom });
  await transact(db, (tx) => endAll({ audit }, tx));
  const { rows } = await sql`select 1 from installation where ended_at is null`.execute(db);
  assert.equal(rows.length, 0);
  assert.ok((await it.facts("installation_ended")).some((fact) => fact["by"] === "restored"));
});
