import {
  type DeviceId,
  type EnrolmentId,
  type EnrolmentStatus,
  type PasskeyAssertion,
  type PasskeyChallenge,
  type PasskeyId,
  type ProfessionalId,
  purposes,
} from "@aval/protocol";
import { z } from "zod";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import { type AnyTables, type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import type { EnrolmentDeps } from "./enrolment.ts";
import { isSamePhone, withKey } from "./evidence.ts";
import { aroundOf, makeMove } from "./moves.ts";
import { ownEnrolment, statusOf } from "./status.ts";
import { proveByOwnKey } from "./wiped.ts";
import { wordsFor } from "./words.ts";

/**
 * The holder's hardware-held key, used on the new phone while an older one's page waits for its words: with the older phone's
 * approval it gives all rights (DESIGN section 6). It has to be there, at the phone: its signature is over this enrolment and this
 * phone's key, and no page elsewhere can ask for it.
 *
 * A key that may be copied into an account counts for nothing here: the phone goes on as one that was only scanned.
 */

/** Whose phone this will be, and the key with which its messages are signed. */
type Of = { readonly enrolment: EnrolmentId; readonly device: DeviceId; readonly ik: string };

/** A key of ours that signed for an enrolment, as `passkeys` tells it. */
export type KeySigned = {
  readonly passkey: PasskeyId;
  readonly professional: ProfessionalId;
  readonly kind: string;
  readonly isHardwareHeld: boolean;
  /** The phone on which it was added. */
  readonly addedBy: DeviceId;
  readonly nonce: string;
  /** Counts the signature, in the transaction that it moves something in: false for a key that ended, waits, sleeps or was copied. */
  readonly count: (tx: Database<AnyTables>) => Promise<boolean>;
};

/** What enrolment asks of keys, which are a module of its own rank. */
export type KeysForEnrolment = {
  readonly challengeOf: (of: Of) => Promise<PasskeyChallenge>;
  readonly readFor: (of: Of, assertion: PasskeyAssertion) => Promise<KeySigned | undefined>;
  /** The same phone goes on as another installation: its own passkey with it. */
  readonly goOnWith: (
    tx: Database<AnyTables>,
    given: { readonly from: DeviceId; readonly to: DeviceId; readonly ik: string },
  ) => Promise<void>;
};

/** What a key is to sign for this phone. It names nobody and no key: whoever scanned a page by chance learns nothing. */
export async function askKey(
  deps: EnrolmentDeps,
  jws: string,
): Promise<Outcome<PasskeyChallenge, Refusal>> {
  const own = await ownEnrolment(deps, jws, purposes.enrolmentKeyAsk);
  if (!own.ok) return own;
  const { row, device } = own.value;
  const { standing } = row;
  if (standing.state !== "evidenced" || !withKey(standing.path)) return deny("enrolment_not_ready");
  const { phoneKeysADay: most } = bounds;
  const window = lifetimes.enrolmentPagesWindow;
  if (!(await deps.limits.spend(deps.db, "phone_key", device.id, most, window)))
    return deny("too_many");
  return done(
    await deps.keys.challengeOf({ enrolment: row.id, device: device.id, ik: device.ikThumbprint }),
  );
}

const text = z.string().min(1).max(4096);
const assertionShape = z.strictObject({
  id: text,
  clientDataJSON: text,
  authenticatorData: text,
  signature: text,
});

/** The key signed: from here on this enrolment is what old phone and key are together. */
export async function useKey(
  deps: EnrolmentDeps,
  jws: string,
): Promise<Outcome<EnrolmentStatus, Refusal>> {
  const own = await ownEnrolment(deps, jws, purposes.enrolmentKey);
  if (!own.ok) return own;
  const { row, device, payload } = own.value;
  const { standing, professional } = row;
  const assertion = assertionShape.safeParse(payload["assertion"]);
  if (!assertion.success) return deny("invalid_message");
  const path = standing.state === "evidenced" ? withKey(standing.path) : undefined;
  if (!path || !professional) return deny("enrolment_not_ready");
  const of = { enrolment: row.id, device: device.id, ik: device.ikThumbprint };
  const key = await deps.keys.readFor(of, assertion.data);
  if (standing.state === "evidenced" && isSamePhone(standing.path))
    return proveByOwnKey(deps, { row, device, professional }, key, assertion.data);
  if (!key || !isTheirs(key, { professional, oldPhone: row.oldPhone }))
    return deny("enrolment_key_refused");
  if (!key.isHardwareHeld) return deny("enrolment_key_synced");
  return transact(deps.db, async (tx): Promise<Outcome<EnrolmentStatus, Refusal>> => {
    const around = await aroundOf(deps, tx, professional, row.oldPhone);
    if (!(await key.count(tx as unknown as Database<AnyTables>)))
      return deny("enrolment_key_refused");
    const { passkey, nonce } = key;
    const evidence = { key: { passkey, nonce, assertion: assertion.data } };
    const moved = await makeMove(tx, row, { move: "key", path }, around, { evidence });
    if (!moved.ok) return moved;
    await deps.audit.append(tx, {
      fact: "enrolment_key_used",
      ...{ professional, enrolment: row.id, passkey, nonce, signature: assertion.data.signature },
    });
    // Still to be compared, on the very screen that waits for this answer.
    const words = wordsFor(row.id, device.ikThumbprint);
    return done({ ...statusOf({ ...row, standing: moved.value }), words });
  });
}

/** The holder's: a key that one carries, or the passkey of the very phone that showed the page, which is then beside the new one. */
function isTheirs(
  { professional, kind, addedBy }: KeySigned,
  whose: { readonly professional: ProfessionalId; readonly oldPhone: DeviceId | undefined },
): boolean {
  if (professional !== whose.professional) return false;
  return kind === "security_key" || addedBy === whose.oldPhone;
}
