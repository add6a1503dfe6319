import { type Duration, hours, minutes } from "#platform/time";

/**
 * The stops of law 5, as data: what each holds and closes, and what lifts it, when. *A stop is as strong as the person who
 * made it.*
 *
 * Code reads this table and holds no second copy; the test beside it walks every row. The way that no door serves yet (two
 * people) is in it all the same: the phone tells its holder who can lift what, and their door will ask here.
 *
 * Who gains if a row is wrong: a caller who talks a holder into lifting a stop, or an alert's reader who could do more than
 * stop. Source: DESIGN section 2 law 5, section 6.
 */
export type Rule =
  | "pause_from_alert"
  | "pause_by_caller"
  | "pause_by_report"
  | "block"
  | "freeze"
  | "call";
/** What somebody makes. A call holds because it is a call, as long as its row says, and ends by itself. */
export type MadeRule = Exclude<Rule, "call">;
export type Kind = "pause" | "block" | "freeze";

/**
 * What a stop can hold. `enter`: signing in and approving; `enter_elsewhere`: the same by a phone, on a browser that is neither an aged place
 * of the holder's nor a known workstation; `ring`: bells; `join`: places, bells, contacts and mandates being added; `enrol`: a phone
 * becoming the holder's.
 */
export type Act = "enter" | "enter_elsewhere" | "ring" | "join" | "enrol";

/** Whose act lifts. A way is all of its means together. */
export type Means = "phone" | "desk" | "card" | "two_people";

/** Open from `from` after the stop was made, until `until` after it. */
export type Way = {
  readonly means: readonly [Means, ...Means[]];
  readonly from: Duration;
  readonly until?: Duration;
};

type Row = {
  readonly kind: Kind;
  readonly by: "alert" | "unverified_caller" | "holder" | "analyst" | "support";
  readonly holds: readonly Act[];
  /** Which sessions end with it. The holder's own aged places are where care goes on (law 10). */
  readonly closes: "none" | "elsewhere" | "all";
  /** Made at most once in this time, whatever was lifted between. */
  readonly onceIn?: Duration;
  /** None: it ends by itself, and nobody lifts it. */
  readonly ways: readonly Way[];
};

const liftsOfPause = [
  { means: ["phone"], from: minutes(0) },
  { means: ["desk"], from: minutes(0) },
  { means: ["card"], from: hours(24) },
] as const satisfies readonly Way[];

export const rules: Readonly<Record<Rule, Row>> = {
  pause_from_alert: {
    kind: "pause",
    by: "alert",
    holds: ["ring", "join", "enrol"],
    closes: "elsewhere",
    ways: liftsOfPause,
  },
  pause_by_caller: {
    kind: "pause",
    by: "unverified_caller",
    holds: ["join", "enrol"],
    closes: "none",
    onceIn: hours(24),
    ways: liftsOfPause,
  },
  pause_by_report: {
    kind: "pause",
    by: "holder",
    holds: ["join", "enrol"],
    closes: "none",
    ways: liftsOfPause,
  },
  block: {
    kind: "block",
    by: "holder",
    holds: ["enter", "enter_elsewhere", "ring", "join", "enrol"],
    closes: "all",
    ways: [
      { means: ["phone"], from: minutes(0), until: minutes(15) },
      { means: ["desk", "card", "phone"], from: minutes(15) },
      { means: ["card"], from: hours(24) },
    ],
  },
  freeze: {
    kind: "freeze",
    by: "analyst",
    holds: ["enter", "enter_elsewhere", "ring", "join", "enrol"],
    closes: "all",
    ways: [{ means: ["two_people"], from: minutes(0) }],
  },
  call: {
    kind: "pause",
    by: "support",
    holds: ["enter_elsewhere", "join", "enrol"],
    closes: "none",
    ways: [],
  },
};

/** The rules that hold this act: what a row of the database is compared with. */
export function rulesHolding(act: Act): readonly Rule[] {
  return (Object.keys(rules) as Rule[]).filter((rule) => rules[rule].holds.includes(act));
}

/** The way by which this means lifts it with others, all of them together; `undefined`: there is none. */
export function wayTogether(means: Means, rule: Rule): Way | undefined {
  return rules[rule].ways.find((way) => way.means.length > 1 && way.means.includes(means));
}

/** The way by which this means alone lifts it; `undefined`: alone it never does. */
export function wayBy(means: Means, rule: Rule): Way | undefined {
  return rules[rule].ways.find((way) => way.means.length === 1 && way.means[0] === means);
}
