import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import type {
  ContactList,
  ContactPerson,
  ContactQuality,
  ContactRequestView,
  Json,
} from "@aval/protocol";
import { sql } from "kysely";
import { createDirectory } from "#modules/directory";
import { createAudit } from "#modules/audit";
import { createContactKeys } from "#modules/contacts";
import { systemRandom } from "#platform/random";
import { fixedClock } from "#platform/testing";
import { type Model, newModel } from "#platform/testing/authenticator";
import { days } from "#platform/time";
import { consoleOf, newColleague, newConsoleBrowser, teamOf } from "./testing/colleague.ts";
import { sandboxPeople, send } from "./testing/driver.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// Contacts of an authority's people, changed by two of its staff through the real server.

let server: WholeServer;
let model: Model;
let people: readonly string[];
before(async () => {
  model = await newModel();
  server = await startWhole({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
  people = await sandboxPeople(server.issuer);
});
after(() => server?.stop());

type Colleague = Awaited<ReturnType<typeof newColleague>>;
type Asked = { readonly challenge: string; readonly rpId: string };
const origin = () => `http://${consoleOf(server).host}`;
const personOf = (index: number) => people[index] ?? "";
const registrar = (scope = "national", name = "Odile ESSAI") =>
  newColleague(server, { model, scope, name });

type Why = { readonly reason?: "moved" | "wrong" | "recycled"; readonly proof?: string };
const changeOf = (nationalId: string, value: string, why: Why = {}) => ({
  ...{ nationalId, kind: "email", value, reason: "moved", proof: "desk", ...why },
});

/** What a key of this colleague's answers to what a page asks it to sign. */
async function signature({ browser, key }: Colleague, path: string, body: Json) {
  const asked = await browser.said<Asked>(path, body);
  assert.equal(asked.error, undefined, JSON.stringify(asked));
  return key.get(asked, origin());
}
async function propose(who: Colleague, nationalId: string, value: string, why: Why = {}) {
  const signed = await signature(who, "/api/contacts/ask", changeOf(nationalId, value, why));
  return who.browser.said<ContactRequestView>("/api/contacts/propose", { ...signed });
}
const at = (request: string) => `/api/contacts/requests/${request}`;
async function confirm(who: Colleague, request: string) {
  const signed = await signature(who, `${at(request)}/ask`, {});
  return who.browser.said<ContactRequestView>(`${at(request)}/confirm`, { ...signed });
}

type Mail = { id: string; value: string; isCurrent: boolean };
async function mailsOf(nationalId: string): Promise<readonly Mail[]> {
  const { rows } = await sql<Mail>`
    select c.id::text, value, replaced_at is null as "isCurrent" from contact c join professional p on p.id = c.professional
    where p.national_id = ${nationalId} and kind = 'email' order by c.id`.execute(
    server.database.db,
  );
  return rows;
}
const currentOf = async (nationalId: string) =>
  (await mailsOf(nationalId)).find(({ isCurrent }) => isCurrent)?.value;
const directory = () =>
  createDirectory({
    db: server.database.db,
    random: systemRandom,
    audit: createAudit({ clock: fixedClock(), random: systemRandom }),
  });

/** The log holds two signatures and no value; the request's row has what they are over, to the byte. */
async function assertSignedWithoutValue(request: string, value: string) {
  const { rows } = await sql<{ body: string; statement: string }>`
    select f.body, s.signature::jsonb ->> 'statement' as statement
    from fact f join contact_request r on r.id = f.body::jsonb ->> 'request',
      lateral (select case f.kind when 'contact_change_asked' then r.asked_signature else r.decided_signature end as signature) s
    where r.id = ${request} and f.kind in ('contact_change_asked', 'contact_change_agreed')`.execute(
    server.database.db,
  );
  assert.equal(rows.length, 2);
  for (const { body, statement } of rows) {
    assert.equal(body.includes(value), false, "no value in the log");
    assert.ok(statement.includes(value));
    const { assertion } = JSON.parse((JSON.parse(body) as { signature: string }).signature);
    const { challenge } = JSON.parse(
      Buffer.from(assertion.clientDataJSON, "base64url").toString("utf8"),
    );
    assert.equal(challenge, createHash("sha256").update(statement).digest("base64url"));
  }
}

/** Which values are relied on now. */
async function reliedOf(nationalId: string): Promise<readonly string[]> {
  const relied = [];
  for (const { id, value } of await mailsOf(nationalId))
    if (await directory().isRelied(id)) relied.push(value);
  return [...new Set(relied)];
}

test("whose holder was there and says that a contact is not theirs ends the trust in it, and in those before it, with the second signature; it goes on being told", async () => {
  const [first, second] = [await registrar(), await registrar("national", "Paul ESSAI")];
  const nationalId = personOf(28);
  const old = await currentOf(nationalId);
  assert.ok(old);
  const change = async (value: string, why: Why) => {
    const { request, endsTrust } = await propose(first, nationalId, value, why);
    assert.ok((await reliedOf(nationalId)).length <= 1, "one person ends nothing");
    assert.equal((await confirm(second, request)).stage, "confirmed");
    return endsTrust;
  };
  for (const [index, why] of [
    { reason: "moved", proof: "desk" } as const,
    { reason: "recycled", proof: "letter" } as const,
    { reason: "wrong", proof: "document" } as const,
  ].entries()) {
    assert.equal(await change(`garde${index}@example.org`, why), false);
    assert.deepEqual(await reliedOf(nationalId), [old], "kept from afar");
  }
  // The same value once more: it is the one before it that is somebody else's.
  const asked = await propose(first, nationalId, "garde2@example.org", { reason: "recycled" });
  assert.deepEqual(await reliedOf(nationalId), [old], "one person ends nothing");
  assert.equal(asked.endsTrust, true);
  assert.equal((await confirm(second, asked.request)).stage, "confirmed");
  assert.equal(await currentOf(nationalId), "garde2@example.org");
  assert.deepEqual(await reliedOf(nationalId), [], "nothing is relied on: every wait is long");
  const person = await directory().find(nationalId);
  assert.ok(person);
  const told = await directory().mailboxes(person.id, days(180));
  const values = (await mailsOf(nationalId)).flatMap(({ id, value }) =>
    told.includes(id) ? [value] : [],
  );
  assert.ok(values.includes(old), "told all the same");
});

test("two people change a contact: masked to both, told on the old and the new value, relied on by nothing yet", async () => {
  const [first, second] = [await registrar(), await registrar("national", "Paul ESSAI")];
  const nationalId = personOf(20);
  const old = await currentOf(nationalId);
  const found = await first.browser.said<ContactPerson>("/api/contacts/find", { nationalId });
  assert.ok(old && !JSON.stringify(found).includes(old), "no value is shown in full");
  assert.ok(found.contacts.some(({ kind, masked }) => kind === "email" && masked.includes("•••@")));
  const asked = await propose(first, nationalId, "nouvelle.adresse@example.org");
  assert.equal(asked.stage, "open");
  assert.equal(await currentOf(nationalId), old, "one person changes nothing");

  const { waiting } = await second.browser.said<ContactList>("/api/contacts");
  assert.ok(waiting.some(({ request }) => request === asked.request));
  assert.ok(!JSON.stringify(waiting).includes(found.name), "a list names nobody");
  assert.equal((await confirm(second, asked.request)).stage, "confirmed");
  const mails = await mailsOf(nationalId);
  assert.equal(await currentOf(nationalId), "nouvelle.adresse@example.org");
  await assertSignedWithoutValue(asked.request, "nouvelle.adresse@example.org");

  const person = await directory().find(nationalId);
  assert.ok(person);
  const told = await directory().mailboxes(person.id, days(180));
  assert.deepEqual(
    [...told].sort(),
    mails.map(({ id }) => id).sort(),
    "the old value and the new one",
  );
  const relied = [];
  for (const { id, value } of mails) if (await directory().isRelied(id)) relied.push(value);
  assert.deepEqual(relied, [old]);
  const { rows } = await sql<{ staff: string; why: string }>`
    select b.body ->> 'staff' as staff, b.body ->> 'why' as why from fact f, lateral (select f.body::jsonb as body) b
    where f.kind = 'person_viewed' and f.professional = ${person.id} order by f.at`.execute(
    server.database.db,
  );
  assert.deepEqual(
    rows.map(({ staff, why }) => [staff, why]),
    [
      [first.id, "contacts"],
      [second.id, "contacts"],
    ],
    "its holder reads who looked",
  );
});

test("one person is not two: not by asking again, not with another's key on their page, not by a signature of another request (P-45)", async () => {
  const [first, second] = [await registrar(), await registrar()];
  const nationalId = personOf(21);
  const old = await currentOf(nationalId);
  const one = await propose(first, nationalId, "une@example.org");
  const other = await propose(first, personOf(22), "autre@example.org");
  const own = await first.browser.said<Asked>(`${at(one.request)}/ask`, {});
  assert.equal(own.error, "contact_two_people");
  const theirs = await signature(second, `${at(one.request)}/ask`, {});
  const send = (who: Colleague, request: string, given = theirs) =>
    who.browser.said(`${at(request)}/confirm`, { ...given });
  assert.equal((await send(first, one.request)).error, "staff_refused");
  assert.equal((await send(second, one.request)).error, "staff_refused", "burnt at first sight");
  const moved = await signature(second, `${at(one.request)}/ask`, {});
  assert.equal((await send(second, other.request, moved)).error, "staff_refused");
  // What the first signed, to ask, is no agreement either.
  const asking = await signature(
    second,
    "/api/contacts/ask",
    changeOf(nationalId, "une@example.org"),
  );
  assert.equal((await send(second, one.request, asking)).error, "staff_refused");
  assert.equal(await currentOf(nationalId), old);
});

test("what each of the staff may do with contacts, in and out of their scope, is one table", async () => {
  const inside = await registrar();
  const nationalId = personOf(23);
  const { request } = await propose(inside, nationalId, "table@example.org");
  const change = changeOf(nationalId, "table@example.org");
  const doors: readonly (readonly [string, Json | undefined, string])[] = [
    ["/api/contacts/find", { nationalId }, "unknown_professional"],
    ["/api/contacts/ask", change, "unknown_professional"],
    [at(request), undefined, "not_found"],
    [`${at(request)}/ask`, {}, "not_found"],
    [`${at(request)}/refuse`, {}, "not_found"],
  ];
  const stranger = await registrar("order:nowhere");
  const operator = await newColleague(server, { model, role: "operator" });
  const nobody = newConsoleBrowser(consoleOf(server));
  for (const [path, body, outside] of doors) {
    assert.equal((await stranger.browser.said(path, body)).error, outside, path);
    assert.equal((await operator.browser.said(path, body)).error, "staff_may_not", path);
    assert.equal((await nobody.said(path, body)).error, "staff_signed_out", path);
  }
  assert.deepEqual((await stranger.browser.said<ContactList>("/api/contacts")).waiting, []);
  const unknown = { nationalId: "899799999999" };
  assert.equal(
    (await inside.browser.said("/api/contacts/find", unknown)).error,
    "unknown_professional",
    "as for somebody of another scope",
  );
  assert.equal((await inside.browser.said<ContactRequestView>(at(request))).stage, "open");
});

test("what changed meanwhile is not changed again by who did not see it", async () => {
  const [first, second] = [await registrar(), await registrar()];
  const nationalId = personOf(24);
  const late = await propose(first, nationalId, "tardive@example.org");
  const again = await propose(first, nationalId, "encore@example.org");
  assert.equal(again.error, "contact_request_open", "one waits at a time");
  const signed = await signature(second, `${at(late.request)}/ask`, {});
  await sql`
    with old as (update contact c set replaced_at = aval_now() from professional p
      where p.id = c.professional and p.national_id = ${nationalId} and kind = 'email' and replaced_at is null returning c.*)
    insert into contact (professional, kind, value, source, given_by, scope)
    select professional, kind, 'import@example.org', source, given_by, scope from old`.execute(
    server.database.db,
  );
  const refused = await second.browser.said(`${at(late.request)}/confirm`, { ...signed });
  assert.equal(refused.error, "contact_changed_meanwhile");
  assert.equal(await currentOf(nationalId), "import@example.org");
  assert.equal(
    (await second.browser.said<ContactRequestView>(`${at(late.request)}/refuse`, {})).stage,
    "refused",
  );
});

test("of two who confirm at once one does, once", async () => {
  const [first, second, third] = [await registrar(), await registrar(), await registrar()];
  const nationalId = personOf(25);
  const { request } = await propose(first, nationalId, "unique@example.org");
  const both = [second, third] as const;
  const signed = await Promise.all(both.map((who) => signature(who, `${at(request)}/ask`, {})));
  const answers = await Promise.all(
    both.map(({ browser }, index) => browser.said(`${at(request)}/confirm`, { ...signed[index] })),
  );
  assert.deepEqual(answers.map(({ error }) => error ?? "").sort(), ["", "contact_request_over"]);
  const mails = await mailsOf(nationalId);
  assert.equal(mails.filter(({ value }) => value === "unique@example.org").length, 1);
});

test("a change waits while additions are stopped for its holder, and for fourteen days at most", async () => {
  const [first, second] = [await registrar(), await registrar()];
  const nationalId = personOf(26);
  const old = await currentOf(nationalId);
  const { request } = await propose(first, nationalId, "pause@example.org");
  const { db } = server.database;
  await sql`
    insert into stop (id, professional, rule, made_at, scope)
    select 'stp_00000000000000000000000001', id, 'pause_from_alert', aval_now(), scope from professional
    where national_id = ${nationalId}`.execute(db);
  assert.equal((await confirm(second, request)).error, "holder_stopped");
  assert.equal((await second.browser.said<ContactRequestView>(at(request))).stage, "open");
  await sql`update stop set lifted_at = aval_now(), lifted_by = 'phone' where id = 'stp_00000000000000000000000001'`.execute(
    db,
  );
  const signed = await signature(second, `${at(request)}/ask`, {});
  await sql`update contact_request set expires_at = aval_now() where id = ${request}`.execute(db);
  const late = await second.browser.said(`${at(request)}/confirm`, { ...signed });
  assert.equal(late.error, "contact_request_over");
  assert.equal(await currentOf(nationalId), old);
});

test("whoever is suspended between the two signatures has asked for nothing, and may confirm nothing", async () => {
  const [first, second, third] = [await registrar(), await registrar(), await registrar()];
  const nationalId = personOf(27);
  const old = await currentOf(nationalId);
  const { request } = await propose(first, nationalId, "suspendue@example.org");
  const signed = await signature(third, `${at(request)}/ask`, {});
  await teamOf(server).suspend(third.id);
  const out = await third.browser.said(`${at(request)}/confirm`, { ...signed });
  assert.equal(out.error, "staff_signed_out");
  await teamOf(server).suspend(first.id);
  assert.equal((await confirm(second, request)).error, "contact_request_over");
  assert.equal(await currentOf(nationalId), old);
});

test("whoever is suspended while the change waits for the holder's turn changes nothing", async () => {
  const [first, second] = [await registrar(), await registrar()];
  const nationalId = personOf(35);
  const old = await currentOf(nationalId);
  const { request } = await propose(first, nationalId, "attente@example.org");
  const signed = await signature(second, `${at(request)}/ask`, {});
  const person = await directory().find(nationalId);
  assert.ok(person);
  const { db } = server.database;
  const answer = await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`aval.stop.${person.id}`}, 7))`.execute(
      tx,
    );
    const waiting = second.browser.said(`${at(request)}/confirm`, { ...signed });
    for (let waits = 0; waits === 0; ) {
      const { rows } = await sql<{ waits: number }>`
        select count(*)::int as waits from pg_locks where locktype = 'advisory' and not granted
          and database = (select oid from pg_database where datname = current_database())`.execute(
        tx,
      );
      waits = rows[0]?.waits ?? 0;
    }
    await teamOf(server).suspend(first.id);
    return { waiting };
  });
  assert.equal((await answer.waiting).error, "contact_request_over");
  assert.equal(await currentOf(nationalId), old);
});

test("two authorities that both know a person are not the two people of one", async () => {
  const nationalId = personOf(36);
  const person = await directory().find(nationalId);
  assert.ok(person);
  const first = await registrar();
  const other = await registrar(person.scope);
  const { request } = await propose(first, nationalId, "ailleurs@example.org");
  const said = await other.browser.said<Asked>(`${at(request)}/ask`, {});
  assert.equal(said.error, "contact_other_authority");
});

const keys = () =>
  createContactKeys({
    db: server.database.db,
    random: systemRandom,
    audit: createAudit({ clock: fixedClock(), random: systemRandom }),
  });

/** An authority's own program, as its editor would write it. */
function programWith(key: string) {
  const ask = async <T>(path: string, body?: Json): Promise<T & { error?: string }> => {
    const { text } = await send(server.issuer, {
      method: body === undefined ? "GET" : "POST",
      path,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return JSON.parse(text) as T & { error?: string };
  };
  return {
    ask: (reference: string, nationalId: string, value: string) =>
      ask<{ state: string }>("/api/contacts", { reference, ...changeOf(nationalId, value) }),
    standing: (reference: string) => ask<{ state: string }>(`/api/contacts/${reference}`),
  };
}

test("an authority's program asks as the first of the two, once for each reference, for its own people only", async () => {
  const nationalId = personOf(29);
  const person = await directory().find(nationalId);
  assert.ok(person);
  const old = await currentOf(nationalId);
  const { id, key } = await keys().issue(person.scope, days(1));
  const program = programWith(key.reveal());
  const asked = () => program.ask("lot-1:42", nationalId, "programme@example.org");
  const answers = await Promise.all([asked(), asked(), asked()]);
  assert.deepEqual(
    answers.map(({ state }) => state),
    ["open", "open", "open"],
    "asked three times at once it is one request",
  );
  // Whoever had another identifier before is still that person.
  await sql`
    insert into identifier (professional, identifier, origin, quality, "position")
    values (${person.id}, '10100000042', 'ADELI', 1, 1)`.execute(server.database.db);
  const byAnother = (value: string) => program.ask("lot-1:42", "10100000042", value);
  assert.equal((await byAnother("programme@example.org")).state, "open");
  assert.equal(
    (await program.ask("lot-1:42", personOf(30), "programme@example.org")).error,
    "contact_reference_taken",
  );
  const other = await program.ask("lot-1:42", nationalId, "autre@example.org");
  assert.equal(other.error, "contact_reference_taken");
  const second = await program.ask("lot-1:43", nationalId, "autre@example.org");
  assert.equal(second.error, "contact_request_open");
  assert.equal(await currentOf(nationalId), old, "a program alone changes nothing");

  const strange = programWith((await keys().issue("order:nowhere", days(1))).key.reveal());
  for (const whom of [nationalId, "899799999999"])
    assert.equal(
      (await strange.ask("a", whom, "pris@example.org")).error,
      "unknown_professional",
      "somebody of another authority and nobody look alike",
    );
  assert.equal((await strange.standing("lot-1:42")).error, "not_found");

  const agent = await registrar(person.scope);
  const { waiting } = await agent.browser.said<ContactPerson>("/api/contacts/find", { nationalId });
  const [one] = waiting;
  assert.ok(one && waiting.length === 1);
  assert.equal((await confirm(agent, one.request)).stage, "confirmed");
  assert.equal((await program.standing("lot-1:42")).state, "confirmed");
  assert.equal(await currentOf(nationalId), "programme@example.org");

  assert.ok((await keys().remove(id)).ok);
  assert.equal((await asked()).error, "contact_key_refused");
  assert.equal((await programWith("A".repeat(43)).standing("x")).error, "contact_key_refused");
});

test("what is to be looked at is counted in the reader's authority alone, without a value or a name, and its reading is written down", async () => {
  const { db } = server.database;
  const agent = await registrar();
  const read = async () => {
    // An hour later, whichever process comes first.
    await sql`update contact_flaw_search set found_at = found_at - interval '61 minutes'`.execute(
      db,
    );
    await directory().keepFlaws(async () => {
      const { rows } = await sql<{ contact: string }>`select contact from contact_bounced`.execute(
        db,
      );
      return rows.map(({ contact }) => contact);
    });
    return agent.browser.said<ContactQuality>("/api/contacts/quality");
  };
  const before = (await read()).counts;
  const [missing, old, shared, twin, former] = [30, 31, 32, 33, 34].map(personOf);
  const of = (nationalId: string | undefined) => sql`
    professional = (select id from professional where national_id = ${nationalId}) and kind = 'email' and replaced_at is null`;
  await sql`update contact set withdrawn_at = aval_now() where ${of(missing)}`.execute(db);
  await sql`update contact set since = aval_now() - interval '731 days' where ${of(old)}`.execute(
    db,
  );
  await sql`update contact set value = (select upper(value) from contact where ${of(shared)}) where ${of(twin)}`.execute(
    db,
  );
  await sql`
    insert into contact (professional, kind, value, source, given_by, scope, since, replaced_at)
    select p.id, 'email', c.value, c.source, c.given_by, c.scope, aval_now(), aval_now() from contact c, professional p
    where c.professional = (select id from professional where national_id = ${old}) and c.kind = 'email' and c.replaced_at is null
      and p.national_id = ${former}`.execute(db);
  await sql`
    with told as (
      insert into notice (id, professional, event, about, told_at, scope)
      select 'ntc_bounced', professional, 'paused', 'x', aval_now(), 'national' from contact where ${of(former)} returning id
    ) insert into delivery (id, notice, contact, state, due_at, tries)
    select 'dlv_bounced', told.id, c.id, 'failed', aval_now(), 5 from told, contact c where ${of(former)}`.execute(
    db,
  );
  const { counts, lines } = await read();
  assert.deepEqual(
    (await agent.browser.said<ContactQuality>("/api/contacts/quality?from=100000")).counts,
    counts,
    "past the last page all are counted still",
  );
  const more = (flaw: keyof typeof counts) => (counts[flaw] ?? 0) - (before[flaw] ?? 0);
  assert.deepEqual(
    [more("missing"), more("old"), more("shared"), more("recycled"), more("bounced")],
    [1, 1, 2, 1, 1],
  );
  assert.ok(lines.some(({ flaw, nationalId }) => flaw === "bounced" && nationalId === former));
  assert.ok(!JSON.stringify(lines).includes("@"), "no value");
  const table = await agent.browser.ask("/api/contacts/quality.csv");
  assert.match(table.text, new RegExp(`^identifiant;nature;defaut\r\n[^]*"${old}";email;old\r\n`));

  await sql`update contact set replaced_at = aval_now() where ${of(old)}`.execute(db);
  const later = await agent.browser.said<ContactQuality>("/api/contacts/quality");
  assert.ok(
    !later.lines.some(({ flaw, nationalId }) => flaw === "old" && nationalId === old),
    "what was mended is left out at once; it is counted until the next search",
  );
  assert.equal(later.counts.old, counts.old);

  const flawed = await Promise.all(
    [missing, old, shared, twin, former].map((id) => directory().find(id ?? "")),
  );
  const scope = flawed[1]?.scope ?? "";
  const oneOrder = await registrar(scope);
  const seen = (await oneOrder.browser.said<ContactQuality>("/api/contacts/quality")).lines;
  assert.ok(seen.length > 0);
  for (const { nationalId } of seen) {
    const found = await directory().find(nationalId);
    assert.ok(found && directory().scopesOf(found).includes(scope), "of one's own authority");
  }
  const elsewhere = lines.filter((line) => !seen.some((one) => one.nationalId === line.nationalId));
  assert.ok(elsewhere.length > 0, "others have some of the same kinds");

  const stranger = await registrar("order:nowhere");
  assert.deepEqual(
    (await stranger.browser.said<ContactQuality>("/api/contacts/quality")).lines,
    [],
  );
  const { rows } = await sql<{ staff: string }>`
    select body::jsonb ->> 'staff' as staff from fact where kind = 'contact_quality_read'`.execute(
    db,
  );
  assert.ok(rows.some(({ staff }) => staff === agent.id));
});

test("a value that is none, or that would be several, is not asked for", async () => {
  const { browser } = await registrar();
  const ask = (value: string) => browser.said("/api/contacts/ask", changeOf(personOf(28), value));
  assert.equal((await ask("pas une adresse")).error, "contact_unreadable");
  assert.equal((await ask("a@example.org, b@example.org")).error, "contact_unreadable");
});
