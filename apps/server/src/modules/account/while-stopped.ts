import type { ProfessionalId } from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import { rulesHolding } from "#modules/stops";
import type { AnyTables, Database } from "#platform/database";
import type { Random } from "#platform/random";
import { hashSecret, newSecret } from "#platform/secret";
import * as store from "./store.ts";

/**
 * *Mon accès* while everything is stopped: a frozen or blocked holder enters nowhere, and may still see what happened (DESIGN
 * section 7, Cases). Their card opens it at its own host, in a handshake of its own; what it opens is no session, changes nothing,
 * and is over with the stop, with a report of the card, or after half an hour.
 *
 * Who gains if it is wrong: whoever holds the card of somebody who stopped everything, and would read on or change.
 */
export type WhileStoppedDeps = { readonly db: Database<AnyTables>; readonly random: Random };

/**
 * The card's host hands a reading to the browser that stands there: what it takes up, once, within a minute. `undefined`: nothing
 * that stands holds every entry, so that they enter as they always do. In the transaction that holds the card's turn.
 */
export async function handOver(
  { random }: Pick<WhileStoppedDeps, "random">,
  tx: Database<AnyTables>,
  professional: ProfessionalId,
): Promise<string | undefined> {
  const secret = newSecret(random);
  const isHanded = await store.insertReading(tx, {
    hash: hashSecret(secret),
    professional,
    rules: rulesHolding("enter"),
    within: lifetimes.readingHandedOver,
  });
  return isHanded ? secret : undefined;
}

/** The page takes up what its address brought: what the browser keeps from then on. Taken up before, too late or never there: nothing. */
export async function takeUp(
  { db, random }: WhileStoppedDeps,
  handed: string,
): Promise<string | undefined> {
  const secret = newSecret(random);
  const isTaken = await store.takeUpReading(db, hashSecret(handed), hashSecret(secret));
  return isTaken ? secret : undefined;
}
