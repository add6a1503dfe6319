/** A moment, in milliseconds since the epoch, **on the database's clock** (`aval_now()`). */
export type Instant = number & { readonly __instant: true };
/** A length of time in milliseconds. */
export type Duration = number & { readonly __duration: true };

export const ms = (count: number) => count as Duration;
export const seconds = (count: number) => (count * 1000) as Duration;
export const minutes = (count: number) => (count * 60_000) as Duration;
export const hours = (count: number) => (count * 3_600_000) as Duration;
export const days = (count: number) => (count * 86_400_000) as Duration;

export const instant = (milliseconds: number) => milliseconds as Instant;
export const after = (moment: Instant, span: Duration) => (moment + span) as Instant;
export const between = (earlier: Instant, later: Instant) => (later - earlier) as Duration;
/** Whole seconds since the epoch, as JOSE and OAuth count. */
export const epochSeconds = (moment: Instant) => Math.floor(moment / 1000);

/** How far a phone's idea of this clock may be ahead: it is told whole seconds (`/api/time`) and adds half a one. */
const phoneClockError = seconds(1);

/**
 * From when a phone's button may be pressed after a wait, in the whole seconds that the phone is told: whoever presses as soon as it
 * opens is not refused as too early.
 */
export const pressableFrom = (since: Instant, wait: Duration): number =>
  epochSeconds(after(after(since, wait), phoneClockError)) + 1;

/**
 * The one clock. It follows the database's (`aval_now()`), so that every node agrees on what has expired and the
 * sandbox can be moved by days; a use case reads it once, first line, and passes `now` down.
 */
export type Clock = { readonly now: () => Instant };
