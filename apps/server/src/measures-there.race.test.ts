import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  type CardName,
  type MeasureKind,
  newKeyPair,
  type PlaceId,
  signerOf,
} from "@aval/protocol";
import { sql } from "kysely";
import { createAudit } from "#modules/audit";
import { createDirectory } from "#modules/directory";
import { type AnyTables, connect, type Database } from "#platform/database";
import { systemRandom as random } from "#platform/random";
import { type Model, newModel } from "#platform/testing/authenticator";
import { instant } from "#platform/time";
import { ownPlace } from "./testing/account.ts";
import { newColleague, signatureOf } from "./testing/colleague.ts";
import {
  approveFrame,
  enrolHolder,
  type Holder,
  newBrowser,
  proveHolder,
  refusalOf,
  sandboxPeople,
  sandboxService,
} from "./testing/driver.ts";
import { sendWithCard } from "./testing/card-reader.ts";
import { insertedCard } from "./testing/inserted-card.ts";
import {
  caseOf,
  first as lastMeasure,
  preview as previewOf,
  sign,
  take,
  takeOf,
} from "./testing/measuring.ts";
import { type Cluster, type Node, startCluster } from "./testing/servers.ts";
import type { WholeServer } from "./testing/whole.ts";

/*
 * Two server processes on one database: what an analyst stops at the first is looked for at the second, within five seconds; and what
 * undoes it.
 */
let cluster: Cluster;
let here: Node;
let there: Node;
let db: Database<AnyTables>;
let model: Model;
let people: readonly string[];
/** The first node as what speaks to a console asks for it. */
let server: WholeServer;
before(async () => {
  model = await newModel();
  cluster = await startCluster(["here", "there"], {
    settings: { AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) },
  });
  [here, there] = cluster.nodes as [Node, Node];
  db = connect(cluster.databaseUrl, { searchPath: "aval", max: 4, endsWhenIdle: true });
  const card = { port: there.issuer.port + 7, host: `card.localhost:${here.issuer.port + 7}` };
  const { dataDir } = cluster;
  const { issuer, phone } = here;
  server = { issuer, phone, card, dataDir, database: { db } } as unknown as WholeServer;
  people = await sandboxPeople(here.issuer);
});
after(async () => {
  await db?.destroy();
  await cluster?.close();
});

const analyst = (name: string) => newColleague(server, { model, role: "analyst", name });
type Browser = Awaited<ReturnType<typeof newBrowser>>;

async function idOf(nationalId: string): Promise<string> {
  const audit = createAudit({ clock: { now: () => instant(Date.now()) }, random });
  const found = await createDirectory({ db, random, audit }).find(nationalId);
  assert.ok(found);
  return found.id;
}

/** A sign-in by a scan at the second node: the service's tokens. */
async function entersThere(holder: Holder, browser: Browser) {
  const page = await browser.open(sandboxService, { prompt: "login" });
  const { view } = await browser.act(page.signIn, "begin");
  await approveFrame(holder, view.frame ?? "");
  const { body } = await browser.exchange(page, (await browser.conclude(page.signIn)).location);
  assert.ok(body.access_token, JSON.stringify(body));
  return { access: body.access_token, refresh: body.refresh_token ?? "" };
}

/** What of somebody's stands, by the second node's doors: everything that a measure may end. */
async function standing(nationalId: string) {
  const holder = await enrolHolder(() => there.phone, nationalId);
  const { phone, identity } = holder;
  const own = await newBrowser(() => there.issuer);
  await ownPlace(db, own, holder);
  const onPlace = await entersThere(holder, own);
  const other = await newBrowser(() => there.issuer);
  const elsewhere = await entersThere(holder, other);
  // By day or by night: this is not about the hour.
  await phone.setQuietHours(identity, null);
  const place = `plc_${identity.device.slice(4)}` as PlaceId;
  const { id: bell } = await phone.setBell(identity, { place, service: sandboxService.id });
  const waits = await proveHolder(() => there.phone, nationalId);
  const asker = await newBrowser(() => there.issuer);
  const page = await asker.open(sandboxService);
  const { view } = await asker.act(page.signIn, "begin");
  const { context } = await phone.claim(identity, view.frame ?? "");
  const says = async () => (await asker.act(page.signIn, "frame")).view.state;
  return { holder, own, other, onPlace, elsewhere, bell, waits, context, says };
}

type Standing = Awaited<ReturnType<typeof standing>>;

const answerOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    async (fault: unknown) => (await refusalOf(Promise.reject(fault))).code,
  );

