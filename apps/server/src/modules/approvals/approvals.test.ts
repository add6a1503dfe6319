import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { frameText, isWellFormed, parseFrame } from "@aval/protocol";
import fc from "fast-check";
import { limits as bounds } from "#lifetimes";
import { testDatabase, type TestDatabase } from "#platform/testing";
import { days, hours, minutes, ms, seconds } from "#platform/time";
import {
  approvalsOn,
  clockOf,
  contextIn,
  enrolPhone,
  newBrowser,
  openOn,
} from "./testing/world.ts";

let database: TestDatabase;
let clock: ReturnType<typeof clockOf>;
before(async () => {
  database = await testDatabase();
  clock = clockOf(database.db);
});
after(() => database.close());

function world() {
  return { clock, ...approvalsOn(database.db, clock) };
}

const refused = (outcome: { ok: boolean; refusal?: string }) =>
  outcome.ok ? "accepted" : outcome.refusal;

test("an approval goes from the screen to the phone and back, and is spent once, by its own page and browser", async () => {
  const w = world();
  const phone = await enrolPhone(w, w.clock);
  const browser = await newBrowser();
  const shown = await openOn(w, browser);
  const context = contextIn(
    await w.approvals.claimByFrame(
      await phone.claimOf(await w.approvals.frame(shown)),
      "127.0.0.1",
    ),
  );
  assert.equal(context.approval, shown.id);
  assert.deepEqual((await w.approvals.decide(shown.id, await phone.approvalOf(context))).ok, true);

  const spend = (asker: string, by: string) =>
    w.transact((tx) => w.approvals.spend(tx, shown.id, { asker, browser: by }));
  assert.equal(refused(await spend("another page", browser)), "not_approved");
  assert.equal(refused(await spend("page", await newBrowser())), "not_approved");
  assert.equal(refused(await spend("page", browser)), "accepted");
  assert.equal(refused(await spend("page", browser)), "not_approved");
});

test("a frame is refused when it is older than three seconds, altered, from another request or from the future (P-24)", async () => {
  const w = world();
  const phone = await enrolPhone(w, w.clock);
  const shown = await openOn(w, await newBrowser());
  const other = await openOn(w, await newBrowser());
  const frame = await w.approvals.frame(shown);
  const parsed = parseFrame(frame);
  assert.ok(parsed);
  const mac = parseFrame(await w.approvals.frame(other))?.mac as string;
  const claim = async (text: string) =>
    refused(await w.approvals.claimByFrame(await phone.claimOf(text), "127.0.0.1"));

  assert.equal(await claim(frameText({ ...parsed, mac })), "frame_refused");
  assert.equal(await claim(frameText({ ...parsed, number: parsed.number + 1 })), "frame_refused");
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 21 }),
      fc.constantFrom("A", "b", "7", "_"),
      async (at, replacement) => {
        const altered = parsed.mac.slice(0, at) + replacement + parsed.mac.slice(at + 1);
        fc.pre(altered !== parsed.mac);
        assert.equal(await claim(frameText({ ...parsed, mac: altered })), "frame_refused");
      },
    ),
    { numRuns: 20 },
  );
  await w.clock.advance(seconds(4));
  assert.equal(await claim(frame), "frame_refused");
  assert.equal(await claim(await w.approvals.frame(shown)), "accepted");
});

test("a photograph of an old frame neither claims nor cancels", async () => {
  const w = world();
  const holder = await enrolPhone(w, w.clock);
  const stranger = await enrolPhone(w, w.clock);
  const shown = await openOn(w, await newBrowser());
  const photograph = await w.approvals.frame(shown);
  await w.clock.advance(seconds(5));
  const context = contextIn(
    await w.approvals.claimByFrame(
      await holder.claimOf(await w.approvals.frame(shown)),
      "127.0.0.1",
    ),
  );
  assert.equal(
    refused(await w.approvals.claimByFrame(await stranger.claimOf(photograph), "127.0.0.1")),
    "frame_refused",
  );
  assert.equal(
    refused(await w.approvals.decide(shown.id, await holder.approvalOf(context))),
    "accepted",
  );
});

