import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  type ContactList,
  type ContactRequestView,
  type Json,
  type OwnContactAskAnswer,
  type OwnContactsAnswer,
  PhoneRefusal,
} from "@aval/protocol";
import { sql } from "kysely";
import { type Model, newModel } from "#platform/testing/authenticator";
import { consoleOf, newColleague } from "./testing/colleague.ts";
import { enrolHolder, type Holder } from "./testing/driver.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// *Toujours les bonnes ?* and *Elles ont changé*, through the real server: the holder's phone asks as the first of two, and changes nothing.

let server: WholeServer;
let model: Model;
before(async () => {
  model = await newModel();
  server = await startWhole({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
});
after(() => server?.stop());

const nationalIds = [
  "899700000013",
  "899700000021",
  "899700000039",
  "899700000047",
  "899700000054",
  "899700000062",
];
let people = 0;
type Somebody = Holder & { readonly nationalId: string };
/** Somebody with a phone of thirty days; each test its own. */
async function somebody(): Promise<Somebody> {
  const nationalId = nationalIds[people++] as string;
  const holder = { ...(await enrolHolder(() => server.phone, nationalId)), nationalId };
  await be(holder, { days: 30 });
  return holder;
}
async function be(
  { identity }: Holder,
  { days = 30, level = "full", state = "active" },
): Promise<void> {
  await sql`
    update device set level = ${level}, state = ${state}, activated_at = aval_now() - ${days} * interval '1 day'
    where id = ${identity.device}`.execute(server.database.db);
}

type Answer = OwnContactsAnswer & OwnContactAskAnswer & { readonly error?: string };
const told = (work: Promise<object>): Promise<Answer> =>
  work.then(
    (answer) => answer as Answer,
    (fault: unknown) => {
      if (fault instanceof PhoneRefusal) return { error: fault.code } as Answer;
      throw fault;
    },
  );
const change = (value: string) => ({ kind: "email", value }) as const;
const list = ({ phone, identity }: Holder) => told(phone.ownContacts(identity));
const ask = ({ phone, identity }: Holder, value: string) =>
  told(phone.askContact(identity, change(value)));
const say = ({ phone, identity, code }: Holder, value: string, given = code) =>
  told(phone.changeContact(identity, change(value), given));

/** The half minute, without waiting: as if it had been asked so long ago. */
const later = ({ identity }: Holder, seconds = 31) =>
  sql`update contact_word set asked_at = asked_at - ${seconds} * interval '1 second' where device = ${identity.device}`.execute(
    server.database.db,
  );
async function asked(holder: Holder, value: string): Promise<Answer> {
  assert.equal((await ask(holder, value)).error, undefined);
  await later(holder);
  return say(holder, value);
}

const currentOf = async (nationalId: string) => {
  const { rows } = await sql<{ value: string }>`
    select value from contact c join professional p on p.id = c.professional
    where p.national_id = ${nationalId} and kind = 'email' and replaced_at is null`.execute(
    server.database.db,
  );
  return rows[0]?.value;
};

type Colleague = Awaited<ReturnType<typeof newColleague>>;
const registrar = () => newColleague(server, { model, scope: "national", name: "Odile ESSAI" });
const at = (request: string) => `/api/contacts/requests/${request}`;
async function confirm({ browser, key }: Colleague, request: string) {
  const sign = await browser.said<{ challenge: string; rpId: string }>(`${at(request)}/ask`, {});
  assert.equal(sign.error, undefined, JSON.stringify(sign));
  const signed: Json = { ...(await key.get(sign, `http://${consoleOf(server).host}`)) };
  return browser.said<ContactRequestView>(`${at(request)}/confirm`, signed);
}
async function waitingOf({ browser }: Colleague, value: string): Promise<ContactRequestView> {
  const { waiting } = await browser.said<ContactList>("/api/contacts");
  for (const { request, byHolder } of waiting) {
    const seen = await browser.said<ContactRequestView>(at(request));
    if (byHolder && seen.value === value) return seen;
  }
  throw new Error(`${value} does not wait`);
}

test("asked by the phone and confirmed by one of the authority, a contact changes: not before, on their word, and on no trust yet", async () => {
  const holder = await somebody();
  const old = await currentOf(holder.nationalId);
  const before = await list(holder);
  assert.ok(old && before.mayChange && !JSON.stringify(before).includes(old), "masked");
  const value = "la.mienne@example.org";
  const after = await asked(holder, value);
  assert.deepEqual([after.error, after.mayChange], [undefined, false]);
  assert.deepEqual(
    after.waiting.map(({ kind, masked, isMine }) => [kind, masked, isMine]),
    [["email", "l•••@example.org", true]],
  );
  assert.equal(await currentOf(holder.nationalId), old, "inert");

  const agent = await registrar();
  const seen = await waitingOf(agent, value);
  assert.deepEqual([seen.by, seen.proof, seen.isMine], [undefined, "phone", false]);
  assert.equal((await confirm(agent, seen.request)).stage, "confirmed");
  assert.equal(await currentOf(holder.nationalId), value);
  const { contacts, waiting, mayChange } = await list(holder);
  const mail = contacts.find(({ kind }) => kind === "email");
  assert.deepEqual([mail?.source, mail?.proof, mail?.isYoung], ["national", "agreed", true]);
  assert.deepEqual([waiting, mayChange], [[], true]);
  const { rows } = await sql<{ told: number }>`
    select count(*)::int as told from contact_change where request = ${seen.request} and old_value = ${old} and new_value = ${value}`.execute(
    server.database.db,
  );
  assert.equal(rows[0]?.told, 1, "the old value and the new one are told");
});

test("neither a limited phone nor one of this week asks for a change, and no value is asked that was not said half a minute before", async () => {
  const holder = await somebody();
  const old = await currentOf(holder.nationalId);
  await be(holder, { level: "limited" });
  assert.equal((await list(holder)).error, "contact_phone_too_young", "nothing is shown");
  for (const young of [{ level: "limited" }, { days: 6 }]) {
    await be(holder, young);
    assert.equal((await ask(holder, "a@example.org")).error, "contact_phone_too_young");
    assert.equal((await say(holder, "a@example.org")).error, "contact_phone_too_young");
  }
  await be(holder, { days: 8 });
  assert.equal((await ask(holder, "une phrase")).error, "contact_unreadable");
  assert.equal((await say(holder, "a@example.org")).error, "contact_not_ready", "never asked");
  assert.equal((await ask(holder, "a@example.org")).error, undefined);
  assert.equal((await say(holder, "a@example.org")).error, "contact_not_ready", "too soon");
  await later(holder);
  assert.equal((await say(holder, "b@example.org")).error, "contact_not_ready", "another value");
  assert.equal((await say(holder, "a@example.org", "975318")).error, "wrong_code");
  await later(holder, 601);
  assert.equal((await say(holder, "a@example.org")).error, "contact_not_ready", "too late");
  assert.equal(await currentOf(holder.nationalId), old);
});

test("while something of the holder's is stopped nothing is asked; one waits at a time, and its holder takes it back", async () => {
  const holder = await somebody();
  const { db } = server.database;
  await ask(holder, "a@example.org");
  await later(holder);
  const stop = "stp_00000000000000000000000002";
  await sql`
    insert into stop (id, professional, rule, made_at, scope)
    select ${stop}, id, 'pause_from_alert', aval_now(), scope from professional where national_id = ${holder.nationalId}`.execute(
    db,
  );
  assert.equal((await say(holder, "a@example.org")).error, "holder_stopped");
  assert.equal((await ask(holder, "a@example.org")).error, "holder_stopped");
  await sql`update stop set lifted_at = aval_now(), lifted_by = 'phone' where id = ${stop}`.execute(
    db,
  );
  assert.equal((await say(holder, "a@example.org")).error, undefined, "asked before the stop");
  await ask(holder, "b@example.org");
  await later(holder);
  assert.equal((await say(holder, "b@example.org")).error, "contact_request_open");
  const agent = await registrar();
  const { request } = await waitingOf(agent, "a@example.org");
  const back = await told(holder.phone.stopContact(holder.identity));
  assert.deepEqual(back.waiting, []);
  const gone = await agent.browser.said(`${at(request)}/ask`, {});
  assert.equal(gone.error, "contact_request_over");
  const again = await told(holder.phone.stopContact(holder.identity));
  assert.equal(again.error, "contact_request_over");
});

test("a phone that was lost since has asked for nothing", async () => {
  const holder = await somebody();
  const old = await currentOf(holder.nationalId);
  await asked(holder, "perdu@example.org");
  const agent = await registrar();
  const { request } = await waitingOf(agent, "perdu@example.org");
  await be(holder, { state: "suspended" });
  assert.equal((await confirm(agent, request)).error, "contact_request_over");
  assert.equal(await currentOf(holder.nationalId), old);
});

test("the question comes after half a year without a word, to a full phone; yes dates what stands and no more", async () => {
  const holder = await somebody();
  const { db } = server.database;
  const mine = sql`professional = (select id from professional where national_id = ${holder.nationalId})`;
  assert.equal((await list(holder)).isDue, false);
  await sql`update contact set since = aval_now() - interval '183 days' where ${mine}`.execute(db);
  const due = await list(holder);
  assert.equal(due.isDue, true);
  const said = await told(holder.phone.sayContactsRight(holder.identity));
  assert.equal(said.isDue, false);
  assert.ok(said.contacts.every(({ confirmedAt }) => confirmedAt !== undefined));
  const kept = ({ kind, masked, since, source }: (typeof said.contacts)[number]) => [
    ...[kind, masked, since, source],
  ];
  assert.deepEqual(said.contacts.map(kept), due.contacts.map(kept));
  await be(holder, { level: "limited" });
  const limited = await told(holder.phone.sayContactsRight(holder.identity));
  assert.equal(limited.error, "contact_phone_too_young");
});
