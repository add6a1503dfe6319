import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { connectOnce } from "#platform/database";
import {
  type Answer,
  enrolHolder,
  type Holder,
  newBrowser,
  refusalOf,
  sandboxPeople,
} from "./testing/driver.ts";
import {
  approveHere,
  askHere,
  enter,
  entryIn,
  goBack,
  passIn,
  type Places,
  sendForm,
  signInIn,
} from "./testing/own-phone.ts";
import { type Cluster, startCluster } from "./testing/servers.ts";

// The way of a phone's own browser to its authenticator and back, over HTTP, on two server processes. An attacker of these
// tests holds every value that a person can see or send: links, pages' addresses, and what forms carry.
const rounds = Number(process.env["AVAL_TEST_ROUNDS"] ?? 8);
const each = 10;

let cluster: Cluster;
let people: readonly string[] = [];
let holder: Holder;
let turn = 0;
/** Each step meets another process than the one before. */
const node = () => {
  const { nodes } = cluster;
  return nodes[turn++ % nodes.length] as (typeof nodes)[number];
};
const places: Places = { issuer: () => node().issuer, phone: () => node().phone };
const loginOrigin = () => `http://${cluster.nodes[0]?.issuer.host}`;
const phoneOrigin = () => `http://${cluster.nodes[0]?.phone.host}`;

before(async () => {
  cluster = await startCluster(["one", "two"]);
  people = await sandboxPeople(places.issuer());
  holder = await enrolHolder(places.phone, people[0] as string);
});
after(() => cluster.close());

const advance = async (seconds: number) => {
  const client = await connectOnce(cluster.databaseUrl);
  await client
    .query("update aval.clock_offset set ahead = ahead + $1 * interval '1 second'", [seconds])
    .finally(() => client.end());
};

const refused = (answer: Answer) => {
  assert.ok(answer.status === 403 || answer.status === 410, `${answer.status}`);
  assert.equal(passIn(answer), undefined);
};

/** What the page's browser is told now, and whether it gets in. */
async function getsIn({ browser, page }: Awaited<ReturnType<typeof askHere>>): Promise<boolean> {
  const { location } = await browser.conclude(page.signIn);
  return location.includes("code=");
}

test("a phone's own browser goes to its authenticator and back, and enters with a full session", async () => {
  const asked = await askHere(places);
  assert.equal(asked.entry.address, `${phoneOrigin()}/this-phone`);
  const entered = await enter(places, asked.entry);
  const { context, back } = await approveHere(holder, passIn(entered) as string);
  assert.equal(context.transfer, "this_phone");
  assert.equal(context.rights, "full");
  assert.equal(back.address, `${loginOrigin()}/login/return`);

  const arrived = await goBack(places, back);
  assert.equal(signInIn(arrived), asked.page.signIn);
  const shown = await asked.browser.act(asked.page.signIn, "back", {
    pass: passIn(arrived) as string,
  });
  assert.equal(shown.view.state, "approved", JSON.stringify(shown));
  const { location } = await asked.browser.conclude(asked.page.signIn);
  const { status, body } = await asked.browser.exchange(asked.page, location);
  assert.equal(status, 200);
  const userinfo = await asked.browser.userinfo(body.access_token);
  assert.equal(userinfo.status, 200);
});

test("until its browser has come back, an approved request opens nothing and names nobody", async () => {
  const asked = await askHere(places);
  const { approval } = await approveHere(
    holder,
    passIn(await enter(places, asked.entry)) as string,
  );
  const { view } = await asked.browser.act(asked.page.signIn, "begin");
  assert.deepEqual([view.state, view.holder], ["claimed", undefined]);
  assert.equal(await getsIn(asked), false);
  const after = await holder.phone.comeBack(holder.identity, approval);
  assert.ok(after.secret.length >= 43, "concluding too early spent nothing of the holder's");
});

