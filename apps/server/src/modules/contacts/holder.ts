import {
  type ContactKind,
  type DeviceId,
  type MultiSigned,
  type OwnContactAskAnswer,
  type OwnContactsAnswer,
  type ProfessionalId,
  purposes,
  type SessionId,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import type { Directory } from "#modules/directory";
import { type Devices, isActive, type Owned } from "#modules/devices";
import { type AnyTables, type Database, transactOrUndo } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId } from "#platform/random";
import { after, type Clock, days, epochSeconds, pressableFrom } from "#platform/time";
import { type ContactsDeps, shown } from "./contacts.ts";
import { phoneInLog } from "./in-log.ts";
import * as store from "./store.ts";
import { recordTakenBack, recordWordAsked, takeWord } from "./word-store.ts";

/*
 * The holder's part: where they are told, *Toujours les bonnes ?*, and *Elles ont changé*, by which their phone is the first of the two
 * people that a change takes. What it asks for is inert until somebody of the authority has signed exactly it. Who gains if a phone could do
 * more: whoever holds a stolen one with its code, and would then be told in its holder's place.
 */

type Tx = Database<AnyTables>;

export type HolderDeps = Pick<ContactsDeps, "db" | "random" | "audit" | "limits" | "mayJoin"> & {
  readonly clock: Clock;
  readonly directory: Pick<
    Directory,
    | "byId"
    | "scopesOf"
    | "contactsOf"
    | "contactValue"
    | "masked"
    | "contactsDue"
    | "sayContactsRight"
  >;
  readonly devices: Pick<
    Devices,
    "receiveActive" | "receiveDecision" | "confirmCode" | "standingOf"
  >;
};

type Told<T> = Promise<
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly refusal: Refusal;
      readonly extra?: { readonly triesLeft: number };
    }
>;

/** Where the holder is told, masked. Nothing of it for a `limited` phone, which a fraudster may have obtained. */
export async function ownContacts(deps: HolderDeps, jws: string): Told<OwnContactsAnswer> {
  const received = await deps.devices.receiveActive(jws, purposes.ownContacts);
  if (!received.ok) return received;
  const { device } = received.value;
  return device.level === "full"
    ? done(await answer(deps, device))
    : deny("contact_phone_too_young");
}

async function answer(deps: HolderDeps, device: Owned): Promise<OwnContactsAnswer> {
  const { db, directory, devices } = deps;
  const { professional } = device;
  const waiting = await store.waitingFor(db, professional);
  const standing = await devices.standingOf(db, device.id, lifetimes.settled);
  return {
    contacts: (await directory.contactsOf(professional)).map(shown),
    isDue: await directory.contactsDue(professional, lifetimes.contactReview),
    mayChange: mayAsk(standing) && !waiting.some(({ askedDevice }) => askedDevice),
    waiting: waiting.map(({ kind, value, until, askedDevice }) => ({
      kind,
      masked: directory.masked(kind, value),
      until: epochSeconds(until),
      isMine: askedDevice !== undefined,
    })),
  };
}

type Standing = Awaited<ReturnType<Devices["standingOf"]>>;

/** A phone that may be the first of the two: nobody could have added it within the week in which they are heard of. */
const mayAsk = (phone: Standing): boolean =>
  phone?.isActive === true && phone.level === "full" && phone.isOld;

/** "Oui, elles sont bonnes": what stands is dated, and nothing else changes. */
export async function sayRight(deps: HolderDeps, jws: string): Told<OwnContactsAnswer> {
  const received = await deps.devices.receiveActive(jws, purposes.ownContactsRight);
  if (!received.ok) return received;
  const { device } = received.value;
  if (device.level !== "full") return deny("contact_phone_too_young");
  const { professional, id } = device;
  const said = await transactOrUndo(deps.db, (tx) =>
    recordRight(deps, tx, { professional, device: id }),
  );
  return said.ok ? done(await answer(deps, device)) : said;
}

/** The one record of it, whoever's screen asked: their phone's, or *Mon accès*. */
export async function recordRight(
  { audit, directory }: Pick<HolderDeps, "audit" | "directory">,
  tx: Tx,
  by: { readonly professional: ProfessionalId } & (
    | { readonly device: DeviceId }
    | { readonly session: SessionId }
  ),
): Promise<Outcome<true, Refusal>> {
  if (!(await directory.sayContactsRight(tx, by.professional))) return deny("not_found");
  await audit.append(tx, { fact: "contacts_said_right", ...by });
  return done(true);
}

/** What *Toujours les bonnes ?* is asked of now, masked; nothing when it is not. */
export async function contactsAskedAbout(
  { directory }: Pick<HolderDeps, "directory">,
  professional: ProfessionalId,
): Promise<readonly string[]> {
  if (!(await directory.contactsDue(professional, lifetimes.contactReview))) return [];
  return (await directory.contactsOf(professional)).map(({ masked }) => masked);
}

/** Asked with the holder's turn and the phone held: nothing of theirs is stopped, and this phone may. */
async function guard(
  deps: HolderDeps,
  tx: Tx,
  { id, professional }: Pick<Owned, "id" | "professional">,
): Promise<Refusal | undefined> {
  if (!(await deps.mayJoin(tx, professional))) return "holder_stopped";
  const phone = await deps.devices.standingOf(tx, id, lifetimes.settled);
  return mayAsk(phone) ? undefined : "contact_phone_too_young";
}