test("a second phone that sees the same frame cancels the request for both (P-19, P-25)", async () => {
  const w = world();
  const [first, second] = [await enrolPhone(w, w.clock), await enrolPhone(w, w.clock)];
  const shown = await openOn(w, await newBrowser());
  const frame = await w.approvals.frame(shown);
  const context = contextIn(
    await w.approvals.claimByFrame(await first.claimOf(frame), "127.0.0.1"),
  );
  assert.equal(
    refused(await w.approvals.claimByFrame(await second.claimOf(frame), "127.0.0.1")),
    "already_claimed",
  );
  assert.equal(
    refused(await w.approvals.decide(shown.id, await first.approvalOf(context))),
    "approval_cancelled",
  );
});

test("the same phone seeing the next frame cancels nothing and claims nothing twice", async () => {
  const w = world();
  const phone = await enrolPhone(w, w.clock);
  const shown = await openOn(w, await newBrowser());
  const frame = await w.approvals.frame(shown);
  const context = contextIn(
    await w.approvals.claimByFrame(await phone.claimOf(frame), "127.0.0.1"),
  );
  assert.equal(
    refused(await w.approvals.claimByFrame(await phone.claimOf(frame), "127.0.0.1")),
    "claimed_here",
  );
  const pending = await w.approvals.pending(await phone.pendingOf());
  assert.deepEqual(pending.ok && pending.value.map((item) => item.approval), [shown.id]);
  assert.equal(
    refused(await w.approvals.decide(shown.id, await phone.approvalOf(context))),
    "accepted",
  );
});

test("two claimed requests of one holder from two browsers within a minute end both; from one browser the newer stays", async () => {
  const w = world();
  const phone = await enrolPhone(w, w.clock);
  const claim = async (browser: string) => {
    const shown = await openOn(w, browser);
    const outcome = await w.approvals.claimByFrame(
      await phone.claimOf(await w.approvals.frame(shown)),
      "127.0.0.1",
    );
    return { shown, outcome };
  };
  const [one, two] = [await newBrowser(), await newBrowser()];
  const first = await claim(one);
  const second = await claim(two);
  assert.equal(refused(second.outcome), "two_at_once");
  assert.equal(
    refused(
      await w.approvals.decide(first.shown.id, await phone.approvalOf(contextIn(first.outcome))),
    ),
    "approval_cancelled",
  );

  const third = await claim(one);
  const fourth = await claim(one);
  assert.equal(
    refused(
      await w.approvals.decide(third.shown.id, await phone.approvalOf(contextIn(third.outcome))),
    ),
    "approval_cancelled",
  );
  assert.equal(
    refused(
      await w.approvals.decide(fourth.shown.id, await phone.approvalOf(contextIn(fourth.outcome))),
    ),
    "accepted",
  );
});

test("a cancelled request tells its holder why", async () => {
  const w = world();
  const phone = await enrolPhone(w, w.clock);
  for (const browser of [await newBrowser(), await newBrowser()]) {
    const shown = await openOn(w, browser);
    await w.approvals.claimByFrame(
      await phone.claimOf(await w.approvals.frame(shown)),
      "127.0.0.1",
    );
  }
  const history = await w.approvals.history(await phone.historyOf());
  assert.deepEqual(
    history.ok && history.value.map(({ state, because }) => `${state}: ${because}`),
    ["cancelled: two_at_once", "cancelled: two_at_once"],
  );
});

test("an approval is accepted inside its window and never after; an unclaimed one ends after a minute", async () => {
  const w = world();
  const phone = await enrolPhone(w, w.clock);
  const claimOne = async () => {
    const shown = await openOn(w, await newBrowser());
    return contextIn(
      await w.approvals.claimByFrame(
        await phone.claimOf(await w.approvals.frame(shown)),
        "127.0.0.1",
      ),
    );
  };
  const late = await claimOne();
  await w.clock.advance(seconds(121));
  assert.equal(
    refused(await w.approvals.decide(late.approval, await phone.approvalOf(late))),
    "approval_expired",
  );

  const inTime = await claimOne();
  await w.clock.advance(seconds(115));
  assert.equal(
    refused(await w.approvals.decide(inTime.approval, await phone.approvalOf(inTime))),
    "accepted",
  );

  const unclaimed = await openOn(w, await newBrowser());
  await w.clock.advance(seconds(59));
  const frame = await w.approvals.frame(unclaimed);
  await w.clock.advance(seconds(2));
  assert.equal(
    refused(await w.approvals.claimByFrame(await phone.claimOf(frame), "127.0.0.1")),
    "approval_expired",
  );
});

