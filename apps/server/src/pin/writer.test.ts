import assert from "node:assert/strict";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { newKeyPair, purposes, signerOf, thumbprint } from "@aval/protocol";
import { Halt } from "#platform/halt";
import { moveClock } from "#platform/testing";
import { hours } from "#platform/time";
import * as pin from "./pin.ts";
import {
  decision,
  enrol,
  evaluate,
  openTrial,
  registerMessage,
  type Service,
  type TrialPhone,
} from "./testing/trial.ts";

/**
 * Law 8 against `DbWriter`: whoever writes to the database, as its owner even, wins no try; and against restores.
 */
const trial = await openTrial();
after(trial.close);
const service = await trial.start();
const { db } = service.deps;
const stranger = await signerOf(await newKeyPair());

const rowOf = (phone: TrialPhone) =>
  db.selectFrom("counter").selectAll().where("device", "=", phone.device).executeTakeFirstOrThrow();
type Row = Awaited<ReturnType<typeof rowOf>>;
const json = (value: unknown) => JSON.stringify(value) as never;

async function write(row: Partial<Row> & { device: string }): Promise<void> {
  const { ik, uk, ...others } = row;
  const keys = { ...(ik && { ik: json(ik) }), ...(uk && { uk: json(uk) }) };
  await db
    .updateTable("counter")
    .set({ ...others, ...keys })
    .where("device", "=", row.device)
    .execute();
}

/** Tries, an hour between each, until the service refuses: how many were evaluated, and how it ended. */
async function spend(
  at: Service,
  phone: TrialPhone,
): Promise<{ evaluated: number; ended: string }> {
  for (let evaluated = 0; ; evaluated++) {
    await moveClock(trial.database.db, hours(1));
    const outcome = await evaluate(at, phone);
    if (!outcome.ok) return { evaluated, ended: outcome.refusal };
  }
}

test("a count written by hand is refused, and nothing is evaluated for that phone", async () => {
  for (const change of [
    { tries: 0 },
    { version: 99 },
    { next_try_at: new Date(0) },
    { ik: stranger.jwk },
    { uk: stranger.jwk },
    { epoch: "other" },
    { last_evaluation: "evl_1" },
    { confirmed_evaluation: "evl_1" },
    { key_id: `pky_${"0".repeat(26)}` },
    { mac: "AAAA" },
  ]) {
    const phone = await enrol(service);
    const last = await evaluate(service, phone);
    assert.ok(last.ok);
    await write({ device: phone.device, ...change });
    const outcome = await evaluate(service, phone);
    assert.ok(!outcome.ok && outcome.refusal === "pin_unavailable", JSON.stringify(change));
    const confirmation = await service.confirm(
      phone.device,
      await decision(service, phone, last.value.evaluation),
      purposes.decision,
    );
    assert.ok(
      !confirmation.ok && confirmation.refusal === "pin_unavailable",
      JSON.stringify(change),
    );
  }
});

test("another phone's row or key does not serve: each is bound to its phone", async () => {
  const phone = await enrol(service);
  const fresh = await enrol(service);
  assert.equal((await spend(service, phone)).evaluated, 10);
  const { device: _, ...others } = await rowOf(fresh);
  await write({ ...others, device: phone.device });
  assert.deepEqual(await spend(service, phone), { evaluated: 0, ended: "pin_unavailable" });

  const own = await enrol(service);
  const key = await db
    .selectFrom("oprf_key")
    .selectAll()
    .where("device", "=", fresh.device)
    .executeTakeFirstOrThrow();
  await db
    .updateTable("oprf_key")
    .set({ wrapped: key.wrapped })
    .where("device", "=", own.device)
    .execute();
  assert.deepEqual(await spend(service, own), { evaluated: 0, ended: "pin_unavailable" });
  assert.equal((await rowOf(own)).tries, 0);
});

