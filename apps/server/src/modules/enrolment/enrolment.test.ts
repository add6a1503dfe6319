import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import {
  type EnrolmentId,
  type Json,
  newKeyPair,
  type ProfessionalId,
  purposes,
  type RegistrarMessage,
  type Signer,
  signCompact,
  signerOf,
  signMulti,
  thumbprint,
  toBase64url,
} from "@aval/protocol";
import { sql } from "kysely";
import { limits as bounds } from "#lifetimes";
import { createAudit } from "#modules/audit";
import { createDevices } from "#modules/devices";
import { absentPin } from "../devices/testing/pin.ts";
import type { Directory } from "#modules/directory";
import { createLimits } from "#modules/limits";
import type { Staff } from "#modules/staff";
import { systemRandom } from "#platform/random";
import { moveClock, testDatabase, type TestDatabase } from "#platform/testing";
import { type Duration, hours, instant, minutes } from "#platform/time";
import { createEnrolment } from "./index.ts";
import { noKeys, noPlaces } from "./testing/world.ts";
import { wordsFor } from "./words.ts";

let database: TestDatabase;
let ahead = 0;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

const clock = { now: () => instant(Date.now() + ahead) };
const advance = async (span: Duration) => {
  ahead += span;
  await moveClock(database.db, span);
};
const key = async () => signerOf(await newKeyPair());
const registrars: Record<string, { signer: Signer; scope: string; active: boolean }> = {
  alix: { signer: await key(), scope: "order", active: true },
  basile: { signer: await key(), scope: "order", active: true },
  clemence: { signer: await key(), scope: "elsewhere", active: true },
  denis: { signer: await key(), scope: "order", active: false },
};
/** A holder who never had a phone, for each world. */
let nationalId = "899700100000";
const stateOf = (id: string) => {
  if (id === "899700000002") return "deactivated";
  return id.startsWith("8997001") ? "active" : undefined;
};

/** Enrolment on a real store; the PIN program says yes or no as the test wants. */
function world(pinSays: "yes" | "wrong_code" | "pin_disabled" | "away" = "yes", isOpen = true) {
  const random = systemRandom;
  const db = database.db;
  const audit = createAudit({ clock, random });
  const limits = createLimits();
  const devices = createDevices({ db, clock, random, audit, limits, pin: absentPin });
  nationalId = String(Number(nationalId) + 1);
  const directory = {
    find: async (id: string) =>
      stateOf(id) && {
        id: `pro_${id}` as ProfessionalId,
        nationalId: id,
        state: stateOf(id),
        scope: "order",
        exercises: [],
      },
    byId: async (id: string) =>
      stateOf(id.slice(4)) && {
        id,
        nationalId: id.slice(4),
        state: stateOf(id.slice(4)),
        scope: "order",
        exercises: [],
      },
    displayName: () => "Camille ESSAI",
  } as unknown as Directory;
  const staff = {
    registrarKey: async (id: string) =>
      registrars[id] && { jwk: registrars[id].signer.jwk, ...registrars[id], name: id },
    maySign: async (id: string, scopes: readonly string[]) =>
      scopes.includes(registrars[id]?.scope ?? ""),
  } as unknown as Staff;
  const announced: string[] = [];
  const pin = {
    announce: async (device: string) => void announced.push(device),
    confirm: async () => {
      if (pinSays === "away") throw new Error("the PIN program does not answer");
      return pinSays === "yes"
        ? ({ ok: true } as const)
        : ({ ok: false, refusal: pinSays } as const);
    },
  };
  return {
    enrolment: createEnrolment({
      db,
      clock,
      random,
      audit,
      limits,
      devices,
      directory,
      staff,
      stops: {
        keepOpen: async () => isOpen,
        liftAtDesk: async () => undefined,
        takeTurn: async () => undefined,
        freeze: async () => true,
        takePlace: async () => undefined,
        placeUnderFreeze: async () => undefined,
      },
      notices: { tell: async () => undefined },
      pin,
      keys: noKeys,
      places: noPlaces,
      endMadeBy: async () => undefined,
      origin: "https://phone.test",
    }),
    devices,
    announced,
  };
}

