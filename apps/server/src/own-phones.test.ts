import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { type OwnPhoneAct, ownPhoneActs, PhoneRefusal } from "@aval/protocol";
import { sql } from "kysely";
import { ownPlace } from "./testing/account.ts";
import {
  approveFrame,
  enrolHolder,
  type Holder,
  newBrowser,
  sandboxService,
} from "./testing/driver.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// A holder's phones on each other, through the real server: who may name, lose, remove and disown which.

let server: WholeServer;
const nationalId = "899700000013";
const names = ["old", "limited", "middle", "new"] as const;
type Name = (typeof names)[number];
/** How many days each has been the holder's: the table's bound of seven lies between the second and the third. */
const ages: Readonly<Record<Name, number>> = { old: 30, limited: 20, middle: 3, new: 1 };
const phones = {} as Record<Name, Holder>;
before(async () => {
  server = await startWhole();
});
after(() => server?.stop());

/** As before anything was done: each phone active, of its age. One that was removed has no code any more, and another takes its place. */
async function standAgain() {
  const { db } = server.database;
  await sql`update stop set lifted_at = aval_now(), lifted_by = 'two_people' where lifted_at is null`.execute(
    db,
  );
  for (const name of names) {
    if (!phones[name] || (await rowOf(name))?.state === "revoked")
      phones[name] = await enrolHolder(() => server.phone, nationalId);
    await sql`update device set state = 'active', label = 'Mon téléphone', level = ${name === "limited" ? "limited" : "full"},
        activated_at = aval_now() - ${ages[name]} * interval '1 day'
      where id = ${device(name)}`.execute(db);
  }
}
beforeEach(standAgain);

const device = (name: Name) => phones[name].identity.device;

function doTo(act: OwnPhoneAct, by: Name, to: Name, code = phones[by].code) {
  const { phone, identity } = phones[by];
  switch (act) {
    case "rename":
      return phone.renamePhone(identity, device(to), "Celui du cabinet", code);
    case "lost":
      return phone.reportLostPhone(identity, device(to));
    case "remove":
      return phone.removePhone(identity, device(to), code);
    case "disown":
      return phone.disownPhone(identity, device(to), code);
  }
}

const answerOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (fault: unknown) => {
      if (fault instanceof PhoneRefusal) return fault.code;
      throw fault;
    },
  );

const rowOf = async (name: Name) => {
  const { rows } = await sql<{ state: string; label: string }>`
    select state, label from device where id = ${device(name)}`.execute(server.database.db);
  return rows[0];
};

/** The law as DESIGN section 6 reads, a second time: what each phone may do, to which. */
const law: Readonly<Record<Name, Readonly<Record<OwnPhoneAct, readonly Name[]>>>> = {
  old: {
    rename: ["old", "limited", "middle", "new"],
    lost: ["limited", "middle", "new"],
    remove: ["limited", "middle", "new"],
    disown: ["limited", "middle", "new"],
  },
  limited: { rename: [], lost: [], remove: [], disown: [] },
  middle: { rename: ["middle", "new"], lost: ["new"], remove: ["new"], disown: [] },
  new: { rename: ["new"], lost: [], remove: [], disown: [] },
};
const stands: Readonly<Record<OwnPhoneAct, string>> = {
  rename: "active Celui du cabinet",
  lost: "suspended Mon téléphone",
  remove: "revoked Mon téléphone",
  disown: "suspended Mon téléphone",
};

for (const by of names)
  for (const act of ownPhoneActs)
    test(`what a phone of ${ages[by]} days (${by}) may ${act}: ${law[by][act].join(", ") || "nothing"}`, async () => {
      const { phone, identity } = phones[by];
      for (const to of names) {
        const listed = (await phone.ownPhones(identity)).phones.find(({ id }) => id === device(to));
        const may = law[by][act].includes(to);
        assert.equal(listed?.may.includes(act) ?? false, may, `listed: ${to}`);
        assert.equal(await answerOf(doTo(act, by, to)), may ? "done" : "phone_not_yours_to_change");
        const row = await rowOf(to);
        assert.equal(`${row?.state} ${row?.label}`, may ? stands[act] : "active Mon téléphone", to);
        await standAgain();
      }
    });

test("a limited phone is told of itself and of no other; a full one of all", async () => {
  const seen = async (by: Name) =>
    (await phones[by].phone.ownPhones(phones[by].identity)).phones
      .filter(({ state }) => state !== "revoked")
      .map(({ id }) => id)
      .toSorted();
  assert.deepEqual(await seen("limited"), [device("limited")]);
  assert.deepEqual(await seen("old"), names.map(device).toSorted());
});