test("an attacker who begins in his own browser and carries the entry to a holder gets nothing: not by a link, not by his own page, not by relaying the whole form", async () => {
  const attacker = await askHere(places);
  const { secret } = attacker.entry;
  for (const link of [
    `/this-phone?secret=${secret}`,
    `/this-phone?entry=${secret}&pass=${secret}`,
    `/?secret=${secret}`,
  ]) {
    const { text } = await browserOpens(link);
    assert.equal(passIn({ status: 200, headers: {}, text }), undefined, link);
  }
  for (const origin of [
    "https://evil.example",
    "null",
    phoneOrigin(),
    `${loginOrigin()}.evil.example`,
  ])
    refused(await sendForm(places.phone(), "/this-phone", secret, origin));
  for (const [name, value] of [
    ["sec-fetch-dest", "iframe"],
    ["sec-fetch-mode", "cors"],
    ["sec-fetch-site", "none"],
  ] as const)
    refused(
      await sendForm(places.phone(), "/this-phone", secret, loginOrigin(), { [name]: value }),
    );

  // Even a holder whose own browser was made to send it, and who approves: the return lands in that browser.
  const { back } = await approveHere(holder, passIn(await enter(places, attacker.entry)) as string);
  const arrived = await goBack(places, back);
  const pass = passIn(arrived) as string;
  const holders = await newBrowser(places.issuer);
  const theirs = await holders.act(attacker.page.signIn, "back", { pass });
  assert.equal(theirs.status, 404, "the holder's browser never began that page");
  assert.equal(await getsIn(attacker), false);
});

/** A link, opened in the holder's browser. */
const browserOpens = async (path: string) => {
  const browser = await newBrowser(places.phone);
  return browser.visit({ path, headers: { accept: "text/html", "sec-fetch-site": "none" } });
};

test("another browser that shows its key at the return burns it, even for the one that asked", async () => {
  const asked = await askHere(places);
  const other = await askHere(places);
  const { back } = await approveHere(holder, passIn(await enter(places, asked.entry)) as string);
  const pass = passIn(await goBack(places, back)) as string;
  // The other browser, on its own page: its key and its page are live, and the pass is for another.
  assert.equal((await other.browser.act(other.page.signIn, "back", { pass })).status, 410);
  assert.equal((await asked.browser.act(asked.page.signIn, "back", { pass })).status, 410);
  assert.equal(await getsIn(asked), false);
  assert.equal(await getsIn(other), false);
});

test("a return is taken from the authenticator's own forms alone, and what is refused spends nothing", async () => {
  const asked = await askHere(places);
  const { back } = await approveHere(holder, passIn(await enter(places, asked.entry)) as string);
  for (const origin of ["https://evil.example", "null", loginOrigin()])
    refused(await sendForm(places.issuer(), "/login/return", back.secret, origin));
  refused(
    await sendForm(places.issuer(), "/login/return", back.secret, phoneOrigin(), {
      "sec-fetch-dest": "iframe",
    }),
  );
  refused(await sendForm(places.issuer(), "/login/return", "guessed", phoneOrigin()));
  assert.equal((await browserOpensAt(`/login/return?secret=${back.secret}`)).status, 404);
  const arrived = await goBack(places, back);
  assert.ok(passIn(arrived));
  refused(await goBack(places, back));
});

const browserOpensAt = async (path: string) =>
  (await newBrowser(places.issuer)).visit({ path, headers: { accept: "text/html" } });

test("a return that comes late is worth nothing, and the page then says so and begins anew", async () => {
  const asked = await askHere(places);
  const { back } = await approveHere(holder, passIn(await enter(places, asked.entry)) as string);
  await advance(11);
  refused(await goBack(places, back));
  await advance(10);
  // The processes follow the database's clock once a second.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const told = await asked.browser.act(asked.page.signIn, "begin");
  assert.deepEqual([told.view.state, told.view.reason], ["cancelled", "not_returned"]);
  const again = await asked.browser.act(asked.page.signIn, "restart");
  assert.equal(again.view.state, "shown", JSON.stringify(again));
  assert.equal(await getsIn(asked), false);
});

test("an entry not used at once is worth nothing", async () => {
  const asked = await askHere(places);
  await advance(31);
  const late = await enter(places, asked.entry);
  assert.deepEqual([late.status, entryIn(late)], [410, "spent"]);
});