/** What each door answers now, in this order: a request that its phone holds, a session elsewhere and its refresh, one at the own place, a bell, an enrolment's last step. */
async function probe({
  holder,
  own,
  other,
  onPlace,
  elsewhere,
  bell,
  waits,
  context,
  says,
}: Standing) {
  const { phone, identity, code } = holder;
  const page = await says();
  const request = await answerOf(phone.approve(identity, context, code));
  const session = (await other.userinfo(elsewhere.access)).status;
  const refresh = (await other.refresh(sandboxService, elsewhere.refresh)).status;
  const place = (await own.userinfo(onPlace.access)).status;
  const { signIn } = await own.open(sandboxService, { prompt: "login" });
  await own.act(signIn, "begin");
  await own.act(signIn, "ring", { bell });
  const rings = await phone.rings(identity).then(
    (answer) => answer.rings,
    () => [],
  );
  const enrolment = await answerOf(waits.phone.activate(waits.identity, waits.code));
  return { page, request, session, refresh, place, rings: rings.length, enrolment };
}

type Answers = Awaited<ReturnType<typeof probe>>;

/** What each measure leaves. */
const untouched: Answers = {
  ...{
    page: "claimed",
    request: "done",
    session: 200,
    refresh: 200,
    place: 200,
    rings: 1,
    enrolment: "done",
  },
};
const held = "holder_stopped";
const left = {
  close_sessions: { ...untouched, session: 401, refresh: 400, place: 401 },
  end_places: { ...untouched, place: 401, rings: 0 },
  suspend_phone: {
    ...{ ...untouched, page: "refused", request: "device_not_active" },
    ...{ session: 401, refresh: 400, place: 401, rings: 0 },
  },
  pause: { ...untouched, session: 401, refresh: 400, rings: 0, enrolment: held },
  freeze: {
    page: "refused",
    request: held,
    session: 401,
    refresh: 400,
    place: 401,
    rings: 0,
    enrolment: held,
  },
} as const satisfies { readonly [K in MeasureKind]?: Answers };
type Probed = keyof typeof left;

/** Who undoes it, and how; by whose phone its holder enters then, where it is another. */
const undo: Readonly<
  Record<Probed, (given: Standing, nationalId: string) => Promise<Holder | undefined>>
> = {
  close_sessions: async () => undefined,
  end_places: async () => undefined,
  // Whoever is there with their card or document has a phone again: this one, or another.
  suspend_phone: async (_, nationalId) => enrolHolder(() => there.phone, nationalId),
  pause: async ({ holder: { phone, identity, code } }) => {
    const [stop] = (await phone.stops(identity)).stops;
    assert.ok(stop);
    assert.deepEqual((await phone.lift(identity, stop.id, code)).stops, []);
    return undefined;
  },
  freeze: async (_, nationalId) => {
    for (const name of ["Paul ESSAI", "Rose ESSAI"]) {
      const who = await analyst(name);
      const { freeze } = await who.browser.said<{ freeze: string }>("/api/freezes/find", {
        nationalId,
      });
      const signed = await signatureOf(server, who, `/api/freezes/${freeze}/ask`);
      const cleared = await who.browser.said(`/api/freezes/${freeze}/clear`, signed);
      assert.equal(cleared.error, undefined);
    }
    return undefined;
  },
};

test("with no measure every door is open: what the others find shut was shut by theirs", async () => {
  assert.deepEqual(await probe(await standing(people[0] ?? "")), untouched);
});

for (const [index, kind] of (Object.keys(left) as Probed[]).entries())
  test(`${kind}, taken at one node, holds at the other at its very next question, and is undone`, async () => {
    const nationalId = people[index + 1] ?? "";
    const stands = await standing(nationalId);
    const odile = await analyst("Odile ESSAI");
    const professional = await idOf(nationalId);
    const id = await caseOf(db, `browser ${kind}`, [professional]);
    await odile.browser.said(`/api/cases/${id}/claim`, {});
    const taken = lastMeasure(
      kind === "suspend_phone"
        ? await takeOf(odile, id, professional, { kind, phone: stands.holder.identity.device })
        : await take(odile, id, kind, [professional]),
    );
    assert.deepEqual([taken.state, taken.changed], ["done", 1]);
    assert.deepEqual(await probe(stands), left[kind]);

    const again = await undo[kind](stands, nationalId);
    await entersThere(again ?? stands.holder, await newBrowser(() => there.issuer));
    if (left[kind].enrolment === held) await enrolHolder(() => there.phone, nationalId);
  });

