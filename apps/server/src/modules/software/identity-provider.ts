import type { Audit } from "#modules/audit";
import { type AnyTables, type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import * as store from "./identity-provider-store.ts";

/*
 * Establishments' own identity providers: what `kc_idp_hint` may name (psc-contract 1.3).
 *
 * Each may name the people of one structure of the directory, by one claim that holds the national identifier. Its address and
 * what it is called come from the operator and the directory, never from a request.
 */

export type IdentityProvider = {
  /** What `kc_idp_hint` says. */
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Technical id of the directory: whose people it may name. */
  readonly structure: string;
  /** What the directory calls that structure. */
  readonly label: string;
  /** The claim of the id_token that holds the national identifier. */
  readonly claim: string;
  /** Its address is inside the operator's network: a private one is called. */
  readonly isInside: boolean;
};

export type IdentityProvidersDeps = {
  readonly db: Database<AnyTables>;
  readonly audit: Audit;
};

type AddRefusal = "identity_provider_refused" | "identity_provider_taken";

/** Adds one. Its issuer is https, or on this machine; its name is never given again while it stands. */
export async function add(
  { db, audit }: IdentityProvidersDeps,
  given: IdentityProvider & { readonly scope: string; readonly by: string },
): Promise<Outcome<IdentityProvider, AddRefusal>> {
  const { scope, by, ...provider } = given;
  if (!isWhole(provider)) return deny("identity_provider_refused");
  return transact(db, async (tx): Promise<Outcome<IdentityProvider, AddRefusal>> => {
    if (!(await store.insertProvider(tx, provider, scope))) return deny("identity_provider_taken");
    const { name, structure } = provider;
    await audit.append(tx, { fact: "identity_provider_added", provider: name, structure, by });
    return done(provider);
  });
}

function isWhole({ name, issuer, clientId, claim, structure }: IdentityProvider): boolean {
  const url = URL.parse(issuer);
  const isHere = url?.hostname === "localhost" || url?.hostname.endsWith(".localhost") === true;
  const mayBe = url?.protocol === "https:" || (url?.protocol === "http:" && isHere);
  const isPlain = mayBe && url?.search === "" && url.hash === "" && url.username === "";
  const short = [clientId, claim, structure].every((text) => /^[\x21-\x7e]{1,255}$/.test(text));
  return isPlain && short && /^[a-z0-9][a-z0-9-]{1,39}$/.test(name);
}

/** Removes one: who comes back from it from now on is refused, and what it opened is closed. */
export async function remove(
  { db, audit }: IdentityProvidersDeps,
  name: string,
  how: {
    readonly by: string;
    /** Ends the sessions that it opened, in the transaction that removes it. */
    readonly closeOpened: (tx: Database<AnyTables>) => Promise<void>;
  },
): Promise<boolean> {
  return transact(db, async (tx) => {
    const structure = await store.recordProviderRemoved(tx, name);
    if (structure === undefined) return false;
    const { by } = how;
    await audit.append(tx, { fact: "identity_provider_removed", provider: name, structure, by });
    await how.closeOpened(tx);
    return true;
  });
}

/** After a restore: one that was removed since the backup is back, so that none works until the operator says that it still stands. */
export async function sleepAll(
  { audit }: Pick<IdentityProvidersDeps, "audit">,
  tx: Database<AnyTables>,
): Promise<readonly string[]> {
  const slept = await store.recordProvidersAsleep(tx);
  for (const { name, structure } of slept)
    await audit.append(tx, { fact: "identity_provider_slept", provider: name, structure });
  return slept.map(({ name }) => name);
}

/** Lets in again by one that sleeps. False where none of this name does. */
export async function confirm(
  { db, audit }: IdentityProvidersDeps,
  name: string,
  by: string,
): Promise<boolean> {
  return transact(db, async (tx) => {
    const structure = await store.recordProviderConfirmed(tx, name);
    if (structure === undefined) return false;
    await audit.append(tx, { fact: "identity_provider_confirmed", provider: name, structure, by });
    return true;
  });
}
