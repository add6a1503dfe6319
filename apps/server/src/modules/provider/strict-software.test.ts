import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { type LinkAnswer, newKeyPair } from "@aval/protocol";
import { createLocalJWKSet, jwtVerify, SignJWT } from "jose";
import { processGenericTokenEndpointResponse } from "oauth4webapi";
import * as client from "openid-client";
import { sql } from "kysely";
import { createAudit } from "#modules/audit";
import { endAll } from "#modules/installations";
import { sleepAll } from "#modules/places";
import { transact } from "#platform/database";
import { systemRandom } from "#platform/random";
import { days, hours, instant, minutes, seconds } from "#platform/time";
import { signerOf } from "./access-token.ts";
import { installationIn } from "./login-hint.ts";
import {
  approvedBy,
  type Installation,
  type LinkingPhone,
  linked,
  linkingPhone,
  newInstallation,
  signedIn,
} from "./testing/installation.ts";
import { payloadOf, type SetUp, setUp } from "./testing/setup.ts";
import { softwareCalls } from "./testing/software.ts";
import { serviceCalls } from "./testing/visitor.ts";
import { testSecret } from "./testing/world.ts";

let it: SetUp;
const sensitivities = ["open", "sensitive", "critical"] as const;

before(async () => {
  it = await setUp();
  it.world.place.where = undefined;
  for (const sensitivity of sensitivities)
    await it.world.register({
      id: `${sensitivity}-program`,
      name: `Logiciel ${sensitivity}`,
      sensitivity,
      profile: "strict",
      redirectUris: [],
      grants: ["ciba"],
      product: { id: `${sensitivity}-product`, name: "Officine Fictive 2.0" },
    });
  await it.world.register({
    ...{ id: "other-program", name: "Autre logiciel", sensitivity: "open", profile: "strict" },
    ...{ redirectUris: [], grants: ["ciba"] },
  });
  await it.world.register({
    ...{ id: "plain-program", name: "Logiciel simple", sensitivity: "open" },
    ...{ redirectUris: [], grants: ["ciba"] },
  });
});
after(() => it.close());

const program = (id = "open-program") => newInstallation(it.world, id);

/** A holder and a program of theirs, linked just now. */
async function pair(id = "open-program", machine?: string) {
  const [one, phone] = [await program(id), await linkingPhone(it.world)];
  return { one, phone, hint: await linked(it, one, phone, machine) };
}

/** The same, aged: a scan a day later, and "Oui, j'y travaille". */
async function agedPair(id = "open-program") {
  const { one, phone, hint } = await pair(id);
  await it.advance(hours(25));
  const { tokens } = await signedIn(one, phone, hint);
  const [place] = await phone.places();
  assert.equal(place?.asks, true, JSON.stringify(place));
  assert.notEqual(typeof (await phone.age(place.id)), "string");
  return { one, phone, hint: tokens["aval_login_hint_token"] as string, place: place.id };
}