test("a phone that is suspended at one node while it approves at the other leaves no session", async () => {
  const nationalId = people[11] ?? "";
  const professional = await idOf(nationalId);
  const odile = await analyst("Odile ESSAI");
  const id = await caseOf(db, "browser of a race", [professional]);
  await odile.browser.said(`/api/cases/${id}/claim`, {});
  const came: string[] = [];
  for (let round = 0; round < 6; round++) {
    const holder = await enrolHolder(() => there.phone, nationalId);
    const { phone, identity, code } = holder;
    const browser = await newBrowser(() => there.issuer);
    const page = await browser.open(sandboxService, { prompt: "login" });
    const { view } = await browser.act(page.signIn, "begin");
    const { context } = await phone.claim(identity, view.frame ?? "");
    const enters = async () => {
      // Later each time, so that the stop comes at another step of it.
      await new Promise((resolve) => setTimeout(resolve, round < 3 ? 0 : round * 15));
      await phone.approve(identity, context, code);
      return (await browser.exchange(page, (await browser.conclude(page.signIn)).location)).body;
    };
    const thing = { kind: "suspend_phone", phone: identity.device } as const;
    const [entered, measured] = await Promise.all([
      enters().catch(() => undefined),
      takeOf(odile, id, professional, thing),
    ]);
    assert.equal(lastMeasure(measured).changed, 1);
    const open = entered?.access_token && (await browser.userinfo(entered.access_token)).status;
    came.push(open === undefined ? "ended" : "closed");
    assert.notEqual(open, 200);
    const { rows } = await sql<{ left: number }>`
      select count(*)::int as left from approval
      where device = ${identity.device} and state in ('claimed', 'approved')`.execute(db);
    assert.equal(rows[0]?.left, 0);
  }
  console.log(`six sign-ins during a stop: ${came.join(", ")}`);
});

/** What a card's page at the second node says. */
async function cardSays(
  inserted: Awaited<ReturnType<typeof insertedCard>>,
  path: string,
  form: Readonly<Record<string, string>> = {},
) {
  const origin =
    path === "/card" ? `http://${there.issuer.host}` : `https://${server.card?.host ?? ""}`;
  const sent = { path, headers: { origin }, form: { lang: "fr", ...form } };
  assert.ok(server.card);
  return sendWithCard(server.card, inserted, sent);
}

/** A sign-in page of the second node that a card has confirmed, one press before it opens. */
async function confirmedThere(inserted: Awaited<ReturnType<typeof insertedCard>>) {
  const browser = await newBrowser(() => there.issuer);
  const page = await browser.open(sandboxService, { prompt: "login" });
  await browser.act(page.signIn, "begin");
  const { view } = await browser.act(page.signIn, "card");
  const secret = view.entry?.secret ?? "";
  await cardSays(inserted, "/card", { secret });
  const answer = await cardSays(inserted, "/card/confirm", { secret });
  const card = /#card=(.+)$/.exec(String(answer.headers["location"]))?.[1];
  const enters = async () => {
    const { location } = await browser.conclude(page.signIn, { card: card ?? "" });
    if (!/[?&]code=/.test(location)) return undefined;
    return (await browser.exchange(page, location)).body;
  };
  return { browser, isConfirmed: card !== undefined, enters };
}

