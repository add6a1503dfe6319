import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import {
  type Context,
  type Json,
  hashDocument,
  idFrom,
  newKeyPair,
  parseFrame,
  type ProfessionalId,
  purposes,
  signCompact,
  signerOf,
  signMulti,
  toBase64url,
} from "@aval/protocol";
import { sql } from "kysely";
import { limits as bounds } from "#lifetimes";
import type { Where } from "#modules/places";
import { systemRandom } from "#platform/random";
import { moveClock, testDatabase, type TestDatabase } from "#platform/testing";
import { type Duration, hours, instant, minutes, seconds } from "#platform/time";
import { loginOn, newBrowserWindow, openPage, person } from "./testing/world.ts";

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
const world = (where: Where = "unknown") => loginOn(database.db, clock, () => where);
type World = ReturnType<typeof world>;

/** A holder with an active phone: scans a frame or types digits, then approves or refuses. */
async function newHolder(w: World, level: "full" | "limited" = "full") {
  const professional = idFrom("pro", systemRandom.bytes(17)) as ProfessionalId;
  const [ik, uk] = [await signerOf(await newKeyPair()), await signerOf(await newKeyPair())];
  const device = await w.transact(async (tx) => {
    const added = await w.devices.add(tx, { label: "Essai", ik: ik.jwk });
    assert.ok(added.ok);
    await w.devices.activate(tx, added.value, {
      professional,
      uk: uk.jwk,
      pinKey: "k",
      level,
      scope: "national",
    });
    return added.value;
  });
  const stamp = () => ({
    iat: Math.floor(clock.now() / 1000),
    jti: toBase64url(systemRandom.bytes(16)),
  });
  const scan = async (frame: string) => {
    const parsed = parseFrame(frame);
    assert.ok(parsed);
    const message = {
      v: purposes.claim,
      device,
      approval: parsed.approval,
      frame: parsed.number,
      mac: parsed.mac,
      ...stamp(),
    };
    return w.approvals.claimByFrame(await signCompact(message, purposes.claim, ik), "127.0.0.1");
  };
  const type = async (digits: string) =>
    w.approvals.claimByDigits(
      await signCompact(
        { v: purposes.claimDigits, device, digits, ...stamp() },
        purposes.claimDigits,
        ik,
      ),
      "127.0.0.1",
    );
  const approve = async (context: Context) => {
    const payload = {
      v: purposes.decision,
      device,
      approval: context.approval,
      context: await hashDocument(context as unknown as Json),
      decision: "approve",
      evaluation: "e",
      ...stamp(),
    };
    return w.approvals.decide(
      context.approval,
      await signMulti(payload, purposes.decision, [ik, uk]),
    );
  };
  return { professional, scan, type, approve };
}

const read = (claimed: { ok: boolean; value?: { context: string } }): Context => {
  assert.ok(claimed.ok && claimed.value, JSON.stringify(claimed));
  return JSON.parse(claimed.value.context) as Context;
};
const value = <T>(outcome: { ok: true; value: T } | { ok: false; refusal: string }): T => {
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value;
};
const refused = (outcome: { ok: boolean; refusal?: string }) =>
  outcome.ok ? "accepted" : outcome.refusal;

async function signIn(
  w: World,
  client: string,
  browser = undefined as Awaited<ReturnType<typeof newBrowserWindow>> | undefined,
) {
  const holder = await newHolder(w);
  const window = browser ?? (await newBrowserWindow(clock));
  const page = openPage(w, window, client);
  const view = value(await page.act("begin"));
  await holder.approve(read(await holder.scan(view.frame as string)));
  return { holder, window, page, concluded: value(await page.conclude()) };
}

