import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { idFrom, type ProfessionalId } from "@aval/protocol";
import { sql } from "kysely";
import { limits as bounds, lifetimes } from "#lifetimes";
import { createAudit } from "#modules/audit";
import { createLimits } from "#modules/limits";
import { type AnyTables, type Database, transact } from "#platform/database";
import { createApp } from "#platform/http";
import { silentLog } from "#platform/log";
import { type Mail, Undeliverable } from "#platform/mail";
import { systemRandom } from "#platform/random";
import type { SmsStanding } from "#platform/sms";
import { moveClock, type TestDatabase, testDatabase } from "#platform/testing";
import { days, type Duration, hours, instant, minutes } from "#platform/time";
import { createNotices, noticeRoutes, smsReceiptPath, smsReceiptRoutes } from "./index.ts";
import { events, type NoticeEvent } from "./events.ts";
import type { Telling } from "./notices.ts";

let database: TestDatabase;
let ahead = 0;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

const clock = { now: () => instant(Date.now() + ahead) };
const advance = async (span: Duration) => {
  ahead += span;
  await moveClock(database.db, span);
};

const somebody = (): ProfessionalId => idFrom("pro", systemRandom.bytes(17));

type Fault = "down" | "refused" | "lost";

/** Notices on a real store: a directory of two addresses each, and a post that does what the test says. */
function world({ telephones }: { telephones: boolean } = { telephones: false }) {
  const professional = somebody();
  const sent: Mail[] = [];
  const post: { fault: Fault | undefined } = { fault: undefined };
  const stopped: { event: NoticeEvent; about: string }[] = [];
  const delivered: { event: NoticeEvent; contact: string }[] = [];
  const texts: { to: string; id: string; text: string }[] = [];
  const operator: { says: SmsStanding; asked: number } = { says: "under_way", asked: 0 };
  const db: Database<AnyTables> = database.db;
  const notices = createNotices({
    db,
    clock,
    random: systemRandom,
    audit: createAudit({ clock, random: systemRandom }),
    limits: createLimits(),
    directory: {
      mailboxes: async () => ["1", "2"],
      mailbox: async (contact) => `contact${contact}@example.org`,
      mobiles: async () => ["3"],
      mobile: async () => "+33639980003",
    },
    mailer: {
      send: async (mail) => {
        if (post.fault === "down") throw new Error("connection refused");
        if (post.fault === "refused") throw new Undeliverable("550");
        sent.push(mail);
        if (post.fault === "lost") throw new Error("the answer was lost");
      },
    },
    origin: "http://localhost:4400",
    brand: "Aval",
    stopped: async (_tx, { event, about }) => void stopped.push({ event, about }),
    // A message of another test's that this round happened to ask for is not this one's.
    delivered: async (_tx, { event, professional: whose }, contact) =>
      void (whose === professional && delivered.push({ event, contact })),
    ...(telephones && {
      sms: {
        send: async (message) => {
          if (post.fault === "down") throw new Error("connection refused");
          if (post.fault === "refused") throw new Undeliverable("400");
          texts.push(message);
          return `SM_${message.id}`;
        },
        standing: async () => {
          operator.asked++;
          return operator.says;
        },
        check: async () => ({ ok: true as const }),
      },
    }),
  });
  const tell = (event: NoticeEvent, from?: string, about = "dev_1", by = somebody()) =>
    transact(db, (tx) =>
      notices.tell(tx, {
        ...{ professional, event, about, by, channels: ["mail", "sms"] },
        ...(from === undefined ? {} : { from }),
      } as Telling),
    );
  return { notices, sent, post, stopped, tell, professional, delivered, texts, operator };
}

const linkIn = (mail: Mail | undefined) => /\/arreter\/(\S+)/.exec(mail?.text ?? "")?.[1] ?? "";

/** The pages, as a browser or a mail scanner meets them. */
async function pages({ notices }: ReturnType<typeof world>) {
  const app = createApp({ log: silentLog, hosts: ["localhost:80"] });
  noticeRoutes(app, notices, { brand: "Aval", isSandbox: true, stylesheet: "/design/aval.css" });
  await app.ready();
  const ask = async (method: "GET" | "HEAD" | "POST", token: string) => {
    const answer = await app.inject({
      method,
      url: `/arreter/${token}`,
      headers: {
        host: "localhost:80",
        ...(method === "POST" ? { "content-type": "application/x-www-form-urlencoded" } : {}),
      },
    });
    const { date, ...headers } = answer.headers;
    return { status: answer.statusCode, headers, body: answer.body };
  };
  return { ask, close: () => app.close() };
}

