import type { SecurityEvent } from "./security-event.ts";

/** Aval's own: somebody else may have been there, in a time that the register is to look through. */
export const fraudWindow = "urn:aval:secevent:event-type:fraud-window";

/** What each kind of event does to what is open here, as data. `session`: that one; `person`: all that is theirs and older. */
export const reactions = {
  "https://schemas.openid.net/secevent/caep/event-type/session-revoked": {
    told: () => "session_over",
    does: () => "end",
  },
  "https://schemas.openid.net/secevent/risc/event-type/account-disabled": {
    told: () => "access_stopped",
    does: () => "end",
  },
  "https://schemas.openid.net/secevent/risc/event-type/account-enabled": {
    told: () => "access_open",
    does: () => "nothing",
  },
  "https://schemas.openid.net/secevent/caep/event-type/credential-change": {
    told: ({ change_type: change }) => (isLoss(change) ? "means_removed" : "means_added"),
    // What was opened by a means that is gone stands, and writes no more than a stranger's computer may.
    does: ({ change_type: change }) => (isLoss(change) ? "reduce" : "nothing"),
  },
  [fraudWindow]: {
    told: () => "window",
    does: () => "nothing",
  },
  "https://schemas.openid.net/secevent/caep/event-type/assurance-level-change": {
    told: () => "assurance",
    does: ({ change_direction: direction }) => (direction === "decrease" ? "reduce" : "nothing"),
  },
} as const satisfies Readonly<Record<string, Reaction>>;

type Body = Readonly<Record<string, unknown>>;
type Reaction = {
  readonly told: (body: Body) => ToldKind;
  readonly does: (body: Body) => Effect;
};
export type Effect = "end" | "reduce" | "nothing";
export type ToldKind =
  | "session_over"
  | "access_stopped"
  | "access_open"
  | "means_removed"
  | "means_added"
  | "assurance"
  | "window"
  | "other";

const isLoss = (change: unknown) => change === "revoke" || change === "delete";

export function reactionTo({ type, body }: Pick<SecurityEvent, "type" | "body">): {
  readonly told: ToldKind;
  readonly does: Effect;
} {
  const found = (reactions as Readonly<Record<string, Reaction>>)[type];
  return { told: found?.told(body) ?? "other", does: found?.does(body) ?? "nothing" };
}
