import { type DeviceId, type EnrolmentPageId, isId } from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import type { AuditTables } from "#modules/audit";
import type { Cards, CardTables } from "#modules/cards";
import type { DeviceTables } from "#modules/devices";
import type { LimitTables } from "#modules/limits";
import type { StopTables } from "#modules/stops";
import { type Database, transact, transactOrUndo } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import type { Instant } from "#platform/time";
import type { EnrolmentDeps } from "./enrolment.ts";
import type { Standing } from "./machine.ts";
import { aroundOf, makeMove, raisedBy, type Tx } from "./moves.ts";
import * as pageStore from "./page-store.ts";
import { comingAddresses, openPage } from "./pages.ts";
import { announce, recordProven } from "./proving.ts";
import * as store from "./store.ts";
import { areWordsOf } from "./words.ts";
import { type Denied, endWithPage, wrongWords } from "./wrong-words.ts";

/**
 * *Ajouter un téléphone avec ma carte*: each step is a full handshake in which the card signs, and the page is that card's own. The
 * new phone scans it, its four words are typed here, and after half a minute its holder says again that it is theirs. What then
 * stands against a card that was inserted at somebody's request is the wait (R10).
 */
export type CardDeps = Omit<EnrolmentDeps, "db"> & {
  readonly db: Database<
    store.EnrolmentTables &
      pageStore.EnrolmentPageTables &
      CardTables &
      StopTables &
      DeviceTables &
      AuditTables &
      LimitTables
  >;
  readonly cards: Pick<Cards, "hold" | "keepOpen" | "noteSeen">;
};

/** What the page draws without script: an address every so many seconds, for two minutes. */
export const shownEach = { step: 4, count: 30 } as const;

/** What the page asks for next. */
export type CardStep =
  | {
      readonly step: "scan";
      readonly page: EnrolmentPageId;
      readonly holder: string;
      /** What the QR says, one after the other; none once a phone scanned it. */
      readonly addresses: readonly string[];
      /** What phones call themselves that were held and may be shown again by their words. */
      readonly held: readonly string[];
      /** Words were typed, and no phone had scanned it. */
      readonly isEarly: boolean;
    }
  | {
      readonly step: "wait";
      readonly page: EnrolmentPageId;
      readonly holder: string;
      readonly label: string;
      /** Whether its holder has it already, to be confirmed. */
      readonly raises: boolean;
    }
  | {
      readonly step: "proven";
      readonly label: string;
      readonly raises: boolean;
      readonly readyAt: Instant;
    }
  | { readonly step: "stopped"; readonly why: Stopped };

export type Stopped = "on_call" | "card_page";
type Certificate = Uint8Array | undefined;
type Held = Extract<Awaited<ReturnType<CardDeps["cards"]["hold"]>>, { ok: true }>["value"];
type Own = { readonly held: Held; readonly page: pageStore.EnrolmentPage };

/** The card of the handshake, by its authority and number: the page is this one's, and no other card of the holder's goes on with it. */
const nameOf = ({ card }: Held) => `${card.issuer}.${card.serial}`;

/** Opens the page that the new phone scans, or shows one that is open in the second it is in. */
export async function showCard(
  deps: CardDeps,
  certificate: Certificate,
  page: string | null,
): Promise<Outcome<CardStep, Refusal>> {
  if (page !== null) {
    const own = await ownPage(deps, certificate, page);
    return own.ok ? done(await scanning(deps, own.value)) : own;
  }
  const read = await deps.cards.hold(certificate);
  if (!read.ok) return read;
  const held = read.value;
  const { professional } = held;
  const opened = await transact(
    deps.db,
    async (tx): Promise<Outcome<pageStore.EnrolmentPage, Refusal>> => {
      const { enrolmentPagesADay: most } = bounds;
      const window = lifetimes.enrolmentPagesWindow;
      const around = await aroundOf(deps, tx, professional, undefined, "card");
      if (around.isStopped) return deny("holder_stopped");
      if (!(await deps.limits.spend(tx, "enrolment_page", professional, most, window)))
        return deny("too_many");
      const id = await openPage(deps, tx, { kind: "card", by: nameOf(held), professional });
      const found = await pageStore.findPage(tx, id);
      return found ? done(found) : deny("enrolment_page_over");
    },
  );
  return opened.ok ? done(await scanning(deps, { held, page: opened.value })) : opened;
}

async function scanning(
  deps: CardDeps,
  { held, page }: Own,
): Promise<Extract<CardStep, { step: "scan" }>> {
  const again = await heldOf(deps, held);
  const labels = await Promise.all(again.map(({ device }) => labelOf(deps, device)));
  return {
    step: "scan",
    page: page.id,
    holder: held.name,
    addresses: await comingAddresses(deps, deps.db, page.id, shownEach),
    held: page.enrolment === undefined ? labels : [],
    isEarly: false,
  };
}

/** What was shown in person, stopped, and may be shown again. */
async function heldOf({ db }: CardDeps, { professional }: Held): Promise<store.EnrolmentRow[]> {
  const rows = await store.underWay(db, professional);
  return rows.filter(({ standing }) => standing.state === "held");
}

const labelOf = async ({ devices }: CardDeps, id: DeviceId): Promise<string> =>
  (await devices.find(id))?.label ?? "";

/** A page that this very card opened, and that is not over. */
async function ownPage(
  deps: CardDeps,
  certificate: Certificate,
  id: string | null,
): Promise<Outcome<Own, Refusal>> {
  const read = await deps.cards.hold(certificate);
  if (!read.ok) return read;
  const held = read.value;
  const page = isId("enp", id) ? await pageStore.findPage(deps.db, id) : undefined;
  const isOwn =
    page?.kind === "card" &&
    page.professional === held.professional &&
    page.openedBy === nameOf(held);
  return page && isOwn && !page.isOver ? done({ held, page }) : deny("enrolment_page_over");
}