test("what is told is told on every address, once", async () => {
  const w = world();
  await w.tell("phone_added");
  while ((await w.notices.deliver()) > 0);
  assert.deepEqual(w.sent.map(({ to }) => to).sort(), [
    "contact1@example.org",
    "contact2@example.org",
  ]);
  assert.equal(await w.notices.deliver(), 0);
});

test("what was undone is not told: the notice lives in the transaction of what it tells", async () => {
  const w = world();
  const undone = transact(database.db, async (tx) => {
    const { professional } = w;
    await w.notices.tell(tx, { professional, event: "phone_added", about: "dev_1" });
    throw new Error("undone");
  });
  await assert.rejects(undone, /undone/);
  await w.notices.deliver();
  assert.deepEqual(w.sent, []);
});

test("two nodes at once send each message once", async () => {
  const w = world();
  for (let n = 0; n < bounds.noticesAtOnce; n++) await w.tell("phone_added");
  await Promise.all([w.notices.deliver(), w.notices.deliver(), w.notices.deliver()]);
  while ((await w.notices.deliver()) > 0);
  assert.equal(w.sent.length, 2 * bounds.noticesAtOnce);
  assert.equal(new Set(w.sent.map(({ id }) => id)).size, w.sent.length);
});

test("a post that is down is tried again, under the same name, until it is up", async () => {
  const w = world();
  await w.tell("phone_added");
  w.post.fault = "lost";
  await w.notices.deliver();
  w.post.fault = "down";
  await advance(minutes(2));
  await w.notices.deliver();
  w.post.fault = undefined;
  await advance(minutes(6));
  await w.notices.deliver();
  assert.equal(w.sent.length, 4);
  assert.equal(new Set(w.sent.map(({ id }) => id)).size, 2);
});

test("a node that dies while it sends loses nothing: its lease ends and another takes over", async () => {
  const w = world();
  await w.tell("phone_added");
  w.post.fault = "down";
  await w.notices.deliver();
  const { rows } = await sql<{ state: string; tries: number }>`
    select d.state, d.tries from delivery d join notice n on n.id = d.notice
    where n.professional = ${w.professional}`.execute(database.db);
  assert.deepEqual(
    rows.map(({ state, tries }) => [state, tries]),
    [
      ["waiting", 1],
      ["waiting", 1],
    ],
  );
});

test("an address that refuses for good, and one that never answers, are given up, and the log says so", async () => {
  const refused = world();
  await refused.tell("phone_added");
  refused.post.fault = "refused";
  await refused.notices.deliver();
  const silent = world();
  await silent.tell("phone_added");
  silent.post.fault = "down";
  for (let tries = 0; tries <= lifetimes.deliveryRetries.length; tries++) {
    await silent.notices.deliver();
    await advance(days(1));
  }
  for (const w of [refused, silent]) {
    const failed = await database.db
      .selectFrom("fact")
      .select("kind")
      .where("professional", "=", w.professional)
      .where("kind", "=", "notice_failed")
      .execute();
    assert.equal(failed.length, 2);
    assert.deepEqual(w.sent, []);
  }
});

test("a thousand events make six messages at once and one digest to each address (P-59)", async () => {
  const w = world();
  await transact(database.db, async (tx) => {
    const { professional } = w;
    for (let n = 0; n < 1000; n++)
      await w.notices.tell(tx, { professional, event: "place_made", about: `plc_${n}` });
  });
  while ((await w.notices.deliver()) > 0);
  assert.equal(w.sent.length, 2 * bounds.noticesAtOnce);
  await advance(hours(24));
  while ((await w.notices.deliver()) > 0);
  const digests = w.sent.slice(2 * bounds.noticesAtOnce);
  assert.equal(digests.length, 2);
  assert.match(digests[0]?.text ?? "", new RegExp(`${1000 - bounds.noticesAtOnce} événements`));
  // One press stops all that the digest announced.
  await w.notices.stopBy(linkIn(digests[0]));
  assert.equal(w.stopped.length, 1000 - bounds.noticesAtOnce);
});

/** How many of these are told at once, in a day that has had them already or not. */
async function atOnce(w: ReturnType<typeof world>) {
  while ((await w.notices.deliver()) > 0);
  return w.sent.splice(0).length / 2;
}

