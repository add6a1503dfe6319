import {
  type CallbackAnswer,
  type CallbackId,
  type CallbackView,
  type CallList,
  callbackReasons,
  type ProfessionalId,
  purposes,
  type StaffId,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds } from "#lifetimes";
import type { Visitor } from "#modules/staff";
import { transactOrUndo } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId } from "#platform/random";
import { days, epochSeconds } from "#platform/time";
import * as store from "./callback-store.ts";
import type { HolderDeps } from "./holder.ts";
import { list, type SupportDeps } from "./support.ts";

/* *Demander à être rappelé*: a holder asks on their phone, one agent takes it, and calls as for any call. None of it opens anything. */

/**
 * The holder asks to be called back, by a reason of a list: one waits at a time. Only where there is a trusted number, which is the one that
 * is called: whoever has the phone has no say in where it rings.
 */
export async function ask(
  deps: HolderDeps,
  jws: string,
): Promise<Outcome<CallbackAnswer, Refusal>> {
  const received = await deps.devices.receiveOwned(jws, purposes.callbackAsk);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const reason = callbackReasons.find((one) => one === payload["reason"]);
  if (!reason) return deny("invalid_message");
  const { professional } = device;
  const holder = await deps.directory.byId(professional);
  if (!holder || !(await deps.directory.trustedPhone(professional)))
    return deny("callback_no_number");
  const id = newId("cbk", deps.random);
  const scopes = deps.directory.scopesOf(holder);
  const outcome = await transactOrUndo(deps.db, async (tx): Promise<Outcome<void, Refusal>> => {
    await store.recordOver(tx, professional);
    const asked = { id, professional, device: device.id, scopes, reason };
    if (!(await store.insertCallback(tx, asked))) return deny("callback_waits");
    if (!(await deps.limits.spend(tx, "callback", professional, bounds.callbacks, days(1))))
      return deny("callback_too_many");
    await deps.audit.append(tx, {
      fact: "callback_asked",
      professional,
      callback: id,
      device: device.id,
      reason,
    });
    return done(undefined);
  });
  return outcome.ok ? answer(deps, professional) : outcome;
}

/** The holder needs it no more. */
export async function withdraw(
  deps: HolderDeps,
  jws: string,
): Promise<Outcome<CallbackAnswer, Refusal>> {
  const received = await deps.devices.receiveOwned(jws, purposes.callbackWithdraw);
  if (!received.ok) return received;
  const { professional, id: device } = received.value.device;
  const outcome = await transactOrUndo(deps.db, async (tx): Promise<Outcome<void, Refusal>> => {
    const callback = await store.recordWithdrawn(tx, professional);
    if (!callback) return deny("callback_gone");
    await deps.audit.append(tx, { fact: "callback_withdrawn", professional, callback, device });
    return done(undefined);
  });
  return outcome.ok ? answer(deps, professional) : outcome;
}

async function answer(
  deps: HolderDeps,
  professional: ProfessionalId,
): Promise<Outcome<CallbackAnswer, Refusal>> {
  const back = await viewOf(deps, professional);
  return done(back ? { back } : {});
}

/** How what was asked for stands, as the holder's phone shows it; `undefined`: nothing was asked for. */
export async function viewOf(
  { db }: Pick<SupportDeps, "db">,
  professional: ProfessionalId,
): Promise<CallbackView | undefined> {
  const last = await store.lastOf(db, professional);
  if (!last) return undefined;
  return { state: last.state, reason: last.reason, at: epochSeconds(last.askedAt) };
}

/**
 * An agent takes one that waits: of two at once one does. It is a fact of which an alert and a case come, as of any other; the call is then
 * announced for that case.
 */
export async function take(
  deps: SupportDeps,
  who: Visitor,
  id: CallbackId,
): Promise<Outcome<CallList, Refusal>> {
  const staff = who.member as StaffId;
  const { scope } = who;
  const outcome = await transactOrUndo(deps.db, async (tx): Promise<Outcome<void, Refusal>> => {
    if (!(await deps.staff.mayAct(staff, "call_people", tx))) return deny("staff_may_not");
    const professional = await store.recordTaken(tx, id, { member: staff, scope });
    if (!professional) return deny("callback_gone");
    await deps.audit.append(tx, {
      fact: "callback_taken",
      professional,
      callback: id,
      staff,
      scope,
    });
    return done(undefined);
  });
  return outcome.ok ? done(await list(deps, who)) : outcome;
}
