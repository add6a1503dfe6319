import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { sql } from "kysely";
import { type Model, newModel } from "#platform/testing/authenticator";
import { openVisit } from "./testing/desk-visit.ts";
import { enrolHolder, type Holder, sandboxPeople } from "./testing/driver.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// A holder who lost every phone is back the same day by a desk (P-61), and nothing that stops their phones lowers what that takes.

let server: WholeServer;
let model: Model;
let people: readonly string[];
before(async () => {
  model = await newModel();
  server = await startWhole({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
  people = await sandboxPeople(server.issuer);
});
after(() => server?.stop());

/** Two registrars in the room prove a phone of this holder's; what becomes of it, or why nothing does. */
async function atDesk(nationalId: string, untilTold = false) {
  const visit = await openVisit(server, { model, nationalId });
  const { ik, phone, begun, first, second, sign } = visit;
  await sign(first);
  const { error } = await sign(second);
  const standing = async () => {
    const { state, activeAt = 0 } = await phone.enrolmentStatus(ik, begun.enrolment);
    const { rows } = await sql<{ told: boolean }>`
      select told_at is not null as told from enrolment where id = ${begun.enrolment}`.execute(
      server.database.db,
    );
    const readyAt = activeAt - Date.now() / 1000;
    return { error, state, readyAt, isTold: rows[0]?.told ?? false };
  };
  let now = await standing();
  // The server's own round tells: what is asked again is its end, for a minute at most.
  for (
    let tries = 0;
    untilTold && now.state === "cooling" && !now.isTold && tries < 240;
    tries += 1
  ) {
    await setTimeout(250);
    now = await standing();
  }
  return now;
}

const aged = ({ identity }: Holder) =>
  sql`update device set activated_at = aval_now() - interval '30 days' where id = ${identity.device}`.execute(
    server.database.db,
  );
/** Nothing of theirs is active any more. */
const goneToo = ({ identity }: Pick<Holder, "identity">) =>
  sql`update device set state = 'suspended' where id = ${identity.device} and state = 'active'`.execute(
    server.database.db,
  );
const lifted = () =>
  sql`update stop set lifted_at = aval_now(), lifted_by = 'two_people' where lifted_at is null`.execute(
    server.database.db,
  );

test("a first phone at a desk waits for nothing", async () => {
  assert.equal((await atDesk(people[26] ?? "")).state, "ready");
});

/** What befalls a phone of the holder's; `isClosed`: until it is lifted, a desk adds none either. */
const befalls: Readonly<
  Record<string, { isClosed: boolean; by: (old: Holder, other: Holder) => Promise<unknown> }>
> = {
  lost: {
    isClosed: false,
    by: ({ phone, identity }, other) => phone.reportLostPhone(identity, other.identity.device),
  },
  removed: {
    isClosed: false,
    by: ({ phone, identity, code }, other) =>
      phone.removePhone(identity, other.identity.device, code),
  },
  blocked: { isClosed: true, by: ({ phone, identity }) => phone.block(identity) },
  // A desk adds one phone all the same, and it waits as another does (`frozen-phone.test.ts`).
  frozen: {
    isClosed: false,
    by: ({ phone, identity, code }, other) =>
      phone.disownPhone(identity, other.identity.device, code),
  },
};

for (const [index, [what, { isClosed, by }]] of Object.entries(befalls).entries())
  test(`${what}, a phone unlocks nothing: the next one at a desk ${isClosed ? "is refused until that is lifted, and then " : ""}waits as another does`, async () => {
    const nationalId = people[27 + index] ?? "";
    const old = await enrolHolder(() => server.phone, nationalId);
    await aged(old);
    const other = await enrolHolder(() => server.phone, nationalId);
    await by(old, other);
    if (isClosed) {
      const { state, error } = await atDesk(nationalId);
      assert.deepEqual([state, error], ["requested", "holder_stopped"]);
      await lifted();
    }
    await goneToo(old);
    await goneToo(other);
    assert.equal((await atDesk(nationalId)).state, "cooling");
  });

test("who lost every phone has one again at a desk within the day, once a notice of it is known delivered", async () => {
  const nationalId = people[31] ?? "";
  const { identity } = await enrolHolder(() => server.phone, nationalId);
  await aged({ identity } as Holder);
  await goneToo({ identity });
  const { state, readyAt, isTold } = await atDesk(nationalId, true);
  assert.equal(state, "cooling");
  assert.equal(isTold, true);
  // By day an hour; told as the evening begins, the hour is the next morning's.
  assert.ok(readyAt <= 13 * 3600 + 60, `${readyAt} seconds`);
});
