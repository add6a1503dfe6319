import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import type { Context } from "@aval/protocol";
import * as client from "openid-client";
import { sql } from "kysely";
import { hours, minutes, seconds } from "#platform/time";
import { newInstallation } from "./testing/installation.ts";
import { payloadOf, type SetUp, setUp } from "./testing/setup.ts";
import { softwareCalls, type SoftwarePhone, softwarePhone } from "./testing/software.ts";
import { serviceCalls } from "./testing/visitor.ts";
import { testSecret } from "./testing/world.ts";

let it: SetUp;
const logout = "http://127.0.0.1:1/out";
const clients = {
  software: { sensitivity: "open" },
  "other-software": { sensitivity: "open" },
  "sensitive-software": { sensitivity: "sensitive" },
  "accepting-software": {
    sensitivity: "sensitive",
    acceptsPscCiba: true,
    backchannelLogoutUri: logout,
  },
  "critical-software": { sensitivity: "critical" },
  "accepting-service": {
    sensitivity: "sensitive",
    acceptsPscCiba: true,
    backchannelLogoutUri: logout,
    redirectUris: ["https://accepting.example/callback"],
    grants: ["authorization_code", "refresh_token"],
  },
  "refusing-service": {
    sensitivity: "open",
    acceptsPscCiba: false,
    redirectUris: ["https://refusing.example/callback"],
    grants: ["authorization_code", "refresh_token"],
  },
} as const;

const calls = (client: keyof typeof clients = "software") => serviceCalls(it.world, client, "");
const program = (client?: keyof typeof clients) => softwareCalls(calls(client));

before(async () => {
  // Whom the registers do not list is asked for like anybody.
  it = await setUp({ gone: new Set(["899799999999"]) });
  for (const [id, more] of Object.entries(clients))
    await it.world.register({
      id,
      name: `Logiciel ${id}`,
      redirectUris: [],
      grants: ["ciba"],
      ...more,
    });
});
after(() => it.close());

/** A holder who added this software yesterday. */
async function holderOf(client: keyof typeof clients = "software"): Promise<SoftwarePhone> {
  const phone = await softwarePhone(it.world);
  assert.ok((await phone.add(client)).ok);
  await it.advance(hours(24));
  return phone;
}

const isContext = (found: Context | string): found is Context => typeof found !== "string";

/** Asks, searches elsewhere (nowhere is near yet), approves. */
async function approved(phone: SoftwarePhone, client?: keyof typeof clients, number = "42") {
  const asked = await program(client).ask(phone.nationalId, number);
  assert.equal(asked.status, 200, JSON.stringify(asked.body));
  const found = await phone.search(number, true);
  assert.ok(isContext(found), String(found));
  assert.equal(await phone.approve(found), "approved");
  return { handle: asked.body["auth_req_id"] as string, context: found };
}

test("a program's request, found by its two digits and approved, gives PSC's whole token answer for a reduced session", async () => {
  const phone = await holderOf();
  const { handle, context } = await approved(phone);
  assert.equal(context.transfer, "search");
  assert.equal(context.browser.standing, "own_software");
  assert.equal(context.rights, "reduced");
  assert.equal(context.service.name, "Logiciel software");

  const answer = await program().poll(handle);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  for (const member of ["access_token", "refresh_token", "id_token", "session_state"])
    assert.equal(typeof answer.body[member], "string", member);
  assert.ok(answer.body["refresh_expires_in"] > 0);
  assert.equal(answer.body["scope"], "openid profile scope_all identity");
  const person = await calls().userinfo(answer.body["access_token"]);
  assert.equal(person.body["SubjectNameID"], phone.nationalId);
  const told = await calls().introspect(answer.body["access_token"]);
  assert.equal(told.body["aval_session"], "reduced");
  assert.equal(told.body["authMode"], "MOBILE");

  assert.equal((await program().poll(handle)).body["error"], "invalid_grant", "once");
  const renewed = await calls().refresh(answer.body["refresh_token"]);
  assert.equal(renewed.status, 200, JSON.stringify(renewed.body));
});

test("once approved from a network, the next request from there is found without looking elsewhere", async () => {
  const phone = await holderOf();
  const { handle } = await approved(phone);
  assert.equal((await program().poll(handle)).status, 200);
  await program().ask(phone.nationalId, "17");
  assert.equal(await phone.search("17", true), "search_nothing");
  const found = await phone.search("17");
  assert.ok(isContext(found), String(found));
});