test("no library takes a login_hint_token for an id_token, and no other document of ours is taken for one", async () => {
  const { one, phone, hint } = await pair();
  const { issuer } = it.world;
  const { publicJwks, current } = it.keys.openid();
  const checks = { issuer, audience: one.client };
  const verified = (text: string, more: { typ?: string } = {}) =>
    jwtVerify(text, createLocalJWKSet({ keys: [...publicJwks] }), { ...checks, ...more });
  const answered = (id_token: string) =>
    processGenericTokenEndpointResponse(
      { issuer },
      { client_id: one.client },
      Response.json({ access_token: "x", token_type: "DPoP", id_token }),
    );
  const { tokens } = await signedIn(one, phone, hint);
  const real = tokens["id_token"] as string;
  await verified(real);
  await answered(real);
  await assert.rejects(verified(hint), { claim: "aud" });
  await assert.rejects(answered(hint), /"aud"/);
  await assert.rejects(verified(hint, { ...{ audience: issuer }, typ: "JWT" }), { claim: "typ" });

  const like = (more: Record<string, unknown>, typ: string) =>
    new SignJWT({ ...payloadOf(hint), ...more })
      .setProtectedHeader({ alg: "RS256", kid: current.kid, typ })
      .sign(current.key);
  const names = async (text: string) => {
    const asking = { client: one.client, key: one.key };
    const signer = signerOf(it.keys.openid(), issuer);
    const madeAt = Number(payloadOf(hint)["iat"]) * 1000;
    return installationIn({ signer, issuer, clock: { now: () => instant(madeAt) } }, text, asking);
  };
  assert.ok(await names(await like({}, "login-hint+jwt")));
  for (const [more, typ] of [
    [{}, "JWT"],
    [{ aud: one.client }, "login-hint+jwt"],
    [{ azp: "other-program" }, "login-hint+jwt"],
    [{ typ: "ID" }, "login-hint+jwt"],
  ] as const)
    assert.equal(await names(await like(more, typ)), undefined, JSON.stringify([more, typ]));
});

test("an installation is linked by its frame, half a minute and the code, and then asks for its holder with our digits or our frames", async () => {
  const [one, phone] = [await program(), await linkingPhone(it.world)];
  const begun = await one.begin("Comptoir 2");
  assert.deepEqual(Object.keys(begun.body).sort(), ["expires_in", "interval", "link"]);
  const shown = await one.linkFrame(begun.body["link"]);
  assert.equal(shown.body["state"], "shown");
  const seen = (await phone.scan(shown.body["frame"])) as LinkAnswer;
  assert.equal(seen.name, "Logiciel open");
  assert.equal(seen.publisher, "Officine Fictive 2.0");
  assert.equal(seen.machine, "Comptoir 2");
  assert.equal(seen.network, "same_network");
  assert.equal((await one.linkFrame(begun.body["link"])).body["state"], "claimed");
  assert.equal(await phone.confirmLink(seen.link), "link_too_soon");
  await it.advance(seconds(31));
  assert.notEqual(typeof (await phone.confirmLink(seen.link)), "string");
  assert.equal(await phone.confirmLink(seen.link), "link_over", "once");
  const { body } = await one.linkFrame(begun.body["link"]);
  assert.equal(body["expires_in"], days(30) / 1000);
  const hint = body["login_hint_token"] as string;
  assert.deepEqual(payloadOf(hint)["cnf"], { jkt: one.key });

  for (const transfer of ["qr", "digits"] as const) {
    const { context, tokens } = await signedIn(one, phone, hint, transfer);
    assert.equal(context.transfer, transfer);
    assert.equal(context.service.name, "Logiciel open");
    assert.deepEqual(context.software, [{ name: "Officine Fictive 2.0", declared: false }]);
    assert.equal(context.browser.standing, "own_software");
    assert.equal(context.browser.declared, "Comptoir 2");
    assert.equal(context.browser.linked, "new");
    assert.equal(tokens["token_type"], "DPoP");
    assert.equal(typeof tokens["refresh_token"], "string");
    const access = tokens["access_token"] as string;
    assert.deepEqual(payloadOf(access)["cnf"], { jkt: one.key });
    assert.equal(payloadOf(access)["sub"], payloadOf(hint)["sub"], "pairwise, as the hint says");
    assert.equal((await one.userinfo(access)).body["SubjectNameID"], phone.nationalId);
    const told = await one.introspect(access);
    assert.deepEqual(told.body["cnf"], { jkt: one.key });
    assert.equal(told.body["aval_session"], "reduced");
    await it.advance(minutes(2));
  }
  const [mine] = (await software(phone)).mine;
  assert.equal(mine?.kind, "strict");
  assert.equal(mine?.machine, "Comptoir 2");
  assert.equal(mine?.place?.state, "new");
  const [place] = await phone.places();
  assert.deepEqual(place?.software, { client: "open-program", name: "Logiciel open" });
});

