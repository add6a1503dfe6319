/**
 * Passkeys and security keys of the sign-in host: adding them, listing and ending them.
 *
 * A key is added on a page of the sign-in origin with a full phone's scan, call question and code; everybody who can be told is
 * told, and it opens nothing for a day. Whether hardware holds it is told by attestation against the operator's metadata; without,
 * or when it may be backed up, it counts as synced: a cloud account may hold it. What a key opens is `login`'s table of rights.
 *
 * Keys are bound to the sign-in host and never to a parent domain. Refused by design: digits or a limited phone as evidence, a
 * computer's own passkey on a place that others use, anything new while a stop holds it back. What is made on a place ends with it.
 *
 * Keys of the authenticator's own host are added on a phone and open nothing: they are evidence when a phone is enrolled (`phone-keys.ts`,
 * `enrolling.ts`).
 *
 * Source: DESIGN section 5 "Passkey hosts", section 6 "Two means"; WebAuthn level 3; FIDO Metadata Statement 3.0.
 */
import type { MadeKey, MultiSigned, ProfessionalId } from "@aval/protocol";
import { hours } from "#platform/time";
import * as adding from "./adding.ts";
import { purgeAdditions } from "./adding-store.ts";
import * as enrolling from "./enrolling.ts";
import * as passkeys from "./passkeys.ts";
import { purgeChallenges } from "./phone-key-store.ts";
import * as phoneKeys from "./phone-keys.ts";
import * as signing from "./signing.ts";
import { purgeVisits } from "./visit-store.ts";

export { createPasskeyAsker } from "./asker.ts";
export { sleepAll as sleepPasskeys } from "./passkeys.ts";
export { readStatements } from "#platform/attestation";
export type { Proven } from "./signing.ts";
export type { PasskeyTables } from "./tables.ts";
export { passkeyPageRoutes, passkeyPhoneRoutes } from "./routes.ts";

export type Passkeys = ReturnType<typeof createPasskeys>;

export function createPasskeys(
  deps: adding.AddingDeps & signing.SigningDeps & phoneKeys.PhoneKeyDeps & enrolling.EnrollingDeps,
) {
  type Tx = typeof deps.db;
  return {
    page: (...given: Tail<typeof adding.page>) => adding.page(deps, ...given),
    register: (...given: Tail<typeof adding.register>) => adding.register(deps, ...given),
    /** A key of the authenticator's own host, on the phone that adds it. */
    beginOnPhone: (jws: string) => phoneKeys.begin(deps, jws),
    addOnPhone: (message: MultiSigned, made: MadeKey) => phoneKeys.add(deps, message, made),
    /** What such a key signs for an enrolment. */
    challengeOf: (of: Parameters<typeof enrolling.challengeOf>[1]) =>
      enrolling.challengeOf(deps, of),
    goOnWith: (tx: Tx, given: Parameters<typeof enrolling.goOnWith>[1]) =>
      enrolling.goOnWith(tx, given),
    readFor: (...given: Tail<typeof enrolling.readFor>) => enrolling.readFor(deps, ...given),
    list: (jws: string) => passkeys.list(deps, jws),
    end: (id: string, jws: string) => passkeys.end(deps, id, jws),
    /** The same, for whoever has seen to whose they are. */
    listOf: (professional: ProfessionalId) => passkeys.views(deps, professional),
    endBy: (tx: Tx, given: Parameters<typeof passkeys.endBy>[2]) => passkeys.endBy(deps, tx, given),
    endMadeOn: (tx: Tx, on: Parameters<typeof passkeys.endMadeOn>[2]) =>
      passkeys.endMadeOn(deps, tx, on),
    endMadeBy: (tx: Tx, phone: Parameters<typeof passkeys.endMadeBy>[2]) =>
      passkeys.endMadeBy(deps, tx, phone),
    challenge: (on: Parameters<typeof signing.challenge>[1]) => signing.challenge(deps, on),
    prove: (...given: Tail<typeof signing.prove>) => signing.prove(deps, ...given),
    proven: (...given: Tail<typeof signing.proven>) => signing.proven(deps, ...given),
    spend: signing.spend,
    forget: (visit: string) => signing.forget(deps, visit),
    /** Forgets pages on which nothing is being added or waited for any more. */
    purge: async () => {
      await purgeAdditions(deps.db, hours(24));
      await purgeVisits(deps.db, hours(24));
      await purgeChallenges(deps.db);
    },
  };
}

type Tail<F extends (deps: never, ...rest: never[]) => unknown> = F extends (
  deps: never,
  ...rest: infer Rest
) => unknown
  ? Rest
  : never;