test("one card, suspended at one node, opens nothing at the other at its next question, and two who did not suspend it give it back", async () => {
  const nationalId = people[8] ?? "";
  const professional = await idOf(nationalId);
  const inserted = await insertedCard(server, nationalId);
  const other = await insertedCard(server, nationalId);
  const opened = await confirmedThere(inserted);
  const tokens = await opened.enters();
  const byOther = await confirmedThere(other);
  const kept = await byOther.enters();
  assert.ok(tokens && kept);

  // A phone that this card was to add waits for its day; and a sign-in waits for one press.
  const page = await cardSays(inserted, "/telephone");
  const at = /name="page" value="([^"]+)"/.exec(page.text)?.[1] ?? "";
  const binding = /data-aval-binding="[^"#]*#b=([^"]+)"/.exec(page.text)?.[1] ?? "";
  const { phone } = await proveHolder(() => there.phone, people[9] ?? "");
  const ik = await signerOf(await newKeyPair());
  const begun = await phone.enrol(ik, "Téléphone neuf", binding);
  await cardSays(inserted, "/telephone/mots", {
    ...{ page: at, words: begun.words.join(" "), onCall: "no" },
  });
  await sql`update enrolment_page set words_at = words_at - interval '31 seconds' where id = ${at}`.execute(
    db,
  );
  await cardSays(inserted, "/telephone/confirmer", { page: at });
  const stateOf = async () => {
    const { rows } = await sql<{ state: string }>`
      select state from enrolment where id = ${begun.enrolment}`.execute(db);
    return rows[0]?.state;
  };
  assert.equal(await stateOf(), "cooling");
  const inFlight = await confirmedThere(inserted);
  assert.ok(inFlight.isConfirmed);

  const odile = await analyst("Odile ESSAI");
  const id = await caseOf(db, "browser of a card", [professional]);
  await odile.browser.said(`/api/cases/${id}/claim`, {});
  const { targets } = await previewOf(odile, id, "suspend_card", [professional]);
  const cards = targets[0]?.cards ?? [];
  assert.deepEqual(
    cards.map(({ isSuspended }) => isSuspended),
    [false, false],
  );
  const card = cards[0]?.card as CardName;
  assert.equal(
    (await takeOf(odile, id, professional, { kind: "restore_card", card })).error,
    "measure_list",
    "it is not suspended",
  );
  const taken = lastMeasure(await takeOf(odile, id, professional, { kind: "suspend_card", card }));
  assert.deepEqual([taken.state, taken.changed], ["done", 1]);
  assert.equal((await opened.browser.userinfo(tokens.access_token)).status, 401);
  assert.equal((await byOther.browser.userinfo(kept.access_token)).status, 200, "another card's");
  assert.equal(await inFlight.enters(), undefined, "one press before it opened");
  assert.equal(await stateOf(), "held");
  assert.match(
    (await cardSays(inserted, "/telephone")).text,
    /Cette carte n(&#39;|')ouvre rien ici/,
  );
  assert.equal((await confirmedThere(inserted)).isConfirmed, false);
  assert.ok(await (await confirmedThere(other)).enters(), "the other goes on");

  const back = { kind: "restore_card", card } as const;
  assert.equal((await takeOf(odile, id, professional, back)).error, "measure_two_people");
  await odile.browser.said(`/api/cases/${id}/release`, {});
  const paul = await analyst("Paul ESSAI");
  await paul.browser.said(`/api/cases/${id}/claim`, {});
  const asked = lastMeasure(await takeOf(paul, id, professional, back));
  assert.equal(asked.state, "waiting", "one person gives nothing back");
  assert.equal((await sign(server, odile, asked)).error, "measure_two_people");
  assert.equal((await confirmedThere(inserted)).isConfirmed, false);
  const rose = await analyst("Rose ESSAI");
  const done = lastMeasure(await sign(server, rose, asked));
  assert.deepEqual([done.state, done.changed], ["done", 1]);
  assert.ok(await (await confirmedThere(inserted)).enters());
  const told = await sql<{ event: string }>`
    select event from notice where professional = ${professional} and about = ${card} order by event`.execute(
    db,
  );
  assert.deepEqual(
    told.rows.map(({ event }) => event),
    ["card_suspended", "means_restored"],
  );
});

test("a phone that an analyst suspended approves again, at the other node, once two others gave it back; one that its holder suspended does not", async () => {
  const nationalId = people[10] ?? "";
  const professional = await idOf(nationalId);
  const holder = await enrolHolder(() => there.phone, nationalId);
  const phone = holder.identity.device;
  const [odile, paul, rose] = [
    await analyst("Odile ESSAI"),
    await analyst("Paul ESSAI"),
    await analyst("Rose ESSAI"),
  ];
  const id = await caseOf(db, "browser of a phone", [professional]);
  await odile.browser.said(`/api/cases/${id}/claim`, {});
  await takeOf(odile, id, professional, { kind: "suspend_phone", phone });
  await odile.browser.said(`/api/cases/${id}/release`, {});
  await paul.browser.said(`/api/cases/${id}/claim`, {});
  const back = { kind: "restore_phone", phone } as const;
  const asked = lastMeasure(await takeOf(paul, id, professional, back));
  await assert.rejects(entersThere(holder, await newBrowser(() => there.issuer)));
  assert.equal(lastMeasure(await sign(server, rose, asked)).changed, 1);
  await entersThere(holder, await newBrowser(() => there.issuer));

  await sql`update device set state = 'suspended', suspended_for = 'holder' where id = ${phone}`.execute(
    db,
  );
  assert.equal((await takeOf(paul, id, professional, back)).error, "measure_list");
});