async function software(phone: LinkingPhone) {
  const list = await phone.list();
  assert.ok(list.ok);
  return list.value;
}

// The rights table's row, walked cell by cell.
const cells = [
  ["new", "open", "reduced"],
  ["new", "sensitive", undefined],
  ["new", "critical", undefined],
  ["aged", "open", "full"],
  ["aged", "sensitive", "full"],
  ["aged", "critical", undefined],
] as const;

test("strict software opens what its row of the rights table says, by frame and by digits, new and aged, and renews as much", async () => {
  for (const [age, sensitivity, given] of cells) {
    const { one, phone, hint, id } = await asSensitive(age, sensitivity);
    for (const transfer of ["qr", "digits"] as const) {
      const name = `${age} ${sensitivity} ${transfer}`;
      await it.advance(minutes(2));
      if (given === undefined) {
        const asked = await one.ask(hint);
        const handle = asked.body["auth_req_id"];
        const seen =
          transfer === "qr"
            ? { frame: (await one.frame(handle)).body["frame"] }
            : { digits: asked.body["aval_code"] };
        assert.equal(await phone.claim(seen), "rights_denied", name);
        assert.equal((await one.poll(handle)).body["error"], "access_denied", name);
        continue;
      }
      const { context, tokens } = await signedIn(one, phone, hint, transfer);
      assert.equal(context.rights, given, name);
      assert.equal(context.browser.linked, age, name);
      assert.equal(payloadOf(tokens["access_token"])["aval_session"], given, name);
      const renewed = await one.refresh(tokens["refresh_token"]);
      assert.equal(renewed.status, 200, name);
      assert.equal(payloadOf(renewed.body["access_token"])["aval_session"], given, name);
      await sql`update service set sensitivity = 'critical', accepts_reduced = false, accepts_psc_ciba = false
        where id = ${id}`.execute(it.database.db);
      const refused = await one.refresh(renewed.body["refresh_token"]);
      assert.equal(refused.body["error"], "invalid_grant", `${name}: no row gives it any more`);
      await set(id, sensitivity);
    }
  }
});

async function set(id: string, sensitivity: (typeof sensitivities)[number]): Promise<void> {
  const isOpen = sensitivity === "open";
  await sql`update service set sensitivity = ${sensitivity}, accepts_reduced = ${isOpen}, accepts_psc_ciba = ${isOpen}
    where id = ${id}`.execute(it.database.db);
}

/** An installation aged while its service was open, which is then what the cell says. */
async function asSensitive(age: "new" | "aged", sensitivity: (typeof sensitivities)[number]) {
  const id = "open-program";
  await set(id, "open");
  const made = await (age === "aged" ? agedPair(id) : pair(id));
  await set(id, sensitivity);
  return { ...made, id };
}

test("a limited phone links nothing, and opens nothing of what its holder linked", async () => {
  await set("open-program", "open");
  const { one, phone, hint } = await pair();
  const limited = await linkingPhone(it.world, {
    ...{ professional: phone.professional, level: "limited" },
  });
  const begun = await one.begin();
  const shown = await one.linkFrame(begun.body["link"]);
  assert.equal(await limited.scan(shown.body["frame"]), "software_not_possible");
  const asked = await one.ask(hint);
  const frame = (await one.frame(asked.body["auth_req_id"])).body["frame"];
  assert.equal(await limited.claim({ frame }), "rights_denied");
  assert.deepEqual((await software(limited)).mine, []);
});

