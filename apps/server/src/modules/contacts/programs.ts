import type { ContactKind, ContactProof, ContactReason } from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import type { Audit } from "#modules/audit";
import { isInScope } from "#modules/directory";
import { type AnyTables, type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId, type Random } from "#platform/random";
import { hashSecret, newSecret, Secret } from "#platform/secret";
import { days, type Duration, type Instant } from "#platform/time";
import type { ContactsDeps } from "./contacts.ts";
import * as keys from "./key-store.ts";
import * as store from "./store.ts";

// An authority's own program: by a key of the authority's it asks, as the first of the two. It confirms nothing.

type Program = { readonly id: string; readonly authority: string };
type ProgramDeps = Pick<ContactsDeps, "db" | "random" | "audit" | "limits" | "directory">;

/** What a program asks. `reference`: its own, by which it asks again without asking twice. */
export type ProgramChange = {
  readonly reference: string;
  readonly nationalId: string;
  readonly kind: ContactKind;
  readonly value: string;
  readonly reason: ContactReason;
  readonly proof: ContactProof;
};

/** How a program's request stands. */
export type ProgramStanding = {
  readonly reference: string;
  readonly state: store.ContactRequest["stage"];
};

/** Whose key this is. Which of 2^256 values is near tells nobody anything, in time either. */
export async function programOf(
  { db }: Pick<ContactsDeps, "db">,
  key: string | undefined,
): Promise<Outcome<Program, "contact_key_refused">> {
  const found = key === undefined ? undefined : await keys.useKey(db, hashSecret(key));
  return found ? done(found) : deny("contact_key_refused");
}

/**
 * Keeps what a program asks, once for each reference: asked again, it is told how that stands, and another change under the same reference is
 * refused. Somebody of another authority and nobody look alike.
 */
export async function submit(
  deps: ProgramDeps,
  program: Program,
  given: ProgramChange,
): Promise<Outcome<ProgramStanding, Refusal>> {
  const { db, limits, directory } = deps;
  const value = directory.contactValue(given.kind, given.value);
  if (!value) return deny("contact_unreadable");
  const before = await store.findByReference(db, program.id, given.reference);
  if (before) return again(deps, program, before, { ...given, value });
  // Before the directory is asked: an answer past the cap would say who is in it.
  if (!(await limits.spend(db, "contact_program", program.id, bounds.contactProgram, days(1))))
    return deny("too_many");
  const found = await directory.find(given.nationalId);
  if (found?.state !== "active" || !isInScope(program.authority, directory.scopesOf(found)))
    return deny("unknown_professional");
  const known = (await directory.contactsOf(found.id)).find(({ kind }) => kind === given.kind);
  const { kind, reason, proof, reference } = given;
  const request = {
    ...{ id: newId("ctr", deps.random), professional: found.id, nationalId: found.nationalId },
    ...{ kind, value, reason, proof, reference, replaces: known?.id },
    ...{
      source: program.authority,
      askedBy: undefined,
      askedKey: program.id,
      askedDevice: undefined,
    },
    ...{ scopes: directory.scopesOf(found), signature: undefined },
  };
  const isKept = await transact(db, async (tx) => {
    await store.endPassed(tx, found.id);
    if (!(await store.insertRequest(tx, request, lifetimes.contactRequest))) return false;
    const about = { professional: found.id, request: request.id, contact: kind } as const;
    await deps.audit.append(tx, { fact: "contact_change_asked", ...about, program: program.id });
    return true;
  });
  if (isKept) return done({ reference, state: "open" });
  // The same question at the same time, on another connection; else another change waits.
  const meanwhile = await store.findByReference(db, program.id, reference);
  return meanwhile
    ? again(deps, program, meanwhile, { ...given, value })
    : deny("contact_request_open");
}

/** The same change, of the same person by whichever of their identifiers. Another identifier is looked up, and counts. */
async function again(
  { db, limits, directory }: ProgramDeps,
  program: Program,
  before: store.ContactRequest,
  given: ProgramChange,
): Promise<Outcome<ProgramStanding, "contact_reference_taken" | "too_many">> {
  const { reference, nationalId, kind, value } = given;
  if (before.kind !== kind || before.value !== value) return deny("contact_reference_taken");
  if (before.nationalId !== nationalId) {
    if (!(await limits.spend(db, "contact_program", program.id, bounds.contactProgram, days(1))))
      return deny("too_many");
    if ((await directory.find(nationalId))?.id !== before.professional)
      return deny("contact_reference_taken");
  }
  return done({ reference, state: before.stage });
}

/** How what this program asked under this reference stands. */
export async function standing(
  { db }: Pick<ContactsDeps, "db">,
  program: Program,
  reference: string,
): Promise<Outcome<ProgramStanding, "not_found">> {
  const found = await store.findByReference(db, program.id, reference);
  return found ? done({ reference, state: found.stage }) : deny("not_found");
}

export type KeyKeeperDeps = {
  readonly db: Database<AnyTables>;
  readonly random: Random;
  readonly audit: Pick<Audit, "append">;
};

/** A new key for an authority's program: told once, kept as a hash. */
export async function issueKey(
  { db, random, audit }: KeyKeeperDeps,
  authority: string,
  life: Duration,
): Promise<{ readonly id: string; readonly key: Secret; readonly expiresAt: Instant }> {
  const value = newSecret(random);
  const id = newId("ctk", random);
  return transact(db, async (tx) => {
    const given = { id, authority, hash: hashSecret(value) };
    const expiresAt = await keys.insertKey(tx, given, life);
    await audit.append(tx, { fact: "contact_key_issued", key: id, authority });
    return { id, key: new Secret(value), expiresAt };
  });
}

/** Ends a key at once and for good; what it asked for waits on, for a person to judge. */
export async function removeKey(
  { db, audit }: KeyKeeperDeps,
  id: string,
): Promise<Outcome<undefined, "unknown_api_key">> {
  return transact(db, async (tx): Promise<Outcome<undefined, "unknown_api_key">> => {
    const authority = await keys.recordKeyRemoved(tx, id);
    if (authority === undefined) return deny("unknown_api_key");
    await audit.append(tx, { fact: "contact_key_removed", key: id, authority });
    return done(undefined);
  });
}

export const keysOf = ({ db }: Pick<KeyKeeperDeps, "db">): Promise<readonly keys.ContactKey[]> =>
  keys.listKeys(db);
