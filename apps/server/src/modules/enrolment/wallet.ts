import { type EnrolmentStatus, type EnrolmentWalletAnswer, purposes } from "@aval/protocol";
import { z } from "zod";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import type { Wallets } from "#modules/wallets";
import { transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import type { EnrolmentDeps } from "./enrolment.ts";
import { ownEnrolment, statusOf } from "./status.ts";
import { aroundOf, holderOf, makeMove, type Tx } from "./moves.ts";
import { isBound } from "./page-store.ts";
import { announce, recordProven } from "./proving.ts";
import type { EnrolmentRow } from "./store.ts";

/**
 * The identity wallet on the new phone: it says whose phone this is, if its name and birth are the register's of the holder who was
 * named, and of nobody else (docs/civil-identity.md). The first phone of somebody only: while enrolment is locked it opens nothing.
 */

export type WalletDeps = EnrolmentDeps & {
  readonly wallets: Pick<Wallets, "ask" | "take" | "end">;
};

/** Printable and without spaces, as national ids are. Public: typing somebody else's tells nothing and opens nothing. */
const nationalIdForm = z.string().regex(/^[!-{}~]{1,100}$/);

/** The holder says who they are, and goes to their wallet. The answer is the same whoever was named. */
export async function askWallet(
  deps: WalletDeps,
  jws: string,
): Promise<Outcome<EnrolmentWalletAnswer, Refusal>> {
  const own = await ownEnrolment(deps, jws, purposes.enrolmentWallet);
  if (!own.ok) return own;
  const { row, device, payload } = own.value;
  const nationalId = nationalIdForm.safeParse(payload["nationalId"]);
  if (!nationalId.success) return deny("invalid_message");
  if (!(await mayAsk(deps, row))) return deny("enrolment_not_ready");
  const { floodWindow } = lifetimes;
  if (!(await deps.limits.spend(deps.db, "wallet_ask", device.id, bounds.walletAsks, floodWindow)))
    return deny("too_many");
  const asking = { enrolment: row.id, device: device.id, ik: device.ikThumbprint };
  const asked = await transact(deps.db, (tx) => deps.wallets.ask(tx, asking, nationalId.data));
  return asked.ok ? done({ address: asked.value }) : asked;
}

/** A phone that asked to be enrolled and scanned no page of ours: what was begun by one goes on by it. */
async function mayAsk(deps: WalletDeps, { id, standing }: EnrolmentRow): Promise<boolean> {
  return standing.state === "requested" && !(await isBound(deps.db, id));
}

/**
 * The wallet sent this phone's browser back: the phone is the holder's, and waits where everybody concerned is told. What was sent back
 * is taken first, whatever comes of it, so that it serves once.
 */
export async function returnFromWallet(
  deps: WalletDeps,
  jws: string,
): Promise<Outcome<EnrolmentStatus, Refusal>> {
  const own = await ownEnrolment(deps, jws, purposes.enrolmentWalletReturn);
  if (!own.ok) return own;
  const { row, device, payload } = own.value;
  const { returned } = payload;
  if (typeof returned !== "string") return deny("invalid_message");
  const asking = { enrolment: row.id, device: device.id, ik: device.ikThumbprint };
  const taken = await transact(deps.db, (tx) => deps.wallets.take(tx, asking, returned));
  if (!taken.ok) return taken;
  if (!(await mayAsk(deps, row))) return deny("enrolment_not_ready");
  const { professional, proof } = taken.value;
  const holder = await holderOf(deps, professional);
  if (!holder) return deny("wallet_not_enough");
  // Only now: before, a stranger would make the PIN service keep something.
  if (!(await announce(deps, row, device.ikThumbprint))) return deny("pin_unavailable");
  return transact(deps.db, (tx) => proveByWallet(deps, tx, { row, holder, proof }));
}

async function proveByWallet(
  deps: WalletDeps,
  tx: Tx,
  given: {
    readonly row: EnrolmentRow;
    readonly holder: NonNullable<Awaited<ReturnType<typeof holderOf>>>;
    readonly proof: { readonly issuer: string; readonly digest: string };
  },
): Promise<Outcome<EnrolmentStatus, Refusal>> {
  const { row, holder, proof } = given;
  const { professional } = holder;
  const path = "wallet";
  const around = await aroundOf(deps, tx, professional, undefined);
  const begun = await makeMove(tx, row, { move: "begin", path }, around, { holder });
  if (!begun.ok) return begun;
  const next = { ...row, standing: begun.value, version: row.version + 1 };
  const evidence = { path, ...proof };
  const moved = await makeMove(tx, next, { move: "prove", path }, around, { evidence });
  if (!moved.ok) return moved;
  const of = { professional, enrolment: row.id };
  await deps.audit.append(tx, { fact: "enrolment_begun", ...of, path });
  const { digest, issuer } = proof;
  const fact = { ...of, evidence: path, signatures: [digest], issuer } as const;
  await recordProven(deps, tx, fact, moved.value, row);
  const { nationalId, holderName } = holder;
  return done(statusOf({ ...row, professional, nationalId, holderName, standing: moved.value }));
}
