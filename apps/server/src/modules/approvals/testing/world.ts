import {
  type ApprovalId,
  type Context,
  type DeviceId,
  type Json,
  hashDocument,
  idFrom,
  type MultiSigned,
  newKeyPair,
  parseFrame,
  type ProfessionalId,
  purposes,
  type RefusalReason,
  type Signer,
  signCompact,
  signerOf,
  signMulti,
  thumbprint,
  toBase64url,
} from "@aval/protocol";
import { type Audit, type AuditTables, createAudit } from "#modules/audit";
import { createDevices, type DeviceTables } from "#modules/devices";
import { createLimits, type LimitTables } from "#modules/limits";
import { networkOf } from "#modules/signals";
import type { StopTables } from "#modules/stops";
import { type Database, transact } from "#platform/database";
import { done } from "#platform/outcome";
import { systemRandom } from "#platform/random";
import { moveClock } from "#platform/testing";
import { type Clock, type Duration, instant } from "#platform/time";
import { holdTurn, takeTurn } from "#platform/turns";
import { type Approvals, type ApprovalTables, createApprovals } from "../index.ts";

type Tables = ApprovalTables & AuditTables & DeviceTables & LimitTables & StopTables;

/**
 * Approvals on a real store, with real phones' keys and a service that anybody may enter: what the tests of this module
 * stand on. The PIN service is the test's: it says what the test wants it to say.
 */
export function approvalsOn(
  db: Database<Tables>,
  clock: Clock,
  pin: () => PinSays = () => ({ ok: true }),
) {
  const random = systemRandom;
  const audit: Audit = createAudit({ clock, random });
  const limits = createLimits();
  const devices = createDevices({
    db,
    clock,
    random,
    audit,
    limits,
    pin: {
      confirm: async () => {
        const said = pin();
        return said.ok ? said : { ...said, refusal: "wrong_code" };
      },
      count: async () => {
        const said = pin();
        return said.ok ? { triesLeft: 10, disabled: false } : said;
      },
    },
  });
  const approvals = createApprovals({
    db,
    clock,
    random,
    audit,
    limits,
    devices,
    // Nothing is stopped but phones: what opens waits for whoever stops one.
    stops: {
      keepOpen: async (tx, professional) => {
        await holdTurn(tx, stopTurn(professional));
        return true;
      },
    },
    isCalled: async () => false,
    asker: () => ({
      kind: "sign-in",
      describe: async (_tx, approval) =>
        done({
          service: { id: "service", name: "Service d'essai", number: "0001" },
          software: [],
          holder: { name: "Camille ESSAI", nationalId: approval.professional },
          browser: { standing: "unknown", declared: "Linux, Firefox" },
          distance: "same_network",
          rights: "reduced",
          reducedForSeconds: 3600,
          reasons: [],
        }),
      decided: async () => ({}),
    }),
    signContext: async (context) => JSON.stringify(context),
    networkOf,
  });
  return {
    approvals,
    devices,
    audit,
    limits,
    transact: <T>(work: (tx: Database<Tables>) => Promise<T>) => transact(db, work),
  };
}

/** What whoever stops this holder takes first. */
export const stopTurn = (professional: ProfessionalId) => `aval.stop.${professional}`;

/** Whoever suspends a phone: the holder's turn, the phone's row, then what it had scanned. */
export function suspendOn(
  { approvals, devices, transact: inside }: ReturnType<typeof approvalsOn>,
  { professional, device }: { professional: ProfessionalId; device: DeviceId },
): Promise<number> {
  return inside(async (tx) => {
    await takeTurn(tx, stopTurn(professional));
    await devices.suspend(tx, device, professional, "analyst");
    return approvals.endStopped(tx, { professional, device });
  });
}

/** What the test wants the PIN program to say of the code. */
type PinSays = { ok: true } | { ok: false; triesLeft: number; disabled: boolean };

/** A clock that goes with the database's, and moves with it. */
export function clockOf(db: Database<Tables>): Clock & { advance(span: Duration): Promise<void> } {
  let ahead = 0;
  return {
    now: () => instant(Date.now() + ahead),
    advance: async (span) => {
      ahead += span;
      await moveClock(db, span);
    },
  };
}

