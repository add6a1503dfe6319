import { after, type Instant, minutes } from "#platform/time";

/** When digests leave: in the evening, before people stop reading. */
const digestHour = 19;
const hourInParis = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/Paris",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

/** The next evening's digest after `now`. An hour off on the two nights when clocks change, which nobody misses. */
export function digestAt(now: Instant): Instant {
  const [hour = 0, minute = 0] = hourInParis.format(now).split(":").map(Number);
  const day = 24 * 60;
  const wait = (digestHour * 60 - (hour * 60 + minute) + day) % day;
  return after(now, minutes(wait === 0 ? day : wait));
}
