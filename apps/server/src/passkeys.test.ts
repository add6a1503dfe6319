import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  idFrom,
  type Json,
  newKeyPair,
  type PasskeyPageView,
  purposes,
  signCompact,
  signerOf,
  thumbprint,
  toBase64url,
} from "@aval/protocol";
import { sql } from "kysely";
import { systemRandom } from "#platform/random";
import { newAuthenticator } from "#platform/testing/authenticator";
import { approveFrame, enrolHolder, type Holder, refusalOf, send } from "./testing/driver.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// Adding a key through the real server: its page, a phone, caught mail and the press behind its link.

let server: WholeServer;
before(async () => {
  server = await startWhole();
});
after(() => server?.stop());

const phones = () => server.phone;
const origin = () => `http://${server.issuer.host}`;

async function post(path: string, body: Json, from = origin()) {
  const answer = await send(server.issuer, {
    method: "POST",
    path,
    headers: { "content-type": "application/json", origin: from },
    body: JSON.stringify(body),
  });
  return JSON.parse(answer.text) as PasskeyPageView & { error?: string };
}

/** A browser on the page on which keys are added. */
async function newKeyPage() {
  const bk = await signerOf(await newKeyPair());
  const addition = idFrom("pka", systemRandom.bytes(17));
  const said = async (act: string, more: Record<string, Json> = {}) => ({
    jws: await signCompact(
      {
        ...{ v: purposes.passkeyPage, addition, bk: bk.jwk, act, ...more },
        ...{ iat: Math.floor(Date.now() / 1000), jti: toBase64url(systemRandom.bytes(16)) },
      },
      purposes.passkeyPage,
      bk,
    ),
  });
  return {
    browser: await thumbprint(bk.jwk),
    act: async (act: string, more?: Record<string, Json>, from?: string) =>
      post(`/passkeys/${addition}/${act}`, await said(act, more), from),
    register: async (credential: Json) =>
      post(`/passkeys/${addition}/register`, { ...(await said("register")), credential }),
  };
}

const asked = { kind: "security_key", name: "Clé du cabinet" };

/** This browser is an aged place of the holder's: as its row would say after its day. */
async function ownPlace({ identity }: Holder, browser: string): Promise<void> {
  const { db } = server.database;
  await sql`
    insert into browser (thumbprint, first_seen_at, last_seen_at, offered)
    values (${browser}, aval_now(), aval_now(), '{}')`.execute(db);
  await sql`
    insert into place (id, professional, browser, state, people, declared, network, approval, device, made_at, aged_at, last_used_at)
    select ${idFrom("plc", systemRandom.bytes(17))}, professional, ${browser}, 'aged', 'alone', '', '',
      ${idFrom("apr", systemRandom.bytes(17))}, id, aval_now() - interval '2 days', aval_now(), aval_now()
    from device where id = ${identity.device}`.execute(db);
}

async function addKey(holder: Holder): Promise<PasskeyPageView & { error?: string }> {
  const page = await newKeyPage();
  await ownPlace(holder, page.browser);
  const shown = await page.act("begin", asked);
  await approveFrame(holder, shown.frame ?? "");
  const { creation } = await page.act("frame");
  assert.ok(creation);
  return page.register(newAuthenticator().create(creation, origin()) as unknown as Json);
}

async function stopLink(subject: RegExp): Promise<string> {
  const mail = {
    port: server.issuer.port + 6,
    host: `mail.localhost:${server.issuer.port + 6}`,
  };
  for (let tries = 0; tries < 60; tries++) {
    const listed = JSON.parse((await send(mail, { path: "/messages.json" })).text) as {
      id: string;
      subject: string;
    }[];
    const one = listed.find((message) => subject.test(message.subject));
    if (one) {
      const { text } = await send(mail, { path: `/messages/${one.id}/text` });
      return new URL(/https?:\/\/\S+\/arreter\/\S+/.exec(text)?.[0] ?? "").pathname;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`no mail about ${subject}`);
}

test("whoever is told of a key ends it by one press, and no other is added until the pause is lifted", async () => {
  const holder = await enrolHolder(phones, "899700000013");
  const { phone, identity } = holder;
  assert.equal((await addKey(holder)).state, "made");
  const { passkeys } = await phone.passkeys(identity);
  assert.deepEqual(
    passkeys.map(({ name, isHardwareHeld }) => [name, isHardwareHeld]),
    [["Clé du cabinet", false]],
  );
  await send(server.issuer, {
    method: "POST",
    path: await stopLink(/clé a été ajoutée/),
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "",
  });
  assert.deepEqual((await phone.passkeys(identity)).passkeys, []);
  const page = await newKeyPage();
  await ownPlace(holder, page.browser);
  const { frame } = await page.act("begin", asked);
  const refused = await refusalOf(phone.claim(identity, frame ?? ""));
  assert.equal(refused.code, "holder_stopped");
  const { kind } = (await phone.stops(identity)).stops[0] ?? {};
  assert.equal(kind, "pause");
});

test("a key whose place ends while it is made is not made: the one waits for the other", async () => {
  const holder = await enrolHolder(phones, "899700000047");
  const page = await newKeyPage();
  await ownPlace(holder, page.browser);
  const shown = await page.act("begin", asked);
  await approveFrame(holder, shown.frame ?? "");
  const { creation } = await page.act("frame");
  assert.ok(creation);
  const { db } = server.database;
  const made = await db.transaction().execute(async (tx) => {
    await sql`
      update place set state = 'ended', ended_at = aval_now(), ended_by = 'holder'
      where browser = ${page.browser}`.execute(tx);
    let isMade = false;
    const making = page
      .register(newAuthenticator().create(creation, origin()) as unknown as Json)
      .finally(() => {
        isMade = true;
      });
    while (!isMade && !(await isWaitedFor(tx)));
    return { making };
  });
  assert.equal((await made.making).error, "passkey_not_your_place");
  assert.deepEqual((await holder.phone.passkeys(holder.identity)).passkeys, []);
});

/** Whether anybody waits for what this transaction holds. */
async function isWaitedFor(tx: typeof server.database.db): Promise<boolean> {
  const { rows } = await sql`
    select from pg_stat_activity where pg_backend_pid() = any (pg_blocking_pids(pid))`.execute(tx);
  return rows.length > 0;
}

test("the page is this host's own: another site's page adds nothing, and looking at it opens nothing", async () => {
  const page = await newKeyPage();
  const foreign = await page.act("begin", asked, "http://elsewhere.example");
  assert.equal(foreign.error, "wrong_origin");
  const { status, text } = await send(server.issuer, { path: "/passkeys" });
  assert.equal(status, 200);
  assert.match(text, /data-aval-passkeys/);
});
