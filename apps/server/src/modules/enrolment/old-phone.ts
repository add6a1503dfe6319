import {
  type DeviceId,
  type EnrolmentAskAnswer,
  type EnrolmentListAnswer,
  type EnrolmentPageAnswer,
  type EnrolmentPageId,
  isId,
  type MultiSigned,
  type ProfessionalId,
  purposes,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import { type ActiveDevice, isActive, type Owned } from "#modules/devices";
import { transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId } from "#platform/random";
import { after, epochSeconds, pressableFrom } from "#platform/time";
import type { EnrolmentDeps } from "./enrolment.ts";
import { rowOf } from "./evidence.ts";
import { mayBeOldPhone, mayConfirm, mayStop, type PhoneOf, type Standing } from "./machine.ts";
import { aroundOf, aroundStop, makeMove, type Tx } from "./moves.ts";
import * as pageStore from "./page-store.ts";
import { pageState } from "./pages.ts";
import { announce, recordProven } from "./proving.ts";
import { endThose } from "./meanwhile.ts";
import * as store from "./store.ts";
import { findGiven } from "./waiting-store.ts";
import { areWordsOf } from "./words.ts";
import { type Denied, wrongWords } from "./wrong-words.ts";

/** What a phone of the holder's may do about enrolments. Its row is held, so that nobody suspends it meanwhile. */
async function phoneOf(
  { devices }: Pick<EnrolmentDeps, "devices">,
  tx: Tx,
  { id }: Pick<ActiveDevice, "id">,
): Promise<PhoneOf | undefined> {
  const found = await devices.standingOf(tx, id, lifetimes.settled);
  return found?.isActive ? found : undefined;
}

/**
 * *Ajouter un autre téléphone*: the call question was answered no, and half a minute begins. The page opens after it, by the code.
 */
export async function askPage(
  deps: EnrolmentDeps,
  jws: string,
): Promise<Outcome<EnrolmentAskAnswer, Refusal>> {
  const received = await deps.devices.receiveActive(jws, purposes.enrolmentAsk);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  if (payload["onCall"] !== false) return deny("invalid_message");
  const now = deps.clock.now();
  const page = newId("enp", deps.random);
  const { enrolmentPagesADay: most, enrolmentAsksADay: asks } = bounds;
  return transact(deps.db, async (tx): Promise<Outcome<EnrolmentAskAnswer, Refusal>> => {
    const { professional } = device;
    const window = lifetimes.enrolmentPagesWindow;
    // By the phone that asks, before anything is locked: one that may not asks in vain, and a few times.
    if (!(await deps.limits.spend(tx, "enrolment_page_of", device.id, asks, window)))
      return deny("too_many");
    if (!(await deps.stops.keepOpen(tx, professional, "enrol"))) return deny("holder_stopped");
    const phone = await phoneOf(deps, tx, device);
    if (!phone || !mayBeOldPhone(phone)) return deny("old_phone_not_possible");
    if (!(await deps.limits.spend(tx, "enrolment_page", professional, most, window)))
      return deny("too_many");
    await pageStore.insertPage(tx, {
      id: page,
      kind: "old_phone",
      by: device.id,
      professional,
      secret: deps.random.bytes(32),
      lasts: lifetimes.enrolmentPage,
      isOpen: false,
    });
    return done({
      page,
      notBefore: pressableFrom(now, lifetimes.enrolmentPause),
      until: epochSeconds(after(now, lifetimes.enrolmentPage)),
    });
  });
}

/** Opens the page, by the code: this is what opens the lock, for the one phone that will scan it. */
export async function openByCode(
  deps: EnrolmentDeps,
  message: MultiSigned,
): Promise<{ readonly ok: true; readonly value: EnrolmentPageAnswer } | Denied> {
  const received = await deps.devices.receiveDecision(message, purposes.enrolmentOpen);
  if (!received.ok) return received;
  const { device, payload, code } = received.value;
  const { page, onCall } = payload;
  if (!isId("enp", page) || onCall !== false || code === "absent") return deny("invalid_message");
  if (!isActive(device)) return deny("device_not_active");
  const purpose = purposes.enrolmentOpen;
  const confirmed = await deps.devices.confirmCode({ device, code, message, purpose });
  if (!confirmed.ok) return confirmed;
  const opened = await transact(deps.db, async (tx): Promise<Outcome<true, Refusal>> => {
    const { professional } = device;
    if (!(await deps.stops.keepOpen(tx, professional, "enrol"))) return deny("holder_stopped");
    const phone = await phoneOf(deps, tx, device);
    if (!phone || !mayBeOldPhone(phone)) return deny("old_phone_not_possible");
    const { enrolmentPause: wait, enrolmentPage: lasts } = lifetimes;
    const given = { page, device: device.id, wait, lasts, opening: message };
    if (!(await pageStore.recordOpened(tx, given))) return deny("enrolment_page_over");
    await deps.audit.append(tx, {
      fact: "enrolment_lock_opened",
      professional,
      page,
      device: device.id,
    });
    return done(true);
  });
  return opened.ok ? done(await shown(deps, page)) : opened;
}

/** What the old phone's page shows in this second, and how far it is. */
export async function watchPage(
  deps: EnrolmentDeps,
  jws: string,
): Promise<Outcome<EnrolmentPageAnswer, Refusal>> {
  const own = await ownPage(deps, jws, purposes.enrolmentPage);
  return own.ok ? done(await shown(deps, own.value.page.id)) : own;
}

async function shown(deps: EnrolmentDeps, id: EnrolmentPageId): Promise<EnrolmentPageAnswer> {
  const page = await pageStore.findPage(deps.db, id);
  const state = await pageState(deps, deps.db, id);
  if (state.state === "open")
    return {
      state: "open",
      address: state.address,
      until: epochSeconds(page?.expiresAt ?? deps.clock.now()),
    };
  if (state.state === "over") return state;
  const row = await store.find(deps.db, state.enrolment);
  const { enrolment, label } = state;
  const standing = row?.standing ?? { state: "expired" };
  if (standing.state === "evidenced")
    return page?.isOver
      ? { state: "over" }
      : {
          state: "bound",
          enrolment,
          label,
        };
  if ("readyAt" in standing) {
    const { level, readyAt } = standing;
    return { state: "proven", enrolment, label, level, activeAt: epochSeconds(readyAt) };
  }
  return { state: "over" };
}

/** A page, asked about by the very phone that opened it. */
async function ownPage(
  deps: EnrolmentDeps,
  jws: string,
  purpose: string,
): Promise<
  Outcome<
    {
      readonly page: pageStore.EnrolmentPage;
      readonly device: ActiveDevice;
      readonly payload: Record<string, unknown>;
    },
    Refusal
  >
> {
  const received = await deps.devices.receiveActive(jws, purpose);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const id = payload["page"];
  const page = isId("enp", id) ? await pageStore.findPage(deps.db, id) : undefined;
  if (page?.kind !== "old_phone" || page.openedBy !== device.id) return deny("enrolment_page_over");
  return done({ page, device, payload });
}

/**
 * The holder typed the four words that the new phone shows: both phones are in one hand, or somebody reads them out (R11). They are
 * the check; what binds was scanned. Three wrong entries end it.
 */
export async function typeWords(
  deps: EnrolmentDeps,
  jws: string,
): Promise<{ readonly ok: true; readonly value: EnrolmentPageAnswer } | Denied> {
  const own = await ownPage(deps, jws, purposes.enrolmentWords);
  if (!own.ok) return own;
  const { page, device, payload } = own.value;
  const row = page.enrolment && (await store.find(deps.db, page.enrolment));
  const phone = row && (await deps.devices.find(row.device));
  if (!row || !phone || page.isOver || row.standing.state !== "evidenced")
    return deny("enrolment_page_over");
  if (!areWordsOf(payload["words"], row.id, phone.ikThumbprint)) return wrongWords(deps, page);
  if (!(await announce(deps, row, phone.ikThumbprint))) return deny("pin_unavailable");
  const { professional } = device;
  // With a key that signed on the new phone, it is another row of the table.
  const path = row.standing.path === "hardware_key" ? "hardware_key" : "old_phone";
  const proven = await transact(deps.db, async (tx): Promise<Outcome<Standing, Refusal>> => {
    const around = await aroundOf(deps, tx, professional, device.id);
    const evidence = { path, opening: page.opening, words: jws };
    const moved = await makeMove(tx, row, { move: "prove", path }, around, { evidence });
    if (!moved.ok) return moved;
    const fact = { professional, enrolment: row.id, evidence: path, signatures: [jws] } as const;
    await recordProven(deps, tx, fact, moved.value, row);
    return moved;
  });
  return proven.ok ? done(await shown(deps, page.id)) : proven;
}

/** What is under way for the holder, told to each phone of theirs, with whether it may stop it and say that it is theirs. */
export async function listUnderWay(
  deps: EnrolmentDeps,
  jws: string,
): Promise<Outcome<EnrolmentListAnswer, Refusal>> {
  const received = await deps.devices.receiveOwned(jws, purposes.enrolments);
  return received.ok ? done(await listOf(deps, received.value.device)) : received;
}

/** What is under way for this phone's holder, as this phone is told it. */
export async function listOf(deps: EnrolmentDeps, device: Owned): Promise<EnrolmentListAnswer> {
  const standing = await deps.devices.standingOf(deps.db, device.id, lifetimes.settled);
  const phone: PhoneOf = standing ?? { level: device.level, isActive: false, isOld: false };
  const rows = await store.underWay(deps.db, device.professional);
  const views: EnrolmentListAnswer["enrolments"][number][] = [];
  for (const row of rows) {
    const { standing: at } = row;
    const other = await deps.devices.find(row.device);
    // What would raise this very phone is on a screen of its own there.
    const isOther = row.device !== device.id;
    if (!other || !isOther || !("path" in at) || at.state === "active") continue;
    views.push({
      enrolment: row.id,
      label: other.label,
      state: at.state,
      inPerson: rowOf(at.path)?.stop === "holds",
      askedAt: epochSeconds(row.requestedAt),
      ...("readyAt" in at ? { activeAt: epochSeconds(at.readyAt), level: at.level } : {}),
      raises: row.raises,
      mayStop: at.state !== "held" && mayStop(phone, at.path),
      mayConfirm: mayConfirm(phone, at),
    });
  }
  return { enrolments: views, now: epochSeconds(deps.clock.now()) };
}

/** *Arrêter*, from a phone of the holder's: no code, stopping is cheap. Gives the list as it is then. */
export async function stopByPhone(
  deps: EnrolmentDeps,
  jws: string,
): Promise<Outcome<EnrolmentListAnswer, Refusal>> {
  const received = await deps.devices.receiveOwned(jws, purposes.enrolmentStop);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const { enrolment } = payload;
  if (!isId("enr", enrolment)) return deny("enrolment_not_found");
  const stopped = await transact(deps.db, async (tx): Promise<Outcome<Standing, Refusal>> => {
    // In this order, as whoever opens does: the holder's turn, the phone, the enrolment.
    await deps.stops.takeTurn(tx, device.professional);
    const standing = await deps.devices.standingOf(tx, device.id, lifetimes.settled);
    const row = await store.hold(tx, enrolment);
    if (!row || row.professional !== device.professional) return deny("enrolment_not_found");
    const by = standing ?? { level: device.level, isActive: false, isOld: false };
    return stop(deps, tx, row, by);
  });
  return stopped.ok ? done(await listOf(deps, device)) : stopped;
}

/**
 * *Arrêter*, from a notice: whoever holds the link. What it announced dies, or is held; an end is an end. Gives the phone, where
 * it is active by now: it is whoever is told of stops that ends it.
 */
export async function stopByNotice(
  deps: EnrolmentDeps,
  tx: Tx,
  id: store.EnrolmentRow["id"],
): Promise<DeviceId | undefined> {
  const row = await store.hold(tx, id);
  if (row?.standing.state === "active") return row.device;
  if (row) await stop(deps, tx, row, "notice");
  return undefined;
}

/** *Arrêter*, on the page of a place that it was begun on. */
export async function stopByPlace(
  deps: EnrolmentDeps,
  tx: Tx,
  id: store.EnrolmentRow["id"],
): Promise<void> {
  const row = await store.hold(tx, id);
  if (row) await stop(deps, tx, row, "notice", "place");
}

async function stop(
  deps: EnrolmentDeps,
  tx: Tx,
  row: store.EnrolmentRow,
  by: "notice" | PhoneOf,
  said: "notice" | "phone" | "place" = by === "notice" ? "notice" : "phone",
): Promise<Outcome<Standing, Refusal>> {
  const around = await aroundStop(deps, tx, row.professional);
  const given = await findGiven(tx, row.device);
  const moved = await makeMove(tx, row, { move: "stop", by }, around);
  if (!moved.ok || !row.professional) return moved;
  if (given) await endThose(deps, tx, [given]);
  if (moved.value.state === "contested") await deps.letters?.end(tx, row.id);
  const isHeld = moved.value.state === "held";
  await deps.audit.append(tx, {
    fact: isHeld ? "enrolment_held" : "enrolment_contested",
    professional: row.professional,
    enrolment: row.id,
    by: said,
  });
  return moved;
}

/**
 * Somebody pressed *Arrêter* in another notice, which pauses: what was shown in person is held as by its own, so that it is counted. A
 * desk's own lift is told of, and the link in that would else stop the same phone again and again.
 */
export const holdShown = async (
  deps: EnrolmentDeps,
  tx: Tx,
  professional: ProfessionalId,
): Promise<void> => {
  const rows = await store.underWay(tx, professional);
  return holdThose(
    deps,
    tx,
    rows.map(({ id }) => id),
  );
};

/** An analyst suspended this card: what it was shown for, and waits, is held until something else is shown. */
export const holdByCard = async (
  deps: EnrolmentDeps,
  tx: Tx,
  card: Parameters<typeof store.provenByCard>[1],
): Promise<void> => holdThose(deps, tx, await store.provenByCard(tx, card));

async function holdThose(
  deps: EnrolmentDeps,
  tx: Tx,
  ids: readonly store.EnrolmentRow["id"][],
): Promise<void> {
  for (const id of ids) {
    const row = await store.hold(tx, id);
    const standing = row?.standing;
    const isShown =
      (standing?.state === "cooling" || standing?.state === "ready") &&
      rowOf(standing.path)?.stop === "holds";
    if (row && isShown) await stop(deps, tx, row, "notice");
  }
}