test("what colleagues bring about, however often, hides nothing that adds power", async () => {
  const w = world();
  const rogue = somebody();
  for (let n = 0; n < 20; n++) await w.tell("announced_as_locum", undefined, `loc_${n}`, rogue);
  assert.equal(await atOnce(w), bounds.noticesByOne, "one person's, once");
  for (let n = 0; n < 20; n++) await w.tell("announced_as_locum", undefined, `loc_${n}`);
  assert.equal(await atOnce(w), bounds.noticesByOthers - bounds.noticesByOne, "all together");
  await w.tell("phone_added");
  assert.equal(await atOnce(w), 1);
});

test("the first of each event in a day that its holder or a thief brings about is told at once, whatever was told before", async (t) => {
  const mine = (Object.keys(events) as NoticeEvent[]).filter(
    (event) => events[event].spends !== "by_another",
  );
  // In both orders: what comes first in one has had all the others before it in the other.
  for (const [order, inOrder] of Object.entries({ forth: mine, back: mine.toReversed() })) {
    const w = world();
    for (const event of inOrder)
      await t.test(`${event}, ${order}`, async () => {
        await w.tell(event, "another browser");
        assert.equal(await atOnce(w), 1);
        for (let n = 0; n < 2 * bounds.noticesAtOnce; n++) await w.tell(event, `browser_${n}`);
        await atOnce(w);
      });
    await advance(hours(24));
    await atOnce(w);
    for (const event of inOrder) {
      await w.tell(event, "and another");
      assert.equal(await atOnce(w), 1, `${event}, the next day too`);
    }
  }
});

test("a phone on its way is told at once, however much was told before and of however many others (P-05)", async () => {
  const w = world();
  for (const other of Object.keys(events) as NoticeEvent[])
    for (let n = 0; n < 2 * bounds.noticesAtOnce; n++) await w.tell(other, `browser_${n}`);
  await atOnce(w);
  for (const event of ["enrolment_proven", "enrolment_ending", "phone_added"] as const)
    for (let n = 0; n < 3; n++) {
      await w.tell(event, undefined, `enr_${n}`);
      assert.equal(await atOnce(w), 1, event);
    }
});

test("each sign-in that a service's transition lets in is told at once, however many there were of any", async () => {
  const w = world();
  for (const event of ["session_in_transition", "session_elsewhere"] as const)
    for (let n = 0; n < 2 * bounds.noticesAtOnce; n++) await w.tell(event, `browser_${n}`);
  await atOnce(w);
  for (let n = 0; n < 3; n++) {
    await w.tell("session_in_transition", "browser_0", `ses_${n}`);
    assert.equal(await atOnce(w), 1);
  }
});

test("phones that only ask are told at once as often as pages for them may be asked for, then in one digest (P-59)", async () => {
  const w = world();
  const asked = 100;
  for (let n = 0; n < asked; n++) await w.tell("enrolment_begun", undefined, `enr_${n}`);
  assert.ok(bounds.phonesBegunAtOnce >= bounds.enrolmentPagesADay);
  assert.equal(await atOnce(w), bounds.phonesBegunAtOnce);
  await advance(hours(24));
  assert.equal(await atOnce(w), 1);
});

test("a digest that joins what was tried before and what was not is sent once, and each of its notices has its end", async () => {
  const w = world();
  for (let event = 0; event < bounds.noticesAtOnce + 2; event++)
    await w.tell("place_made", undefined, `dev_${event}`);
  while ((await w.notices.deliver()) > 0);
  w.sent.length = 0;
  // As if the first of the two that wait had been tried in vain before the second was told.
  await sql`
    update delivery set tries = 3 where state = 'digest' and notice = (
      select id from notice where professional = ${w.professional} and about = ${`dev_${bounds.noticesAtOnce}`})`.execute(
    database.db,
  );
  await advance(hours(24));
  while ((await w.notices.deliver()) > 0);
  assert.equal(w.sent.length, 2);
  const { rows } = await sql<{ state: string }>`
    select distinct state from delivery where notice in (select id from notice where professional = ${w.professional})`.execute(
    database.db,
  );
  assert.deepEqual(rows, [{ state: "sent" }]);
});

