import {
  type DeviceId,
  isId,
  type MultiSigned,
  type OwnPhoneAct,
  type PhonesAnswer,
  type PhoneView,
  purposes,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { lifetimes } from "#lifetimes";
import { cleanLabel, mayDo, type Owned, phoneActs } from "#modules/devices";
import { transactOrUndo } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { epochSeconds } from "#platform/time";
import { type AccountDeps, secondMeans, type Tx } from "./account.ts";

/*
 * A holder's phones, as one of them sees them and acts on another: named, lost, removed, disowned. What may be done to which is one table,
 * `phoneActs`. Asked again in the transaction that does it, over rows that are held.
 */

type Told = Promise<
  | { readonly ok: true; readonly value: PhonesAnswer }
  | {
      readonly ok: false;
      readonly refusal: Refusal;
      readonly extra?: { readonly triesLeft: number };
    }
>;

/** Which phones the holder has; a `limited` one, which a fraudster may have obtained, is told of itself. */
export async function list(deps: AccountDeps, jws: string): Told {
  const received = await deps.devices.receiveOwned(jws, purposes.phones);
  return received.ok ? done(await answer(deps, received.value.device)) : received;
}

async function answer(deps: AccountDeps, asking: Owned): Promise<PhonesAnswer> {
  const { devices, db } = deps;
  const all = await devices.phonesOf(db, asking.professional, lifetimes.settled);
  const by = all.find(({ id }) => id === asking.id);
  const shown = asking.level === "full" ? all : all.filter(({ id }) => id === asking.id);
  const phones = shown.map((one): PhoneView => {
    const acts = Object.keys(phoneActs) as OwnPhoneAct[];
    return {
      id: one.id,
      name: one.label,
      level: one.level,
      state: one.state,
      since: epochSeconds(one.activatedAt),
      ...(one.lastUsedAt === undefined ? {} : { lastUsedAt: epochSeconds(one.lastUsedAt) }),
      isThis: one.id === asking.id,
      may: by ? acts.filter((act) => mayDo(act, by, one)) : [],
    };
  });
  const rank = ({ isThis, state }: PhoneView) => (isThis ? 0 : state === "revoked" ? 2 : 1);
  return {
    phones: phones.toSorted((a, b) => rank(a) - rank(b) || b.since - a.since),
    ...(asking.level === "full" ? { means: await secondMeans(deps, asking.professional) } : {}),
  };
}

/** What is done to a phone once it may be: false when it was so already. */
type Act = (tx: Tx, by: Owned, phone: DeviceId) => Promise<boolean>;

/** Does it where the table lets this phone, with both rows held. Of somebody else's phone, or of none, nothing is told (law 7). */
async function doTo(
  deps: AccountDeps,
  by: Owned,
  phone: unknown,
  act: OwnPhoneAct,
  record: Act,
): Promise<Outcome<DeviceId, Refusal>> {
  if (!isId("dev", phone)) return deny("invalid_message");
  const { professional } = by;
  return transactOrUndo(deps.db, async (tx): Promise<Outcome<DeviceId, Refusal>> => {
    await deps.stops.takeTurn(tx, professional);
    const all = await deps.devices.holdPhones(tx, professional, lifetimes.settled);
    const from = all.find(({ id }) => id === by.id);
    const to = all.find(({ id }) => id === phone);
    if (!from || !to) return deny("not_found");
    if (from.state !== "active") return deny("device_not_active");
    if (!mayDo(act, from, to)) return deny("phone_not_yours_to_change");
    return (await record(tx, by, phone)) ? done(phone) : deny("not_found");
  });
}

/** *Perdu*: it approves nothing from here on, what it opened closes, what it added ends. No code, stopping is cheap (law 5). */
export async function lost(deps: AccountDeps, jws: string): Told {
  const received = await deps.devices.receiveActive(jws, purposes.phoneLost);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const outcome = await doTo(deps, device, payload["phone"], "lost", async (tx, by, phone) => {
    const { professional } = by;
    const { isDone, line } = await deps.devices.suspend(tx, phone, professional, "holder");
    if (!isDone) return false;
    for (const one of line) await deps.endMadeBy(tx, { professional, device: one });
    await deps.notices.tell(tx, { professional, event: "phone_suspended", about: phone });
    return true;
  });
  return outcome.ok ? done(await answer(deps, device)) : outcome;
}

export async function rename(deps: AccountDeps, message: MultiSigned): Told {
  return byCode(deps, message, "rename", async (tx, { professional, id }, phone, payload) => {
    const label = cleanLabel(payload["label"]);
    if (label === undefined) return false;
    if (!(await deps.devices.rename(tx, { phone, professional, by: id, label }))) return false;
    await deps.notices.tell(tx, { professional, event: "phone_renamed", about: phone });
    return true;
  });
}

/** It is nobody's any more: what it opened closes, what it added ends, and its code is forgotten. */
export async function remove(deps: AccountDeps, message: MultiSigned): Told {
  return byCode(deps, message, "remove", async (tx, by, phone) => {
    const { professional } = by;
    if (!(await deps.devices.revoke(tx, { phone, professional, by: by.id }))) return false;
    await deps.endMadeBy(tx, { professional, device: phone });
    await deps.notices.tell(tx, { professional, event: "phone_removed", about: phone });
    return true;
  });
}

/**
 * *Ce téléphone n'est pas le mien*, of a younger one that was active: a fraud. It approves nothing any more, nor what it goes on as since
 * its storage was cleared, and everything is frozen until two people have looked (law 5).
 */
export async function disown(deps: AccountDeps, message: MultiSigned): Told {
  return byCode(deps, message, "disown", async (tx, by, phone) => {
    const { professional } = by;
    const { line } = await deps.devices.suspend(tx, phone, professional, "disowned");
    if (line.length === 0) return false;
    for (const one of line) await deps.endMadeBy(tx, { professional, device: one });
    await deps.audit.append(tx, { fact: "phone_disowned", professional, device: phone, by: by.id });
    await deps.stops.freeze(tx, { professional, reason: "disowned", by: by.id });
    return true;
  });
}

const codePurposes = {
  rename: purposes.phoneRename,
  remove: purposes.phoneRemove,
  disown: purposes.phoneDisown,
} as const;

/** An act that takes the code: by the PIN program's own word, before any row. */
async function byCode(
  deps: AccountDeps,
  message: MultiSigned,
  act: keyof typeof codePurposes,
  record: (
    tx: Tx,
    by: Owned,
    phone: DeviceId,
    payload: Record<string, unknown>,
  ) => Promise<boolean>,
): Told {
  const purpose = codePurposes[act];
  const received = await deps.devices.receiveDecision(message, purpose);
  if (!received.ok) return received;
  const { device, payload, code } = received.value;
  if (code === "absent" || (act !== "rename" && payload["onCall"] !== false))
    return deny("invalid_message");
  if (act === "rename" && cleanLabel(payload["label"]) === undefined)
    return deny("invalid_message");
  if (device.state !== "active") return deny("device_not_active");
  const confirmed = await deps.devices.confirmCode({ device, code, message, purpose });
  if (!confirmed.ok) return confirmed;
  const outcome = await doTo(deps, device, payload["phone"], act, (tx, by, phone) =>
    record(tx, by, phone, payload),
  );
  if (!outcome.ok) return outcome;
  if (act === "remove") await deps.forgetCode(outcome.value);
  return done(await answer(deps, device));
}