test("a session of software lasts an hour, serves its client alone, and ends when the software is taken away", async () => {
  const phone = await holderOf();
  const { handle } = await approved(phone);
  const { body } = await program().poll(handle);
  assert.ok((await phone.remove("software")).ok);
  assert.equal((await calls().userinfo(body["access_token"])).status, 401);
  assert.equal((await calls().refresh(body["refresh_token"])).body["error"], "invalid_grant");

  const other = await holderOf();
  const second = await program().poll((await approved(other)).handle);
  await it.advance(minutes(25));
  const kept = await calls().refresh(second.body["refresh_token"]);
  await it.advance(minutes(25));
  const again = await calls().refresh(kept.body["refresh_token"]);
  assert.equal(again.status, 200);
  await it.advance(minutes(11));
  assert.equal((await calls().refresh(again.body["refresh_token"])).body["error"], "invalid_grant");
});

test("whoever the hint names, the answer is the same, the poll is the same, and no phone is reached", async () => {
  const enrolled = await softwarePhone(it.world);
  const added = await softwarePhone(it.world);
  assert.ok((await added.add("software")).ok);
  const elsewhere = await holderOf("other-software");
  const usable = await holderOf();
  const limited = await softwarePhone(it.world, { level: "limited" });
  const today = await softwarePhone(it.world);
  assert.ok((await today.add("software")).ok);
  const hints = {
    unknown: "899799999999",
    nonsense: "' or 1=1 --",
    enrolled: enrolled.nationalId,
    limited: limited.nationalId,
    notAdded: elsewhere.nationalId,
    addedToday: today.nationalId,
    usable: usable.nationalId,
  };
  const shapes = new Map<string, string>();
  for (const [name, hint] of Object.entries(hints)) {
    const asked = await program().ask(hint, "55");
    const { auth_req_id: handle, ...body } = asked.body;
    const headers = [...asked.headers.keys()].filter((key) => key !== "date").sort();
    const length = String(handle).length;
    shapes.set(name, JSON.stringify([asked.status, body, length, headers]));
  }
  assert.equal(new Set(shapes.values()).size, 1, JSON.stringify([...shapes]));
  assert.match(shapes.get("unknown") ?? "", /^\[200,\{"expires_in":120,"interval":2\}/);

  for (const phone of [enrolled, elsewhere, today])
    for (const there of [false, true])
      assert.equal(await phone.search("55", there), "search_nothing");
  assert.equal(await limited.search("55", true), "software_not_possible");
  const found = await usable.search("55", true);
  assert.ok(isContext(found), "the test would see a request that reaches a phone");
});

/** What a clock on the wall in Paris shows: "23:59:00". */
const inParis = (at: number) =>
  new Date(at).toLocaleTimeString("fr-FR", { timeZone: "Europe/Paris" });

/** Moves to the next time that a clock on the wall in Paris shows this. */
async function waitsFor(time: string): Promise<void> {
  const secondsOf = (words: string) =>
    words.split(":").reduce((sum, part) => 60 * sum + Number(part), 0);
  const left = secondsOf(time) - secondsOf(inParis(it.world.clock.now()));
  await it.advance(seconds((left + 86_400) % 86_400));
}

test("software counts from midnight in Paris after the day it was added, and twelve hours after it at the earliest", async () => {
  for (const added of ["11:00:00", "23:59:00"]) {
    await waitsFor(added);
    const phone = await softwarePhone(it.world);
    const list = await phone.add("software");
    assert.ok(list.ok);
    const [mine] = list.value.mine;
    assert.ok(mine);
    const now = it.world.clock.now();
    const left = mine.usableFrom * 1000 - now;
    assert.ok(left > hours(12) - seconds(5), `${added}: ${left} ms`);
    if (added === "11:00:00") assert.equal(inParis(mine.usableFrom * 1000), "00:00:00");
    else assert.ok(left < hours(12) + seconds(5), `${left} ms`);
    await it.advance(seconds(Math.max(0, Math.floor(left / 1000) - 30)));
    await program().ask(phone.nationalId, "12");
    assert.equal(await phone.search("12", true), "search_nothing");
    await it.advance(seconds(60));
    const found = await phone.search("12", true);
    assert.ok(isContext(found), String(found));
  }
});

test("a wrong entry spends the request's one try and silences its origin for an hour", async () => {
  const phone = await holderOf();
  await program().ask(phone.nationalId, "42");
  assert.equal(await phone.search("43", true), "search_silenced");
  assert.equal(await phone.search("42", true), "search_nothing", "its try is spent");
  await program().ask(phone.nationalId, "44");
  assert.equal(await phone.search("44", true), "search_silenced", "its origin is silent");
  await it.advance(minutes(61));
  await program().ask(phone.nationalId, "45");
  const found = await phone.search("45", true);
  assert.ok(isContext(found), String(found));
  const [missed] = await it.facts("search_missed");
  assert.equal(missed?.["origins"], 1);
});

/** A request as it would come from this address. */
const askFrom = (address: string, hint: string, number: string, client = "software") =>
  it.world.login.record({
    ...{ handle: `${address} ${hint} ${number}`, client, hint, number, address },
    life: seconds(120),
  });

test("equal digits from two origins match neither, and both are spent", async () => {
  const phone = await holderOf();
  await askFrom("192.0.2.7", phone.nationalId, "21");
  await askFrom("198.51.100.7", phone.nationalId, "21");
  assert.equal(await phone.search("21", true), "search_equal");
  assert.equal(await phone.search("21", true), "search_nothing");
});

test("a stranger's request from elsewhere is neither found nor compared where the holder looks", async () => {
  const phone = await holderOf();
  const { handle } = await approved(phone);
  assert.equal((await program().poll(handle)).status, 200);
  for (let number = 0; number < 100; number++)
    await askFrom(`192.0.2.${number}`, phone.nationalId, String(number).padStart(2, "0"));
  await program().ask(phone.nationalId, "66");
  const found = await phone.search("66");
  assert.ok(isContext(found), String(found));
});

test("of one origin the newest request counts", async () => {
  const phone = await holderOf();
  await program().ask(phone.nationalId, "31");
  await program().ask(phone.nationalId, "32");
  assert.equal(await phone.search("31", true), "search_silenced");
  const other = await holderOf();
  await program().ask(other.nationalId, "31");
  await program().ask(other.nationalId, "32");
  assert.ok(isContext(await other.search("32", true)));
});

test("a refusal is access_denied, a request past its time expired_token, and another client's handle nothing", async () => {
  const phone = await holderOf();
  const asked = await program().ask(phone.nationalId, "42");
  const found = await phone.search("42", true);
  assert.ok(isContext(found));
  assert.equal(await phone.refuse(found), "refused");
  const handle = asked.body["auth_req_id"];
  assert.equal((await program("other-software").poll(handle)).body["error"], "invalid_grant");
  assert.equal((await program().poll(handle)).body["error"], "access_denied");

  const late = await program().ask(phone.nationalId, "43", { requested_expiry: "1" });
  assert.equal(late.body["expires_in"], 30);
  const long = await program().ask(phone.nationalId, "43", { requested_expiry: "86400" });
  assert.equal(long.body["expires_in"], 120);
  await it.advance(seconds(121));
  const over = await program().poll(long.body["auth_req_id"]);
  assert.deepEqual([over.status, over.body["error"]], [400, "expired_token"]);
});

test("a poll of an undecided request is held, then pending; one that comes too soon is told to slow down", async () => {
  const asked = await program().ask("899799999999", "42");
  const handle = asked.body["auth_req_id"];
  const [held, hasty] = await Promise.all([program().poll(handle), program().poll(handle)]);
  const said = [held.body["error"], hasty.body["error"]].sort();
  assert.deepEqual(said, ["authorization_pending", "slow_down"]);
});

test("a held poll is answered when its holder has decided", async () => {
  const phone = await holderOf();
  const asked = await program().ask(phone.nationalId, "42");
  const found = await phone.search("42", true);
  assert.ok(isContext(found));
  const polled = program().poll(asked.body["auth_req_id"]);
  assert.equal(await phone.approve(found), "approved");
  assert.equal((await polled).status, 200);
});

test("openid-client, which nobody here wrote, asks, waits and gets tokens it accepts, or is told no", async () => {
  const config = await client.discovery(
    new URL(`${it.world.issuer}/.well-known/wallet-openid-configuration`),
    "software",
    testSecret,
    undefined,
    { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] },
  );
  const phone = await holderOf();
  const ask = async (number: string) =>
    client.initiateBackchannelAuthentication(config, {
      scope: "openid scope_all",
      login_hint: phone.nationalId,
      binding_message: number,
    });
  const asked = await ask("42");
  assert.equal(asked.interval, 2);
  const tokens = client.pollBackchannelAuthenticationGrant(config, asked);
  const found = await phone.search("42", true);
  assert.ok(isContext(found));
  assert.equal(await phone.approve(found), "approved");
  const { access_token: token, claims } = await tokens;
  assert.equal(claims()?.["SubjectNameID"], phone.nationalId);
  const person = await client.fetchUserInfo(config, token, claims()?.sub ?? "");
  assert.equal(person["SubjectNameID"], phone.nationalId);

  const second = await ask("43");
  const refused = await phone.search("43");
  assert.ok(isContext(refused));
  assert.equal(await phone.refuse(refused), "refused");
  const answer = client.pollBackchannelAuthenticationGrant(config, second);
  await assert.rejects(answer, { error: "access_denied" });
});

