import { type EnrolmentStatus, purposes } from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import { transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import type { EnrolmentDeps } from "./enrolment.ts";
import { bindAgain, pageOf } from "./pages.ts";
import { comparedStatusOf, ownEnrolment } from "./status.ts";

/**
 * A phone that was proven in person and is held scans a desk's new page: it is shown there again, under the enrolment that it has, and two
 * registrars sign it anew. It opens nothing by itself. A card's page takes its words instead (`card.ts`).
 */
export async function showAgain(
  deps: EnrolmentDeps,
  jws: string,
): Promise<Outcome<EnrolmentStatus, Refusal>> {
  const own = await ownEnrolment(deps, jws, purposes.enrolmentAgain);
  if (!own.ok) return own;
  const { row, device, payload } = own.value;
  const { enrolmentRequests: most } = bounds;
  if (
    !(await deps.limits.spend(deps.db, "enrolment_request", device.id, most, lifetimes.floodWindow))
  )
    return deny("too_many");
  // Its own enrolment raises an active phone: that one asks anew (`raise.ts`).
  if (row.standing.state !== "held" || row.raises) return deny("enrolment_not_ready");
  const bound = await pageOf(deps.db, payload["binding"]);
  if (bound?.page.kind !== "desk") return deny("binding_refused");
  const { page, number } = bound.binding;
  const isBound = await transact(deps.db, (tx) =>
    bindAgain(tx, { page, number, enrolment: row.id }),
  );
  return isBound ? done(await comparedStatusOf(deps, row, device)) : deny("binding_refused");
}