test("a counter put back to an older state has the tries of the journal: none is free", async () => {
  const phone = await enrol(service);
  const fresh = await rowOf(phone);
  for (let tried = 0; tried < 8; tried++) {
    await moveClock(trial.database.db, hours(1));
    assert.ok((await evaluate(service, phone)).ok);
  }
  const wrong = await decision(service, phone, "evl_0", stranger);
  await write(fresh);
  const outcome = await service.confirm(phone.device, wrong, purposes.decision);
  assert.ok(!outcome.ok && outcome.triesLeft === 2);
  assert.deepEqual(await spend(service, phone), { evaluated: 2, ended: "pin_disabled" });
  await write(fresh);
  assert.deepEqual(await spend(service, phone), { evaluated: 0, ended: "pin_disabled" });
});

test("a counter put back while the program was down is seen at its start", async () => {
  const phone = await enrol(service);
  const fresh = await rowOf(phone);
  const first = await trial.start();
  assert.equal((await spend(first, phone)).evaluated, 10);
  await first.close();
  await write(fresh);
  assert.deepEqual(await spend(await trial.start(), phone), {
    evaluated: 0,
    ended: "pin_disabled",
  });
});

test("an evaluation from before a rollback resets nothing, and the right code afterwards heals the count", async () => {
  const phone = await enrol(service);
  const made = await evaluate(service, phone);
  assert.ok(made.ok);
  const before = await rowOf(phone);
  const signed = await decision(service, phone, made.value.evaluation);
  assert.ok((await evaluate(service, phone)).ok);
  await write(before);
  const stale = await service.confirm(phone.device, signed, purposes.decision);
  assert.ok(!stale.ok && stale.refusal === "replayed");

  const again = await evaluate(service, phone);
  assert.ok(again.ok);
  assert.equal(again.value.triesLeft, 7);
  assert.ok(
    (
      await service.confirm(
        phone.device,
        await decision(service, phone, again.value.evaluation),
        purposes.decision,
      )
    ).ok,
  );
  assert.equal((await rowOf(phone)).tries, 0);
});

test("a row that was deleted lets nobody register that phone anew", async () => {
  const phone = await enrol(service);
  assert.equal((await spend(service, phone)).evaluated, 10);
  await db.deleteFrom("oprf_key").where("device", "=", phone.device).execute();
  await db.deleteFrom("counter").where("device", "=", phone.device).execute();
  await service.announce(phone.device, await thumbprint(phone.ik.jwk));
  const outcome = await pin.register(
    service.deps,
    await registerMessage(service, phone.device, phone.ik),
  );
  assert.ok(!outcome.ok && outcome.refusal === "pin_already_set");
});

/** The same key file on another machine, whose journal knows nothing. */
async function elsewhere(): Promise<{ at: Service; close: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "aval-pin-restored-"));
  await copyFile(trial.keyFile, join(folder, "pin.key"));
  return {
    at: await trial.start(join(folder, "pin.key")),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

test("a database restored on a new machine leaves one try, not ten", async () => {
  const [thief, holder, late] = [await enrol(service), await enrol(service), await enrol(service)];
  assert.equal((await spend(service, late)).evaluated, 10);
  const { at, close } = await elsewhere();
  assert.deepEqual(await spend(at, thief), { evaluated: 1, ended: "pin_disabled" });
  assert.deepEqual(await spend(at, late), { evaluated: 0, ended: "pin_disabled" });

  // The holder who knows the code goes on under the new epoch, with ten tries again.
  const made = await evaluate(at, holder);
  assert.ok(made.ok && made.value.triesLeft === 0);
  assert.ok(
    (
      await at.confirm(
        holder.device,
        await decision(at, holder, made.value.evaluation),
        purposes.decision,
      )
    ).ok,
  );
  assert.equal((await spend(at, holder)).evaluated, 10);
  await close();
});

test("a key file that is not the one of this database stops the start, and none is made beside old counters", async () => {
  await enrol(service);
  const folder = await mkdtemp(join(tmpdir(), "aval-pin-other-"));
  await mkdir(join(folder, "empty"));
  await writeFile(join(folder, "other.key"), Buffer.alloc(32, 7), { mode: 0o600 });
  await writeFile(join(folder, "short.key"), Buffer.alloc(31, 7), { mode: 0o600 });
  for (const name of ["other.key", "short.key", "empty/pin.key"]) {
    await assert.rejects(trial.start(join(folder, name)), Halt, name);
  }
  await rm(folder, { recursive: true });
});