test("an approval that its page does not fetch within a minute opens nothing any more", async () => {
  const w = world();
  const phone = await enrolPhone(w, w.clock);
  const browser = await newBrowser();
  const shown = await openOn(w, browser);
  const context = contextIn(
    await w.approvals.claimByFrame(
      await phone.claimOf(await w.approvals.frame(shown)),
      "127.0.0.1",
    ),
  );
  await w.approvals.decide(shown.id, await phone.approvalOf(context));
  await w.clock.advance(seconds(61));
  assert.equal(
    refused(await w.transact((tx) => w.approvals.spend(tx, shown.id, { asker: "page", browser }))),
    "not_approved",
  );
});

test("only the phone that claimed decides, only over the very context it was shown, only once (P-26, P-27)", async () => {
  const w = world();
  const [phone, other] = [await enrolPhone(w, w.clock), await enrolPhone(w, w.clock)];
  const shown = await openOn(w, await newBrowser());
  const context = contextIn(
    await w.approvals.claimByFrame(
      await phone.claimOf(await w.approvals.frame(shown)),
      "127.0.0.1",
    ),
  );
  const decide = async (message: Parameters<typeof w.approvals.decide>[1]) =>
    refused(await w.approvals.decide(shown.id, message));

  assert.equal(await decide(await other.approvalOf(context)), "not_claimed");
  assert.equal(
    await decide(await phone.approvalOf({ ...context, rights: "full" })),
    "other_context",
  );
  assert.equal(
    await decide(
      await phone.approvalOf({ ...context, service: { ...context.service, name: "Autre" } }),
    ),
    "other_context",
  );
  const message = await phone.approvalOf(context);
  assert.equal(await decide(message), "accepted");
  assert.equal(await decide(message), "replayed");
  assert.equal(await decide(await phone.approvalOf(context)), "already_decided");
  assert.equal(await decide(await phone.refusalOf(context, "not_me")), "already_decided");
});

test("an approval needs the code's key: without it or with another, nothing is accepted; a refusal needs none", async () => {
  const w = {
    clock,
    ...approvalsOn(database.db, clock, () => ({ ok: false, triesLeft: 7, disabled: false })),
  };
  const [phone, other] = [await enrolPhone(w, clock), await enrolPhone(w, clock)];
  const shown = await openOn(w, await newBrowser());
  const context = contextIn(
    await w.approvals.claimByFrame(
      await phone.claimOf(await w.approvals.frame(shown)),
      "127.0.0.1",
    ),
  );

  const wrong = await w.approvals.decide(shown.id, await phone.approvalOf(context, other.uk));
  assert.deepEqual(wrong, { ok: false, refusal: "wrong_code", extra: { triesLeft: 7 } });
  const { payload, signatures } = await phone.approvalOf(context);
  assert.equal(
    refused(await w.approvals.decide(shown.id, { payload, signatures: signatures.slice(0, 1) })),
    "invalid_message",
  );
  assert.equal(
    refused(await w.approvals.decide(shown.id, await phone.refusalOf(context, "on_call"))),
    "accepted",
  );
});

test("an approval signed by another code's key is none, even when the PIN program takes it", async () => {
  const w = world();
  const [phone, other] = [await enrolPhone(w, w.clock), await enrolPhone(w, w.clock)];
  const shown = await openOn(w, await newBrowser());
  const frame = await w.approvals.frame(shown);
  const claim = await w.approvals.claimByFrame(await phone.claimOf(frame), "127.0.0.1");
  const message = await phone.approvalOf(contextIn(claim), other.uk);
  assert.equal(refused(await w.approvals.decide(shown.id, message)), "wrong_code");
  assert.equal((await w.approvals.find(shown.id))?.state, "claimed");
});

test("an approval that the PIN program does not confirm is not recorded, whatever our own copy of the key says", async () => {
  let says: { ok: true } | { ok: false; triesLeft: number; disabled: boolean } = {
    ok: false,
    triesLeft: 6,
    disabled: false,
  };
  const w = { clock, ...approvalsOn(database.db, clock, () => says) };
  const phone = await enrolPhone(w, clock);
  const shown = await openOn(w, await newBrowser());
  const context = contextIn(
    await w.approvals.claimByFrame(
      await phone.claimOf(await w.approvals.frame(shown)),
      "127.0.0.1",
    ),
  );
  assert.equal(
    refused(await w.approvals.decide(shown.id, await phone.approvalOf(context))),
    "wrong_code",
  );
  assert.equal((await w.approvals.find(shown.id))?.state, "claimed");
  says = { ok: true };
  assert.equal(
    refused(await w.approvals.decide(shown.id, await phone.approvalOf(context))),
    "accepted",
  );
});

