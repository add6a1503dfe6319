import assert from "node:assert/strict";
import { join } from "node:path";
import test, { after } from "node:test";
import { type DeviceId, idFrom, type Problem, purposes } from "@aval/protocol";
import type { FastifyInstance } from "fastify";
import { createApp } from "#platform/http";
import { silentLog } from "#platform/log";
import { Secret } from "#platform/secret";
import { moveClock } from "#platform/testing";
import { hours, minutes } from "#platform/time";
import type { PinDeps } from "./hold.ts";
import { connectPinService, type Pin } from "./index.ts";
import { freePort } from "../testing/ports.ts";
import { openInternalSecret, startPinService } from "./main.ts";
import * as pin from "./pin.ts";
import { realPhone, speakTo } from "./testing/real-phone.ts";
import { decision, enrol, evaluateMessage, openTrial, type Service } from "./testing/trial.ts";

const trial = await openTrial();
after(trial.close);
const service = await trial.start();

function appOf(one: Pin, told: DeviceId[] = []): FastifyInstance {
  const app = createApp({ log: silentLog, hosts: ["phone.test"] });
  one.routes(app, async (device) => {
    told.push(device);
  });
  after(() => app.close());
  return app;
}

async function post(
  app: FastifyInstance,
  url: string,
  payload: object,
): Promise<{ status: number; body: Problem }> {
  const answer = await app.inject({
    method: "POST",
    url,
    headers: { host: "phone.test" },
    payload,
  });
  return { status: answer.statusCode, body: answer.json() };
}

const secret = await openInternalSecret({
  mode: "sandbox",
  pinSecret: undefined,
  pinSecretFile: join(trial.keyFile, "..", "pin-internal"),
});
const port = await freePort();
const program = await startPinService({
  databaseUrl: trial.database.pinUrl,
  keyFile: trial.keyFile,
  makeKeyFile: false,
  secret,
  host: "127.0.0.1",
  port,
  log: silentLog,
  threads: 1,
});
after(program.close);
const remote = connectPinService({ url: program.url, secret });

for (const [name, one] of [
  ["in the server's process", service],
  ["as a program of its own", remote],
] as const) {
  test(`${name}: a phone chooses its code, is counted, confirmed, and retired`, async () => {
    const phone = speakTo(appOf(one), "phone.test");
    const { identity } = await realPhone(phone, one, "246813");
    const wrong = await phone.tryCode(identity, "135790");
    assert.equal(wrong.triesLeft, 9);
    const right = await phone.tryCode(identity, "246813");
    assert.equal(right.triesLeft, 8);
    const { keyId } = identity.pin;
    assert.partialDeepStrictEqual(await one.count(identity.device), {
      triesLeft: 8,
      disabled: false,
      keyId,
    });

    const by = { device: identity.device, ik: identity.ik, keyId: identity.pin.keyId };
    const slip = await decision(service, { ...by, uk: wrong.uk }, right.evaluation);
    const [first, second] = slip.signatures;
    assert.ok(first && second);
    const noChange = { ...slip, signatures: [first, second, second] };
    assert.deepEqual(await one.replace(identity.device, noChange), {
      ok: false,
      refusal: "invalid_message",
      disabled: false,
    });
    assert.deepEqual(await one.confirm(identity.device, slip, purposes.decision), {
      ok: false,
      refusal: "wrong_code",
      triesLeft: 8,
      disabled: false,
    });
    const signed = await decision(service, { ...by, uk: right.uk }, right.evaluation);
    assert.deepEqual(await one.confirm(identity.device, signed, purposes.decision), {
      ok: true,
      value: { triesLeft: 10 },
    });
    assert.partialDeepStrictEqual(await one.count(identity.device), {
      triesLeft: 10,
      disabled: false,
      keyId,
    });
    assert.equal(await one.isReady(), true);
    assert.equal(await one.retire(identity.device), true);
    assert.equal(await one.retire(identity.device), true);
    await assert.rejects(phone.tryCode(identity, "246813"), { code: "pin_unknown_key" });
    assert.partialDeepStrictEqual(await one.count(identity.device), {
      triesLeft: 0,
      disabled: true,
    });
    await assert.rejects(one.count(idFrom("dev", new Uint8Array(17).fill(8))));
  });

  test(`${name}: a phone that has no try left is told, and so is the server, each time`, async () => {
    const told: DeviceId[] = [];
    const app = appOf(one, told);
    const phone = await enrol(service);
    for (let tried = 0; tried < 10; tried++) {
      await moveClock(trial.database.db, hours(1));
      assert.equal(
        (await post(app, "/pin/evaluate", { jws: await evaluateMessage(service, phone) })).status,
        200,
      );
    }
    assert.deepEqual(told, []);
    for (let again = 1; again <= 2; again++) {
      const refused = await post(app, "/pin/evaluate", {
        jws: await evaluateMessage(service, phone),
      });
      assert.equal(refused.status, 403);
      assert.equal(refused.body.error, "pin_disabled");
      assert.equal(refused.body.triesLeft, 0);
      assert.deepEqual(told, Array(again).fill(phone.device));
    }
  });

  test(`${name}: a refusal says when to come back, and what time it is`, async () => {
    const app = appOf(one);
    const phone = await enrol(service);
    for (let tried = 0; tried < 3; tried++)
      await post(app, "/pin/evaluate", { jws: await evaluateMessage(service, phone) });
    const early = await post(app, "/pin/evaluate", { jws: await evaluateMessage(service, phone) });
    assert.equal(early.status, 429);
    assert.equal(early.body.error, "pin_wait");
    assert.ok(
      (early.body.retryAfterSeconds ?? 0) > 0 && (early.body.retryAfterSeconds ?? 99) <= 30,
    );
    const late = await evaluateMessage(service, phone);
    await moveClock(trial.database.db, minutes(3));
    const skewed = await post(app, "/pin/evaluate", { jws: late });
    assert.equal(skewed.status, 401);
    assert.equal(skewed.body.error, "clock_skew");
    assert.ok(
      Math.abs((skewed.body.now ?? 0) - Date.now() / 1000) > 100,
      "the database's time, not this machine's",
    );
  });

  test(`${name}: a stranger cannot tell a phone that exists from one that does not`, async () => {
    const app = appOf(one);
    const phone = await enrol(service);
    const other = await enrol(service);
    const nobody = { ...other, device: idFrom("dev", service.deps.random.bytes(17)) };
    const answers = [];
    for (const target of [{ ...other, device: phone.device }, nobody]) {
      const { status, body } = await post(app, "/pin/evaluate", {
        jws: await evaluateMessage(service, target),
      });
      const { reference: _, ...same } = body;
      answers.push({ status, same });
    }
    assert.deepEqual(answers[0], answers[1]);
    assert.equal((answers[0] as { status: number }).status, 404);
  });

  test(`${name}: what is no message is refused by its shape`, async () => {
    const app = appOf(one);
    for (const payload of [
      {},
      { jws: 7 },
      { jws: "a".repeat(5000) },
      { jws: "a.b.c", more: 1 },
      [],
    ]) {
      assert.equal(
        (await post(app, "/pin/evaluate", payload)).status,
        400,
        JSON.stringify(payload).slice(0, 40),
      );
    }
    assert.equal(
      (await post(app, "/pin/evaluate", { jws: "a.b.c" })).body.error,
      "invalid_message",
    );
    assert.equal((await post(app, "/pin/commit", { payload: "e30", signatures: [] })).status, 400);
  });
}

