import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { sql } from "kysely";
import { type SetUp, setUp } from "./testing/setup.ts";
import { newHolder, newVisitor, signIn } from "./testing/visitor.ts";

// Law 10, P-60: quiet hours silence what rings. Whoever signs in of their own accord gets in at three in the morning as at noon.
let it: SetUp;
before(async () => {
  it = await setUp();
});
after(() => it.close());

test("in quiet hours a holder signs in by a scan, in as many steps as by day", async () => {
  const holder = await newHolder(it.world);
  const steps = async () => {
    const visitor = await newVisitor(it.world);
    let requests = 0;
    const counting: typeof visitor = {
      ...visitor,
      visit: (...given) => visitor.visit(...given).finally(() => void requests++),
      act: (...given) => visitor.act(...given).finally(() => void requests++),
      conclude: (id) => visitor.conclude(id).finally(() => void requests++),
    };
    const back = await signIn(counting, holder, it.calls.authorization());
    assert.equal((await it.calls.exchange(back)).status, 200);
    return requests;
  };
  await quiet(null);
  const byDay = await steps();
  await quiet("all day");
  assert.equal(await steps(), byDay);

  async function quiet(hours: "all day" | null) {
    const [from, to] = hours ? [1, 0] : [null, null];
    await sql`insert into quiet_hour (professional, from_minute, to_minute, set_at)
      values (${holder.professional}, ${from}, ${to}, aval_now())
      on conflict (professional) do update set from_minute = excluded.from_minute, to_minute = excluded.to_minute`.execute(
      it.database.db,
    );
  }
});