test("whatever its token says, an installation is answered alike, and no phone but its holder's opens anything", async () => {
  const [mine, theirs] = [await pair(), await pair()];
  const ended = await pair();
  await ended.phone.remove("open-program");
  const asleep = await agedPair();
  await it.advance(days(121));
  const fresh = await pair();
  const other = await program("other-program");
  const hints: Record<string, readonly [Installation, string]> = {
    good: [fresh.one, fresh.hint],
    nonsense: [fresh.one, "no token"],
    "another's": [fresh.one, theirs.hint],
    "another client's": [other, fresh.hint],
    expired: [mine.one, mine.hint],
    ended: [ended.one, ended.hint],
    asleep: [asleep.one, asleep.hint],
  };
  const shapes = new Map<string, string>();
  const digits = new Map<string, string>();
  const polls: Promise<string>[] = [];
  for (const [name, [one, hint]] of Object.entries(hints)) {
    const { status, headers, body } = await one.ask(hint);
    const { auth_req_id: handle, aval_code: code, ...rest } = body;
    const names = [...headers.keys()].filter((key) => key !== "date").sort();
    const framed = await one.frame(handle);
    shapes.set(name, JSON.stringify([status, rest, String(handle).length, names, framed.status]));
    polls.push(one.poll(handle).then(({ body }) => JSON.stringify(body)));
    assert.match(code, /^[0-9]{6,8}$/);
    assert.equal(typeof framed.body["frame"], "string", name);
    digits.set(name, code);
  }
  assert.equal(new Set(shapes.values()).size, 1, JSON.stringify([...shapes]));
  assert.equal(new Set(await Promise.all(polls)).size, 1);
  const claims = async (phone: LinkingPhone, name: string) => {
    const told = await phone.claim({ digits: digits.get(name) ?? "" });
    return typeof told === "string" ? told : "shown";
  };
  for (const name of ["nonsense", "another client's"])
    assert.equal(await claims(fresh.phone, name), "software_not_yours", name);
  assert.equal(await claims(theirs.phone, "another's"), "software_not_yours");
  assert.equal(await claims(ended.phone, "ended"), "software_not_yours");
  assert.equal(await claims(mine.phone, "good"), "software_not_yours", "and then it is over");
});

test("a token without its key, and a key without its token, poll, refresh, read and show nothing", async () => {
  const { one, phone, hint } = await pair();
  const thief = await program();
  assert.equal(
    (await one.call("ext/ciba/auth", { scope: "openid", login_hint_token: hint }, { by: null }))
      .status,
    400,
  );
  const asked = await one.ask(hint);
  const handle = asked.body["auth_req_id"];
  assert.equal((await thief.frame(handle)).body["error"], "invalid_grant");
  assert.equal((await thief.poll(handle)).body["error"], "invalid_grant");
  const { tokens } = await signedIn(one, phone, hint);
  const access = tokens["access_token"] as string;
  const foreign = await thief.proof("GET", one.named("userinfo"), access);
  assert.equal((await one.userinfo(access, null)).status, 401, "as a bearer's");
  assert.equal((await one.userinfo(access, foreign)).status, 401);
  const stolen = await thief.refresh(tokens["refresh_token"]);
  assert.equal(stolen.body["error"], "invalid_grant");
  assert.equal((await one.refresh(tokens["refresh_token"], null)).body["error"], "invalid_grant");
  assert.equal((await one.refresh(tokens["refresh_token"])).status, 200, "its own still does");
  const proof = await one.proof("POST", one.named("ext/ciba/link"));
  assert.equal((await one.call("ext/ciba/link", {}, { by: proof })).status, 200);
  assert.equal(
    (await one.call("ext/ciba/link", {}, { by: proof })).status,
    400,
    "a proof is taken once",
  );
  const elsewhere = await one.proof("POST", one.named("token"));
  assert.equal(
    (await one.call("ext/ciba/link", {}, { by: elsewhere })).status,
    400,
    "and for its address",
  );
});

