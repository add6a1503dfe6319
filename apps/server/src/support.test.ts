import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  type CallList,
  callSigns,
  type CaseId,
  caseReference,
  type Json,
  PhoneRefusal,
  purposes,
  type RefusalView,
  signCompact,
} from "@aval/protocol";
import { sql } from "kysely";
import { limits as bounds } from "#lifetimes";
import { permissions, type Role } from "#modules/staff";
import { type Model, newModel } from "#platform/testing/authenticator";
import { newColleague } from "./testing/colleague.ts";
import { enrolHolder, type Holder, sandboxPeople, send, signIn } from "./testing/driver.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// Calls of support through the real server: what the phone is told, what a call holds, who may call whom, and what a report does.

let server: WholeServer;
let model: Model;
before(async () => {
  model = await newModel();
  server = await startWhole({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
  people = await sandboxPeople(server.issuer);
  // The seeds' telephones are trusted once they have stood for thirty days.
  await sql`update contact set since = aval_now() - interval '60 days' where kind = 'phone'`.execute(
    db(),
  );
});
after(() => server?.stop());
const db = () => server.database.db;

let people: readonly string[];
let taken = 0;
type Called = Holder & { readonly nationalId: string; readonly person: string };
async function somebody(): Promise<Called> {
  const nationalId = people[taken++] ?? assert.fail("more people are needed");
  const holder = await enrolHolder(() => server.phone, nationalId);
  await sql`update device set activated_at = aval_now() - interval '30 days' where id = ${holder.identity.device}`.execute(
    db(),
  );
  const { rows } = await sql<{ id: string }>`
    select id from professional where national_id = ${nationalId}`.execute(db());
  return { ...holder, nationalId, person: rows[0]?.id ?? "" };
}
const colleague = (role: Role = "agent", scope = "national", name = "Alix MARTEL") =>
  newColleague(server, { model, role, scope, name });
type Colleague = Awaited<ReturnType<typeof colleague>>;

/** The case that this holder's report of an earlier call opens: nothing is held for it. */
async function caseOf({ phone, identity, person }: Called): Promise<CaseId> {
  await phone.reportCall(identity, "earlier");
  for (const giveUp = Date.now() + 60_000; Date.now() < giveUp; ) {
    const { rows } = await sql<{ id: CaseId }>`
      select fraud_case as id from alert where professional = ${person} and kind = 'call_reported' and fraud_case is not null`.execute(
      db(),
    );
    if (rows[0]) return rows[0].id;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("no case came of it");
}

/** As if their calls had been so many minutes ago. */
const later = ({ person }: Called, minutes: number) =>
  sql`update call set announced_at = announced_at - ${minutes} * interval '1 minute', over_at = over_at - ${minutes} * interval '1 minute',
      held_until = held_until - ${minutes} * interval '1 minute' where professional = ${person}`.execute(
    db(),
  );
const status = ({ phone, identity }: Holder) => phone.callStatus(identity);
const announce = (who: Colleague, id: CaseId, { person }: { readonly person: string }) =>
  who.browser.said<CallList>(`/api/cases/${id}/call`, { person });
const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (fault: unknown) => (fault instanceof PhoneRefusal ? fault.code : fault),
  );
const first = ({ calls, error }: CallList & { error?: string }) =>
  calls?.[0] ?? assert.fail(error ?? "no call");

test("before anybody rings the phone says who calls and for which case, by a statement for this phone and this question alone; a call ends and goes on holding an hour", async () => {
  const holder = await somebody();
  const other = await somebody();
  const id = await caseOf(holder);
  assert.equal((await status(holder))?.caller, undefined);
  const alix = await colleague();
  const call = first(await announce(alix, id, holder));
  assert.equal(call.state, "announced");
  assert.match(call.number, /[•*]/, "masked");
  const told = await status(holder);
  assert.deepEqual(told?.caller, { name: "Alix M.", case: caseReference(id) });
  assert.equal(told?.until, (told?.iat ?? 0) + 30);
  assert.ok(told?.heldUntil);
  assert.equal((await status(other))?.caller, undefined, "somebody else's is nobody's to read");

  const unsigned = { ...holder.identity, root: other.identity.ik.jwk };
  assert.equal(await holder.phone.callStatus(unsigned), undefined, "by no key of ours");
  const asOther = { ...holder.identity, device: other.identity.device };
  assert.equal(await refusalOf(holder.phone.callStatus(asOther)), "bad_signature");

  const path = `/api/calls/${call.call}`;
  const odile = await colleague("agent", "national", "Odile ESSAI");
  assert.equal((await announce(odile, id, holder)).error, "call_going_on", "one call at a time");
  assert.equal((await odile.browser.said(`${path}/open`, {})).error, "not_found");
  assert.equal((await odile.browser.said(`${path}/end`, {})).error, "not_found");
  assert.equal(first(await alix.browser.said(`${path}/open`, {})).state, "open");
  assert.equal((await alix.browser.said(`${path}/open`, {})).error, "call_over", "it rings once");
  const { rows } = await sql<{ recipient: string }>`
    select recipient from caught_mail where kind = 'call'`.execute(db());
  assert.equal(rows.length, 1);

  assert.equal(first(await alix.browser.said(`${path}/end`, {})).endedBy, "agent");
  const after = await status(holder);
  assert.deepEqual([after?.caller, after?.heldUntil !== undefined], [undefined, true]);
  await later(holder, 61);
  assert.equal((await status(holder))?.heldUntil, undefined);
});

test("an answer that is older, or to another question, is worth nothing to the phone", async () => {
  const holder = await somebody();
  const { identity } = holder;
  const ask = async () => {
    const v = purposes.callAsk;
    const jti = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64url");
    const now = await send(server.phone, { method: "GET", path: "/api/time" });
    const iat = (JSON.parse(now.text) as { now: number }).now;
    const jws = await signCompact({ v, device: identity.device, iat, jti }, v, identity.ik);
    const body = JSON.stringify({ jws });
    const headers = { "content-type": "application/json" };
    const one = { method: "POST", path: "/api/calls/status", headers, body } as const;
    return { first: await send(server.phone, one), again: await send(server.phone, one) };
  };
  const { first: said, again } = await ask();
  assert.equal(said.status, 200);
  assert.notEqual(again.status, 200, "a question is asked once");
  const { status: kept } = JSON.parse(said.text) as { status: string };
  const { createPhone } = await import("@aval/protocol");
  const replaying = createPhone({
    get: async (path) => {
      const answer = await send(server.phone, { method: "GET", path });
      return { status: answer.status, body: JSON.parse(answer.text) as Json };
    },
    post: async () => ({ status: 200, body: { status: kept } }),
    now: () => Date.now(),
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
  });
  assert.equal(await replaying.callStatus(identity), undefined);
});

test("while a call lasts nothing is added and no phone opens elsewhere; it ends by itself, and holds two hours at most", async () => {
  const holder = await somebody();
  const id = await caseOf(holder);
  const alix = await colleague();
  const { phone, identity, code } = holder;
  const mayAdd = () => refusalOf(phone.addSoftware(identity, "sandbox-software", code));
  const mayEnter = () => refusalOf(signIn(holder, () => server.issuer));
  assert.equal(await mayEnter(), undefined);
  const call = first(await announce(alix, id, holder));
  await alix.browser.said(`/api/calls/${call.call}/open`, {});
  assert.equal(await mayAdd(), "call_holds");
  assert.equal(await mayEnter(), "call_lasts");
  await later(holder, 61);
  assert.equal((await status(holder))?.caller, undefined, "over by itself");
  assert.equal(await mayAdd(), "call_holds", "an hour beyond");
  const told = await phone.addSoftware(identity, "sandbox-software", code).then(
    () => undefined,
    (fault: PhoneRefusal) => fault.problem,
  );
  const said = await status(holder);
  assert.equal(told?.until, said?.heldUntil, "and until when");
  assert.match(told?.message.fr ?? "", /Un appel/);
  await sql`
    insert into stop (id, professional, rule, scope) values ('stp_beside_a_call', ${holder.person}, 'pause_by_report', 'national')`.execute(
    db(),
  );
  assert.equal(await mayAdd(), "holder_stopped", "a stop beside it is what is told");
  await sql`delete from stop where id = 'stp_beside_a_call'`.execute(db());
  await later(holder, 60);
  assert.equal(await mayAdd(), undefined);
  assert.equal(await mayEnter(), undefined);
});

test("*Signaler cet appel* ends a call of ours, holds what is added until the holder lifts it, and opens a case; what is told of it is buttons", async () => {
  const holder = await somebody();
  const id = await caseOf(holder);
  const alix = await colleague();
  await announce(alix, id, holder);
  const { phone, identity } = holder;
  const { report, held } = await phone.reportCall(identity, "now");
  assert.equal(held, true);
  assert.equal((await status(holder))?.caller, undefined);
  const [stop] = (await phone.stops(identity)).stops;
  assert.equal(stop?.kind, "pause");
  assert.equal(stop?.thisPhone, true, "a phone of a week lifts it, with its code");
  assert.deepEqual(await phone.tellCall(identity, report, { asked: "code", claimed: "aval" }), {
    told: true,
  });
  await phone.tellCall(identity, report, { isOnLine: "no" });
  const { rows } = await sql<Record<string, string | null>>`
    select asked, claimed, is_on_line, approved from call_report where id = ${report}`.execute(
    db(),
  );
  assert.deepEqual(rows[0], { asked: "code", claimed: "aval", is_on_line: "no", approved: null });
  const { calls } = await alix.browser.said<CallList>("/api/calls");
  assert.equal(calls[0]?.endedBy, "report");
  const other = await somebody();
  assert.equal(
    await refusalOf(other.phone.tellCall(other.identity, report, { asked: "code" })),
    "not_found",
    "another's report is nobody's to write in",
  );
});

test("an institution calls its own members only, of a case it sees, so many times a day; and nobody without a trusted number is called", async () => {
  const person = await somebody();
  const id = await caseOf(person);
  const { rows } = await sql<{ scopes: string[] }>`
    select scopes from alert where fraud_case = ${id}`.execute(db());
  const scopes = rows[0]?.scopes ?? [];
  const order = scopes.find((scope) => scope.startsWith("order:"));
  assert.ok(order);
  const stranger = order === "order:sages-femmes" ? "order:medecins" : "order:sages-femmes";
  assert.equal((await announce(await colleague("agent", stranger), id, person)).error, "not_found");
  const member = await colleague("agent", order);
  await sql`update alert set scopes = '{}' where fraud_case = ${id}`.execute(db());
  assert.equal((await announce(member, id, person)).error, "not_found", "a case it does not see");
  await sql`update alert set scopes = ${scopes} where fraud_case = ${id}`.execute(db());
  for (let made = 0; made < bounds.partnerCallsToPerson; made++) {
    const call = first(await announce(member, id, person));
    assert.equal(call.state, "announced");
    await member.browser.said(`/api/calls/${call.call}/end`, {});
  }
  assert.equal((await announce(member, id, person)).error, "call_too_many");
  await sql`update contact set since = aval_now() where professional = ${person.person}`.execute(
    db(),
  );
  const ours = await colleague();
  assert.equal((await announce(ours, id, person)).error, "call_no_number");
  await sql`update fraud_case set state = 'closed', owner = null, outcome = 'harmless', closed_at = aval_now() where id = ${id}`.execute(
    db(),
  );
  assert.equal((await announce(ours, id, person)).error, "not_found", "a case that is over");
});

test("the reference of a refusal says what was attempted, to whom its person's authority lets it, masked, and its person reads that", async () => {
  const holder = await somebody();
  const { phone, identity, person } = holder;
  const problemOf = (work: Promise<unknown>) =>
    work.then(
      () => assert.fail("it was not refused"),
      (fault: unknown) => (fault as PhoneRefusal).problem ?? assert.fail(String(fault)),
    );
  const alix = await colleague();
  const read = (who: Colleague, reference: string) =>
    who.browser.said<RefusalView & { error?: string }>(`/api/refusals/${reference}`);
  /** It is written within a second of its answer. */
  const written = async (reference: string) => {
    for (const giveUp = Date.now() + 30_000; Date.now() < giveUp; ) {
      const { rows } = await sql`select from refusal where reference = ${reference}`.execute(db());
      if (rows.length > 0) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.fail("it was not kept");
  };
  const { reference } = await problemOf(phone.removeSoftware(identity, "nothing-of-theirs"));
  await written(reference);
  const seen = await read(alix, reference.toUpperCase().replace("-", ""));
  assert.deepEqual([seen.refusal, seen.step?.en], ["unknown_software", "Linking software"]);
  assert.equal(seen.person?.nationalId.slice(-3), holder.nationalId.slice(-3));
  assert.doesNotMatch(JSON.stringify(seen), new RegExp(holder.nationalId));
  await read(alix, reference);
  const { rows } = await sql<{ why: string }>`
    select body::jsonb ->> 'why' as why from fact where kind = 'person_viewed' and professional = ${person}`.execute(
    db(),
  );
  assert.deepEqual(rows, [{ why: "refusal" }], "once a day for a reader");

  // By another's name nothing is kept: a message that their key did not sign is nobody's attempt.
  const other = await somebody();
  const asOther = { ...identity, device: other.identity.device };
  const forged = await problemOf(phone.removeSoftware(asOther, "nothing-of-theirs"));
  await written(forged.reference);
  assert.equal((await read(alix, forged.reference)).person, undefined);

  const theirs = await sql<{ code: string }>`
    select profession_code as code from exercise where professional = ${person}`.execute(db());
  const isMidwife = theirs.rows.some(({ code }) => code === "50");
  const foreign = isMidwife ? "order:medecins" : "order:sages-femmes";
  const stranger = await colleague("agent", foreign);
  assert.equal((await read(stranger, reference)).error, "not_found");
  assert.equal((await read(alix, "0000-0000")).error, "not_found");
  assert.equal((await read(await colleague("registrar"), reference)).error, "staff_may_not");
});

test("an agent is shown signs by yes and no, and holds what is added for a caller who is not verified: once in a day, of a case of theirs, and nothing else", async () => {
  const holder = await somebody();
  const { phone, identity, code, person } = holder;
  const id = await caseOf(holder);
  const alix = await colleague();
  const signsSeen = async (who: Colleague) => {
    const { calls } = await who.browser.said<CallList>("/api/calls");
    const signs = calls.find(({ isMine, state }) => isMine && state !== "ended")?.signs;
    return signs && callSigns.filter((name) => signs[name]);
  };
  const call = first(await announce(alix, id, holder));
  assert.deepEqual(await signsSeen(alix), ["reported_call"], "their own call is no sign");
  await sql`update device set activated_at = aval_now() where id = ${identity.device}`.execute(
    db(),
  );
  for (let count = 0; count < bounds.signRefusals; count++)
    await sql`
      insert into refusal (reference, refusal, step, professional) values (${`sign-000${count}`}, 'wrong_code', 'code', ${person})`.execute(
      db(),
    );
  await sql`
    insert into contact_change (professional, kind, old_value, new_value, request, scope)
    values (${person}, 'email', 'a', 'b', 'ctr_1', 'national')`.execute(db());
  assert.deepEqual(await signsSeen(alix), [
    ...["new_phone", "contact_changed", "refused", "reported_call"],
  ]);
  await sql`update device set activated_at = aval_now() - interval '8 days' where id = ${identity.device}`.execute(
    db(),
  );
  await sql`update contact_change set at = aval_now() - interval '31 days' where professional = ${person}`.execute(
    db(),
  );
  await sql`delete from refusal where reference = 'sign-0000'`.execute(db());
  assert.deepEqual(await signsSeen(alix), ["reported_call"]);

  await alix.browser.said(`/api/calls/${call.call}/end`, {});
  await later(holder, 130);
  const mayAdd = () => refusalOf(phone.addSoftware(identity, "sandbox-software", code));
  assert.equal(await mayAdd(), undefined);
  const hold = (who: Colleague, ofCase: CaseId = id, whom = person) =>
    who.browser.said<{ error?: string }>(`/api/cases/${ofCase}/hold`, { person: whom });
  const other = await somebody();
  assert.equal((await hold(alix, id, other.person)).error, "not_found", "nobody of this case");
  const insurer = await colleague("insurer");
  assert.equal((await hold(insurer)).error, "staff_may_not");
  assert.equal((await hold(alix)).error, undefined);
  assert.equal(await mayAdd(), "holder_stopped");
  assert.equal(await refusalOf(signIn(holder, () => server.issuer)), undefined, "care goes on");
  assert.equal((await hold(alix)).error, "caller_held", "it stands");
  await sql`update stop set lifted_at = aval_now(), lifted_by = 'desk' where professional = ${person}`.execute(
    db(),
  );
  assert.equal((await hold(alix)).error, "caller_held", "once in a day, lifted or not");
  assert.equal(await mayAdd(), undefined);
  await sql`update stop set made_at = made_at - interval '25 hours', lifted_at = lifted_at - interval '24 hours' where professional = ${person}`.execute(
    db(),
  );
  assert.equal((await hold(alix)).error, undefined);
});

test("a holder asks to be called back: one waits, a few in a day; one agent of their authority takes it, a case comes of that, the call is as any, and nothing opens", async () => {
  const holder = await somebody();
  const { phone, identity, person } = holder;
  const back = async () => (await status(holder))?.back?.state;
  assert.equal(await back(), undefined);
  assert.equal(
    await refusalOf(phone.askBack(identity, "anything" as never)),
    "invalid_message",
    "a button, and nothing else",
  );
  assert.equal((await phone.askBack(identity, "caller")).back?.state, "asked");
  assert.equal(await refusalOf(phone.askBack(identity, "lost")), "callback_waits");
  assert.deepEqual(await phone.withdrawBack(identity), {});
  assert.equal(await refusalOf(phone.withdrawBack(identity)), "callback_gone");
  await phone.askBack(identity, "lost");
  assert.equal(await back(), "asked");

  const alix = await colleague();
  const odile = await colleague("agent", "national", "Odile ESSAI");
  const waitingFor = async (who: Colleague) =>
    (await who.browser.said<CallList>("/api/calls")).waiting.filter(
      ({ reason }) => reason === "lost",
    );
  const [line] = await waitingFor(alix);
  assert.ok(line);
  assert.match(line.name, /^(\w\. ?)+$/u, "by initials, until it is theirs");
  assert.doesNotMatch(JSON.stringify(line), new RegExp(`${holder.nationalId}|${person}`));
  const { rows } = await sql<{ scopes: string[] }>`
    select scopes from callback where professional = ${person}`.execute(db());
  const order = rows[0]?.scopes.includes("order:medecins")
    ? "order:sages-femmes"
    : "order:medecins";
  const stranger = await colleague("agent", order);
  assert.deepEqual(await waitingFor(stranger), [], "another authority's");
  const take = (who: Colleague) =>
    who.browser.said<CallList & { error?: string }>(`/api/callbacks/${line.callback}/take`, {});
  assert.equal((await take(stranger)).error, "callback_gone");
  assert.equal((await take(await colleague("insurer"))).error, "staff_may_not");
  const both = await Promise.all([take(alix), take(odile)]);
  assert.deepEqual(both.map(({ error }) => error ?? "taken").sort(), ["callback_gone", "taken"]);
  const [taker, other] = both[0]?.error === undefined ? [alix, odile] : [odile, alix];
  assert.equal(await back(), "taken");
  assert.equal((await waitingFor(other))[0]?.person, undefined);

  let mine: CallList["waiting"][number] | undefined;
  for (const giveUp = Date.now() + 60_000; !mine?.case && Date.now() < giveUp; ) {
    [mine] = await waitingFor(taker);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.equal(mine?.nationalId, holder.nationalId);
  const { case: ofCase = assert.fail("no case came of it") } = mine ?? {};
  const call = first(await announce(taker, ofCase, holder));
  assert.equal(await back(), "called");
  assert.ok((await status(holder))?.caller, "announced as any other");
  assert.deepEqual(await waitingFor(taker), []);
  await taker.browser.said(`/api/calls/${call.call}/open`, {});
  await taker.browser.said(`/api/calls/${call.call}/end`, {});
  assert.equal(await back(), "done");
  await later(holder, 180);

  await phone.askBack(identity, "other");
  const last = (await alix.browser.said<CallList>("/api/calls")).waiting.find(
    ({ reason }) => reason === "other",
  );
  const path = `/api/callbacks/${last?.callback}/take`;
  assert.equal((await alix.browser.said<{ error?: string }>(path, {})).error, undefined);
  assert.equal((await odile.browser.said<{ error?: string }>(path, {})).error, "callback_gone");
  await sql`update callback set taken_until = aval_now() where professional = ${person} and state = 'taken'`.execute(
    db(),
  );
  assert.equal(await back(), "asked", "whoever calls nobody leaves it to another");
  assert.equal((await odile.browser.said<{ error?: string }>(path, {})).error, undefined);
  await sql`update callback set over_at = aval_now() where professional = ${person} and state = 'taken'`.execute(
    db(),
  );
  assert.equal(await back(), "missed");
  assert.equal(await refusalOf(phone.askBack(identity, "other")), "callback_too_many");
  await sql`update contact set since = aval_now() where professional = ${person}`.execute(db());
  assert.equal(await refusalOf(phone.askBack(identity, "other")), "callback_no_number");
});

test("an agent reads cases and calls people, and reports: no act of theirs opens anything (P-07, P-45)", () => {
  const acts = Object.entries(permissions).filter(([, who]) =>
    (who as readonly Role[]).includes("agent"),
  );
  assert.deepEqual(
    acts.map(([act]) => act),
    [
      "see_cases",
      "call_people",
      "hold_additions",
      "verify_callers",
      "read_refusals",
      "report_person",
      "follow_reports",
    ],
  );
});
