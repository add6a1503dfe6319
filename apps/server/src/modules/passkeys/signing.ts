import type { PasskeyAssertion, PasskeyChallenge, PasskeyId, ProfessionalId } from "@aval/protocol";
import type { Refusal } from "#errors";
import { lifetimes } from "#lifetimes";
import type { Audit } from "#modules/audit";
import type { Stops } from "#modules/stops";
import { transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId, type Random } from "#platform/random";
import { newSecret } from "#platform/secret";
import { hostOf } from "./adding.ts";
import { challengeIn } from "./challenge.ts";
import type { Passkey } from "./passkey.ts";
import { endBy, type PasskeysDeps } from "./passkeys.ts";
import * as store from "./store.ts";
import * as visits from "./visit-store.ts";
import { readAssertion, type Signed } from "#platform/webauthn";

/**
 * A key signs a sign-in page's challenge.
 *
 * The challenge is drawn for one page of one browser key and burnt at first sight, whatever comes of it. An unknown key, one that
 * ended or waits, a holder who is stopped, another host: one refusal, as slow, of one shape (law 7).
 */
export type SigningDeps = PasskeysDeps & {
  /** Connections for what is asked while somebody else's transaction is open: see `places`. */
  readonly lookups: PasskeysDeps["db"];
  readonly random: Random;
  readonly audit: Audit;
  readonly stops: Pick<Stops, "keepOpen">;
  readonly origin: string;
};

type Tx = SigningDeps["db"];
type OnPage = { readonly signIn: string; readonly browser: string };

/** What a page's browser is asked to sign. Asked for again, the older challenge stays good for its time. */
export async function challenge(
  { db, random, origin }: SigningDeps,
  on: OnPage & { readonly service: string },
): Promise<PasskeyChallenge> {
  const drawn = newSecret(random);
  const visit = { ...on, id: newId("pkv", random), challenge: drawn };
  await visits.insertVisit(db, visit, lifetimes.passkeyVisit);
  return { challenge: drawn, rpId: hostOf(origin) };
}

/** A key that has signed a page's challenge. */
export type Proven = {
  readonly visit: string;
  readonly passkey: PasskeyId;
  readonly professional: ProfessionalId;
  readonly kind: Passkey["kind"];
  readonly isHardwareHeld: boolean;
  /** Opens nothing alone, whatever it is: a phone has to approve beside it. */
  readonly isAsleep: boolean;
};

export async function prove(
  deps: SigningDeps,
  on: OnPage,
  given: PasskeyAssertion,
): Promise<Outcome<Proven, Refusal>> {
  const named = challengeIn(given);
  const visit = named && (await visits.burnVisit(deps.db, { ...on, challenge: named }));
  const key = await store.findByCredential(deps.db, "sign_in", Buffer.from(given.id, "base64url"));
  const expected = { challenge: named ?? "", origin: deps.origin, rpId: hostOf(deps.origin) };
  const signed = await readAssertion(given, expected, key?.publicKey);
  if (!visit || !key || !signed) return deny("passkey_refused");
  return transact(deps.db, (tx) => proveIn(deps, tx, { visit, key, signed }));
}

async function proveIn(
  deps: SigningDeps,
  tx: Tx,
  { visit, key, signed }: { visit: visits.Visit; key: Passkey; signed: Signed },
): Promise<Outcome<Proven, Refusal>> {
  const { id: passkey, professional, kind, isHardwareHeld, isAsleep } = key;
  if (!(await deps.stops.keepOpen(tx, professional, "enter"))) return deny("passkey_refused");
  // What was added and never used is new: it joins with its first signature.
  const isNew = key.lastUsedAt === undefined;
  if (isNew && !(await deps.stops.keepOpen(tx, professional, "join")))
    return deny("passkey_refused");
  if (!(await store.recordSigned(tx, passkey, signed))) {
    // Its counter went back: two authenticators hold one key, and nobody can tell which is its holder's.
    if (await store.isBehind(tx, passkey, signed.counter))
      await endBy(deps, tx, { passkey, professional, by: "copied" });
    return deny("passkey_refused");
  }
  const given = { visit: visit.id, passkey, professional, within: lifetimes.passkeyProven };
  if (!(await visits.recordProven(tx, given))) throw new Error(`visit ${visit.id} was burnt twice`);
  const { service } = visit;
  await deps.audit.append(tx, {
    fact: "passkey_used",
    ...{ professional, passkey, visit: visit.id, service },
  });
  return done({ visit: visit.id, passkey, professional, kind, isHardwareHeld, isAsleep });
}

/** The key that has signed on this page, while it counts and has not ended. */
export async function proven(
  { lookups: db }: Pick<SigningDeps, "lookups">,
  visit: string,
  on: OnPage,
): Promise<Proven | undefined> {
  const found = await visits.findProven(db, { visit, ...on });
  const key = found && (await store.findLive(db, found.passkey));
  if (!found || !key) return undefined;
  const { id: passkey, professional, kind, isHardwareHeld, isAsleep } = key;
  return { visit, passkey, professional, kind, isHardwareHeld, isAsleep };
}

/**
 * Spends what a key proved, once, for the page that asked: in the transaction that opens its session. The key is held for it, so
 * that ending it waits, and then ends this session too. `byPhone`: a phone approved beside it, and wakes it.
 */
export async function spend(
  tx: Tx,
  { visit, passkey }: Proven,
  on: OnPage,
  { byPhone }: { readonly byPhone: boolean },
): Promise<boolean> {
  if (!(await store.holdLive(tx, passkey, { byPhone }))) return false;
  return visits.recordSpent(tx, { visit, ...on });
}

/** *Ce n'est pas moi*, or another try: what a key proved on this page is worth nothing more. */
export const forget = ({ db }: Pick<SigningDeps, "db">, visit: string): Promise<void> =>
  visits.recordForgotten(db, visit);
