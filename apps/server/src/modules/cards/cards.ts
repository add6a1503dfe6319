import { type CardLostAnswer, type ProfessionalId, purposes } from "@aval/protocol";
import type { Refusal } from "#errors";
import { lifetimes } from "#lifetimes";
import type { Audit, AuditTables } from "#modules/audit";
import type { Devices } from "#modules/devices";
import type { Directory, Professional } from "#modules/directory";
import type { Software } from "#modules/software";
import type { Stops, StopTables } from "#modules/stops";
import { concerns } from "#platform/attempt";
import { type AnyTables, type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId, type Random } from "#platform/random";
import { hashSecret, newSecret } from "#platform/secret";
import { type Clock, epochSeconds } from "#platform/time";
import { takeTurn } from "#platform/turns";
import { type Authorities, chainOf, isValidAt, readCertificate } from "./authorities.ts";
import { type Card, readCard } from "./card.ts";
import type { Revocation } from "./revocation.ts";
import * as store from "./store.ts";

export type CardsDeps = {
  readonly db: Database<store.CardTables & AuditTables & StopTables>;
  readonly clock: Clock;
  readonly random: Random;
  readonly audit: Audit;
  readonly directory: Pick<Directory, "find" | "byId" | "displayName">;
  readonly software: Pick<Software, "find">;
  readonly authorities: Authorities;
  readonly revocation: Revocation;
  /** The card's host. */
  readonly origin: string;
  readonly stops: Pick<Stops, "isStopped" | "beforeCard" | "liftByCard" | "showCard">;
  readonly receive: Devices["receive"];
  /** A read-only *Mon accès* for this holder, while something holds every entry: the address their browser goes to, once. */
  readonly handOver: (
    tx: Database<AnyTables>,
    professional: ProfessionalId,
  ) => Promise<string | undefined>;
  /** Ends what a card of this holder has opened; says how many sessions that were. */
  readonly closeSessions: (
    tx: Database<AnyTables>,
    professional: ProfessionalId,
  ) => Promise<number>;
  /** Ends what these visits of this holder's to the card's page have opened; says how many sessions that were. */
  readonly closeOpenedBy: (
    tx: Database<AnyTables>,
    professional: ProfessionalId,
    visits: readonly string[],
  ) => Promise<number>;
};

type Tx = CardsDeps["db"];

/** The turn of those who open something with a holder's card, and of whoever reports it. */
const cardsOf = (professional: ProfessionalId) => `aval.card.${professional}`;

/** A sign-in page goes to the card's host. Gives what it must be posted with: once, by a form of that very page. */
export async function begin(
  { db, random }: CardsDeps,
  given: { readonly signIn: string; readonly browser: string; readonly service: string },
): Promise<string> {
  const ticket = newSecret(random);
  const id = newId("crv", random);
  await store.insertVisit(
    db,
    { ...given, id, ticketHash: hashSecret(ticket) },
    lifetimes.cardVisit,
  );
  return ticket;
}

/** What the card's page shows before its holder confirms. */
export type Shown = {
  readonly signIn: string;
  readonly service: string;
  readonly holder: string;
  readonly nationalId: string;
};

export type VisitRefusal = {
  readonly refusal: Refusal;
  /** Where the visit came from, so that the page can show the other doors. */
  readonly signIn: string | undefined;
};

type Read = { readonly visit: store.Visit; readonly card: Card; readonly holder: Professional };

/** The card of this handshake, for this visit. `certificate`: as the socket gave it, never as a header says. */
export async function show(
  deps: CardsDeps,
  ticket: string,
  certificate: Uint8Array | undefined,
): Promise<{ readonly ok: true; readonly value: Shown } | ({ readonly ok: false } & VisitRefusal)> {
  const read = await readVisit(deps, ticket, certificate);
  if (!read.ok) return read;
  const { visit, holder } = read.value;
  const service = await deps.software.find(visit.service);
  if (service?.state !== "active")
    return { ok: false, refusal: "sign_in_not_found", signIn: visit.signIn };
  return {
    ok: true,
    value: {
      signIn: visit.signIn,
      service: service.name,
      holder: deps.directory.displayName(holder),
      nationalId: holder.nationalId,
    },
  };
}

