import assert from "node:assert/strict";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import {
  type DeviceId,
  idFrom,
  type MultiSigned,
  newKeyPair,
  purposes,
  type Signer,
  signerOf,
  thumbprint,
} from "@aval/protocol";
import { limits } from "#lifetimes";
import type { Log } from "#platform/log";
import { moveClock } from "#platform/testing";
import { hours } from "#platform/time";
import type { PinDeps } from "./hold.ts";
import * as pin from "./pin.ts";
import {
  commitMessage,
  decision,
  enrol,
  evaluate,
  evaluateMessage,
  openTrial,
  registerMessage,
  type Service,
  type TrialPhone,
} from "./testing/trial.ts";

/**
 * Law 8 against somebody who has the phone's image and writes as the PIN role: he keeps genuine rows and puts them back.
 * Whatever he puts back before whatever call, ten evaluations without the right code are the last.
 */
const trial = await openTrial();
after(trial.close);
const service = await trial.start();
const { db } = service.deps;
const thief = await signerOf(await newKeyPair());

const json = (value: unknown) => JSON.stringify(value) as never;
const rowOf = (device: DeviceId) =>
  db.selectFrom("counter").selectAll().where("device", "=", device).executeTakeFirstOrThrow();
type Row = Awaited<ReturnType<typeof rowOf>>;
const keysOf = (device: DeviceId) =>
  db.selectFrom("oprf_key").selectAll().where("device", "=", device).execute();
type Key = Awaited<ReturnType<typeof keysOf>>[number];

