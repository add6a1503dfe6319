import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import type { DeskPresence, PhoneIdentity } from "@aval/protocol";
import { sql } from "kysely";
import { createDirectory } from "#modules/directory";
import { createAudit } from "#modules/audit";
import { transact } from "#platform/database";
import { systemRandom as random } from "#platform/random";
import { type Model, newModel } from "#platform/testing/authenticator";
import { instant } from "#platform/time";
import { stopsOn } from "./modules/stops/testing/world.ts";
import { consoleOf, newColleague } from "./testing/colleague.ts";
import { openVisit } from "./testing/desk-visit.ts";
import { newBrowser, refusalOf, sandboxPeople, sandboxService } from "./testing/driver.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// The one phone that a desk may add under a freeze: shown by two registrars in the room, told to both analysts, worth nothing before they
// clear it (DESIGN section 6, law 5).

let server: WholeServer;
let model: Model;
let people: readonly string[];
before(async () => {
  model = await newModel();
  server = await startWhole({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
  people = await sandboxPeople(server.issuer);
});
after(() => server?.stop());

const clock = { now: () => instant(Date.now()) };

/** Somebody of the directory who never had a phone, frozen. */
async function frozen(index: number) {
  const nationalId = people[index] ?? "";
  const audit = createAudit({ clock, random });
  const { db } = server.database;
  const holder = await createDirectory({ db, random, audit }).find(nationalId);
  assert.ok(holder);
  const given = { professional: holder.id, reason: "found", by: "run_1" } as const;
  const { stops } = stopsOn(db, clock);
  assert.ok(await transact(db, (tx) => stops.freeze(tx, given)));
  return { nationalId, professional: holder.id };
}

type Visit = Awaited<ReturnType<typeof openVisit>>;

/** Both registrars sign; what the second was answered. */
async function bothSign(visit: Visit, presence: DeskPresence = "room") {
  const { first, second, sign } = visit;
  await sign(first);
  return sign(second, presence);
}

async function activates({ ik, phone, begun }: Visit, code = "246813"): Promise<PhoneIdentity> {
  const deviceSecret = new Uint8Array(randomBytes(32));
  const { device, enrolment, root } = begun;
  const pin = await phone.setCode(ik, device, code, deviceSecret);
  const identity = { ik, device, enrolment, deviceSecret, pin, root };
  await phone.activate(identity, code);
  return identity;
}

/** What this phone is told of a sign-in that it scans. */
async function scans({ phone }: Visit, identity: PhoneIdentity): Promise<string> {
  const browser = await newBrowser(() => server.issuer);
  const { signIn } = await browser.open(sandboxService);
  const { view } = await browser.act(signIn, "begin");
  return phone.claim(identity, view.frame ?? "").then(
    () => "claimed",
    async (fault: unknown) => (await refusalOf(Promise.reject(fault))).code,
  );
}

/** What the first registrar reads of the visit by now. */
const seenBy = ({ first, opened }: Visit) =>
  first.browser.said<{ freeze?: string }>(`/api/desk/visits/${opened.visit}`);

type View = {
  freeze: string;
  signatures: number;
  isCleared: boolean;
  phone?: { label: string; state: string };
  error?: string;
};
const analyst = (name: string) => newColleague(server, { model, role: "analyst", name });
type Colleague = Awaited<ReturnType<typeof analyst>>;
const find = ({ browser }: Colleague, nationalId: string) =>
  browser.said<View>("/api/freezes/find", { nationalId });
async function signs({ browser, key }: Colleague, freeze: string) {
  const path = `/api/freezes/${freeze}`;
  const asked = await browser.said<{ challenge: string; rpId: string }>(`${path}/ask`, {});
  const signed = key.get(asked, `http://${consoleOf(server).host}`);
  return () => browser.said<View>(`${path}/clear`, { ...signed });
}
const clears = async (who: Colleague, freeze: string) => (await signs(who, freeze))();

const alerts = async (professional: string) =>
  (
    await sql`select from fact where professional = ${professional} and kind = 'frozen_phone_proven'`.execute(
      server.database.db,
    )
  ).rows.length;

test("under a freeze a desk adds one phone: it is told, becomes active, opens nothing, and opens once two analysts have cleared", async () => {
  const { nationalId, professional } = await frozen(20);
  const visit = await openVisit(server, { model, nationalId });
  assert.equal(
    visit.opened.freeze,
    undefined,
    "before the person's phone has scanned nobody learns of it",
  );
  assert.equal((await seenBy(visit)).freeze, "one_phone");
  const proven = await bothSign(visit);
  assert.deepEqual([proven.stage, proven.freeze, proven.error], ["proven", "one_phone", undefined]);
  const told = await visit.phone.enrolmentStatus(visit.ik, visit.begun.enrolment);
  assert.deepEqual([told.state, told.isFrozen], ["ready", true]);
  assert.equal(await alerts(professional), 1);

  const identity = await activates(visit);
  assert.equal(await scans(visit, identity), "holder_stopped");
  const { stops } = await visit.phone.stops(identity);
  assert.deepEqual(
    stops.map(({ kind, thisPhone }) => [kind, thisPhone]),
    [["freeze", false]],
  );

  const { db } = server.database;
  // As if eight days had gone by: it is worth a phone to be confirmed all the same, which sees its own and ends nothing.
  await sql`update device set activated_at = aval_now() - interval '8 days' where id = ${identity.device}`.execute(
    db,
  );
  const list = await visit.phone.ownPhones(identity);
  assert.deepEqual(
    list.phones.map(({ level }) => level),
    ["limited"],
  );
  // In Mon accès too, which a holder under a freeze reads with a card or an older phone.
  const listed = async () => {
    const { rows: phones } = await sql<{ level: string }>`
      select level from account_phone where id = ${identity.device}`.execute(db);
    return phones[0]?.level;
  };
  assert.equal(await listed(), "limited");

  const [one, other] = [await analyst("Odile ESSAI"), await analyst("Paul ESSAI")];
  const found = await find(one, nationalId);
  assert.deepEqual([found.phone?.label, found.phone?.state], ["Téléphone neuf", "active"]);
  await clears(one, found.freeze);
  assert.equal(await scans(visit, identity), "holder_stopped", "one analyst opens nothing");
  assert.equal((await clears(other, found.freeze)).isCleared, true);
  assert.equal(await scans(visit, identity), "claimed");
  const { rows } = await sql`
    select from device where id = ${identity.device} and level = 'full' and awaits_clearing is null
      and activated_at > aval_now() - interval '1 day'`.execute(db);
  assert.equal(rows.length, 1, "its days count from the clearing");
  assert.deepEqual(
    (await visit.phone.ownPhones(identity)).phones.map(({ level }) => level),
    ["full"],
  );
  assert.equal(await listed(), "full");
});

test("the one place is given back where the phone that had it ended without ever being active, and not before", async () => {
  const { nationalId, professional } = await frozen(25);
  const first = await openVisit(server, { model, nationalId });
  assert.equal((await bothSign(first)).stage, "proven");
  const { db } = server.database;
  await sql`update enrolment set state = 'held' where id = ${first.begun.enrolment}`.execute(db);
  const second = await openVisit(server, { model, nationalId });
  assert.equal((await bothSign(second)).error, "holder_stopped", "held it may be shown again");
  await sql`update enrolment set expires_at = aval_now() where id = ${first.begun.enrolment}`.execute(
    db,
  );
  const third = await openVisit(server, { model, nationalId });
  assert.equal((await seenBy(third)).freeze, "one_phone");
  assert.equal((await bothSign(third)).stage, "proven");
  assert.equal(await alerts(professional), 2, "the analysts are told of each");
});

test("one, not two: a second phone, a second registrar from elsewhere and a phone proven before are refused while it stands", async () => {
  const { nationalId, professional } = await frozen(21);
  const elsewhere = await openVisit(server, { model, nationalId });
  assert.equal((await bothSign(elsewhere, "elsewhere")).error, "holder_stopped");
  assert.equal(await alerts(professional), 0, "what is refused takes no place");
  const first = await openVisit(server, { model, nationalId });
  assert.equal((await bothSign(first)).stage, "proven");
  const second = await openVisit(server, { model, nationalId });
  assert.equal((await seenBy(second)).freeze, "taken");
  assert.equal((await bothSign(second)).error, "holder_stopped");
  assert.equal(await alerts(professional), 1);

  const before = people[22] ?? "";
  const early = await openVisit(server, { model, nationalId: before });
  assert.equal((await bothSign(early)).stage, "proven");
  await frozen(22);
  assert.equal((await refusalOf(activates(early))).code, "holder_stopped");
});

test("what an analyst signed before the phone came is worth nothing after it: both have seen it", async () => {
  const { nationalId } = await frozen(23);
  const [one, other] = [await analyst("Odile ESSAI"), await analyst("Paul ESSAI")];
  const { freeze } = await find(one, nationalId);
  assert.equal((await clears(one, freeze)).signatures, 1);
  const late = await signs(other, freeze);
  assert.equal((await bothSign(await openVisit(server, { model, nationalId }))).stage, "proven");

  assert.equal((await late()).error, "staff_refused", "signed over a freeze without the phone");
  const seen = await find(other, nationalId);
  assert.deepEqual([seen.signatures, seen.phone?.state], [0, "ready"]);
  assert.equal((await clears(other, freeze)).isCleared, false);
  assert.equal((await clears(one, freeze)).isCleared, true);
});

test("an analyst who was suspended clears nothing with what they had begun to sign", async () => {
  const { nationalId } = await frozen(24);
  const [one, other] = [await analyst("Odile ESSAI"), await analyst("Paul ESSAI")];
  const { freeze } = await find(one, nationalId);
  await clears(one, freeze);
  const { db } = server.database;
  const send = await signs(other, freeze);
  // Their session was read before; the row is what the statement holds.
  const blocked = await db.connection().execute(async (held) => {
    await sql`begin`.execute(held);
    await sql`update staff_member set state = 'suspended' where id = ${other.id}`.execute(held);
    const answer = send();
    let waits = 0;
    for (let tries = 0; tries < 500 && waits === 0; tries++) {
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from pg_locks where not granted`.execute(held);
      waits = rows[0]?.n ?? 0;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.ok(waits > 0, "nobody waited for the suspension");
    await sql`commit`.execute(held);
    return await answer;
  });
  assert.equal(blocked.error, "staff_may_not");
  assert.equal((await find(one, nationalId)).signatures, 1, "what was refused left nothing");
});
