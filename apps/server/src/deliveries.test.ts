import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import {
  type DeviceId,
  newKeyPair,
  type ProfessionalId,
  signerOf,
  type StopId,
} from "@aval/protocol";
import { limits } from "#lifetimes";
import type { Visitor } from "#modules/staff";
import { createDeliveries, createStreamDesk } from "#modules/streams";
import { transact } from "#platform/database";
import { systemRandom as random } from "#platform/random";
import { days, seconds } from "#platform/time";
import { type SetUp, setUp } from "./modules/provider/testing/setup.ts";
import { settle } from "./modules/streams/outbox-store.ts";
import { startSignalReceiver } from "./testing/signal-receiver.ts";
import { signalService } from "./testing/signal-client.ts";

// What services were told, as the staff see it, and telling it again. Who may is walked in `staff.test.ts`.

const { jwk: aKey } = await signerOf(await newKeyPair());
let it: SetUp;
before(async () => {
  it = await setUp();
});
after(() => it.close());

const operator = { member: "stf_operator" } as Visitor;
const desk = () => createDeliveries({ ...it.world, wakes: it.world.signalWakes });
const round = async () => {
  await it.world.streams.tellServices();
  while (it.world.streams.tellingNow() > 0) await new Promise((resolve) => setTimeout(resolve, 10));
};
const added = (professional: ProfessionalId, nth: number) =>
  transact(it.world.db, (tx) =>
    it.world.audit.append(tx, {
      ...{ fact: "device_added", professional, level: "limited", ik: aKey, uk: aKey },
      device: `dev_${nth}` as DeviceId,
    }),
  );
const seen = async (stream: string) => {
  const outcome = await desk().view(stream);
  assert.ok(outcome.ok);
  return outcome.value;
};
const states = async (stream: string) =>
  (await seen(stream)).deliveries.map(({ state, mayReplay }) => `${state} ${mayReplay}`);

test("a stream's page says what waits, what was given up and why; replayed, each event is the same token, in its person's order", async () => {
  const receiver = await startSignalReceiver();
  const one = await signalService(it, "watched");
  const stream = await one.stream(receiver.address);
  const [ada, eve] = [await one.inside(), await one.inside()];
  receiver.answer(400);
  for (let nth = 0; nth < 2; nth++)
    for (const { holder } of [ada, eve]) await added(holder.professional, nth);
  await round();
  const waiting = await seen(stream);
  assert.deepEqual(
    [waiting.service, waiting.waiting, waiting.failed, waiting.lastError, waiting.lastTakenAt],
    ["Service watched", 4, 0, "refused", undefined],
  );
  assert.ok(waiting.oldestAt);
  assert.deepEqual(new Set(await states(stream)), new Set(["due false"]), "nothing twice at once");
  const early = await desk().replay(operator, stream);
  assert.equal(early.ok || early.refusal, "nothing_to_replay");

  while ((await seen(stream)).waiting > 0) {
    await it.advance(seconds(3600));
    await round();
  }
  const { failed, deliveries } = await seen(stream);
  assert.equal(failed, 4);
  assert.ok(
    deliveries.every(({ state, tries }) => state === "given_up" && tries === limits.signalRefusals),
  );
  const tokens = new Map(receiver.got.map(({ jti, token }) => [jti, token]));
  receiver.got.length = 0;
  receiver.answer(202);
  assert.ok((await desk().replay(operator, stream)).ok);
  while ((await seen(stream)).waiting > 0) await round();
  assert.equal(receiver.got.length, 4, "each once");
  for (const { jti, token } of receiver.got) assert.equal(token, tokens.get(jti));
  const written = deliveries.map(({ jti }) => jti).reverse();
  for (const { sub } of [ada, eve])
    assert.deepEqual(
      receiver.got.filter((got) => got.sub["sub"] === sub).map(({ jti }) => jti),
      written.filter((jti) =>
        receiver.got.some((got) => got.jti === jti && got.sub["sub"] === sub),
      ),
    );
  const after = await seen(stream);
  assert.deepEqual([after.failed, after.lastError], [0, undefined]);
  assert.ok(after.lastTakenAt);

  const [first] = after.deliveries;
  assert.ok(
    (await desk().replay(operator, stream, first?.jti)).ok,
    "a taken one, asked for by its name",
  );
  await round();
  assert.deepEqual(
    receiver.got.slice(4).map(({ jti, token }) => [jti, token]),
    [[first?.jti, tokens.get(first?.jti ?? "")]],
  );
  const facts = (await it.facts("signals_replayed")).map(({ events, staff }) => [events, staff]);
  assert.deepEqual(facts, [
    [4, "stf_operator"],
    [1, "stf_operator"],
  ]);
  await receiver.close();
});

