/**
 * What people are told, and how. One row an event; the test beside it walks them.
 *
 * `pace`: `at_once` on every contact; `first_then_digest` at once the first time from one browser, then in the evening's
 * digest, so that a holder who works from everywhere still reads what matters. Above `limits.noticesAtOnce` a day everything
 * waits for the digest: whoever makes a thousand events gets one more message out of us, not a thousand (P-59).
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

export const events: Readonly<
  Record<
    NoticeEvent,
    {
      readonly pace: "at_once" | "first_then_digest";
      readonly stop: boolean;
      readonly wakes: "always" | "by_day";
    }
  >
> = {
  phone_added: { pace: "at_once", stop: true, wakes: "always" },
  place_made: { pace: "at_once", stop: true, wakes: "always" },
  software_added: { pace: "at_once", stop: true, wakes: "always" },
  passkey_added: { pace: "at_once", stop: true, wakes: "always" },
  locum_announced: { pace: "at_once", stop: true, wakes: "always" },
  announced_as_locum: { pace: "at_once", stop: true, wakes: "always" },
  session_elsewhere: { pace: "first_then_digest", stop: true, wakes: "by_day" },
  // What was lost is stopped already; whoever did not lose it learns that somebody else was there.
  phone_suspended: { pace: "at_once", stop: true, wakes: "always" },
  // Nothing is left to stop: these two say who lifts it.
  paused: { pace: "at_once", stop: false, wakes: "always" },
  blocked: { pace: "at_once", stop: false, wakes: "always" },
  // Whoever lifted it may not be its holder: this one stops again.
  reopened: { pace: "at_once", stop: true, wakes: "always" },
};

/** What a notice says, beside its event. */
export type Told = {
  readonly event: NoticeEvent;
  /** Milliseconds since the epoch, told to the minute. */
  readonly at: number;
  /** A service's name, from the registry. */
  readonly service: string | undefined;
};
