import assert from "node:assert/strict";
import test, { after } from "node:test";
import {
  idFrom,
  newKeyPair,
  purposes,
  signCompact,
  signerOf,
  signMulti,
  thumbprint,
} from "@aval/protocol";
import { moveClock } from "#platform/testing";
import { days, hours, minutes, seconds } from "#platform/time";
import * as pin from "./pin.ts";
import {
  blinded,
  commitMessage,
  decision,
  enrol,
  evaluate,
  evaluateMessage,
  openTrial,
  registerMessage,
  stamp,
  type TrialPhone,
} from "./testing/trial.ts";

const trial = await openTrial();
after(trial.close);
const service = await trial.start();
const { deps } = service;
const stranger = await signerOf(await newKeyPair());
const wrongUk = await signerOf(await newKeyPair());

const newDevice = () => idFrom("dev", deps.random.bytes(17));
const triesOf = async ({ device }: TrialPhone) =>
  (
    await deps.db
      .selectFrom("counter")
      .select("tries")
      .where("device", "=", device)
      .executeTakeFirstOrThrow()
  ).tries;

async function evaluated(phone: TrialPhone): Promise<string> {
  const made = await evaluate(service, phone);
  assert.ok(made.ok, made.ok ? "" : made.refusal);
  return made.value.evaluation;
}

const refusalOf = (outcome: { ok: true } | { ok: false; refusal: string }) =>
  outcome.ok ? "accepted" : outcome.refusal;

test("P-57: without the phone's key no request consumes a try", async () => {
  const phone = await enrol(service);
  const good = await evaluateMessage(service, phone);
  const [head, body, signature] = good.split(".") as [string, string, string];
  const other = { ...phone, ik: stranger };
  const now = await stamp(service);
  const hostile = {
    unsigned: `${head}.${body}.`,
    "signature of another message": `${head}.${body}.${(await evaluateMessage(service, phone)).split(".")[2]}`,
    "another key": await evaluateMessage(service, other),
    "another purpose": await signCompact(
      { v: purposes.pinEvaluate, device: phone.device, keyId: phone.keyId, blinded, ...now },
      purposes.claim,
      phone.ik,
    ),
    "another device": await evaluateMessage(service, { ...phone, device: newDevice() }),
    "another key id": await evaluateMessage(service, phone, { keyId: `pky_${"0".repeat(26)}` }),
    stale: await evaluateMessage(service, phone, { iat: now.iat - 121 }),
    "ahead of time": await evaluateMessage(service, phone, { iat: now.iat + 125 }),
    "no point of the curve": await evaluateMessage(service, phone, {
      blinded: Buffer.alloc(33, 5).toString("base64url"),
    }),
    "the point at infinity": await evaluateMessage(service, phone, {
      blinded: Buffer.alloc(33).toString("base64url"),
    }),
    "a member more": await evaluateMessage(service, phone, { more: 1 }),
    "no identifier": await evaluateMessage(service, phone, { jti: "" }),
    garbage: "a.b.c",
  };
  for (const [name, jws] of Object.entries(hostile)) {
    const outcome = await pin.evaluate(deps, jws);
    assert.equal(outcome.ok, false, name);
    assert.equal(await triesOf(phone), 0, name);
  }
  assert.equal((await pin.evaluate(deps, `${head}.${body}.${signature}`)).ok, true);
  assert.equal(refusalOf(await pin.evaluate(deps, good)), "replayed");
  assert.equal(await triesOf(phone), 1);
});

test("a phone with a wrong clock is told the time, and the message costs nothing", async () => {
  const phone = await enrol(service);
  const { iat } = await stamp(service);
  const outcome = await pin.evaluate(
    deps,
    await evaluateMessage(service, phone, { iat: iat - 3600 }),
  );
  assert.ok(!outcome.ok && outcome.refusal === "clock_skew");
  assert.ok(Math.abs((outcome.extra?.now ?? 0) - iat) < 60);
});

