import {
  type DeviceId,
  isId,
  type ProfessionalId,
  purposes,
  type RegistrarReopenMessage,
  type StopId,
  type StopsAnswer,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { lifetimes } from "#lifetimes";
import { scopesOf } from "#modules/directory";
import { isSignedByRegistrar } from "#modules/staff";
import { transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { after, epochSeconds, type Instant } from "#platform/time";
import { takeTurn } from "#platform/turns";
import { agreedAt, readReopenMessage } from "./desk.ts";
import { wayTogether } from "./rules.ts";
import { answer, type StopsDeps, stopsOf, type Tx } from "./stops.ts";
import * as store from "./store.ts";

/*
 * *Rouvrir au guichet*: the way out of a block between its quarter of an hour and its day. A settled phone of the holder's begins it,
 * two registrars who see them sign that phone's key, their card is shown in a handshake of its own, in whichever order; then the code
 * of that phone lifts it (`stops.lift`), by one statement that looks at all of it. Nothing here opens anything.
 */

/** A phone that may end it begins it. No code: it opens nothing, and it is asked for when it ends. Begun again, it is the same one. */
export async function begin(deps: StopsDeps, jws: string): Promise<Outcome<StopsAnswer, Refusal>> {
  const received = await deps.devices.receive(jws, purposes.reopen);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const { stop: id } = payload;
  if (!isId("stp", id)) return deny("invalid_message");
  if (device.state !== "active") return deny("device_not_active");
  const { professional } = device;
  const begun = await transact(deps.db, async (tx): Promise<boolean> => {
    await takeTurn(tx, stopsOf(professional));
    if (!(await deps.devices.holdActive(tx, device.id))) return false;
    if (!(await deps.devices.isSettled(tx, device.id, lifetimes.settled))) return false;
    const stop = (await store.standing(tx, professional)).find((one) => one.id === id);
    const way = stop && wayTogether("phone", stop.rule);
    if (!stop || !way) return false;
    const by = { professional, device: device.id };
    const recorded = await store.recordBegun(tx, { id, rule: stop.rule, by, way });
    if (recorded === "anew")
      await deps.audit.append(tx, { fact: "reopening_begun", stop: id, ...by });
    return recorded !== undefined;
  });
  return begun ? done(await answer(deps, device)) : deny("stop_not_liftable");
}

/** What a registrar's screen shows of a phone whose holder stands there: its key's thumbprint, and what it calls itself. */
export type AtReopeningDesk = {
  readonly stop: StopId;
  readonly ik: string;
  readonly label: string;
};

/**
 * What this phone began, by the reference on its own screen: a stop alone would also find a stolen phone that began. `undefined` when
 * it began nothing, or the stop stands no more.
 */
export async function atDesk(deps: StopsDeps, id: DeviceId): Promise<AtReopeningDesk | undefined> {
  const begun = await store.findBegun(deps.db, id);
  const device = begun && (await deps.devices.find(begun.device));
  return device && { stop: begun.stop, ik: device.ikThumbprint, label: device.label };
}

/** Until when what was shown counts, in seconds since the epoch. */
export type Shown = { readonly stop: StopId; readonly until: number };

/**
 * Two registrars saw the holder, their identity document and the phone: each signs that phone's key for this stop. Signatures first:
 * whoever is no registrar learns nothing of a stop or a national id (P-54).
 */
export async function addDeskEvidence(
  deps: StopsDeps,
  signatures: readonly string[],
): Promise<Outcome<Shown, Refusal>> {
  const messages: RegistrarReopenMessage[] = [];
  for (const jws of signatures) {
    const message = readReopenMessage(jws);
    if (
      !message ||
      !(await isSignedByRegistrar(deps.staff, jws, purposes.registrarReopen, message.registrar))
    )
      return deny("evidence_refused");
    messages.push(message);
  }
  const [first] = messages;
  if (!first) return deny("evidence_refused");
  const { stop } = first;
  const all = await store.listBegun(deps.db, stop);
  if (all.length === 0) return deny("reopening_not_found");
  const begun = await ofKey(deps, all, first.ik);
  if (!begun) return deny("evidence_refused");
  const holder = await deps.directory.find(first.nationalId);
  if (holder?.state !== "active" || holder.id !== begun.professional)
    return deny("evidence_refused");
  for (const { registrar } of messages)
    if (!(await deps.staff.maySign(registrar, scopesOf(holder)))) return deny("evidence_refused");
  const agreed = agreedAt(messages, { stop, ik: first.ik }, deps.clock.now());
  if (!agreed.ok) return agreed;

  const registrars = messages.map(({ registrar }) => registrar);
  const { device } = begun;
  const seen = { stop, professional: holder.id, device, at: agreed.value, registrars };
  const isFirst = await transact(deps.db, async (tx) => {
    if (!(await store.recordAtDesk(tx, seen, lifetimes.registrarSignature))) return false;
    const { professional } = seen;
    await deps.audit.append(tx, { fact: "reopening_at_desk", professional, stop, signatures });
    return true;
  });
  const until = epochSeconds(after(agreed.value, lifetimes.reopeningShown));
  return isFirst ? done({ stop, until }) : deny("evidence_refused");
}

/** The one of these whose phone has this key. */
async function ofKey(
  { devices }: StopsDeps,
  all: readonly store.Begun[],
  ik: string,
): Promise<store.Begun | undefined> {
  for (const one of all) if ((await devices.find(one.device))?.ikThumbprint === ik) return one;
  return undefined;
}

/**
 * The holder's card was shown for this stop and this phone, in a handshake that whoever calls has verified. False when that phone began
 * nothing.
 */
export async function showCard(
  deps: StopsDeps,
  tx: Tx,
  given: {
    readonly professional: ProfessionalId;
    readonly stop: StopId;
    readonly device: DeviceId;
    readonly issuer: string;
    readonly serial: string;
    readonly validFrom: Instant;
  },
): Promise<boolean> {
  if (!(await store.recordCardShown(tx, given))) return false;
  const { professional, stop, device, issuer, serial } = given;
  await deps.audit.append(tx, {
    fact: "reopening_by_card",
    professional,
    stop,
    device,
    issuer,
    serial,
  });
  return true;
}
