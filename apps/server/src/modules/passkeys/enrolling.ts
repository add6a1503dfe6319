import { createHash } from "node:crypto";
import {
  type DeviceId,
  type EnrolmentId,
  enrolmentKeyInput,
  type PasskeyAssertion,
  type PasskeyChallenge,
  type PasskeyId,
  type ProfessionalId,
} from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import { newSecret } from "#platform/secret";
import { readAssertion, type Signed } from "#platform/webauthn";
import { hostOf } from "./adding.ts";
import { challengeIn } from "./challenge.ts";
import type { Passkey } from "./passkey.ts";
import { endBy } from "./passkeys.ts";
import { burnEnrolling, insertChallenge } from "./phone-key-store.ts";
import type { SigningDeps } from "./signing.ts";
import * as store from "./store.ts";

/**
 * A key of the authenticator's host signs for one enrolment, on the phone that is being enrolled.
 *
 * What it signs is made of the enrolment and of the new phone's own key, so that a signature obtained on one phone is worth nothing
 * on another; it is burnt at first sight, and counts where the enrolment is moved by it.
 */
export type EnrollingDeps = SigningDeps & { readonly phoneOrigin: string };

type Of = {
  readonly enrolment: EnrolmentId;
  /** The new phone. */
  readonly device: DeviceId;
  /** The thumbprint of its key. */
  readonly ik: string;
};

/** What that phone's browser asks a key to sign. No key is named: a stranger's phone learns of none. */
export async function challengeOf(
  { db, random, phoneOrigin }: EnrollingDeps,
  of: Of,
): Promise<PasskeyChallenge> {
  const { enrolment, device } = of;
  const nonce = newSecret(random);
  const challenge = createHash("sha256")
    .update(enrolmentKeyInput({ ...of, nonce }))
    .digest("base64url");
  const given = { challenge, device, for: { enrolment, nonce } };
  await insertChallenge(db, given, lifetimes.passkeyVisit);
  return { challenge, rpId: hostOf(phoneOrigin) };
}

/** A key that signed for an enrolment. */
export type SignedFor = {
  readonly passkey: PasskeyId;
  readonly professional: ProfessionalId;
  readonly kind: Passkey["kind"];
  readonly isHardwareHeld: boolean;
  /** The phone on which it was added. */
  readonly addedBy: DeviceId;
  readonly nonce: string;
  /** Counts it, in the transaction that it moves something in: a live key, whose wait is over, awake, which no copy has passed. */
  readonly count: (tx: EnrollingDeps["db"]) => Promise<boolean>;
};

/** The key that signed, if one of ours did, over what this phone was asked to have signed. */
export async function readFor(
  deps: EnrollingDeps,
  { enrolment, device }: Of,
  given: PasskeyAssertion,
): Promise<SignedFor | undefined> {
  const { db, phoneOrigin: origin } = deps;
  const challenge = challengeIn(given) ?? "";
  const nonce = await burnEnrolling(db, { challenge, device, enrolment });
  const key = await store.findByCredential(db, "phone", Buffer.from(given.id, "base64url"));
  const expected = { challenge, origin, rpId: hostOf(origin) };
  const signed = await readAssertion(given, expected, key?.publicKey);
  if (nonce === undefined || !key || !signed) return undefined;
  const { id: passkey, professional, kind, isHardwareHeld, madeBy: addedBy } = key;
  const count = (tx: EnrollingDeps["db"]) => countSigned(deps, tx, key, signed);
  return { passkey, professional, kind, isHardwareHeld, addedBy, nonce, count };
}

async function countSigned(
  deps: EnrollingDeps,
  tx: EnrollingDeps["db"],
  { id: passkey, professional }: Passkey,
  signed: Signed,
): Promise<boolean> {
  if (await store.recordSigned(tx, passkey, signed))
    return store.holdLive(tx, passkey, { byPhone: false });
  // Its counter went back: two authenticators hold one key, and nobody can tell which is its holder's.
  if (await store.isBehind(tx, passkey, signed.counter))
    await endBy(deps, tx, { passkey, professional, by: "copied" });
  return false;
}

/** The same phone goes on as another installation: its own passkey is that one's from here on, and ends with it. */
export const goOnWith = (
  tx: EnrollingDeps["db"],
  given: { readonly from: DeviceId; readonly to: DeviceId; readonly ik: string },
): Promise<void> => store.recordGoesOn(tx, given);
