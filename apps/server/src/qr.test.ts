import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { frameText, newKeyPair, parseFrame, PhoneRefusal, signerOf } from "@aval/protocol";
import { sql } from "kysely";
import { moveClock } from "#platform/testing";
import { seconds } from "#platform/time";
import {
  type Answer,
  approveFrame,
  enrolHolder,
  type Holder,
  newBrowser,
  sandboxPeople,
  sandboxService,
  send,
} from "./testing/driver.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// The six flaw classes that a study of 109 QR sign-ins found in 47 of them (P-27), each a test; and what the page is told.
let server: WholeServer;
let holder: Holder;
let other: Holder;

before(
  async () => {
    server = await startWhole();
    const [one = "", two = ""] = await sandboxPeople(server.issuer);
    holder = await enrolHolder(() => server.phone, one);
    other = await enrolHolder(() => server.phone, two, "975318");
  },
  { timeout: 300_000 },
);
after(() => server?.stop());

const place = () => server.issuer;
const newWindow = () => newBrowser(place);

async function shownOn(browser: Awaited<ReturnType<typeof newBrowser>>) {
  const page = await browser.open(sandboxService);
  const { view } = await browser.act(page.signIn, "begin");
  return { page, frame: view.frame as string };
}

const refusal = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "accepted",
    (fault: unknown) => {
      if (fault instanceof PhoneRefusal) return fault.code;
      throw fault;
    },
  );

test("1. predictable id: ids and frames of forty requests share no value and no visible order", async () => {
  const browser = await newWindow();
  const page = await browser.open(sandboxService);
  const ids: string[] = [];
  const macs = new Set<string>();
  for (let count = 0; count < 40; count++) {
    const { view } = await browser.act(page.signIn, count === 0 ? "begin" : "restart");
    const frame = parseFrame(view.frame as string);
    assert.ok(frame);
    ids.push(frame.approval.slice(4));
    macs.add(frame.mac);
  }
  assert.equal(new Set(ids).size, 40);
  assert.equal(macs.size, 40);
  // 130 bits: the first characters of forty ids already differ, in no order.
  assert.ok(new Set(ids.map((id) => id.slice(1, 6))).size >= 39);
  assert.notDeepEqual(ids, [...ids].sort());
});

test("2. reusable id: a frame that was claimed, and one of a request that has ended, open nothing again", async () => {
  const browser = await newWindow();
  const { page, frame } = await shownOn(browser);
  await approveFrame(holder, frame);
  await browser.conclude(page.signIn);
  assert.equal(await refusal(holder.phone.claim(holder.identity, frame)), "already_decided");
  assert.equal(await refusal(other.phone.claim(other.identity, frame)), "already_decided");
});

test("3. id not bound to the session: what one browser shows opens that browser and no other", async () => {
  const [mine, theirs] = [await newWindow(), await newWindow()];
  const { page, frame } = await shownOn(mine);
  await approveFrame(holder, frame);
  const stolen = await theirs.visit({
    method: "POST",
    path: `/login/${page.signIn}/conclude`,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      origin: `http://${server.issuer.host}`,
    },
    body: new URLSearchParams({ jws: await theirs.say(page.signIn, "conclude") }).toString(),
  });
  assert.ok(stolen.status >= 400 && stolen.status < 500);
  // With every cookie of the first browser, and without its key: still nothing.
  for (const [name, value] of mine.cookies) theirs.cookies.set(name, value);
  assert.doesNotMatch((await theirs.conclude(page.signIn)).location, /code=/);
  assert.match((await mine.conclude(page.signIn)).location, /code=/);
});

test("4. missing confirmation: a claim alone opens nothing; only a decision with the code does", async () => {
  const browser = await newWindow();
  const { page, frame } = await shownOn(browser);
  const { context } = await holder.phone.claim(holder.identity, frame);
  assert.equal(
    await refusal(holder.phone.approve(holder.identity, context, "864209")),
    "wrong_code",
  );
  assert.equal((await browser.act(page.signIn, "frame")).view.state, "claimed");
  await holder.phone.approve(holder.identity, context, holder.code);
  assert.match((await browser.conclude(page.signIn)).location, /code=/);

  // A page that leaves before the decision goes back to the service with a refusal.
  const hurried = await newWindow();
  const early = await shownOn(hurried);
  const waiting = await holder.phone.claim(holder.identity, early.frame);
  const { location } = await hurried.conclude(early.page.signIn);
  assert.match(location, /error=access_denied/);
  assert.doesNotMatch(location, /code=/);
  await holder.phone.refuse(holder.identity, waiting.context, "mistake");
});

