import { days } from "#platform/time";

/**
 * The evidence table of DESIGN section 6, as data: what each path proves, how long a phone then waits, and what *Arrêter* does to
 * it. Code reads this table and holds no second copy; the test beside it walks every row.
 *
 * The search beside it (`search.test.ts`) goes through every row.
 *
 * Who gains if a row is wrong: a caller who talks a holder through the weakest path, or whoever holds a link for longer than its
 * wait. Source: DESIGN section 6; residuals R10 to R14 of section 11.
 */
export type Path =
  | "desk"
  | "desk_elsewhere"
  | "seeded_desk"
  | "card"
  | "hardware_key"
  | "old_phone"
  | "wallet"
  | "eid_letter"
  | "wiped_hardware"
  | "wiped"
  | "codes";

/** `hour`: only by day and after a notice is known delivered (`waits.ts`); else it is a day. */
export type Wait = "none" | "hour" | "day" | "three_days";
export type Level = "limited" | "full";
/** `as_before`: what the phone's old installation had. */
export type Reaches = Level | "as_before";

type Accepted = {
  /** The weakest way in which it can leak: DESIGN section 2. */
  readonly class: "L2" | "L3" | "L5";
  readonly level: Reaches;
  /** `first`: of a holder who never had a full phone. `again`: of any other. `confirmed`: once an older full phone says so. */
  readonly waits: Readonly<Record<"first" | "again" | "confirmed", Wait>>;
  /** What *Arrêter* does: what was shown in person is held until it is shown again; everything else dies. */
  readonly stop: "holds" | "ends";
  /** The path whose page it begins on, where it is that path with something more: it is never begun by itself. */
  readonly after?: Path;
  /**
   * What opens the lock of a holder who ever had a full phone: the evidence by itself, the old phone that is part of it, the silence of
   * the same phone's old installation, or nothing of its own.
   */
  readonly opens: "itself" | "old_phone" | "old_installation" | "nothing";
  /**
   * What becomes of the old installation that it takes for cleared, as the phone is activated: it ends, and its phone goes on in its place;
   * or it stays as it is, and what comes stands beside it until it says anything. Only what cannot be copied ends what opens everything.
   */
  readonly old?: "ends" | "stays";
  /** What a freeze leaves of it: one phone, which opens nothing while the freeze stands. Absent: nothing (DESIGN section 6). */
  readonly underFreeze?: "one";
  /**
   * What the new phone opens while it waits: as a `limited` one, its holder's own aged places only. Absent: nothing. Who gains if it stands
   * beside evidence that can be relayed: whoever relays it, a day before anybody can stop them.
   */
  readonly meanwhile?: "own_places";
  /** Whether it makes a `limited` phone that its holder has a `full` one: only what is shown in person does. */
  readonly raises?: true;
};

export const evidence: Readonly<Record<Path, Accepted | "refused">> = {
  desk: {
    class: "L5",
    level: "full",
    waits: { first: "none", again: "hour", confirmed: "none" },
    stop: "holds",
    opens: "itself",
    underFreeze: "one",
    meanwhile: "own_places",
    raises: true,
  },
  /** The second registrar sees holder and document live, from elsewhere. */
  desk_elsewhere: {
    class: "L5",
    level: "full",
    waits: { first: "day", again: "day", confirmed: "day" },
    stop: "holds",
    opens: "itself",
    meanwhile: "own_places",
    raises: true,
  },
  /**
   * The sandbox's own: registrars whose keys lie beside the database prove nothing to anybody, and its people are fictional. Its
   * phones are active at once, as DESIGN section 10 promises to those who try it. No route of a production leads here.
   */
  seeded_desk: {
    class: "L5",
    level: "full",
    waits: { first: "none", again: "none", confirmed: "none" },
    stop: "holds",
    opens: "itself",
    raises: true,
  },
  card: {
    class: "L5",
    level: "full",
    waits: { first: "day", again: "day", confirmed: "hour" },
    stop: "holds",
    opens: "itself",
    raises: true,
  },
  hardware_key: {
    class: "L5",
    level: "full",
    waits: { first: "hour", again: "hour", confirmed: "hour" },
    stop: "ends",
    after: "old_phone",
    opens: "old_phone",
  },
  old_phone: {
    class: "L3",
    level: "limited",
    waits: { first: "day", again: "day", confirmed: "day" },
    stop: "ends",
    opens: "old_phone",
  },
  wallet: {
    class: "L5",
    level: "full",
    waits: { first: "day", again: "day", confirmed: "day" },
    stop: "ends",
    opens: "nothing",
  },
  eid_letter: {
    class: "L2",
    level: "limited",
    waits: { first: "three_days", again: "three_days", confirmed: "three_days" },
    stop: "ends",
    opens: "nothing",
  },
  wiped_hardware: {
    class: "L5",
    level: "as_before",
    waits: { first: "hour", again: "hour", confirmed: "hour" },
    stop: "ends",
    after: "wiped",
    opens: "old_installation",
    old: "ends",
  },
  wiped: {
    class: "L3",
    level: "limited",
    waits: { first: "day", again: "day", confirmed: "day" },
    stop: "ends",
    opens: "old_installation",
    old: "stays",
  },
  /** Anything made of codes that a message brings: read aloud once, it is whoever heard it. For ever. */
  codes: "refused",
};

/** The row of a path that may prove anything; `undefined` for one that never does. */
export function rowOf(path: Path): Accepted | undefined {
  const row = evidence[path];
  return row === "refused" ? undefined : row;
}

/** Whether this path is the same phone again: its own passkey proves it, and a word of its old installation ends it. */
export const isSamePhone = (path: Path): boolean => rowOf(path)?.opens === "old_installation";

/** What a hardware-held key of the holder's makes of this path, if it does: the row that comes after it. */
export function withKey(path: Path): Path | undefined {
  return (Object.keys(evidence) as Path[]).find((other) => rowOf(other)?.after === path);
}

/**
 * How often stops hold what was shown in person, counted over all of a holder's phones of the last `holdsCountedFor`; then it is let be,
 * since the same person was seen three times. Counted by phone, whoever reads a mailbox would stop each new one, for good.
 */
export const holdsAtMost = 2;
export const holdsCountedFor = days(30);