test("sign-ins from one unknown browser are told at once the first time, then in the digest", async () => {
  const w = world();
  await w.tell("session_elsewhere", "browser-one");
  await w.tell("session_elsewhere", "browser-one");
  await w.tell("session_elsewhere", "browser-two");
  await w.notices.deliver();
  assert.equal(w.sent.length, 4);
  await advance(hours(24));
  await w.notices.deliver();
  assert.equal(w.sent.length, 6);
});

test("a mail scanner that opens every link, in every way, changes nothing", async () => {
  const w = world();
  await w.tell("phone_added");
  await w.notices.deliver();
  const { ask, close } = await pages(w);
  for (const mail of w.sent) {
    for (const method of ["GET", "HEAD", "GET"] as const)
      assert.equal((await ask(method, linkIn(mail))).status, 200);
  }
  assert.deepEqual(w.stopped, []);
  assert.equal((await ask("POST", linkIn(w.sent[0]))).status, 200);
  assert.deepEqual(w.stopped, [{ event: "phone_added", about: "dev_1" }]);
  await close();
});

test("a link acts once, for seven days, and one address's link is not another's", async () => {
  const w = world();
  await w.tell("phone_added");
  await w.notices.deliver();
  const [one, other] = w.sent.map(linkIn);
  assert.ok(one && other && one !== other);
  await w.notices.stopBy(one);
  await w.notices.stopBy(one);
  assert.equal(w.stopped.length, 1);
  await advance(days(7));
  await w.notices.stopBy(other);
  assert.equal(w.stopped.length, 1);
});

test("a link that lives, is used, is dead or was never made looks the same: status, headers and body", async () => {
  const w = world();
  await w.tell("phone_added");
  await w.notices.deliver();
  const { ask, close } = await pages(w);
  const [used, dead] = w.sent.map(linkIn) as [string, string];
  const living = await ask("POST", used);
  const asked = await ask("GET", dead);
  await advance(days(8));
  const invented = "A".repeat(43);
  for (const token of [used, dead, invented, "x"]) {
    assert.deepEqual(await ask("POST", token), living, token);
    assert.deepEqual(await ask("GET", token), asked, token);
  }
  assert.equal(w.stopped.length, 1);
  await close();
});

test("the link in the mail is nowhere in the database", async () => {
  const w = world();
  await w.tell("phone_added");
  await w.notices.deliver();
  const token = linkIn(w.sent[0]);
  assert.equal(Buffer.from(token, "base64url").length, 32);
  const rows = await database.db.selectFrom("stop_token").select("hash").execute();
  assert.ok(rows.length > 0 && rows.every(({ hash }) => hash !== token));
});

test("whoever must be told of a phone or a sign-in can stop it; a stop has nothing to stop", () => {
  const told = (Object.keys(events) as NoticeEvent[]).filter((event) => !events[event].stop);
  assert.deepEqual(told, [
    "first_day",
    "letter_stopped",
    "card_suspended",
    "paused",
    "blocked",
    "frozen",
    "campaign",
  ]);
  const paced = (Object.keys(events) as NoticeEvent[]).filter(
    (event) => events[event].pace !== "at_once",
  );
  assert.deepEqual(paced, ["session_elsewhere", "session_by_software"]);
});

const statesOf = async ({ professional }: ReturnType<typeof world>) => {
  const { rows } = await sql<{ channel: string; state: string }>`
    select distinct channel, state from delivery where notice in (select id from notice where professional = ${professional})`.execute(
    database.db,
  );
  return Object.fromEntries(rows.map(({ channel, state }) => [channel, state]));
};

test("telephones are told beside mail, and a message that an operator took has not arrived", async () => {
  const w = world({ telephones: true });
  await w.tell("enrolment_proven");
  while ((await w.notices.deliver()) > 0);
  assert.equal(w.sent.length, 2);
  assert.deepEqual(
    w.texts.map(({ to }) => to),
    ["+33639980003"],
  );
  assert.deepEqual(await statesOf(w), { mail: "sent", sms: "handed" });
  assert.deepEqual(
    w.delivered.map(({ contact }) => contact).sort(),
    ["1", "2"],
    "the mail servers' own answers alone",
  );
  // Its link stops as any other.
  await w.notices.stopBy(/\/arreter\/(\S+)/.exec(w.texts[0]?.text ?? "")?.[1] ?? "");
  assert.equal(w.stopped.length, 1);
});

