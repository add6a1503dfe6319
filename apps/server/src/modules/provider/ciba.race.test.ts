import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { setTimeout } from "node:timers/promises";
import { sql } from "kysely";
import { hours } from "#platform/time";
import { type ProviderProcess, startProviderProcess } from "./testing/nodes.ts";
import { type SetUp, setUp } from "./testing/setup.ts";
import { type SoftwarePhone, softwareCalls, softwarePhone } from "./testing/software.ts";
import { serviceCalls } from "./testing/visitor.ts";

// The client polls on two operating-system processes while its holder decides on a third.
// The stated count is for `npm run test:long`, whatever its races beside this one take.
const rounds = process.env["AVAL_TEST_LONG"] ? 1000 : Number(process.env["AVAL_TEST_ROUNDS"] ?? 12);

let it: SetUp;
let racers: ProviderProcess[] = [];
let phone: SoftwarePhone;
before(async () => {
  it = await setUp();
  const ciba = { sensitivity: "open", redirectUris: [], grants: ["ciba"] } as const;
  await it.world.register({ id: "software", name: "Logiciel", ...ciba });
  phone = await softwarePhone(it.world);
  assert.ok((await phone.add("software")).ok);
  await it.advance(hours(24));
  const options = {
    databaseUrl: it.database.serverUrl,
    keysFolder: it.keysFolder,
    origin: it.world.origin,
  };
  racers = await Promise.all([startProviderProcess(options), startProviderProcess(options)]);
  console.log(
    `polling on processes ${racers.map(({ pid }) => pid).join(" and ")}, ${rounds} rounds`,
  );
});
after(async () => {
  await Promise.all(racers.map((racer) => racer.stop()));
  await it.close();
});

const polls = () =>
  racers.map(({ here }) => softwareCalls(serviceCalls({ ...it.world, here }, "software", "")));

const found = async (number: string) => {
  for (const elsewhere of [false, true]) {
    const one = await phone.search(number, elsewhere);
    if (typeof one !== "string") return one;
  }
  throw new Error(`the request with ${number} was not found`);
};

/** Forgets how often this phone has searched, and its program asked: the race is longer than a day at the counter. */
const rested = () => sql`delete from allowance`.execute(it.database.db);

test("approved and refused at once from two phones while two nodes poll, a request ends one way and gives tokens once at most", async () => {
  const other = await softwarePhone(it.world, { professional: phone.professional });
  const seen = { approved: 0, refused: 0 };
  for (let round = 0; round < rounds; round++) {
    await rested();
    const number = String(round % 100).padStart(2, "0");
    const asked = await softwareCalls(serviceCalls(it.world, "software", "")).ask(
      phone.nationalId,
      number,
    );
    const handle = asked.body["auth_req_id"];
    const context = await found(number);
    const polled = polls().map((one) => one.poll(handle));
    // An approval has more to check: the refusal comes some moments later, another number of them each round.
    const moments = setTimeout((round * 7) % 25);
    const [one, two, three] = await Promise.all([
      phone.approve(context),
      moments.then(() => phone.refuse(context)),
      other.approve(context),
    ]);
    assert.equal(three, "not_claimed", "the phone that did not find it decides nothing");
    const ways = [one, two].filter((said) => said === "approved" || said === "refused");
    assert.equal(ways.length, 1, `${one} ${two}`);
    const [way] = ways as ("approved" | "refused")[];
    const answers = await Promise.all(polled);
    // Whoever was told to slow down or lost the race asks again.
    const last = await Promise.all(polls().map((each) => each.poll(handle)));
    const all = [...answers, ...last];
    const given = all.filter(({ status }) => status === 200);
    const { rows } = await sql<{ sessions: number }>`
      select count(*)::int as sessions from session where approval = ${context.approval}`.execute(
      it.database.db,
    );
    assert.equal(rows[0]?.sessions, way === "approved" ? 1 : 0);
    assert.equal(given.length, way === "approved" ? 1 : 0, JSON.stringify(all.map((a) => a.body)));
    for (const { status, body } of all)
      if (status !== 200)
        assert.ok(
          ["invalid_grant", "slow_down", "authorization_pending"].includes(body["error"]) ||
            (way === "refused" && body["error"] === "access_denied"),
          `${way}: ${JSON.stringify(body)}`,
        );
    if (way) seen[way]++;
  }
  console.log(`ended ${seen.approved} approved and ${seen.refused} refused`);
});

test("one request is found once, whichever of two phones of one holder searches first", async () => {
  const other = await softwarePhone(it.world, { professional: phone.professional });
  for (let round = 0; round < rounds; round++) {
    await rested();
    await sql`delete from ciba_silence`.execute(it.database.db);
    const number = String(round % 100).padStart(2, "0");
    await softwareCalls(serviceCalls(it.world, "software", "")).ask(phone.nationalId, number);
    const near = await Promise.all([phone.search(number), other.search(number)]);
    const won = near.filter((one) => typeof one !== "string");
    assert.equal(won.length, 1, JSON.stringify(near));
    for (const one of won)
      if (typeof one !== "string") await Promise.all([phone.refuse(one), other.refuse(one)]);
  }
});
