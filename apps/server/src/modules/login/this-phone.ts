import {
  type ClaimAnswer,
  type ComeBackAnswer,
  type FormTarget,
  isId,
  purposes,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { lifetimes } from "#lifetimes";
import type { Approval, Approvals, ApprovalTables } from "#modules/approvals";
import type { AuditTables } from "#modules/audit";
import type { Devices, DeviceTables } from "#modules/devices";
import type { LimitTables } from "#modules/limits";
import type { StopTables } from "#modules/stops";
import { type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import type { Random } from "#platform/random";
import { hashSecret, newSecret } from "#platform/secret";
import { after, type Instant } from "#platform/time";
import * as store from "./this-phone-store.ts";

/**
 * *This phone itself*: the browser of a phone signs in through the authenticator of the same phone, in the same browser.
 *
 * Five steps, each one conditional statement that spends a secret no screen shows:
 *
 * 1. the sign-in page, by its browser key, asks for an **entry**, and posts it to the authenticator's origin;
 * 2. that origin takes it from the sign-in origin's own forms only, and gives its page a **pass**;
 * 3. the page claims the request with the pass, signed by the phone: the holder sees the context and decides as ever;
 * 4. approved, the phone is given a **return**, good for ten seconds, and posts it to the sign-in origin, where it is burnt
 *    at first sight, whoever brings it;
 * 5. the page at which it arrived shows its browser key. Only the key that asked in step 1 has come back, and only then
 *    does the approval open anything.
 *
 * Who gains if one is missing: whoever opens a sign-in page of their own and sends its entry, as a link or through a site
 * of theirs, to a holder who is told to approve. Step 2 refuses what did not come from our own page in the holder's
 * browser; step 5 refuses every browser but the one that asked, which is then not the attacker's.
 *
 * Source: DESIGN section 5, the rights row "this phone itself"; P-20.
 */
export type ThisPhoneDeps = {
  readonly db: Database<
    store.ThisPhoneTables & ApprovalTables & AuditTables & DeviceTables & LimitTables & StopTables
  >;
  readonly random: Random;
  readonly devices: Devices;
  readonly approvals: Approvals;
  readonly origins: { readonly login: string; readonly authenticator: string };
};

/** The entry of a request that this browser has just asked for. */
export async function openEntry(
  { db, random, origins }: ThisPhoneDeps,
  { id, browser }: Approval,
  signIn: string,
): Promise<FormTarget> {
  const secret = newSecret(random);
  const entryHash = hashSecret(secret);
  const within = lifetimes.thisPhoneEntry;
  await store.insertEntry(db, { approval: id, signIn, browser, entryHash, within });
  return { address: `${origins.authenticator}/this-phone`, secret };
}

/** The authenticator's origin saw an entry: the pass for its page. */
export async function enter(
  { db, random }: ThisPhoneDeps,
  entry: string,
): Promise<Outcome<string, "entry_refused">> {
  const pass = newSecret(random);
  const given = { entryHash: hashSecret(entry), passHash: hashSecret(pass) };
  return (await store.recordEntered(db, given)) ? done(pass) : deny("entry_refused");
}

/** The phone whose page entered claims the request. */
export async function claimHere(
  { db, devices, approvals }: ThisPhoneDeps,
  jws: string,
  address: string,
): Promise<Outcome<ClaimAnswer, Refusal>> {
  const received = await devices.receiveActive(jws, purposes.claimHere);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const pass = payload["pass"];
  if (typeof pass !== "string") return deny("invalid_message");
  return transact(db, async (tx) => {
    const given = { passHash: hashSecret(pass), device: device.id };
    const approval = await store.recordPassSpent(tx, given);
    if (!approval) return deny("entry_refused");
    return approvals.claimHere(tx, approval, device, address);
  });
}

/** The phone that approved asks for its way back. A request it did not approve looks like one that does not exist. */
export async function comeBack(
  { db, random, devices, approvals, origins }: ThisPhoneDeps,
  jws: string,
): Promise<Outcome<ComeBackAnswer, Refusal>> {
  const received = await devices.receiveActive(jws, purposes.comeBack);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const id = payload["approval"];
  if (!isId("apr", id)) return deny("invalid_message");
  const approval = await approvals.find(id);
  if (approval?.state !== "approved") return deny("return_refused");
  const secret = newSecret(random);
  const isGiven = await store.recordReturn(db, {
    approval: id,
    device: device.id,
    returnHash: hashSecret(secret),
    within: lifetimes.thisPhoneReturn,
  });
  return isGiven
    ? done({ address: `${origins.login}/login/return`, secret })
    : deny("return_refused");
}

/** Where a return arrived: whose sign-in it is, and what the page there shows its browser key with. */
export type Arrival = { readonly signIn: string; readonly pass: string };

/** The sign-in origin saw a return: burnt, whatever comes of it. */
export async function arrive(
  { db, random }: ThisPhoneDeps,
  secret: string,
): Promise<Outcome<Arrival, "return_refused">> {
  const pass = newSecret(random);
  const given = { returnHash: hashSecret(secret), arrivalHash: hashSecret(pass) };
  const signIn = await store.recordArrived(db, given);
  return signIn === undefined ? deny("return_refused") : done({ signIn, pass });
}

/** The page at which it arrived shows its browser key. */
export async function showKey(
  { db }: Pick<ThisPhoneDeps, "db">,
  given: { pass: string; signIn: string; browser: string },
): Promise<Outcome<undefined, "return_refused">> {
  const { pass, signIn, browser } = given;
  const arrivalHash = hashSecret(pass);
  const within = lifetimes.thisPhoneReturn;
  const isTheirs = await store.recordReturned(db, { arrivalHash, signIn, browser, within });
  return isTheirs ? done(undefined) : deny("return_refused");
}

/**
 * What the page of an approved request is told of the way back. Until its browser has come back the page is told no more
 * than before the decision: it may be a stranger's (law 7). `lost`: nobody will come back any more.
 */
export async function wayBack(
  { db }: Pick<ThisPhoneDeps, "db">,
  approval: Approval & { state: "approved" },
  now: Instant,
): Promise<"none" | "returned" | "awaited" | "lost"> {
  if (approval.transfer !== "this_phone") return "none";
  if (await store.hasReturned(db, approval.id)) return "returned";
  const patience = after(
    after(approval.decidedAt, lifetimes.thisPhoneReturn),
    lifetimes.thisPhoneReturn,
  );
  return now < patience ? "awaited" : "lost";
}
