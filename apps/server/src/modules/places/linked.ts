import type { DeviceId, InstallationId, LinkId, PlaceId, ProfessionalId } from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import type { Audit } from "#modules/audit";
import type { AnyTables, Database } from "#platform/database";
import { newId, type Random } from "#platform/random";
import type { Clock } from "#platform/time";
import { asks, isScan, type Place, placeAt, type Use } from "./place.ts";
import * as store from "./store.ts";

/*
 * An installation of strict software is a place without a browser: made by a scan, aged by "Oui, j'y travaille", asleep when it is
 * not used, ended in one tap, and its bells are set as any place's. It stands under the id of its installation: a page, which shows
 * a key, can never be it, nor it a page.
 */

type Tx = Database<AnyTables>;
type LinkedDeps = { readonly audit: Audit; readonly clock: Clock; readonly random: Random };
type Of = { readonly professional: ProfessionalId; readonly browser: InstallationId };

/** What a holder's installation is now, as a place; nothing once it ended. */
export type Linked = {
  readonly place: PlaceId;
  readonly state: "new" | "aged" | "asleep";
  readonly asks: boolean;
};

/** Makes the place of an installation that its holder's phone has just confirmed. */
export async function link(
  { random }: LinkedDeps,
  tx: Tx,
  given: Of & {
    readonly declared: string;
    readonly network: string;
    readonly link: LinkId;
    readonly device: DeviceId;
  },
): Promise<void> {
  const { link: approval, ...rest } = given;
  const id = newId("plc", random);
  await store.insertStandIn(tx, given.browser);
  const made = await store.insertPlace(tx, { ...rest, id, approval, people: "alone" });
  if (!made) throw new Error(`installation ${given.browser} is a place already`);
}

export async function linkedAt(
  { clock }: Pick<LinkedDeps, "clock">,
  db: Tx,
  { professional, browser }: Of,
): Promise<Linked | undefined> {
  const places = await store.placesOfBrowser(db, browser);
  const own = places.find((place) => place.professional === professional);
  const seen: Place | undefined = own && placeAt(own, clock.now());
  if (!seen || seen.state === "ended") return undefined;
  return { place: seen.id, state: seen.state, asks: asks(seen) };
}

/** Linked again, by the scan that does it: it sleeps no longer. */
export async function wake({ audit }: LinkedDeps, tx: Tx, of: Of): Promise<void> {
  const woken = await store.recordWoken(tx, of, lifetimes.placeSleep);
  const { professional } = of;
  if (woken) await audit.append(tx, { fact: "place_woken", professional, place: woken });
}

/**
 * A request of new software that may open nothing before it has aged, claimed by its holder. True when it now waits for "Oui, j'y
 * travaille": by a full phone's scan a day after the link, as after a sign-in, since one that only such services take has none.
 */
export async function scannedAgain(tx: Tx, given: Of & Use): Promise<boolean> {
  return isScan(given) && store.recordScannedAgain(tx, given, lifetimes.placeRest);
}