test("a link is told to its own key alone, and a second phone that sees its frame ends it for both", async () => {
  const [one, thief] = [await program(), await program()];
  const [phone, other] = [await linkingPhone(it.world), await linkingPhone(it.world)];
  const link = (await one.begin()).body["link"] as string;
  assert.equal((await thief.linkFrame(link)).status, 400);
  const { frame } = (await one.linkFrame(link)).body;
  const seen = (await phone.scan(frame)) as LinkAnswer;
  assert.equal(await other.scan(frame), "already_claimed");
  await it.advance(seconds(31));
  assert.equal(await phone.confirmLink(seen.link), "link_over");
  assert.equal(await other.confirmLink(seen.link), "link_over");
  assert.equal((await one.linkFrame(link)).body["state"], "cancelled");

  const late = (await one.begin()).body["link"] as string;
  const old = (await one.linkFrame(late)).body["frame"];
  const altered = old.replace(/.{5}$/, (end: string) => (end === "AAAAA" ? "BBBBB" : "AAAAA"));
  assert.equal(await phone.scan(altered), "frame_refused", "while the one that is shown is young");
  await it.advance(seconds(5));
  assert.equal(await phone.scan(old), "frame_refused", "a photograph of it");
  await it.advance(minutes(3));
  assert.equal((await one.linkFrame(late)).body["state"], "expired");
});

test("a link that a caller asked for, or that a stop holds, or that waits too long, links nothing", async () => {
  const [one, phone] = [await program(), await linkingPhone(it.world)];
  const scanned = async () => {
    const link = (await one.begin()).body["link"] as string;
    return (await phone.scan((await one.linkFrame(link)).body["frame"])) as LinkAnswer;
  };
  const called = await scanned();
  assert.deepEqual(await phone.stopLink(called.link), { stopped: true });
  await it.advance(seconds(31));
  assert.equal(await phone.confirmLink(called.link), "link_over");
  const facts = await it.facts("installation_link_stopped");
  assert.equal(facts.length, 1);
  const held = await scanned();
  await it.advance(seconds(31));
  it.world.held.add("join");
  assert.equal(await phone.confirmLink(held.link), "holder_stopped");
  it.world.held.delete("join");
  await it.advance(minutes(10));
  assert.equal(await phone.confirmLink(held.link), "link_over");
  assert.equal((await one.linkFrame(held.link)).body["state"], "expired");
  assert.deepEqual((await software(phone)).mine, []);
});

test("digits of strict software never age it: a scan a day later and the code do", async () => {
  const { one, phone, hint } = await pair();
  await it.advance(hours(25));
  await signedIn(one, phone, hint, "digits");
  assert.equal((await phone.places())[0]?.asks, false);
  await it.advance(minutes(2));
  const { context } = await signedIn(one, phone, hint, "qr");
  assert.equal(context.browser.linked, "new");
  const [place] = await phone.places();
  assert.equal(place?.asks, true);
  assert.ok(place && typeof (await phone.age(place.id)) !== "string");
  await it.advance(minutes(2));
  assert.equal((await signedIn(one, phone, hint, "digits")).context.rights, "full");
});

test("software that only a sensitive service has ages as well: a day later its holder's scan, refused, makes it ask, and nothing else does", async () => {
  const { one, phone, hint } = await pair("sensitive-program");
  const limited = await linkingPhone(it.world, {
    ...{ professional: phone.professional, level: "limited" },
  });
  const claimed = async (by: LinkingPhone, transfer: "qr" | "digits") => {
    await it.advance(minutes(2));
    const asked = await one.ask(hint);
    const handle = asked.body["auth_req_id"];
    const told = await by.claim(
      transfer === "digits"
        ? { digits: asked.body["aval_code"] }
        : { frame: (await one.frame(handle)).body["frame"] },
    );
    assert.equal((await one.poll(handle)).body["error"], "access_denied");
    return [told, (await phone.places())[0]?.asks];
  };
  assert.deepEqual(await claimed(phone, "qr"), ["rights_denied", false], "on its first day");
  await it.advance(hours(25));
  assert.deepEqual(await claimed(phone, "digits"), ["rights_denied", false], "digits");
  assert.deepEqual(await claimed(limited, "qr"), ["rights_denied", false], "a limited phone");
  const stranger = await linkingPhone(it.world);
  assert.deepEqual(await claimed(stranger, "qr"), ["software_not_yours", false]);
  await set("sensitive-program", "critical");
  assert.deepEqual(await claimed(phone, "qr"), ["rights_denied", false], "ageing would not do");
  await set("sensitive-program", "sensitive");
  assert.deepEqual(await claimed(phone, "qr"), ["software_to_confirm", true]);
  assert.deepEqual((await software(phone)).mine[0]?.place?.asks, true);
  assert.deepEqual(await claimed(phone, "digits"), ["rights_denied", true], "nothing yet");
  const [place] = await phone.places();
  assert.ok(place && typeof (await phone.age(place.id)) !== "string");
  for (const transfer of ["qr", "digits"] as const) {
    await it.advance(minutes(2));
    assert.equal((await signedIn(one, phone, hint, transfer)).context.rights, "full");
  }
});

