/**
 * What people are told, and how. One row an event; the test beside it walks them.
 *
 * `pace`: `at_once` on every contact; `first_then_digest` at once the first time from one browser, then in the evening's
 * digest, so that a holder who works from everywhere still reads what matters. Above `limits.noticesAtOnce` a day everything
 * waits for the digest: whoever makes a thousand events gets one more message out of us, not a thousand (P-59).
 *
 * `stop`: whether it has *Arrêter*. Source: DESIGN section 6 "Notices", section 5 "reduced".
 */
export type NoticeEvent =
  | "phone_added"
  | "place_made"
  | "session_elsewhere"
  | "paused"
  | "blocked"
  | "reopened";

export const events: Readonly<
  Record<NoticeEvent, { readonly pace: "at_once" | "first_then_digest"; readonly stop: boolean }>
> = {
  phone_added: { pace: "at_once", stop: true },
  place_made: { pace: "at_once", stop: true },
  session_elsewhere: { pace: "first_then_digest", stop: true },
  // Nothing is left to stop: these two say who lifts it.
  paused: { pace: "at_once", stop: false },
  blocked: { pace: "at_once", stop: false },
  // Whoever lifted it may not be its holder: this one stops again.
  reopened: { pace: "at_once", stop: true },
};

/** What a notice says, beside its event. */
export type Told = {
  readonly event: NoticeEvent;
  /** Milliseconds since the epoch, told to the minute. */
  readonly at: number;
  /** A service's name, from the registry. */
  readonly service: string | undefined;
};