test("requests nobody claimed are forgotten; one that a phone held stays", async () => {
  const w = world();
  const phone = await enrolPhone(w, w.clock);
  const [unclaimed, claimed] = [
    await openOn(w, await newBrowser()),
    await openOn(w, await newBrowser()),
  ];
  await w.approvals.claimByFrame(
    await phone.claimOf(await w.approvals.frame(claimed)),
    "127.0.0.1",
  );
  await w.clock.advance(hours(4));
  await w.approvals.purge();
  assert.equal(await w.approvals.find(unclaimed.id), undefined);
  assert.notEqual(await w.approvals.find(claimed.id), undefined);
});

test("a phone that the PIN service has disabled approves nothing any more, and may still refuse", async () => {
  const w = {
    clock,
    ...approvalsOn(database.db, clock, () => ({ ok: false, triesLeft: 0, disabled: true })),
  };
  const [phone, other] = [await enrolPhone(w, clock), await enrolPhone(w, clock)];
  const shown = await openOn(w, await newBrowser());
  const context = contextIn(
    await w.approvals.claimByFrame(
      await phone.claimOf(await w.approvals.frame(shown)),
      "127.0.0.1",
    ),
  );
  assert.equal(
    refused(await w.approvals.decide(shown.id, await phone.approvalOf(context, other.uk))),
    "pin_disabled",
  );
  assert.equal(
    refused(await w.approvals.decide(shown.id, await phone.approvalOf(context))),
    "pin_disabled",
  );
  assert.equal(refused(await w.approvals.pending(await phone.pendingOf())), "pin_disabled");
  assert.equal(
    refused(await w.approvals.decide(shown.id, await phone.refusalOf(context, "not_me"))),
    "accepted",
  );
});

test("digits look one live request up; wrong ones touch none and count against the phone: three, then it scans", async () => {
  const w = world();
  const [phone, guesser] = [await enrolPhone(w, w.clock), await enrolPhone(w, w.clock)];
  const shown = await openOn(w, await newBrowser());
  const digits = await w.approvals.showDigits(shown);
  assert.ok(digits && isWellFormed(digits));
  assert.equal(await w.approvals.showDigits({ ...shown, digits }), digits);

  const guess = async (text: string) =>
    refused(await w.approvals.claimByDigits(await guesser.digitsOf(text), "127.0.0.1"));
  const wrong = ["000002", "111119", "222226", "333333", "444440", "123450", "543215"].filter(
    (text) => isWellFormed(text) && text !== digits,
  );
  assert.ok(wrong.length >= 1);
  for (let count = 0; count < bounds.wrongDigits; count++)
    assert.equal(await guess(wrong[count % wrong.length] as string), "unknown_digits");
  assert.equal(await guess(digits), "digits_exhausted");
  // A slip that the check digit tells costs nothing, here or on the phone.
  assert.equal(
    refused(await w.approvals.claimByDigits(await phone.digitsOf("123456"), "127.0.0.1")),
    "unknown_digits",
  );
  assert.equal(
    refused(await w.approvals.claimByDigits(await phone.digitsOf(digits), "127.0.0.1")),
    "accepted",
  );
  await w.clock.advance(minutes(16));
  assert.equal(await guess(wrong[0] as string), "unknown_digits");
});

test("digits of a request that has ended or been claimed look nothing up", async () => {
  const w = world();
  const phone = await enrolPhone(w, w.clock);
  const claimed = await openOn(w, await newBrowser());
  const first = (await w.approvals.showDigits(claimed)) as string;
  assert.equal(
    refused(
      await w.approvals.claimByFrame(
        await phone.claimOf(await w.approvals.frame(claimed)),
        "127.0.0.1",
      ),
    ),
    "accepted",
  );
  assert.equal(
    refused(await w.approvals.claimByDigits(await phone.digitsOf(first), "127.0.0.1")),
    "unknown_digits",
  );
  const ended = await openOn(w, await newBrowser());
  const second = (await w.approvals.showDigits(ended)) as string;
  await w.clock.advance(seconds(61));
  assert.equal(
    refused(await w.approvals.claimByDigits(await phone.digitsOf(second), "127.0.0.1")),
    "unknown_digits",
  );
});

