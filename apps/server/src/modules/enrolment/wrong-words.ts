import type { Refusal } from "#errors";
import { limits as bounds } from "#lifetimes";
import type { Fact } from "#modules/audit";
import { transact } from "#platform/database";
import { deny } from "#platform/outcome";
import type { EnrolmentDeps } from "./enrolment.ts";
import { makeMove, nothingAround, type Tx } from "./moves.ts";
import * as pageStore from "./page-store.ts";
import * as store from "./store.ts";

export type Denied = {
  readonly ok: false;
  readonly refusal: Refusal;
  readonly extra?: { readonly triesLeft: number };
};

/** Counts a wrong entry of the four words. The last one ends the page, and the enrolment that was begun on it. */
export async function wrongWords(
  deps: EnrolmentDeps,
  page: pageStore.EnrolmentPage,
): Promise<Denied> {
  return transact(deps.db, async (tx): Promise<Denied> => {
    const tries = await pageStore.countTry(tx, page.id);
    if (tries === undefined) return deny("enrolment_page_over");
    const triesLeft = Math.max(0, bounds.enrolmentWords - tries);
    if (triesLeft === 0) await endWithPage(deps, tx, page, "words");
    return { ok: false, refusal: "enrolment_words_wrong", extra: { triesLeft } };
  });
}

/** Ends a page, and the enrolment that was begun on it while nothing proves it yet. */
export async function endWithPage(
  deps: Pick<EnrolmentDeps, "clock" | "audit">,
  tx: Tx,
  page: pageStore.EnrolmentPage,
  reason: Extract<Fact, { fact: "enrolment_refused" }>["reason"],
): Promise<void> {
  await pageStore.recordPageEnded(tx, page.id);
  const row = page.enrolment && (await store.hold(tx, page.enrolment));
  if (!row?.professional) return;
  const moved = await makeMove(tx, row, { move: "refuse" }, nothingAround(deps));
  if (!moved.ok) return;
  const { professional, id: enrolment } = row;
  await deps.audit.append(tx, { fact: "enrolment_refused", professional, enrolment, reason });
}