const stamp = () => ({
  iat: Math.floor(clock.now() / 1000),
  jti: toBase64url(systemRandom.bytes(16)),
});

async function begin(w: ReturnType<typeof world>) {
  const ik = await key();
  const jws = await signCompact(
    { v: purposes.enrol, ik: ik.jwk, label: "Téléphone d'essai", ...stamp() },
    purposes.enrol,
    ik,
  );
  const started = await w.enrolment.start(jws, "loopback");
  assert.ok(started.ok);
  return { ik, jws, ...started.value };
}

type Begun = Awaited<ReturnType<typeof begin>>;

async function signedBy(
  registrar: string,
  begun: Begun,
  change: Partial<RegistrarMessage> = {},
  signer = registrars[registrar]?.signer as Signer,
) {
  const message = {
    v: purposes.registrar,
    enrolment: begun.enrolment,
    ik: await thumbprint(begun.ik.jwk),
    nationalId,
    registrar,
    iat: Math.floor(clock.now() / 1000),
    ...change,
  };
  return signCompact(message as unknown as Json, purposes.registrar, signer);
}

async function activation(begun: Begun, uk: Signer, change: object = {}) {
  const payload = {
    v: purposes.activate,
    enrolment: begun.enrolment,
    device: begun.device,
    keyId: "key",
    uk: uk.jwk,
    evaluation: "e",
    ...stamp(),
    ...change,
  };
  return signMulti(payload as unknown as Json, purposes.activate, [begun.ik, uk]);
}

const refused = (outcome: { ok: boolean; refusal?: string }) =>
  outcome.ok ? "accepted" : outcome.refusal;

test("a phone is requested, proven by two registrars, and active only when its holder activates it with the code", async () => {
  const w = world();
  const begun = await begin(w);
  assert.equal(begun.words.length, 4);
  const uk = await key();
  assert.equal(
    refused(await w.enrolment.activate(await activation(begun, uk))),
    "enrolment_not_ready",
  );
  assert.deepEqual(
    w.announced,
    [],
    "nothing is kept by the PIN program for a phone nobody has proven",
  );

  const proven = await w.enrolment.addDeskEvidence([
    await signedBy("alix", begun),
    await signedBy("basile", begun),
  ]);
  assert.ok(proven.ok);
  assert.deepEqual(
    [proven.value.state, proven.value.level, proven.value.holder?.nationalId],
    ["ready", "full", nationalId],
  );
  assert.deepEqual(w.announced, [begun.device]);
  assert.equal((await w.devices.find(begun.device))?.state, "enrolling", "never automatic");

  const message = await activation(begun, uk);
  assert.equal(refused(await w.enrolment.activate(message)), "accepted");
  const device = await w.devices.find(begun.device);
  assert.equal(device?.state, "active");
  assert.equal(refused(await w.enrolment.activate(message)), "replayed");
  assert.equal(
    refused(await w.enrolment.activate(await activation(begun, uk))),
    "enrolment_active",
  );
});

