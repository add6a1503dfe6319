import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { CaseView } from "@aval/protocol";
import { sql } from "kysely";
import { createAudit } from "#modules/audit";
import { createSoftware } from "#modules/software";
import { systemRandom as random } from "#platform/random";
import { type Model, newModel } from "#platform/testing/authenticator";
import { instant } from "#platform/time";
import { type Receiver, startReceiver } from "./modules/provider/testing/receiver.ts";
import { newColleague } from "./testing/colleague.ts";
import {
  type Client,
  enrolHolder,
  newBrowser,
  refusalOf,
  sandboxService,
  signIn,
} from "./testing/driver.ts";
import { caseAbout, caseOf, first, preview, sign, take } from "./testing/measuring.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// A wave: forty holders refuse what one browser asks of them. One case, one list, two analysts, everybody stopped and their services told.

let server: WholeServer;
let model: Model;
let receiver: Receiver;
const client: Client = {
  id: "told",
  secret: "a-secret-of-a-test",
  redirectUri: "https://told.example/callback",
};
before(async () => {
  model = await newModel();
  server = await startWhole({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
  receiver = await startReceiver();
  const { db } = server.database;
  const audit = createAudit({ clock: { now: () => instant(Date.now()) }, random });
  const registered = await createSoftware({ db, random, audit }).register(
    db,
    {
      ...{ id: client.id, name: "Service prévenu", sensitivity: "open" },
      ...{ redirectUris: [client.redirectUri], backchannelLogoutUri: receiver.address },
    },
    { by: "test", secret: client.secret },
  );
  assert.ok(registered.ok);
});
after(async () => {
  await receiver?.close();
  await server?.stop();
});

/** Forty people whom nothing stops, three of them with a phone. */
async function forty() {
  const { rows } = await sql<{ id: string; nationalId: string }>`
    select p.id, p.national_id as "nationalId" from professional p
    where not exists (select from stop s where s.professional = p.id and s.lifted_at is null)
    order by p.national_id limit 40`.execute(server.database.db);
  assert.equal(rows.length, 40);
  return rows;
}

const holderOf = ({ nationalId }: { nationalId: string }) =>
  enrolHolder(() => server.phone, nationalId);
type Holder = Awaited<ReturnType<typeof holderOf>>;

test("a wave of forty is one case; its list is signed by a second analyst; everybody is stopped as they stand at that moment, and their services are told", async () => {
  const { db } = server.database;
  const people = await forty();
  const [one, two, three, ...others] = people;
  assert.ok(one && two && three);
  const [inside, blocked, asked] = [
    await holderOf(one),
    await holderOf(two),
    await holderOf(three),
  ];
  const { tokens, browser: own } = await signIn(inside, () => server.issuer, client);
  assert.equal((await own.userinfo(tokens.access_token)).status, 200);

  // One browser asks all of them: three refuse on their phones; of the others the log says the same.
  const attacker = await newBrowser(() => server.issuer);
  const shown = async ({ phone, identity }: Holder) => {
    const page = await attacker.open(sandboxService, { prompt: "login" });
    const { view } = await attacker.act(page.signIn, "begin");
    return (await phone.claim(identity, view.frame ?? "")).context;
  };
  for (const holder of [inside, blocked, asked])
    await holder.phone.refuse(holder.identity, await shown(holder), "not_me");
  const { rows } = await sql<{ browser: string }>`
    select distinct browser from approval where professional = ${two.id} and state = 'refused'`.execute(
    db,
  );
  const browser = rows[0]?.browser ?? "";
  const rest = others.map(({ id }) => id);
  await caseOf(db, browser, rest);
  const all = people.map(({ id }) => id);
  const id = await caseAbout(db, browser, all);

  const analyst = (name: string) => newColleague(server, { model, role: "analyst", name });
  const [odile, paul] = [await analyst("Odile ESSAI"), await analyst("Paul ESSAI")];
  await odile.browser.said(`/api/cases/${id}/claim`, {});
  const [stop] = (await blocked.phone.block(blocked.identity)).stops;
  assert.ok(stop);
  const list = await preview(odile, id, "freeze", all);
  assert.deepEqual([list.needsSecond, list.targets.length], [true, 40]);
  assert.deepEqual(list.targets.find(({ person }) => person === two.id)?.stops, ["block"]);
  assert.equal(list.targets.find(({ person }) => person === one.id)?.sessions, 1);
  const waits = first(await take(odile, id, "freeze", all));
  assert.deepEqual([waits.state, waits.people, waits.reached], ["waiting", 40, 0]);
  assert.equal((await own.userinfo(tokens.access_token)).status, 200, "nothing before the second");

  // Meanwhile one takes their own stop back, one is frozen by another measure, and one is about to approve.
  await blocked.phone.lift(blocked.identity, stop.id, blocked.code);
  assert.equal(first(await take(odile, id, "freeze", rest.slice(0, 1))).changed, 1);
  const context = await shown(asked);

  const { measures } = await sign(server, paul, waits);
  const done = measures.find(({ measure }) => measure === waits.measure);
  assert.deepEqual([done?.state, done?.reached, done?.changed], ["done", 40, 39]);
  const { rows: kept } = await sql<{ frozen: number; facts: number; told: number }>`
    select (select count(distinct professional)::int from stop where rule = 'freeze' and lifted_at is null and professional = any(${all}::text[])) as frozen,
      (select count(*)::int from fact where kind = 'measure_taken' and body::jsonb ->> 'measure' = ${waits.measure}
        and body::jsonb ->> 'second' = ${paul.id}) as facts,
      (select count(distinct professional)::int from notice where event = 'frozen' and professional = any(${all}::text[])) as told`.execute(
    db,
  );
  assert.deepEqual(kept, [{ frozen: 40, facts: 40, told: 40 }]);
  assert.equal((await own.userinfo(tokens.access_token)).status, 401);
  const { phone, identity, code } = asked;
  assert.equal((await refusalOf(phone.approve(identity, context, code))).code, "holder_stopped");
  const late = await refusalOf(shown(blocked));
  assert.equal(late.code, "holder_stopped", "whoever had lifted their own is stopped all the same");
  while (receiver.tokens.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  const seen = await odile.browser.said<CaseView>(`/api/cases/${id}`);
  assert.deepEqual([seen.people, seen.measures.length], [40, 2]);
});
