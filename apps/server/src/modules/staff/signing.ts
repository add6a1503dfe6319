import { createHash } from "node:crypto";
import { canonicalJson, type Json, type PasskeyAssertion } from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import { transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { hashSecret, newSecret } from "#platform/secret";
import { readAssertion } from "#platform/webauthn";
import { drawnAt, newDoorChallenge } from "./door-challenge.ts";
import { type Act, mayAct } from "./permissions.ts";
import * as sessions from "./session-store.ts";
import type { KeyDeps } from "./staff.ts";

/** What a page asks a key to sign. `keys`: whose signature it waits for; empty: any key of this host. */
export type Challenge = {
  readonly challenge: string;
  readonly rpId: string;
};

const hostOf = (origin: string) => new URL(origin).hostname;

/** For a sign-in page, of whoever it is: whose key answers says who that was. It writes nothing, and counts nothing. */
export async function challenge(deps: KeyDeps): Promise<Challenge> {
  const [shared] = deps.secrets();
  const drawn = newDoorChallenge(shared, deps.random, await sessions.now(deps.db));
  return { challenge: drawn, rpId: hostOf(deps.origin) };
}

/** Whoever signs in gets the secret of a new session. Whatever is wrong, the answer is the same. */
export async function signIn(
  deps: KeyDeps,
  given: PasskeyAssertion,
): Promise<Outcome<string, "staff_refused">> {
  const key = await readAtDoor(deps, given);
  if (!key) return deny("staff_refused");
  const secret = newSecret(deps.random);
  return transact(deps.db, async (tx): Promise<Outcome<string, "staff_refused">> => {
    const { id: passkey, member } = key;
    if (!(await key.spend(tx))) return deny("staff_refused");
    const session = { hash: hashSecret(secret), member, passkey };
    await sessions.insertSession(tx, session, lifetimes.staffSession);
    await deps.audit.append(tx, { fact: "staff_signed_in", staff: member, key: passkey });
    return done(secret);
  });
}

/** Whose key signed a challenge of a sign-in page. `spend`: the signature counts, this once; false: it did before, or the key counts no more. */
export async function readAtDoor(deps: KeyDeps, given: PasskeyAssertion) {
  const named = challengeIn(given) ?? "";
  const at = drawnAt(deps.secrets(), named);
  if (at === undefined) return undefined;
  const read = await readKey(deps, given, named);
  if (!read) return undefined;
  const { id, member } = read.key;
  const spend = async (tx: KeyDeps["db"]) =>
    (await sessions.recordUsed(tx, named, at, lifetimes.staffChallenge)) &&
    sessions.recordSigned(tx, id, read.signed);
  return { id, member, spend };
}

/** Burns the challenge that was signed and checks the signature, in this order: a wrong one is not tried twice. */
export async function readSigned(
  deps: KeyDeps,
  given: PasskeyAssertion,
  by: { readonly purpose: "sign"; readonly by: string },
) {
  const named = challengeIn(given);
  const burnt = named && (await sessions.burnChallenge(deps.db, { ...by, challenge: named }));
  const read = await readKey(deps, given, named ?? "");
  return burnt && read ? { statement: burnt.statement, ...read } : undefined;
}

/** Whose key signed this challenge, on this origin. */
async function readKey(deps: KeyDeps, given: PasskeyAssertion, challenge: string) {
  const key = await sessions.findKey(deps.db, Buffer.from(given.id, "base64url"));
  const expected = { challenge, origin: deps.origin, rpId: hostOf(deps.origin) };
  const signed = await readAssertion(given, expected, key?.publicKey);
  return key && signed ? { key, signed } : undefined;
}

function challengeIn({ clientDataJSON }: PasskeyAssertion): string | undefined {
  try {
    const read: unknown = JSON.parse(Buffer.from(clientDataJSON, "base64url").toString("utf8"));
    const { challenge: named } = read as { challenge?: unknown };
    return typeof named === "string" ? named : undefined;
  } catch {
    return undefined;
  }
}

// Sessions.

/** Whoever is in the console now, asked of the rows each time: no node remembers. */
export type Visitor = sessions.Standing & { readonly hash: string };

/**
 * The visitor behind a cookie. `isAct`: a person did something, and idleness begins anew; what a page asks by itself does not count.
 * Over, idle, suspended or never there: all the same.
 */
export async function visitor(
  { db }: Pick<KeyDeps, "db">,
  secret: string | undefined,
  { isAct }: { readonly isAct: boolean },
): Promise<Outcome<Visitor, "staff_signed_out">> {
  const hash = secret === undefined ? undefined : hashSecret(secret);
  if (hash === undefined) return deny("staff_signed_out");
  if (isAct && !(await sessions.recordAct(db, hash, lifetimes.staffIdle)))
    return deny("staff_signed_out");
  const found = await sessions.standing(db, hash, lifetimes.staffIdle);
  return found ? done({ ...found, hash }) : deny("staff_signed_out");
}

/** The same, who may do this. */
export async function visitorFor(
  deps: Pick<KeyDeps, "db">,
  secret: string | undefined,
  act: Act,
  how: { readonly isAct: boolean },
): Promise<Outcome<Visitor, "staff_signed_out" | "staff_may_not">> {
  const found = await visitor(deps, secret, how);
  if (!found.ok) return found;
  return mayAct(found.value, act) ? found : deny("staff_may_not");
}

export async function leave(deps: KeyDeps, who: Visitor): Promise<void> {
  await transact(deps.db, async (tx) => {
    if (await sessions.recordClosed(tx, who.hash))
      await deps.audit.append(tx, { fact: "staff_signed_out", staff: who.member });
  });
}

// Signatures over what was on the screen.

/** A signature by a member's key over a statement: as it is kept, so that others can verify it later. */
export type SignedStatement = {
  readonly member: string;
  readonly statement: string;
  readonly assertion: PasskeyAssertion;
};

/** Asks for a signature by one of this visitor's own keys: the challenge is the SHA-256 of the statement, which is new each time. */
export async function askSignature(
  deps: KeyDeps,
  who: Visitor,
  statement: { readonly [name: string]: Json },
): Promise<Challenge> {
  return askToSign(deps, deps.db, who.hash, { ...statement, by: who.member });
}

/** The same, for the page of a session or of an emergency, by its hash. */
export async function askToSign(
  deps: Pick<KeyDeps, "random" | "origin">,
  tx: KeyDeps["db"],
  askedBy: string,
  statement: { readonly [name: string]: Json },
): Promise<Challenge> {
  // Two of the same statement would have the same challenge, which is burnt once.
  const text = canonicalJson({ ...statement, nonce: newSecret(deps.random) });
  const challenge = createHash("sha256").update(text).digest("base64url");
  const asked = { purpose: "sign", askedBy, statement: text } as const;
  await sessions.insertChallenge(tx, challenge, asked, lifetimes.staffChallenge);
  return { challenge, rpId: hostOf(deps.origin) };
}

/**
 * What this visitor's own key has signed, for the page that asked, once. Another member's key, though good, signs nothing here: on one
 * console there is one person.
 */
export async function signed(
  deps: KeyDeps,
  who: Visitor,
  given: PasskeyAssertion,
): Promise<Outcome<SignedStatement, "staff_refused">> {
  const read = await readSigned(deps, given, { purpose: "sign", by: who.hash });
  if (!read?.statement || read.key.member !== who.member) return deny("staff_refused");
  if (!(await sessions.recordSigned(deps.db, read.key.id, read.signed)))
    return deny("staff_refused");
  return done({ member: who.member, statement: read.statement, assertion: given });
}

/**
 * The same, of somebody who signs what another person asked for: the statement as it stands now, and no other. Who gains if it is not
 * compared: whoever has a colleague sign one list and carries out another.
 */
export async function signedExactly(
  deps: KeyDeps,
  who: Visitor,
  given: PasskeyAssertion,
  asked: Readonly<Record<string, unknown>>,
): Promise<Outcome<SignedStatement, "staff_refused">> {
  const read = await signed(deps, who, given);
  if (!read.ok) return read;
  const said = JSON.parse(read.value.statement) as Record<string, unknown>;
  return Object.entries(asked).every(([name, value]) => said[name] === value)
    ? read
    : deny("staff_refused");
}
