import { isId, purposes, type RefusalReason, refusalReasons } from "@aval/protocol";
import type { RefusalReasonAnswer } from "@aval/protocol";
import type { Refusal } from "#errors";
import { lifetimes } from "#lifetimes";
import { transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import type { ApprovalsDeps } from "./approvals.ts";
import * as store from "./store.ts";

/**
 * What had happened, said on the phone that refused, after it refused: whoever closes the app at the first tap has refused all the
 * same. Said again, it is the same. `mistake` is the last word: a caller who makes the holder say it wins a request that stays
 * refused, and two facts.
 */
export async function explain(
  deps: ApprovalsDeps,
  id: string,
  jws: string,
): Promise<Outcome<RefusalReasonAnswer, Refusal>> {
  const received = await deps.devices.receive(jws, purposes.refusalReason);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const { approval } = payload;
  const reason = refusalReasons.find((one) => one === payload["reason"]);
  if (!isId("apr", approval) || approval !== id || !reason) return deny("invalid_message");
  // A suspended phone may be somebody else's, who would take an alert back; so may one whose code was tried too often.
  const isMistake = reason === "mistake";
  if (device.state !== "active" && (device.state !== "disabled" || isMistake))
    return deny("device_not_active");
  const given = { device: device.id, reason, message: jws, within: lifetimes.refusalExplained };
  const isNew = await transact(deps.db, async (tx) => {
    if (isMistake && !(await deps.devices.holdActive(tx, device.id))) return false;
    if (!(await store.recordExplained(tx, approval, given))) return false;
    const { professional } = device;
    await deps.audit.append(tx, {
      fact: "refusal_explained",
      professional,
      approval,
      reason,
      message: jws,
    });
    return true;
  });
  return isNew || (await saysSo(deps, given.device, approval, reason))
    ? done({ approval, reason })
    : deny("refusal_settled");
}

/** The answer to the first time was lost on the way. */
async function saysSo(
  { db }: ApprovalsDeps,
  device: string,
  approval: RefusalReasonAnswer["approval"],
  reason: RefusalReason,
): Promise<boolean> {
  const now = await store.find(db, approval);
  return now?.state === "refused" && now.device === device && now.reason === reason;
}
