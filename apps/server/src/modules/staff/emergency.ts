import {
  canonicalJson,
  type EmergencyBegun,
  type EmergencyReason,
  type PasskeyAssertion,
} from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import { transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { hashSecret, newSecret } from "#platform/secret";
import { epochSeconds, instant } from "#platform/time";
import * as emergencies from "./emergency-store.ts";
import * as sessions from "./session-store.ts";
import { askToSign, readAtDoor, readSigned } from "./signing.ts";
import type { KeyDeps } from "./staff.ts";
import { nameOf } from "./store.ts";

/**
 * The console in an emergency (docs/decisions/0090): nobody whose work it is can be reached, and somebody must be stopped now. Two people
 * with a key each, one of them an operator, open it for an hour; it stops, and neither opens, reads out nor gives anything out. No provider,
 * no mail and no telephone is on the way. Every operator reads afterwards who did, and why; the log keeps what the second signed.
 *
 * Who gains if it is wrong: one person with two keys, or with a colleague's touch obtained for something else. Hence two members, and a second
 * signature over the first's name and the reason.
 */

/** The first key begins it: nothing is open yet. Whatever is wrong, the answer is the same. */
export async function begin(
  deps: KeyDeps,
  given: { readonly assertion: PasskeyAssertion; readonly reason: EmergencyReason },
): Promise<Outcome<EmergencyBegun, "staff_refused">> {
  const key = await readAtDoor(deps, given.assertion);
  if (!key) return deny("staff_refused");
  const code = newSecret(deps.random);
  const hash = hashSecret(code);
  return transact(deps.db, async (tx): Promise<Outcome<EmergencyBegun, "staff_refused">> => {
    if (!(await key.spend(tx))) return deny("staff_refused");
    const { reason } = given;
    const begun = { hash, first: key.member, passkey: key.id, reason };
    if (!(await emergencies.insertBegun(tx, begun, lifetimes.staffChallenge)))
      return deny("staff_refused");
    const first = (await nameOf(tx, key.member)) ?? key.member;
    const until = instant((await sessions.now(tx)) + lifetimes.staffChallenge);
    const asked = await askToSign(deps, tx, hash, { act: "emergency", first: key.member, reason });
    return done({ ...asked, code, first, reason, until: epochSeconds(until) });
  });
}

/** Another person's key opens it: the secret of a session of the first's, for an hour. A wrong signature ends the attempt. */
export async function open(
  deps: KeyDeps,
  given: { readonly assertion: PasskeyAssertion; readonly code: string },
): Promise<Outcome<string, "staff_refused">> {
  const hash = hashSecret(given.code);
  const read = await readSigned(deps, given.assertion, { purpose: "sign", by: hash });
  if (!read?.statement) return deny("staff_refused");
  const { statement, key, signed } = read;
  const secret = newSecret(deps.random);
  return transact(deps.db, async (tx): Promise<Outcome<string, "staff_refused">> => {
    if (!(await sessions.recordSigned(tx, key.id, signed))) return deny("staff_refused");
    const opened = await emergencies.recordOpened(tx, {
      ...{ hash, second: key.member, passkey: key.id },
    });
    if (!opened) return deny("staff_refused");
    const { first: member, passkey, reason } = opened;
    const session = { hash: hashSecret(secret), member, passkey, second: key.id };
    await sessions.insertSession(tx, session, lifetimes.staffEmergency);
    await deps.audit.append(tx, {
      ...{ fact: "staff_emergency_opened", staff: member, key: passkey, reason },
      ...{ by: key.member, byKey: key.id },
      signature: canonicalJson({ statement, assertion: given.assertion }),
    });
    return done(secret);
  });
}