test("a page shows frames, then who approved, and concludes with one session", async () => {
  const w = world();
  const holder = await newHolder(w);
  const page = openPage(w, await newBrowserWindow(clock), "open");
  const shown = value(await page.act("begin"));
  assert.equal(shown.state, "shown");
  assert.equal(shown.digits, undefined, "digits appear only once asked for");
  assert.equal(shown.rights, "reduced", "told before anybody scans");
  assert.equal(refused(await page.conclude()), "not_approved");

  const context = read(await holder.scan(shown.frame as string));
  const claimed = value(await page.act("frame"));
  assert.deepEqual(
    [claimed.state, claimed.frame, claimed.holder],
    ["claimed", undefined, undefined],
  );
  assert.equal(context.rights, "reduced");
  assert.equal(refused(await page.conclude()), "not_approved");

  await holder.approve(context);
  const approved = value(await page.act("frame"));
  assert.deepEqual(
    [approved.state, approved.holder, approved.rights],
    ["approved", "Camille ESSAI", "reduced"],
  );
  const concluded = value(await page.conclude());
  assert.equal(concluded.rights, "reduced");
  assert.equal(concluded.endsAt - concluded.authTime, hours(1));
  assert.equal(
    value(await page.conclude()).session,
    concluded.session,
    "the same page asking again has the same session",
  );
});

test("what the phone shows comes from the registry: a client chooses neither its name nor its number (P-44)", async () => {
  const w = world();
  const holder = await newHolder(w);
  const shown = value(await openPage(w, await newBrowserWindow(clock), "open").act("begin"));
  const context = read(await holder.scan(shown.frame as string));
  assert.deepEqual(context.service, { id: "open", name: "Registre open", number: "0001" });
  assert.deepEqual(context.software, []);
  assert.deepEqual(context.browser, { standing: "unknown", declared: "Linux, Firefox" });
});

test("a page belongs to the browser key that began it: another key, or none, learns and concludes nothing (P-23, P-52)", async () => {
  const w = world();
  const holder = await newHolder(w);
  const [mine, thief] = [await newBrowserWindow(clock), await newBrowserWindow(clock)];
  const page = openPage(w, mine, "open");
  const shown = value(await page.act("begin"));
  assert.equal(refused(await page.act("frame", thief)), "browser_mismatch");
  assert.equal(refused(await page.act("begin", thief)), "browser_mismatch");
  await holder.approve(read(await holder.scan(shown.frame as string)));
  assert.equal(refused(await page.conclude(thief)), "browser_mismatch");
  assert.equal(
    refused(
      await w.login.conclude(
        page.request,
        "nothing signed",
        { address: "127.0.0.1", userAgent: "" },
        undefined,
      ),
    ),
    "invalid_message",
  );
  const frameMessage = await mine.say(page.request.signIn, "frame");
  assert.equal(
    refused(
      await w.login.conclude(
        page.request,
        frameMessage,
        { address: "127.0.0.1", userAgent: "" },
        undefined,
      ),
    ),
    "browser_mismatch",
  );
  const otherPage = await mine.say("another", "conclude");
  assert.equal(
    refused(
      await w.login.conclude(
        page.request,
        otherPage,
        { address: "127.0.0.1", userAgent: "" },
        undefined,
      ),
    ),
    "browser_mismatch",
  );
  assert.equal(refused(await page.conclude(mine)), "accepted");
});

test("an unclaimed request is replaced silently for three minutes, then the page asks; a claimed one that expired is told", async () => {
  const w = world();
  const holder = await newHolder(w);
  const page = openPage(w, await newBrowserWindow(clock), "open");
  const first = value(await page.act("begin"));
  await advance(seconds(61));
  const second = value(await page.act("frame"));
  assert.equal(second.state, "shown");
  assert.notEqual(second.approval, first.approval);
  await advance(minutes(4));
  const asked = value(await page.act("frame"));
  assert.deepEqual([asked.state, asked.canReplace], ["expired", false]);
  const third = value(await page.act("restart"));
  assert.equal(third.state, "shown");
  read(await holder.scan(third.frame as string));
  await advance(seconds(121));
  assert.equal(value(await page.act("frame")).state, "expired");
  assert.equal(value(await page.act("restart")).state, "shown");
});

