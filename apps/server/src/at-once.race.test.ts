import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type CaseId, PhoneRefusal } from "@aval/protocol";
import { sql } from "kysely";
import { createAudit } from "#modules/audit";
import { createDirectory } from "#modules/directory";
import { transact } from "#platform/database";
import { systemRandom as random } from "#platform/random";
import { type Model, newModel } from "#platform/testing/authenticator";
import { instant } from "#platform/time";
import { stopsOn } from "./modules/stops/testing/world.ts";
import { newColleague, signatureOf } from "./testing/colleague.ts";
import { enrolHolder, sandboxPeople } from "./testing/driver.ts";
import { type Pair, startPair } from "./testing/pair.ts";

// What takes two people, and what takes the old code, done at once on two server processes: it is done once.
const rounds = Math.min(3, Number(process.env["AVAL_TEST_ROUNDS"] ?? 2));
/** Of each signature. */
const copies = 5;

let pair: Pair;
let model: Model;
let people: readonly string[];
before(async () => {
  model = await newModel();
  pair = await startPair({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
  people = await sandboxPeople(pair.issuer);
  console.log(`servers ${pair.pids.join(" and ")}, ${rounds} rounds`);
});
after(() => pair?.stop());

let taken = 0;
const somebody = (): string => people[taken++] ?? assert.fail("more people are needed");
const db = () => pair.database.db;
const clock = { now: () => instant(Date.now()) };

const colleague = (name: string, role: "registrar" | "analyst" | "agent") =>
  newColleague(pair, { model, role, name });
type Said = { readonly error?: string; readonly stage?: string; readonly isCleared?: boolean };

/** Each of them sends the signature of their key several times; what all were told. */
async function signTogether(
  signers: readonly Awaited<ReturnType<typeof colleague>>[],
  at: string,
  act: string,
): Promise<readonly Said[]> {
  const signed = [];
  for (const who of signers) signed.push({ who, by: await signatureOf(pair, who, `${at}/ask`) });
  return Promise.all(
    signed.flatMap(({ who, by }) =>
      Array.from({ length: copies }, () => who.browser.said<Said>(`${at}/${act}`, by)),
    ),
  );
}

const factsOf = async (nationalId: string, kind: string) => {
  const { rows } = await sql`
    select from fact f join professional p on p.id = f.professional
    where p.national_id = ${nationalId} and f.kind = ${kind}`.execute(db());
  return rows.length;
};

test("of the second signatures of three people, sent at once to two servers, one changes a contact, once", async () => {
  const first = await colleague("Odile ESSAI", "registrar");
  const others = [
    await colleague("Paul ESSAI", "registrar"),
    await colleague("Rémi ESSAI", "registrar"),
    await colleague("Luce ESSAI", "registrar"),
  ];
  for (let round = 0; round < rounds; round++) {
    const [nationalId, value] = [somebody(), `nouvelle.${round}@example.org`];
    const change = { nationalId, kind: "email", value, reason: "moved", proof: "desk" };
    const by = await signatureOf(pair, first, "/api/contacts/ask", change);
    const { request } = await first.browser.said<{ request: string }>("/api/contacts/propose", by);
    const told = await signTogether(others, `/api/contacts/requests/${request}`, "confirm");
    const confirmed = told.filter(({ stage, error }) => stage === "confirmed" && !error);
    assert.equal(confirmed.length, 1, JSON.stringify(told));
    const { rows } = await sql`
      select from contact c join professional p on p.id = c.professional
      where p.national_id = ${nationalId} and c.value = ${value}`.execute(db());
    assert.equal(rows.length, 1);
    assert.equal(await factsOf(nationalId, "contact_change_agreed"), 1);
  }
});

test("of the second signatures of three analysts, sent at once to two servers, one ends a freeze, once", async () => {
  const first = await colleague("Odile ESSAI", "analyst");
  const others = [
    await colleague("Paul ESSAI", "analyst"),
    await colleague("Rémi ESSAI", "analyst"),
    await colleague("Luce ESSAI", "analyst"),
  ];
  for (let round = 0; round < rounds; round++) {
    const nationalId = somebody();
    const audit = createAudit({ clock, random });
    const holder = await createDirectory({ db: db(), random, audit }).find(nationalId);
    assert.ok(holder);
    const { stops } = stopsOn(db(), clock);
    const given = { professional: holder.id, reason: "found", by: "run_1" } as const;
    assert.ok(await transact(db(), (tx) => stops.freeze(tx, given)));
    const found = await first.browser.said<{ freeze: string }>("/api/freezes/find", { nationalId });
    const at = `/api/freezes/${found.freeze}`;
    const one = await first.browser.said<Said>(
      `${at}/clear`,
      await signatureOf(pair, first, `${at}/ask`),
    );
    assert.equal(one.isCleared, false, "one person ends nothing");
    const told = await signTogether(others, at, "clear");
    assert.ok(
      told.some(({ isCleared }) => isCleared),
      JSON.stringify(told),
    );
    assert.equal(await stops.isStopped(db(), holder.id, "enter"), false);
    assert.equal(await factsOf(nationalId, "stop_lifted"), 1);
  }
});

test("of two changes of one code at once on two servers one at most counts, and one code works", async () => {
  const codes = ["246813", "975318", "862409"] as const;
  for (let round = 0; round < rounds; round++) {
    const holder = await enrolHolder(() => pair.phone, somebody(), codes[0]);
    const { phone, identity } = holder;
    const changes = await Promise.all(
      [codes[1], codes[2]].map(async (after) => {
        let pin = identity.pin;
        const keep = async (kept: typeof pin) => {
          pin = kept;
        };
        const isChanged = await phone.changeCode(identity, { before: codes[0], after }, keep).then(
          () => true,
          (fault: unknown) => fault instanceof PhoneRefusal && false,
        );
        return { isChanged, after, identity: { ...identity, pin } };
      }),
    );
    assert.ok(changes.filter(({ isChanged }) => isChanged).length <= 1);
    const opens = (as: typeof identity, code: string) =>
      phone.renamePhone(as, as.device, "Mon téléphone", code).then(
        () => true,
        (fault: unknown) => fault instanceof PhoneRefusal && false,
      );
    const working: string[] = [];
    for (const { identity: as, after } of changes) if (await opens(as, after)) working.push(after);
    if (working.length === 0 && (await opens(identity, codes[0]))) working.push(codes[0]);
    assert.equal(working.length, 1, working.join());
  }
});

test("of two agents who call one person at once on two servers one does, it rings once, and software added meanwhile is refused or was there first", async () => {
  await sql`update contact set since = aval_now() - interval '60 days' where kind = 'phone'`.execute(
    db(),
  );
  const nationalId = somebody();
  const { phone, identity, code } = await enrolHolder(() => pair.phone, nationalId);
  await phone.reportCall(identity, "earlier");
  let ofCase: { id: CaseId; person: string } | undefined;
  for (const giveUp = Date.now() + 60_000; !ofCase && Date.now() < giveUp; ) {
    const { rows } = await sql<{ id: CaseId; person: string }>`
      select fraud_case as id, professional as person from alert where kind = 'call_reported' and fraud_case is not null`.execute(
      db(),
    );
    ofCase = rows[0];
  }
  assert.ok(ofCase);
  const { id, person } = ofCase;
  const agents = [await colleague("Alix ESSAI", "agent"), await colleague("Rémi ESSAI", "agent")];
  const adding = phone.addSoftware(identity, "sandbox-software", code).then(
    () => "added",
    (fault: unknown) => (fault instanceof PhoneRefusal ? fault.code : String(fault)),
  );
  const told = await Promise.all(
    [...agents, ...agents].map((who) =>
      who.browser.said<{ calls?: { call: string; isMine: boolean }[] }>(`/api/cases/${id}/call`, {
        person,
      }),
    ),
  );
  const made = told.filter(({ error }) => !error);
  assert.deepEqual(
    [made.length, told.filter(({ error }) => error === "call_going_on").length],
    [1, 3],
  );
  const software = await adding;
  assert.ok(software === "added" || software === "call_holds", software);
  assert.equal(
    await phone.addSoftware(identity, "sandbox-software", code).then(
      () => "added",
      (fault: unknown) => (fault instanceof PhoneRefusal ? fault.code : String(fault)),
    ),
    "call_holds",
    "whichever server is asked",
  );
  const [call] = made[0]?.calls ?? [];
  const asked = await Promise.all(
    [...agents, ...agents].map((who) =>
      who.browser.said<{ checks?: { check: string; state: string }[] }>(`/api/cases/${id}/caller`, {
        person,
      }),
    ),
  );
  const asking = asked.findIndex(({ error }) => !error);
  assert.deepEqual(
    [
      asked.filter(({ error }) => !error).length,
      asked.filter(({ error }) => error === "check_waits").length,
    ],
    [1, 3],
    "one asks a phone at a time",
  );
  const { check } = asked[asking]?.checks?.[0] ?? assert.fail("nobody asked");
  const asker = [...agents, ...agents][asking] ?? assert.fail("nobody asked");
  const shown = (await phone.callStatus(identity))?.check ?? assert.fail("nothing is shown");
  const confirmed = await Promise.all(
    [1, 2].map(() =>
      phone.confirmCaller(identity, shown, code).then(
        () => true,
        (fault: unknown) => fault instanceof PhoneRefusal && false,
      ),
    ),
  );
  assert.ok(confirmed.filter(Boolean).length <= 1, "confirmed once");
  if (!confirmed.includes(true)) await phone.confirmCaller(identity, shown, code);
  const rang = await Promise.all(
    [...agents, ...agents].map((who) => who.browser.said(`/api/calls/${call?.call}/open`, {})),
  );
  assert.equal(rang.filter(({ error }) => !error).length, 1);
  const { rows } = await sql`select from caught_mail where kind = 'call'`.execute(db());
  assert.equal(rows.length, 1);
  const blocked = await Promise.all(
    [asker, ...agents, asker].map((who) => who.browser.said(`/api/callers/${check}/block`, {})),
  );
  assert.equal(blocked.filter(({ error }) => !error).length, 1, "one confirmation, one block");
  const { rows: spent } = await sql`
    select from fact where professional = ${person} and kind = 'caller_blocked'`.execute(db());
  assert.equal(spent.length, 1);
});