test("P-32: ten evaluations without a right code, then the phone is disabled and stays so", async () => {
  const phone = await enrol(service);
  for (let left = 9; left >= 0; left--) {
    await moveClock(trial.database.db, hours(1));
    const made = await evaluate(service, phone);
    assert.ok(made.ok);
    assert.equal(made.value.triesLeft, left);
  }
  for (const wait of [seconds(0), hours(2), days(400)]) {
    await moveClock(trial.database.db, wait);
    const refused = await evaluate(service, phone);
    assert.ok(!refused.ok && refused.refusal === "pin_disabled");
    assert.deepEqual(refused.extra, { triesLeft: 0 });
  }
  assert.equal(await triesOf(phone), 10);
});

test("the right code at the tenth try opens, and gives ten tries again", async () => {
  const phone = await enrol(service);
  let last = "";
  for (let tried = 0; tried < 10; tried++) {
    await moveClock(trial.database.db, hours(1));
    last = await evaluated(phone);
  }
  assert.deepEqual(
    await service.confirm(phone.device, await decision(service, phone, last), purposes.decision),
    {
      ok: true,
      value: { triesLeft: 10 },
    },
  );
  assert.equal(await triesOf(phone), 0);
});

test("the wait grows: the fourth try waits 30 seconds, and waiting costs nothing", async () => {
  const phone = await enrol(service);
  for (let tried = 0; tried < 3; tried++) await evaluated(phone);
  const early = await evaluate(service, phone);
  assert.ok(!early.ok && early.refusal === "pin_wait");
  const { retryAfterSeconds = 0, triesLeft } = early.extra ?? {};
  assert.ok(retryAfterSeconds > 0 && retryAfterSeconds <= 30);
  assert.equal(triesLeft, 7);
  assert.equal(await triesOf(phone), 3);
  await moveClock(trial.database.db, seconds(30));
  assert.ok((await evaluate(service, phone)).ok);
});

test("a right decision sets the count back once; the same decision again changes nothing", async () => {
  const phone = await enrol(service);
  await evaluated(phone);
  const signed = await decision(service, phone, await evaluated(phone));
  assert.ok((await service.confirm(phone.device, signed, purposes.decision)).ok);
  assert.equal(await triesOf(phone), 0);

  await evaluated(phone);
  // The server that lost our first answer is told the same again; a thief who replays it wins nothing.
  assert.ok((await service.confirm(phone.device, signed, purposes.decision)).ok);
  assert.equal(await triesOf(phone), 1);
});

test("an old decision, which every reader of the database has, resets nothing", async () => {
  const phone = await enrol(service);
  const old = await decision(service, phone, await evaluated(phone));
  const last = await decision(service, phone, await evaluated(phone));
  assert.ok((await service.confirm(phone.device, last, purposes.decision)).ok);
  await evaluated(phone);
  const outcome = await service.confirm(phone.device, old, purposes.decision);
  assert.equal(refusalOf(outcome), "replayed");
  assert.equal(await triesOf(phone), 1);
});

test("a wrong code is told with the tries left; at the last one the phone is disabled", async () => {
  const phone = await enrol(service);
  const wrong = async () =>
    service.confirm(
      phone.device,
      await decision(service, phone, await evaluated(phone), wrongUk),
      purposes.decision,
    );
  assert.deepEqual(await wrong(), {
    ok: false,
    refusal: "wrong_code",
    triesLeft: 9,
    disabled: false,
  });
  assert.equal(await triesOf(phone), 1);
  for (let tried = 2; tried < 10; tried++) {
    await moveClock(trial.database.db, hours(1));
    await wrong();
  }
  await moveClock(trial.database.db, hours(1));
  assert.deepEqual(await wrong(), {
    ok: false,
    refusal: "wrong_code",
    triesLeft: 0,
    disabled: true,
  });
  const late = await service.confirm(
    phone.device,
    await decision(service, phone, "evl_0"),
    purposes.decision,
  );
  assert.ok(!late.ok && late.refusal === "pin_disabled" && late.disabled);
});