test("only who has the secret reaches what the server asks; to others it is not there", async () => {
  const phone = await enrol(service);
  for (const authorization of [
    undefined,
    "Bearer ",
    "Bearer wrong",
    `Basic ${secret.reveal()}`,
    secret.reveal(),
  ]) {
    for (const path of [
      "/internal/announce",
      "/internal/confirm",
      "/internal/count",
      "/internal/retire",
      "/internal/other",
    ]) {
      const headers = {
        "content-type": "application/json",
        ...(authorization && { authorization }),
      };
      const answer = await fetch(new URL(path, program.url), {
        method: "POST",
        headers,
        body: JSON.stringify({ device: phone.device }),
      });
      assert.equal(answer.status, 404, `${path} ${authorization}`);
      assert.equal(((await answer.json()) as Problem).error, "not_found");
    }
  }
  const impostor = connectPinService({ url: program.url, secret: new Secret("wrong") });
  await assert.rejects(impostor.retire(phone.device));
  assert.equal(await service.retire(phone.device), true);
});

test("the phones' origin shows nothing of what the server asks", async () => {
  for (const path of ["/internal/announce", "/internal/retire"]) {
    assert.equal((await post(appOf(remote), path, { device: "dev_1" })).status, 404);
  }
});

test("while the program is away phones are told that nothing is lost, and the server's calls fail", async () => {
  const away = connectPinService({ url: `http://127.0.0.1:${await freePort()}`, secret });
  const answer = await post(appOf(away), "/pin/evaluate", { jws: "a.b.c" });
  assert.equal(answer.status, 503);
  assert.equal(answer.body.error, "pin_unavailable");
  assert.equal(await away.isReady(), false);
  await assert.rejects(away.announce(idFrom("dev", new Uint8Array(17)), "x"));
});

/** The program with a broken part. */
const broken = (part: Partial<PinDeps>): PinDeps => ({ ...service.deps, ...part });
const triesOf = async (at: Service, device: DeviceId) =>
  (
    await at.deps.db
      .selectFrom("counter")
      .select("tries")
      .where("device", "=", device)
      .executeTakeFirstOrThrow()
  ).tries;

test("an evaluation that breaks stays counted", async () => {
  const phone = await enrol(service);
  const evaluator = {
    evaluate: () => Promise.reject(new Error("the thread broke")),
    close: async () => {},
  };
  const outcome = await pin.evaluate(broken({ evaluator }), await evaluateMessage(service, phone));
  assert.ok(!outcome.ok && outcome.refusal === "pin_unavailable");
  assert.equal(await triesOf(service, phone.device), 1);
});

test("a try that cannot be written to the journal is counted and not evaluated", async () => {
  const phone = await enrol(service);
  let evaluations = 0;
  const journal = { ...service.deps.journal, record: () => Promise.reject(new Error("disk full")) };
  const evaluator = {
    evaluate: async () => assert.fail(`evaluated ${++evaluations}`),
    close: async () => {},
  };
  await assert.rejects(
    pin.evaluate(broken({ journal, evaluator }), await evaluateMessage(service, phone)),
    /disk full/,
  );
  assert.equal(evaluations, 0);
  assert.equal(await triesOf(service, phone.device), 1);
});
