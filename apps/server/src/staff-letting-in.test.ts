import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import type { ConsoleKeyStanding, ConsoleTeam, StaffKeyReason } from "@aval/protocol";
import { sql } from "kysely";
import { connectOnce } from "#platform/database";
import { moveClock } from "#platform/testing";
import { type Model, newAuthenticator, newModel } from "#platform/testing/authenticator";
import { hours, minutes } from "#platform/time";
import {
  consoleOf,
  newColleague,
  newConsoleBrowser,
  signatureOf,
  teamOf,
} from "./testing/colleague.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// A key of the staff is let in by two operators, and once there are two of them the host lets none in (decision 0056).

let server: WholeServer;
let model: Model;
let one: Colleague;
let other: Colleague;
before(async () => {
  model = await newModel();
  server = await startWhole({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
});
after(() => server?.stop());
beforeEach(async () => {
  [one, other] = [await operator("Odile ESSAI"), await operator("Paul ESSAI")];
});

const operator = (name: string) => newColleague(server, { model, role: "operator", name });
type Colleague = Awaited<ReturnType<typeof operator>>;
/** The host's own commands, as in production. */
const onTheHost = () => teamOf(server, true);

/** A key that a link has brought, and waits. */
async function proposed(member?: string) {
  const team = teamOf(server);
  const id =
    member ?? (await team.add({ name: "Sacha ESSAI", scope: "national", roles: ["registrar"] }));
  const link = await team.invite(id);
  assert.ok(link.ok);
  const browser = newConsoleBrowser(consoleOf(server));
  const key = newAuthenticator({ model, counts: true });
  const { words } = await browser.proposeKey(link.value, key);
  const { rows } = await sql<{ id: string }>`
    select id from staff_proposal where staff_member = ${id} and ended_at is null`.execute(
    server.database.db,
  );
  const standing = async () =>
    (await browser.said<ConsoleKeyStanding>("/api/keys/standing", { code: link.value })).standing;
  const isIn = async () => (await browser.signIn(key)).error === undefined;
  return {
    id,
    key: rows[0]?.id ?? "",
    words: [...words],
    browser,
    code: link.value,
    standing,
    isIn,
  };
}
type Proposed = Awaited<ReturnType<typeof proposed>>;

const askedTo = (by: Colleague, path: string, body: { [name: string]: string }) =>
  signatureOf(server, by, `/api/team/keys/${path}`, body).catch((fault: Error) => ({
    refused: fault.message.split(" answered ")[1] ?? fault.message,
  }));
const send = async (by: Colleague, assertion: { [name: string]: never | unknown }) =>
  "refused" in assertion
    ? { error: assertion["refused"] as string }
    : by.browser.said<ConsoleTeam>("/api/team/keys/sign", assertion as never);
const toVouch = (
  by: Colleague,
  { key, words }: Pick<Proposed, "key" | "words">,
  reason: StaffKeyReason = "joins",
) => askedTo(by, "vouch", { key, words: words.join(" "), reason });
const vouch = async (by: Colleague, given: Pick<Proposed, "key" | "words">) =>
  send(by, await toVouch(by, given));
const toLetIn = (by: Colleague, { key }: Pick<Proposed, "key">) => askedTo(by, "let-in", { key });
const letIn = async (by: Colleague, given: Pick<Proposed, "key">) =>
  send(by, await toLetIn(by, given));

test("one operator who was read the words lets nobody in; another's key does, and both see who, for whom and why", async () => {
  const given = await proposed();
  const said = await vouch(one, given);
  assert.equal(said.error, undefined);
  assert.equal(await given.isIn(), false);
  assert.equal(await given.standing(), "vouched");
  const seen = async ({ browser }: Colleague) =>
    (await browser.said<ConsoleTeam>("/api/team")).waiting.find(({ key }) => key === given.key);
  const { vouched, ...rest } = (await seen(other)) ?? {};
  assert.deepEqual(rest, {
    ...{ key: given.key, name: "Sacha ESSAI", scope: "national", roles: ["registrar"] },
  });
  assert.deepEqual(
    [vouched?.by, vouched?.isMine, vouched?.reason],
    ["Odile ESSAI", false, "joins"],
  );
  assert.equal((await seen(one))?.vouched?.isMine, true);
  assert.equal((await letIn(one, given)).error, "staff_nothing_proposed");
  assert.equal(await given.isIn(), false, "twice the same person is one");
  assert.equal((await letIn(other, given)).error, undefined);
  assert.equal(await given.standing(), "confirmed");
  assert.equal(await given.isIn(), true);
  assert.equal((await letIn(other, given)).error, "staff_nothing_proposed");
});

test("once two operators have keys the host confirms none in production, a colleague's further one neither, and until then it does", async () => {
  const given = await proposed();
  const refused = { ok: false, refusal: "staff_two_people" };
  assert.deepEqual(await onTheHost().confirmKey(given.id, given.words), refused);
  assert.equal(await given.standing(), "proposed", "no try is spent");
  const further = await proposed(other.id);
  assert.deepEqual(await onTheHost().confirmKey(other.id, further.words), refused);
  // Whoever is on the host may stop any operator: then there are none to ask, and the first ones come again.
  const { members } = await one.browser.said<ConsoleTeam>("/api/team");
  for (const { id, roles, state } of members)
    if (roles.includes("operator") && state === "active" && id !== one.id)
      assert.ok((await onTheHost().suspend(id)).ok);
  assert.deepEqual(await onTheHost().confirmKey(given.id, given.words), {
    ok: true,
    value: given.id,
  });
  assert.equal(await given.isIn(), true);
});

test("other words end the key at the first try, and a later link, its own page or an operator ends one that waits for its second", async () => {
  const wrong = await proposed();
  const guess = { ...wrong, words: ["a", "b", "c", "d"] };
  assert.equal((await vouch(one, guess)).error, "staff_words_differ");
  assert.equal((await vouch(other, wrong)).error, "staff_nothing_proposed");
  assert.equal(await wrong.standing(), "differed");
  const ends = {
    link: async ({ id }: Proposed) => teamOf(server).invite(id),
    page: async ({ browser, code }: Proposed) => browser.said("/api/keys/withdraw", { code }),
    operator: async ({ key }: Proposed) => one.browser.said("/api/team/keys/refuse", { key }),
  };
  for (const [by, end] of Object.entries(ends)) {
    const given = await proposed();
    await vouch(one, given);
    const signature = await toLetIn(other, given);
    await end(given);
    assert.equal((await send(other, signature)).error, "staff_nothing_proposed", by);
    assert.equal(await given.isIn(), false, by);
  }
});

test("a signature counts for a day, and only while who gave it is an operator; what a key was asked for one key lets no other in", async () => {
  const [late, stopped, mine] = [await proposed(), await proposed(), await proposed()];
  for (const given of [stopped, mine]) await vouch(one, given);
  const signature = await toLetIn(other, stopped);
  assert.ok((await teamOf(server).suspend(one.id)).ok);
  assert.equal((await send(other, signature)).error, "staff_nothing_proposed", "suspended since");
  const third = await operator("Rémi ESSAI");
  await vouch(third, late);
  const asked = await toLetIn(other, late);
  await sql`update staff_proposal set expires_at = expires_at - interval '24 hours' where id = ${late.key}`.execute(
    server.database.db,
  );
  assert.equal((await send(other, asked)).error, "staff_nothing_proposed", "a day later");
  const again = await proposed();
  await vouch(third, again);
  // A first signature is no second one: it says which of the two it is.
  const first = await toVouch(other, await proposed());
  assert.equal((await send(other, first)).error, undefined);
  assert.equal(await again.isIn(), false);
});

test("of many second signatures at once one lets in, and the log says both operators, the reason and no name", async () => {
  const given = await proposed();
  await vouch(one, given);
  const third = await operator("Rémi ESSAI");
  const signatures = [
    await toLetIn(other, given),
    await toLetIn(third, given),
    await toLetIn(other, given),
  ];
  const [a, b, c] = await Promise.all([
    send(other, signatures[0] as never),
    send(third, signatures[1] as never),
    send(other, signatures[2] as never),
  ]);
  assert.equal([a, b, c].filter(({ error }) => error === undefined).length, 1);
  const client = await connectOnce(server.database.url);
  try {
    const { rows } = await client.query<{ body: string }>(
      "select body from aval.fact where body::jsonb ->> 'key' = $1 and kind in ('staff_key_vouched', 'staff_key_added') order by at",
      [given.key],
    );
    const [vouched, added] = rows.map(({ body }) => JSON.parse(body) as Record<string, string>);
    assert.deepEqual([vouched?.["by"], vouched?.["reason"]], [one.id, "joins"]);
    assert.ok([other.id, third.id].includes(added?.["by"] ?? ""));
    assert.match(vouched?.["signature"] ?? "", /aval\.staff-key\.v1/);
    assert.ok(rows.every(({ body }) => !body.includes("ESSAI")));
    assert.equal(rows.length, 2);
  } finally {
    await client.end();
  }
});

test("a key that waits for its first signature is over after a quarter of an hour", async () => {
  const given = await proposed();
  const signature = await toVouch(one, given);
  await moveClock(server.database.db, minutes(16));
  // Whatever the session: the key itself is over.
  assert.ok((await send(one, signature)).error);
  assert.equal(await given.standing(), "over");
  await moveClock(server.database.db, hours(0));
});