test("what a request must say is said whoever it names", async () => {
  const wrong = async (more: Record<string, string>) =>
    (await program().ask("899799999999", "42", more)).body["error"];
  assert.equal(await wrong({ binding_message: "4" }), "invalid_binding_message");
  assert.equal(await wrong({ binding_message: "quarante-deux" }), "invalid_binding_message");
  assert.equal(await wrong({ login_hint: "" }), "invalid_request");
  assert.equal(await wrong({ id_token_hint: "x" }), "invalid_request");
  assert.equal(await wrong({ login_hint_token: "x" }), "invalid_request");
  const service = serviceCalls(it.world, "service", "");
  const refused = await softwareCalls(service).ask("899799999999", "42");
  assert.deepEqual([refused.status, refused.body["auth_req_id"]], [400, undefined]);
});

test("the rights table's row of plain software: open and accepting services reduced, others nothing", async () => {
  const gives = async (name: keyof typeof clients) => {
    const phone = await holderOf(name);
    await program(name).ask(phone.nationalId, "42");
    const found = await phone.search("42", true);
    return isContext(found) ? found.rights : found;
  };
  assert.equal(await gives("software"), "reduced");
  assert.equal(await gives("accepting-software"), "reduced");
  assert.equal(await gives("sensitive-software"), "rights_denied");
  assert.equal(await gives("critical-software"), "rights_denied");
});

