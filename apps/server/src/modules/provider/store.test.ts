import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { moveClock, type TestDatabase, testDatabase } from "#platform/testing";
import { hours, minutes, seconds } from "#platform/time";
import {
  addResume,
  constant,
  endGrant,
  find,
  findEnded,
  findSignIn,
  purge,
  put,
  putNew,
  recordResult,
  spend,
  take,
  type Writing,
} from "./store.ts";

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

const db = () => database.db;
let count = 0;
const written = (more: Partial<Writing> = {}): Writing => ({
  model: "AuthorizationCode",
  idHash: `hash-${count++}`,
  payload: { kind: "AuthorizationCode" },
  grant: undefined,
  session: undefined,
  keyHash: undefined,
  lifetime: seconds(60),
  ...more,
});
const grace = seconds(10);

test("an artefact is spent by one of many, and only while it lives", async () => {
  const code = written();
  await put(db(), code);
  const won = await Promise.all(
    Array.from({ length: 8 }, () => spend(db(), code.model, code.idHash, hours(4))),
  );
  assert.equal(won.filter(Boolean).length, 1);
  const late = written();
  await put(db(), late);
  await moveClock(db(), seconds(61));
  assert.equal(await spend(db(), late.model, late.idHash, hours(4)), false);
  assert.equal(await spend(db(), late.model, "unknown", hours(4)), false);
});

test("a spent artefact is found as such after its life, until its replay matters no more; an unspent one is gone", async () => {
  const [spent, unspent] = [written(), written()];
  await put(db(), spent);
  await put(db(), unspent);
  await spend(db(), spent.model, spent.idHash, hours(4));
  assert.equal((await find(db(), spent.model, spent.idHash, grace))?.spent, "just_now");
  await moveClock(db(), seconds(11));
  assert.equal((await find(db(), spent.model, spent.idHash, grace))?.spent, "earlier");
  assert.equal((await find(db(), unspent.model, unspent.idHash, grace))?.spent, "no");
  await moveClock(db(), minutes(2));
  assert.equal((await find(db(), spent.model, spent.idHash, grace))?.spent, "earlier");
  assert.equal(await find(db(), unspent.model, unspent.idHash, grace), undefined);
  await moveClock(db(), hours(4));
  assert.equal(await find(db(), spent.model, spent.idHash, grace), undefined);
});

test("writing again renews an artefact and never makes a spent one good", async () => {
  const session = written({ model: "Session" });
  await put(db(), session);
  await spend(db(), session.model, session.idHash, hours(1));
  await put(db(), { ...session, payload: { kind: "Session", changed: true } });
  const found = await find(db(), session.model, session.idHash, grace);
  assert.deepEqual(
    [found?.payload, found?.spent],
    [{ kind: "Session", changed: true }, "just_now"],
  );
  assert.equal(await spend(db(), session.model, session.idHash, hours(1)), false);
});

test("what may be seen once is new once, in parallel too", async () => {
  const seen = written({ model: "ReplayDetection" });
  const news = await Promise.all(Array.from({ length: 8 }, () => putNew(db(), seen)));
  assert.equal(news.filter(Boolean).length, 1);
});

test("an artefact is taken away once, and not after its time", async () => {
  const one = written({ model: "Interaction" });
  await put(db(), one);
  const took = await Promise.all(
    Array.from({ length: 8 }, () => take(db(), one.model, one.idHash)),
  );
  assert.equal(took.filter(Boolean).length, 1);
  const late = written({ model: "Interaction" });
  await put(db(), late);
  await moveClock(db(), seconds(61));
  assert.equal(await take(db(), late.model, late.idHash), false);
});

test("a sign-in has one result, given by the browser that holds its secret", async () => {
  const signIn = written({
    model: "Interaction",
    keyHash: "key",
    payload: { params: { client_id: "s" }, session: { uid: "u" } },
  });
  await put(db(), signIn);
  assert.equal(await findSignIn(db(), signIn.idHash, "other"), undefined);
  assert.equal(await recordResult(db(), signIn.idHash, "other", { error: "x" }, "r"), false);
  const recorded = await Promise.all(
    ["one", "two", "three"].map((error) =>
      recordResult(db(), signIn.idHash, "key", { error }, error),
    ),
  );
  assert.equal(recorded.filter(Boolean).length, 1);
  const payload = await findSignIn(db(), signIn.idHash, "key");
  assert.deepEqual(Object.keys(payload ?? {}).sort(), ["params", "result"]);
  await moveClock(db(), seconds(61));
  assert.equal(await findSignIn(db(), signIn.idHash, "key"), undefined);
});

test("a sign-in that ended resumes by a secret given at its end, each of the last few, and by nothing else", async () => {
  const signIn = written({ model: "Interaction", keyHash: "key", payload: { params: {} } });
  await put(db(), signIn);
  const resumes = async (resume: string, key = "key") =>
    (await findEnded(db(), signIn.idHash, key, resume)) !== undefined;
  assert.equal(await addResume(db(), signIn.idHash, "key", "early"), false, "it has not ended");
  assert.equal(await resumes("early"), false);
  assert.equal(await recordResult(db(), signIn.idHash, "key", { error: "x" }, "first"), true);
  assert.equal(await addResume(db(), signIn.idHash, "other", "stranger"), false);
  assert.equal(await addResume(db(), signIn.idHash, "key", "second"), true);
  assert.deepEqual(
    await Promise.all([
      resumes("first"),
      resumes("second"),
      resumes("stranger"),
      resumes("first", "other"),
      resumes(""),
    ]),
    [true, true, false, false, false],
  );
  for (let at = 0; at < 40; at++) await addResume(db(), signIn.idHash, "key", `more-${at}`);
  assert.deepEqual(
    [await resumes("first"), await resumes("more-39"), await resumes("more-20")],
    [false, true, true],
  );
  await moveClock(db(), seconds(61));
  assert.equal(await resumes("more-39"), false);
  assert.equal(await addResume(db(), signIn.idHash, "key", "late"), false);
});

test("ending a grant ends what came of it and nothing else", async () => {
  const [mine, refresh, others] = [
    written({ grant: "g1" }),
    written({ model: "RefreshToken", grant: "g1" }),
    written({ grant: "g2" }),
  ];
  for (const artefact of [mine, refresh, others]) await put(db(), artefact);
  assert.equal(await endGrant(db(), "g1", "RefreshToken"), 1);
  assert.equal(await endGrant(db(), "g1", undefined), 1);
  assert.equal(await endGrant(db(), "g1", undefined), 0);
  assert.ok(await find(db(), others.model, others.idHash, grace));
});

test("purging forgets the expired, some at a time, and nothing that lives", async () => {
  await purge(db(), 1_000);
  const live = written({ lifetime: hours(1) });
  await put(db(), live);
  for (let at = 0; at < 5; at++) await put(db(), written());
  await moveClock(db(), minutes(2));
  assert.ok((await purge(db(), 3)) === 3);
  assert.ok((await purge(db(), 1_000)) >= 2);
  assert.equal(await purge(db(), 1_000), 0);
  assert.ok(await find(db(), live.model, live.idHash, grace));
});

test("a constant is drawn once for all nodes", async () => {
  const values = await Promise.all(
    ["a", "b", "c"].map((drawn) => constant(db(), "subject_uuid", drawn)),
  );
  assert.equal(new Set(values).size, 1);
  assert.equal(await constant(db(), "subject_uuid", "later"), values[0]);
});
