import type { CallSign } from "@aval/protocol";
import { limits as bounds, lifetimes } from "#lifetimes";
import { days, type Duration } from "#platform/time";

/**
 * The signs that a caller may not be who they say, as an agent is shown them: by yes and no, without a value, a date or a name. The one
 * table. None of them decides anything: they say when to stop and to call back.
 *
 * Who gains if a row is wrong: a caller who sounds right. Source: DESIGN section 7 *Support*; facts/ux 1(c).
 */
export const signs: Readonly<
  Record<
    CallSign,
    {
      /** How far back; absent: it stands now. */
      readonly within?: Duration;
      /** How many make it a sign. */
      readonly least: number;
    }
  >
> = {
  called_now: { least: 1 },
  stopped: { least: 1 },
  adding_phone: { least: 1 },
  new_phone: { within: lifetimes.settled, least: 1 },
  contact_changed: { within: lifetimes.contactQuarantine, least: 1 },
  refused: { within: days(1), least: bounds.signRefusals },
  reported_call: { within: lifetimes.settled, least: 1 },
  several_cases: { least: 2 },
};

/** Each of the table, by what was found. */
export const signsOf = (found: ReadonlySet<string>): Readonly<Record<CallSign, boolean>> => {
  const names = Object.keys(signs) as CallSign[];
  return Object.fromEntries(names.map((name) => [name, found.has(name)])) as never;
};