/** The answer to an exchange of this token for one of that service. */
const exchanged = (token: string, audience: string, client: keyof typeof clients = "software") =>
  calls(client).call("token", {
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token: token,
    subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
    audience,
  });

test("a session of plain software reaches services that accept it, by tokens of theirs that end with it", async () => {
  const phone = await holderOf();
  const { body } = await program().poll((await approved(phone)).handle);
  const token = String(body["access_token"]);
  for (const service of ["accepting-service", "service"]) {
    const answer = await exchanged(token, service);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    assert.equal(answer.body["refresh_token"], undefined);
    assert.equal(answer.body["session_state"], body["session_state"]);
    const theirs = serviceCalls(it.world, service, "");
    const given = String(answer.body["access_token"]);
    assert.equal(payloadOf(given)["azp"], service);
    assert.deepEqual(payloadOf(given)["act"], { client_id: "software" });
    assert.equal((await theirs.introspect(given)).body["SubjectNameID"], phone.nationalId);
    assert.equal((await theirs.userinfo(given)).body["SubjectNameID"], phone.nationalId);
    assert.equal((await calls().introspect(given)).body["active"], false, "it is the service's");
  }
  // An open service says no for itself, and a program is nobody's but its own holders'.
  for (const service of [
    ...["sensitive-software", "critical-software", "nobody"],
    ...["refusing-service", "accepting-software", "other-software"],
  ])
    assert.equal((await exchanged(token, service)).body["error"], "invalid_target", service);
  const other = await exchanged(token, "service", "other-software");
  assert.equal(other.body["error"], "invalid_grant", "another client's token");

  const again = String((await exchanged(token, "service")).body["access_token"]);
  assert.equal((await exchanged(again, "accepting-service")).body["error"], "invalid_grant");
  assert.ok((await phone.remove("software")).ok);
  assert.equal((await serviceCalls(it.world, "service", "").userinfo(again)).status, 401);
});

