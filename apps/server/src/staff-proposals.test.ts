import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { ConsoleKeyStanding } from "@aval/protocol";
import { connectOnce } from "#platform/database";
import { moveClock } from "#platform/testing";
import { type Model, newAuthenticator, newModel } from "#platform/testing/authenticator";
import { minutes } from "#platform/time";
import { consoleOf, newColleague, newConsoleBrowser, teamOf } from "./testing/colleague.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// A link of the staff leaks at L2: what it brings is a key that opens nothing until its words are confirmed on the host (law 1).

let server: WholeServer;
let model: Model;
before(async () => {
  model = await newModel();
  server = await startWhole({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
});
after(() => server?.stop());

async function invited(name = "Sacha ESSAI") {
  const team = teamOf(server);
  const id = await team.add({ name, scope: "national", roles: ["registrar"] });
  const link = await team.invite(id);
  assert.ok(link.ok);
  return { id, code: link.value };
}

/** A key that a link has brought, with the browser of whoever opened it. */
async function proposed(link?: { readonly id: string; readonly code: string }) {
  const { id, code } = link ?? (await invited());
  const browser = newConsoleBrowser(consoleOf(server));
  const key = newAuthenticator({ model });
  const { words } = await browser.proposeKey(code, key);
  assert.equal(words.length, 4);
  const standing = async () =>
    (await browser.said<ConsoleKeyStanding>("/api/keys/standing", { code })).standing;
  return { id, code, browser, key, words, standing };
}

const confirm = (called: string, words: readonly string[]) =>
  teamOf(server).confirmKey(called, words);
const denied = (refusal: string) => ({ ok: false, refusal });
const memberOf = async (id: string) => (await teamOf(server).list()).find((one) => one.id === id);

test("a key that was proposed signs nobody in, and the list says that it waits", async () => {
  const { id, browser, key, words, standing } = await proposed();
  assert.equal((await browser.signIn(key)).error, "staff_refused");
  assert.equal(await standing(), "proposed");
  const waiting = await memberOf(id);
  assert.deepEqual([waiting?.keys, waiting?.hasProposal], [0, true]);
  assert.deepEqual(await confirm(id, [` ${words[0]?.toUpperCase()}`, ...words.slice(1)]), {
    ok: true,
    value: id,
  });
  assert.equal(await standing(), "confirmed");
  assert.deepEqual(await browser.signIn(key), { entered: true });
  const confirmed = await memberOf(id);
  assert.deepEqual([confirmed?.keys, confirmed?.hasProposal], [1, false]);
});

test("the words of another key end the key that was proposed, at the first try", async () => {
  const [one, other] = [await proposed(), await proposed()];
  assert.notDeepEqual(one.words, other.words);
  assert.deepEqual(await confirm(one.id, other.words), denied("staff_words_differ"));
  assert.equal(await one.standing(), "differed");
  assert.deepEqual(await confirm(one.id, one.words), denied("staff_nothing_proposed"));
  assert.equal((await one.browser.signIn(one.key)).error, "staff_refused");
  assert.deepEqual(await confirm(other.id, other.words), { ok: true, value: other.id });
});

test("whoever uses a forwarded link first leaves its reader without a key, and no words of theirs are confirmed", async () => {
  const link = await invited();
  const stranger = await proposed(link);
  const honest = newConsoleBrowser(consoleOf(server));
  const late = await honest.proposeKey(link.code, newAuthenticator({ model }));
  assert.equal(late.error, "staff_link_over");
  // Whatever else they may read out, to somebody in front of them: it is of no key that waits here.
  const theirs = await proposed();
  assert.deepEqual(await confirm(link.id, theirs.words), denied("staff_words_differ"));
  assert.equal((await stranger.browser.signIn(stranger.key)).error, "staff_refused");
  // And the page that waits tells nobody the words.
  const told = await honest.ask("/api/keys/standing", { code: link.code });
  assert.deepEqual(JSON.parse(told.text), { standing: "differed" });
});

test("a proposed key is over after fifteen minutes, and with a later link", async () => {
  const replaced = await proposed();
  assert.ok((await teamOf(server).invite(replaced.id)).ok);
  assert.deepEqual(
    await confirm(replaced.id, replaced.words),
    denied("staff_nothing_proposed"),
    "a later link",
  );
  assert.equal(await replaced.standing(), "over");
  const old = await proposed();
  await moveClock(server.database.db, minutes(16));
  assert.deepEqual(await confirm(old.id, old.words), denied("staff_nothing_proposed"));
  assert.equal(await old.standing(), "over");
  assert.equal((await memberOf(old.id))?.hasProposal, false);
  assert.equal((await old.browser.signIn(old.key)).error, "staff_refused");
});

test("its page gives a proposed key up, and so does suspending its member", async () => {
  const given = await proposed();
  const said = await given.browser.said("/api/keys/withdraw", { code: given.code });
  assert.deepEqual(said, { standing: "over" });
  assert.deepEqual(await confirm(given.id, given.words), denied("staff_nothing_proposed"));
  const suspended = await proposed();
  assert.ok((await teamOf(server).suspend(suspended.id)).ok);
  assert.deepEqual(await confirm(suspended.id, suspended.words), denied("staff_nothing_proposed"));
});

test("a name that two members share confirms nobody's key", async () => {
  const one = await proposed(await invited("Alix ESSAI"));
  await invited("Alix ESSAI");
  assert.deepEqual(await confirm("Alix ESSAI", one.words), denied("staff_unknown"));
  assert.deepEqual(await confirm("Nobody ESSAI", one.words), denied("staff_unknown"));
  const alone = await proposed(await invited("Lou ESSAI"));
  assert.deepEqual(await confirm("Lou ESSAI", alone.words), { ok: true, value: alone.id });
});

test("a key that is somebody's already is not proposed", async () => {
  const { key } = await newColleague(server, { model });
  const { code } = await invited();
  const browser = newConsoleBrowser(consoleOf(server));
  assert.equal((await browser.proposeKey(code, key)).error, "staff_key_not_made");
  const theirs = await browser.proposeKey(code, newAuthenticator({ model }));
  assert.equal(theirs.words.length, 4, "the link is not spent for it");
});

test("of many confirmations at once, right or wrong, one decides", async () => {
  for (let round = 0; round < 10; round++) {
    const { id, words, standing, browser, key } = await proposed();
    const isMixed = round % 2 === 1;
    const others = ["a", "b", "c", "d"];
    const outcomes = await Promise.all(
      [0, 1, 2, 3].map((turn) => confirm(id, isMixed && turn % 2 ? others : words)),
    );
    const decided = outcomes.filter((one) => one.ok || one.refusal === "staff_words_differ");
    assert.equal(decided.length, 1, `round ${round}`);
    const isIn = decided[0]?.ok === true;
    assert.equal(await standing(), isIn ? "confirmed" : "differed");
    assert.equal((await memberOf(id))?.keys, isIn ? 1 : 0);
    assert.equal((await browser.signIn(key)).error, isIn ? undefined : "staff_refused");
  }
});

test("what becomes of a proposed key is on the log", async () => {
  const differed = await proposed();
  await confirm(differed.id, ["a", "b", "c", "d"]);
  const withdrawn = await proposed();
  await withdrawn.browser.said("/api/keys/withdraw", { code: withdrawn.code });
  const client = await connectOnce(server.database.url);
  try {
    const { rows } = await client.query<{ why: string }>(
      `select body::jsonb ->> 'why' as why from aval.fact
       where kind = 'staff_key_refused' and body::jsonb ->> 'staff' = any($1) order by why`,
      [[differed.id, withdrawn.id]],
    );
    assert.deepEqual(
      rows.map(({ why }) => why),
      ["differed", "withdrawn"],
    );
  } finally {
    await client.end();
  }
});