test("live digits are unique, five of six are drawn, and a crowd gets eight instead of a refusal (P-15)", async () => {
  const w = world();
  await w.clock.advance(days(1)); // Whatever other tests left live has ended.
  const seen = new Set<string>();
  for (let count = 0; count < bounds.liveDigitsPerNetwork + 3; count++) {
    const digits = (await w.approvals.showDigits(await openOn(w, await newBrowser()))) as string;
    assert.equal(digits.length, count < bounds.liveDigitsPerNetwork ? 6 : 8);
    assert.ok(!seen.has(digits));
    seen.add(digits);
  }
});

test("a message is accepted once, fresh, for its own purpose and from its own phone only", async () => {
  const w = world();
  const phone = await enrolPhone(w, w.clock);
  const stranger = await enrolPhone(w, w.clock);
  const message = await phone.pendingOf();
  assert.equal(refused(await w.approvals.pending(message)), "accepted");
  assert.equal(refused(await w.approvals.pending(message)), "replayed");
  assert.equal(refused(await w.approvals.history(await phone.pendingOf())), "bad_signature");
  const stale = await phone.pendingOf();
  await w.clock.advance(minutes(3));
  assert.equal(refused(await w.approvals.pending(stale)), "clock_skew");
  const [head, , signature] = (await stranger.pendingOf()).split(".");
  const [, body] = (await phone.pendingOf()).split(".");
  assert.equal(refused(await w.approvals.pending(`${head}.${body}.${signature}`)), "bad_signature");
  assert.equal(refused(await w.approvals.pending("not a message")), "invalid_message");
});

test("the holder's history tells every request that was claimed, whatever became of it, and nobody else's", async () => {
  const w = world();
  const [phone, other] = [await enrolPhone(w, w.clock), await enrolPhone(w, w.clock)];
  const claimOne = async () => {
    const shown = await openOn(w, await newBrowser());
    return contextIn(
      await w.approvals.claimByFrame(
        await phone.claimOf(await w.approvals.frame(shown)),
        "127.0.0.1",
      ),
    );
  };
  const refusedOne = await claimOne();
  await w.approvals.decide(refusedOne.approval, await phone.refusalOf(refusedOne, "on_call"));
  await w.clock.advance(seconds(61));
  await claimOne();
  await w.clock.advance(seconds(121));
  const history = await w.approvals.history(await phone.historyOf());
  assert.deepEqual(
    history.ok && history.value.map(({ state, reason, service }) => ({ state, reason, service })),
    [
      { state: "expired", reason: undefined, service: "Service d'essai" },
      { state: "refused", reason: "on_call", service: "Service d'essai" },
    ],
  );
  await w.approvals.sweep();
  const swept = await w.approvals.history(await phone.historyOf());
  assert.equal(swept.ok && swept.value[0]?.state, "expired");
  assert.deepEqual(await w.approvals.history(await other.historyOf()), { ok: true, value: [] });
});

test("a limited phone is shown what it was asked itself, and not what its holder's other phones were", async () => {
  const w = world();
  const phone = await enrolPhone(w, w.clock);
  const limited = await enrolPhone(w, w.clock, phone.professional, "limited");
  for (const one of [phone, limited]) {
    const frame = await w.approvals.frame(await openOn(w, await newBrowser()));
    const context = contextIn(
      await w.approvals.claimByFrame(await one.claimOf(frame), "127.0.0.1"),
    );
    await w.approvals.decide(context.approval, await one.refusalOf(context, "on_call"));
    await w.clock.advance(seconds(61));
  }
  const shown = async (one: typeof phone) => {
    const history = await w.approvals.history(await one.historyOf());
    return history.ok ? history.value.length : history.refusal;
  };
  assert.equal(await shown(phone), 2);
  assert.equal(await shown(limited), 1);
});

test("a page ends its own request; once spent it can end no more", async () => {
  const w = world();
  const phone = await enrolPhone(w, w.clock);
  const browser = await newBrowser();
  const shown = await openOn(w, browser);
  const context = contextIn(
    await w.approvals.claimByFrame(
      await phone.claimOf(await w.approvals.frame(shown)),
      "127.0.0.1",
    ),
  );
  await w.approvals.decide(shown.id, await phone.approvalOf(context));
  assert.equal(await w.approvals.cancel(shown, "page_cancelled"), false);
  assert.equal(await w.approvals.cancel(shown, "not_me_on_page"), true);
  assert.equal(
    refused(await w.transact((tx) => w.approvals.spend(tx, shown.id, { asker: "page", browser }))),
    "not_approved",
  );
  assert.equal(await w.approvals.cancel(shown, "not_me_on_page"), false);
  await w.clock.advance(ms(1));
});