test("another stream's event, one of a stopped stream, and one that is too old go nowhere again", async () => {
  const [one, other] = [await signalService(it, "mine"), await signalService(it, "theirs")];
  const [stream, theirs] = [await one.stream(), await other.stream()];
  const { holder } = await one.inside();
  await added(holder.professional, 1);
  const { sets } = await one.poll(stream);
  const [jti = ""] = Object.keys(sets);
  await one.poll(stream, { ack: [jti], maxEvents: 0 });
  assert.deepEqual(await states(stream), ["delivered true"]);
  const refusal = async (of: string, name?: string) => {
    const outcome = await desk().replay(operator, of, name);
    return outcome.ok || outcome.refusal;
  };
  assert.equal(await refusal(theirs, jti), "nothing_to_replay");
  assert.equal(await refusal("str_nobody", jti), "not_found");
  const host = createStreamDesk({ ...it.world, random });
  await host.setState("mine", { state: "disabled" });
  assert.equal(await refusal(stream, jti), "nothing_to_replay");
  assert.equal((await seen(stream)).deliveries.at(-1)?.mayReplay, false);
  await host.setState("mine", { state: "enabled" });
  assert.equal(await refusal(stream, jti), true);
  assert.ok(jti in (await one.poll(stream)).sets, "shown again");
  await one.poll(stream, { ack: [jti], maxEvents: 0 });
  assert.deepEqual((await states(stream)).at(-1), "delivered true");
  await it.advance(days(31));
  assert.equal(await refusal(stream, jti), "nothing_to_replay");
  const { streams } = await desk().list();
  assert.deepEqual(
    streams.filter(({ stream: id }) => [stream, theirs].includes(id)).map(({ method }) => method),
    ["poll", "poll"],
  );
});

test("a late answer to an earlier sending settles no later one, and one sent again is asked for once", async () => {
  const receiver = await startSignalReceiver();
  const one = await signalService(it, "late");
  const stream = await one.stream(receiver.address);
  const { holder } = await one.inside();
  await added(holder.professional, 1);
  await round();
  const [{ jti = "" } = {}] = (await seen(stream)).deliveries;
  const asked = await Promise.all(
    [1, 2, 3].map(async () => (await desk().replay(operator, stream, jti)).ok),
  );
  assert.deepEqual(asked.sort(), [false, false, true]);
  for (const late of [0, 7])
    assert.equal(await settle(it.world.db, { jti, replays: late }, "given_up", "failed"), false);
  assert.deepEqual(await states(stream), ["due false"]);
  await round();
  assert.equal(receiver.got.length, 2);
  const [after] = (await seen(stream)).deliveries;
  assert.deepEqual([after?.state, after?.replays, after?.mayReplay], ["delivered", 1, true]);
  await receiver.close();
});

test("a stop is not told again once what came after it was told, nor a reopening after a new stop: the last word stands", async () => {
  const receiver = await startSignalReceiver();
  const one = await signalService(it, "standing");
  const stream = await one.stream(receiver.address);
  const { holder } = await one.inside();
  const { professional } = holder;
  const say = (fact: "stop_made" | "stop_lifted") =>
    transact(it.world.db, (tx) =>
      it.world.audit.append(
        tx,
        fact === "stop_made"
          ? { fact, professional, stop: "stp_1" as StopId, rule: "block" }
          : { fact, professional, stop: "stp_1" as StopId, rule: "block", by: "card" },
      ),
    );
  const giveUp = async () => {
    while ((await seen(stream)).waiting > 0) {
      await it.advance(seconds(3600));
      await round();
    }
  };
  receiver.answer(400);
  await say("stop_made");
  await giveUp();
  const [stopped] = (await seen(stream)).deliveries;
  assert.equal(stopped?.mayReplay, true, "nothing was told since");
  receiver.answer(202);
  await say("stop_lifted");
  await round();
  assert.deepEqual(await states(stream), ["delivered true", "given_up false"]);
  const counted = await seen(stream);
  assert.deepEqual([counted.failed, counted.replayable], [1, 0]);
  for (const jti of [stopped?.jti, undefined])
    assert.equal((await desk().replay(operator, stream, jti)).ok, false);

  receiver.answer(400);
  for (const fact of ["stop_made", "stop_lifted"] as const) await say(fact);
  await giveUp();
  assert.equal((await seen(stream)).replayable, 2, "both go, in their order");
  receiver.got.length = 0;
  receiver.answer(202);
  assert.ok((await desk().replay(operator, stream)).ok);
  await giveUp();
  assert.deepEqual(
    receiver.got.map(({ event }) => event),
    ["account-disabled", "account-enabled"],
  );
  await receiver.close();
});

test("what a service that polls could not take is said of it, and sent again it wakes the poll", async () => {
  const one = await signalService(it, "polling");
  const stream = await one.stream();
  const { holder } = await one.inside();
  await added(holder.professional, 1);
  let name = "";
  for (let count = 0; count < limits.signalRefusals; count++) {
    const { sets } = await one.poll(stream);
    [name = ""] = Object.keys(sets);
    await one.poll(stream, { setErrs: { [name]: { err: "invalid_key" } }, maxEvents: 0 });
    await it.advance(days(1));
    await one.renew();
  }
  const { lastError, failed } = await seen(stream);
  assert.deepEqual([lastError, failed], ["refused", 1]);
  const waiting = one.poll(stream, { returnImmediately: false });
  assert.ok((await desk().replay(operator, stream, name)).ok);
  assert.deepEqual(Object.keys((await waiting).sets), [name]);
});