test("digits stay chosen across replacements, and each request has its own", async () => {
  const w = world();
  const page = openPage(w, await newBrowserWindow(clock), "open");
  await page.act("begin");
  const first = value(await page.act("digits"));
  assert.match(first.digits as string, /^[0-9]{6}([0-9]{2})?$/);
  await advance(seconds(61));
  const second = value(await page.act("frame"));
  assert.ok(second.digits && second.digits !== first.digits);
});

test("more time is given once, to the page that asked", async () => {
  const w = world();
  const holder = await newHolder(w);
  const page = openPage(w, await newBrowserWindow(clock), "open");
  const context = read(await holder.scan(value(await page.act("begin")).frame as string));
  const before = value(await page.act("frame")).decideBy as number;
  const given = value(await page.act("more_time"));
  assert.equal(given.decideBy, before + 60);
  assert.equal(given.moreTimeUsed, true);
  assert.equal(value(await page.act("more_time")).decideBy, before + 60);
  await advance(seconds(150));
  assert.equal(refused(await holder.approve(context)), "accepted");
});

test("cancelling on the page, or saying 'not me' there after an approval, opens nothing", async () => {
  const w = world();
  const holder = await newHolder(w);
  const page = openPage(w, await newBrowserWindow(clock), "open");
  const context = read(await holder.scan(value(await page.act("begin")).frame as string));
  assert.equal(value(await page.act("cancel")).state, "cancelled");
  assert.equal(refused(await holder.approve(context)), "approval_cancelled");
  assert.equal(refused(await page.conclude()), "approval_cancelled");

  const second = openPage(w, await newBrowserWindow(clock), "open");
  await holder.approve(read(await holder.scan(value(await second.act("begin")).frame as string)));
  assert.equal(value(await second.act("not_me")).reason, "not_me_on_page");
  assert.equal(refused(await second.conclude()), "not_approved");
});

test("from an unknown browser a sensitive service opens only where reduced sessions are accepted, never by digits, a critical one never", async () => {
  const w = world();
  const cases = [
    ["sensitive", "qr", "rights_denied"],
    ["sensitive-accepting", "qr", "accepted"],
    ["sensitive-accepting", "digits", "rights_denied"],
    ["critical-accepting", "qr", "rights_denied"],
    ["open", "digits", "accepted"],
  ] as const;
  for (const [client, transfer, expected] of cases) {
    const holder = await newHolder(w);
    const page = openPage(w, await newBrowserWindow(clock), client);
    const view = value(await page.act("begin"));
    const claimed =
      transfer === "qr"
        ? await holder.scan(view.frame as string)
        : await holder.type(value(await page.act("digits")).digits as string);
    assert.equal(refused(claimed), expected, `${client} by ${transfer}`);
    if (expected === "rights_denied")
      assert.equal(value(await page.act("frame")).reason, "rights_denied");
  }
});

test("a reduced session enters no service silently, its own included", async () => {
  const w = world();
  const { window, concluded } = await signIn(w, "open");
  for (const client of ["open", "sensitive-accepting"]) {
    assert.equal(
      value(await openPage(w, window, client, { session: concluded.session }).act("begin")).state,
      "shown",
    );
  }
});

test("a full session enters a further service silently by its row, on its own browser key only", async () => {
  const w = world("own_place");
  const { window, concluded } = await signIn(w, "sensitive");
  assert.equal(concluded.rights, "full");
  const { session } = concluded;
  const state = async (client: string, more = {}, browser = window) =>
    value(await openPage(w, browser, client, { session, ...more }).act("begin")).state;
  assert.equal(await state("open"), "silent");
  assert.equal(await state("sensitive"), "silent");
  assert.equal(await state("critical"), "shown");
  assert.equal(await state("open", { prompt: ["login"] }), "shown");
  assert.equal(await state("open", {}, await newBrowserWindow(clock)), "shown");
  await advance(seconds(11));
  assert.equal(await state("open", { maxAgeSeconds: 10 }), "shown");
  assert.equal(await state("open", { maxAgeSeconds: 60 }), "silent");

  const silent = openPage(w, window, "open", { session });
  await silent.act("begin");
  const entered = value(await silent.conclude());
  assert.deepEqual([entered.session, entered.authTime], [session, concluded.authTime]);
});