test("a receipt ends a message once: posted, asked for, or both at once", async () => {
  const w = world({ telephones: true });
  await w.tell("enrolment_proven");
  while ((await w.notices.deliver()) > 0);
  w.delivered.length = 0;
  const as = `SM_${w.texts[0]?.id}`;
  w.operator.says = "arrived";
  await advance(minutes(3));
  await Promise.all([
    w.notices.settle(as, "arrived"),
    w.notices.settle(as, "failed"),
    w.notices.askReceipts(),
    w.notices.askReceipts(),
  ]);
  const { sms } = await statesOf(w);
  assert.ok(sms === "sent" || sms === "failed");
  assert.deepEqual(
    w.delivered,
    sms === "sent" ? [{ event: "enrolment_proven", contact: "3" }] : [],
  );
  await w.notices.settle(as, sms === "sent" ? "failed" : "arrived");
  await w.notices.settle("SM_of_nobody", "arrived");
  assert.equal((await statesOf(w))["sms"], sms);
});

test("an operator that never says what became of a message is asked again and again, then it is given up", async () => {
  const w = world({ telephones: true });
  await w.tell("paused");
  while ((await w.notices.deliver()) > 0);
  await w.notices.askReceipts();
  assert.equal(w.operator.asked, 0, "not before its receipt had time to come");
  for (let asked = 0; asked < lifetimes.smsReceiptWaits.length + 2; asked++) {
    await advance(days(1));
    await w.notices.askReceipts();
  }
  assert.equal(w.operator.asked, lifetimes.smsReceiptWaits.length);
  assert.equal((await statesOf(w))["sms"], "failed");
});

test("an operator that is down is tried again, and a number it refuses is given up", async () => {
  const [down, refused] = [world({ telephones: true }), world({ telephones: true })];
  for (const [w, fault] of [
    [down, "down"],
    [refused, "refused"],
  ] as const) {
    await w.tell("paused");
    w.post.fault = fault;
    while ((await w.notices.deliver()) > 0);
    w.post.fault = undefined;
    await advance(minutes(2));
    while ((await w.notices.deliver()) > 0);
  }
  assert.equal((await statesOf(down))["sms"], "handed");
  assert.equal((await statesOf(refused))["sms"], "failed");
  assert.deepEqual(refused.texts, []);
});

test("a page that was opened says that its message arrived, once, at its own address, and stops nothing", async () => {
  const w = world();
  await w.tell("enrolment_proven");
  await w.notices.deliver();
  w.delivered.length = 0;
  const { ask, close } = await pages(w);
  const [link, other] = w.sent.map(linkIn);
  assert.ok(link && other);
  await ask("HEAD", link);
  await ask("GET", "A".repeat(43));
  for (let looked = 0; looked < 3; looked++) await ask("GET", link);
  for (let tries = 0; w.delivered.length === 0 && tries < 100; tries++)
    await new Promise((resolve) => setTimeout(resolve, 20));
  await close();
  assert.equal(w.delivered.length, 1);
  const { rows } = await sql<{ opened: number }>`
    select count(opened_at)::int as opened from delivery where notice in
      (select id from notice where professional = ${w.professional})`.execute(database.db);
  assert.equal(rows[0]?.opened, 1);
  assert.deepEqual(w.stopped, []);
});

test("a receipt that is posted is answered alike, and counts only as its reader says", async () => {
  const app = createApp({ log: silentLog, hosts: ["localhost:80"] });
  const settled: string[] = [];
  const settle = async (as: string, standing: string) => void settled.push(`${as} ${standing}`);
  smsReceiptRoutes(app, { settle }, (form, signature) =>
    signature === "good"
      ? { as: form, standing: form === "SM_2" ? ("under_way" as const) : ("arrived" as const) }
      : undefined,
  );
  await app.ready();
  const post = (body: string | Buffer, signature: string) =>
    app.inject({
      method: "POST",
      url: smsReceiptPath,
      headers: {
        host: "localhost:80",
        "content-type": "application/x-www-form-urlencoded",
        "x-twilio-signature": signature,
      },
      body,
    });
  for (const [body, signature] of [
    ["SM_1", "good"],
    ["SM_2", "good"],
    ["SM_3", "forged"],
    [Buffer.from([0xff, 0xfe]), "good"],
  ] as const)
    assert.equal((await post(body, signature)).statusCode, 204);
  assert.deepEqual(settled, ["SM_1 arrived"]);
  await app.close();
});
