/**
 * Smart cards: the card's own page, and what a card there is worth.
 *
 * A sign-in page sends its browser to the card's host, which has a TLS listener of its own and asks for a certificate in a full
 * handshake at each request (`platform/card-listener.ts`). What is read is that handshake's certificate: signed by an authority of
 * the operator's file, of the profile of IGC-Santé, valid on our clock, not taken back by its authority, of an active holder.
 * The page says in one sentence what opens and in whose name; confirmed, the browser goes back with a nonce that only the browser
 * key that began can use. *Essayer ma carte* reads one the same way, says whose it is and opens nothing.
 *
 * Refused by design: a certificate from a header; a resumed handshake; a card whose standing nobody can tell (fail closed, the
 * other doors stay open). Opening the session is `login`'s business.
 *
 * Source: DESIGN sections 5, 6 and 10; psc-contract 5; RFC 5280, 6960.
 */
import type { ProfessionalId } from "@aval/protocol";
import { hours, type Instant } from "#platform/time";
import * as cards from "./cards.ts";
import { addresses } from "./pages.ts";
import { hold, readOn, reopen, reopening, showForDesk } from "./reopen.ts";
import { hasWorking, isReported, isSuspended, purge, recordSeen } from "./store.ts";
import { tryOut } from "./try-out.ts";
import type { Card } from "./card.ts";

export { cardAnswers } from "./answers.ts";
export { readAuthorities } from "./authorities.ts";
export { type CardFrame, cardStylesheet, framed, reopenPath, tryOutPath } from "./pages.ts";
export { createRevocation, type Fetch } from "./revocation.ts";
export { cardPhoneRoutes, cardRoutes } from "./routes.ts";
export type { CardTables, Returned } from "./store.ts";

export type Cards = ReturnType<typeof createCards>;

export function createCards(deps: cards.CardsDeps) {
  type Tx = typeof deps.db;
  return {
    /** Where the sign-in page posts its visitor to. */
    address: `${deps.origin}${addresses.enter}`,
    begin: (given: Parameters<typeof cards.begin>[1]) => cards.begin(deps, given),
    show: (ticket: string, certificate: Uint8Array | undefined) =>
      cards.show(deps, ticket, certificate),
    confirm: (ticket: string, certificate: Uint8Array | undefined) =>
      cards.confirm(deps, ticket, certificate),
    comeBack: (given: Parameters<typeof cards.comeBack>[1]) => cards.comeBack(deps, given),
    keepOpen: (tx: Tx, returned: Parameters<typeof cards.keepOpen>[1]) =>
      cards.keepOpen(tx, returned),
    report: (jws: string) => cards.report(deps, jws),
    /** Whoever is there with their card, for what another module opens by it. */
    hold: (certificate: Uint8Array | undefined) => hold(deps, certificate),
    /** This card opened something. */
    noteSeen: (tx: Tx, professional: ProfessionalId, card: Card) =>
      recordSeen(tx, professional, card),
    /** *Rouvrir mon accès*: what stands of whoever is there with their card. */
    reopening: (certificate: Uint8Array | undefined) => reopening(deps, certificate),
    reopen: (certificate: Uint8Array | undefined, shown: readonly string[]) =>
      reopen(deps, certificate, shown),
    /** *Lire ce qui s'est passé*: where a stopped holder's browser reads on. */
    readOn: (certificate: Uint8Array | undefined) => readOn(deps, certificate),
    /** *Rouvrir au guichet*: the card's part of it. */
    showForDesk: (certificate: Uint8Array | undefined, given: Parameters<typeof showForDesk>[2]) =>
      showForDesk(deps, certificate, given),
    /** *Essayer ma carte*: whether it would open. It opens nothing. */
    tryOut: (certificate: Uint8Array | undefined) => tryOut(deps, certificate),
    /** Whether a card of this holder's worked here, runs still and was not reported. */
    hasWorking: (professional: ProfessionalId) => hasWorking(deps.db, professional),
    /** Whether a card valid from then may be one that the holder has reported, or that is suspended. */
    isShut: async (tx: Tx, professional: ProfessionalId, validFrom: Instant) =>
      (await isReported(tx, professional, validFrom)) ||
      (await isSuspended(tx, professional, { validFrom })),
    /** One card opens nothing, and again, once it is restored. */
    suspend: (tx: Tx, card: Parameters<typeof cards.suspend>[2]) => cards.suspend(deps, tx, card),
    restore: (tx: Tx, card: Parameters<typeof cards.restore>[2]) => cards.restore(deps, tx, card),
    /** Asks authorities again for the lists that cards were looked for in. */
    refreshLists: () => deps.revocation.refresh(),
    purge: () => purge(deps.db, hours(24)),
  };
}
