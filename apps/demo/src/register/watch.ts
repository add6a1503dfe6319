import type { Span } from "./acts.ts";
import type { SecurityEvent } from "../shared/security-event.ts";

/**
 * What the register's own surveillance keeps in memory: who was here lately, how many acts each tried to write, and what the provider
 * said of them. Pure but for its memory; whoever calls says what time it is.
 */

/** More acts than this within this time are no person's: what the register tells its provider of. */
export const volumeRule = { acts: 30, seconds: 120 } as const;

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

/** Somebody who signed in here lately. */
export type Guest = {
  readonly nationalId: string;
  readonly name: string;
  readonly subject: string;
  /** The provider's name for the session they came by last. */
  readonly session: string | undefined;
};

/** What the provider said, and when it was heard. `name`: of whom, if they were here. */
export type Told = { readonly at: number; readonly kind: ToldKind; readonly name?: string };

/** An alert that this register sent. */
export type Sent = {
  readonly at: number;
  readonly name: string;
  readonly acts: number;
  readonly isHeard: boolean;
};

/** A time to look through: of whom, and what was answered. Milliseconds since the epoch. */
export type Review = Span & {
  readonly window: string;
  readonly guest: Guest | undefined;
  readonly subject: string;
  readonly answerAt: string;
  readonly answered?:
    | { readonly acts: number; readonly cancelled: number; readonly at: number }
    | undefined;
};

const kept = 200;

export type Watch = ReturnType<typeof createWatch>;

export function createWatch(now: () => number) {
  const guests = new Map<string, Guest>();
  const tried = new Map<string, number[]>();
  const told: Told[] = [];
  const sent: Sent[] = [];
  const reviews = new Map<string, Review>();

  /** Told again it is the same time, and what was answered stays. */
  function review({ body, about }: SecurityEvent, guest: Guest | undefined): void {
    const { window, from, to, answer_endpoint: answerAt } = body;
    if (typeof window !== "string" || typeof answerAt !== "string" || !about.sub) return;
    if (typeof from !== "number" || typeof to !== "number" || reviews.has(window)) return;
    const span = { from: from * 1_000, to: to * 1_000 };
    reviews.set(window, { window, ...span, answerAt, subject: about.sub, guest });
  }

  return {
    came: (guest: Guest): void => {
      guests.delete(guest.nationalId);
      guests.set(guest.nationalId, guest);
      for (const [oldest] of guests) {
        if (guests.size <= kept) break;
        guests.delete(oldest);
        tried.delete(oldest);
      }
    },
    guest: (nationalId: string) => guests.get(nationalId),
    /** Those who came last first. */
    guests: (): readonly Guest[] => [...guests.values()].toReversed(),
    /** Counts an act that somebody tried to write at `at`. True: with it they crossed the rule, once in its time. */
    tries: (nationalId: string, at: number): boolean => {
      const before = tried.get(nationalId) ?? [];
      const lately = before.filter((one) => at - one < volumeRule.seconds * 1_000);
      lately.push(at);
      tried.set(nationalId, lately);
      return lately.length === volumeRule.acts + 1;
    },
    triedLately: (nationalId: string): number =>
      (tried.get(nationalId) ?? []).filter((at) => now() - at < volumeRule.seconds * 1_000).length,
    heard: (event: SecurityEvent): void => {
      const of = [...guests.values()].find(({ subject }) => subject === event.about.sub);
      const { told: kind } = reactionTo(event);
      told.push({ at: now(), kind, ...(of ? { name: of.name } : {}) });
      if (told.length > kept) told.shift();
      if (event.type === fraudWindow) review(event, of);
    },
    /** The last first. */
    reviews: (): readonly Review[] => [...reviews.values()].toReversed(),
    review: (window: string) => reviews.get(window),
    answered: (window: string, answer: NonNullable<Review["answered"]>): void => {
      const one = reviews.get(window);
      if (one) reviews.set(window, { ...one, answered: answer });
    },
    /** The last first. */
    told: (): readonly Told[] => told.toReversed(),
    reported: (one: Sent): void => {
      sent.push(one);
      if (sent.length > kept) sent.shift();
    },
    sent: (): readonly Sent[] => sent.toReversed(),
  };
}