test("the desk needs two different registrars who may act for this holder, about this phone, lately", async () => {
  const w = world();
  const begun = await begin(w);
  const other = await begin(w);
  const desk = async (...signatures: string[]) =>
    refused(await w.enrolment.addDeskEvidence(signatures));
  const alix = await signedBy("alix", begun);

  assert.equal(
    await desk(alix, await signedBy("alix", begun)),
    "evidence_refused",
    "one person signing twice is one person",
  );
  assert.equal(await desk(alix, alix), "evidence_refused");
  assert.equal(
    await desk(alix, await signedBy("clemence", begun)),
    "evidence_refused",
    "another authority's registrar",
  );
  assert.equal(
    await desk(alix, await signedBy("denis", begun)),
    "evidence_refused",
    "a registrar no longer active",
  );
  assert.equal(
    await desk(alix, await signedBy("personne", begun, {}, await key())),
    "evidence_refused",
  );
  assert.equal(
    await desk(alix, await signedBy("basile", begun, {}, registrars["alix"]?.signer)),
    "evidence_refused",
    "signed in another's name",
  );
  assert.equal(
    await desk(alix, await signedBy("basile", begun, { nationalId: "899700000003" })),
    "evidence_refused",
    "another person",
  );
  assert.equal(
    await desk(alix, await signedBy("basile", begun, { ik: await thumbprint(other.ik.jwk) })),
    "evidence_refused",
    "another phone",
  );
  assert.equal(
    await desk(alix, await signedBy("basile", other)),
    "evidence_refused",
    "another enrolment",
  );
  const early = Math.floor(clock.now() / 1000) - 31 * 60;
  assert.equal(
    await desk(alix, await signedBy("basile", begun, { iat: early })),
    "evidence_refused",
    "half an hour ago",
  );
  const ahead = Math.floor(clock.now() / 1000) + 10 * 60;
  assert.equal(
    await desk(alix, await signedBy("basile", begun, { iat: ahead })),
    "evidence_refused",
    "dated in the future",
  );
  const inactive = { nationalId: "899700000002" };
  assert.equal(
    await desk(await signedBy("alix", begun, inactive), await signedBy("basile", begun, inactive)),
    "unknown_professional",
  );
  assert.equal(await desk(alix, await signedBy("basile", begun)), "accepted");
  assert.equal(
    await desk(await signedBy("alix", begun), await signedBy("basile", begun)),
    "enrolment_not_ready",
    "proven once",
  );
});

test("whoever is no registrar learns nothing of a national id, known or not (P-54)", async () => {
  const w = world();
  const begun = await begin(w);
  const stranger = await key();
  for (const id of [nationalId, "899700000002", "899700009999"]) {
    const forged = async (registrar: string) =>
      signedBy(registrar, begun, { nationalId: id }, stranger);
    assert.equal(
      refused(await w.enrolment.addDeskEvidence([await forged("alix"), await forged("basile")])),
      "evidence_refused",
    );
  }
});

test("activation needs the phone's key, the code's key and the PIN program's word", async () => {
  const saysNo = world("wrong_code");
  const begun = await begin(saysNo);
  await saysNo.enrolment.addDeskEvidence([
    await signedBy("alix", begun),
    await signedBy("basile", begun),
  ]);
  const uk = await key();
  assert.equal(refused(await saysNo.enrolment.activate(await activation(begun, uk))), "wrong_code");
  assert.equal(
    refused(await world("pin_disabled").enrolment.activate(await activation(begun, uk))),
    "pin_disabled",
  );
  assert.equal(
    refused(await world("away").enrolment.activate(await activation(begun, uk))),
    "pin_unavailable",
  );

  const w = world();
  const thief = { ...begun, ik: await key() };
  assert.equal(refused(await w.enrolment.activate(await activation(thief, uk))), "bad_signature");
  const named = await activation(begun, uk, { uk: (await key()).jwk });
  assert.equal(refused(await w.enrolment.activate(named)), "bad_signature");
  assert.equal(refused(await w.enrolment.activate(await activation(begun, uk))), "accepted");
});

test("an enrolment nobody proves within a day, or proven and not activated, has expired", async () => {
  const w = world();
  const [unproven, proven] = [await begin(w), await begin(w)];
  await w.enrolment.addDeskEvidence([
    await signedBy("alix", proven),
    await signedBy("basile", proven),
  ]);
  await advance(hours(25));
  assert.equal(
    refused(
      await w.enrolment.addDeskEvidence([
        await signedBy("alix", unproven),
        await signedBy("basile", unproven),
      ]),
    ),
    "enrolment_not_ready",
  );
  assert.equal(
    refused(await w.enrolment.activate(await activation(proven, await key()))),
    "enrolment_over",
  );
});