test("removed, by its name or as a place, an installation opens nothing more, and what it opened ends at once", async () => {
  for (const how of ["remove", "endPlace"] as const) {
    const { one, phone, hint } = await pair();
    const { tokens } = await signedIn(one, phone, hint);
    const again = await approvedBy(one, phone, hint, "qr").catch(() => undefined);
    const [place] = await phone.places();
    assert.ok(place);
    if (how === "remove") assert.ok((await phone.remove("open-program")).ok);
    else assert.deepEqual(await phone.endPlace(place.id), { ended: true });
    assert.equal((await one.userinfo(tokens["access_token"])).status, 401);
    assert.equal((await one.refresh(tokens["refresh_token"])).body["error"], "invalid_grant");
    if (again) assert.equal((await one.poll(again.handle)).body["error"], "access_denied");
    assert.deepEqual(await phone.places(), []);
    assert.deepEqual((await software(phone)).mine, []);
    const asked = await one.ask(hint);
    assert.equal(await phone.claim({ digits: asked.body["aval_code"] }), "software_not_yours");
  }
});

test("asleep after 120 days, an installation wakes by being linked again, aged as it was", async () => {
  const { one, phone, hint } = await agedPair();
  await it.advance(days(121));
  // Its token has ended as well: a new one comes of the link alone.
  const asked = await one.ask(hint);
  assert.equal(await phone.claim({ digits: asked.body["aval_code"] }), "software_not_yours");
  await it.advance(minutes(2));
  const anew = await linked(it, one, phone);
  assert.equal((await phone.places()).length, 1);
  assert.equal((await signedIn(one, phone, anew)).context.rights, "full");
});

test("a token made a month ago opens by itself no more, and each sign-in brings the next", async () => {
  const { one, phone, hint } = await agedPair();
  await it.advance(days(29));
  const { tokens } = await signedIn(one, phone, hint);
  await it.advance(days(29));
  const next = tokens["aval_login_hint_token"] as string;
  const asked = await one.ask(hint);
  assert.equal(await phone.claim({ digits: asked.body["aval_code"] }), "software_not_yours");
  await it.advance(minutes(2));
  const later = await signedIn(one, phone, next);
  const renewed = await one.refresh(later.tokens["refresh_token"]);
  assert.equal(typeof renewed.body["aval_login_hint_token"], "string");
});

test("an installation rings only for the bell that its holder has set on it, and the ring is over by its own screen", async () => {
  const { one, phone, hint, place } = await agedPair();
  await it.advance(minutes(2));
  await one.ask(hint);
  assert.deepEqual(await phone.rings(), [], "without a bell");
  const bell = await phone.setBell(place, "open-program");
  assert.notEqual(typeof bell, "string", String(bell));
  await it.advance(minutes(5));
  const ringing = async (most = 100) => {
    for (let tries = 0; tries < most; tries++) {
      const [ring] = await phone.rings();
      if (ring) return ring;
    }
    return undefined;
  };
  const thief = await program();
  await thief.ask(hint);
  assert.equal(await ringing(25), undefined, "its token in other hands");
  const asked = await one.ask(hint);
  const ring = await ringing();
  assert.equal(ring?.service.id, "open-program");
  assert.equal(ring?.place.id, place);
  const { frame } = (await one.frame(asked.body["auth_req_id"])).body;
  const context = await phone.claim({ frame });
  assert.ok(typeof context !== "string", String(context));
  assert.deepEqual(await phone.rings(), []);
  assert.equal(await phone.approve(context), "approved");
  assert.equal((await one.poll(asked.body["auth_req_id"])).status, 200);
});

