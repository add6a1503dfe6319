import type { QuietHours } from "@aval/protocol";

/** Minutes of the day in Paris, from one to the other; past midnight where `to` is the earlier. */
export type QuietMinutes = { readonly from: number; readonly to: number };

/** Whoever has said nothing is not rung for sign-ins at night. DESIGN section 5. */
export const usualQuiet: QuietMinutes = { from: 22 * 60, to: 6 * 60 };

/** What a phone said: hours, `null` for none; `undefined` when it said neither. */
export function readQuiet(said: unknown): QuietMinutes | null | undefined {
  if (said === null) return null;
  const { from, to } = (said ?? {}) as Partial<Record<keyof QuietHours, unknown>>;
  const [begins, ends] = [minuteOf(from), minuteOf(to)];
  return begins === undefined || ends === undefined || begins === ends
    ? undefined
    : { from: begins, to: ends };
}

function minuteOf(text: unknown): number | undefined {
  const read = typeof text === "string" ? /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) : null;
  return read ? Number(read[1]) * 60 + Number(read[2]) : undefined;
}

/** A night and its edges. Whoever could set more would silence a holder's phones by day. */
const longest = 12 * 60;

export function isTooLong({ from, to }: QuietMinutes): boolean {
  return (to - from + 24 * 60) % (24 * 60) > longest;
}

/** As a phone shows them. */
export const quietHours = ({ from, to }: QuietMinutes): QuietHours => ({
  from: hourOf(from),
  to: hourOf(to),
});

const hourOf = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