test("only the phone itself is told how far its enrolment is", async () => {
  const w = world();
  const begun = await begin(w);
  const ask = async (signer: Signer, enrolment: EnrolmentId = begun.enrolment) =>
    w.enrolment.status(
      await signCompact(
        { v: purposes.enrolmentStatus, enrolment, ...stamp() },
        purposes.enrolmentStatus,
        signer,
      ),
    );
  const told = await ask(begun.ik);
  assert.equal(told.ok && told.value.state, "requested");
  assert.equal(refused(await ask(await key())), "enrolment_not_found");
  assert.equal(refused(await ask(begun.ik, (await begin(w)).enrolment)), "enrolment_not_found");
});

test("a phone that asks again with the same key, an unsigned wish or a stale one starts nothing", async () => {
  const w = world();
  const begun = await begin(w);
  assert.equal(refused(await w.enrolment.start(begun.jws, "loopback")), "replayed");
  assert.equal(refused(await w.enrolment.start("nothing", "loopback")), "invalid_message");
  const [ik, other] = [await key(), await key()];
  const forged = await signCompact(
    { v: purposes.enrol, ik: ik.jwk, label: "x", ...stamp() },
    purposes.enrol,
    other,
  );
  assert.equal(refused(await w.enrolment.start(forged, "loopback")), "invalid_message");
  const stale = await signCompact(
    { v: purposes.enrol, ik: ik.jwk, label: "x", ...stamp() },
    purposes.enrol,
    ik,
  );
  await advance(minutes(3));
  assert.equal(refused(await w.enrolment.start(stale, "loopback")), "clock_skew");
});

test("what nobody proves is forgotten with its phone, and the log knows nothing of it", async () => {
  const w = world();
  const [unproven, proven] = [await begin(w), await begin(w)];
  await w.enrolment.addDeskEvidence([
    await signedBy("alix", proven),
    await signedBy("basile", proven),
  ]);
  await advance(hours(25));
  await w.enrolment.purge();
  assert.equal(await w.devices.find(unproven.device), undefined);
  assert.notEqual(await w.devices.find(proven.device), undefined);
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from fact
    where kind = 'enrolment_requested' and body like ${`%${unproven.enrolment}%`}`.execute(
    database.db,
  );
  assert.equal(rows[0]?.count, 0);
});

test("one network cannot ask for phones without end, and others keep their measure", async () => {
  const w = world();
  await sql`
    insert into allowance (name, subject, spent, window_ends_at)
    values ('enrolment_request', 'flooding', ${bounds.enrolmentRequests}, aval_now() + interval '5 minutes')`.execute(
    database.db,
  );
  const asking = async (network: string) => {
    const ik = await key();
    const message = { v: purposes.enrol, ik: ik.jwk, label: "x", ...stamp() };
    return refused(
      await w.enrolment.start(await signCompact(message, purposes.enrol, ik), network),
    );
  };
  assert.equal(await asking("flooding"), "too_many");
  assert.equal(await asking("another"), "accepted");
});

test("a name that could pass for more on a screen is not kept, and keeps no phone out", async () => {
  const w = world();
  for (const label of ["Télé\u202Ephone\u200B \u2066x", "x".repeat(61), "Appelez le 01 23 45 67"]) {
    const ik = await key();
    const payload = { v: purposes.enrol, ik: ik.jwk, label, ...stamp() };
    const jws = await signCompact(payload, purposes.enrol, ik);
    const started = await w.enrolment.start(jws, "loopback");
    assert.ok(started.ok, label);
    assert.equal((await w.devices.find(started.value.device))?.label, "Téléphone");
  }
});

test("the four words depend on the enrolment and on the phone's key", () => {
  const words = (enrolment: string, ik: string) => wordsFor(enrolment, ik).join(" ");
  assert.equal(words("enr_a", "k"), words("enr_a", "k"));
  assert.notEqual(words("enr_a", "k"), words("enr_b", "k"));
  assert.notEqual(words("enr_a", "k"), words("enr_a", "l"));
});
