/** How long a locum may be announced, in days, the first and the last counted. The server holds it. */
export const mostDays = 30;
/** How far ahead its first day may be. */
export const mostAhead = 90;

/** A day as a date field spells it, in the phone's own time zone: a locum's day is the holder's. `at` in seconds since the epoch. */
export function dayField(at: number): string {
  const date = new Date(at * 1000);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The day so many days after another. */
export function dayAfter(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return dayField(new Date(year, month - 1, date + later).getTime() / 1000);
}

/** How many days lie from one to another, both counted. */
export function countDays({ from, until }: { readonly from: string; readonly until: string }) {
  const [first, last] = [midnight(from, 0) ?? 0, midnight(until, 1) ?? 0];
  return Math.round((last - first) / 86_400);
}

/**
 * From the beginning of the first day to the end of the last, in seconds since the epoch; `undefined` when they are no days,
 * are past, too many or too far ahead.
 */
export function daysBetween(
  { from, until }: { readonly from: string; readonly until: string },
  now: number,
): { readonly from: number; readonly until: number } | undefined {
  const [first, last] = [midnight(from, 0), midnight(until, 1)];
  if (first === undefined || last === undefined) return undefined;
  const today = midnight(dayField(now), 0) ?? 0;
  const count = countDays({ from, until });
  const isSoon = first >= today && first - today <= mostAhead * 86_400;
  return isSoon && count >= 1 && count <= mostDays ? { from: first, until: last } : undefined;
}

function midnight(day: string, later: 0 | 1): number | undefined {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (year === undefined) return undefined;
  return new Date(Number(year), Number(month) - 1, Number(date) + later).getTime() / 1000;
}
