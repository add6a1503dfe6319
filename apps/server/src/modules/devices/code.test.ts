import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  type DeviceId,
  idFrom,
  type MultiSigned,
  newKeyPair,
  peekMulti,
  type PublicJwk,
  purposes,
  type Signer,
  signerOf,
  signMulti,
  toBase64url,
  verifyMulti,
} from "@aval/protocol";
import { sql } from "kysely";
import { createAudit } from "#modules/audit";
import { createLimits } from "#modules/limits";
import { transact } from "#platform/database";
import { systemRandom } from "#platform/random";
import { type TestDatabase, testDatabase } from "#platform/testing";
import { instant } from "#platform/time";
import { createDevices } from "./index.ts";

// The two programs by turns: at each of these a change of code may have to wait for another, or be the last thing that its node did.

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

const clock = { now: () => instant(Date.now()) };

/** What the PIN program has: a change is its own only when signed by the code that it counts by. */
type Program = { uk: PublicJwk; pinKey: string };

/** A node of the server that goes on by one step at a time: the row read, what is to come written, the program asked, the end told. */
function nodeOf(program: Program, ik: Signer) {
  let release = () => {};
  let arrived = () => {};
  const stop = async () => {
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    arrived();
    if (isStepped) await released;
  };
  let isStepped = false;
  const limits = createLimits();
  const devices = createDevices({
    db: database.db,
    clock,
    random: systemRandom,
    audit: createAudit({ clock, random: systemRandom }),
    limits: {
      ...limits,
      once: async (...given) => {
        await stop();
        return limits.once(...given);
      },
    },
    pin: {
      confirm: () => Promise.reject(new Error("no act is confirmed here")),
      count: async () => ({ triesLeft: 9, disabled: false }),
    },
    codes: {
      replace: async (_device, message) => {
        await stop();
        const { uk, keyId } = peekMulti(message) as unknown as { uk: PublicJwk; keyId: string };
        const keys = [ik.jwk, program.uk, uk];
        const isRight = (await verifyMulti(message, purposes.codeChange, keys)) !== undefined;
        if (isRight) Object.assign(program, { uk, pinKey: keyId });
        await stop();
        return isRight ? { ok: true } : { ok: false, refusal: "wrong_code", disabled: false };
      },
      current: async () => ({ ...program }),
      changed: async () => {},
    },
  });
  let answer: "changed" | "refused" | undefined;
  let isOver = false;
  return {
    devices,
    answer: () => answer,
    /** The next step of this change, to its end. */
    step: async (message: MultiSigned) => {
      if (isOver) return;
      const reached = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      if (isStepped) release();
      else {
        isStepped = true;
        devices.changeCode(message).then((told) => {
          answer = told.ok ? "changed" : "refused";
          isOver = true;
          arrived();
        }, assert.fail);
      }
      await reached;
    },
  };
}

/** Somebody's phone, and messages of it that were made before any of them arrived. */
async function phoneWithCode() {
  const [ik, uk] = [await signerOf(await newKeyPair()), await signerOf(await newKeyPair())];
  const program: Program = { uk: uk.jwk, pinKey: "pky_first" };
  const { devices } = nodeOf(program, ik);
  const professional = idFrom("pro", systemRandom.bytes(17));
  const device = await transact(database.db, async (tx): Promise<DeviceId> => {
    const added = await devices.add(tx, { label: "Téléphone d'essai", ik: ik.jwk });
    assert.ok(added.ok);
    const owner = { professional, ...program, level: "full", scope: "national" } as const;
    assert.ok(await devices.activate(tx, added.value, owner));
    return added.value;
  });
  const stamp = () => ({
    device,
    iat: Math.floor(clock.now() / 1000),
    jti: toBase64url(systemRandom.bytes(16)),
    evaluation: "e",
  });
  return {
    device,
    program,
    ik,
    uk,
    changeTo: async (name: string, by: Signer = uk) => {
      const fresh = await signerOf(await newKeyPair());
      const { codeChange: v } = purposes;
      const said = { v, onCall: false, keyId: `pky_${name}`, uk: { ...fresh.jwk }, ...stamp() };
      return { fresh, message: await signMulti(said, v, [ik, by, fresh]) };
    },
    /** Whether both programs take this code. */
    works: async (code: Signer) => {
      const { phoneRename: v } = purposes;
      const message = await signMulti({ v, ...stamp() }, v, [ik, code]);
      const received = await nodeOf(program, ik).devices.receiveDecision(message, v);
      assert.ok(received.ok, JSON.stringify(received));
      return (
        received.value.code === "right" &&
        (await verifyMulti(message, v, [ik.jwk, program.uk])) !== undefined
      );
    },
  };
}

/** All the orders in which two changes make their first steps, however far each comes. */
function orders(first: number, second: number): string[] {
  const longer = [
    ...(first > 0 ? orders(first - 1, second).map((rest) => `b${rest}`) : []),
    ...(second > 0 ? orders(first, second - 1).map((rest) => `c${rest}`) : []),
  ];
  return ["", ...longer];
}

/** Of each change. The two are alike: whichever begins is called `b`. */
const steps = 4;

test("each change that was answered leaves that code working; whatever comes late or crashes leaves exactly one code that works", async () => {
  const all = [...new Set(orders(steps, steps))].filter((order) => !order.startsWith("c"));
  assert.ok(all.includes("bcbcbcbc") && all.includes("bbccccb") && all.length > 100);
  for (const order of all) {
    const phone = await phoneWithCode();
    const changes = { b: await phone.changeTo("b"), c: await phone.changeTo("c") };
    const nodes = { b: nodeOf(phone.program, phone.ik), c: nodeOf(phone.program, phone.ik) };
    for (const which of order as Iterable<"b" | "c">)
      await nodes[which].step(changes[which].message);
    const works = {
      a: await phone.works(phone.uk),
      b: await phone.works(changes.b.fresh),
      c: await phone.works(changes.c.fresh),
    };
    assert.equal(
      Object.values(works).filter(Boolean).length,
      1,
      `${order}: ${JSON.stringify(works)}`,
    );
    for (const which of ["b", "c"] as const)
      if (nodes[which].answer() === "changed")
        assert.ok(works[which], `${order}: ${which} was told`);
    const { rows } = await sql`
      select from fact where kind = 'code_changed' and body like ${`%${phone.device}%`}`.execute(
      database.db,
    );
    assert.equal(rows.length, works.a ? 0 : 1, `${order}: told once`);
  }
});

test("messages with a wrong code that nobody evaluated leave no more facts than there are tries", async () => {
  const phone = await phoneWithCode();
  const stranger = await signerOf(await newKeyPair());
  const { devices } = nodeOf(phone.program, phone.ik);
  for (let message = 0; message < 40; message++) {
    const told = await devices.changeCode((await phone.changeTo("b", stranger)).message);
    assert.ok(!told.ok && told.refusal === "wrong_code");
  }
  const { rows } = await sql`
    select from fact where kind = 'pin_try_counted' and body like ${`%${phone.device}%`}`.execute(
    database.db,
  );
  assert.equal(rows.length, 10);
});
