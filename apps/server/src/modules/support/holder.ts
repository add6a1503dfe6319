import {
  type CallAskAnswer,
  type CallFacts,
  type CallReportAnswer,
  type CallStatus,
  type Caller,
  callFacts,
  isId,
  type Json,
  type ProfessionalId,
  purposes,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import type { Devices } from "#modules/devices";
import { everywhere } from "#modules/staff";
import type { Stops } from "#modules/stops";
import { type AnyTables, type Database, transact, transactOrUndo } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId } from "#platform/random";
import { days, epochSeconds } from "#platform/time";
import type { Call } from "./call.ts";
import * as store from "./store.ts";
import { viewOf } from "./callbacks.ts";
import { checkShown } from "./check-holder.ts";
import { recordRefused } from "./check-store.ts";
import { referenceOf, type SupportDeps } from "./support.ts";
import { institutionOf, publicName } from "./words.ts";

/* What a holder's phone asks and says of calls. A phone is told of its own holder's alone. */

export type HolderDeps = SupportDeps & {
  readonly devices: Pick<
    Devices,
    "receiveOwned" | "receiveDecision" | "confirmCode" | "standingOf"
  >;
  /** By the context key. */
  readonly sign: (statement: Json, purpose: string) => Promise<string>;
};

/** Whether anybody calls this phone's holder, signed, for this question alone. */
export async function status(
  deps: HolderDeps,
  jws: string,
): Promise<Outcome<CallAskAnswer, Refusal>> {
  const received = await deps.devices.receiveOwned(jws, purposes.callAsk);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const call = await store.callTo(deps.db, device.professional);
  const heldUntil = await store.heldUntil(deps.db, device.professional);
  const back = await viewOf(deps, device.professional);
  const check = await checkShown(deps, device);
  const iat = epochSeconds(deps.clock.now());
  const said: CallStatus = {
    v: purposes.callStatus,
    device: device.id,
    answers: String(payload["jti"]),
    ...(call ? { caller: await callerOf(deps, call) } : {}),
    ...(heldUntil === undefined ? {} : { heldUntil: epochSeconds(heldUntil) }),
    ...(back ? { back } : {}),
    ...(check ? { check } : {}),
    iat,
    until: iat + lifetimes.callStatus / 1000,
  };
  return done({ status: await deps.sign(said as unknown as Json, purposes.callStatus) });
}

/** Who calls, or asks: by first name and initial, of which institution, for which case. */
export async function callerOf(
  { staff, directory }: Pick<HolderDeps, "staff" | "directory">,
  call: Pick<Call, "member" | "scope" | "case">,
): Promise<Caller> {
  const names = await staff.names([call.member]);
  const name = publicName(names.get(call.member) ?? "");
  const reference = referenceOf(call);
  if (call.scope === everywhere) return { name, case: reference };
  const id = call.scope.startsWith("structure:") ? call.scope.slice("structure:".length) : "";
  const structure = id ? await directory.structureName(id) : undefined;
  return { name, institution: institutionOf(call.scope, structure), case: reference };
}

/**
 * Until when nothing is added, where a call is all that holds it: a holder who is refused is told that, and not that their access is
 * stopped. `undefined`: something else holds too, or nothing does.
 */
export async function heldByCallAlone(
  { db, stops }: Pick<HolderDeps, "db"> & { readonly stops: Pick<Stops, "stands"> },
  professional: ProfessionalId,
): Promise<number | undefined> {
  const until = await store.heldUntil(db, professional);
  if (until === undefined || (await stops.stands(professional))) return undefined;
  return epochSeconds(until);
}

/** Whether this holder is on a call of ours: what the context of an approval says. */
export const isCalled = async (db: Database<AnyTables>, professional: ProfessionalId) =>
  (await store.callTo(db, professional)) !== undefined;

/**
 * *Signaler cet appel*: nothing is added until the holder lifts it, the call ends if it is one of ours, and somebody looks at it, by an
 * alert. Of a call that is over nothing is held: somebody looks at it.
 */
export async function report(
  deps: HolderDeps,
  jws: string,
): Promise<Outcome<CallReportAnswer, Refusal>> {
  const received = await deps.devices.receiveOwned(jws, purposes.callReport);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const { when } = payload;
  if (when !== "now" && when !== "earlier") return deny("invalid_message");
  const { professional, id: phone } = device;
  const id = newId("crp", deps.random);
  return transact(deps.db, async (tx): Promise<Outcome<CallReportAnswer, Refusal>> => {
    await deps.stops.takeTurn(tx, professional);
    // What holds is held whatever was reported before: only what people look at is counted.
    if (when === "now") await deps.stops.pauseByReport(tx, professional, phone);
    if (when === "now")
      for (const check of await recordRefused(tx, { professional, device: phone }))
        await deps.audit.append(tx, {
          fact: "caller_refused",
          professional,
          check,
          device: phone,
        });
    const call = when === "now" ? await store.callTo(tx, professional) : undefined;
    if (call && (await store.recordEnded(tx, { id: call.id, by: "report" })))
      await deps.audit.append(tx, {
        fact: "call_ended",
        professional,
        call: call.id,
        by: "report",
      });
    await store.insertReport(tx, { id, professional, device: phone, whence: when, call: call?.id });
    const { callReports } = bounds;
    if (await deps.limits.spend(tx, "call_report", professional, callReports, days(1)))
      await deps.audit.append(tx, {
        fact: "call_reported",
        professional,
        report: id,
        device: phone,
        when,
        ...(call ? { call: call.id } : {}),
      });
    return done({ report: id, held: when === "now" });
  });
}

/** What the caller asked for and said, by buttons. */
export async function tell(
  deps: HolderDeps,
  jws: string,
): Promise<Outcome<{ readonly told: true }, Refusal>> {
  const received = await deps.devices.receiveOwned(jws, purposes.callFacts);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const facts = readFacts(payload);
  const { report: id } = payload;
  if (!facts || !isId("crp", id)) return deny("invalid_message");
  const { professional } = device;
  return transactOrUndo(deps.db, async (tx): Promise<Outcome<{ told: true }, Refusal>> => {
    if (!(await store.recordFacts(tx, { id, professional, facts }, lifetimes.callReportTold)))
      return deny("not_found");
    const { callFactsTold } = bounds;
    if (await deps.limits.spend(tx, "call_facts", professional, callFactsTold, days(1)))
      await deps.audit.append(tx, { fact: "call_report_told", professional, report: id, ...facts });
    return done({ told: true });
  });
}

/** The buttons that were pressed; `undefined`: there is no such button. */
export function readFacts(payload: Readonly<Record<string, unknown>>): CallFacts | undefined {
  const told: Record<string, unknown> = {};
  for (const [name, known] of Object.entries(callFacts)) {
    const said = payload[name];
    if (said === undefined) continue;
    if (!(known as readonly unknown[]).includes(said)) return undefined;
    told[name] = said;
  }
  return told as CallFacts;
}
