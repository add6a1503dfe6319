import type { ConsoleKeyCreation, ConsoleKeyProposal } from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import type { Audit } from "#modules/audit";
import { type AnyTables, type Database, transact } from "#platform/database";
import { isHardwareHeld, type Statements } from "#platform/attestation";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId, type Random } from "#platform/random";
import { hashSecret, newSecret } from "#platform/secret";
import type { Clock } from "#platform/time";
import { takeTurn } from "#platform/turns";
import { type Registration, readRegistration } from "#platform/webauthn";
import type { Role } from "./permissions.ts";
import { insertProposal, recordReplaced } from "./proposal-store.ts";
import { wordsOf } from "./proposals.ts";
import { everywhere } from "./scope.ts";
import * as sessions from "./session-store.ts";
import * as store from "./store.ts";

type Tx = Database<AnyTables>;

export type StaffDeps = {
  readonly db: Tx;
  readonly clock: Clock;
  readonly random: Random;
  readonly audit: Pick<Audit, "append">;
  /** In production: once two operators have keys, they alone let keys in, and nobody on the host does. */
  readonly keysTakeTwo: boolean;
};

/** What keys are made and used with, besides. */
export type KeyDeps = StaffDeps & {
  /** Which models of authenticator hold their keys in hardware. */
  readonly statements: Statements;
  /** The console's: keys are bound to its host, and never to a parent domain. */
  readonly origin: string;
  readonly brand: string;
  /** The deployment's shared secrets, the one in use first. */
  readonly secrets: () => readonly [string, ...string[]];
};

/** Whether a text names an authority whose registrars there can be. */
export const isScope = (text: string): boolean =>
  text === everywhere || /^(order|agency|structure):[A-Za-z0-9/_-]{1,60}$/.test(text);

/** Somebody joins the staff; signing in takes a link and a key besides. */
export async function add(
  deps: StaffDeps,
  given: { readonly name: string; readonly scope: string; readonly roles: readonly Role[] },
): Promise<string> {
  const id = newId("stf", deps.random);
  await transact(deps.db, async (tx) => {
    await store.insertMember(tx, { id, ...given });
    await deps.audit.append(tx, {
      fact: "staff_added",
      staff: id,
      roles: given.roles,
      scope: given.scope,
    });
  });
  return id;
}

/** A one-time link's secret for a member who is active; an older one that was open is over, and so is the key it proposed. */
export async function invite(
  deps: StaffDeps,
  member: string,
): Promise<Outcome<string, "staff_unknown">> {
  const code = newSecret(deps.random);
  return transact(deps.db, async (tx): Promise<Outcome<string, "staff_unknown">> => {
    const given = { hash: hashSecret(code), member };
    if (!(await store.insertInvitation(tx, given, lifetimes.staffInvitation)))
      return deny("staff_unknown");
    // After the link: one that is being spent meanwhile has proposed its key by then.
    await recordReplaced(tx, member);
    await deps.audit.append(tx, { fact: "staff_invited", staff: member });
    return done(code);
  });
}

/** On the host, which adds operators too: whoever stops the last one locks nobody out. */
export async function suspend(
  deps: StaffDeps,
  member: string,
): Promise<Outcome<"suspended", "staff_unknown">> {
  return transact(deps.db, async (tx): Promise<Outcome<"suspended", "staff_unknown">> => {
    await takeTurn(tx, store.teamTurn);
    if (!(await store.recordSuspended(tx, member))) return deny("staff_unknown");
    await deps.audit.append(tx, { fact: "staff_suspended", staff: member });
    return done("suspended");
  });
}

/**
 * An operator in the console. Anybody else is stopped at once; an operator only by two others, lest one alone be left with the deployment:
 * the first press asks, another operator's within a day does it (decision 0048).
 */
export async function suspendBy(
  deps: StaffDeps,
  member: string,
  by: string,
): Promise<Outcome<"suspended" | "asked", "staff_unknown">> {
  return transact(deps.db, async (tx): Promise<Outcome<"suspended" | "asked", "staff_unknown">> => {
    await takeTurn(tx, store.teamTurn);
    if (await store.recordSuspendedBy(tx, { member, by }, lifetimes.staffSuspension)) {
      await deps.audit.append(tx, { fact: "staff_suspended", staff: member, by });
      return done("suspended");
    }
    if (!(await store.recordSuspensionAsked(tx, { member, by }))) return deny("staff_unknown");
    await deps.audit.append(tx, { fact: "staff_suspension_asked", staff: member, by });
    return done("asked");
  });
}

