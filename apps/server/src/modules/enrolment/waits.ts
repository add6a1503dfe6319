import { after, days, hours, type Instant, minutes, type Duration } from "#platform/time";
import type { Wait } from "./evidence.ts";

/** The hours in which somebody who is told of a phone is awake to stop it. DESIGN section 6. */
const day = { from: 8 * 60, until: 20 * 60 } as const;
const clockInParis = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/Paris",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});
const wholeDay = 24 * 60;

function minuteInParis(at: Instant): number {
  const [hour = 0, minute = 0] = clockInParis.format(at).split(":").map(Number);
  return hour * 60 + minute;
}

/** Eight in the morning after `at`, on the night when the clocks change too. */
function nextMorning(at: Instant): Instant {
  const guess = after(at, minutes((day.from - minuteInParis(at) + wholeDay) % wholeDay));
  const off = day.from - minuteInParis(guess);
  const whole = after(guess, minutes(off));
  return (whole - (whole % 60_000)) as Instant;
}

/** An hour after `from`, of which only what is between 08:00 and 20:00 in Paris counts. */
function hourByDay(from: Instant): Instant {
  const minute = minuteInParis(from);
  if (minute < day.from || minute >= day.until) return after(nextMorning(from), hours(1));
  const left = minutes(day.until - minute);
  if (left >= hours(1)) return after(from, hours(1));
  return after(nextMorning(from), (hours(1) - left) as Duration);
}

const fixed: Readonly<Record<Exclude<Wait, "hour">, Duration>> = {
  none: hours(0),
  day: hours(24),
  three_days: days(3),
};

/**
 * From when a phone proven at `proven` may be activated. `told`: when a notice of it was first known delivered; before, an hour is a
 * day, and it is never more than that.
 */
export function readyAt(wait: Wait, proven: Instant, told: Instant | undefined): Instant {
  if (wait !== "hour") return after(proven, fixed[wait]);
  const atMost = after(proven, fixed.day);
  if (told === undefined) return atMost;
  return Math.min(atMost, hourByDay(Math.max(proven, told) as Instant)) as Instant;
}
