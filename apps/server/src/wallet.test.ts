import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import type { PhoneIdentity } from "@aval/protocol";
import { days, minutes } from "#platform/time";
import type { Sharing } from "./sandbox/wallet/holder.ts";
import { enrolHolder, refusalOf as refused, sandboxPeople, send } from "./testing/driver.ts";
import { advanceServer } from "./testing/inserted-card.ts";
import { type NewPhone, newPhone, walletBeside } from "./testing/wallet.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

/*
 * *Avec mon portefeuille d'identité*, on the whole server, with a wallet that is a library's: what it takes, and all that is refused.
 */
let whole: WholeServer;
let wallet: Awaited<ReturnType<typeof walletBeside>>;
let people: readonly string[];
let ahead = 0;
const now = () => Date.now() + ahead;
before(async () => {
  whole = await startWhole();
  wallet = await walletBeside(whole);
  people = wallet.people.map(({ nationalId }) => nationalId);
});
after(async () => {
  await wallet.close();
  await whole.stop();
});

async function advance(span: Parameters<typeof advanceServer>[1]): Promise<void> {
  await advanceServer(whole, span);
  ahead += span;
}
const person = (index: number) => people[index] ?? "";
const phones = () => whole.phone;
const ask = ({ phone, ik, asked }: NewPhone, nationalId: string) =>
  phone.askWallet(ik, asked.enrolment, nationalId);
const comeBack = ({ phone, ik, asked }: NewPhone, returned: string) =>
  phone.returnFromWallet(ik, asked.enrolment, returned);
const good = (nationalId: string, changes: Partial<Sharing> = {}): Sharing => ({
  civil: wallet.civil(nationalId),
  kind: "good",
  ...changes,
});

/** The refusal that a phone's act meets; `done` when it meets none. */
const refusalOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => "done",
    async (fault: unknown) => (await refused(Promise.reject(fault))).code,
  );

/** What this sharing comes to, for somebody's first phone. */
async function outcome(named: string, sharing: Sharing): Promise<string> {
  const mine = await newPhone(whole, now);
  const { address } = await ask(mine, named);
  const returned = await wallet.share(address, sharing);
  const met = await refusalOf(comeBack(mine, returned));
  const { state } = await mine.phone.enrolmentStatus(mine.ik, mine.asked.enrolment);
  assert.equal(state, met === "done" ? "cooling" : "requested");
  return met;
}

test("a wallet makes a first phone its holder's, full and a day later, by the code; nothing of a birth is kept", async () => {
  const nationalId = person(0);
  const mine = await newPhone(whole, now);
  const { address } = await ask(mine, nationalId);
  const returned = await wallet.share(address, good(nationalId));
  const status = await comeBack(mine, returned);
  assert.deepEqual([status.state, status.level], ["cooling", "full"]);
  assert.equal(status.holder?.nationalId, nationalId);
  assert.ok(Math.abs((status.activeAt ?? 0) - (now() / 1000 + 86_400)) < 60);

  const { rows } = await sql<{ row: string }>`
    select row_to_json(w)::text as row from wallet_request w union all select row_to_json(e)::text from enrolment e
    union all select row_to_json(f)::text from fact f`.execute(whole.database.db);
  const kept = rows.map(({ row }) => row).join("\n");
  const { birthdate, locality, familyName } = wallet.civil(nationalId);
  assert.ok(kept.includes("Bac à sable"));
  for (const trait of [birthdate, locality, `"${familyName}"`])
    assert.ok(!kept.includes(trait), trait);

  await advance(days(1));
  const deviceSecret = new Uint8Array(randomBytes(32));
  const { device, enrolment, root } = mine.asked;
  const pin = await mine.phone.setCode(mine.ik, device, "246813", deviceSecret);
  const identity: PhoneIdentity = { ik: mine.ik, device, enrolment, deviceSecret, pin, root };
  assert.equal((await mine.phone.activate(identity, "246813")).state, "active");

  // From now on its holder has a full phone: the wallet opens nothing, and the holder is told which doors do.
  assert.equal(await outcome(nationalId, good(nationalId)), "enrolment_locked");
});

