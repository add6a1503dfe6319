import type { CaseId, CaseOutcome, CaseState, Severity, StaffId } from "@aval/protocol";
import { deny, done, type Outcome } from "#platform/outcome";
import type { Instant } from "#platform/time";

type Standing =
  | { readonly state: "open" }
  | { readonly state: "claimed"; readonly owner: StaffId }
  | {
      readonly state: "snoozed";
      readonly owner: StaffId;
      readonly until: Instant;
      readonly words: string;
    }
  | {
      readonly state: "closed";
      /** `taken_back`: whoever it was about said that it was nothing, before anybody had claimed it. */
      readonly outcome: CaseOutcome | "taken_back";
      readonly words: string | undefined;
      readonly at: Instant;
    }
  | { readonly state: "merged"; readonly into: CaseId };

/** A case: who has it, or what became of it. */
export type Case = {
  readonly id: CaseId;
  readonly severity: Severity;
  readonly openedAt: Instant;
  readonly dueAt: Instant;
} & Standing;

/** What somebody does that changes where a case stands. */
export type Move =
  | { readonly move: "claim" }
  | { readonly move: "release" }
  | { readonly move: "hand_over"; readonly to: StaffId }
  | { readonly move: "snooze"; readonly until: Instant; readonly words: string }
  | { readonly move: "wake" }
  | { readonly move: "close"; readonly outcome: CaseOutcome; readonly words: string }
  | { readonly move: "reopen" };

/** From where each move starts, and whether it is its owner's alone: the one table. The statement that records a move reads it too. */
export const moves = {
  claim: { from: ["open"], isOwners: false },
  release: { from: ["claimed", "snoozed"], isOwners: true },
  hand_over: { from: ["claimed", "snoozed"], isOwners: true },
  snooze: { from: ["claimed"], isOwners: true },
  wake: { from: ["snoozed"], isOwners: true },
  close: { from: ["claimed", "snoozed"], isOwners: true },
  reopen: { from: ["closed"], isOwners: false },
} as const satisfies Readonly<
  Record<
    Move["move"],
    { readonly from: readonly Exclude<CaseState, "merged">[]; readonly isOwners: boolean }
  >
>;

export type CaseRefusal = "case_taken" | "case_not_yours" | "case_moved";

/** What a move makes of a case, or why it does not. */
export function moved(
  held: Case,
  by: StaffId,
  move: Move,
  now: Instant,
): Outcome<Case, CaseRefusal> {
  const why = refusalOf(held, by, move.move);
  return why ? deny(why) : done({ ...common(held), ...next(move, by, now) });
}

/** Why this move is refused to whoever makes it. */
export function refusalOf(held: Case, by: StaffId, move: Move["move"]): CaseRefusal | undefined {
  const { from, isOwners } = moves[move];
  const isOthers = "owner" in held && held.owner !== by;
  if (move === "claim" && isOthers) return "case_taken";
  if (!(from as readonly string[]).includes(held.state)) return "case_moved";
  return isOwners && isOthers ? "case_not_yours" : undefined;
}

/** Why an act that is for whoever has the case is refused to somebody else, or of a case that is over. */
export const whyNotHeld = ({ state }: Case): CaseRefusal =>
  state === "merged" || state === "closed" ? "case_moved" : "case_not_yours";

function next(move: Move, by: StaffId, now: Instant): Standing {
  switch (move.move) {
    case "claim":
    case "wake":
    case "reopen":
      return { state: "claimed", owner: by };
    case "release":
      return { state: "open" };
    case "hand_over":
      return { state: "claimed", owner: move.to };
    case "snooze":
      return { state: "snoozed", owner: by, until: move.until, words: move.words };
    case "close":
      return { state: "closed", outcome: move.outcome, words: move.words, at: now };
  }
}

const common = ({ id, severity, openedAt, dueAt }: Case) => ({ id, severity, openedAt, dueAt });