test("the service takes nobody's word that a code was right: it verifies both signatures itself", async () => {
  const phone = await enrol(service);
  const evaluation = await evaluated(phone);
  const good = await decision(service, phone, evaluation);
  const other = await enrol(service);
  const refused = {
    "IK of another": [
      await decision(service, { ...phone, ik: stranger }, evaluation),
      "bad_signature",
    ],
    "IK alone": [{ ...good, signatures: good.signatures.slice(0, 1) }, "wrong_code"],
    "UK first": [{ ...good, signatures: [...good.signatures].reverse() }, "bad_signature"],
    "of another phone": [await decision(service, other, evaluation), "invalid_message"],
    "a refusal": [
      await signMulti(
        { v: purposes.decision, device: phone.device, decision: "refuse", evaluation },
        purposes.decision,
        [phone.ik, phone.uk],
      ),
      "invalid_message",
    ],
    "no evaluation": [
      await signMulti(
        { v: purposes.decision, device: phone.device, decision: "approve" },
        purposes.decision,
        [phone.ik, phone.uk],
      ),
      "invalid_message",
    ],
    "for another purpose": [
      await signMulti(
        { v: purposes.decision, device: phone.device, decision: "approve", evaluation },
        purposes.claim,
        [phone.ik, phone.uk],
      ),
      "bad_signature",
    ],
  } as const;
  for (const [name, [signed, refusal]] of Object.entries(refused)) {
    assert.equal(
      refusalOf(await service.confirm(phone.device, signed, purposes.decision)),
      refusal,
      name,
    );
    assert.equal(await triesOf(phone), 1, name);
  }
  assert.equal(
    refusalOf(await service.confirm(phone.device, good, purposes.activate)),
    "invalid_message",
  );
  assert.ok((await service.confirm(phone.device, good, purposes.decision)).ok);
});

test("an activation is confirmed like a decision, for the phone's current key only", async () => {
  const phone = await enrol(service);
  const activation = async (keyId: string, evaluation: string, uk = phone.uk) =>
    signMulti(
      {
        v: purposes.activate,
        enrolment: "enr_1",
        device: phone.device,
        keyId,
        uk: uk.jwk,
        evaluation,
        ...(await stamp(service)),
      },
      purposes.activate,
      [phone.ik, uk],
    );
  const evaluation = await evaluated(phone);
  const wrong = await service.confirm(
    phone.device,
    await activation(phone.keyId, evaluation, wrongUk),
    purposes.activate,
  );
  assert.deepEqual(wrong, { ok: false, refusal: "wrong_code", triesLeft: 9, disabled: false });
  const other = await service.confirm(
    phone.device,
    await activation(`pky_${"0".repeat(26)}`, evaluation),
    purposes.activate,
  );
  assert.equal(refusalOf(other), "pin_unknown_key");
  assert.ok(
    (
      await service.confirm(
        phone.device,
        await activation(phone.keyId, evaluation),
        purposes.activate,
      )
    ).ok,
  );
  assert.equal(await triesOf(phone), 0);
});

test("only a phone the server announced, with the key it was announced with, may register", async () => {
  const device = newDevice();
  const ik = await signerOf(await newKeyPair());
  const message = () => registerMessage(service, device, ik);
  assert.equal(refusalOf(await pin.register(deps, await message())), "pin_unknown_key");
  await service.announce(device, await thumbprint(stranger.jwk));
  assert.equal(refusalOf(await pin.register(deps, await message())), "pin_unknown_key");
  const later = newDevice();
  await service.announce(later, await thumbprint(ik.jwk));
  await moveClock(trial.database.db, days(6));
  assert.equal(
    refusalOf(await pin.register(deps, await registerMessage(service, later, ik))),
    "pin_unknown_key",
  );
});