test("a pass is for one phone, and a phone that did not approve is given no way back", async () => {
  const asked = await askHere(places);
  const pass = passIn(await enter(places, asked.entry)) as string;
  const { approval, context } = await holder.phone.claimHere(holder.identity, pass);
  const stranger = await enrolHolder(places.phone, people[1] as string);
  const code = async (work: Promise<unknown>) => (await refusalOf(work)).code;
  assert.equal(await code(stranger.phone.claimHere(stranger.identity, pass)), "entry_refused");
  assert.equal(await code(holder.phone.claimHere(holder.identity, pass)), "entry_refused");
  assert.equal(await code(holder.phone.comeBack(holder.identity, approval)), "return_refused");
  await holder.phone.approve(holder.identity, context, holder.code);
  assert.equal(await code(stranger.phone.comeBack(stranger.identity, approval)), "return_refused");
  const first = await holder.phone.comeBack(holder.identity, approval);
  const second = await holder.phone.comeBack(holder.identity, approval);
  // A phone that lost the answer asks again: the later one counts, the earlier never does.
  refused(await goBack(places, first));
  assert.ok(passIn(await goBack(places, second)));
  assert.equal(await code(holder.phone.comeBack(holder.identity, approval)), "return_refused");
});

test("two tabs of one browser: the later one asks, the earlier is told so, and each return belongs to its own page", async () => {
  const first = await askHere(places);
  const { browser } = first;
  const page = await browser.open(first.page.client);
  await browser.act(page.signIn, "begin");
  const second = {
    browser,
    page,
    entry: (await browser.act(page.signIn, "this_phone")).view.entry,
  };
  const passes = [
    passIn(await enter(places, first.entry)) as string,
    passIn(await enter(places, second.entry as never)) as string,
  ];
  const older = await holder.phone.claimHere(holder.identity, passes[0] as string);
  const { back } = await approveHere(holder, passes[1] as string);
  const refusal = await refusalOf(
    holder.phone.approve(holder.identity, older.context, holder.code),
  );
  assert.equal(refusal.code, "approval_cancelled");
  const pass = passIn(await goBack(places, back)) as string;
  assert.equal((await browser.act(page.signIn, "back", { pass })).view.state, "approved");
  assert.equal(await getsIn(first), false);
  assert.equal(await getsIn(second as never), true);
});

test("each secret of the way is spent at most once, however often it is sent at once to two processes", async () => {
  for (let round = 0; round < rounds; round++) {
    const asked = await askHere(places);
    const all = <T>(send: () => Promise<T>) =>
      Promise.all(Array.from({ length: 2 * each }, () => send()));
    const passes = (await all(() => enter(places, asked.entry))).flatMap((a) => passIn(a) ?? []);
    assert.equal(passes.length, 1, "one entry, one pass");
    const { back } = await approveHere(holder, passes[0] as string);
    const arrivals = (await all(() => goBack(places, back))).flatMap((a) => passIn(a) ?? []);
    assert.equal(arrivals.length, 1, "one return, one arrival");
    const pass = arrivals[0] as string;
    const shown = await all(() => asked.browser.act(asked.page.signIn, "back", { pass }));
    assert.equal(shown.filter(({ status }) => status === 200).length, 1, "one key shown");
    assert.equal(await getsIn(asked), true);
  }
});

test("an entry claimed from a page is claimed once, whichever of twenty claims comes first", async () => {
  for (let round = 0; round < rounds; round++) {
    const asked = await askHere(places);
    const pass = passIn(await enter(places, asked.entry)) as string;
    const claims = await Promise.allSettled(
      Array.from({ length: 2 * each }, () => holder.phone.claimHere(holder.identity, pass)),
    );
    const won = claims.flatMap((claim) => (claim.status === "fulfilled" ? [claim.value] : []));
    const lost = claims.flatMap((claim) =>
      claim.status === "rejected" ? [claim.reason.code] : [],
    );
    assert.deepEqual([won.length, ...new Set(lost)], [1, "entry_refused"]);
    // Decided, since two undecided ones from two browsers would end each other.
    const [claimed] = won;
    if (claimed) await holder.phone.refuse(holder.identity, claimed.context, "mistake");
  }
});