test("a token that plain software bound to a key stays bound: renewed or exchanged, it takes a proof of that key, once", async () => {
  const phone = await holderOf();
  const installation = await newInstallation(it.world, "software");
  const thief = await newInstallation(it.world, "software");
  const { body } = await installation.poll((await approved(phone)).handle);
  assert.equal(body["token_type"], "DPoP");
  const bound = (token: unknown) =>
    (payloadOf(String(token))["cnf"] as { jkt?: string } | undefined)?.jkt;
  assert.equal(bound(body["access_token"]), installation.key);

  const exchange = (by: typeof thief, proof?: string | null) =>
    by.call(
      "token",
      {
        grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
        subject_token: String(body["access_token"]),
        subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
        audience: "accepting-service",
      },
      proof === undefined ? {} : { by: proof },
    );
  for (const answer of [await exchange(installation, null), await exchange(thief)])
    assert.deepEqual([answer.status, answer.body["error"]], [400, "invalid_grant"]);
  const once = await installation.proof("POST", installation.named("token"));
  const given = await exchange(installation, once);
  assert.equal(given.status, 200, JSON.stringify(given.body));
  assert.equal(given.body["token_type"], "DPoP");
  assert.equal(bound(given.body["access_token"]), installation.key);
  assert.equal((await exchange(installation, once)).status, 400, "a proof is taken once");
  const theirs = serviceCalls(it.world, "accepting-service", "");
  assert.equal((await theirs.userinfo(String(given.body["access_token"]))).status, 401);

  const renewal = String(body["refresh_token"]);
  assert.equal((await installation.refresh(renewal, null)).body["error"], "invalid_grant");
  assert.equal((await thief.refresh(renewal)).body["error"], "invalid_grant");
  const renewed = await installation.refresh(renewal);
  assert.equal(renewed.status, 200, JSON.stringify(renewed.body));
  assert.equal(bound(renewed.body["access_token"]), installation.key);
});

test("a session of a browser is exchanged for nothing", async () => {
  const { tokens } = await it.signedIn();
  const asked = await serviceCalls(it.world, "service", "").call("token", {
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token: String(tokens["access_token"]),
    subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
    audience: "accepting-service",
  });
  assert.equal(asked.status, 400);
});

test("a client's requests are counted whomever they name: past 600 in a minute 429 for every hint, and no other client's", async () => {
  const { world } = it;
  const phone = await holderOf("other-software");
  for (let count = 0; count < 600; count++)
    await world.limits.spend(world.db, "ciba_requests", "other-software", 600, minutes(1));
  for (const hint of [phone.nationalId, "899799999999"]) {
    const asked = await program("other-software").ask(hint, "42");
    assert.deepEqual([asked.status, asked.body["error"]], [429, "slow_down"]);
  }
  assert.equal((await program().ask(phone.nationalId, "42")).status, 200);
  await it.advance(minutes(1));
  assert.equal((await program("other-software").ask(phone.nationalId, "42")).status, 200);
});

test("nothing that is kept says in words whom a program named", async () => {
  const hint = "899712345678";
  await program().ask(hint, "42");
  for (const table of ["ciba_request", "artefact"]) {
    const { rows } = await sql<{ row: string }>`
      select t::text as row from ${sql.table(table)} t`.execute(it.database.db);
    assert.equal(
      rows.some(({ row }) => row.includes(hint)),
      false,
      table,
    );
  }
});

// Last: it moves the clock by hours.
test("requests and silences are forgotten after their time, and what they opened is not", async () => {
  const phone = await holderOf();
  const { handle } = await approved(phone);
  const { body } = await program().poll(handle);
  await program().ask(phone.nationalId, "42");
  assert.equal(await phone.search("43"), "search_silenced");
  await it.advance(minutes(63));
  await it.world.login.purge();
  for (const table of ["ciba_request", "ciba_silence"]) {
    const { rows } = await sql`select 1 from ${sql.table(table)}`.execute(it.database.db);
    assert.equal(rows.length, 0, table);
  }
  assert.equal((await program().poll(handle)).body["error"], "invalid_grant");
  const { rows } = await sql`select 1 from session where id = ${body["session_state"]}`.execute(
    it.database.db,
  );
  assert.equal(rows.length, 1);
});