test("naming, removing and disowning take the right code, and a phone that is somebody else's, or not active, does nothing", async () => {
  for (const act of ["rename", "remove", "disown"] as const) {
    assert.equal(await answerOf(doTo(act, "old", "middle", "135790")), "wrong_code", act);
    assert.equal(await answerOf(doTo("rename", "old", "old")), "done", "the count is set back");
  }
  assert.equal((await rowOf("middle"))?.state, "active");
  const stranger = await enrolHolder(() => server.phone, "899700000021");
  for (const target of [device("old"), "dev_0000000000000000000000000w" as never])
    assert.equal(
      await answerOf(stranger.phone.reportLostPhone(stranger.identity, target)),
      "not_found",
    );
  await sql`update device set state = 'suspended' where id = ${device("old")}`.execute(
    server.database.db,
  );
  assert.equal(await answerOf(doTo("lost", "old", "middle")), "device_not_active");
  assert.equal((await rowOf("middle"))?.state, "active");
});

/** A session that this phone opened: on a place it made, or elsewhere. */
async function atWork(name: Name, where: "place" | "elsewhere" = "place") {
  const browser = await newBrowser(() => server.issuer);
  if (where === "place") {
    await sql`delete from place where device = ${device(name)}`.execute(server.database.db);
    await ownPlace(server.database.db, browser, phones[name], true);
  }
  const page = await browser.open(sandboxService);
  const { view } = await browser.act(page.signIn, "begin");
  await approveFrame(phones[name], view.frame ?? "");
  const { location } = await browser.conclude(page.signIn);
  const { body } = await browser.exchange(page, location);
  return async () => (await browser.userinfo(body.access_token)).status;
}
const placesOf = async (name: Name) => {
  const { rows } = await sql<{ state: string }>`
    select state from place where device = ${device(name)} and state <> 'ended'`.execute(
    server.database.db,
  );
  return rows.length;
};

for (const act of ["lost", "remove"] as const)
  test(`${act}: its sessions close and its places end, the other phone's stand, and both hear of it`, async () => {
    const [mine, elsewhere] = [await atWork("middle"), await atWork("middle", "elsewhere")];
    const other = await atWork("old");
    await doTo(act, "old", "middle");
    assert.deepEqual([await mine(), await elsewhere(), await other()], [401, 401, 200]);
    assert.deepEqual([await placesOf("middle"), (await placesOf("old")) > 0], [0, true]);
    const { rows } = await sql<{ event: string }>`
      select event from notice where about = ${device("middle")} order by told_at desc, id desc limit 1`.execute(
      server.database.db,
    );
    assert.equal(rows[0]?.event, act === "lost" ? "phone_suspended" : "phone_removed");
    // What it would sign from here on is worth nothing: neither to enter nor to undo.
    const refused = await answerOf(phones.middle.phone.ownPhones(phones.middle.identity));
    assert.equal(refused, "device_not_active");
  });

test("a phone disowned with an older one freezes everything: no phone lifts it, none is added, and the older one still sees", async () => {
  const session = await atWork("old");
  await doTo("disown", "old", "new");
  assert.equal(await session(), 401);
  const { phone, identity, code } = phones.old;
  const { stops } = await phone.stops(identity);
  assert.deepEqual(
    stops.map(({ kind, thisPhone, ways }) => [kind, thisPhone, ways.map(({ means }) => means)]),
    [["freeze", false, [["two_people"]]]],
  );
  assert.equal(
    await answerOf(phone.lift(identity, stops[0]?.id as never, code)),
    "stop_not_liftable",
  );
  assert.equal(await answerOf(phone.askEnrolmentPage(identity)), "holder_stopped");
  await assert.rejects(
    enrolHolder(() => server.phone, nationalId),
    /"error":"holder_stopped"/,
  );
  assert.ok((await phone.ownPhones(identity)).phones.length >= names.length);
  const { rows } = await sql<{ reason: string; made_by: string }>`
    select reason, made_by from stop where rule = 'freeze' and lifted_at is null`.execute(
    server.database.db,
  );
  assert.deepEqual(rows, [{ reason: "disowned", made_by: device("old") }]);
});

test("of two phones that remove each other at once, one remains", async () => {
  await sql`update device set activated_at = aval_now() - interval '29 days' where id = ${device("middle")}`.execute(
    server.database.db,
  );
  const told = await Promise.all([
    answerOf(doTo("remove", "old", "middle")),
    answerOf(doTo("remove", "middle", "old")),
  ]);
  // The one that was removed is out, or its code is, whichever it hears of first.
  const [lost = "", ...won] = told.toSorted((one) => (one === "done" ? 1 : -1));
  assert.deepEqual(won, ["done"]);
  assert.match(lost, /^(?:device_not_active|pin_disabled)$/);
  const states = [(await rowOf("old"))?.state, (await rowOf("middle"))?.state];
  assert.deepEqual(states.toSorted(), ["active", "revoked"]);
});