/** A phone as the tests hold it: its keys, and what it would send. */
export type TestPhone = Awaited<ReturnType<typeof enrolPhone>>;

export async function enrolPhone(
  world: ReturnType<typeof approvalsOn>,
  clock: Clock,
  professional = newProfessional(),
  level: "full" | "limited" = "full",
) {
  const ik = await signerOf(await newKeyPair());
  const uk = await signerOf(await newKeyPair());
  const device = await world.transact(async (tx) => {
    const added = await world.devices.add(tx, { label: "Téléphone d'essai", ik: ik.jwk });
    if (!added.ok) throw new Error(added.refusal);
    const owner = {
      professional,
      uk: uk.jwk,
      pinKey: "key",
      level,
      scope: "national",
    };
    if (!(await world.devices.activate(tx, added.value, owner))) throw new Error("not activated");
    return added.value;
  });
  return phoneOf({ device, professional, ik, uk }, clock);
}

export function newProfessional(): ProfessionalId {
  return idFrom("pro", systemRandom.bytes(17));
}

export function phoneOf(
  keys: { device: DeviceId; professional: ProfessionalId; ik: Signer; uk: Signer },
  clock: Clock,
) {
  const { device, ik, uk } = keys;
  const stamp = () => ({
    iat: Math.floor(clock.now() / 1000),
    jti: toBase64url(systemRandom.bytes(16)),
  });
  const decision = async (payload: Json, signers: readonly Signer[]) =>
    signMulti(payload, purposes.decision, signers);
  return {
    ...keys,
    claimOf: async (frame: string) => {
      const parsed = parseFrame(frame);
      if (!parsed) throw new Error("not a frame");
      const message = {
        v: purposes.claim,
        device,
        approval: parsed.approval,
        frame: parsed.number,
        mac: parsed.mac,
        ...stamp(),
      };
      return signCompact(message, purposes.claim, ik);
    },
    digitsOf: async (digits: string) =>
      signCompact(
        { v: purposes.claimDigits, device, digits, ...stamp() },
        purposes.claimDigits,
        ik,
      ),
    approvalOf: async (context: Context, key: Signer = uk): Promise<MultiSigned> => {
      const hash = await hashDocument(context as unknown as Json);
      const payload = {
        v: purposes.decision,
        device,
        approval: context.approval,
        context: hash,
        decision: "approve",
        evaluation: "e",
        ...stamp(),
      };
      return decision(payload, [ik, key]);
    },
    refusalOf: async (context: Context, reason: RefusalReason): Promise<MultiSigned> => {
      const hash = await hashDocument(context as unknown as Json);
      const payload = {
        v: purposes.decision,
        device,
        approval: context.approval,
        context: hash,
        decision: "refuse",
        reason,
        ...stamp(),
      };
      return decision(payload, [ik]);
    },
    pendingOf: async () =>
      signCompact({ v: purposes.pending, device, ...stamp() }, purposes.pending, ik),
    historyOf: async () =>
      signCompact({ v: purposes.history, device, ...stamp() }, purposes.history, ik),
  };
}

/** A browser: a key's thumbprint is all that approvals knows of it. */
export async function newBrowser(): Promise<string> {
  return thumbprint((await signerOf(await newKeyPair())).jwk);
}

export async function openOn(
  world: { approvals: Approvals; transact: ReturnType<typeof approvalsOn>["transact"] },
  browser: string,
  asker = "page",
) {
  return world.transact((tx) =>
    world.approvals.open(tx, { asker, kind: "sign-in", browser, network: "loopback" }),
  );
}

/** The context a claim's answer carries, as the test's signer writes it. */
export function contextIn(answer: { ok: boolean; value?: { context: string } }): Context {
  if (!answer.value) throw new Error(`refused: ${JSON.stringify(answer)}`);
  return JSON.parse(answer.value.context) as Context;
}

export type { ApprovalId };