test("a key that stands for an installation is nobody's browser, and the reverse", async () => {
  const { one } = await agedPair();
  assert.deepEqual(await it.world.places.at(one.key), { where: "unknown", people: [] });
});

test("what a machine is called is a name: no telephone number and no address reaches a phone by it", async () => {
  const one = await newInstallation(it.world, "open-program");
  for (const machine of [
    "01 23 45 67 89",
    "Appelez 0123456",
    "aide.example",
    "x".repeat(61),
    "<b>",
  ])
    assert.equal((await one.begin(machine)).body["error"], "invalid_request", machine);
  for (const machine of ["Comptoir 2", "POSTE-004217", "Caisse n. 3", undefined])
    assert.equal((await one.begin(machine)).status, 200, machine);
});

test("strict software may not ask by name, nor choose its digits; plain software may not ask by a token", async () => {
  const { one, phone, hint } = await pair();
  const named = await one.call("ext/ciba/auth", { scope: "openid", login_hint: phone.nationalId });
  assert.equal(named.body["error"], "invalid_request");
  const chosen = await one.ask(hint, { binding_message: "42" });
  assert.equal(chosen.body["error"], "invalid_binding_message");
  const plain = softwareCalls(serviceCalls(it.world, "plain-program", ""));
  assert.equal(
    (await plain.ask("", "42", { login_hint_token: hint })).body["error"],
    "invalid_request",
  );
  const copy = await newInstallation(it.world, "plain-program");
  assert.equal((await copy.begin()).status, 400);
  assert.equal((await phone.add("open-program")).ok, false, "nor is strict software added by name");
  const exchanged = await one.call("token", {
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    ...{ subject_token: "x", subject_token_type: "x", audience: "service" },
  });
  assert.equal(exchanged.status, 400);
});

test("R8: a stranger's installation, linked at a caller's request, opens what a place does, a day later and no sooner, never what is critical, and ends with one act", async () => {
  const [stranger, holder] = [await program(), await linkingPhone(it.world)];
  // The first call: the holder scans what they are shown, waits, answers that nobody asked for it, and types the code.
  let hint = await linked(it, stranger, holder, "Poste de Madame");
  const opens = async (sensitivity: (typeof sensitivities)[number]) => {
    await set("open-program", sensitivity);
    await it.advance(minutes(2));
    const asked = await stranger.ask(hint);
    const told = await holder.claim({ digits: asked.body["aval_code"] });
    await set("open-program", "open");
    return typeof told === "string" ? told : told.rights;
  };
  assert.deepEqual(
    [await opens("open"), await opens("sensitive"), await opens("critical")],
    ["reduced", "rights_denied", "rights_denied"],
    "what R1 opens, and no more",
  );
  // The second, a day later: a scan relayed, and "Oui, j'y travaille" with the code.
  await it.advance(hours(25));
  const { tokens } = await signedIn(stranger, holder, hint);
  hint = tokens["aval_login_hint_token"] as string;
  const [place] = await holder.places();
  assert.ok(place && typeof (await holder.age(place.id)) !== "string");
  assert.deepEqual(
    [await opens("open"), await opens("sensitive"), await opens("critical")],
    ["full", "full", "rights_denied"],
  );
  await it.advance(minutes(2));
  const full = await signedIn(stranger, holder, hint, "digits");
  // What its holder, or whoever was told, does about it.
  const [mine] = (await software(holder)).mine;
  assert.ok(mine);
  const { professional } = holder;
  const end = { id: mine.id, professional, by: "alert" } as const;
  assert.ok(await transact(it.database.db, (tx) => it.world.installations.endBy(tx, end)));
  assert.equal((await stranger.userinfo(full.tokens["access_token"])).status, 401);
  assert.equal(
    (await stranger.refresh(full.tokens["refresh_token"])).body["error"],
    "invalid_grant",
  );
  assert.equal(await opens("open"), "software_not_yours");
  assert.deepEqual(await holder.places(), []);
});

