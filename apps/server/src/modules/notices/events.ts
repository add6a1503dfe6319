import { limits } from "#lifetimes";

/**
 * What people are told, and how. One row an event; the test beside it walks them.
 *
 * `pace`: `at_once` on every contact; `first_then_digest` at once the first time from one browser, then in the evening's
 * digest, so that a holder who works from everywhere still reads what matters.
 *
 * `spends`: whose allowance it is told at once from (`allowances`). Above it everything waits for the digest: whoever makes a
 * thousand events gets one more message out of us, not a thousand (P-59).
 *
 * `wakes`: whether phones are woken for it in quiet hours too: signing in is silenced then, what is added and stopped never is.
 *
 * `stop`: whether it has *Arrêter*. Source: DESIGN section 6 "Notices", section 5 "reduced".
 */
export type NoticeEvent =
  | "phone_added"
  | "phone_suspended"
  | "place_made"
  | "software_added"
  | "passkey_added"
  | "locum_announced"
  | "announced_as_locum"
  | "session_elsewhere"
  | "paused"
  | "blocked"
  | "reopened";

/**
 * What is told at once in a day, by who can bring it about. Who gains if two of these were one: whoever can make many of the one,
 * and then does the other unheard.
 *
 * `most`: to one person, whoever causes it. `fromOne`: by one other person, beside. `first`: whether the first of each event of
 * the day is told at once whatever was spent.
 */
export type Allowance = "power" | "entry" | "stop" | "by_another";

export const allowances: Readonly<
  Record<
    Allowance,
    { readonly most: number; readonly fromOne: number | undefined; readonly first: boolean }
  >
> = {
  // More power over this access than there was: a phone, a key, a place, a lifted stop.
  power: { most: limits.noticesAtOnce, fromOne: undefined, first: true },
  entry: { most: limits.noticesAtOnce, fromOne: undefined, first: true },
  stop: { most: limits.noticesAtOnce, fromOne: undefined, first: true },
  // A colleague causes it, as often as they like: it spends nothing that the others are told from.
  by_another: { most: limits.noticesByOthers, fromOne: limits.noticesByOne, first: false },
};

/** The events that another person brings about: whoever tells of them says who. */
export type ByAnother = "announced_as_locum";

export const events: Readonly<
  Record<
    NoticeEvent,
    {
      readonly pace: "at_once" | "first_then_digest";
      readonly spends: Allowance;
      readonly stop: boolean;
      readonly wakes: "always" | "by_day";
    }
  >
> = {
  phone_added: { pace: "at_once", spends: "power", stop: true, wakes: "always" },
  place_made: { pace: "at_once", spends: "power", stop: true, wakes: "always" },
  software_added: { pace: "at_once", spends: "power", stop: true, wakes: "always" },
  passkey_added: { pace: "at_once", spends: "power", stop: true, wakes: "always" },
  locum_announced: { pace: "at_once", spends: "power", stop: true, wakes: "always" },
  announced_as_locum: { pace: "at_once", spends: "by_another", stop: true, wakes: "always" },
  session_elsewhere: { pace: "first_then_digest", spends: "entry", stop: true, wakes: "by_day" },
  // What was lost is stopped already; whoever did not lose it learns that somebody else was there.
  phone_suspended: { pace: "at_once", spends: "stop", stop: true, wakes: "always" },
  // Nothing is left to stop: these two say who lifts it.
  paused: { pace: "at_once", spends: "stop", stop: false, wakes: "always" },
  blocked: { pace: "at_once", spends: "stop", stop: false, wakes: "always" },
  // Whoever lifted it may not be its holder: this one stops again.
  reopened: { pace: "at_once", spends: "power", stop: true, wakes: "always" },
};

/** What a notice says, beside its event. */
export type Told = {
  readonly event: NoticeEvent;
  /** Milliseconds since the epoch, told to the minute. */
  readonly at: number;
  /** A service's name, from the registry. */
  readonly service: string | undefined;
};