test("a document that does not count is refused as that, whoever was named", async () => {
  const nationalId = person(1);
  for (const [sharing, why] of [
    [{ kind: "expired" }, /expired/],
    [{ kind: "revoked" }, /taken back/],
    [{ kind: "foreign" }, /nobody of the list/],
    [{ nonce: "another" }, /Nonce/],
    [{ audience: "x509_hash:another" }, /somebody else/],
    // The name that is borne may be chosen: leaving out the other must not let it count.
    [{ withholdsBirthName: true }, /birth_family_name/],
  ] as const) {
    assert.equal(await outcome(nationalId, good(nationalId, sharing)), "wallet_not_accepted");
    const told = whole.lines.filter((line) => line.includes("wallet_refused")).at(-1);
    assert.match(told ?? "", why);
  }
});

test("another person's document, another birth and nobody's identifier meet one refusal", async () => {
  const [named, other] = [person(2), person(3)];
  const { civil } = good(named);
  for (const [id, sharing] of [
    [named, good(other)],
    [named, good(named, { civil: { ...civil, birthdate: "1950-01-01" } })],
    [named, good(named, { civil: { ...civil, locality: "Ailleurs" } })],
    ["899799999999", good(named)],
  ] as const)
    assert.equal(await outcome(id, sharing), "wallet_not_enough");
});

test("a link that is relayed to somebody else's phone brings whoever asked nothing", async () => {
  const victim = person(4);
  const attacker = await newPhone(whole, now);
  const { address } = await ask(attacker, victim);
  // The victim is made to open the link and to share: the wallet goes back to the victim's own browser.
  const returned = await wallet.share(address, good(victim));
  const theirs = await newPhone(whole, now);
  assert.equal(await refusalOf(comeBack(theirs, returned)), "wallet_return_refused");
  const guessed = `${returned.slice(0, -22)}${"A".repeat(22)}`;
  assert.equal(await refusalOf(comeBack(attacker, guessed)), "wallet_return_refused");
  // That browser asked for nothing: it ends what it was sent back with, before anybody could read it out.
  await theirs.phone.endWalletReturn(returned);
  assert.equal(await refusalOf(comeBack(attacker, returned)), "wallet_return_refused");
  // Whoever ends what nobody holds changes nothing, and is told nothing.
  await theirs.phone.endWalletReturn(guessed);
});

test("an answer counts once, is taken once and is worth a minute; a newer request ends the one before", async () => {
  const nationalId = person(5);
  const mine = await newPhone(whole, now);
  const first = await ask(mine, nationalId);
  const second = await ask(mine, nationalId);
  await assert.rejects(wallet.respond(first.address, good(nationalId)));
  const { request, response } = await wallet.respond(second.address, good(nationalId));
  const path = new URL(request.payload.response_uri ?? "").pathname;
  const post = () =>
    send(whole.phone, {
      method: "POST",
      path,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ response }).toString(),
    });
  const answers = await Promise.all(Array.from({ length: 4 }, post));
  const taken = answers.filter(({ status }) => status === 200);
  assert.equal(taken.length, 1);
  const returned = JSON.parse(taken[0]?.text ?? "{}").redirect_uri.split("#w=")[1];
  await advance(minutes(2));
  assert.equal(await refusalOf(comeBack(mine, returned)), "wallet_return_refused");

  const third = await ask(mine, nationalId);
  const again = await wallet.share(third.address, good(nationalId));
  const all = await Promise.all(Array.from({ length: 10 }, () => refusalOf(comeBack(mine, again))));
  const lost = all.filter((one) => one === "wallet_return_refused");
  assert.deepEqual([all.filter((one) => one === "done").length, lost.length], [1, 9], all.join());
});

test("a holder who refuses in the wallet is told that nothing was shared", async () => {
  const mine = await newPhone(whole, now);
  const { address } = await ask(mine, person(6));
  const returned = await wallet.decline(address);
  assert.equal(await refusalOf(comeBack(mine, returned)), "wallet_declined");
});

test("whoever has a full phone is not let in by a wallet, and a stranger who names them is not told so", async () => {
  const [holder, other] = [(await sandboxPeople(whole.issuer))[7] ?? "", person(8)];
  await enrolHolder(phones, holder, "246813", now);
  assert.equal(await outcome(holder, good(holder)), "enrolment_locked");
  assert.equal(await outcome(holder, good(other)), "wallet_not_enough");
});

test("without the restricted extract the way is closed, whoever is named", async () => {
  await sql`update professional set birth_date = ''`.execute(whole.database.db);
  const mine = await newPhone(whole, now);
  assert.equal(await refusalOf(ask(mine, person(9))), "wallet_closed");
  assert.equal(await refusalOf(ask(mine, "899799999999")), "wallet_closed");
});
