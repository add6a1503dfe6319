import assert from "node:assert/strict";
import {
  type Context,
  hashDocument,
  idFrom,
  type Json,
  newKeyPair,
  type PasskeyAct,
  type PasskeyKind,
  type PasskeyPageView,
  type ProfessionalId,
  parseFrame,
  purposes,
  signCompact,
  signerOf,
  signMulti,
  thumbprint,
  toBase64url,
} from "@aval/protocol";
import { createApprovals } from "#modules/approvals";
import { createAudit } from "#modules/audit";
import { createDevices } from "#modules/devices";
import type { Directory } from "#modules/directory";
import { createLimits } from "#modules/limits";
import type { Where } from "#modules/places";
import { networkOf } from "#modules/signals";
import { type AnyTables, type Database, transact } from "#platform/database";
import type { Outcome } from "#platform/outcome";
import { systemRandom } from "#platform/random";
import { moveClock } from "#platform/testing";
import { type Clock, type Duration, instant } from "#platform/time";
import { createPasskeyAsker, createPasskeys, readStatements } from "../index.ts";
import type { Authenticator } from "#platform/testing/authenticator";

export const origin = "http://localhost:4400";
export const phoneOrigin = "http://phone.localhost:4401";
const seen = { address: "127.0.0.1", userAgent: "Mozilla/5.0 (X11; Linux) Firefox/140.0" };

/** Keys on a real store, with phones' real keys; places, stops and notices are what the test says, and are counted. */
export function passkeysOn(db: Database<AnyTables>, clock: Clock, statements: readonly object[]) {
  const random = systemRandom;
  const audit = createAudit({ clock, random });
  const limits = createLimits();
  const devices = createDevices({
    db,
    clock,
    random,
    audit,
    limits,
    pin: {
      confirm: async () => ({ ok: true }),
      count: async () => ({ triesLeft: 10, disabled: false }),
    },
  });
  const directory = {
    byId: async (id: ProfessionalId) => ({ id, nationalId: "899700000001", state: "active" }),
    displayName: () => "Camille ESSAI",
  } as unknown as Directory;
  const standing = { where: "own_place_l5" as Where, isShared: false };
  const stopped = new Set<string>();
  const stops = {
    isStopped: async (_db: unknown, _id: ProfessionalId, act: string) => stopped.has(act),
    keepOpen: async (_tx: unknown, _id: ProfessionalId, act: string) => !stopped.has(act),
  };
  const places = {
    standing: async () => standing,
    keepOwn: async () => (standing.where.startsWith("own_place") ? standing : undefined),
  };
  const told: { event: string; about: string }[] = [];
  const closed: { passkey: string }[] = [];
  const approvals = createApprovals({
    db,
    clock,
    random,
    audit,
    limits,
    devices,
    stops,
    asker: () => createPasskeyAsker({ directory, places, stops, brand: "Aval" }),
    signContext: async (context) => JSON.stringify(context),
    isCalled: async () => false,
    networkOf,
  });
  const passkeys = createPasskeys({
    db,
    lookups: db,
    clock,
    random,
    audit,
    limits,
    devices,
    directory,
    places,
    stops,
    approvals,
    notices: {
      tell: async (_tx, { event, about }) => {
        told.push({ event, about });
      },
    },
    statements: readStatements(JSON.stringify(statements)),
    origin,
    phoneOrigin,
    brand: "Aval",
    closeSessions: async (_tx, { passkey }) => {
      closed.push({ passkey });
    },
  });
  return { db, clock, audit, devices, approvals, passkeys, standing, stopped, told, closed };
}

export type PasskeysWorld = ReturnType<typeof passkeysOn>;

/** The clock of a database whose time a test moves. */
export function clockOf(db: Database<AnyTables>) {
  let ahead = 0;
  return {
    now: () => instant(Date.now() + ahead),
    advance: async (span: Duration) => {
      ahead += span;
      await moveClock(db, span);
    },
  };
}

const stampAt = (clock: Clock) => ({
  iat: Math.floor(clock.now() / 1000),
  jti: toBase64url(systemRandom.bytes(16)),
});