test("after a restore an aged installation sleeps until it is linked again, and a new one is none", async () => {
  const [aged, fresh] = [await agedPair(), await pair()];
  const { tokens } = await signedIn(fresh.one, fresh.phone, fresh.hint);
  assert.ok(tokens["access_token"]);
  const audit = createAudit({ clock: it.world.clock, random: systemRandom });
  await transact(it.database.db, async (tx) => {
    await sleepAll({ audit }, tx);
    await endAll({ audit }, tx);
  });
  const claims = async ({ one, phone, hint }: typeof fresh) => {
    const asked = await one.ask(hint);
    return phone.claim({ digits: asked.body["aval_code"] });
  };
  assert.equal(await claims(aged), "software_asleep");
  assert.equal(await claims(fresh), "software_asleep");
  assert.deepEqual((await software(fresh.phone)).mine, []);
  await it.advance(minutes(2));
  for (const { one, phone } of [aged, fresh]) {
    const { context } = await signedIn(one, phone, await linked(it, one, phone));
    assert.equal(context.rights, one === aged.one ? "full" : "reduced");
    assert.equal((await software(phone)).mine.length, 1);
  }
});

test("openid-client, which nobody here wrote, asks with proof of its key, waits, reads and refreshes", async () => {
  const [phone, pair] = [await linkingPhone(it.world), await newKeyPair()];
  const one = await newInstallation(it.world, "open-program", { pair });
  const hint = await linked(it, one, phone);
  const config = await client.discovery(
    new URL(it.world.issuer),
    "open-program",
    testSecret,
    undefined,
    { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] },
  );
  assert.deepEqual(config.serverMetadata()["dpop_signing_alg_values_supported"], ["ES256"]);
  const DPoP = client.getDPoPHandle(config, pair);
  // It proves its key at the token and userinfo endpoints by itself; its editor adds the header where it asks.
  const address = config.serverMetadata().backchannel_authentication_endpoint ?? "";
  config[client.customFetch] = async (url, { headers, ...options }) => {
    const proof = url === address ? { dpop: await one.proof("POST", address) } : {};
    return fetch(url, { ...options, headers: { ...headers, ...proof } } as RequestInit);
  };
  const asked = await client.initiateBackchannelAuthentication(config, {
    ...{ scope: "openid scope_all", login_hint_token: hint },
  });
  const waited = client.pollBackchannelAuthenticationGrant(config, asked, undefined, { DPoP });
  const context = await phone.claim({ digits: String(asked["aval_code"]) });
  assert.ok(typeof context !== "string", String(context));
  assert.equal(await phone.approve(context), "approved");
  const tokens = await waited;
  assert.equal(tokens.token_type, "dpop");
  const subject = tokens.claims()?.sub ?? "";
  const person = await client.fetchUserInfo(config, tokens.access_token, subject, { DPoP });
  assert.equal(person["SubjectNameID"], phone.nationalId);
  const renewed = await client.refreshTokenGrant(config, tokens.refresh_token ?? "", undefined, {
    DPoP,
  });
  assert.equal(typeof renewed["aval_login_hint_token"], "string");
  const thief = client.getDPoPHandle(config, await newKeyPair());
  const stolen = client.refreshTokenGrant(config, renewed.refresh_token ?? "", undefined, {
    DPoP: thief,
  });
  await assert.rejects(stolen, { error: "invalid_grant" });
});