/**
 * The holder confirms, on a handshake of its own: a card taken out since the page was shown confirms nothing. Gives the nonce to
 * go back with, which only the browser key that began can use, within ten seconds.
 */
export async function confirm(
  deps: CardsDeps,
  ticket: string,
  certificate: Uint8Array | undefined,
): Promise<
  | { readonly ok: true; readonly value: { readonly signIn: string; readonly nonce: string } }
  | ({ readonly ok: false } & VisitRefusal)
> {
  const read = await readVisit(deps, ticket, certificate);
  if (!read.ok) return read;
  const { visit, card, holder } = read.value;
  const nonce = newSecret(deps.random);
  const isConfirmed = await transact(deps.db, async (tx) => {
    const isFirst = await store.recordConfirmed(tx, visit.id, {
      professional: holder.id,
      card,
      returnHash: hashSecret(nonce),
      returnFor: lifetimes.cardReturn,
    });
    if (!isFirst) return false;
    await store.recordSeen(tx, holder.id, card);
    await deps.audit.append(tx, {
      fact: "card_used",
      professional: holder.id,
      visit: visit.id,
      issuer: card.issuer,
      serial: card.serial,
      service: visit.service,
    });
    return true;
  });
  return isConfirmed
    ? { ok: true, value: { signIn: visit.signIn, nonce } }
    : { ok: false, refusal: "card_page_expired", signIn: visit.signIn };
}

async function readVisit(
  deps: CardsDeps,
  ticket: string,
  certificate: Uint8Array | undefined,
): Promise<{ readonly ok: true; readonly value: Read } | ({ readonly ok: false } & VisitRefusal)> {
  const visit = await store.findOpen(deps.db, hashSecret(ticket));
  if (!visit) return { ok: false, refusal: "card_page_expired", signIn: undefined };
  const read = await readHolder(deps, certificate);
  if (read.ok) {
    // Told here already, by the page that leads to the reopening: the sign-in page would only say it later.
    if (await deps.stops.isStopped(deps.db, read.value.holder.id, "enter"))
      return { ok: false, refusal: "card_opens_nothing", signIn: visit.signIn };
    return { ok: true, value: { visit, ...read.value } };
  }
  if (read.refusal !== "card_absent")
    await deps.audit.append(deps.db, {
      fact: "card_refused",
      service: visit.service,
      reason: read.refusal,
    });
  return { ok: false, refusal: read.refusal, signIn: visit.signIn };
}

/**
 * Whose card this is, or why it opens nothing. The order tells a finder of a card nothing of its holder: that its authority is not
 * ours, that it ran out, that it was taken back, are facts of the card's own infrastructure, readable by anybody; everything that
 * Aval knows of the holder leaves as one refusal (law 7).
 */
export async function readHolder(
  deps: CardsDeps,
  der: Uint8Array | undefined,
): Promise<Outcome<{ readonly card: Card; readonly holder: Professional }, Refusal>> {
  if (!der) return deny("card_absent");
  const certificate = readCertificate(der);
  if (!certificate) return deny("card_foreign");
  const now = deps.clock.now();
  const chain = chainOf(certificate, deps.authorities, now);
  const [issuer] = chain ?? [];
  if (!chain || !issuer) return deny("card_foreign");
  const card = readCard(certificate, issuer);
  if (!card.ok) return card;
  if (!isValidAt(certificate, now)) return deny("card_expired");
  const standing = await deps.revocation.standingOf(certificate, chain);
  if (standing !== "good")
    return deny(standing === "revoked" ? "card_revoked" : "card_unverifiable");
  const holder = await deps.directory.find(card.value.nationalId);
  if (holder) concerns({ professional: holder.id });
  if (holder?.state !== "active") return deny("card_opens_nothing");
  if (await isShut(deps.db, { professional: holder.id, ...card.value }))
    return deny("card_opens_nothing");
  return done({ card: card.value, holder });
}

