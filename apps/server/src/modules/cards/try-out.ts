import type { Refusal } from "#errors";
import { lifetimes } from "#lifetimes";
import { transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { type CardsDeps, keepOpen } from "./cards.ts";
import { hold } from "./reopen.ts";
import * as store from "./store.ts";

/** Whose card worked, as it is said to whoever is there with it. */
export type TriedOut = { readonly holder: string; readonly nationalId: string };

/**
 * *Essayer ma carte*: whether it would open, on a handshake of its own and asked about at its authority as for a sign-in. It opens nothing and
 * needs nobody signed in: what it says, the card says itself, to whoever has it and its code (law 7). A fact once a day, however
 * often it is tried.
 */
export async function tryOut(
  deps: CardsDeps,
  certificate: Uint8Array | undefined,
): Promise<Outcome<TriedOut, Refusal>> {
  const held = await hold(deps, certificate);
  if (!held.ok) return held;
  const { professional, name, card } = held.value;
  const { issuer, serial, nationalId } = card;
  return transact(deps.db, async (tx): Promise<Outcome<TriedOut, Refusal>> => {
    // Whoever reports or suspends the card meanwhile has their turn before, and it counts for nothing, or after.
    if (!(await keepOpen(tx, { professional, ...card }))) return deny("card_opens_nothing");
    await store.recordSeen(tx, professional, card);
    if (await store.recordTested(tx, { issuer, serial }, lifetimes.cardTestTold))
      await deps.audit.append(tx, { fact: "card_tested", professional, issuer, serial });
    return done({ holder: name, nationalId });
  });
}