test("silent entry ends with the session: half an hour idle, four hours, or closed", async () => {
  const w = world("own_place");
  const enters = async (s: Awaited<ReturnType<typeof signIn>>) =>
    value(await openPage(w, s.window, "open", { session: s.concluded.session }).act("begin")).state;
  const idle = await signIn(w, "open");
  await advance(minutes(31));
  assert.equal(await enters(idle), "shown");

  const used = await signIn(w, "open");
  for (let count = 0; count < 9; count++) {
    await advance(minutes(26));
    await w.sessions.touch(used.concluded.session);
  }
  assert.equal(await enters(used), "silent");
  await advance(minutes(7));
  assert.equal(await enters(used), "shown");

  const closed = await signIn(w, "open");
  await w.sessions.close(closed.concluded.session, "holder");
  assert.equal(await enters(closed), "shown");
});

test("a session opened on a known workstation asks again before a sensitive service", async () => {
  const w = world("known_workstation");
  const { window, concluded } = await signIn(w, "open");
  const state = async (client: string) =>
    value(await openPage(w, window, client, { session: concluded.session }).act("begin")).state;
  assert.equal(await state("open"), "silent");
  assert.equal(await state("sensitive"), "shown");
});

test("somebody who left the directory after approving gets no session", async () => {
  const w = world();
  const holder = await newHolder(w);
  const page = openPage(w, await newBrowserWindow(clock), "open");
  await holder.approve(read(await holder.scan(value(await page.act("begin")).frame as string)));
  w.people.set(holder.professional, { ...person(holder.professional), state: "deactivated" });
  assert.equal(refused(await page.conclude()), "holder_stopped");
});

test("somebody who has left the directory is shown nothing by a scan, and the page sees what it sees of any refusal", async () => {
  const w = world();
  const holder = await newHolder(w);
  w.people.set(holder.professional, { ...person(holder.professional), state: "deactivated" });
  const page = openPage(w, await newBrowserWindow(clock), "open");
  const claimed = await holder.scan(value(await page.act("begin")).frame as string);
  assert.equal(refused(claimed), "holder_stopped");
  const seen = value(await page.act("frame"));
  assert.equal(seen.state, "refused");
  assert.equal(seen.reason, undefined);
  assert.equal(seen.holder, undefined);
});

test("a phone that was disabled after approving opens nothing any more", async () => {
  const w = world();
  const holder = await newHolder(w);
  const page = openPage(w, await newBrowserWindow(clock), "open");
  await holder.approve(read(await holder.scan(value(await page.act("begin")).frame as string)));
  await sql`update device set state = 'disabled' where professional = ${holder.professional}`.execute(
    database.db,
  );
  assert.equal(refused(await page.conclude()), "device_not_active");
});

test("a page's message that changes something is accepted once, and a page cannot ask for new codes without end", async () => {
  const w = world();
  const browser = await newBrowserWindow(clock);
  const page = openPage(w, browser, "open");
  await page.act("begin");
  const { signIn } = page.request;
  const message = await browser.say(signIn, "restart");
  const send = () =>
    w.login.page(
      page.request,
      "restart",
      message,
      { address: "127.0.0.1", userAgent: "" },
      undefined,
    );
  assert.equal(refused(await send()), "accepted");
  assert.equal(refused(await send()), "replayed");
  const answers: (string | undefined)[] = [];
  for (let count = 0; count < bounds.restarts; count++)
    answers.push(refused(await page.act("restart")));
  assert.deepEqual([answers.at(-2), answers.at(-1)], ["accepted", "too_many"]);
  assert.equal(value(await page.act("frame")).state, "shown");
});

test("ten conclusions of one page at once give one session, and tell all ten of it", async () => {
  const w = world();
  const holder = await newHolder(w);
  const page = openPage(w, await newBrowserWindow(clock), "open");
  await holder.approve(read(await holder.scan(value(await page.act("begin")).frame as string)));
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => page.conclude()));
  const sessions = new Set(outcomes.map((outcome) => value(outcome).session));
  assert.equal(sessions.size, 1);
});