/** Back on the sign-in page: burns what it came with, and says whose card it was. In a transaction of its own, or it burns nothing. */
export async function comeBack(
  { db }: CardsDeps,
  given: { readonly nonce: string; readonly signIn: string; readonly browser: string },
): Promise<Outcome<store.Returned, "card_page_expired">> {
  const { nonce, ...from } = given;
  const returned = await store.burnReturn(db, { ...from, returnHash: hashSecret(nonce) });
  return returned ? done(returned) : deny("card_page_expired");
}

type HoldersCard = store.Which & { readonly professional: ProfessionalId };

/** Its holder has reported it, or an analyst suspended it. */
const isShut = async (db: Tx, { professional, ...card }: HoldersCard): Promise<boolean> =>
  (await store.isReported(db, professional, card.validFrom)) ||
  (await store.isSuspended(db, professional, card));

/**
 * Holds the card open for the transaction that opens a session with it. False once its holder has reported it, or an analyst has
 * suspended it: who does waits for its turn, and ends what was opened before it.
 */
export async function keepOpen(tx: Tx, card: HoldersCard): Promise<boolean> {
  await takeTurn(tx, cardsOf(card.professional));
  return !(await isShut(tx, card));
}

type NamedCard = {
  readonly professional: ProfessionalId;
  readonly issuer: string;
  readonly serial: string;
};

/**
 * An analyst suspends one card: it opens nothing until two have restored it, what it had opened ends, and what it confirmed a moment ago
 * opens nothing. Any other card of its holder's goes on. False: it stood so, or is none of theirs that was seen here.
 */
export async function suspend(deps: CardsDeps, tx: Tx, card: NamedCard): Promise<boolean> {
  await takeTurn(tx, cardsOf(card.professional));
  const id = newId("csp", deps.random);
  if (!(await store.insertSuspension(tx, { id, ...card }))) return false;
  const visits = await store.burnVisitsOf(tx, card);
  const sessions = await deps.closeOpenedBy(tx, card.professional, visits);
  await deps.audit.append(tx, { fact: "card_suspended", ...named(card), sessions });
  return true;
}

/** Two analysts restore it. False: it was not suspended. */
export async function restore(deps: CardsDeps, tx: Tx, card: NamedCard): Promise<boolean> {
  await takeTurn(tx, cardsOf(card.professional));
  if (!(await store.recordRestored(tx, card))) return false;
  await deps.audit.append(tx, { fact: "card_restored", ...named(card) });
  return true;
}

const named = ({ professional, issuer, serial }: NamedCard) => ({ professional, issuer, serial });

/**
 * The holder says, on a phone, that their card is lost or used without them: no code, stopping is cheap. Every card that they could
 * have had until now opens nothing more, seen here before or not, and the sessions that a card opened end. A card that begins later
 * works. By a `full` phone: one that somebody else obtained must not take the card from its holder too.
 */
export async function report(
  deps: CardsDeps,
  jws: string,
): Promise<Outcome<CardLostAnswer, Refusal>> {
  const received = await deps.receive(jws, purposes.cardLost);
  if (!received.ok) return received;
  const { device } = received.value;
  // A phone closed by wrong codes is still its holder's.
  if (device.state !== "active" && device.state !== "disabled") return deny("card_report_refused");
  if (device.level !== "full") return deny("card_report_refused");
  const { professional } = device;
  return transact(deps.db, async (tx) => {
    await takeTurn(tx, cardsOf(professional));
    const id = newId("crp", deps.random);
    const reportedAt = await store.insertReport(tx, { id, professional, device: device.id });
    const sessions = await deps.closeSessions(tx, professional);
    await deps.audit.append(tx, {
      fact: "card_reported",
      professional,
      device: device.id,
      sessions,
    });
    return done({ reportedAt: epochSeconds(reportedAt), sessions });
  });
}