test("a phone that lost the answer registers again, until its code is committed; then never", async () => {
  const device = newDevice();
  const ik = await signerOf(await newKeyPair());
  const uk = await signerOf(await newKeyPair());
  await service.announce(device, await thumbprint(ik.jwk));
  const first = await pin.register(deps, await registerMessage(service, device, ik));
  const second = await pin.register(deps, await registerMessage(service, device, ik));
  assert.ok(first.ok && second.ok);
  assert.notEqual(first.value.keyId, second.value.keyId);

  const committing = (keyId: string, code = uk) =>
    commitMessage(service, { device, ik, uk: code, keyId });
  assert.equal(
    refusalOf(await pin.commit(deps, await committing(first.value.keyId))),
    "pin_unknown_key",
  );
  assert.ok((await pin.commit(deps, await committing(second.value.keyId))).ok);
  assert.ok(
    (await pin.commit(deps, await committing(second.value.keyId))).ok,
    "the same key again is the same news",
  );
  assert.equal(
    refusalOf(await pin.commit(deps, await committing(second.value.keyId, wrongUk))),
    "pin_already_set",
  );
  assert.equal(
    refusalOf(await pin.register(deps, await registerMessage(service, device, ik))),
    "pin_already_set",
  );
});

test("a code is committed by the phone's key and the code's own key, both", async () => {
  const device = newDevice();
  const ik = await signerOf(await newKeyPair());
  await service.announce(device, await thumbprint(ik.jwk));
  const made = await pin.register(deps, await registerMessage(service, device, ik));
  assert.ok(made.ok);
  const phone = { device, ik, uk: wrongUk, keyId: made.value.keyId };
  const message = {
    v: purposes.pinCommit,
    device,
    keyId: phone.keyId,
    uk: wrongUk.jwk,
    ...(await stamp(service)),
  };
  for (const signers of [[ik], [ik, stranger], [stranger, wrongUk], [wrongUk, ik]]) {
    assert.equal(
      refusalOf(await pin.commit(deps, await signMulti(message, purposes.pinCommit, signers))),
      "bad_signature",
    );
  }
  assert.equal(
    refusalOf(await pin.evaluate(deps, await evaluateMessage(service, phone))),
    "pin_unknown_key",
  );
  assert.ok((await pin.commit(deps, await commitMessage(service, phone))).ok);
});

test("a phone that only ever registers fills nothing: ten times, then no more", async () => {
  const device = newDevice();
  const ik = await signerOf(await newKeyPair());
  await service.announce(device, await thumbprint(ik.jwk));
  const outcomes = [];
  for (let round = 0; round < 12; round++)
    outcomes.push(refusalOf(await pin.register(deps, await registerMessage(service, device, ik))));
  assert.deepEqual(outcomes.slice(9), ["accepted", "pin_already_set", "pin_already_set"]);
  const keys = await deps.db
    .selectFrom("oprf_key")
    .select("key_id")
    .where("device", "=", device)
    .execute();
  assert.equal(keys.length, 1);
});

test("a retired phone has no key left to evaluate with, and cannot come back", async () => {
  const phone = await enrol(service);
  const evaluation = await evaluated(phone);
  assert.equal(await service.retire(phone.device), true);
  assert.equal(await service.retire(newDevice()), false);
  const keys = await deps.db
    .selectFrom("oprf_key")
    .select("key_id")
    .where("device", "=", phone.device)
    .execute();
  assert.equal(keys.length, 0);
  assert.equal((await evaluate(service, phone)).ok, false);
  assert.equal(
    (
      await service.confirm(
        phone.device,
        await decision(service, phone, evaluation),
        purposes.decision,
      )
    ).ok,
    false,
  );
  await service.announce(phone.device, await thumbprint(phone.ik.jwk));
  assert.equal(
    refusalOf(await pin.register(deps, await registerMessage(service, phone.device, phone.ik))),
    "pin_already_set",
  );
});

test("messages are forgotten only when they would be refused for their age", async () => {
  const { sweep } = await import("./store.ts");
  const phone = await enrol(service);
  const jws = await evaluateMessage(service, phone);
  assert.ok((await pin.evaluate(deps, jws)).ok);
  await sweep(deps.db);
  assert.equal(refusalOf(await pin.evaluate(deps, jws)), "replayed");
  await moveClock(trial.database.db, minutes(7));
  await sweep(deps.db);
  assert.equal(refusalOf(await pin.evaluate(deps, jws)), "clock_skew");
  const rows = await deps.db.selectFrom("seen_message").select("jti").execute();
  assert.equal(rows.length, 0);
});
