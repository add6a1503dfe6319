import { isId, type ProfessionalId, type StopId } from "@aval/protocol";
import type { Refusal } from "#errors";
import type { CardView } from "#modules/stops";
import { transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import type { Card } from "./card.ts";
import { type CardsDeps, keepOpen, readHolder } from "./cards.ts";
import * as store from "./store.ts";

/** What the page says to whoever is there with their card. */
export type Standing = { readonly holder: string; readonly stops: readonly CardView[] };

/** Whose card it is. */
export type Held = {
  readonly professional: ProfessionalId;
  readonly name: string;
  readonly card: Card;
};

/**
 * *Rouvrir mon accès*: the way out that needs no phone and nobody's permission (law 5). A card whose own handshake this is, asked
 * about at its authority as for a sign-in; one that its holder reported opens nothing here either.
 */
export async function reopening(
  deps: CardsDeps,
  certificate: Uint8Array | undefined,
): Promise<Outcome<Standing, Refusal>> {
  const held = await hold(deps, certificate);
  if (!held.ok) return held;
  const { professional, name } = held.value;
  return done({ holder: name, stops: await deps.stops.beforeCard(professional) });
}

/**
 * The holder confirms, on a handshake of its own: of what the page had shown, what the card lifts by then is lifted. Says what
 * still stands. Done again it lifts nothing more.
 */
export async function reopen(
  deps: CardsDeps,
  certificate: Uint8Array | undefined,
  given: readonly string[],
): Promise<Outcome<Standing & { readonly lifted: number }, Refusal>> {
  const held = await hold(deps, certificate);
  if (!held.ok) return held;
  const { professional, name, card } = held.value;
  const shown = given.filter((id): id is StopId => isId("stp", id));
  const lifted = await transact(deps.db, async (tx): Promise<Outcome<number, Refusal>> => {
    // Whoever reports or suspends the card meanwhile has their turn before, and nothing is lifted, or after.
    if (!(await keepOpen(tx, { professional, ...card }))) return deny("card_opens_nothing");
    const stops = await deps.stops.liftByCard(tx, professional, shown);
    await store.recordSeen(tx, professional, card);
    const { issuer, serial } = card;
    if (stops.length > 0)
      await deps.audit.append(tx, { fact: "card_reopened", professional, issuer, serial, stops });
    return done(stops.length);
  });
  if (!lifted.ok) return lifted;
  const stops = await deps.stops.beforeCard(professional);
  return done({ holder: name, stops, lifted: lifted.value });
}

/**
 * The holder shows their card for this stop and the phone they name, on a handshake of its own, while a desk and that phone show the
 * rest: it counts for half an hour and lifts nothing. For a phone that has not begun it counts for nothing.
 */
export async function showForDesk(
  deps: CardsDeps,
  certificate: Uint8Array | undefined,
  { stop, phone }: { readonly stop: string | undefined; readonly phone: string | null },
): Promise<Outcome<Standing & { readonly isShown: boolean }, Refusal>> {
  const held = await hold(deps, certificate);
  if (!held.ok) return held;
  const { professional, name, card } = held.value;
  const shown = await transact(deps.db, async (tx): Promise<Outcome<boolean, Refusal>> => {
    if (!(await keepOpen(tx, { professional, ...card }))) return deny("card_opens_nothing");
    const { issuer, serial, validFrom } = card;
    const isShown =
      isId("stp", stop) &&
      isId("dev", phone) &&
      (await deps.stops.showCard(tx, {
        professional,
        stop,
        device: phone,
        issuer,
        serial,
        validFrom,
      }));
    if (isShown) await store.recordSeen(tx, professional, card);
    return done(isShown);
  });
  if (!shown.ok) return shown;
  const stops = await deps.stops.beforeCard(professional);
  return done({ holder: name, stops, isShown: shown.value });
}

/**
 * *Lire ce qui s'est passé*: a frozen or blocked holder enters nowhere, and sees all the same. The address where their browser reads on;
 * absent where nothing holds every entry, and what stands is said again.
 */
export async function readOn(
  deps: CardsDeps,
  certificate: Uint8Array | undefined,
): Promise<Outcome<Standing & { readonly address?: string }, Refusal>> {
  const held = await hold(deps, certificate);
  if (!held.ok) return held;
  const { professional, name, card } = held.value;
  const handed = await transact(
    deps.db,
    async (tx): Promise<Outcome<string | undefined, Refusal>> => {
      if (!(await keepOpen(tx, { professional, ...card }))) return deny("card_opens_nothing");
      const address = await deps.handOver(tx, professional);
      if (address === undefined) return done(undefined);
      await store.recordSeen(tx, professional, card);
      const { issuer, serial } = card;
      await deps.audit.append(tx, { fact: "card_read_on", professional, issuer, serial });
      return done(address);
    },
  );
  if (!handed.ok) return handed;
  const stops = await deps.stops.beforeCard(professional);
  return done({
    holder: name,
    stops,
    ...(handed.value === undefined ? {} : { address: handed.value }),
  });
}

/**
 * Whoever is there with their card, on a handshake of its own, or why it opens nothing: asked at its authority as for a sign-in. A
 * refusal is on the log.
 */
export async function hold(
  deps: CardsDeps,
  certificate: Uint8Array | undefined,
): Promise<Outcome<Held, Refusal>> {
  const read = await readHolder(deps, certificate);
  if (!read.ok) {
    const { refusal } = read;
    if (refusal !== "card_absent")
      await deps.audit.append(deps.db, { fact: "card_refused", service: "", reason: refusal });
    return read;
  }
  const { card, holder } = read.value;
  return done({ card, professional: holder.id, name: deps.directory.displayName(holder) });
}