/** A phone of a holder's, which scans what a page shows, and approves. */
export async function newPhone(
  { db, devices, approvals, passkeys, clock }: PasskeysWorld,
  given: { level?: "full" | "limited"; professional?: ProfessionalId } = {},
) {
  const { level = "full", professional = idFrom("pro", systemRandom.bytes(17)) } = given;
  const [ik, uk] = [await signerOf(await newKeyPair()), await signerOf(await newKeyPair())];
  const device = await transact(db, async (tx) => {
    const added = await devices.add(tx, { label: "Essai", ik: ik.jwk });
    assert.ok(added.ok);
    const owner = { professional, uk: uk.jwk, pinKey: "k", level, scope: "national" };
    await devices.activate(tx, added.value, owner);
    return added.value;
  });
  const say = (purpose: string, more: Record<string, Json>) =>
    signCompact({ v: purpose, device, ...more, ...stampAt(clock) }, purpose, ik);
  return {
    professional,
    device,
    /** What the phone was shown once it had approved, or why it was not. */
    approve: async (frame: string | undefined): Promise<Context | string> => {
      const seenFrame = parseFrame(frame ?? "");
      assert.ok(seenFrame);
      const { approval, number, mac } = seenFrame;
      const jws = await say(purposes.claim, { approval, frame: number, mac });
      const claimed = await approvals.claimByFrame(jws, "127.0.0.1");
      if (!claimed.ok) return claimed.refusal;
      const context = JSON.parse(claimed.value.context) as Context;
      const decision = {
        ...{ v: purposes.decision, device, approval, decision: "approve", evaluation: "e" },
        ...{ context: await hashDocument(context as unknown as Json), ...stampAt(clock) },
      };
      const decided = await approvals.decide(
        approval,
        await signMulti(decision, purposes.decision, [ik, uk]),
      );
      return decided.ok ? context : decided.refusal;
    },
    list: async () => passkeys.list(await say(purposes.passkeys, {})),
    end: async (passkey: string) =>
      passkeys.end(passkey, await say(purposes.passkeyEnd, { passkey })),
  };
}

export type PasskeysPhone = Awaited<ReturnType<typeof newPhone>>;

/** A browser on the page on which keys are added. */
export async function newKeyPage(
  { passkeys, clock }: Pick<PasskeysWorld, "passkeys" | "clock">,
  kind: PasskeyKind = "security_key",
) {
  const bk = await signerOf(await newKeyPair());
  const addition = idFrom("pka", systemRandom.bytes(17));
  const say = (act: PasskeyAct, more: Record<string, Json> = {}) =>
    signCompact(
      { v: purposes.passkeyPage, addition, bk: bk.jwk, act, ...more, ...stampAt(clock) },
      purposes.passkeyPage,
      bk,
    );
  return {
    addition,
    browser: await thumbprint(bk.jwk),
    say,
    act: async (act: Exclude<PasskeyAct, "register">) =>
      passkeys.page(
        { addition, act },
        await say(act, act === "begin" ? { kind, name: "Clé du cabinet" } : {}),
        seen,
      ),
    register: async (key: Authenticator, view: PasskeyPageView, from = origin) => {
      assert.ok(view.creation);
      const made = key.create(view.creation, from);
      return passkeys.register(addition, await say("register"), made);
    },
  };
}

export type KeyPage = Awaited<ReturnType<typeof newKeyPage>>;

export function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.refusal);
  return outcome.value;
}

/** From the scan to the key: what the page was told last. */
export async function added(
  world: Pick<PasskeysWorld, "passkeys" | "clock">,
  phone: { readonly approve: (frame: string | undefined) => Promise<unknown> },
  key: Authenticator,
  kind: PasskeyKind = "security_key",
  from = origin,
): Promise<{ readonly page: KeyPage; readonly view: PasskeyPageView }> {
  const page = await newKeyPage(world, kind);
  const shown = value(await page.act("begin"));
  const context = await phone.approve(shown.frame);
  assert.notEqual(typeof context, "string", String(context));
  const view = value(await page.register(key, value(await page.act("frame")), from));
  return { page, view };
}
