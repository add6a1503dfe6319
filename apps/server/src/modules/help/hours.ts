import type { Instant } from "#platform/time";

/*
 * When a desk is open, where it stands. Hours are told by wall clocks, so they are compared with a wall clock: no day is taken for
 * 24 hours, and the two days a year that have 23 or 25 need no rule.
 */

/** From and to, in minutes since midnight. */
type Span = readonly [from: number, to: number];
/** Monday first. */
export type Week = readonly (readonly Span[])[];
/** First and last day, `yyyy-mm-dd`. */
export type Closure = readonly [first: string, last: string];

export type Opening = {
  readonly hours: Week;
  readonly closures: readonly Closure[];
  readonly postcode: string;
};

export type Standing =
  | { readonly isOpen: true; readonly until: number }
  | { readonly isOpen: false; readonly next: Next | undefined };

/** `inDays`: 0 is today. `from`: minutes since midnight. */
export type Next = { readonly day: string; readonly inDays: number; readonly from: number };

/** A desk that opens no more within this many days is told as closed, without a date. */
const daysLookedAhead = 60;

/** `08:30-12:00 13:30-17:00`, in order and apart; empty: closed. `undefined`: not readable. */
export function readSpans(text: string): readonly Span[] | undefined {
  const spans: Span[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const [, ...parts] = /^([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-3]):([0-5]\d)$/.exec(word) ?? [];
    const [fromHour, fromMinute, toHour, toMinute] = parts.map(Number);
    if (
      fromHour === undefined ||
      fromMinute === undefined ||
      toHour === undefined ||
      toMinute === undefined
    )
      return undefined;
    const [from, to] = [fromHour * 60 + fromMinute, toHour * 60 + toMinute];
    if (from >= to || from <= (spans.at(-1)?.[1] ?? -1)) return undefined;
    spans.push([from, to]);
  }
  return spans;
}

/** `2026-12-25 2027-08-01/2027-08-15`; empty: none. `undefined`: not readable. */
export function readClosures(text: string): readonly Closure[] | undefined {
  const closures: Closure[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const [first = "", last = first, ...rest] = word.split("/");
    if (rest.length > 0 || !isDay(first) || !isDay(last) || first > last) return undefined;
    closures.push([first, last]);
  }
  return closures;
}

/** Whether it is open at that moment, and until when or from when. */
export function standingOf(desk: Opening, now: Instant): Standing {
  const { day: today, minute } = wallClock(now, zoneOf(desk.postcode));
  const open = spansOn(desk, today).find(([from, to]) => from <= minute && minute < to);
  if (open) return { isOpen: true, until: open[1] };
  for (let inDays = 0; inDays <= daysLookedAhead; inDays++) {
    const day = dayAfter(today, inDays);
    const span = spansOn(desk, day).find(([from]) => inDays > 0 || from > minute);
    if (span) return { isOpen: false, next: { day, inDays, from: span[0] } };
  }
  return { isOpen: false, next: undefined };
}

function spansOn({ hours, closures }: Opening, day: string): readonly Span[] {
  if (closures.some(([first, last]) => first <= day && day <= last)) return [];
  return hours[weekdayOf(day)] ?? [];
}

/** 0 is Monday. */
function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

function dayAfter(day: string, count: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** What a clock on the wall of that zone shows. */
function wallClock(now: Instant, zone: string): { readonly day: string; readonly minute: number } {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  }).formatToParts(now);
  const part = (name: Intl.DateTimeFormatPartTypes) =>
    parts.find(({ type }) => type === name)?.value ?? "";
  return {
    day: `${part("year")}-${part("month")}-${part("day")}`,
    minute: Number(part("hour")) * 60 + Number(part("minute")),
  };
}

/** Clocks outside metropolitan France, by the first three digits of the postcode. Source: IANA time zone database, zone1970.tab. */
const zones: Readonly<Record<string, string>> = {
  "971": "America/Guadeloupe",
  "972": "America/Martinique",
  "973": "America/Cayenne",
  "974": "Indian/Reunion",
  "975": "America/Miquelon",
  "976": "Indian/Mayotte",
  "977": "America/Guadeloupe",
  "978": "America/Guadeloupe",
  "986": "Pacific/Wallis",
  "987": "Pacific/Tahiti",
  "988": "Pacific/Noumea",
};

const zoneOf = (postcode: string) => zones[postcode.slice(0, 3)] ?? "Europe/Paris";

/** The département of a postcode: its first digits, three of them overseas; Corsica's two share theirs. */
export function departmentOf(postcode: string): string {
  if (/^9[78]/.test(postcode)) return postcode.slice(0, 3);
  if (postcode.startsWith("20")) return postcode < "20200" ? "2A" : "2B";
  return postcode.slice(0, 2);
}