test("5. id controllable by the client: whatever a page or a phone proposes, ids, secrets and frames are the server's", async () => {
  const browser = await newWindow();
  const { frame } = await shownOn(browser);
  const parsed = parseFrame(frame);
  assert.ok(parsed);
  const chosen = { ...parsed, approval: `apr_${"0".repeat(26)}` as typeof parsed.approval };
  assert.equal(
    await refusal(holder.phone.claim(holder.identity, frameText(chosen))),
    "frame_refused",
  );
  const key = await signerOf(await newKeyPair());
  const page = await browser.open(sandboxService, {
    login_hint: "899700000013",
    request_id: parsed.approval,
    approval: parsed.approval,
  });
  const begun = await browser.act(page.signIn, "begin");
  assert.notEqual(begun.view.approval, parsed.approval);
  const foreign = await browser.visit({
    method: "POST",
    path: `/login/${page.signIn}/frame`,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jws: await browser.say(page.signIn, "frame", key) }),
  });
  assert.equal(foreign.status, 403);
});

test("6. missing invalidation: cancelled, expired, replaced and refused requests open nothing any more", async () => {
  const cancelled = await newWindow();
  const first = await shownOn(cancelled);
  await cancelled.act(first.page.signIn, "cancel");
  assert.equal(
    await refusal(holder.phone.claim(holder.identity, first.frame)),
    "approval_cancelled",
  );

  const replaced = await newWindow();
  const second = await shownOn(replaced);
  await replaced.act(second.page.signIn, "restart");
  assert.equal(
    await refusal(holder.phone.claim(holder.identity, second.frame)),
    "approval_cancelled",
  );

  const refusing = await newWindow();
  const third = await shownOn(refusing);
  const { context } = await holder.phone.claim(holder.identity, third.frame);
  await holder.phone.refuse(holder.identity, context, "not_me");
  assert.equal(
    await refusal(holder.phone.approve(holder.identity, context, holder.code)),
    "already_decided",
  );
  assert.doesNotMatch((await refusing.conclude(third.page.signIn)).location, /code=/);
});

test("the secret of the frames never reaches the browser, in any spelling (P-26)", async () => {
  const browser = await newWindow();
  const heard: Answer[] = [];
  const visit = browser.visit;
  const page = await browser.open(sandboxService);
  for (const act of ["begin", "frame", "digits", "frame", "more-time"]) {
    heard.push(
      await visit({
        method: "POST",
        path: `/login/${page.signIn}/${act}`,
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          jws: await browser.say(page.signIn, act === "more-time" ? "more_time" : (act as "frame")),
        }),
      }),
    );
  }
  heard.push(await visit({ path: `/login/${page.signIn}` }));
  const { rows } = await sql<{
    frame_secret: Buffer;
  }>`select frame_secret from approval where asker = ${page.signIn}`.execute(server.database.db);
  assert.ok(rows.length >= 1);
  const traffic = JSON.stringify(heard);
  for (const { frame_secret: secret } of rows) {
    for (const spelling of ["hex", "base64", "base64url", "latin1"] as const)
      assert.ok(!traffic.includes(secret.toString(spelling)));
  }
});

test("a stranger's page looks the same whoever it is aimed at, and reaches no phone (P-54)", async () => {
  const people = await sandboxPeople(server.issuer);
  const shapes = new Set<string>();
  for (const hint of [people[0], people[20], "899700009999", "nobody"]) {
    const browser = await newWindow();
    const page = await browser.open(sandboxService, { login_hint: hint as string });
    const { status, view } = await browser.act(page.signIn, "begin");
    shapes.add(`${status} ${Object.keys(view).sort().join()} ${view.state}`);
  }
  assert.equal(shapes.size, 1);
  assert.deepEqual(await holder.phone.pending(holder.identity), []);
});

test("messages about a phone nobody knows, or signed by somebody else, are told apart from nothing a stranger could use", async () => {
  const key = await signerOf(await newKeyPair());
  const unknown = {
    ...holder.identity,
    ik: key,
    device: `dev_${"0".repeat(26)}` as typeof holder.identity.device,
  };
  assert.equal(await refusal(other.phone.pending(unknown)), "unknown_device");
  assert.equal(
    await refusal(other.phone.pending({ ...holder.identity, ik: key })),
    "bad_signature",
  );
  // Device ids are 130 random bits: the difference above can be asked about no phone that one does not hold.
  await moveClock(server.database.db, seconds(1));
  assert.equal((await send(server.phone, { path: "/api/time" })).status, 200);
});
