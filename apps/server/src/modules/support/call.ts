import type { CallEnd, CallId, CaseId, ProfessionalId, StaffId } from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import { deny, done, type Outcome } from "#platform/outcome";
import { after, type Instant } from "#platform/time";

/** How somebody was reached: by the dialling interface, or by the one number that was told. */
export type How = "dialled" | "revealed";

type Standing =
  | { readonly state: "announced" }
  | { readonly state: "open"; readonly how: How }
  | { readonly state: "ended"; readonly by: CallEnd; readonly at: Instant };

/** A call of support: who calls whom, for which case, until when it lasts and until when nothing is added. */
export type Call = {
  readonly id: CallId;
  readonly case: CaseId;
  readonly professional: ProfessionalId;
  readonly member: StaffId;
  readonly scope: string;
  readonly announcedAt: Instant;
  /** It is over by itself then. */
  readonly overAt: Instant;
  readonly heldUntil: Instant;
} & Standing;

/** What happens to a call. `report`: its holder says that it should not be. */
export type Move =
  | { readonly move: "open"; readonly how: How }
  | { readonly move: "end"; readonly by: CallEnd };

/** From where each move starts: the one table, which the statement that records a move reads too. */
export const moves = {
  open: { from: ["announced"] },
  end: { from: ["announced", "open"] },
} as const satisfies Readonly<
  Record<Move["move"], { readonly from: readonly Exclude<Call["state"], "ended">[] }>
>;

const sooner = (one: Instant, other: Instant): Instant => (one < other ? one : other);

/** What a call that ends, or is over by itself, at `end` goes on holding until: an hour beyond, two from its announcement at most. */
export const heldAfter = (announcedAt: Instant, end: Instant): Instant =>
  sooner(after(end, lifetimes.callHolds), after(announcedAt, lifetimes.callHoldsMost));

/** A call as it is announced: the phone says so before it rings. */
export function announced(
  given: Pick<Call, "id" | "case" | "professional" | "member" | "scope">,
  now: Instant,
): Call {
  const overAt = after(now, lifetimes.callAnnounced);
  const heldUntil = heldAfter(now, overAt);
  return { ...given, state: "announced", announcedAt: now, overAt, heldUntil };
}

/** What a move makes of a call; refused when it is over. */
export function moved(held: Call, move: Move, now: Instant): Outcome<Call, "call_over"> {
  const isFrom = (moves[move.move].from as readonly string[]).includes(held.state);
  if (!isFrom || held.overAt <= now) return deny("call_over");
  const { id, case: ofCase, professional, member, scope, announcedAt } = held;
  const same = { id, case: ofCase, professional, member, scope, announcedAt };
  if (move.move === "open") {
    const overAt = after(now, lifetimes.callLasts);
    const heldUntil = heldAfter(announcedAt, overAt);
    return done({ ...same, state: "open", how: move.how, overAt, heldUntil });
  }
  const heldUntil = heldAfter(announcedAt, now);
  return done({ ...same, state: "ended", by: move.by, at: now, overAt: held.overAt, heldUntil });
}