/** The four words and the call question, answered beside the card. */
export async function typeWords(
  deps: CardDeps,
  certificate: Certificate,
  given: {
    readonly page: string | null;
    readonly words: string | null;
    readonly onCall: string | null;
  },
): Promise<{ readonly ok: true; readonly value: CardStep } | (Denied & { step?: CardStep })> {
  const own = await ownPage(deps, certificate, given.page);
  if (!own.ok) return own;
  const { held, page } = own.value;
  if (given.onCall !== "no") return stopHere(deps, own.value, "on_call");
  if (page.wordsAt !== undefined) return done(await waiting(deps, own.value));
  const begun = page.enrolment && (await store.find(deps.db, page.enrolment));
  const awaited = begun ? [begun] : await heldOf(deps, held);
  if (awaited.length === 0) return done({ ...(await scanning(deps, own.value)), isEarly: true });
  const meant = await meantBy(deps, awaited, given.words);
  if (!meant) {
    const wrong = await wrongWords(deps, page);
    return wrong.extra?.triesLeft ? { ...wrong, step: await scanning(deps, own.value) } : wrong;
  }
  const again = begun ? undefined : meant.id;
  if (!(await pageStore.recordWords(deps.db, { page: page.id, again })))
    return deny("enrolment_page_over");
  const found = await pageStore.findPage(deps.db, page.id);
  return found ? done(await waiting(deps, { held, page: found })) : deny("enrolment_page_over");
}

async function meantBy(
  deps: CardDeps,
  awaited: readonly store.EnrolmentRow[],
  words: unknown,
): Promise<store.EnrolmentRow | undefined> {
  for (const row of awaited) {
    const phone = await deps.devices.find(row.device);
    const { state } = row.standing;
    if (!phone || (state !== "evidenced" && state !== "held")) continue;
    if (areWordsOf(words, row.id, phone.ikThumbprint)) return row;
  }
  return undefined;
}

async function waiting(deps: CardDeps, { held, page }: Own): Promise<CardStep> {
  const row = await meant(deps.db, page);
  const label = row ? await labelOf(deps, row.device) : "";
  const raises = row?.raises === true;
  return { step: "wait", page: page.id, holder: held.name, label, raises };
}

/** The enrolment that this page is about. */
const meant = async (tx: Tx, { enrolment, again }: pageStore.EnrolmentPage) => {
  const id = again ?? enrolment;
  return id && store.find(tx, id);
};

/** The holder says again, half a minute later and on a handshake of its own, that this phone is theirs: its wait begins. */
export async function confirmByCard(
  deps: CardDeps,
  certificate: Certificate,
  id: string | null,
): Promise<Outcome<CardStep, Refusal>> {
  const own = await ownPage(deps, certificate, id);
  if (!own.ok) return own;
  const { held, page } = own.value;
  const { card, professional } = held;
  const row = await meant(deps.db, page);
  const phone = row && (await deps.devices.find(row.device));
  if (!row || !phone || page.wordsAt === undefined) return deny("enrolment_page_over");
  if (!(await announce(deps, row, phone.ikThumbprint))) return deny("pin_unavailable");
  const proven = await transactOrUndo(deps.db, async (tx): Promise<Outcome<Standing, Refusal>> => {
    // Whoever reports or suspends the card meanwhile has their turn before, and nothing is proven, or after.
    if (!(await deps.cards.keepOpen(tx, { professional, ...card })))
      return deny("card_opens_nothing");
    const { enrolmentPause: wait } = lifetimes;
    if (!(await pageStore.recordConfirmed(tx, { page: page.id, wait })))
      return deny("enrolment_not_ready");
    const around = await aroundOf(deps, tx, professional, undefined, "card", {
      raised: raisedBy(row),
    });
    const { issuer, serial } = card;
    const evidence = { path: "card", issuer, serial, page: page.id };
    const move = { move: "prove", path: "card" } as const;
    const moved = await makeMove(tx, row, move, around, { evidence });
    if (!moved.ok) return moved;
    await deps.cards.noteSeen(tx, professional, card);
    const fact = { professional, enrolment: row.id, evidence: "card", issuer, serial } as const;
    await recordProven(deps, tx, { ...fact, signatures: [] }, moved.value, row);
    return moved;
  });
  if (!proven.ok)
    return proven.refusal === "enrolment_not_ready" ? done(await waiting(deps, own.value)) : proven;
  const { value } = proven;
  if (!("readyAt" in value)) throw new Error(`enrolment ${row.id} was proven and does not wait`);
  const { readyAt } = value;
  return done({ step: "proven", label: phone.label, raises: row.raises, readyAt });
}

/** *Arrêter*, *On me les a dictés*, or a call: the page ends, and so does what was begun on it. */
export async function stopByCard(
  deps: CardDeps,
  certificate: Certificate,
  given: { readonly page: string | null; readonly why: string | null },
): Promise<Outcome<CardStep, Refusal>> {
  const own = await ownPage(deps, certificate, given.page);
  if (!own.ok) return own;
  return stopHere(deps, own.value, given.why === "on_call" ? "on_call" : "card_page");
}

async function stopHere(
  deps: CardDeps,
  { page }: Own,
  why: Stopped,
): Promise<{ readonly ok: true; readonly value: CardStep }> {
  await transact(deps.db, (tx) => endWithPage(deps, tx, page, why));
  return done({ step: "stopped", why });
}
