import { isId, type MultiSigned, purposes, type RaiseAnswer } from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import { type ActiveDevice, isActive, type Owned } from "#modules/devices";
import { transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId } from "#platform/random";
import { after } from "#platform/time";
import { begin, conclude, type EnrolmentDeps, mayBegin } from "./enrolment.ts";
import { rowOf } from "./evidence.ts";
import { raisedBy } from "./moves.ts";
import { bind, pageOf } from "./pages.ts";
import { comparedStatusOf } from "./status.ts";
import * as store from "./store.ts";
import type { Denied } from "./wrong-words.ts";

/*
 * A *téléphone à confirmer* becomes a full one: the same evidence as for a new phone, by the same machine, with the same wait and the same
 * *Arrêter*, about a phone that its holder has. Until its holder says so at the end, with its code, it stays what it is, and so it does
 * whatever becomes of the evidence. From then on it counts as a phone of that day (`devices`): a fraudster who had a limited one for a
 * month has won no week by it.
 */

/** The phone scanned a page. Whose it is stands with it: what is shown for anybody else proves nothing. */
export async function askRaise(
  deps: EnrolmentDeps,
  jws: string,
): Promise<Outcome<RaiseAnswer, Refusal>> {
  const received = await deps.devices.receiveActive(jws, purposes.raiseAsk);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const { binding } = payload;
  if (device.level !== "limited") return deny("raise_not_possible");
  const { enrolmentRequests: most } = bounds;
  if (
    !(await deps.limits.spend(deps.db, "enrolment_request", device.id, most, lifetimes.floodWindow))
  )
    return deny("too_many");
  const bound = binding === undefined ? undefined : await pageOf(deps.db, binding);
  if (binding !== undefined && !isPageFor(device, bound?.page)) return deny("binding_refused");
  const asked = await ask(deps, device, bound);
  return asked.ok ? done(await answerOf(deps, device)) : asked;
}

type Bound = NonNullable<Awaited<ReturnType<typeof pageOf>>>;

/** A desk's names nobody, and whom the desk saw is asked when it signs; a card's is its holder's. */
function isPageFor({ professional }: ActiveDevice, page: Bound["page"] | undefined): boolean {
  if (!page || page.kind === "place" || !rowOf(page.kind)?.raises) return false;
  return page.kind === "desk" || page.professional === professional;
}

function ask(
  deps: EnrolmentDeps,
  { id: device, professional }: ActiveDevice,
  bound: Bound | undefined,
): Promise<Outcome<undefined, Refusal>> {
  const now = deps.clock.now();
  const id = newId("enr", deps.random);
  const expiresAt = after(now, lifetimes.enrolment);
  return transact(deps.db, async (tx): Promise<Outcome<undefined, Refusal>> => {
    const begun = bound && (await mayBegin(deps, tx, bound.page, device));
    if (begun && !begun.ok) return begun;
    const { page, number } = bound?.binding ?? {};
    if (page && number !== undefined && !(await bind(tx, { page, number, enrolment: id })))
      return deny("binding_refused");
    await store.insertRequested(tx, { id, device, now, expiresAt, raisesFor: professional });
    if (begun?.value && page) await begin(deps, tx, id, { ...begun.value, page });
    return done(undefined);
  });
}

/** What this phone opens, and how far it is to opening everything. */
export async function raiseStatus(
  deps: EnrolmentDeps,
  jws: string,
): Promise<Outcome<RaiseAnswer, Refusal>> {
  const received = await deps.devices.receiveActive(jws, purposes.raiseStatus);
  return received.ok ? done(await answerOf(deps, received.value.device)) : received;
}

async function answerOf(deps: EnrolmentDeps, device: Owned): Promise<RaiseAnswer> {
  const row = await store.latestRaise(deps.db, device.id);
  return {
    level: device.level,
    ...(row ? { raise: await comparedStatusOf(deps, row, device) } : {}),
  };
}

/** The holder says so, with the code that this phone has: never automatic, never before the wait is over. */
export async function raise(
  deps: EnrolmentDeps,
  message: MultiSigned,
): Promise<{ readonly ok: true; readonly value: RaiseAnswer } | Denied> {
  const purpose = purposes.raise;
  const received = await deps.devices.receiveDecision(message, purpose);
  if (!received.ok) return received;
  const { device, payload, code } = received.value;
  const { enrolment } = payload;
  if (!isId("enr", enrolment) || code === "absent") return deny("invalid_message");
  if (!isActive(device)) return deny("device_not_active");
  const row = await store.find(deps.db, enrolment);
  if (!row || raisedBy(row) !== device.id) return deny("enrolment_not_found");
  if (row.standing.state !== "ready") return deny("enrolment_not_ready");
  const confirmed = await deps.devices.confirmCode({ device, code, message, purpose });
  if (!confirmed.ok) return confirmed;
  const { professional } = device;
  const raised = await conclude(deps, row, device.ikThumbprint, async (tx) => {
    if (!(await deps.devices.raise(tx, device.id, professional)))
      throw new Error(`device ${device.id} was to be raised and is not limited`);
    await deps.notices.tell(tx, { professional, event: "phone_raised", about: device.id });
  });
  if (!raised.ok) return deny(raised.refusal);
  return done({ level: "full", raise: raised.value });
}