// Adding a key, by a link.

const hostOf = (origin: string) => new URL(origin).hostname;

/** Opening a link changes nothing: its page may be opened again until a key is added, or its time is over. */
export async function beginKey(
  deps: KeyDeps,
  code: string,
): Promise<Outcome<ConsoleKeyCreation, "staff_link_over">> {
  const hash = hashSecret(code);
  const member = await store.invited(deps.db, hash);
  if (!member) return deny("staff_link_over");
  const challenge = newSecret(deps.random);
  const asked = { purpose: "register", askedBy: hash } as const;
  await sessions.insertChallenge(deps.db, challenge, asked, lifetimes.staffChallenge);
  const known = await store.passkeysOf(deps.db, member.id);
  return done({
    challenge,
    rp: { id: hostOf(deps.origin), name: deps.brand },
    user: {
      id: Buffer.from(member.id).toString("base64url"),
      name: member.name,
      displayName: member.name,
    },
    exclude: known.map(({ credential }) => credential),
  });
}

/**
 * The key that the browser made: proposed once, if the operator's metadata vouches that hardware holds it. A key that a cloud account
 * holds could be taken from afar, and no desk would be there. It opens nothing until its words are confirmed on the host.
 */
export async function proposeKey(
  deps: KeyDeps,
  code: string,
  given: { readonly made: Registration; readonly challenge: string; readonly name: string },
): Promise<Outcome<ConsoleKeyProposal, Refusal>> {
  const hash = hashSecret(code);
  const by = { challenge: given.challenge, purpose: "register", by: hash } as const;
  if (!(await sessions.burnChallenge(deps.db, by))) return deny("staff_link_over");
  const expected = {
    challenge: given.challenge,
    origin: deps.origin,
    rpId: hostOf(deps.origin),
  };
  const key = await readRegistration(given.made, expected);
  if (!key) return deny("staff_key_not_made");
  if (!isHardwareHeld(deps.statements, key.attested, deps.clock.now()))
    return deny("staff_key_not_hardware");
  const id = newId("spk", deps.random);
  return transact(deps.db, async (tx): Promise<Outcome<ConsoleKeyProposal, Refusal>> => {
    const member = await store.spendInvitation(tx, hash);
    if (member === undefined) return deny("staff_link_over");
    const words = wordsOf({ invitation: hash, member, publicKey: key.publicKey });
    const kept = { id, member, invitation: hash, key, name: given.name, words: words.join(" ") };
    const bound = { most: bounds.staffKeys, within: lifetimes.staffProposal };
    if (!(await insertProposal(tx, kept, bound))) throw new store.NotKept();
    await deps.audit.append(tx, {
      fact: "staff_key_proposed",
      staff: member,
      key: id,
      model: key.aaguid,
    });
    return done({ words });
  }).catch((fault: unknown) => {
    // The link is not spent for it: another key may be tried.
    if (fault instanceof store.NotKept) return deny("staff_key_not_made");
    throw fault;
  });
}

/** A member ends one of their own keys, and with it every session it opened. */
export async function endKey(
  deps: StaffDeps,
  member: string,
  id: string,
): Promise<Outcome<undefined, "not_found">> {
  return transact(deps.db, async (tx): Promise<Outcome<undefined, "not_found">> => {
    if (!(await store.recordPasskeyEnded(tx, { id, member }))) return deny("not_found");
    await deps.audit.append(tx, { fact: "staff_key_ended", staff: member, key: id });
    return done(undefined);
  });
}

/**
 * Ends every key, after a restore: a key that ended or whose member was suspended since the backup must not sign in again by itself.
 * Each member needs a link anew.
 */
export async function endAllKeys({ audit }: Pick<StaffDeps, "audit">, tx: Tx): Promise<void> {
  for (const { id, member } of await store.recordAllEnded(tx))
    await audit.append(tx, { fact: "staff_key_ended", staff: member, key: id });
}