async function putBack(row: Row, keys: readonly Key[] = []): Promise<void> {
  const { ik, uk, ...others } = row;
  await db
    .updateTable("counter")
    .set({ ...others, ik: json(ik), uk: uk && json(uk) })
    .where("device", "=", row.device)
    .execute();
  for (const key of keys)
    await db
      .insertInto("oprf_key")
      .values(key)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

/** All a phone's row and keys have ever been, and the right decisions everybody could read. */
type Past = {
  readonly phone: TrialPhone;
  readonly rows: Row[];
  readonly keys: Key[];
  readonly decisions: MultiSigned[];
};

async function registerAt(at: Service, device: DeviceId, ik: Signer): Promise<string> {
  const made = await pin.register(at.deps, await registerMessage(at, device, ik));
  assert.ok(made.ok);
  return made.value.keyId;
}

/** A phone that registered twice, committed, slipped, was right, and slipped again: `slips` tries since. */
async function lived(slips: number): Promise<Past> {
  const device = idFrom("dev", service.deps.random.bytes(17));
  const [ik, uk] = [await signerOf(await newKeyPair()), await signerOf(await newKeyPair())];
  const past = { rows: [] as Row[], keys: [] as Key[], decisions: [] as MultiSigned[] };
  const keep = async () => {
    past.rows.push(await rowOf(device));
    past.keys.push(...(await keysOf(device)));
  };
  await service.announce(device, await thumbprint(ik.jwk));
  await registerAt(service, device, ik);
  await keep();
  const phone = { device, ik, uk, keyId: await registerAt(service, device, ik) };
  await keep();
  assert.ok((await pin.commit(service.deps, await commitMessage(service, phone))).ok);
  await keep();
  const slip = async () => {
    await moveClock(trial.database.db, hours(1));
    const made = await evaluate(service, phone);
    assert.ok(made.ok);
    past.decisions.push(await decision(service, phone, made.value.evaluation));
    await keep();
  };
  await slip();
  await slip();
  const right = past.decisions.at(-1) as MultiSigned;
  assert.ok((await service.confirm(device, right, purposes.decision)).ok);
  await keep();
  for (let slipped = 0; slipped < slips; slipped++) await slip();
  // The right decisions of the slips were never made: only those up to the reset can be known.
  past.decisions.splice(2);
  return { phone, ...past };
}

const acts = ["register", "commit", "evaluate", "confirm"] as const;

/** One act of the thief on this row. How many evaluations of a code of the holder's key it gave him. */
async function attempt(
  at: Service,
  past: Past,
  row: Row,
  act: (typeof acts)[number],
): Promise<number> {
  const { device, ik } = past.phone;
  const his: TrialPhone = { device, ik, uk: thief, keyId: row.key_id };
  await putBack(row, past.keys);
  if (act === "register") {
    const made = await pin.register(at.deps, await registerMessage(at, device, ik));
    assert.ok(!made.ok, `registered over version ${row.version}`);
  } else if (act === "commit") {
    const made = await pin.commit(at.deps, await commitMessage(at, his));
    assert.ok(!made.ok, `committed a key of his own over version ${row.version}`);
  } else if (act === "confirm") {
    const named = [row.last_evaluation, (await rowOf(device)).last_evaluation, "evl_0"];
    const own = named.map((evaluation) => decision(at, his, evaluation ?? "evl_1"));
    for (const signed of [...(await Promise.all(own)), ...past.decisions]) {
      const outcome = await at.confirm(device, signed, purposes.decision);
      assert.ok(!outcome.ok, `version ${row.version} was set back`);
    }
  } else {
    await moveClock(trial.database.db, hours(1));
    return (await evaluate(at, his)).ok ? 1 : 0;
  }
  return 0;
}

/** Each act on each row while tries are left; then each followed by tries, on the row put back and on what it became. */
async function attempts(at: Service, past: Past): Promise<number> {
  for (const row of past.rows)
    for (const act of acts) if (act !== "evaluate") await attempt(at, past, row, act);
  let evaluated = 0;
  for (const row of past.rows)
    for (const act of acts) {
      evaluated += await attempt(at, past, row, act);
      await moveClock(trial.database.db, hours(1));
      if ((await evaluate(at, past.phone)).ok) evaluated++;
    }
  for (const row of [...past.rows].reverse()) evaluated += await attempt(at, past, row, "evaluate");
  return evaluated;
}

test("whatever earlier row is put back before whatever call, ten evaluations without the right code are the last", async () => {
  const past = await lived(3);
  // The newest row is the true one: nothing put back. All others are earlier.
  past.rows.pop();
  assert.equal(3 + (await attempts(service, past)), limits.pinTries);
  assert.partialDeepStrictEqual(await service.count(past.phone.device), {
    triesLeft: 0,
    disabled: true,
  });
});

test("a key committed into a row put back is not the holder's: he is refused, and his own code still works", async () => {
  const past = await lived(1);
  const { device, ik } = past.phone;
  for (const row of past.rows.slice(0, 2)) {
    await putBack(row, past.keys);
    const his = { device, ik, uk: thief, keyId: row.key_id };
    const logged: string[] = [];
    const log: Log = { ...service.deps.log, error: (event) => logged.push(event) };
    const made = await pin.commit({ ...service.deps, log }, await commitMessage(service, his));
    assert.ok(!made.ok && made.refusal === "pin_already_set");
    assert.deepEqual(logged, ["pin_commit_on_row_put_back"]);
    assert.equal((await rowOf(device)).uk, null);
  }
  await putBack(past.rows[2] as Row);
  const again = await evaluate(service, past.phone);
  assert.ok(again.ok);
  const right = await decision(service, past.phone, again.value.evaluation);
  assert.ok((await service.confirm(device, right, purposes.decision)).ok);
});

/** The same key file beside a journal that knows nothing: another machine, or the folder lost. */
async function elsewhere(): Promise<Service> {
  const folder = await mkdtemp(join(tmpdir(), "aval-pin-put-back-"));
  after(() => rm(folder, { recursive: true, force: true }));
  await copyFile(trial.keyFile, join(folder, "pin.key"));
  return trial.start(join(folder, "pin.key"));
}

test("where the journal was lost, all the rows of its time give one try in all", async () => {
  const past = await lived(3);
  assert.equal(await attempts(await elsewhere(), past), 1);
});

test("where the journal was lost, a row newer than what the new one knows gives no second try", async () => {
  const past = await lived(6);
  const at = await elsewhere();
  let evaluated = 0;
  for (const row of past.rows) evaluated += await attempt(at, past, row, "evaluate");
  assert.equal(evaluated, 1);
});

test("where the journal was lost, a code that was never committed is not committed any more", async () => {
  const device = idFrom("dev", service.deps.random.bytes(17));
  const ik = await signerOf(await newKeyPair());
  await service.announce(device, await thumbprint(ik.jwk));
  const phone = { device, ik, uk: thief, keyId: await registerAt(service, device, ik) };
  const at = await elsewhere();
  const made = await pin.commit(at.deps, await commitMessage(at, phone));
  assert.ok(!made.ok && made.refusal === "pin_already_set");
});

/** Two programs on one folder: what the second has journalled, the first has not read of its own accord. */
const second = await trial.start();

test("a row put back to the version this process remembers has the tries another process journalled", async () => {
  const phone = await enrol(service);
  const fresh = await rowOf(phone.device);
  for (let tried = 0; tried < 9; tried++) {
    await moveClock(trial.database.db, hours(1));
    assert.ok((await evaluate(second, phone)).ok);
  }
  await putBack(fresh);
  assert.partialDeepStrictEqual(await service.count(phone.device), {
    triesLeft: 1,
    disabled: false,
  });
  await putBack(fresh);
  const last = await evaluate(service, phone);
  assert.ok(last.ok);
  assert.equal(last.value.triesLeft, 0);
});

test("a decision of before resets nothing in a row put back to the version this process remembers", async () => {
  const phone = await enrol(service);
  const made = await evaluate(service, phone);
  assert.ok(made.ok);
  const row = await rowOf(phone.device);
  const right = await decision(service, phone, made.value.evaluation);
  assert.ok((await evaluate(second, phone)).ok);
  await putBack(row);
  const outcome = await service.confirm(phone.device, right, purposes.decision);
  assert.ok(!outcome.ok && outcome.refusal === "replayed");
});

test("a code committed at another process is not committed over in a row put back", async () => {
  const device = idFrom("dev", service.deps.random.bytes(17));
  const [ik, uk] = [await signerOf(await newKeyPair()), await signerOf(await newKeyPair())];
  await service.announce(device, await thumbprint(ik.jwk));
  const phone = { device, ik, uk, keyId: await registerAt(service, device, ik) };
  const bare = await rowOf(device);
  assert.ok((await pin.commit(second.deps, await commitMessage(second, phone))).ok);
  await putBack(bare);
  const made = await pin.commit(
    service.deps,
    await commitMessage(service, { ...phone, uk: thief }),
  );
  assert.ok(!made.ok && made.refusal === "pin_already_set");
});

test("a row put back before the journal has the try gives no other: changes of one phone take turns", async () => {
  const phone = await enrol(service);
  const fresh = await rowOf(phone.device);
  const open = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  let records = 0;
  const { journal } = service.deps;
  const slow: PinDeps["journal"] = {
    ...journal,
    record: async (device, line) => {
      if (records++ === 0) {
        reached.resolve();
        await open.promise;
      }
      await journal.record(device, line);
    },
  };
  const deps = { ...service.deps, journal: slow };
  const one = pin.evaluate(deps, await evaluateMessage(service, phone));
  await reached.promise;
  await putBack(fresh);
  const two = pin.evaluate(deps, await evaluateMessage(service, phone));
  // Long enough for an evaluation that does not wait for its turn; one that does is not hurried by it.
  await Promise.race([two, pause(500)]);
  open.resolve();
  const left = (await Promise.all([one, two])).map(
    (outcome) => outcome.ok && outcome.value.triesLeft,
  );
  assert.deepEqual(left, [9, 8]);
});

test("asking how many tries are left has no effect, at the last one and in a row put back either", async () => {
  const past = await lived(limits.pinTries);
  const { device } = past.phone;
  const last = await rowOf(device);
  for (const row of [last, ...past.rows]) {
    await putBack(row);
    const before = { row: await rowOf(device), journal: service.deps.journal.remembered(device) };
    assert.partialDeepStrictEqual(await service.count(device), { triesLeft: 0, disabled: true });
    const now = { row: await rowOf(device), journal: service.deps.journal.remembered(device) };
    assert.deepEqual(now, before);
  }
  await putBack(last);
  // The right code at the tenth try still opens, however often somebody has asked.
  const right = await decision(service, past.phone, last.last_evaluation as string);
  assert.ok((await service.confirm(device, right, purposes.decision)).ok);
  assert.partialDeepStrictEqual(await service.count(device), { triesLeft: 10, disabled: false });
});

test("of a phone without a genuine row no number of tries is told", async () => {
  const phone = await enrol(service);
  assert.ok(await service.retire(phone.device));
  assert.partialDeepStrictEqual(await service.count(phone.device), {
    triesLeft: 0,
    disabled: true,
  });
  await assert.rejects(service.count(idFrom("dev", service.deps.random.bytes(17))));
  const forged = await enrol(service);
  await putBack({ ...(await rowOf(forged.device)), tries: 1 });
  await assert.rejects(service.count(forged.device));
});

test("a decision is confirmed by the latest evaluation, or as the very decision confirmed last; by no other", async () => {
  const phone = await enrol(service);
  const asked = async (signed: MultiSigned) => {
    const outcome = await service.confirm(phone.device, signed, purposes.decision);
    return outcome.ok ? "right" : outcome.refusal;
  };
  assert.equal(await asked(await decision(service, phone, "evl_never")), "replayed");
  const made = await evaluate(service, phone);
  assert.ok(made.ok);
  const { evaluation } = made.value;
  assert.equal(await asked(await decision(service, phone, "evl_never")), "replayed");
  const first = await decision(service, phone, evaluation);
  assert.equal(await asked(first), "right");
  assert.equal(await asked(first), "right");
  assert.equal(await asked(await decision(service, phone, evaluation)), "replayed");
  assert.ok((await evaluate(service, phone)).ok);
  assert.equal(await asked(first), "right");
  assert.equal(await asked(await decision(service, phone, evaluation)), "replayed");
});