type Said = { readonly kind: ContactKind; readonly value: string };

/** What a message names, as it is read; a caller's *oui* is never sent here. */
function saidBy(
  { directory }: HolderDeps,
  { kind, value, onCall }: Record<string, unknown>,
): Outcome<Said, Refusal> {
  if (onCall !== false || (kind !== "phone" && kind !== "email") || typeof value !== "string")
    return deny("invalid_message");
  const read = value.length > 254 ? undefined : directory.contactValue(kind, value.trim());
  return read ? done({ kind, value: read }) : deny("contact_unreadable");
}

/** The call question was answered no, and half a minute begins, for exactly this value. */
export async function askByPhone(deps: HolderDeps, jws: string): Told<OwnContactAskAnswer> {
  const received = await deps.devices.receiveActive(jws, purposes.ownContactAsk);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const said = saidBy(deps, payload);
  if (!said.ok) return said;
  const now = deps.clock.now();
  return transactOrUndo(deps.db, async (tx): Promise<Outcome<OwnContactAskAnswer, Refusal>> => {
    const refusal = await guard(deps, tx, device);
    if (refusal) return deny(refusal);
    const { contactPause, contactWord: within } = lifetimes;
    await recordWordAsked(tx, { device: device.id, ...said.value, within });
    return done({
      ...said.value,
      notBefore: pressableFrom(now, contactPause),
      until: epochSeconds(after(now, within)),
    });
  });
}

/** Half a minute later, with the code: the request is kept, signed by the phone, and changes nothing. */
export async function changeByPhone(
  deps: HolderDeps,
  message: MultiSigned,
): Told<OwnContactsAnswer> {
  const purpose = purposes.ownContactChange;
  const received = await deps.devices.receiveDecision(message, purpose);
  if (!received.ok) return received;
  const { device, payload, code } = received.value;
  if (code === "absent") return deny("invalid_message");
  const said = saidBy(deps, payload);
  if (!said.ok) return said;
  if (!isActive(device)) return deny("device_not_active");
  const confirmed = await deps.devices.confirmCode({ device, code, message, purpose });
  if (!confirmed.ok) return confirmed;
  const { professional } = device;
  const kept = await transactOrUndo(deps.db, (tx) =>
    keep(deps, tx, {
      ...said.value,
      device: device.id,
      professional,
      message,
    }),
  );
  return kept.ok ? done(await answer(deps, device)) : kept;
}

async function keep(
  deps: HolderDeps,
  tx: Tx,
  given: Said & {
    readonly device: DeviceId;
    readonly professional: ProfessionalId;
    readonly message: MultiSigned;
  },
): Promise<Outcome<true, Refusal>> {
  const { kind, value, device, professional, message } = given;
  const refusal = await guard(deps, tx, { id: device, professional });
  if (refusal) return deny(refusal);
  const { contactPause: wait, contactWord: within } = lifetimes;
  if (!(await takeWord(tx, { device, kind, value, wait, within })))
    return deny("contact_not_ready");
  const holder = await deps.directory.byId(professional);
  if (holder?.state !== "active") return deny("unknown_professional");
  const known = (await deps.directory.contactsOf(professional)).find((one) => one.kind === kind);
  const id = newId("ctr", deps.random);
  // Only what is kept counts: a refusal undoes it.
  if (!(await deps.limits.spend(tx, "contact_phone", professional, bounds.contactPhone, days(1))))
    return deny("too_many");
  await store.endPassed(tx, professional);
  const request = {
    ...{ id, professional, nationalId: holder.nationalId, kind, value, replaces: known?.id },
    ...({ reason: "moved", proof: "phone", source: store.byHolder } as const),
    ...{ askedBy: undefined, askedKey: undefined, askedDevice: device },
    ...{ scopes: deps.directory.scopesOf(holder), signature: JSON.stringify(message) },
  };
  if (!(await store.insertRequest(tx, request, lifetimes.contactRequest)))
    return deny("contact_request_open");
  const about = { professional, request: id, contact: kind, device } as const;
  await deps.audit.append(tx, {
    fact: "contact_change_asked",
    ...about,
    signature: phoneInLog(message),
  });
  return done(true);
}

/** *Annuler ma demande*: it only ever stops. */
export async function takeBack(deps: HolderDeps, jws: string): Told<OwnContactsAnswer> {
  const received = await deps.devices.receiveActive(jws, purposes.ownContactStop);
  if (!received.ok) return received;
  const { device } = received.value;
  if (device.level !== "full") return deny("contact_phone_too_young");
  const { professional } = device;
  const taken = await transactOrUndo(deps.db, async (tx): Promise<Outcome<true, Refusal>> => {
    const request = await recordTakenBack(tx, professional);
    if (!request) return deny("contact_request_over");
    const fact = "contact_change_refused";
    const about = { request: request.id, contact: request.kind, device: device.id } as const;
    await deps.audit.append(tx, { fact, professional, ...about });
    return done(true);
  });
  return taken.ok ? done(await answer(deps, device)) : taken;
}
